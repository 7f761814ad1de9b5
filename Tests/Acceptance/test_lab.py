"""A real JupyterLab in headless Chromium: what a student sees and presses."""

import re
import shutil

import nbformat
import pytest
from checkout import ROOT, some
from lab_server import HAS_RUN, open_page, run_first_cell, serving
from nbclient import NotebookClient
from playwright.sync_api import expect

HANDOUT = "1-derivation.ipynb"
SCREENSHOTS = ROOT / ".build/screenshots"
LONG_TRAINING = "train 100000000 epochs"

# Whether the source and the output of each answer are folded.
ANSWERS = """() => window.jupyterapp.shell.currentWidget.content.widgets
    .filter(cell => (cell.model.getMetadata('tags') ?? []).includes('answer'))
    .map(cell => [cell.inputHidden, cell.outputHidden])"""


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
    nbformat.write(notebook_of(setting, LONG_TRAINING, "print weights"), folder / "returning.ipynb")
    nbformat.write(notebook_of(setting, LONG_TRAINING), folder / "restarting.ipynb")
    nbformat.write(notebook_of(setting, "netw"), folder / "typing.ipynb")
    nbformat.write(notebook_of(setting, "train 200 epochs\nanimate training"), folder / "moving.ipynb")
    sliders = "vary c -1..1\n  c^2\n  plot network"
    nbformat.write(notebook_of(setting, sliders, LONG_TRAINING), folder / "sliding.ipynb")
    magic = notebook_of("%%backprop -o w_ij\nnetwork 2-2-1", "import os")
    magic.metadata = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    nbformat.write(magic, folder / "magic.ipynb")
    strangers = notebook_of(setting, "animate step", "plot network, weights")
    NotebookClient(strangers, kernel_name="backprop", timeout=60).execute()
    nbformat.write(strangers, folder / "strangers.ipynb")
    return folder


@pytest.fixture(scope="module")
def lab(lab_folder):
    with serving(lab_folder) as address:
        yield address


@pytest.fixture
def open_notebook(lab, browser):
    """Opens a notebook in its own page and waits until its kernel is idle, or has the given status."""
    context = browser.new_context(viewport={"width": 1400, "height": 1000})
    context.set_default_timeout(60_000)
    expect.set_options(timeout=60_000)

    yield lambda name, status="idle": open_page(context, lab(name), status)
    context.close()


def expect_status(page, status):
    indicator = page.locator(".jp-NotebookPanel:not(.lm-mod-hidden) .jp-Notebook-ExecutionIndicator")
    expect(indicator).to_have_attribute("data-status", status)


def choose(page, menu, item):
    page.get_by_role("menuitem", name=menu, exact=True).click()
    page.get_by_role("menuitem", name=item, exact=True).click()


def run_all(page):
    """Runs all cells: while a notebook opens, JupyterLab may lose the first command."""
    first = page.locator(".jp-CodeCell .jp-InputArea-prompt").first
    for attempt in range(3):
        choose(page, "Run", "Run All Cells")
        try:
            return expect(first).not_to_have_text("[ ]:", timeout=20_000)
        except AssertionError:
            if attempt == 2:
                raise


def prompts(page):
    return page.locator(".jp-CodeCell .jp-InputArea-prompt").all_inner_texts()


def test_handout_runs_whole(open_notebook, lab_folder):
    page = open_notebook(HANDOUT)
    run_all(page)
    count = sum(cell.cell_type == "code" for cell in nbformat.read(ROOT / "notebooks" / HANDOUT, 4).cells)
    page.wait_for_function(HAS_RUN, timeout=240_000)

    # What is off the screen is not in the page, so the outputs are read from the saved notebook.
    page.keyboard.press("Control+s")
    expect(page.locator(".lm-TabBar-tab.lm-mod-current.jp-mod-dirty")).to_have_count(0)
    saved = [cell for cell in nbformat.read(lab_folder / HANDOUT, 4).cells if cell.cell_type == "code"]
    assert [cell.execution_count for cell in saved] == list(range(1, count + 1))
    assert [output for cell in saved for output in cell.outputs if output.output_type == "error"] == []

    # JupyterLab opens the output of every cell that runs; those of answers are folded again.
    answers = page.evaluate(ANSWERS)
    assert some(answers) and all(answer == [True, True] for answer in answers)

    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SCREENSHOTS / "handout-end.png")
    page.locator(".jp-WindowedPanel-outer").evaluate("panel => panel.scrollTo(0, 0)")
    expect(page.locator(".jp-Cell").first).to_be_in_viewport()
    page.screenshot(path=SCREENSHOTS / "handout.png")


def test_interrupt_stops_training_and_keeps_the_weights(open_notebook):
    page = open_notebook("training.ipynb")
    run_all(page)
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


