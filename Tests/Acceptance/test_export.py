"""What `save` and `export` write, read by the formats' own libraries and by others that know nothing of this program."""

import csv
import json
import re

import numpy as np
import onnx
import onnxruntime
import pytest
from safetensors import safe_open

# g(a) by NumPy, as LANGUAGE names them.
TRANSFERS = {
    "sigmoid": lambda a: 1 / (1 + np.exp(-a)),
    "identity": lambda a: a,
    "tanh": np.tanh,
    "relu": lambda a: np.maximum(a, 0),
    "leaky relu": lambda a: np.where(a > 0, a, 0.01 * a),
    "softplus": lambda a: np.logaddexp(0, a),
    "step": lambda a: np.where(a >= 0, 1.0, 0.0),
    "softmax": lambda a: np.exp(a - a.max(1, keepdims=True)) / np.exp(a - a.max(1, keepdims=True)).sum(1, keepdims=True),
}
INPUTS = np.random.default_rng(1).normal(0, 2, (50, 3))


@pytest.fixture
def run(backprop, tmp_path):
    """Runs a cell in its own folder."""

    def run(cell):
        done = backprop("run", "-", input=cell, cwd=tmp_path)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    return run


def session(path):
    onnx.checker.check_model(onnx.load(path), full_check=True)
    return onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])


def outputs(tensors, layers, bias):
    """Equations 1 to 4 over all patterns; layers: (letter, g) in order, tensors: the weights by their names."""
    y = {layers[0][0]: INPUTS}
    for place, (target, g) in enumerate(layers[1:], start=1):
        below = layers[place - 1][0]
        a = 0
        for source, _ in layers[:place]:
            weights = tensors.get(f"w_{source}{target}")
            if weights is None:
                continue
            if source == below and bias is not None:
                a = a + bias * weights[0]
                weights = weights[1:]
            a = a + y[source] @ weights
        y[target] = TRANSFERS[g](a)
    return y[layers[-1][0]]


def tensors_of(path):
    with safe_open(path, framework="np") as file:
        return {name: file.get_tensor(name) for name in file.keys()}, file.metadata()


