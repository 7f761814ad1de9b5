"""The kernel in JupyterLite, in Chromium and Firefox, on a site that `notebooks/run --site` has written, in a folder of a
server that knows nothing but files."""

import json
import re
import subprocess
import sys
from contextlib import contextmanager

import nbformat
import pytest
from checkout import HANDOUTS, ROOT, some
from firefox import Firefox
from lab_server import HAS_RUN, free_port, wait_for, wait_until
from nbclient import NotebookClient
from playwright.sync_api import expect

SCREENSHOTS = ROOT / ".build/screenshots"

# The folder that the server gives is not the site's, as on GitHub Pages.
COURSE = "course"
IS_OPEN = """name => {
    const context = window.jupyterapp?.shell?.currentWidget?.sessionContext;
    return context?.isReady && context.path === name && context.session?.kernel?.status === 'idle';
}"""
KERNEL = "window.jupyterapp.shell.currentWidget.sessionContext.session.kernel"
# Runs cells in the kernel of the notebook that is open, and returns what came of each: its reply, and the plain text of
# what it showed.
RUN = f"""async cells => {{
    const kernel = {KERNEL};
    const replies = cells.map(async code => {{
        const future = kernel.requestExecute({{ code, stop_on_error: true }});
        const texts = [];
        future.onIOPub = ({{ content }}) => {{ if (content.data) texts.push(content.data['text/plain']); }};
        const {{ content }} = await future.done;
        return {{ ...content, text: texts.join('\\n') }};
    }});
    return Promise.all(replies);
}}"""
# A headless Firefox has no focus, by which JupyterLab tells which notebook is in use.
HAS_FOCUS = """() => {
    const { shell } = window.jupyterapp ?? {};
    const [notebook] = shell?.widgets('main') ?? [];
    if (notebook) Object.defineProperty(shell, 'currentWidget', { get: () => notebook, configurable: true });
    return notebook !== undefined;
}"""
ASK = f"async ([request, content]) => (await {KERNEL}[request](content)).content"
# Starts cells that take long: they are not waited for.
BEGIN = f"cells => {{ window.begun = ({RUN})(cells); }}"
# What JupyterLab itself says of a cell whose kernel was ended.
ENDED = "Canceled future for execute_request"
SHOW = "path => { window.jupyterapp.commands.execute('docmanager:open', { path }); }"
ENDLESS = "train 1000000000 epochs"
# What the browser keeps or the site has under this path, which JupyterLite decodes.
CONTENT = """async path => {
    const { contents } = window.jupyterapp.serviceManager;
    return (await contents.get(path.replaceAll('%', '%25'), { content: true })).content;
}"""
KEEP = """async ([path, content]) => {
    const name = path.split('/').pop();
    await window.jupyterapp.serviceManager.contents.save(path, { type: 'file', format: 'text', name, path, content });
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
    """The address of the site."""
    folder = tmp_path_factory.mktemp("lite") / "server"
    folder.mkdir()
    done = subprocess.run([ROOT / "notebooks/run", "--site", COURSE], cwd=folder, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    file = folder / COURSE / "jupyter-lite.json"
    settings = json.loads(file.read_text())
    # The tests look at the application.
    settings["jupyter-config-data"]["exposeAppInBrowser"] = True
    file.write_text(json.dumps(settings))
    with served(folder) as address:
        yield f"{address}/{COURSE}"


@pytest.fixture(scope="module")
def context(browser):
    yield from new_context(browser)


@pytest.fixture
def reader(browser):
    """A browser in which JupyterLab remembers no open notebooks."""
    yield from new_context(browser)


def new_context(browser):
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(30_000)
    expect.set_options(timeout=30_000)
    yield context
    context.close()


def opened(context, site, name, app="notebooks"):
    """The page of a notebook on the site, with its kernel idle; `problems` collects what its console complains about."""
    page = context.new_page()
    page.problems = []
    page.on("pageerror", lambda error: page.problems.extend([] if ENDED in str(error) else [str(error)]))
    page.on("console", lambda message: page.problems.extend(complaint(message)))
    load(page, site, name, app)
    return page


def load(page, site, name, app="notebooks"):
    page.goto(f"{site}/{app}/index.html?path={name}")
    page.wait_for_function(IS_OPEN, arg=name)


def complaint(message):
    """What an error in the console says; JupyterLite looks for icons and for a server's answers."""
    where = message.location["url"]
    is_ours = message.type == "error" and not where.endswith(".ico") and "/api/" not in where
    return [f"{message.text} ({where})"] if is_ours else []


@pytest.fixture(scope="module")
def shared(context, site):
    return opened(context, site, "3-xor.ipynb")


@pytest.fixture
def page(shared):
    """Handout 3, whose kernel tests share: each begins with a network of its own. Nothing must go wrong in its page."""
    yield shared
    assert shared.problems == []


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


