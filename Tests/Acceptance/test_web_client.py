"""The kernel in the worker of a page, in Chromium and Firefox, from a server and from a disk."""

import base64
import gzip
import hashlib
import http.server
import re
import threading
from functools import partial

import pytest
from checkout import ROOT
from firefox import Firefox

BROWSER = ROOT / "kernelspec/browser"
MODULES = ROOT / ".build/browser"
HELPERS = """
window.run = async (code, options) => {
  const outputs = [];
  const reply = await kernel.execute(code, { onOutput: output => outputs.push(output), ...options });
  return { reply, outputs, text: outputs.map(output => output.content.data?.['text/plain'] ?? '').join('\\n') };
};
window.sleep = milliseconds => new Promise(done => setTimeout(done, milliseconds));
window.prepare = async () => {
  await kernel.restart();
  await run('network 2-2-1, bias\\nweights uniform -0.5 0.5, seed 3\\npatterns xor\\nlet speed = 3');
};
// Runs a cell without end, and stops it after a while.
window.stop = async (code, milliseconds) => {
  const running = run(code);
  await sleep(milliseconds);
  kernel.interrupt();
  return (await running).reply;
};
"""


def script(*names):
    """Modules one after the other, as one classic script."""
    texts = ((BROWSER / name).read_text() for name in names)
    return "".join(re.sub(r"(?m)^(export |import .*\n)", "", text) for text in texts)


def digest(text):
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def one_page(can_look=True):
    """A page that holds everything, with the strictest policy; without `can_look` a worker cannot request URLs."""
    worker, frame = script("backprop.js", "worker.js"), script("stoppable.js", "frame.js")
    main = script("variant.js", "stoppable.js", "framed.js", "client.js") + HELPERS + """
      const text = id => document.getElementById(id).textContent;
      const module = id => async () => {
        const bytes = new Blob([Uint8Array.from(atob(text(id)), letter => letter.charCodeAt(0))]);
        return new Response(bytes.stream().pipeThrough(new DecompressionStream('gzip'))).arrayBuffer();
      };
      window.options = {
        workerSource: text('worker'), frameSource: text('frame'), module: { relaxed: module('relaxed'), simd: module('simd') }
      };
      window.Client = BackpropClient;
      window.kernel = new Client(options);
    """
    policy = f"default-src 'none'; script-src {digest(main)} {digest(frame)} 'wasm-unsafe-eval'; worker-src blob:"
    policy += "; connect-src blob:" if can_look else ""
    texts = {"worker": worker, "frame": frame}
    for name, file in {"relaxed": "backprop.wasm", "simd": "backprop-simd.wasm"}.items():
        texts[name] = base64.b64encode(gzip.compress((MODULES / file).read_bytes(), 1)).decode()
    held = "".join(f'<script type="text/plain" id="{name}">{text}</script>' for name, text in texts.items())
    policy = f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
    return f'<!doctype html><meta charset="utf-8">{policy}<body>{held}<script>{main}</script>'


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """A folder with the pages, and the address of a server that shows it."""
    for name in ("backprop.wasm", "backprop-simd.wasm"):
        assert (MODULES / name).exists(), f"{name} is missing: kernelspec/browser/build builds it."
    folder = tmp_path_factory.mktemp("site")
    for file in BROWSER.glob("*.js"):
        (folder / file.name).write_text(file.read_text())
    for file in MODULES.glob("*.wasm"):
        (folder / file.name).write_bytes(file.read_bytes())
    (folder / "files.html").write_text(f"""<!doctype html><meta charset="utf-8"><script type="module">
      import {{ BackpropClient }} from './client.js';
      {HELPERS}
      window.options = {{
        worker: new URL('worker.js', document.baseURI).href,
        module: {{ relaxed: 'backprop.wasm', simd: 'backprop-simd.wasm' }}
      }};
      window.Client = BackpropClient;
      window.kernel = new Client(options);
    </script>""")
    (folder / "one.html").write_text(one_page())
    (folder / "blind.html").write_text(one_page(can_look=False))
    handler = partial(http.server.SimpleHTTPRequestHandler, directory=folder)
    handler.log_message = lambda *_: None
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield folder, f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@pytest.fixture(scope="module")
def firefox():
    firefox = Firefox()
    yield firefox
    firefox.close()


PLACES = ["chromium-server", "chromium-disk", "firefox-server", "firefox-disk"]


def opened(page, site, place, name=None):
    folder, address = site
    if place.endswith("disk"):
        page.goto(f"file://{folder}/{name or 'one.html'}")
    else:
        page.goto(f"{address}/{name or 'files.html'}")
    description = page.evaluate("() => kernel.ready")
    assert description["language_info"]["name"] == "backprop"
    return page


