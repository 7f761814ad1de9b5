"""Runs handouts through the installed kernel: run_handouts.py FOLDER HANDOUT…

Writes each executed copy and its HTML to FOLDER, prints one line per handout, and ends with status 1 if a cell
failed.
"""

import os
import signal
import sys
import time
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

try:
    from backprop_kernel.executed import ExecutedExporter
except ImportError:
    # The package as it is in the checkout: the wheel need not be installed.
    sys.path.append(str(Path(__file__).resolve().parents[1] / "kernelspec"))
    from python.executed import ExecutedExporter

SECONDS_PER_CELL = 600


def show_progress(text):
    """Shows one changing line on a terminal. Elsewhere it shows nothing, so that logs hold only results."""
    if sys.stdout.isatty():
        print(f"\r\033[K{text}", end="", flush=True)


def failure_of(notebook, error):
    """The message for a failed run: which code cell failed, counted from 1, and its error."""
    code_cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    reached = [cell for cell in code_cells if "execution" in cell.metadata] or code_cells[:1]
    number = code_cells.index(reached[-1]) + 1 if reached else 0
    for output in reached[-1].outputs if reached else []:
        if output.output_type == "error":
            message = "\n".join(output.traceback) or f"{output.ename}: {output.evalue}"
            return f"cell {number} failed:\n{message}"
    return f"cell {number} failed: {error}"


def run_handout(path, folder):
    """Executes one handout and writes its copies. Returns whether every cell ran."""
    try:
        notebook = nbformat.read(path, as_version=4)
    except Exception as error:
        print(f"{path.name}: this notebook cannot be read: {error}")
        return False
    count = sum(cell.cell_type == "code" for cell in notebook.cells)
    done = 0

    def starts(cell, cell_index):
        nonlocal done
        if cell.cell_type == "code":
            done += 1
            show_progress(f"{path.name}: cell {done} of {count}")

    client = NotebookClient(
        notebook,
        kernel_name="backprop",
        timeout=SECONDS_PER_CELL,
        resources={"metadata": {"path": str(path.parent)}},
        on_cell_start=starts,
    )
    began = time.monotonic()
    show_progress(f"{path.name}: starting the kernel")
    failure = None
    try:
        client.execute()
    except (CellExecutionError, CellTimeoutError, DeadKernelError, RuntimeError) as error:
        failure = failure_of(notebook, error)
    seconds = time.monotonic() - began

    copy = folder / path.name
    nbformat.write(notebook, copy)
    html, _ = ExecutedExporter().from_notebook_node(
        notebook, {"metadata": {"name": path.stem, "path": str(path.parent)}}
    )
    copy.with_suffix(".html").write_text(html, encoding="utf-8")

    show_progress("")
    print(f"{path.name}: {count} cells, {seconds:.1f} s, {failure or 'ok'}", flush=True)
    return failure is None


def main():
    folder = Path(sys.argv[1])
    folder.mkdir(exist_ok=True)
    results = [run_handout(Path(name), folder) for name in sys.argv[2:]]
    print(f"Executed copies and their HTML: {folder}", flush=True)
    return 0 if all(results) else 1


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit("\nInterrupted.")
    except BrokenPipeError:
        # The reader of the results has ended, as `head` does. Otherwise Python would try to write the rest at exit, and
        # complain.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(128 + signal.SIGPIPE)
