"""The examples of CONTRIBUTING.md, applied literally to a copy of the sources, built, and tried.

How the page is read: a line with a file's name in backticks, an optional remark and a colon, and below it a fenced block.
A `diff` block changes an existing file: its lines without the sign `+` must occur there exactly once, in this order, and
are replaced by those without the sign `-`. Any other block is a whole new file. A new program (`.bp`) is run, and must
show the lines that it expects."""

import json
import os
import re
import shutil
import subprocess
from dataclasses import dataclass

import numpy as np
import onnxruntime
import pytest
from checkout import ROOT
from jupyter_client.manager import start_new_kernel

PAGE = ROOT / "CONTRIBUTING.md"
SECTIONS = ["A transfer function", "An error function", "A learning rule", "A command", "A figure"]
FENCE = re.compile(r"^(?:`(?P<path>[^`]+)`(?P<remark>[^`\n]*):\n\n)?```(?P<kind>\w*)\n(?P<body>.*?)^```$", re.M | re.S)


@dataclass
class Change:
    path: str
    kind: str
    body: str

    @property
    def is_edit(self):
        return self.kind == "diff"

    def apply(self, root):
        file = root / self.path
        if not self.is_edit:
            assert not file.exists(), f"{self.path} exists already"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(self.body)
            return
        lines = self.body.splitlines(keepends=True)
        assert all(line[0] in " +-\n" for line in lines), f"{self.path}: a line of the change has no sign"
        old = "".join(line[1:] or line for line in lines if line[0] != "+")
        new = "".join(line[1:] or line for line in lines if line[0] != "-")
        text = "\n" + file.read_text()
        places = text.count("\n" + old)
        assert places == 1, f"{self.path}: these lines stand there {places} times, not once:\n{old}"
        file.write_text(text.replace("\n" + old, "\n" + new)[1:])


def changes(section):
    """The changes made by a section of the page, in order."""
    _, _, rest = PAGE.read_text().partition(f"\n## {section}\n")
    text = re.split(r"^## ", rest, maxsplit=1, flags=re.M)[0]
    blocks = [match for match in FENCE.finditer(text) if match["path"] or match["kind"] == "diff"]
    assert all(match["path"] for match in blocks), f"{section}: no file name above a change"
    return [Change(match["path"], match["kind"], match["body"]) for match in blocks]


@pytest.mark.parametrize("section", SECTIONS)
def test_a_section_is_one_new_file_and_one_line(section):
    """Apart from its example program, each addition is one new file and one changed line."""
    found = [change for change in changes(section) if not change.path.startswith("Tests/")]
    created = [change for change in found if not change.is_edit]
    edited = [change for change in found if change.is_edit]
    assert len(created) == 1 and len(edited) == 1
    assert sum(line.startswith("+") for line in edited[0].body.splitlines()) == 1
    assert any(change.path.endswith(".bp") for change in changes(section))


@pytest.fixture(scope="session")
def extended(tmp_path_factory):
    """The program with all examples in it, in a debug build without flags, which takes a minute."""
    copy = tmp_path_factory.mktemp("extended")
    listed = subprocess.run(
        ["git", "ls-files", "-z", "Sources", "Tests", "Package.swift"], cwd=ROOT, capture_output=True, check=True
    )
    for name in filter(None, listed.stdout.decode().split("\0")):
        if (ROOT / name).exists():
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, copy / name)
    for section in SECTIONS:
        for change in changes(section):
            change.apply(copy)
    variables = {name: value for name, value in os.environ.items() if name != "BACKPROP_CPU"}
    built = subprocess.run(
        ["swift", "build", "--product", "backprop"], cwd=copy, env=variables, capture_output=True, text=True
    )
    output = (built.stdout + built.stderr).splitlines()
    assert built.returncode == 0, "\n".join(dict.fromkeys(line for line in output if "error:" in line))
    return copy


