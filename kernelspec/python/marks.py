"""A table of points for a folder of notebooks: `python -m backprop_kernel.marks FOLDER --key MARKING.ipynb`.

Each submission is run by papermill, on this kernel whatever it asks for, and then the cells of the key, the lecturer's
notebook with `mark` commands. Cells may fail, and one that does not end is stopped; the others still run. Points are what
the key's cells say in the metadata of their outputs, and so are remarks on what a person should look at. Without a key
they are those of the submission's own cells, which its author can change.
"""

import argparse
import csv
import io
import logging
import shutil
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
from papermill import execute_notebook
from papermill.exceptions import PapermillExecutionError

from . import whole

VERSION = 1
SECONDS = 60
# Larger ones are no work of a student.
MOST_CELLS = 500
MOST_BYTES = 20 << 20
MOST_BYTES_OF_A_FILE = 64 << 20
CONCERNS = {
    "another-way": "all lines right, the result reached, another way",
    "other-steps": "right lines of its own stand for rows that are left out",
    "left-out": "all lines right, the result reached, more rows left out than may be",
    "one-unit": "derived for numbered units alone, not for all of them",
    "undecided": "a line could not be decided",
    "stopped": "its lines take too much work",
}


@dataclass
class Submission:
    """A student's marks: (question, points, of) in the order of the cells, and what went wrong."""

    student: str
    marks: list = field(default_factory=list)
    remark: str = ""
    notebook: nbformat.NotebookNode = None

    @property
    def points(self):
        return round(sum(points for _, points, _ in self.marks), 2)


def code_of(text):
    """The cells of code in a notebook. Raises ValueError."""
    try:
        notebook = nbformat.reads(text, as_version=4)
        cells = [cell for cell in notebook.cells if cell.cell_type == "code" and isinstance(cell.source, str)]
    except (AttributeError, KeyError, TypeError, ValueError, RecursionError, nbformat.ValidationError):
        raise ValueError("not a notebook") from None
    if len(cells) > MOST_CELLS:
        raise ValueError(f"more than {MOST_CELLS} cells of code")
    return cells


def read(path):
    """The cells of code in a file. Raises OSError and ValueError."""
    if path.stat().st_size > MOST_BYTES:
        raise ValueError(f"more than {MOST_BYTES >> 20} MB")
    try:
        return code_of(path.read_bytes().decode())
    except UnicodeDecodeError:
        raise ValueError("not a notebook") from None


def read_key(path, seconds):
    """The sources of the cells that mark, and the questions that they ask as marks of 0 points. Of an assignment of
    nbgrader, these are the cells of tests. Raises OSError and ValueError."""
    cells = read(path)
    tests = [cell for cell in cells if is_test(cell.metadata.get("nbgrader"))]
    key = ["notation handout", *(cell.source for cell in tests or cells)]
    try:
        code = executed([], key, None, seconds).cells
    except Exception as error:
        raise ValueError(f"could not be run: {type(error).__name__}: {error}") from None
    for number, cell in enumerate(code):
        if error := error_of(cell):
            raise ValueError(f"cell {number} of those that mark fails: {error}")
    questions = [mark for cell in code for mark in marks_in(cell)]
    if not questions:
        raise ValueError("no cell has a `mark`")
    for question, points, _ in questions:
        if points:
            raise ValueError(f"{question} is derived in the key itself, which would give everybody points")
    return key, questions


def is_test(metadata):
    return isinstance(metadata, dict) and metadata.get("grade") is True and not metadata.get("solution")


def marks_in(cell):
    """Yields (question, points, of) of the marks in a cell that has been run."""
    for output in cell.get("outputs", []):
        facts = output.get("metadata", {}).get("backprop", {})
        if facts.get("version") != VERSION:
            continue
        for check in facts.get("checks", []):
            if check.get("kind") == "mark":
                yield check["text"], check["points"], check["of"]


def looks_in(cell):
    """Yields what a person should look at, of the marks in a cell that has been run."""
    for output in cell.get("outputs", []):
        facts = output.get("metadata", {}).get("backprop", {})
        for check in facts.get("checks", []) if facts.get("version") == VERSION else []:
            for concern in check.get("look", []) if check.get("kind") == "mark" else []:
                yield f"look at {check['text']}: {CONCERNS.get(concern, concern)}"


def error_of(cell):
    return next((output.evalue for output in cell.get("outputs", []) if output.output_type == "error"), None)


def executed(cells, key, folder, seconds):
    """A notebook of these cells and those of the key, run in a copy of a folder. The cells have so many seconds
    altogether, and each of the key's has as many."""
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(source) for source in [*cells, *key]],
        metadata={"kernelspec": {"name": "backprop", "display_name": "Backprop", "language": "backprop"}})  # fmt: skip
    own = {cell.id for cell in notebook.cells[: len(cells)]}
    end = time.monotonic() + seconds

    def timeout(cell):
        return max(end - time.monotonic(), 0.1) if cell.id in own else seconds

    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as place:
        given, done = Path(place, "given.ipynb"), Path(place, "done.ipynb")
        (work := Path(place, "work")).mkdir()
        for file in folder.iterdir() if folder else []:
            if file.is_file() and file.suffix != ".ipynb" and file.stat().st_size <= MOST_BYTES_OF_A_FILE:
                shutil.copy(file, work)
        nbformat.write(notebook, given)
        try:
            execute_notebook(
                given, done, kernel_name="backprop", cwd=work, progress_bar=False, allow_errors=True,
                interrupt_on_timeout=True, timeout_func=timeout)  # fmt: skip
        except PapermillExecutionError:
            pass  # A cell has failed; the others have been run all the same.
        return nbformat.read(done, 4)


