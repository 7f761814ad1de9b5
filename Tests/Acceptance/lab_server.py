"""A JupyterLab server for tests, and how its page is opened and used."""

import os
import secrets
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import expect

ALLOW_ROOT = ["--allow-root"] if os.getuid() == 0 else []

# JupyterLab drops a cell that is run before its connection is ready, and does not show when it is.
READY = """async status => {
    const isReady = async () => {
        if (!window.jupyterapp) return false;
        await Promise.all([window.jupyterapp.restored, window.jupyterapp.allPluginsActivated]);
        const context = window.jupyterapp.shell.currentWidget?.sessionContext;
        if (!context?.isReady || !context.session?.kernel) return false;
        await context.session.kernel.info;
        return context.session.kernel.status === status;
    };
    return Promise.race([isReady(), new Promise(resolve => setTimeout(resolve, 1000, false))]);
}"""

HAS_RUN = """() => {
    const notebook = window.jupyterapp.shell.currentWidget;
    const cells = [...notebook.content.model.cells].filter(cell => cell.type === 'code');
    return cells.every(cell => cell.executionCount && cell.executionState !== 'running')
        && notebook.sessionContext.session.kernel.status === 'idle';
}"""


@contextmanager
def serving(folder, python=(sys.executable,), home=None):
    """JupyterLab in a folder, started by this Python's command; returns the address of a file in it."""
    port, token = free_port(), secrets.token_hex()
    home = Path(home or Path.home())
    # JupyterLab asks each new user about news; this user has answered.
    answers = home / ".jupyter/lab/user-settings/@jupyterlab/apputils-extension"
    answers.mkdir(parents=True, exist_ok=True)
    (answers / "notification.jupyterlab-settings").write_text('{"fetchNews": "false", "checkForUpdates": false}')

    log_file = folder / "server.log"
    with open(log_file, "w") as log:
        server = subprocess.Popen(
            [*python, "-m", "jupyterlab", "--no-browser", *ALLOW_ROOT]
            + [f"--ServerApp.{option}" for option in ("ip=127.0.0.1", f"port={port}", f"root_dir={folder}")]
            + [f"--IdentityProvider.token={token}", "--LabApp.expose_app_in_browser=True"],
            stdout=log,
            stderr=log,
            env={**os.environ, "HOME": str(home)},
        )
    try:
        wait_for(f"http://127.0.0.1:{port}/api?token={token}", server, log_file)
        yield lambda name: f"http://127.0.0.1:{port}/lab/tree/{name}?token={token}&reset"
    finally:
        server.terminate()
        server.wait(30)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(address, server, log):
    """Returns once the server answers; fails with its log if it ends or takes over a minute."""
    for _ in range(240):
        try:
            return urllib.request.urlopen(address).close()
        except OSError:
            if server.poll() is not None:
                break
            time.sleep(0.25)
    raise AssertionError(f"{address} does not answer:\n{log.read_text()}")


def wait_until(page, condition, *arguments):
    """Waits for a function of the page, which may be async: Playwright's own would take a promise for an answer."""
    end = time.monotonic() + 60
    while not page.evaluate(condition, *arguments):
        assert time.monotonic() < end, f"It never came true: {condition}"
        time.sleep(0.1)


def open_page(context, address, status="idle"):
    """A notebook in its own page, with its kernel idle unless another status is given."""
    page = context.new_page()
    page.goto(address)
    wait_until(page, READY, status)
    page.locator(".jp-Notebook .jp-Cell").first.click()
    return page


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
