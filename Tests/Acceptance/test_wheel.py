"""The wheel: what one `pip install` gives on a machine without Swift, and that removing it leaves nothing."""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from bare_machine import bare, why_not
from checkout import HANDOUTS, ROOT, some
from jupyter_client.manager import start_new_kernel
from lab_server import open_page, run_first_cell, serving
from playwright.sync_api import expect
from pygments.token import Keyword

SCREENSHOTS = ROOT / ".build/screenshots"
V4 = {"avx512f", "avx512bw", "avx512cd", "avx512dq", "avx512vl"}


@pytest.fixture
def kernel_folder(environment):
    return environment / "share/jupyter/kernels/backprop"


@pytest.fixture
def student(environment, tmp_path, monkeypatch):
    """Returns the command line of the environment's Python on a bare machine, for a new user."""
    (tmp_path / "scratch").mkdir()
    if reason := why_not(tmp_path / "scratch"):
        pytest.skip(reason)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    return bare(tmp_path / "scratch", environment / "bin/python")


@pytest.fixture
def started(environment, monkeypatch):
    """Starts the environment's kernel; returns its manager and client."""
    monkeypatch.setenv("JUPYTER_PATH", str(environment / "share/jupyter"))
    running = []

    def start():
        running.append(start_new_kernel(kernel_name="backprop"))
        return running[-1]

    yield start
    for manager, client in running:
        client.stop_channels()
        manager.shutdown_kernel()