@pytest.mark.parametrize("file", HANDOUTS, ids=lambda file: file.stem)
def test_a_handout_gives_the_text_of_the_native_kernel(context, site, file):
    native = nbformat.read(file, as_version=4)
    NotebookClient(native, kernel_name="backprop", timeout=120, resources={"metadata": {"path": file.parent}}).execute()

    page = opened(context, site, file.name)
    page.evaluate("() => { window.jupyterapp.commands.execute('notebook:run-all-cells'); }")
    page.wait_for_function(HAS_RUN, timeout=120_000)
    done = page.evaluate("JSON.stringify(window.jupyterapp.shell.currentWidget.content.model.toJSON())")
    assert texts(nbformat.reads(done, as_version=4)) == texts(native)
    assert page.problems == []
    page.close()


def test_save_and_load_through_the_drive(context, site, page):
    saved, again = run(page, 'network 3-2-1\nsave "große Netze, 100 %.json"', 'network 4-2-1\nsave "große Netze, 100 %.json"')
    assert (saved["status"], again["status"]) == ("ok", "ok")
    # The file is there as soon as the cell has ended, and holds JSON.
    assert json.loads(page.evaluate(CONTENT, "große Netze, 100 %.json"))["networks"]

    later = opened(context, site, "3-xor.ipynb")
    loaded = run(later, 'load "große Netze, 100 %.json"', "print w_ij")
    assert [reply["status"] for reply in loaded] == ["ok", "ok"], loaded
    assert "i4" in loaded[-1]["text"]
    later.close()


def test_a_file_of_the_site_that_the_reader_has_changed_is_the_readers(page):
    assert "150 patterns" in run(page, 'patterns flowers from "iris.csv", target species')[0]["text"]
    page.evaluate(KEEP, ["iris.csv", "a,b,t\n0,1,0\n1,0,1\n1,1,1\n"])
    assert "3 patterns" in run(page, 'patterns flowers from "iris.csv"')[0]["text"]
    page.evaluate("window.jupyterapp.serviceManager.contents.delete('iris.csv')")
    assert "150 patterns" in run(page, 'patterns flowers from "iris.csv", target species')[0]["text"]


def test_what_cannot_be_read_or_written_is_said(page):
    page.evaluate(KEEP, ["broken.json", '{"networks": [{'])
    page.evaluate(KEEP, ["broken.csv", "a,b\n1,2\n\x00,\n"])
    run(page, "network 2-2-1")
    for code in ('load "nothing.json"', 'save "nowhere/net.json"', 'load "broken.json"', 'patterns p from "broken.csv"'):
        reply, kept = run(page, code, "print w_ij")[0], run(page, "print w_ij")[0]
        assert reply["status"] == "error" and re.search(r'"\S+"', code)[0] in reply["evalue"], reply
        assert "i2" in kept["text"]


def test_file_names_complete(page):
    code = 'patterns flowers from "ir'
    reply = ask(page, "requestComplete", code=code, cursor_pos=len(code))
    assert any("iris.csv" in match for match in reply["matches"]), reply


def test_the_stop_button_stops_a_training_and_what_waits(page):
    """It keeps the weights; meanwhile Tab and Shift-Tab answer."""
    run(page, "network 2-2-1, bias\npatterns xor\nlet almost = 3")
    before = run(page, "print w_ij")[0]["text"]
    page.evaluate(BEGIN, [ENDLESS, "print w_ij"])
    page.wait_for_timeout(300)
    assert "almost" in ask(page, "requestComplete", code="print alm", cursor_pos=9)["matches"]
    assert ask(page, "requestInspect", code="train", cursor_pos=3, detail_level=0)["found"]
    assert page.evaluate(f"{KERNEL}.status") == "busy"
    page.get_by_role("button", name=re.compile("Interrupt the kernel")).click()
    stopped, waiting = page.evaluate("window.begun")
    assert (stopped["ename"], waiting["status"]) == ("Interrupted", "aborted")
    tested, after = run(page, "test", "print w_ij")
    assert "of 4, " in tested["text"]
    assert after["text"] not in ("", before)


def test_a_failed_cell_stops_those_that_wait(page):
    """They have no number, as they have not run."""
    replies = run(page, "let q5 = 1", "no such thing", "let q5 = 2")
    assert [reply["status"] for reply in replies] == ["ok", "error", "aborted"]
    first = replies[0]["execution_count"]
    assert [reply.get("execution_count") for reply in replies] == [first, first + 1, None]
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
    """Also if it is restarted in the middle of a training."""
    assert run(page, "network 2-2-1\npatterns xor\nlet kept = 3")[0]["status"] == "ok"
    page.evaluate(BEGIN, [ENDLESS])
    page.wait_for_timeout(300)
    page.evaluate("async () => { await window.jupyterapp.shell.currentWidget.sessionContext.restartKernel(); }")
    page.wait_for_function(IS_OPEN, arg="3-xor.ipynb")
    assert run(page, "print kept")[0]["status"] == "error"
    assert len(page.workers) == 1


