"""A real JupyterLab in headless Chromium: what a student sees and presses."""

import re
import shutil

import nbformat
import pytest
from checkout import ROOT
from lab_server import HAS_RUN, open_page, run_first_cell, serving
from playwright.sync_api import expect

HANDOUT = "1-derivation.ipynb"
SCREENSHOTS = ROOT / ".build/screenshots"
LONG_TRAINING = "train 100000000 epochs"


def notebook_of(*cells):
    """A notebook of code cells on our kernel."""
    metadata = {"kernelspec": {"name": "backprop", "display_name": "Backprop", "language": "backprop"}}
    return nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells], metadata=metadata)


@pytest.fixture(scope="module")
def lab_folder(tmp_path_factory):
    """A folder with the handout and two small notebooks."""
    folder = tmp_path_factory.mktemp("lab")
    shutil.copy(ROOT / "notebooks" / HANDOUT, folder)
    setting = "network 2-2-1, bias\npatterns xor"
    nbformat.write(notebook_of(setting, LONG_TRAINING, "print weights"), folder / "training.ipynb")
    nbformat.write(notebook_of(setting, "netw"), folder / "typing.ipynb")
    return folder


@pytest.fixture(scope="module")
def lab(lab_folder):
    with serving(lab_folder) as address:
        yield address


@pytest.fixture
def open_notebook(lab, browser):
    """Opens a notebook in a page of its own and waits until its kernel is idle."""
    context = browser.new_context(viewport={"width": 1400, "height": 1000})
    context.set_default_timeout(60_000)
    expect.set_options(timeout=60_000)

    yield lambda name: open_page(context, lab(name))
    context.close()


def expect_status(page, status):
    indicator = page.locator(".jp-NotebookPanel:not(.lm-mod-hidden) .jp-Notebook-ExecutionIndicator")
    expect(indicator).to_have_attribute("data-status", status)


def choose(page, menu, item):
    page.get_by_role("menuitem", name=menu, exact=True).click()
    page.get_by_role("menuitem", name=item, exact=True).click()


def prompts(page):
    return page.locator(".jp-CodeCell .jp-InputArea-prompt").all_inner_texts()


def test_handout_runs_whole(open_notebook, lab_folder):
    page = open_notebook(HANDOUT)
    choose(page, "Run", "Run All Cells")
    count = sum(cell.cell_type == "code" for cell in nbformat.read(ROOT / "notebooks" / HANDOUT, 4).cells)
    page.wait_for_function(HAS_RUN, timeout=240_000)

    # What is off the screen is not in the page, so the outputs are read from the saved notebook.
    page.keyboard.press("Control+s")
    expect(page.locator(".lm-TabBar-tab.lm-mod-current.jp-mod-dirty")).to_have_count(0)
    saved = [cell for cell in nbformat.read(lab_folder / HANDOUT, 4).cells if cell.cell_type == "code"]
    assert [cell.execution_count for cell in saved] == list(range(1, count + 1))
    assert [output for cell in saved for output in cell.outputs if output.output_type == "error"] == []

    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SCREENSHOTS / "handout-end.png")
    page.locator(".jp-WindowedPanel-outer").evaluate("panel => panel.scrollTo(0, 0)")
    expect(page.locator(".jp-Cell").first).to_be_in_viewport()
    page.screenshot(path=SCREENSHOTS / "handout.png")


def test_interrupt_stops_training_and_keeps_the_weights(open_notebook):
    page = open_notebook("training.ipynb")
    choose(page, "Run", "Run All Cells")
    expect_status(page, "busy")
    cells = page.locator(".jp-CodeCell")
    expect(cells.nth(0).locator(".jp-InputArea-prompt")).to_have_text("[1]:")
    page.get_by_role("button", name=re.compile("Interrupt the kernel")).click()
    expect_status(page, "idle")
    assert prompts(page)[1] == "[2]:"

    cells.nth(2).locator(".cm-content").click()
    page.keyboard.press("Control+Enter")
    expect(cells.nth(2).locator(".jp-RenderedHTMLCommon table").first).to_be_visible()
    page.screenshot(path=SCREENSHOTS / "interrupted.png")


def test_restart_begins_a_new_session(open_notebook):
    page = open_notebook("typing.ipynb")
    run_first_cell(page, "[1]:")
    run_first_cell(page, "[2]:")
    page.get_by_role("button", name="Restart the kernel and run all cells").click()
    page.locator(".jp-Dialog .jp-mod-accept").click()
    expect(page.locator(".jp-CodeCell .jp-InputArea-prompt").first).to_have_text("[1]:")
    expect_status(page, "idle")


def test_tab_completes(open_notebook):
    page = open_notebook("typing.ipynb")
    run_first_cell(page, re.compile(r"\[\d+\]:"))
    cell = page.locator(".jp-CodeCell").nth(1)
    cell.locator(".cm-content").click()
    page.keyboard.press("End")
    page.keyboard.press("Tab")
    expect(page.locator(".jp-Completer-item").first).to_contain_text("network")
    page.screenshot(path=SCREENSHOTS / "completion.png")
    page.keyboard.press("Enter")
    expect(cell.locator(".cm-content")).to_have_text(re.compile("^network"))


def test_shift_tab_explains(open_notebook):
    page = open_notebook("typing.ipynb")
    run_first_cell(page, re.compile(r"\[\d+\]:"))
    page.locator(".jp-CodeCell").first.locator(".cm-content").click()
    page.keyboard.press("Control+Home")
    for _ in "network":
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+Tab")
    expect(page.locator(".jp-Tooltip")).to_contain_text("network")
    page.screenshot(path=SCREENSHOTS / "tooltip.png")


def test_cells_are_coloured(open_notebook):
    page = open_notebook("typing.ipynb")
    line = page.locator(".jp-CodeCell").first.locator(".cm-line").first
    expect(line.locator("span", has_text=re.compile("^network$"))).to_be_visible()
    expect(line.locator("span", has_text=re.compile("^bias$"))).to_be_visible()
    colours = line.locator("span").evaluate_all("spans => spans.map(span => getComputedStyle(span).color)")
    assert len(set(colours)) > 2
    page.screenshot(path=SCREENSHOTS / "colours.png")
