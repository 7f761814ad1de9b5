"""The examples of CONTRIBUTING.md, applied to the letter to a copy of the sources, built, and tried.

How the page is read: a line that is a file's name in backticks, an optional remark and a colon, and below it a fenced
block. A block of `diff` changes a file that exists: its lines without the sign `+` stand there once, one below the other,
and give way to those without the sign `-`. Any other block is the whole of a new file. A new program (`.bp`) is run, and
must show the lines that it expects."""

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest
from checkout import ROOT

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
    """What a section of the page changes, in its order."""
    _, _, rest = PAGE.read_text().partition(f"\n## {section}\n")
    text = re.split(r"^## ", rest, maxsplit=1, flags=re.M)[0]
    blocks = [match for match in FENCE.finditer(text) if match["path"] or match["kind"] == "diff"]
    assert all(match["path"] for match in blocks), f"{section}: a change has no file's name above it"
    return [Change(match["path"], match["kind"], match["body"]) for match in blocks]


@pytest.mark.parametrize("section", SECTIONS)
def test_a_section_is_one_new_file_and_one_line(section):
    """Beside the program that shows it, each is one file and one changed line."""
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
    assert built.returncode == 0, built.stdout + built.stderr
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
    """The first line that the program expects, and does not show in its place; white space only separates."""
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