def test_every_handout_runs_on_a_bare_machine(student, tmp_path):
    swift = subprocess.run([*student, "-c", "import shutil; print(shutil.which('swiftc'))"], capture_output=True, text=True)
    assert swift.stdout == "None\n"
    done = subprocess.run(
        [*student, ROOT / "notebooks/run_handouts.py", tmp_path / "executed", *HANDOUTS], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count(", ok\n") == len(HANDOUTS)
    # The PNG and PDF of figures come from the libraries in the wheel.
    assert '"application/pdf"' in (tmp_path / "executed/3-xor.ipynb").read_text()


def test_jupyterlab_on_a_bare_machine(student, tmp_path, browser):
    """Coloured, run, explained: what a student sees after `pip install`."""
    folder = tmp_path / "folder"
    folder.mkdir()
    shutil.copy(ROOT / "notebooks/2-one-step-by-hand.ipynb", folder)
    with serving(folder, student, home=tmp_path / "home") as address:
        context = browser.new_context(viewport={"width": 1400, "height": 1000})
        context.set_default_timeout(60_000)
        expect.set_options(timeout=60_000)
        page = open_page(context, address("2-one-step-by-hand.ipynb"))
        cell = page.locator(".jp-CodeCell").first
        line = cell.locator(".cm-line").first
        expect(line.locator("span", has_text=re.compile("^network$"))).to_be_visible()
        run_first_cell(page, re.compile(r"\[\d+\]:"))
        cell.locator(".cm-content").click()
        page.keyboard.press("Control+Home")
        for _ in "network":
            page.keyboard.press("ArrowRight")
        page.keyboard.press("Shift+Tab")
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        expect(page.locator(".jp-Tooltip")).to_contain_text("network")
        page.screenshot(path=SCREENSHOTS / "wheel.png")
        context.close()


def test_licences_of_all_that_is_bundled(environment, kernel_folder):
    """Every library and font has its own: ISC is libsodium's, by its home page, and the LGPL librsvg's and Cairo's."""
    information = next(environment.glob("lib/python3*/site-packages/backprop_kernel-*.dist-info"))
    licences = information / "licenses"
    metadata = (information / "METADATA").read_text()
    assert "License-Expression: BSD-3-Clause\n" in metadata
    for named in re.findall("^License-File: (.*)$", metadata, re.MULTILINE):
        assert (licences / named).stat().st_size > 100
    assert (licences / "LICENSE").read_text() == (ROOT / "LICENSE").read_text()
    assert "Runtime Library Exception" in (licences / "swift.txt").read_text()

    bundled = {file.name for folder in ("lib", "fonts") for file in (kernel_folder / folder).iterdir()} - {"fonts.conf"}
    assert {"libzmq.so.5", "libsodium.so.23", "librsvg-2.so.2", "libcairo.so.2", "DejaVuSans.ttf"} < bundled
    listed = dict(re.findall(r"^(\S+) \(.*?\): (.*)$", (licences / "BUNDLED").read_text(), re.MULTILINE))
    assert set(listed) == bundled
    for name in bundled:
        assert listed[name].endswith(f"{name}.txt")
        assert (licences / f"{name}.txt").stat().st_size > 100
    assert listed["libsodium.so.23"].startswith("ISC,")
    assert "LGPL" in listed["librsvg-2.so.2"]
    assert "LGPL" in (licences / "libcairo.so.2.txt").read_text()


@pytest.mark.parametrize("asked", [None, "x86-64-v3"])
def test_the_best_program_for_the_processor_runs(started, monkeypatch, asked):
    """The kernel's process is the one that the client started, even if another program has taken it over."""
    if asked:
        monkeypatch.setenv("BACKPROP_CPU", asked)
    manager, _ = started()
    flags = set(re.search(r"^flags\s*:(.*)", Path("/proc/cpuinfo").read_text(), re.MULTILINE)[1].split())
    expected = "backprop-x86-64-v4" if flags >= V4 and not asked else "backprop"
    assert os.path.basename(os.readlink(f"/proc/{manager.provisioner.pid}/exe")) == expected


def test_the_kernel_runs(started, kernel_folder):
    manager, client = started()
    assert manager.kernel_spec.resource_dir == str(kernel_folder)
    shown = []
    reply = client.execute_interactive("network 2-2-1\n1 / 4", output_hook=shown.append, timeout=60)
    assert reply["content"]["status"] == "ok"
    assert any("0.25" in message["content"].get("data", {}).get("text/plain", "") for message in shown)


def test_libraries_travel_along(kernel_folder):
    """Only the C library is the machine's; an RPATH precedes the system's folders, so the others are the wheel's own."""
    for program in some(kernel_folder.glob("backprop*")):
        listed = subprocess.run(["ldd", program], capture_output=True, text=True, check=True).stdout
        places = dict(re.findall(r"^\s*(\S+) => (\S+) ", listed, re.MULTILINE))
        outside = {name for name, path in places.items() if not path.startswith(str(kernel_folder / "lib"))}
        assert {re.sub(r"\.so.*", "", name) for name in outside} <= {"libc", "libm", "libpthread", "libresolv", "libdl", "librt", "libutil"}


def test_jupyterlite_gets_the_kernel_and_jupyterlab_only_the_colours(environment, python, tmp_path):
    assert [folder.name for folder in (environment / "share/jupyter/labextensions").iterdir()] == ["backprop-highlighting"]
    python(tmp_path, "-m", "jupyterlite_core", "build", "--no-sourcemaps", "--output-dir", "site")
    extensions = tmp_path / "site/extensions"
    assert {"backprop-highlighting", "backprop-lite"} <= {folder.name for folder in extensions.iterdir()}
    listed = json.loads((tmp_path / "site/jupyter-lite.json").read_text())["jupyter-config-data"]["federated_extensions"]
    (kernel,) = [extension for extension in listed if extension["name"] == "backprop-lite"]
    static = (extensions / "backprop-lite" / kernel["load"]).parent.parent
    assert (static / "backprop.wasm").read_bytes() == (ROOT / ".build/browser/backprop.wasm").read_bytes()
    assert not (static / "page").exists()


def test_pygments_knows_the_language(environment):
    program = (
        "from importlib.metadata import entry_points\n"
        "print([point.value for point in entry_points(group='pygments.lexers') if point.name == 'backprop'])"
    )
    done = subprocess.run([environment / "bin/python", "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "['backprop_kernel.lexer:BackpropLexer']\n"


def test_lexer_colours_a_command(lexer):
    assert (Keyword, "train") in list(lexer.get_tokens("train 5 epochs"))


def test_uninstalling_leaves_no_trace(wheel, tmp_path):
    subprocess.run(["python", "-m", "venv", tmp_path / "clean"], check=True)
    pip = tmp_path / "clean/bin/pip"

    def files():
        """All files except those that pip compiles for itself; empty folders are left out, as Jupyter packages share them."""
        return {path for path in tmp_path.rglob("*") if path.is_file() and "__pycache__" not in path.parts}

    before = files()
    subprocess.run([pip, "install", "--quiet", "--no-deps", "--no-index", wheel], check=True)
    assert len(files()) > len(before) + 100
    subprocess.run([pip, "uninstall", "--quiet", "--yes", "backprop-kernel"], check=True)
    assert files() == before