def test_two_notebooks_have_two_sessions(reader, site):
    """Each in a worker of its own, which ends with it."""
    page = opened(reader, site, "1-derivation.ipynb", app="lab")
    run(page, "let here = 1")
    page.evaluate(SHOW, "3-xor.ipynb")
    page.wait_for_function(IS_OPEN, arg="3-xor.ipynb")
    assert run(page, "print here")[0]["ename"] == "NameError"
    assert len(page.workers) == 2
    run(page, "network 2-2-1\npatterns xor")
    page.evaluate(BEGIN, [ENDLESS])
    page.wait_for_timeout(300)
    page.evaluate("async () => { await window.jupyterapp.shell.currentWidget.sessionContext.shutdown(); }")
    page.evaluate(SHOW, "1-derivation.ipynb")
    page.wait_for_function(IS_OPEN, arg="1-derivation.ipynb")
    assert "= 1" in run(page, "print here")[0]["text"]
    assert len(page.workers) == 1
    page.close()


def test_a_notebook_in_a_folder_finds_its_files(context, site, page):
    notebook = nbformat.v4.new_notebook(metadata={"kernelspec": {"name": "backprop", "display_name": "Backprop"}})
    page.evaluate(
        """async notebook => {
            const { contents } = window.jupyterapp.serviceManager;
            const folder = await contents.newUntitled({ type: 'directory', path: '' });
            await contents.rename(folder.path, 'Übung 1');
            await contents.save('Übung 1/a b.ipynb', { type: 'notebook', format: 'json', name: 'a b.ipynb', path: 'Übung 1/a b.ipynb', content: notebook });
            await contents.save('Übung 1/own.csv', { type: 'file', format: 'text', name: 'own.csv', path: 'Übung 1/own.csv', content: 'a,t\\n0,1\\n1,0\\n' });
        }""",
        notebook,
    )
    inside = opened(context, site, "Übung 1/a b.ipynb")
    own, above, saved = run(
        inside, 'patterns own from "own.csv"', 'patterns above from "../iris.csv"', 'network 1-1\nsave "net.json"'
    )
    assert "2 patterns" in own["text"] and "150 patterns" in above["text"] and saved["status"] == "ok", (own, above, saved)
    assert json.loads(inside.evaluate(CONTENT, "Übung 1/net.json"))["networks"]
    inside.close()


def test_jupyterlab_colours_cells_and_keeps_edits(reader, site):
    page = opened(reader, site, "1-derivation.ipynb", app="lab")
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
    load(page, site, "1-derivation.ipynb", app="lab")
    expect(page.locator(".jp-CodeCell .cm-content").first).to_have_text("2 + 3")
    expect(page.locator(".jp-CodeCell .jp-OutputArea-output").first).to_contain_text("= 5")
    assert run(page, "1/4")[0]["text"] == "1/4 = 0.25"
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SCREENSHOTS / "lite.png")
    assert page.problems == []
    page.close()


def test_a_browser_that_cannot_run_it_is_told(reader, site):
    reader.add_init_script("WebAssembly.validate = () => false")
    page = opened(reader, site, "3-xor.ipynb")
    page.evaluate("() => { window.jupyterapp.commands.execute('notebook:run-all-cells'); }")
    expect(page.locator(".jp-OutputArea-output").first).to_contain_text("This browser is too old for the kernel")


def test_firefox(site):
    def called(function, argument):
        return f"() => ({function})({json.dumps(argument)})"

    firefox = Firefox()
    try:
        firefox.goto(f"{site}/lab/index.html?path=3-xor.ipynb")
        wait_until(firefox, HAS_FOCUS)
        wait_until(firefox, called(IS_OPEN, "3-xor.ipynb"))
        cells = ["network 2-2-1, bias\npatterns xor", 'save "Übung.json"', 'load "Übung.json"', "1/4"]
        replies = firefox.evaluate(called(RUN, cells))
        assert [reply["status"] for reply in replies] == ["ok"] * 4, replies
        assert replies[-1]["text"] == "1/4 = 0.25"
        firefox.evaluate(called(BEGIN, [ENDLESS]))
        reply = firefox.evaluate(called(ASK, ["requestComplete", {"code": "netw", "cursor_pos": 4}]))
        assert reply["matches"] == ["network"]
        firefox.evaluate(f"() => {KERNEL}.interrupt()")
        (stopped,) = firefox.evaluate("() => window.begun")
        assert stopped["ename"] == "Interrupted"
    finally:
        firefox.close()