def test_restart_while_it_trains(open_notebook):
    page = open_notebook("restarting.ipynb")
    run_first_cell(page, "[1]:")
    cells = page.locator(".jp-CodeCell")
    cells.nth(1).locator(".cm-content").click()
    page.keyboard.press("Control+Enter")
    expect(cells.nth(1).locator(".jp-OutputArea-output").first).to_contain_text("epoch")
    page.get_by_role("button", name=re.compile("^Restart the kernel$")).click()
    page.locator(".jp-Dialog .jp-mod-accept").click()
    expect(cells.nth(1).locator(".jp-InputArea-prompt")).to_have_text("[ ]:")
    expect_status(page, "idle")
    run_first_cell(page, "[1]:")


def test_a_page_that_was_closed_finds_its_kernel_at_work(open_notebook):
    """Training continues meanwhile. The reloaded page knows that the kernel is busy, can stop it, and continues its
    session."""
    page = open_notebook("returning.ipynb")
    run_first_cell(page, "[1]:")
    cells = page.locator(".jp-CodeCell")
    cells.nth(1).locator(".cm-content").click()
    page.keyboard.press("Control+Enter")
    expect(cells.nth(1).locator(".jp-OutputArea-output").first).to_contain_text("epoch")
    page.keyboard.press("Control+s")
    page.close()

    page = open_notebook("returning.ipynb", status="busy")
    page.get_by_role("button", name=re.compile("Interrupt the kernel")).click()
    expect_status(page, "idle")
    cell = page.locator(".jp-CodeCell").nth(2)
    cell.locator(".cm-content").click()
    page.keyboard.press("Control+Enter")
    expect(cell.locator(".jp-RenderedHTMLCommon table").first).to_be_visible()
    expect(cell.locator(".jp-InputArea-prompt")).to_have_text("[3]:")
    page.screenshot(path=SCREENSHOTS / "returned.png")


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


def test_keys_move_an_animation_and_nothing_else(open_notebook):
    page = open_notebook("moving.ipynb")
    run_all(page)
    animation = page.locator(".bpa")
    output = animation.locator("output")
    expect(output).to_have_text("epoch 0")
    animation.locator("input").focus()
    page.keyboard.press("End")
    expect(output).to_have_text("epoch 200")
    page.keyboard.press("Home")
    expect(output).to_have_text("epoch 0")
    page.keyboard.press("ArrowRight")
    expect(output).to_have_text("epoch 1")
    # In a notebook these keys run the cell, insert one and cut it: here they do nothing.
    for key in ["ArrowDown", "b", "x"]:
        page.keyboard.press(key)
    expect(output).to_have_text("epoch 0")
    expect(page.locator(".jp-CodeCell")).to_have_count(2)
    page.keyboard.press("End")
    expect(output).to_have_text("epoch 200")
    page.screenshot(path=SCREENSHOTS / "animation.png")


def test_sliders_are_live_while_a_cell_runs(open_notebook, lab_folder):
    page = open_notebook("sliding.ipynb")
    run_all(page)
    expect_status(page, "busy")
    board = page.locator(".widget-vbox")
    handle = board.locator(".noUi-handle")
    expect(handle).to_have_attribute("aria-valuetext", re.compile("^0"))
    # The range has 200 steps, of 0.01 each.
    handle.focus()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    expect(board.locator(".widget-html-content")).to_contain_text("0.0009")
    expect(board.locator("svg")).to_have_count(1)
    expect_status(page, "busy")
    page.screenshot(path=SCREENSHOTS / "sliders.png")
    # A page that is opened again finds the sliders where they are. Training changes the notebook all the time, so
    # that nothing in the page says when it has been saved.
    page.keyboard.press("Control+s")
    page.wait_for_timeout(2000)
    page.reload()
    expect(page.locator(".widget-vbox .widget-html-content")).to_contain_text("0.0009")


def test_a_notebook_that_is_not_trusted_shows_still_pictures(open_notebook):
    """A reader who opens somebody else's notebook sees the figures, and none of its scripts has run."""
    page = open_notebook("strangers.ipynb")
    cells = page.locator(".jp-CodeCell")
    still = cells.nth(1).locator(".jp-OutputArea-output img")
    expect(still).to_be_visible()
    assert still.evaluate("image => image.naturalWidth") > 300
    expect(cells.nth(1).locator("input[type=range]:visible")).to_have_count(0)
    expect(cells.nth(2).locator(".jp-OutputArea-output img")).to_have_count(2)
    page.screenshot(path=SCREENSHOTS / "untrusted.png")


def test_cells_in_a_python_notebook_have_the_language_of_their_first_line(open_notebook):
    page = open_notebook("magic.ipynb")
    cells = page.locator(".jp-CodeCell .cm-content")

    def word(number, text):
        return cells.nth(number).locator("span", has_text=re.compile(f"^{text}$"))

    # Python has no colour for names.
    expect(word(0, "network")).to_be_visible()
    expect(word(1, "import")).to_be_visible()
    cells.nth(1).press("Home")
    page.keyboard.type("%%backprop\n")
    expect(word(1, "import")).to_have_count(0)
    cells.nth(1).press("Control+a")
    page.keyboard.type("import re")
    expect(word(1, "import")).to_be_visible()
