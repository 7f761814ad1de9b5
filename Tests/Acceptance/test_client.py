"""A package that depends on the core by URL and version: built from a tagged clone of this checkout, without any flags,
and run."""

import math
import os
import re
import shutil
import subprocess

import pytest
from checkout import ROOT

CLIENT = ROOT / "Tests/Client"
FIRST_TRAINING = ROOT / "Sources/Backprop/Backprop.docc/First-training.md"


def run(*command, folder):
    variables = {name: value for name, value in os.environ.items() if name != "BACKPROP_CPU"}
    done = subprocess.run(list(map(str, command)), cwd=folder, env=variables, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    """The folder of the client's package."""
    folder = tmp_path_factory.mktemp("client")
    clone = folder / "backprop"
    run("git", "clone", "--quiet", "--no-hardlinks", ROOT, clone, folder=folder)
    # The files as they are, committed or not.
    for name in run("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", folder=ROOT).split("\0"):
        if name and (ROOT / name).exists():
            (clone / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, clone / name)
    git = ["git", "-c", "user.name=test", "-c", "user.email=test@localhost"]
    run(*git, "add", "--all", folder=clone)
    run(*git, "commit", "--quiet", "--allow-empty", "--message", "as it is", folder=clone)
    run(*git, "tag", "1.0.0", folder=clone)

    client = folder / "client"
    shutil.copytree(CLIENT, client)
    manifest = client / "Package.swift"
    manifest.write_text(manifest.read_text().replace("BACKPROP_URL", clone.as_uri()))
    code = re.findall(r"^```swift\n(.*?)^```$", FIRST_TRAINING.read_text(), re.MULTILINE | re.DOTALL)
    (client / "Sources/FirstTraining").mkdir()
    (client / "Sources/FirstTraining/main.swift").write_text("".join(block for block in code if block[0] != "."))
    return client


@pytest.fixture(scope="module")
def shown(client):
    """What the client prints: pairs of a word and the rest of its line, in order."""
    output = run("swift", "run", "--quiet", "Client", folder=client)
    return [tuple(line.split(" ", 1)) for line in output.splitlines()]


def values(shown, name):
    return [rest for word, rest in shown if word == name]


def test_exclusive_or_is_learnt(shown):
    assert values(shown, "end") == ["reachedTarget"]
    outputs = [tuple(map(float, rest.split())) for rest in values(shown, "output")]
    assert [target for target, _ in outputs] == [0, 1, 1, 0]
    assert all(abs(target - output) < 0.5 for target, output in outputs)
    assert sum((target - output) ** 2 / 2 for target, output in outputs) < 0.02


def test_deltas_are_those_of_the_equations(shown):
    number = {word: float(values(shown, word)[0]) for word in ("a_k1", "y_j1", "y_k1", "δ_k1", "δ_j1", "w_j1k1")}
    y = 1 / (1 + math.exp(-number["a_k1"]))
    assert number["y_k1"] == pytest.approx(y, rel=1e-14)
    delta = y * (1 - y) * (1 - y)
    assert number["δ_k1"] == pytest.approx(delta, rel=1e-14)
    hidden = number["y_j1"] * (1 - number["y_j1"]) * delta * number["w_j1k1"]
    assert number["δ_j1"] == pytest.approx(hidden, rel=1e-14)
    assert values(shown, "descends") == ["true"]


def test_each_misuse_has_its_own_error(shown):
    assert [rest.partition("(")[0] for rest in values(shown, "misuse")] == [
        "tooFewLayers",
        "emptyLayer",
        "weightsCannotBeDrawn",
        "inputWidth",
        "targetWidth",
        "noSuchPattern",
        "raggedRow",
        "inputWidth",
        "rateOutOfRange",
        "foreignPass",
    ]


def test_the_documentations_first_training_is_as_it_says(client):
    lines = run("swift", "run", "--quiet", "FirstTraining", folder=client).splitlines()
    assert lines[0].startswith("reachedTarget ")
    total_error, accuracy = map(float, lines[1].split())
    assert 0 < total_error < 0.02 and accuracy == 1
    assert lines[-1] == "2 inputs are needed, not 3"
