"""The WebAssembly module: cell by cell equal to the native kernel in text, HTML, LaTeX, SVG and JSON; the one without
relaxed SIMD, in its numbers, to a tolerance."""

import gzip
import json
import math
import re
import shutil
import subprocess
import sys

import nbformat
import pytest
from checkout import HANDOUTS, ROOT, some
from jupyter_client.manager import start_new_kernel

HERE = ROOT / "Tests/Acceptance"
FORMS = ("text/plain", "text/html", "text/latex", "image/svg+xml")


def cells_of_program(path):
    """The cells of a file of programs: each ends with a comment that holds its expected lines, or with `# runs`."""
    cells, source, expecting = [], [], False
    for line in [*path.read_text().split("\n"), "# runs"]:
        if expecting and line.startswith("#"):
            continue
        if expecting or line in ("# expect:", "# runs"):
            if any(part and not part.startswith("#") for part in source):
                cells.append("\n".join(source).strip("\n"))
            source, expecting = [], line == "# expect:"
            if line in ("# expect:", "# runs"):
                continue
        source.append(line)
    return some(cells)


def cells_of_handout(path):
    return some(cell.source for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code")


def cells_of_examples():
    names = [example["name"] for example in json.loads((ROOT / "Tests/Golden/worked-examples.json").read_text())["one_step"]]
    return ["example", *(f"example {name}" for name in some(names))]


# An address in the module has 32 bits; what is counted, seeded or shown has 64.
BOUNDARIES = """
network 2-2-1, bias
patterns xor
weights uniform -1 1, seed 4294967296
weights uniform -1 1, seed 4294967297
weights uniform -1 1, seed 9007199254740991
weights uniform -1 1, seed 9223372036854775808
weights normal 0 1, seed 2147483648
train 3000000000 epochs, until total E < 100
train 4294967296 epochs, until total E < 100
train 99999999999999999999 epochs, until total E < 100
train 3 epochs, shuffle seed 4294967299
train 3 epochs, batch 4294967297
sweep η 0.1 0.2, seeds 4294967296..4294967298, train 3 epochs
2147483647 + 1
2^31
2^53
4294967295 4294967297
1e15
-1e15
999999999999999
2147483648 / 2147483647
digits 4294967296
digits 17
1/3
forward 4294967297
y_k4294967297
w_i4294967296j1
patterns parity 4294967298
patterns encoder 4294967304
network 4294967298-2-1
patterns one from "iris.csv", inputs 1..4294967297, target 5
print patterns 4294967296
let n = 2147483648
n + n
Σ_j n
""".strip().split("\n")

PROGRAMS = some(sorted((ROOT / "Tests/BackpropLanguageTests").glob("*/*.bp")))
SESSIONS = {
    **{path.stem: ("notebooks", cells_of_handout(path)) for path in HANDOUTS},
    **{f"{path.parent.name}-{path.stem}": ("notebooks", cells_of_program(path)) for path in PROGRAMS},
    "examples": ("notebooks", cells_of_examples()),
    "boundaries": ("notebooks", BOUNDARIES),
}


def shown(messages):
    """What a reader sees in the end: updates in the place of what they replace, without the display ids."""
    results, places = [], {}
    for kind, content in messages:
        if kind == "reply":
            results.append(tuple(content.get(key) for key in ("status", "ename", "evalue", "traceback", "metadata")))
            continue
        if kind not in ("display_data", "execute_result", "update_display_data"):
            results.append((kind, content))
            continue
        forms = {form: content["data"][form] for form in FORMS if form in content["data"]}
        # What was checked and marked, for programs.
        forms |= {"facts": facts} if (facts := content.get("metadata", {}).get("backprop")) else {}
        identifier = content.get("transient", {}).get("display_id")
        if kind == "update_display_data":
            results[places[identifier]] = ("display_data", forms)
        else:
            places[identifier] = len(results)
            results.append((kind, forms))
    return results


def folder_of(name, folder):
    """An empty folder with the data that a session reads."""
    for file in (ROOT / SESSIONS[name][0]).glob("*.csv"):
        shutil.copy(file, folder)
    return folder


def run_in_module(name, sessions):
    """What the module of this name shows for each session."""
    module = ROOT / ".build/browser" / name
    assert module.exists(), f"{module} is missing: kernelspec/browser/build builds it."
    command = [sys.executable, HERE / "web_module.py", module]
    done = subprocess.run(command, input=json.dumps(sessions), capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def in_module(tmp_path_factory):
    """What the module shows for each session."""
    sessions = [
        {"folder": str(folder_of(name, tmp_path_factory.mktemp("session"))), "cells": cells}
        for name, (_, cells) in SESSIONS.items()
    ]
    return dict(zip(SESSIONS, run_in_module("backprop.wasm", sessions), strict=True))


def run_natively(folder, cells):
    manager, client = start_new_kernel(kernel_name="backprop", cwd=folder)
    try:
        results = []
        for code in cells:
            messages = []
            kinds = ("display_data", "execute_result", "update_display_data", "stream")
            reply = client.execute_interactive(
                code,
                timeout=120,
                allow_stdin=False,
                output_hook=lambda message: message["msg_type"] in kinds
                and messages.append((message["msg_type"], message["content"])),
            )
            facts = {key: value for key, value in reply["metadata"].items() if key == "backprop"}
            results.append([*messages, ("reply", reply["content"] | ({"metadata": facts} if facts else {}))])
        return results
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


@pytest.mark.parametrize("name", SESSIONS)
def test_equals_the_native_kernel(name, in_module, tmp_path):
    cells = SESSIONS[name][1]
    native = run_natively(folder_of(name, tmp_path), cells)
    for code, here, there in zip(cells, native, in_module[name], strict=True):
        assert shown(there) == shown(here), code


# What a page's reader waits for; 3 % more than it was when this was last changed.
MOST_BYTES = 2_730_000


def test_the_module_has_not_grown():
    module = (ROOT / ".build/browser/backprop.wasm").read_bytes()
    assert len(gzip.compress(module, 9)) <= MOST_BYTES


# At most 4,000 updates each, for every engine: small networks and others, one update per pattern and batches, plain
# descent and other rules.
TRAININGS = """
digits 15
network 2-2-1, bias
patterns xor
weights uniform -1 1, seed 1
train 1000 epochs, η 0.5
print weights
test
train 200 epochs, η 0.5, α 0.9, batch
print weights
network 8-3-8, bias
patterns encoder 8
weights uniform -0.5 0.5, seed 2
train 400 epochs, η 0.5, α 0.5
print weights
train 400 epochs, η 0.5, batch
test
network 4-10-3 tanh, bias
patterns iris
scale inputs standard
weights xavier, seed 3
train 20 epochs, rule adam, η 0.01
print weights
train 5 epochs, η 0.01
print weights
network 64-20-10 softmax, bias, error cross-entropy
patterns digits
scale inputs 0 1
weights xavier, seed 4
train 1 epochs, η 0.05
train 20 epochs, η 0.01, batch 64
forward 7
print E
""".strip().split("\n")

# Without relaxed SIMD, a b + c is rounded twice. This moves it by at most 2⁻⁵³ of a b. In each of these updates, fewer
# than 100 such sums contribute to a weight, and their terms are of the order of 1 or less. Training that converges does
# not enlarge what it has: then all of it is less than 4000 · 100 · 2⁻⁵³ < 10⁻¹⁰ of the larger of a number and 1.
TOLERANCE = 1e-10
NUMBER = re.compile(r"[-−]?\d+(?:\.\d+)?(?:e[-+]?\d+)?")


def text_and_numbers(messages):
    """What is shown as text, without its numbers and the spaces that align them; and the numbers."""
    text = "\n".join(result[1]["text/plain"] for result in shown(messages[:-1]))
    numbers = [float(number.replace("−", "-")) for number in NUMBER.findall(text)]
    return NUMBER.sub("#", text).split(), numbers


def test_without_relaxed_simd_the_numbers_are_close(tmp_path):
    native = run_natively(tmp_path, TRAININGS)
    (there,) = run_in_module("backprop-simd.wasm", [{"folder": str(tmp_path), "cells": TRAININGS}])
    assert [messages[-1][1]["status"] for messages in native] == ["ok"] * len(TRAININGS)
    differing = 0
    for code, own, other in zip(TRAININGS, native, there, strict=True):
        (own_text, own_numbers), (text, numbers) = text_and_numbers(own), text_and_numbers(other)
        assert text == own_text, code
        for number, own_number in zip(numbers, own_numbers, strict=True):
            assert math.isclose(number, own_number, rel_tol=TOLERANCE, abs_tol=TOLERANCE), code
        differing += numbers != own_numbers
    # Otherwise, it would be the other module.
    assert differing