@pytest.fixture
def run(extended, tmp_path):
    """Runs a program of the language and returns what it shows."""

    def run(program):
        file = tmp_path / "program.bp"
        file.write_text(program)
        done = subprocess.run(
            [extended / ".build/debug/backprop", "run", file], cwd=tmp_path, capture_output=True, text=True, timeout=120
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    return run


def missing(program, shown):
    """The first line that the program expects and does not show in order; the amount of white space does not matter."""
    rest = " ".join(shown.split())
    for line in re.findall(r"^#   (.*)", program, re.M):
        _, found, rest = rest.partition(" ".join(line.split()))
        if not found:
            return line
    return None


@pytest.mark.parametrize("section", SECTIONS)
def test_the_program_of_a_section_shows_what_it_says(section, run):
    programs = [change.body for change in changes(section) if change.path.endswith(".bp")]
    assert programs
    for program in programs:
        assert "\n#   " in program
        assert missing(program, run(program)) is None


def added(section):
    """The name in the language of a section's new entry."""
    source = next(change.body for change in changes(section) if not change.path.startswith("Tests/") and not change.is_edit)
    return re.search(r'name\b[^"\n]*"([^"]+)"', source)[1]


@pytest.fixture(scope="module")
def completions(extended, tmp_path_factory):
    """Returns what Tab offers at the end of a text, from a kernel of the extended program."""
    prefix = tmp_path_factory.mktemp("prefix")
    subprocess.run([extended / ".build/debug/backprop", "install", "--prefix", prefix], check=True, capture_output=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JUPYTER_PATH", str(prefix / "share/jupyter"))
        manager, client = start_new_kernel(kernel_name="backprop")
    yield lambda text: client.complete(text, reply=True, timeout=30)["content"]["matches"]
    client.stop_channels()
    manager.shutdown_kernel()


@pytest.mark.parametrize(
    "section, before, overview",
    [
        ("A transfer function", "network 2-2-1\ntransfer j ", "help transfer"),
        ("An error function", "network 2-2-1, error ", "help network"),
        ("A learning rule", "train 10 epochs, rule ", "help train"),
        ("A command", "", "help"),
        ("A figure", "plot ", "help plot"),
    ],
)
def test_help_completion_and_colours_know_it(section, before, overview, run, completions, extended):
    name = added(section)
    assert name in run(overview)
    assert name in run(f"help {name}")
    assert any(name in match for match in completions(before + name[:2]))
    if section == "A figure":
        return  # Figures have no colour of their own.
    grammar = subprocess.run([extended / ".build/debug/backprop", "grammar"], capture_output=True, text=True, check=True)
    assert name in json.dumps(json.loads(grammar.stdout))


def test_a_mistake_in_a_new_command_is_answered_by_its_example(extended, tmp_path):
    name = added("A command")
    (tmp_path / "mistake.bp").write_text(f"network 2-2-1\n{name} 3\n")
    program = [extended / ".build/debug/backprop", "run", "mistake.bp"]
    done = subprocess.run(program, cwd=tmp_path, capture_output=True, text=True, timeout=60)
    assert done.returncode != 0
    assert f"`3` does not belong to `{name}`" in done.stderr
    assert f"for example: {name}\n" in done.stderr


def test_a_transfer_function_is_saved_loaded_and_exported(run, tmp_path):
    """ONNX Runtime, which knows nothing of this program, computes the same outputs as `forward`, before and after."""
    name = added("A transfer function")
    shown = run(
        f"network net: 3 - 4 {name} - 2 {name}, bias\nweights normal 0 1, seed 3\ndigits 12\n"
        "export onnx \"net.onnx\"\nsave \"net.json\"\nforward 0.5 -2 1\ny_k\n"
        "network net: 1-1\nload \"net.json\"\nuse net\nforward 0.5 -2 1\ny_k\n"
    )
    session = onnxruntime.InferenceSession(tmp_path / "net.onnx", providers=["CPUExecutionProvider"])
    y = session.run(None, {session.get_inputs()[0].name: np.array([[0.5, -2, 1]])})[0][0]
    for unit in (1, 2):
        values = [float(value) for value in re.findall(rf"^k{unit} +(-?[\d.]+)$", shown, re.M)]
        assert len(values) == 2
        assert values == pytest.approx([y[unit - 1]] * len(values), rel=1e-9, abs=1e-11)


WEIGHTS = "weights uniform -1 1, seed 5\ndigits 14\n"
PATTERN = "patterns one:\n  0.25 -1 -> 0.5\n"


@pytest.mark.parametrize(
    "network",
    [
        pytest.param(f"network 2 - {units} {{transfer}} - 1 {{transfer}}, bias{error}", id=f"{units} units{error}")
        for units in (3, 40)
        for error in ("", ", error {error}")
    ],
)
def test_training_takes_the_steps_that_are_taken_by_hand(network, run):
    """The fast engines agree with the equations, for a small network and a large one."""
    network = network.format(transfer=added("A transfer function"), error=added("An error function"))
    begin = network + "\n" + PATTERN + WEIGHTS + "η = 0.25\n"
    by_hand = run(begin + "forward 1\nbackward\nupdate\nprint w_ij, w_jk\n")
    trained = run(begin + "train 1 epoch, η 0.25\nprint w_ij, w_jk\n")
    number = r"-?\d+\.\d{6,}(?:e-?\d+)?"
    first, second = (
        [float(found) for found in re.findall(number, text[text.rindex("\nw_ij\n") :])] for text in (by_hand, trained)
    )
    assert len(first) >= 10 and len(first) == len(second)
    assert second == pytest.approx(first, rel=1e-9, abs=1e-12)