@pytest.mark.parametrize("transfer", TRANSFERS)
@pytest.mark.parametrize("bias", [None, 1, -1])
def test_onnx_and_safetensors_give_the_same_outputs(run, tmp_path, transfer, bias):
    hidden = "tanh" if transfer == "softmax" else transfer
    option = "" if bias is None else f", bias {bias}"
    run(f"""
network deep: i 3 - h 5 {hidden} - j 4 {hidden} - k 2 {transfer}{option}
connect i -> k
connect h -> k
weights normal 0 1, seed 3
export onnx "net.onnx"
export safetensors "net.safetensors"
""")
    tensors, metadata = tensors_of(tmp_path / "net.safetensors")
    assert {name: array.dtype for name, array in tensors.items()} == {
        name: np.float64 for name in ["w_ih", "w_hj", "w_jk", "w_ik", "w_hk"]
    }
    assert metadata["transfer k"] == transfer
    assert metadata.get("bias") == (None if bias is None else f"{bias}.0")
    expected = outputs(tensors, [("i", ""), ("h", hidden), ("j", hidden), ("k", transfer)], bias)
    (found,) = session(tmp_path / "net.onnx").run(None, {"input": INPUTS})
    assert found.dtype == np.float64
    np.testing.assert_allclose(found, expected, rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize(
    "function, operation",
    [
        ("relu", "Relu"),
        ("sigmoid", "Sigmoid"),
        ("tanh", "Tanh"),
        ("softmax", "Softmax"),
        ("max(0, a)", "Relu"),
        ("max(a, 0)", "Relu"),
    ],
)
def test_onnx_has_the_operation_that_readers_know(run, tmp_path, function, operation):
    own = f"f(a) = {function}\n" if "(" in function else ""
    run(f"""{own}
network 3-2
transfer k {"f" if own else function}
export onnx "net.onnx"
""")
    graph = onnx.load(tmp_path / "net.onnx").graph
    assert [node.op_type for node in graph.node] == ["MatMul", "Sum", operation, "Identity"]


@pytest.mark.parametrize(
    "formula, g",
    [
        ("a / (1 + abs(a))", lambda a: a / (1 + abs(a))),
        ("c exp(-a^2) - sin(a) cos(a) + e - π", lambda a: 2.5 * np.exp(-(a**2)) - np.sin(a) * np.cos(a) + np.e - np.pi),
        ("log(sqrt(a^2 + 1) + 1) sign(a)", lambda a: np.log(np.sqrt(a**2 + 1) + 1) * np.sign(a)),
        ("max(a, -1, min(0.5 a, tanh(a)))", lambda a: np.maximum(np.maximum(a, -1), np.minimum(0.5 * a, np.tanh(a)))),
        ("twice(twice(a)) / 3", lambda a: 4 * a / 3),
    ],
)
def test_onnx_has_functions_of_ones_own(run, tmp_path, formula, g):
    run(f"""
network net: 3-1
let c = 2.5
twice(a) = 2 a
own(a) = {formula}
transfer k own
w_ik = [1; 0.5; -1]
export onnx "net.onnx"
save "net.json"
""")
    (found,) = session(tmp_path / "net.onnx").run(None, {"input": INPUTS})
    np.testing.assert_allclose(found[:, 0], g(INPUTS @ [1, 0.5, -1]), rtol=1e-11, atol=1e-13)
    run('load "net.json"\nexport onnx "again.onnx"')
    assert (tmp_path / "again.onnx").read_bytes() == (tmp_path / "net.onnx").read_bytes()


def test_onnx_agrees_with_the_kernel_after_training(run, tmp_path):
    text = run("""
network xor: 2-2-1, bias
patterns xor
train 200 epochs, η 0.5, α 0.9
digits 12
export onnx "xor.onnx"
test
""")
    printed = [float(row.split()[-2]) for row in text.splitlines() if re.match(r"\s*\d+( +[01](\.0+)?){3} ", row)]
    (found,) = session(tmp_path / "xor.onnx").run(None, {"input": np.array([[0.0, 0], [0, 1], [1, 0], [1, 1]])})
    np.testing.assert_allclose(found[:, 0], printed, atol=1e-12)


def test_csv_and_json_hold_the_same_weights(run, tmp_path):
    run("""
network net: 3-4-2, bias
connect i -> k
weights normal 0 1, seed 5
freeze w_i1j2
patterns parity 3
export csv "weights.csv"
export safetensors "net.safetensors"
save "net.json"
""")
    tensors, _ = tensors_of(tmp_path / "net.safetensors")
    with open(tmp_path / "weights.csv") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == sum(array.size for array in tensors.values())
    has_bias = {"w_ij": True, "w_jk": True, "w_ik": False}
    for row in rows:
        name = f"w_{row['from'][0]}{row['to'][0]}"
        place = int(row["from"][1:]) - (0 if has_bias[name] else 1), int(row["to"][1:]) - 1
        assert float(row["weight"]) == tensors[name][place]

    saved = json.loads((tmp_path / "net.json").read_text())
    assert (saved["format"], saved["version"]) == ("backprop", 1)
    (network,) = saved["networks"]
    for projection in network["projections"]:
        name = f"w_{projection['from']}{projection['to']}"
        assert np.array_equal(np.array(projection["weights"]), tensors[name])
    assert np.argwhere(network["projections"][0]["frozen"]).tolist() == [[1, 1]]
    (patterns,) = saved["patterns"]
    assert [sum(bits) % 2 for bits in patterns["inputs"]] == [target for (target,) in patterns["targets"]]


def test_what_is_loaded_is_what_was_saved(run, tmp_path):
    run('network net: 4-3-3, bias\npatterns iris\nscale standard\ntrain 20 epochs, η 0.1\nsave "one.json"')
    run('load "one.json"\nsave "two.json"')
    assert (tmp_path / "one.json").read_bytes() == (tmp_path / "two.json").read_bytes()


def test_patterns_that_pythons_csv_module_wrote(run, tmp_path):
    """Quotes, separators and line breaks inside fields, and doubles of any size, come through; a break as a space."""
    random = np.random.default_rng(7)
    numbers = random.normal(0, 1, (40, 3)) * 10.0 ** random.integers(-300, 300, (40, 3))
    names = ['say "yes"', "a, b", "two\nlines", "plain"]
    with open(tmp_path / "table.csv", "w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["x", "y, z", "u", "class"])
        for place, row in enumerate(numbers):
            writer.writerow([*map(repr, map(float, row)), names[place % 4]])
    run('patterns table from "table.csv", inputs x, "y, z", u, target class\nsave patterns "table.json"')
    (patterns,) = json.loads((tmp_path / "table.json").read_text())["patterns"]
    assert np.array_equal(np.array(patterns["inputs"]), numbers)
    words = [name.replace("\n", " ") for name in names]  # a class is called by one line
    assert patterns["classes"] == sorted(words)
    assert [patterns["classes"][row.index(1)] for row in patterns["targets"]] == [words[n % 4] for n in range(40)]


def test_labels_that_are_numbers_make_classes(run, tmp_path):
    labels = np.random.default_rng(3).integers(0, 12, 60)
    np.savetxt(tmp_path / "labels.csv", np.column_stack([np.arange(60), labels]), fmt="%d", delimiter=";")
    run('patterns labels from "labels.csv", classes\nsave patterns "labels.json"')
    (patterns,) = json.loads((tmp_path / "labels.json").read_text())["patterns"]
    assert patterns["classes"] == [str(label) for label in np.unique(labels)]
    assert [int(patterns["classes"][row.index(1)]) for row in patterns["targets"]] == labels.tolist()


def test_scaling_is_numpys(run, tmp_path):
    run('patterns iris\nscale inputs standard\nsave patterns "z.json"\n')
    run('patterns iris\nsave patterns "raw.json"\nscale inputs -1 1\nsave patterns "range.json"\n')
    raw, standard, ranged = (
        np.array(json.loads((tmp_path / f"{name}.json").read_text())["patterns"][0]["inputs"])
        for name in ["raw", "z", "range"]
    )
    np.testing.assert_allclose(standard, (raw - raw.mean(0)) / raw.std(0), atol=1e-12)
    low, high = raw.min(0), raw.max(0)
    np.testing.assert_allclose(ranged, 2 * (raw - low) / (high - low) - 1, atol=1e-12)


def test_a_network_that_cannot_be_written_leaves_no_file(backprop, tmp_path):
    done = backprop("run", "-", input='network 2-1\nexport onnx "none/net.onnx"', cwd=tmp_path)
    assert done.returncode == 1
    assert 'cannot write "none/net.onnx"' in done.stdout + done.stderr
    assert list(tmp_path.iterdir()) == []