@pytest.fixture(scope="module", params=PLACES)
def page(request, site):
    """A page whose kernel is ready: `kernel`, `run(code)`."""
    if request.param.startswith("firefox"):
        yield opened(request.getfixturevalue("firefox"), site, request.param)
    else:
        page = request.getfixturevalue("browser").new_page()
        yield opened(page, site, request.param)
        page.close()


@pytest.fixture(autouse=True)
def session(request):
    if "page" in request.fixturenames:
        request.getfixturevalue("page").evaluate("() => prepare()")


INTERRUPTED = "Interrupted"


def test_stop_keeps_the_weights(page):
    before, stopped, after, again = page.evaluate("""async () => [
      (await run('w_ij')).text,
      (await stop('train 1000000000 epochs', 300)).ename,
      (await run('w_ij')).text,
      (await run('train 10 epochs')).reply.status
    ]""")
    assert stopped == INTERRUPTED and again == "ok"
    assert before.startswith("w_ij") and after.startswith("w_ij") and before != after


def test_answers_while_a_cell_runs(page):
    found = page.evaluate("""async () => {
      const running = run('let quickness = 4\\ntrain 1000000000 epochs');
      await sleep(100);
      const known = (await kernel.complete('spee', 4)).matches;
      const inspected = await kernel.inspect('train', 3);
      const isComplete = (await kernel.isComplete('patterns mine:')).status;
      await sleep(1500);
      const later = (await kernel.complete('quickn', 6)).matches;
      const status = kernel.status;
      kernel.interrupt();
      return { known, inspected, isComplete, later, status, ename: (await running).reply.ename };
    }""")
    assert found["known"] == ["speed"] and found["later"] == ["quickness"]
    assert found["inspected"]["found"] and "train" in found["inspected"]["data"]["text/plain"]
    assert found["isComplete"] == "incomplete"
    assert found["status"] == "busy" and found["ename"] == INTERRUPTED


LONG = [
    "train 1000000000 epochs",
    "sweep η 0.1 0.2 0.3, seeds 1..100, train 1000000 epochs",
    "patterns digits\nnetwork 64-300-10, bias\nweights uniform -0.1 0.1, seed 1\ntrain 1000000 epochs, batch",
    "train 20000 epochs\nanimate training\n" * 50,
    "forward 2\nbackward\n" + "check gradient\nplot surface w_i1j1 w_i2j1\n" * 500,
    'patterns large from "large.csv", inputs 1..4, target 5\n' * 50,
]


def test_stops_in_the_middle_of_everything(page):
    """Whatever is stopped, the session goes on."""
    page.evaluate("() => { kernel.giveFile('large.csv', 'a,b,c,d,t\\n' + '1.25,2.5,3.75,0.5,1\\n'.repeat(200000)) }")
    for code in LONG:
        reply, speed = page.evaluate(
            f"async () => {{ await prepare(); return [await stop({code!r}, 250), (await run('speed')).text] }}"
        )
        assert reply.get("ename") == INTERRUPTED, (code, reply)
        assert "3" in speed


@pytest.mark.parametrize("page", ["chromium-disk", "firefox-server"], indirect=True)
def test_a_large_file(page):
    """64 MB, which only the cell that reads it copies."""
    found = page.evaluate("""async () => {
      kernel.giveFile('huge.csv', new Blob(['a,b,c,d,t\\n', ...Array(32).fill('1.25,2.5,3.75,0.5,1\\n'.repeat(100000))]));
      const first = await run('patterns huge from "huge.csv", inputs 1..4, target 5');
      kernel.giveFile('huge.csv', undefined);
      await kernel.restart();
      return [first.reply, first.text, (await run('patterns x from "huge.csv", inputs 1, target 2')).reply.evalue];
    }""")
    assert found[0]["status"] == "ok", found
    assert "3200000 patterns" in found[1]
    assert "No such file" in found[2]


DEEP = [
    "'exp('.repeat(3000) + '1' + ')'.repeat(3000)",
    r"'\\frac{1}{'.repeat(2000) + '1' + '}'.repeat(2000)",
    "'('.repeat(100000) + '1'",
    "'network 2-' + '2-'.repeat(10000) + '1'",
]


def test_what_is_too_deep(page):
    """An error in a sentence; the page and the session live on."""
    for code in DEEP:
        reply, speed = page.evaluate(f"async () => [(await run({code})).reply, (await run('speed')).text]")
        assert reply["ename"] in ("SyntaxError", "DepthError"), (code, reply)
        assert "3" in speed, (code, reply)


@pytest.mark.parametrize("page", ["chromium-disk"], indirect=True)
def test_what_needs_too_much_memory(page):
    """Two networks of two gigabytes: more than an address of 32 bits can reach."""
    reply, speed = page.evaluate("""async () => [
      (await run('network a: 16000-16000-1\\nnetwork b: 16000-16000-1\\nnetwork c: 16000-16000-1')).reply, (await run('speed')).text
    ]""")
    assert reply["ename"] == "MemoryError" and "memory" in reply["evalue"]
    assert "3" in speed


