"""The contestants: each trains a row's network, and says what processor time that took."""

import json
import os
import subprocess
import tempfile
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parents[3]
PROGRAM = ROOT / ".build/release/backprop"
MODULES = {"relaxed": ROOT / ".build/browser/backprop.wasm", "simd": ROOT / ".build/browser/backprop-simd.wasm"}
NODE = ROOT / "Sources/Benchmarks/browser/node.mjs"


def used(process):
    """Seconds of processor time of all threads of a process and of those that it has started, to the nanosecond."""
    total = 0
    for each in [process, *process.children(recursive=True)]:
        for thread in Path(f"/proc/{each.pid}/task").glob("*/schedstat"):
            try:
                total += int(thread.read_text().split()[0])
            except OSError:
                pass
    return total / 1e9


class Native:
    """The program, started anew for every training."""

    name = "native"

    def __init__(self):
        self.folder = tempfile.TemporaryDirectory(prefix="backprop-")

    def run(self, cell):
        """The processor time of a program in the language, and the file `w.json` if it saves one."""
        folder = Path(self.folder.name)
        (folder / "cell.bp").write_text(cell)
        process = subprocess.Popen([PROGRAM, "run", "cell.bp"], cwd=folder, stdout=subprocess.PIPE, text=True)
        shown = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        assert process.returncode == 0, shown
        return usage.ru_utime + usage.ru_stime

    def problem(self, row):
        """The row's first weights and its patterns, as `save` writes them."""
        self.give(row)
        self.run(f'{row.setting}\nsave "w.json"')
        return (Path(self.folder.name) / "w.json").read_text()

    def give(self, row):
        for path, text in row.files.items():
            (Path(self.folder.name) / path).write_text(text)

    def prepare(self, row, problem):
        self.give(row)

    def train(self, row, epochs):
        return self.run(f"{row.setting}\n{row.training(epochs)}")

    def weights(self, row, epochs):
        self.run(f'{row.setting}\n{row.training(epochs)}\nsave "w.json"')
        return weights_of((Path(self.folder.name) / "w.json").read_text())

    def close(self):
        self.folder.cleanup()


class Module:
    """The WebAssembly module, in a host that `call` reaches."""

    def __init__(self, name, host):
        self.name, self.host = name, host

    def prepare(self, row, problem):
        for path, text in row.files.items():
            self.host.call("giveFile", path, text)
        self.host.call("execute", row.setting)

    def train(self, row, epochs):
        before = used(self.host.process)
        self.host.call("execute", f"reset\n{row.training(epochs)}")
        return used(self.host.process) - before

    def weights(self, row, epochs):
        self.host.call("execute", f'reset\n{row.training(epochs)}\nsave "w.json"')
        return weights_of(self.host.call("file", "w.json"))


class Plain:
    """Plain JavaScript, in a host that `call` reaches."""

    def __init__(self, name, host):
        self.name, self.host = name, host

    def prepare(self, row, problem):
        self.host.call("prepare", problem)

    def train(self, row, epochs):
        before = used(self.host.process)
        self.host.call("train", row.options(epochs))
        return used(self.host.process) - before

    def weights(self, row, epochs):
        self.host.call("train", row.options(epochs))
        return self.host.call("weights")


class Node:
    def __init__(self):
        choice = f"import('{ROOT}/kernelspec/browser/variant.js').then(each => console.log(each.variant()))"
        chosen = subprocess.run(["node", "-e", choice], capture_output=True, text=True, check=True)
        flags = [] if chosen.stdout.strip() == "relaxed" else ["--experimental-wasm-relaxed-simd"]
        self.child = subprocess.Popen(
            ["node", *flags, NODE], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.process = psutil.Process(self.child.pid)

    def call(self, *call):
        self.child.stdin.write(json.dumps(call) + "\n")
        self.child.stdin.flush()
        answer = self.child.stdout.readline()
        assert answer, self.child.stderr.read()
        return json.loads(answer)

    def close(self):
        self.child.stdin.close()
        self.child.wait()


class Chromium:
    def __init__(self, playwright):
        class Handler(SimpleHTTPRequestHandler):
            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=ROOT))
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        earlier = set(psutil.Process().children())
        arguments = ["--no-sandbox"] if os.getuid() == 0 else []
        self.browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=arguments)
        # Playwright's own process, whose child the browser is, is there already.
        self.process = next(
            each for each in psutil.Process().children(recursive=True)
            if each not in earlier and "chromium" in each.name() and "--type=" not in " ".join(each.cmdline()))
        self.page = self.browser.new_page()
        self.page.set_default_timeout(120_000)
        address = f"http://127.0.0.1:{self.server.server_port}"
        self.page.goto(f"{address}/Sources/Benchmarks/browser/page.html")
        self.page.wait_for_function("window.calls")
        self.call("start", {name: f"{address}/{path.relative_to(ROOT)}" for name, path in MODULES.items()})

    def call(self, name, *rest):
        return self.page.evaluate("([name, rest]) => calls[name](...rest)", [name, rest])

    def close(self):
        self.browser.close()
        self.server.shutdown()


def weights_of(file):
    return [each["weights"] for each in json.loads(file)["networks"][0]["projections"]]
