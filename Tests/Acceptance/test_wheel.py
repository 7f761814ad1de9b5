"""The wheel: what one `pip install` gives on a machine without Swift, and that removing it leaves nothing."""

import re
import subprocess

import pytest
from jupyter_client.manager import start_new_kernel
from pygments.token import Keyword


@pytest.fixture
def kernel_folder(environment):
    return environment / "share/jupyter/kernels/backprop"


def test_the_kernel_runs(kernel_folder, monkeypatch, environment):
    monkeypatch.setenv("JUPYTER_PATH", str(environment / "share/jupyter"))
    manager, client = start_new_kernel(kernel_name="backprop")
    try:
        assert manager.kernel_spec.resource_dir == str(kernel_folder)
        shown = []
        reply = client.execute_interactive("network 2-2-1\n1 / 4", output_hook=shown.append, timeout=60)
        assert reply["content"]["status"] == "ok"
        assert any("0.25" in message["content"].get("data", {}).get("text/plain", "") for message in shown)
    finally:
        client.stop_channels()
        manager.shutdown_kernel()


def test_libraries_travel_along(kernel_folder):
    """Only the C library is the machine's; an RPATH goes before the system's folders, so these are the wheel's own."""
    listed = subprocess.run(["ldd", kernel_folder / "backprop"], capture_output=True, text=True, check=True).stdout
    places = dict(re.findall(r"^\s*(\S+) => (\S+) ", listed, re.MULTILINE))
    outside = {name for name, path in places.items() if not path.startswith(str(kernel_folder / "lib"))}
    assert {re.sub(r"\.so.*", "", name) for name in outside} <= {"libc", "libm", "libpthread", "libresolv", "libdl", "librt"}


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
    before = set(tmp_path.rglob("*"))
    subprocess.run([pip, "install", "--quiet", "--no-deps", "--no-index", "--no-compile", wheel], check=True)
    assert set(tmp_path.rglob("*")) > before
    subprocess.run([pip, "uninstall", "--quiet", "--yes", "backprop-kernel"], check=True)
    left = set(tmp_path.rglob("*")) - before
    assert not [path for path in left if path.is_file() and "backprop" in path.name]
