"""The pages that `notebooks/run` writes, in a browser without a network."""

import re
import subprocess
import sys

import nbformat
import pytest
from checkout import ROOT, some

NAMES = ["2-one-step-by-hand", "11-derive-it-yourself"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The pages of two handouts, and of a notebook of which Jupyter hides parts."""
    folder = tmp_path_factory.mktemp("executed")
    other = nbformat.v4.new_notebook()
    other.metadata.kernelspec = {"name": "backprop", "display_name": "Backprop", "language": "backprop"}
    for source, jupyter in [("1 + 1", {}), ("2 + 3", {"source_hidden": True}), ("4 + 4", {"outputs_hidden": True})]:
        other.cells.append(nbformat.v4.new_code_cell(source, metadata={"jupyter": jupyter}))
    nbformat.write(other, folder / "other.ipynb")
    files = [*(ROOT / f"notebooks/{name}.ipynb" for name in NAMES), folder / "other.ipynb"]
    subprocess.run([sys.executable, ROOT / "notebooks/run_handouts.py", folder / "executed", *files], check=True)
    return folder / "executed"


@pytest.fixture
def opened(browser, folder):
    """Opens a page of the folder, and at the end of the test finds that it has asked for nothing else."""
    contexts, asked = [], []

    def opened(name, scheme="light", width=1280):
        contexts.append(browser.new_context(offline=True, color_scheme=scheme, viewport={"width": width, "height": 900}))
        page = contexts[-1].new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.goto((folder / f"{name}.html").as_uri())
        return page

    yield opened
    for context in contexts:
        context.close()
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []


def cells_of(name):
    return some(nbformat.read(ROOT / f"notebooks/{name}.ipynb", as_version=4).cells)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("name", NAMES)
def test_it_is_coloured_and_typeset(opened, name, width, scheme):
    page = opened(name, scheme, width)
    text = [cell.source for cell in cells_of(name) if cell.cell_type == "markdown"]
    formulas = [formula for source in text for formula in re.findall(r"\$+[^$]+\$+", source)]
    assert page.locator("main math").count() == len(some(formulas))
    assert "$" not in page.locator("main").inner_text()
    assert page.evaluate("document.documentElement.scrollWidth") <= width

    def style(locator, name):
        return locator.evaluate("(element, name) => getComputedStyle(element)[name]", name)

    # `network` is a keyword only of our lexer.
    keyword = page.locator(".editor .k", has_text="network").first
    assert style(keyword, "color") != style(page.locator(".editor pre").first, "color")
    lightness = sum(map(int, re.findall(r"\d+", style(page.locator("body"), "backgroundColor"))[:3]))
    assert (lightness > 600) == (scheme == "light")


@pytest.mark.parametrize("name", NAMES)
def test_answers_are_folded_with_their_results(opened, name):
    page = opened(name)
    tags = [tag for cell in cells_of(name) for tag in cell.metadata.get("tags", [])]
    for tag, word in [("answer", "Answer"), ("hint", "Hint")]:
        assert page.locator("details.answer:not([open])", has=page.get_by_text(word, exact=True)).count() == tags.count(tag)
    for fold in some(page.locator("details.answer", has=page.get_by_text("Answer", exact=True)).all()):
        assert not fold.locator(".editor").is_visible()
        assert not fold.locator(".output").first.is_visible()
        fold.locator("summary").first.click()
        assert "# An answer" in fold.locator(".editor").inner_text()
        assert fold.locator(".output").first.is_visible()


def test_what_jupyter_hides_is_folded(opened):
    cells = opened("other").locator(".cell").all()
    assert [cell.locator(".editor").is_visible() for cell in cells] == [True, False, True]
    assert [cell.locator(".output").is_visible() for cell in cells] == [True, False, False]
    assert [cell.locator(".output").text_content().strip()[-1] for cell in cells] == ["2", "5", "8"]
