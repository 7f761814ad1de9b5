"""The wheel on an older system: a Debian 11 of its own, where pip installs it and the kernel draws a figure."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from jupyter_client import BlockingKernelClient
from jupyter_client.connect import write_connection_file

# Its own /proc: the program finds its libraries by where it lies.
INSIDE = 'mount -t proc proc "$1/proc"; exec chroot "$@"'


@pytest.fixture(scope="module")
def old_system(tmp_path_factory):
    """The root of a Debian 11 that has Python and no more."""
    if not shutil.which("debootstrap"):
        pytest.skip("there is no debootstrap")
    root = tmp_path_factory.mktemp("debian") / "root"
    made = subprocess.run(
        ["debootstrap", "--variant=minbase", "--include=python3-venv", "bullseye", root],
        capture_output=True, text=True)  # fmt: skip
    if "can only run as root" in made.stdout + made.stderr:
        pytest.skip("only root can make one")
    assert made.returncode == 0, made.stdout + made.stderr
    return root


@pytest.fixture(scope="module")
def inside(old_system):
    """Returns the command line that runs a command in the old system."""
    return lambda *command: ["unshare", "--mount", "sh", "-euc", INSIDE, "inside", str(old_system), *map(str, command)]


@pytest.fixture(scope="module")
def kernel_folder(old_system, inside, wheel):
    """The folder of the kernel, as pip installs it there."""
    shutil.copy(wheel, old_system)
    name = Path(wheel).name
    subprocess.run(inside("python3", "-m", "venv", "/student"), check=True)
    installed = subprocess.run(
        inside("/student/bin/pip", "install", "--quiet", "--no-deps", "--no-index", f"/{name}"),
        capture_output=True, text=True)  # fmt: skip
    assert installed.returncode == 0, installed.stdout + installed.stderr
    return "/student/share/jupyter/kernels/backprop"


def test_its_c_library_is_older_than_the_one_of_this_machine(inside):
    """Otherwise what follows would show nothing."""
    versions = [
        tuple(map(int, subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()[-1].split(".")))
        for command in (inside("getconf", "GNU_LIBC_VERSION"), ["getconf", "GNU_LIBC_VERSION"])
    ]
    assert versions[0] == (2, 31) < versions[1]


def test_the_kernel_trains_and_draws(old_system, inside, kernel_folder):
    spec = json.loads((old_system / kernel_folder.lstrip("/") / "kernel.json").read_text())
    file, _ = write_connection_file(str(old_system / "tmp/connection.json"))
    argv = [word.format(resource_dir=kernel_folder, connection_file="/tmp/connection.json") for word in spec["argv"]]
    kernel = subprocess.Popen(inside(*argv))
    client = BlockingKernelClient(connection_file=file)
    client.load_connection_file()
    client.start_channels()
    shown = []
    try:
        client.wait_for_ready(timeout=60)
        cell = "network 2-3-1, bias\npatterns xor\ntrain 2000 epochs, η 1\nplot error"
        reply = client.execute_interactive(cell, output_hook=shown.append, timeout=60)
        client.shutdown()
        assert kernel.wait(timeout=20) == 0
    finally:
        client.stop_channels()
        kernel.kill()
    assert reply["content"]["status"] == "ok", reply
    formats = {name for message in shown for name in message["content"].get("data", {})}
    # PNG and PDF come from the libraries that the wheel brings along.
    assert {"text/plain", "text/html", "image/png", "application/pdf"} <= formats
