"""Points for derivations: a table for a folder of submissions, and what other graders read."""

import csv
import json
import subprocess

import nbformat
import pytest

LINES = ["-(t_r - y_r) ∂y_r/∂w_qr", "-(t_r - y_r) g'(a_r) y_q", "-δ_r y_q"]
NETWORK = "network 2-2-1, bias\nforward 0.3 0.8 -> 1\nbackward"
KEY = "network 2-2-1, bias\nmark ∂E/∂w_qr, 3 points, skip 0:\n" + "".join(f"  = {line}\n" for line in LINES)
OTHER = "network 3-2-1\nmark δ_k, 2 points:\n  = -∂E/∂y_k g'(a_k)\n  = g'(a_k) (t_k - y_k)"


def derivation(lines):
    return "check:\n  ∂E/∂w_qr\n" + "".join(f"    = {line}\n" for line in lines)


def write(path, *cells, language="backprop"):
    path.parent.mkdir(parents=True, exist_ok=True)
    kernelspec = {"name": language, "display_name": language, "language": language}
    cells = [nbformat.v4.new_code_cell(cell) for cell in cells]
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernelspec}), path)


@pytest.fixture(scope="module")
def table(python, tmp_path_factory):
    """The table of a folder with submissions of every kind, by student, and the folder."""
    folder = tmp_path_factory.mktemp("course")
    submitted = folder / "submitted"
    write(submitted / "ada/work.ipynb", NETWORK, derivation(LINES), "check δ_k = -∂E/∂y_k g'(a_k) = (t_k - y_k) g'(a_k)")
    write(submitted / "bob.ipynb", NETWORK, derivation(LINES[-1:]))
    write(submitted / "cleo.ipynb", NETWORK, "check: = =", "check 1 = 2", derivation(LINES[:2]))
    write(submitted / "dan.ipynb", "network 4-40-1\npatterns parity 4\ntrain 1000000000 epochs", NETWORK, derivation(LINES[:1]))
    (submitted / "eve.ipynb").write_text("{ no notebook")
    write(submitted / "fay.ipynb", "open('here', 'w')", "import os\nos.kill(os.getpid(), 9)", language="python3")
    # Whatever a submission marks, or says about the notation, its units and its E, the key decides.
    hostile = ["notation bishop", "mark δ_k, 100 points:\n  = ∂E/∂y_k h'(a_k)\n  = (y_k - t_k) h'(a_k)", "E = Σ_k 0 y_k", "let r = 1", "let q = 1"]
    write(submitted / "gus.ipynb", NETWORK, *hostile, "forward 1 1 -> 1\ncheck:\n  ∂E/∂w_rq\n   = 0\n   = δ_r z_q")
    write(submitted / "hal.ipynb")
    (submitted / "ida.ipynb").write_text('{"cells": [{"cell_type": "code"}], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}')
    write(submitted / "=joe.ipynb", NETWORK, derivation(LINES[:1]))
    write(submitted / "kim.ipynb", NETWORK, derivation(["∂E/∂a_r ∂a_r/∂w_qr", LINES[2]]))
    write(submitted / "key.ipynb", KEY, OTHER)
    arguments = ["--key", "submitted/key.ipynb", "--csv", "marks.csv", "--timeout", "10", "--save", "run"]
    shown = python(folder, "-m", "backprop_kernel.marks", "submitted", *arguments)
    with open(folder / "marks.csv") as file:
        return {row["student"]: row for row in csv.DictReader(file)}, folder, shown


def test_points_and_totals(table):
    rows, _, shown = table
    points = {name: (row["∂E/∂w_qr /3"], row["δ_k /2"], row["total /5"]) for name, row in rows.items()}
    nothing = ("0", "0", "0")
    assert points == {
        "ada/work": ("3", "2", "5"), "bob": nothing, "cleo": ("2", "0", "2"), "dan": ("1", "0", "1"), "eve": nothing,
        "fay": nothing, "gus": nothing, "hal": nothing, "ida": nothing, "'=joe": ("1", "0", "1"), "kim": nothing,
    }  # fmt: skip
    assert "ada/work            3       2         5" in shown


