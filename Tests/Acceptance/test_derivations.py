"""Derivations and proofs typeset by xelatex: every line of the programs that derive and prove, by nbconvert."""

import re
import shutil
import subprocess

import nbformat
import pytest
from checkout import ROOT, some
from nbclient import NotebookClient
from nbconvert import LatexExporter

PROGRAMS = ROOT / "Tests/BackpropLanguageTests/Programs"


def cells(name):
    """The cells of a program without what they are expected to say."""
    text = (PROGRAMS / f"{name}.bp").read_text(encoding="utf-8")
    parts = re.split(r"\n# (?:expect:|runs)[^\n]*\n(?:#[^\n]*\n?)*", text)
    return some(part.strip() for part in parts if part.strip())


@pytest.mark.parametrize("name", ["derivations", "derivations-checked", "proving", "proved-bishop", "proved-mitchell"])
def test_every_line_fits(name, tmp_path):
    """Nothing is cut or runs into the margin, and no letter is missing in a formula."""
    assert shutil.which("xelatex"), "xelatex is missing: Tests/setup installs it"
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells(name)])
    notebook.metadata.kernelspec = {"name": "backprop", "display_name": "Backprop", "language": "backprop"}
    NotebookClient(notebook, kernel_name="backprop", timeout=120).execute()
    derived = [
        output.data["text/latex"]
        for cell in notebook.cells
        for output in cell.outputs
        if "text/latex" in output.get("data", {}) and re.search(r"\b(derive|check|prove)\b", cell.source)
    ]
    assert derived
    # Cells are typed text, which may be wider than a page; what comes out of them may not.
    for cell in notebook.cells:
        cell.source = "…"
    source, _ = LatexExporter().from_notebook_node(notebook)
    (tmp_path / "all.tex").write_text(source, encoding="utf-8")
    done = subprocess.run(
        ["xelatex", "-interaction=nonstopmode", "all.tex"], cwd=tmp_path, capture_output=True, text=True, errors="replace"
    )
    log = (tmp_path / "all.log").read_text(encoding="utf-8", errors="replace")
    assert done.returncode == 0, log[-3000:]
    wide = [float(width) for width in re.findall(r"Overfull \\hbox \(([\d.]+)pt too wide\)", log)]
    assert [width for width in wide if width > 1] == []
    assert re.findall(r"^!.*", log, re.MULTILINE) == []
