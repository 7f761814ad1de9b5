"""The kernel in JupyterLite, in headless Chromium, on a site that `notebooks/run --site` has written."""

import json
import re
import subprocess
import sys
from contextlib import contextmanager
from types import SimpleNamespace

import nbformat
import pytest
from checkout import ROOT, some
from lab_server import HAS_RUN, free_port, wait_for
from nbclient import NotebookClient
from playwright.sync_api import expect

SCREENSHOTS = ROOT / ".build/screenshots"
HANDOUTS = ["2-one-step-by-hand", "5-real-data"]

IS_OPEN = """name => {
    const context = window.jupyterapp?.shell.currentWidget?.sessionContext;
    return context?.isReady && context.path === name && context.session?.kernel?.status === 'idle';
}"""
# Runs cells in the kernel of the notebook that is open, and returns what came of each: its reply's status and error, and
# the plain text of what it showed.
RUN = """async cells => {
    const kernel = window.jupyterapp.shell.currentWidget.sessionContext.session.kernel;
    const replies = cells.map(async code => {
        const future = kernel.requestExecute({ code, stop_on_error: true });
        const texts = [];
        future.onIOPub = ({ content }) => { if (content.data) texts.push(content.data['text/plain']); };
        const { content } = await future.done;
        return { status: content.status, ename: content.ename, evalue: content.evalue, text: texts.join('\\n') };
    });
    return Promise.all(replies);
}"""
ASK = """async ([request, content]) => {
    const kernel = window.jupyterapp.shell.currentWidget.sessionContext.session.kernel;
    return (await kernel[request](content)).content;
}"""


@contextmanager
def served(folder):
    """A folder behind an ordinary static server; returns its address."""
    port = free_port()
    log = folder.parent / "server.log"
    with log.open("w") as output:
        command = [sys.executable, "-m", "http.server", str(port), "--bind", "127.0.0.1", "--directory", folder]
        server = subprocess.Popen(command, stdout=output, stderr=output)
    try:
        wait_for(f"http://127.0.0.1:{port}/", server, log)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(30)


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("lite")
    done = subprocess.run([ROOT / "notebooks/run", "--site", "site"], cwd=folder, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    file = folder / "site/jupyter-lite.json"
    settings = json.loads(file.read_text())
    settings["jupyter-config-data"]["exposeAppInBrowser"] = True
    file.write_text(json.dumps(settings))
    with served(folder / "site") as address:
        yield SimpleNamespace(folder=folder / "site", address=address)


@pytest.fixture(scope="module")
def context(browser):
    context = browser.new_context(viewport={"width": 1400, "height": 1000})
    context.set_default_timeout(20_000)
    expect.set_options(timeout=20_000)
    yield context
    context.close()


def opened(context, site, name, app="notebooks"):
    """The page of a notebook on the site, with its kernel idle; `problems` collects what its console complains about."""
    page = context.new_page()
    page.problems = []
    page.on("pageerror", lambda error: page.problems.append(str(error)))
    page.on("console", lambda message: page.problems.extend(complaint(message)))
    page.goto(f"{site.address}/{app}/index.html?path={name}")
    page.wait_for_function(IS_OPEN, arg=name)
    return page


def complaint(message):
    """What an error in the console says; a browser looks for a site's icon before the page names it."""
    where = message.location["url"]
    return [f"{message.text} ({where})"] if message.type == "error" and not where.endswith("/favicon.ico") else []


@pytest.fixture(scope="module")
def page(context, site):
    """Handout 3, whose kernel the tests below share: each begins with a network of its own."""
    return opened(context, site, "3-xor.ipynb")


def run(page, *cells):
    return page.evaluate(RUN, list(cells))


def ask(page, request, **content):
    return page.evaluate(ASK, [request, content])


def texts(notebook):
    """The plain text of every output, for each code cell."""
    cells = some(cell for cell in notebook.cells if cell.cell_type == "code")
    return [[plain(output) for output in cell.outputs] for cell in cells]


def plain(output):
    return output.data["text/plain"] if "data" in output else output.get("evalue", output.get("text"))


@pytest.mark.parametrize("name", HANDOUTS)
def test_a_handout_gives_the_text_of_the_native_kernel(context, site, name):
    file = ROOT / f"notebooks/{name}.ipynb"
    native = nbformat.read(file, as_version=4)
    NotebookClient(native, kernel_name="backprop", timeout=120, resources={"metadata": {"path": file.parent}}).execute()

    page = opened(context, site, file.name, app="lab")
    page.evaluate("() => { window.jupyterapp.commands.execute('notebook:run-all-cells'); }")
    page.wait_for_function(HAS_RUN)
    done = page.evaluate("JSON.stringify(window.jupyterapp.shell.currentWidget.content.model.toJSON())")
    assert texts(nbformat.reads(done, as_version=4)) == texts(native)
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SCREENSHOTS / f"lite-{name}.png")
    assert page.problems == []
    page.close()


