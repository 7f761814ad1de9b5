"""What a course does with a handout: nbgrader makes and marks an assignment, papermill runs it with other numbers."""

import csv

import nbformat
import pytest
from checkout import ROOT
from traitlets.config import PyFileConfigLoader

LECTURERS = "8-for-lecturers.ipynb"


@pytest.fixture(scope="module")
def course(python, tmp_path_factory):
    """A course whose assignment is the lecturers' handout, up to its release."""
    folder = tmp_path_factory.mktemp("course")
    (folder / "source/backprop").mkdir(parents=True)
    (folder / "source/backprop" / LECTURERS).write_bytes((ROOT / "notebooks" / LECTURERS).read_bytes())
    python(folder, "-m", "nbgrader", "generate_assignment", "backprop", "--create")
    return folder


def grade_ids(notebook):
    return {cell.metadata.nbgrader.grade_id: cell for cell in notebook.cells if "nbgrader" in cell.metadata}


def test_students_get_neither_solutions_nor_hidden_tests(course):
    cells = grade_ids(nbformat.read(course / "release/backprop" / LECTURERS, 4))
    assert cells["gate"].source == "network gate: 2-1, bias\npatterns and\n# your lines here"
    assert cells["gate-test"].source == "use gate\nuse and\ntest"
    assert "check" not in cells["rule-test"].source
    assert cells["derivation-test"].source == "network outer: 2-3-2, bias"
    assert cells["words"].source == "YOUR ANSWER HERE"


def test_the_lines_for_other_languages_stay(environment):
    settings = PyFileConfigLoader("nbgrader_config.py", str(environment / "etc/jupyter")).load_config()
    stubs = settings.ClearSolutions.code_stub
    assert "NotImplementedError" in stubs["python"] and stubs["backprop"] == "# your lines here"


def test_marks(course, python):
    """The right answers in other words get all automatic points, a part of a derivation gets a part of them; missing
    answers and tricks get none."""
    first, second = "Σ_k (y_k - t_k) ∂y_k/∂w_qr", "(y_r - t_r) ∂y_r/∂w_qr"
    answers = {
        "ada": {
            "gate": "w_ik = [-15; 10; 10]",
            "rule": "let blame = g'(a_j1) Σ_k w_j1k δ_k",
            "derivation": f"check:\n  ∂E/∂w_qr = {first}\n    = {second}\n    = -y_q g'(a_r) (t_r - y_r)\n    = -y_q δ_r",
        },
        "bob": {},
        # Above one half for `or` as well; the δ itself instead of the rule for it; the result alone.
        "cleo": {"gate": "w_ik = [-5; 10; 10]", "rule": "let blame = δ_j1", "derivation": "check ∂E/∂w_qr = -δ_r y_q"},
        "dan": {"gate": "w_ik = [-15; 10; 10]", "rule": "nonsense", "derivation": f"check:\n  ∂E/∂w_qr = {first}\n    = -{second}"},
        "eve": {"derivation": f"check:\n  ∂E/∂w_qr = {first}\n    = {second}\n    = = -δ_r y_q"},
    }
    for student, lines in answers.items():
        notebook = nbformat.read(course / "release/backprop" / LECTURERS, 4)
        for name, line in lines.items():
            cell = grade_ids(notebook)[name]
            cell.source = cell.source.replace("# your lines here", line)
        folder = course / "submitted" / student / "backprop"
        folder.mkdir(parents=True)
        nbformat.write(notebook, folder / LECTURERS)
    python(course, "-m", "nbgrader", "autograde", "backprop", "--create")
    python(course, "-m", "nbgrader", "generate_feedback", "backprop")
    python(course, "-m", "nbgrader", "export")
    with open(course / "grades.csv") as file:
        marks = {row["student_id"]: float(row["score"]) for row in csv.DictReader(file)}
    assert marks == {"ada": 9, "bob": 0, "cleo": 0, "dan": 3, "eve": 2}
    feedback = (course / "feedback/cleo/backprop" / LECTURERS).with_suffix(".html").read_text()
    assert "does not hold" in feedback


@pytest.fixture
def parametrized(python, tmp_path):
    """Runs a small notebook by papermill with parameters, and returns its cells."""
    cells = [nbformat.v4.new_code_cell("network 2-2-1\nη = 0.5", metadata={"tags": ["parameters"]})]
    cells.append(nbformat.v4.new_code_cell("w_jk\nη\nforward 0 1"))
    metadata = {"kernelspec": {"name": "backprop", "display_name": "Backprop", "language": "backprop"}}
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=metadata), tmp_path / "in.ipynb")

    def execute(*parameters):
        python(tmp_path, "-m", "papermill", "--no-progress-bar", "in.ipynb", "out.ipynb", *parameters)
        return nbformat.read(tmp_path / "out.ipynb", 4).cells

    return execute


def text_of(cell):
    return "\n".join(output.data["text/plain"] for output in cell.outputs if "data" in output)


def test_papermill_sets_numbers_and_commands(parametrized):
    weights = "{network: '2-3-1, bias', w_jk: [[0.5], [1], [-1], [2]], c: -2.5}"
    cells = parametrized("-y", weights, "-p", "eta", "0.125")
    injected = cells[1].source.splitlines()
    assert injected == ["# Parameters", "network 2-3-1, bias", "w_jk = [0.5; 1; -1; 2]", "let c = -2.5", "η = 0.125"]
    assert "0.125" in text_of(cells[2])


def test_papermill_runs_the_lecturers_handout(python, tmp_path):
    out = tmp_path / "out.ipynb"
    python(ROOT / "notebooks", "-m", "papermill", "--no-progress-bar", LECTURERS, out, "-p", "weights", "uniform -1 1, seed 6")
    assert "# Parameters\nweights uniform -1 1, seed 6" in [cell.source.strip() for cell in nbformat.read(out, 4).cells]