def test_what_went_wrong_is_said(table):
    rows, folder, _ = table
    assert rows["eve"]["remark"] == rows["ida"]["remark"] == "not a notebook"
    assert rows["dan"]["remark"] == "stopped after 10 s"
    assert rows["ada/work"]["remark"] == ""
    assert rows["kim"]["remark"] == "look at ∂E/∂w_qr: all lines right, the result reached, another way"
    # No other kernel is started.
    assert not list(folder.rglob("here"))


def test_a_notebook_that_was_run_is_kept(table):
    _, folder, _ = table
    notebook = nbformat.read(folder / "run/ada/work.ipynb", 4)
    facts = [output.metadata.backprop for cell in notebook.cells for output in cell.outputs if "backprop" in output.get("metadata", {})]
    assert [check["kind"] for fact in facts for check in fact["checks"]] == ["step"] * 3 + ["check"] * 2 + ["mark"] * 2
    assert facts[0]["version"] == 1


@pytest.mark.parametrize(
    "cells, words",
    [
        ([NETWORK, derivation(LINES), KEY], "derived in the key itself"),
        (["network 2-2-1\nmark ∂E/∂w_qr:\n  = δ_r y_q"], "does not follow from the one above"),
        (["forward 1 2"], "fails"),
        ([], "no cell has a `mark`"),
    ],
)
def test_a_key_that_cannot_mark_is_refused(environment, table, cells, words):
    _, folder, _ = table
    write(folder / "other.ipynb", *cells)
    command = [environment / "bin/python", "-m", "backprop_kernel.marks", "submitted", "--key", "other.ipynb"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    assert done.returncode == 1 and words in done.stderr and not done.stdout


def test_the_reply_has_what_was_checked(python, tmp_path):
    script = """
import json
from jupyter_client.manager import start_new_kernel

manager, client = start_new_kernel(kernel_name="backprop")
for cell in json.load(open("cells.json")):
    shown = []
    reply = client.execute_interactive(cell, output_hook=shown.append)
    found = [message["content"]["metadata"]["backprop"]["checks"] for message in shown
             if "backprop" in message["content"].get("metadata", {})]
    values = [message["content"]["data"]["text/plain"] for message in shown if message["msg_type"] == "execute_result"]
    print(json.dumps([reply["content"]["status"], reply["metadata"], found, values]))
manager.shutdown_kernel()
"""
    wrong = "check:\n  ∂E/∂w_qr = (t_r - y_r) ∂y_r/∂w_qr\n    = (t_r - y_r) g'(a_r) y_q"
    (tmp_path / "cells.json").write_text(json.dumps([NETWORK, "check y_k1 < 1; y_k1 > 0", wrong, KEY + OTHER]))
    lines = python(tmp_path, "-c", script).splitlines()
    nothing, order, step, mark = (json.loads(line) for line in lines if line.startswith("["))
    assert nothing == ["ok", {}, [], []]
    checks = [{"kind": "check", "line": 1, "text": text, "verdict": "holds"} for text in ("y_k1 < 1", "y_k1 > 0")]
    assert order == ["ok", {"backprop": {"version": 1, "checks": checks}}, [checks[:1], checks[1:]], []]
    first = {"kind": "step", "line": 2, "text": "∂E/∂w_qr = (t_r - y_r) ∂y_r/∂w_qr", "verdict": "wrong", "slips": ["sign"]}
    second = {"kind": "step", "line": 3, "text": "(t_r - y_r) g'(a_r) y_q", "verdict": "follows-wrong-line"}
    assert step == ["error", {"backprop": {"version": 1, "checks": [first, second]}}, [[first, second]], []]
    # The second line is right but for the sign that is lost in the first one.
    assert mark[0] == "ok" and mark[3] == ["1"]
    assert [(check["line"], check["verdict"], check["of"]) for check in mark[1]["backprop"]["checks"]] == [(2, "partial", 3), (7, "missing", 2)]
    # Nothing of the reference.
    assert LINES[2] not in json.dumps(mark[1:3], ensure_ascii=False)
