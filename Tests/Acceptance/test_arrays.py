"""Patterns from MNIST's own files and NumPy's: NumPy and Python's gzip write them, the program reads them."""

import gzip
import json
import random
import re
import struct

import numpy
import pytest

DATA = 65
CODES = {"u1": 8, "i1": 9, "i2": 11, "i4": 12, "f4": 13, "f8": 14}


def idx(array):
    """MNIST's format (yann.lecun.com/exdb/mnist): the type, the shape and the numbers, most significant byte first."""
    code = CODES[array.dtype.str[1:]]
    header = struct.pack(f">4B{array.ndim}I", 0, 0, code, array.ndim, *array.shape)
    return header + array.astype(array.dtype.newbyteorder(">")).tobytes()


@pytest.fixture
def read(backprop, tmp_path):
    """What a line makes of the files: the inputs and the targets."""

    def read(line):
        script = tmp_path / "cell.bp"
        script.write_text(line + f'\nsave patterns "{tmp_path / "saved.json"}"\n')
        done = backprop("run", script, cwd=tmp_path)
        assert done.returncode == 0, done.stderr
        (found,) = json.loads((tmp_path / "saved.json").read_text())["patterns"]
        return found["inputs"], found["targets"]

    return read


@pytest.mark.parametrize("kind", ["u1", "i1", "i2", "i4", "f4", "f8"])
@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_idx(read, tmp_path, kind, pack):
    values = numpy.arange(40).reshape(5, 2, 4).astype(kind) * (1 if kind[0] == "u" else -1)
    labels = numpy.array([4, 0, 4, 9, 0], "u1")
    (tmp_path / "images").write_bytes(pack(idx(values)))
    (tmp_path / "labels").write_bytes(pack(idx(labels)))
    inputs, targets = read('patterns m from "images"')
    expected = values.reshape(5, 8) / (255 if kind == "u1" else 1)
    assert numpy.array_equal(inputs, expected)
    assert numpy.array_equal(targets, labels[:, None] == numpy.unique(labels))


@pytest.mark.parametrize("order", ["C", "F"])
@pytest.mark.parametrize("save", [numpy.savez, numpy.savez_compressed])
@pytest.mark.parametrize("kind", ["?", "u1", ">u2", "<u4", "<u8", "i1", "<i2", ">i4", ">i8", "<f2", ">f4", "<f8", ">f8"])
def test_numpy(read, tmp_path, kind, save, order):
    values = numpy.random.default_rng(7).integers(0, 100, (6, 3, 5))
    values = numpy.asarray(values > 50 if kind == "?" else values * 1.25 if "f" in kind else values, kind, order=order)
    targets = numpy.random.default_rng(8).normal(size=(6, 2))
    save(tmp_path / "m.npz", x_train=values, y_train=targets, other=targets)
    inputs, found = read('patterns m from "m.npz"')
    assert numpy.array_equal(inputs, values.reshape(6, 15).astype(float) / (255 if kind == "u1" else 1))
    assert numpy.array_equal(found, targets)
    numpy.save(tmp_path / "x.npy", values)
    numpy.save(tmp_path / "y.npy", targets)
    assert read('patterns m from "x.npy", labels "y.npy"') == (inputs, found)


def test_no_byte_is_trusted(backprop, tmp_path):
    """Files with wrong bytes and early ends, several at once: patterns or an error of the file, and no crash."""
    chance = random.Random(18)
    values = numpy.arange(60, dtype="u1").reshape(5, 3, 4)
    labels = numpy.array([4, 0, 4, 9, 0], "u1")
    numpy.savez_compressed(tmp_path / "m.npz", x=values, y=labels)
    whole = [(tmp_path / "m.npz").read_bytes(), gzip.compress(idx(values)), idx(values)]
    (tmp_path / "labels").write_bytes(idx(labels))
    lines = []
    for number in range(300):
        data = bytearray(chance.choice(whole))
        for _ in range(chance.randint(1, 4)):
            data[chance.randrange(len(data))] = chance.choice([0, 1, 127, 128, 255, chance.randrange(256)])
        (tmp_path / f"m{number}").write_bytes(data[: chance.choice([len(data), chance.randrange(len(data))])])
    for number in range(300):
        options = "" if number % 2 else ', labels "labels"'
        (tmp_path / "cell.bp").write_text(f'patterns m from "m{number}"{options}\n')
        done = backprop("run", tmp_path / "cell.bp", cwd=tmp_path)
        assert done.returncode in (0, DATA, 1), (number, done.returncode, done.stderr)


def test_a_bomb(backprop, tmp_path):
    """A few thousand bytes that unpack to a gigabyte are refused before so much is held."""
    with gzip.open(tmp_path / "images.gz", "wb", 1) as file:
        for _ in range(1024):
            file.write(bytes(1 << 20))
    (tmp_path / "cell.bp").write_text('patterns m from "images.gz"\n')
    done = backprop("run", tmp_path / "cell.bp", cwd=tmp_path)
    assert done.returncode != 0
    assert "it unpacks to more than 256 MiB" in done.stderr


def test_a_set_of_mnists_size(backprop, tmp_path):
    """784-128-10 on as many pictures as MNIST has: ten blurred shapes, each with noise and shifted. A nearest-mean
    classifier (NumPy) gets more than 90 % of them right, so that the network can."""
    chance = numpy.random.default_rng(5)
    shapes = numpy.kron(chance.random((10, 6, 6)), numpy.ones((4, 4)))

    def made(count):
        labels = chance.integers(0, 10, count).astype("u1")
        pictures = numpy.zeros((count, 28, 28), "u1")
        noise = chance.random((count, 24, 24), "f4")
        pictures[:, 2:26, 2:26] = 255 * (0.5 * shapes[labels] + 0.5 * noise)
        return pictures, labels

    sets = {"train": made(60000), "t10k": made(10000)}
    for name, (pictures, labels) in sets.items():
        (tmp_path / f"{name}-images-idx3-ubyte.gz").write_bytes(gzip.compress(idx(pictures), 1))
        (tmp_path / f"{name}-labels-idx1-ubyte.gz").write_bytes(gzip.compress(idx(labels), 1))
    pictures, labels = sets["t10k"]
    means = numpy.stack([pictures[labels == k].reshape(-1, 784).mean(0) for k in range(10)])
    distances = ((pictures[:500].reshape(-1, 1, 784) - means) ** 2).sum(2)
    assert (distances.argmin(1) == labels[:500]).mean() > 0.9
    script = tmp_path / "mnist.bp"
    script.write_text(
        'network 784-128-10, bias\n'
        'patterns test from "t10k-images-idx3-ubyte.gz"\n'
        'patterns mnist from "train-images-idx3-ubyte.gz"\n'
        "train 5 epochs, η 0.1, batch 32, mean, shuffle, watch test\nuse test\ntest\n"
    )
    done = backprop("run", script, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "patterns mnist: 60000 patterns, 784 inputs, 10 targets" in done.stdout
    accuracy = re.search(r"accuracy: (\d+) of 10000", done.stdout)
    assert int(accuracy[1]) > 9700