def marked(student, path, key, seconds=SECONDS):
    """The marks of a submission. key: the sources of the lecturer's cells; None: the submission's own cells count. The
    first of them says which notation the others are in, whatever the submission has said."""
    submission = Submission(student)
    try:
        cells = [cell.source for cell in read(path)]
    except (OSError, ValueError) as error:
        submission.remark = getattr(error, "strerror", None) or str(error)
        return submission
    added = key or []
    start = time.monotonic()
    try:
        notebook = executed(cells, added, path.parent, seconds)
    except Exception as error:  # The kernel has died, or cannot be started.
        submission.remark = f"could not be run: {type(error).__name__}"
        return submission
    submission.notebook = notebook
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    counted = code[len(code) - len(added) :] if added else code
    for cell in counted:
        submission.marks += marks_in(cell)
    failed = [error_of(cell) for cell in counted if error_of(cell)]
    if key is not None and failed:
        submission.remark = f"a cell of the key failed: {failed[0]}"
    else:
        remarks = [f"stopped after {seconds:g} s"] if time.monotonic() - start > seconds else []
        remarks += [look for cell in counted for look in looks_in(cell)]
        submission.remark = "; ".join(remarks)
    return submission


def submissions(folder, key):
    """(name of the student, path), in order: the names of notebooks in the folder, or the paths in its folders."""
    return sorted(
        (str(path.relative_to(folder).with_suffix("")), path)
        for path in folder.rglob("*.ipynb")
        if ".ipynb_checkpoints" not in path.parts and not (key and path.samefile(key))
    )


def numbered(marks):
    """Yields (question, points, of), where the second mark of a question is another question."""
    seen = {}
    for question, points, of in marks:
        seen[question] = seen.get(question, 0) + 1
        yield question if seen[question] == 1 else f"{question} ({seen[question]})", points, of


def table(found, asked):
    """The rows of the table, the first with its head: students, questions and totals, all of them text. asked: the
    marks that every submission may get."""
    questions = {}
    for marks in [asked, *(submission.marks for submission in found)]:
        for question, _, of in numbered(marks):
            questions[question] = max(of, questions.get(question, 0))
    head = ["student", *(f"{name} /{of:g}" for name, of in questions.items()), f"total /{sum(questions.values()):g}", "remark"]
    rows = [head]
    for submission in found:
        points = dict.fromkeys(questions, 0) | {question: given for question, given, _ in numbered(submission.marks)}
        rows.append([submission.student, *(f"{given:g}" for given in points.values()), f"{submission.points:g}", submission.remark])
    return [[plain(text) for text in row] for row in rows]


def plain(text):
    return "".join(letter if letter.isprintable() else "�" for letter in text)


def as_text(rows):
    widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
    lines = []
    for row in rows:
        cells = [
            text.ljust(width) if place in (0, len(row) - 1) else text.rjust(width)
            for place, (text, width) in enumerate(zip(row, widths))
        ]
        lines.append("  ".join(cells).rstrip())
    return "\n".join(lines)


def as_csv(rows):
    """For spreadsheets, which take a text that begins like a formula for one."""
    text = io.StringIO()
    csv.writer(text).writerows([f"'{cell}" if cell[:1] in {"=", "+", "-", "@"} else cell for cell in row] for row in rows)
    return text.getvalue()


def main(arguments=None):
    parser = argparse.ArgumentParser(
        prog="python -m backprop_kernel.marks", description="Runs a folder of submissions and prints a table of their points.")
    parser.add_argument("folder", metavar="FOLDER", type=Path, help="notebooks, or folders with one for each student")
    parser.add_argument("--key", metavar="MARKING.ipynb", type=Path, help="the notebook whose cells mark each submission")
    parser.add_argument("--csv", metavar="FILE", type=Path, help="writes the table for spreadsheets, too")
    parser.add_argument("--save", metavar="FOLDER", type=Path, help="keeps the notebooks as they were run")
    parser.add_argument(
        "--timeout", metavar="SECONDS", type=float, default=SECONDS, help=f"for each submission; {SECONDS} without it")
    given = parser.parse_args(arguments)
    if not given.timeout > 0:
        parser.error("--timeout: more than 0 seconds")
    for name in ("papermill", "traitlets"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    concerned = given.folder
    try:
        if not given.folder.is_dir():
            raise OSError("not a folder")
        key, asked = None, []
        if given.key:
            concerned = given.key
            key, asked = read_key(given.key, given.timeout)
            concerned = given.folder
        listed = submissions(given.folder, given.key)
        if not listed:
            raise OSError("no notebooks")
        found = []
        for student, path in listed:
            found.append(marked(student, path, key, given.timeout))
            if given.save and found[-1].notebook:
                concerned = given.save / f"{student}.ipynb"
                concerned.parent.mkdir(parents=True, exist_ok=True)
                whole.write(concerned, nbformat.writes(found[-1].notebook).encode())
        rows = table(found, asked)
        if given.csv:
            concerned = given.csv
            whole.write(given.csv, as_csv(rows).encode())
    except (OSError, ValueError) as error:
        sys.exit(f"backprop_kernel.marks: {concerned}: {getattr(error, 'strerror', None) or error}")
    except KeyboardInterrupt:
        sys.exit(130)
    print(as_text(rows))
    if key is None:
        print("Without --key, these are the marks of the submissions' own cells, which their authors can change.", file=sys.stderr)


if __name__ == "__main__":
    main()
