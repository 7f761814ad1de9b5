"""Every handout, through the real kernel by nbclient, and the command that runs them."""

import random
import re
import signal
import subprocess
import sys

import nbformat
import pytest
from checkout import HANDOUTS, ROOT, some
from nbclient import NotebookClient
from nbconvert import HTMLExporter



@pytest.fixture(scope="module", params=HANDOUTS, ids=[path.stem for path in HANDOUTS])
def handout(request):
    """The path of a handout, and the result of running it from top to bottom."""
    notebook = nbformat.read(request.param, as_version=4)
    folder = {"metadata": {"path": request.param.parent}}
    NotebookClient(notebook, kernel_name="backprop", timeout=120, allow_errors=True, resources=folder).execute()
    return request.param, notebook


def code_cells(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def test_every_cell_runs(handout):
    _, notebook = handout
    cells = code_cells(notebook)
    assert [cell.execution_count for cell in cells] == list(range(1, len(cells) + 1))
    failures = [(cell.source, output.evalue) for cell in cells for output in cell.outputs if "evalue" in output]
    assert failures == []


def test_run_all_once_more(handout):
    """A handout gives the same output in a kernel that has already run it: what the first run leaves has no effect."""
    path, _ = handout
    notebook = nbformat.read(path, as_version=4)
    client = NotebookClient(notebook, kernel_name="backprop", timeout=120, resources={"metadata": {"path": path.parent}})
    said = []
    with client.setup_kernel():
        for _ in range(2):
            for place, cell in enumerate(notebook.cells):
                client.execute_cell(cell, place)
            outputs = [output for cell in code_cells(notebook) for output in cell.outputs]
            said.append([output.data["text/plain"] for output in outputs if "data" in output])
    assert said[0] == said[1]


@pytest.mark.parametrize("seed", [1, 2])
def test_cells_out_of_order(handout, seed):
    """What is not possible yet is reported in a sentence, and the kernel continues."""
    path, _ = handout
    notebook = nbformat.read(path, as_version=4)
    places = [place for place, cell in enumerate(notebook.cells) if cell.cell_type == "code"]
    client = NotebookClient(
        notebook, kernel_name="backprop", timeout=120, allow_errors=True, resources={"metadata": {"path": path.parent}}
    )
    with client.setup_kernel():
        for place in random.Random(seed).sample(places, len(places)):
            client.execute_cell(notebook.cells[place], place)
        assert client.km.has_kernel
    errors = [output for cell in code_cells(notebook) for output in cell.outputs if output.output_type == "error"]
    expected = {"StateError", "ShapeError", "NameError", "CheckFailed"}
    # What one notation writes may be no formula in another.
    if any("notation " in cell.source for cell in code_cells(notebook)):
        expected.add("SyntaxError")
    assert {error.ename for error in errors} <= expected


def test_nothing_is_pasted_in(handout):
    """Handouts are stored without outputs, so everything that a reader sees has been computed."""
    path, _ = handout
    stored = nbformat.read(path, as_version=4)
    assert [cell.outputs for cell in code_cells(stored)] == [[] for _ in code_cells(stored)]


def test_each_result_is_good_everywhere(handout):
    """There is always plain text for terminals, and with a picture also PNG and PDF, for VS Code and LaTeX."""
    _, notebook = handout
    outputs = [(cell, output) for cell in code_cells(notebook) for output in cell.outputs]
    for cell, output in some((cell, output) for cell, output in outputs if "data" in output):
        assert output.data.get("text/plain", "").strip(), cell.source
        assert "text/html" in output.data or "image/svg+xml" in output.data, cell.source
        if "image/svg+xml" in output.data:
            assert {"image/png", "application/pdf"} <= set(output.data), cell.source


def test_it_is_light(handout):
    """With all its pictures in every form, it can be sent by mail and opens at once."""
    _, notebook = handout
    assert len(nbformat.writes(notebook).encode()) <= 2_000_000


def test_html_export(handout):
    _, notebook = handout
    html, _ = HTMLExporter().from_notebook_node(notebook)
    assert "jp-OutputArea" in html
    assert 'class="jp-RenderedText jp-OutputArea-output" data-mime-type="application/vnd.jupyter.stderr"' not in html


def test_language_metadata(handout):
    path, _ = handout
    stored = nbformat.read(path, as_version=4)
    assert stored.metadata.kernelspec.name == "backprop"
    nbformat.validate(stored)


def test_exercises_are_answered_and_checked(handout):
    """Each question has a line for the student to complete, and below it a folded answer, which has just been run."""
    path, notebook = handout
    answers = [cell for cell in code_cells(notebook) if "answer" in cell.metadata.get("tags", [])]
    questions = [cell for cell in code_cells(notebook) if "# check" in cell.source and "…" in cell.source]
    assert len(answers) >= (1 if path.stem.startswith("8-") else 3)
    assert questions
    # A folded cell shows its first line.
    assert all(cell.metadata.jupyter.source_hidden and cell.source.startswith("# An answer\n") for cell in answers)
    checked = [cell for cell in answers if re.search("^(check|prove)[ :]", cell.source, re.M)]
    assert len(checked) >= len(answers) / 2


def test_a_question_shows_nothing_of_its_answer(handout):
    """What a cell computes above its question, it computes without showing it."""
    _, notebook = handout
    for cell in code_cells(notebook):
        if not re.search(r"^# check .*…|^ask ", cell.source, re.M) or "answer" in cell.metadata.get("tags", []):
            continue
        told = re.findall(r"^ *(?:(?:forward|backward|update|step|E =)(?!.*, hidden$).*|test|error .*)$", cell.source, re.M)
        assert told == [], cell.source
        assert not re.search("^# let .*…", cell.source, re.M), "a number that the check already names is no question"


def test_more_than_95_of_100_digits_are_read(handout):
    """On pictures that the network has not seen."""
    path, notebook = handout
    if path.stem != "5-real-data":
        pytest.skip("there are no digits in this one")
    cell = next(cell for cell in code_cells(notebook) if cell.source == "use digits-test\ntest\ncheck accuracy ≥ 95%")
    text = "\n".join(output.data["text/plain"] for output in cell.outputs)
    right, all_of_them = map(int, re.search(r"accuracy: (\d+) of (\d+)", text).groups())
    assert all_of_them == 359
    assert right / all_of_them > 0.95


def test_nobody_reads_on(tmp_path):
    """`run_handouts.py … | head -1` ends without a complaint."""
    command = [sys.executable, ROOT / "notebooks/run_handouts.py", tmp_path, *HANDOUTS[-2:]]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as running:
        assert running.stdout.readline().endswith(" ok\n")
        running.stdout.close()
        assert running.stderr.read() == ""
    assert running.returncode == 128 + signal.SIGPIPE