def test_cells_wait_and_fail_in_order(page):
    found = page.evaluate("""async () => {
      const codes = ['1 + 1', 'nonsense +', '1 + 2'];
      const aborted = (await Promise.all(codes.map(code => run(code)))).map(({ reply }) => reply.status);
      const kept = (await Promise.all(codes.map(code => run(code, { stopsQueue: false })))).map(({ reply }) => reply.status);
      const { outputs } = await run('nonsense +');
      return { aborted, kept, error: outputs[0] };
    }""")
    assert found["aborted"] == ["ok", "error", "aborted"] and found["kept"] == ["ok", "error", "ok"]
    assert found["error"]["type"] == "error" and found["error"]["content"]["ename"] == "SyntaxError"


def test_displays_are_updated_in_place(page):
    """A training's display is replaced by its updates; two trainings have two displays."""
    outputs = page.evaluate("async () => [await stop('train 1000000000 epochs', 400), (await run('train 5 epochs')).outputs][1]")
    first = page.evaluate("""async () => {
      const running = run('train 1000000000 epochs');
      await sleep(500);
      kernel.interrupt();
      return (await running).outputs;
    }""")
    identifiers, others = ({output["content"].get("transient", {}).get("display_id") for output in shown} - {None}
                           for shown in (first, outputs))
    assert any(output["type"] == "update_display_data" for output in first)
    assert len(identifiers) == 1 and others and not others & identifiers


def test_user_expressions(page):
    reply = page.evaluate("async () => (await run('let m = 7', { expressions: { m: 'm', wrong: 'nonsense +' } })).reply")
    assert "7" in reply["user_expressions"]["m"]["data"]["text/plain"]
    assert reply["user_expressions"]["wrong"]["status"] == "error"


def test_files_of_a_drive(page):
    """What a cell reads is fetched before it, what it writes is delivered before its reply."""
    found = page.evaluate("""async () => {
      const asked = [], written = {};
      const kernel = new Client({ ...options,
        readFile: async path => { asked.push(path); return path === 'and.csv' ? 'a,b,t\\n0,0,0\\n0,1,0\\n1,0,0\\n1,1,1\\n' : undefined },
        writeFile: async (path, blob) => {
          await sleep(200);
          if (path === 'full.json') throw new Error('the drive is full');
          written[path] = await blob.text();
        },
        listFiles: async prefix => ['and.csv', 'andante.csv', 'other.csv'].filter(path => path.startsWith(prefix))
      });
      await kernel.ready;
      const execute = code => kernel.execute(code);
      const read = await execute('patterns and from "and.csv", inputs 1..2, target 3\\nnetwork 2-1');
      const missing = await execute('patterns no from "no.csv", inputs 1..2, target 3');
      const saved = await execute('save "mine.json"');
      const isThere = 'mine.json' in written;
      const full = await execute('save "full.json"');
      const code = 'patterns x from "an';
      const { matches } = await kernel.complete(code, code.length);
      kernel.dispose();
      return { asked, read, missing, saved, isThere, full, matches, length: written['mine.json']?.length };
    }""")
    assert found["read"]["status"] == "ok" and found["asked"][0] == "and.csv"
    assert "No such file" in found["missing"]["evalue"]
    assert found["saved"]["status"] == "ok" and found["isThere"] and found["length"] > 100
    assert found["full"]["ename"] == "FileError" and "the drive is full" in found["full"]["evalue"]
    assert found["matches"] == ["and.csv", "andante.csv"]


def test_restart_while_a_cell_runs(page):
    found = page.evaluate("""async () => {
      const running = run('train 1000000000 epochs'), waiting = run('1 + 1');
      await sleep(200);
      await kernel.restart();
      return [(await running).reply.ename, (await waiting).reply.status, (await run('speed')).reply.ename];
    }""")
    assert found == [INTERRUPTED, "aborted", "NameError"]


@pytest.mark.parametrize("place", ["chromium-disk", "firefox-disk"])
def test_a_worker_that_cannot_look_is_replaced(request, site, place):
    """Where a worker cannot request URLs, stop goes on from the session as it was published last."""
    is_firefox = place.startswith("firefox")
    page = request.getfixturevalue("firefox") if is_firefox else request.getfixturevalue("browser").new_page()
    opened(page, site, place, "blind.html")
    found = page.evaluate("""async () => {
      await prepare();
      const { ename } = await stop('let quickness = 4\\ntrain 1000000000 epochs', 1800);
      return [ename, (await run('speed')).text, (await run('quickness')).text];
    }""")
    assert found[0] == INTERRUPTED and "3" in found[1] and "4" in found[2]
