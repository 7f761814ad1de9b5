"""A real JupyterLab in headless Chromium: what a student sees and presses."""

import os
import re
import secrets
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import nbformat
import pytest
from checkout import ROOT
from nbclient import NotebookClient
from playwright.sync_api import expect

HANDOUT = "1-derivation.ipynb"
SCREENSHOTS = ROOT / ".build/screenshots"
ALLOW_ROOT = ["--allow-root"] if os.getuid() == 0 else []
LONG_TRAINING = "train 100000000 epochs"

# JupyterLab drops a cell that is run before its connection stands, and shows no sign of when it does.
READY = """async status => {
    if (!window.jupyterapp) return false;
    await Promise.all([window.jupyterapp.restored, window.jupyterapp.allPluginsActivated]);
    const context = window.jupyterapp.shell.currentWidget?.sessionContext;
    if (!context?.isReady || !context.session?.kernel) return false;
    await context.session.kernel.info;
    return context.session.kernel.status === status;
}"""

HAS_RUN = """() => {
    const notebook = window.jupyterapp.shell.currentWidget;
    const cells = [...notebook.content.model.cells].filter(cell => cell.type === 'code');
    return cells.every(cell => cell.executionCount && cell.executionState !== 'running')
        && notebook.sessionContext.session.kernel.status === 'idle';
}"""


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
    strangers = notebook_of(setting, "animate step", "plot network, weights")
    NotebookClient(strangers, kernel_name="backprop", timeout=60).execute()
    nbformat.write(strangers, folder / "strangers.ipynb")
    return folder


@pytest.fixture(scope="module")
def lab(lab_folder):
    """A JupyterLab server on that folder; gives the address of a file in it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    token = secrets.token_hex()
    # JupyterLab asks each new user about news; this user has answered.
    answers = Path.home() / ".jupyter/lab/user-settings/@jupyterlab/apputils-extension"
    answers.mkdir(parents=True, exist_ok=True)
    (answers / "notification.jupyterlab-settings").write_text('{"fetchNews": "false", "checkForUpdates": false}')

    log_file = lab_folder / "server.log"
    with open(log_file, "w") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "jupyterlab", "--no-browser", *ALLOW_ROOT]
            + [f"--ServerApp.{option}" for option in ("ip=127.0.0.1", f"port={port}", f"root_dir={lab_folder}")]
            + [f"--IdentityProvider.token={token}", "--LabApp.expose_app_in_browser=True"],
            stdout=log,
            stderr=log,
        )
    try:
        wait_for(f"http://127.0.0.1:{port}/api?token={token}", server, log_file)
        yield lambda name: f"http://127.0.0.1:{port}/lab/tree/{name}?token={token}&reset"
    finally:
        server.terminate()
        server.wait(30)


def wait_for(address, server, log):
    """Returns once the server answers; fails with its log where it ends or takes over a minute."""
    for _ in range(240):
        try:
            return urllib.request.urlopen(address).close()
        except OSError:
            if server.poll() is not None:
                break
            time.sleep(0.25)
    pytest.fail(f"JupyterLab did not start:\n{log.read_text()}")


@pytest.fixture
def open_notebook(lab, browser):
    """Opens a notebook in a page of its own and waits until its kernel is idle, or as it is said to be."""
    context = browser.new_context(viewport={"width": 1400, "height": 1000})
    context.set_default_timeout(60_000)
    expect.set_options(timeout=60_000)

    def open_in_page(name, status="idle"):
        page = context.new_page()
        page.goto(lab(name))
        page.wait_for_function(READY, arg=status)
        page.locator(".jp-Notebook .jp-Cell").first.click()
        return page

    yield open_in_page
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
    page.wait_for_function(HAS_RUN, timeout=120_000)

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


def run_first_cell(page, prompt):
    """Runs the first cell until its prompt says so: while a notebook opens, JupyterLab may lose the first key."""
    cell = page.locator(".jp-CodeCell").first
    for attempt in range(3):
        cell.locator(".cm-content").click()
        page.keyboard.press("Control+Enter")
        try:
            return expect(cell.locator(".jp-InputArea-prompt")).to_have_text(prompt, timeout=20_000)
        except AssertionError:
            if attempt == 2:
                raise


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
    """Training goes on meanwhile; the page that comes back knows that the kernel is busy, can stop it, and goes on where
    the session was left."""
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
    expect(output).to_have_text("epoch 200")
    animation.locator("input").focus()
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


def test_a_notebook_that_is_not_trusted_shows_still_pictures(open_notebook):
    """Whoever opens another's notebook sees the figures, and no script of it has run."""
    page = open_notebook("strangers.ipynb")
    cells = page.locator(".jp-CodeCell")
    still = cells.nth(1).locator(".jp-OutputArea-output img")
    expect(still).to_be_visible()
    assert still.evaluate("image => image.naturalWidth") > 300
    expect(cells.nth(1).locator("input[type=range]:visible")).to_have_count(0)
    expect(cells.nth(2).locator(".jp-OutputArea-output img")).to_have_count(2)
    page.screenshot(path=SCREENSHOTS / "untrusted.png")
