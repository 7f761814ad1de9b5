"""The wheel for every system: what one `pip install` gives where no native wheel fits. Its kernel is the WebAssembly
module, and answers as the native kernel does."""

import ast
import os
import re
import shutil
import signal
import subprocess
import sys
import sysconfig
import time
import venv
import zipfile
from pathlib import Path

import nbformat
import pytest
from checkout import ROOT
from jupyter_client.manager import KernelManager, start_new_kernel

LONG = "network 2-2-1, bias\npatterns xor\ntrain 100000000 epochs, η 0.5"


@pytest.fixture(scope="module")
def any_wheel():
    built = subprocess.run([sys.executable, ROOT / "kernelspec/build-any-wheel"], capture_output=True, text=True)
    assert built.returncode == 0, built.stderr
    return Path(built.stdout.strip())


@pytest.fixture(scope="module")
def environment(any_wheel, tmp_path_factory):
    """A virtual environment with the wheel; ipykernel, wasmtime and the like are those of the tests' environment."""
    folder = tmp_path_factory.mktemp("any")
    venv.create(folder, with_pip=True)
    subprocess.run([folder / "bin/pip", "install", "--quiet", "--no-deps", "--no-index", any_wheel], check=True)
    site = next(folder.glob("lib/python3*/site-packages"))
    (site / "lent.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return folder


@pytest.fixture(scope="module")
def start(environment):
    """Starts the wheel's kernel in a folder, perhaps by another command; returns its manager and client."""
    running = []

    def start(folder, *command):
        manager = KernelManager(kernel_name="backprop")
        manager.kernel_spec_manager.kernel_dirs = [str(environment / "share/jupyter/kernels")]
        # A client in the environment would take its own Python.
        assert manager.kernel_spec.argv[0] == "python"
        manager.kernel_spec.argv[:1] = [*command, str(environment / "bin/python")]
        manager.start_kernel(cwd=folder)
        client = manager.blocking_client()
        running.append((manager, client))
        client.start_channels()
        # As a notebook, whose displays can be replaced.
        client.allow_stdin = False
        client.wait_for_ready(timeout=60)
        return manager, client

    yield start
    for manager, client in running:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("notebook")


@pytest.fixture(scope="module")
def kernel(start, folder):
    return start(folder)


@pytest.fixture
def run(kernel):
    return lambda code, **options: shown(kernel[1], code, **options)


def shown(client, code, **options):
    """The content of the reply to a cell, and the text of each of its displays at the end."""
    texts = {}

    def keep(message):
        content = message["content"]
        if "data" in content:
            texts[content.get("transient", {}).get("display_id", len(texts))] = content["data"]["text/plain"]

    reply = client.execute_interactive(code, output_hook=keep, allow_stdin=False, timeout=60, **options)["content"]
    return reply, list(texts.values())


@pytest.mark.parametrize(
    ("platform", "chosen"),
    [
        ("manylinux_2_31_x86_64", "manylinux_2_30_x86_64"), ("manylinux_2_28_x86_64", "any"),
        ("manylinux_2_31_aarch64", "any"), ("win_amd64", "any"), ("macosx_11_0_arm64", "any"),
    ],
)  # fmt: skip
def test_pip_chooses_it_where_the_native_one_does_not_fit(environment, any_wheel, tmp_path, platform, chosen):
    """By the files' names alone, so any file will do for the native one. A real platform includes the older ones."""
    names = {tag: any_wheel.name.replace("-any.", f"-{tag}.") for tag in ("any", "manylinux_2_30_x86_64")}
    for name in names.values():
        shutil.copy(any_wheel, tmp_path / name)
    older = [platform] if "_31_x86" not in platform else [platform, "manylinux_2_30_x86_64"]
    options = [word for name in older for word in ("--platform", name)]
    subprocess.run(
        [environment / "bin/pip", "download", "--quiet", "--no-deps", "--no-index", "--only-binary", ":all:",
         "--find-links", tmp_path, *options, "--dest", tmp_path / "chosen", "backprop-kernel"],
        check=True)  # fmt: skip
    assert [file.name for file in (tmp_path / "chosen").iterdir()] == [names[chosen]]


def test_it_is_the_same_package_and_written_for_its_oldest_python(any_wheel):
    with zipfile.ZipFile(any_wheel) as wheel:
        (metadata,) = [wheel.read(name).decode() for name in wheel.namelist() if name.endswith("/METADATA")]
        named = re.findall("^License-File: (.*)$", metadata, re.MULTILINE)
        for licence in named:
            (text,) = [wheel.read(name) for name in wheel.namelist() if name.endswith(f"licenses/{licence}")]
            assert len(text) > 100
        for name in wheel.namelist():
            if name.endswith(".py"):
                ast.parse(wheel.read(name), name, feature_version=(3, 9))
        (entry_points,) = [wheel.read(name).decode() for name in wheel.namelist() if name.endswith("/entry_points.txt")]
    assert "[jupyterlite.addon.v0]\nbackprop = backprop_kernel.lite:KernelAddon\n" in entry_points
    assert "Name: backprop-kernel\n" in metadata and "Requires-Dist: wasmtime>=" in metadata


def test_a_cell(run):
    reply, texts = run("network 2-2-1, bias\npatterns xor\n1/4", user_expressions={"w": "w_ij", "wrong": "nonsense"})
    assert reply["status"] == "ok" and texts[-1] == "1/4 = 0.25"
    values = reply["user_expressions"]
    assert values["w"]["data"]["application/json"]["shape"] == [3, 2]
    assert (values["wrong"]["status"], values["wrong"]["ename"]) == ("error", "NameError")
    reply, _ = run("forwrad 2")
    assert reply["status"] == "error" and any("did you mean" in line for line in reply["traceback"])


def test_a_training_shows_progress_answers_and_stops(kernel, run):
    """An interrupt keeps the weights of the last update."""
    manager, client = kernel
    run("network 2-2-1, bias\npatterns xor")
    before = run("", user_expressions={"w": "w_ij"})[0]["user_expressions"]["w"]
    training = client.execute(LONG)
    while client.get_iopub_msg(timeout=20)["msg_type"] != "update_display_data":
        pass
    requests = {
        client.complete("network 2-2-1\ntrai", 18): lambda content: "train" in content["matches"],
        client.inspect("train", 3): lambda content: content["found"] and "epochs" in content["data"]["text/plain"],
        client.is_complete("patterns xor:"): lambda content: content["status"] == "incomplete",
        client.kernel_info(): lambda content: content["language_info"]["name"] == "backprop",
        client.history(hist_access_type="tail", n=1): lambda content: content["history"],
    }
    for _ in range(len(requests)):
        reply = client.get_shell_msg(timeout=10)
        assert requests.pop(reply["parent_header"]["msg_id"])(reply["content"]), reply
    manager.interrupt_kernel()
    reply = client.get_shell_msg(timeout=10)
    assert reply["parent_header"]["msg_id"] == training
    assert (reply["content"]["status"], reply["content"]["ename"]) == ("error", "Interrupted")
    after = run("", user_expressions={"w": "w_ij"})[0]["user_expressions"]["w"]
    assert after["data"]["application/json"] != before["data"]["application/json"]


def test_in_a_terminal_the_end_of_a_training_is_shown_once(kernel):
    """There nothing that is shown can be replaced."""
    _, client = kernel
    kinds = []
    reply = client.execute_interactive(
        "network 2-2-1, bias\npatterns xor\ntrain 100000 epochs, η 0.5\n1/4", allow_stdin=True, timeout=60,
        output_hook=lambda message: kinds.append((message["msg_type"], message["content"].get("data"))))  # fmt: skip
    assert reply["content"]["status"] == "ok"
    shown = [(kind, data["text/plain"]) for kind, data in kinds if data]
    assert {kind for kind, _ in shown} == {"display_data", "execute_result"}
    assert len([text for _, text in shown if "epoch 100000 of 100000" in text]) == 1
    assert shown[-1] == ("execute_result", "1/4 = 0.25")


def test_a_signal_stops_it_too(kernel, run):
    manager, client = kernel
    client.execute(LONG)
    while client.get_iopub_msg(timeout=20)["msg_type"] != "update_display_data":
        pass
    os.kill(manager.provisioner.pid, signal.SIGINT)
    assert client.get_shell_msg(timeout=10)["content"]["ename"] == "Interrupted"
    assert run("1/4")[1] == ["1/4 = 0.25"]


def test_files_lie_in_the_notebooks_folder(run, folder):
    run("network 2-2-1, bias\nw_i1j2 = 0.125")
    assert run('save "größe.json"')[0]["status"] == "ok"
    assert [file.name for file in folder.iterdir()] == ["größe.json"]
    # As `open` would make it.
    (folder / "other").touch()
    assert (folder / "größe.json").stat().st_mode == (folder / "other").stat().st_mode
    run("network 1-1")
    assert run('load "größe.json"')[0]["status"] == "ok"
    assert run("w_i1j2")[1] == ["w_i1j2 = 0.125"]
    assert run('load "missing.json"')[0]["evalue"].endswith('cannot read "missing.json": No such file or directory')
    (folder / "folder.json").mkdir()
    assert run('load "folder.json"')[0]["evalue"].endswith("Is a directory")
    assert run('save "missing/a.json"')[0]["evalue"].endswith("No such file or directory")


def test_what_the_stack_or_the_memory_cannot_hold_loses_nothing(environment, tmp_path):
    """In a cell, and in a request while a cell runs. The module has little of both here."""
    program = """
from backprop_kernel.anywhere import module
module.STACK, module.MEMORY = 100_000, 64 << 20
NESTED = "exp(" * 190 + "1" + ")" * 190
requests = []

def call(*request):
    try:
        reply = backprop.call(*request, show=show)
        print(reply["status"], reply.get("ename", ""))
    except module.Trapped as trap:
        print(trap.name)

def show(kind, content):
    if kind == "execute_result":
        print(content["data"]["text/plain"])

def poll():
    answered = bool(requests)
    while requests:
        call(*requests.pop())
    return answered

backprop = module.Module(poll)
call("execute", "let kept = 3")
call("execute", f"let lost = 4\\n{NESTED}")
call("execute", "let lost = 4\\nnetwork 4000-4000-10")
call("execute", "kept")
call("execute", "network 2-2-1\\npatterns xor")
requests += [("evaluate", "kept"), ("evaluate", NESTED)]
call("execute", "train 1000000000 epochs")
call("execute", "let lost = 5")
"""
    done = subprocess.run([environment / "bin/python", "-c", program], cwd=tmp_path, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    assert [line.strip() for line in done.stdout.splitlines()] == [
        "ok", "DepthError", "MemoryError", "kept = 3", "ok", "ok",
        "DepthError", "ok", "error Interrupted", "ok",
    ]  # fmt: skip


def test_a_library_is_not_taken_from_the_notebooks_folder(start, tmp_path):
    for name in ("json", "queue", "zmq", "wasmtime", "ipykernel"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit(7)\n")
    _, client = start(tmp_path)
    assert shown(client, "1/4")[1] == ["1/4 = 0.25"]


def test_it_needs_no_console(start, tmp_path):
    """As on Windows, where pythonw has none."""
    _, client = start(tmp_path, "bash", "-c", 'exec "$@" <&- >&- 2>&-', "bash")
    assert shown(client, "1/4")[1] == ["1/4 = 0.25"]


@pytest.mark.parametrize(
    "kind, content",
    [("complete", {"code": 5, "cursor_pos": 0}), ("is_complete", {}), ("inspect", {"code": "train", "cursor_pos": "x"}),
     ("execute", {"code": "1", "user_expressions": {"a": 5}}), ("execute", {})],
)  # fmt: skip
def test_a_request_that_is_none(kernel, run, kind, content):
    _, client = kernel
    client.shell_channel.send(client.session.msg(f"{kind}_request", content))
    reply = client.get_shell_msg(timeout=20)
    assert (reply["msg_type"], reply["content"]["status"]) == (f"{kind}_reply", "error")
    assert reply["content"]["evalue"] and "attribute" not in reply["content"]["evalue"]
    assert run("1/4")[1] == ["1/4 = 0.25"]


@pytest.mark.parametrize("name", ["1-derivation", "2-one-step-by-hand"])
def test_a_handout_is_that_of_the_native_kernel(start, tmp_path, name):
    cells = nbformat.read(ROOT / f"notebooks/{name}.ipynb", 4).cells
    cells = [cell.source for cell in cells if cell.cell_type == "code"]
    assert len(cells) > 5
    manager, native = start_new_kernel(kernel_name="backprop")
    try:
        assert not manager.kernel_spec.argv[0].endswith("python")
        _, ours = start(tmp_path)
        for cell in cells:
            assert shown(ours, cell)[1] == shown(native, cell)[1], cell
    finally:
        native.stop_channels()
        manager.shutdown_kernel(now=True)


def test_sessions_and_magics(environment, tmp_path):
    """In a Python of the environment, whose kernel is this one."""
    program = """
import backprop_kernel
from IPython.core.interactiveshell import InteractiveShell
with backprop_kernel.Session() as session:
    session.patterns("mine", [[0, 0], [0, 1], [1, 0], [1, 1]], [0, 1, 1, 0])
    session.run("network 2-2-1, bias\\ntrain 300 epochs")
    print(session._manager.kernel_spec.argv[2], session["w_ij"].shape, session["curve"].shape)
shell = InteractiveShell.instance()
shell.run_line_magic("load_ext", "backprop_kernel")
shell.run_cell("%%backprop -o w_ij\\nnetwork 2-3-1, bias")
print(shell.user_ns["w_ij"].shape)
"""
    done = subprocess.run(
        [environment / "bin/python", "-c", program], cwd=tmp_path, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert lines[0] == "backprop_kernel.anywhere (3, 2) (300, 2)" and lines[-1] == "(3, 3)"


def test_a_page_by_the_module(environment, tmp_path):
    """Where the shell does not find `backprop`; and without nbconvert, which this wheel does not bring."""
    shutil.copy(ROOT / "notebooks/3-xor.ipynb", tmp_path)
    page = [environment / "bin/python", "-m", "backprop_kernel", "page", "3-xor.ipynb"]
    # nbconvert's templates are in the tests' environment.
    subprocess.run(page, cwd=tmp_path, check=True, env={**os.environ, "JUPYTER_PATH": f"{sysconfig.get_path('data')}/share/jupyter"})
    assert (tmp_path / "3-xor.html").stat().st_size > 1_000_000
    (tmp_path / "nbconvert.py").write_text('raise ModuleNotFoundError("No module named \'nbconvert\'", name="nbconvert")')
    done = subprocess.run(page, cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 1 and done.stderr.endswith("is missing: pip install nbconvert\n") and done.stderr.count("\n") == 1


def test_a_cache_that_cannot_be_written_is_done_without(environment, tmp_path):
    (tmp_path / ".cache").touch()
    environ = {name: value for name, value in os.environ.items() if not name.startswith("XDG_")}
    done = subprocess.run(
        [environment / "bin/python", "-c", "from backprop_kernel.anywhere import module; module.engine()"],
        env={**environ, "HOME": str(tmp_path)}, capture_output=True, text=True)  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")


def test_it_ends_at_once(start, tmp_path):
    """Even while a cell runs."""
    manager, client = start(tmp_path)
    client.execute(LONG)
    while client.get_iopub_msg(timeout=20)["msg_type"] != "update_display_data":
        pass
    client.shutdown()
    end = time.monotonic() + 10
    while manager.is_alive() and time.monotonic() < end:
        time.sleep(0.05)
    assert manager.provisioner.process.returncode == 0