def test_save_and_load_through_the_drive(context, site, page):
    saved, = run(page, 'network 3-2-1\nsave "net.json"')
    assert saved["status"] == "ok"
    # The file is there as soon as the cell has ended, and holds JSON.
    kept = page.evaluate("window.jupyterapp.serviceManager.contents.get('net.json', { content: true }).then(file => file.content)")
    assert json.loads(kept)["networks"]

    later = opened(context, site, "3-xor.ipynb")
    loaded = run(later, 'load "net.json"', "print w_ij")
    assert [reply["status"] for reply in loaded] == ["ok", "ok"], loaded
    assert "i3" in loaded[-1]["text"]
    later.close()

    missing, = run(page, 'load "nothing.json"')
    assert (missing["ename"], "nothing.json" in missing["evalue"]) == ("FileError", True)
    lost, = run(page, 'save "nowhere/net.json"')
    assert lost["ename"] == "FileError"


def test_file_names_complete(page):
    code = 'patterns flowers from "ir'
    reply = ask(page, "requestComplete", code=code, cursor_pos=len(code))
    assert any("iris.csv" in match for match in reply["matches"]), reply


def test_the_stop_button_stops_a_training_and_what_waits(page):
    """It keeps the weights; meanwhile Tab and Shift-Tab answer."""
    run(page, "network 2-2-1, bias\npatterns xor\nlet almost = 3")
    # Not an expression: its promise would be waited for.
    page.evaluate(f"() => {{ window.going = ({RUN})(['train 1000000000 epochs', 'print w_ij']); }}")
    page.wait_for_timeout(300)
    assert "almost" in ask(page, "requestComplete", code="print alm", cursor_pos=9)["matches"]
    assert ask(page, "requestInspect", code="train", cursor_pos=3, detail_level=0)["found"]
    assert page.evaluate("window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.status") == "busy"
    page.get_by_role("button", name=re.compile("Interrupt the kernel")).click()
    stopped, waiting = page.evaluate("window.going")
    assert (stopped["ename"], waiting["status"]) == ("Interrupted", "aborted")
    trained, = run(page, "test")
    assert "4 patterns" in trained["text"]


def test_a_failed_cell_stops_those_that_wait(page):
    replies = run(page, "let q5 = 1", "no such thing", "let q5 = 2")
    assert [reply["status"] for reply in replies] == ["ok", "error", "aborted"]
    assert "= 1" in run(page, "print q5")[0]["text"]


def test_completeness(page):
    assert ask(page, "requestIsComplete", code="network 2-2-1")["status"] == "complete"
    assert ask(page, "requestIsComplete", code="patterns mine:")["status"] == "incomplete"


def test_history_outlives_the_page(context, site, page):
    run(page, "let before = 7")
    later = opened(context, site, "3-xor.ipynb")
    run(later, "let after = 8")
    tail = ask(later, "requestHistory", hist_access_type="tail", n=2, raw=True, output=False)["history"]
    assert [source for _, _, source in tail] == ["let before = 7", "let after = 8"]
    own = ask(later, "requestHistory", hist_access_type="range", session=0, start=1, raw=True, output=False)["history"]
    assert [source for _, _, source in own] == ["let after = 8"]
    found = ask(page, "requestHistory", hist_access_type="search", pattern="let bef*", n=9, raw=True, output=False)
    assert [source for _, _, source in found["history"]] == ["let before = 7"]
    later.close()


def test_a_restarted_kernel_has_an_empty_session(page):
    assert run(page, "network 2-2-1\nlet kept = 3")[0]["status"] == "ok"
    page.evaluate("window.jupyterapp.shell.currentWidget.sessionContext.restartKernel()")
    page.wait_for_function(IS_OPEN, arg="3-xor.ipynb")
    assert run(page, "print kept")[0]["status"] == "error"


def test_jupyterlab_colours_cells_and_keeps_edits(context, site):
    page = opened(context, site, "1-derivation.ipynb", app="lab")
    cell = page.locator(".jp-CodeCell").first
    line = cell.locator(".cm-line").first
    expect(line.locator("span", has_text=re.compile("^network$"))).to_be_visible()
    page.evaluate("""async () => {
        const { content, context } = window.jupyterapp.shell.currentWidget;
        content.activeCellIndex = content.widgets.findIndex(cell => cell.model.type === 'code');
        content.activeCell.model.sharedModel.setSource('2 + 3');
        await window.jupyterapp.commands.execute('notebook:run-cell');
        await context.save();
    }""")
    expect(cell.locator(".jp-OutputArea-output").first).to_contain_text("= 5")
    page.reload()
    page.wait_for_function(IS_OPEN, arg="1-derivation.ipynb")
    expect(page.locator(".jp-CodeCell .cm-content").first).to_have_text("2 + 3")
    expect(page.locator(".jp-CodeCell .jp-OutputArea-output").first).to_contain_text("= 5")
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SCREENSHOTS / "lite-lab.png")
    page.close()
