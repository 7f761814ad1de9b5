"""The program in a terminal: its output and its exit status, for success and failure. Statuses: sysexits.h."""

import json
import os
import re
import signal
import socket
import subprocess

import pytest
from checkout import BACKPROP, HANDOUTS, ROOT
from jupyter_client.connect import write_connection_file

USAGE, DATA, NO_INPUT, UNAVAILABLE, CANNOT_CREATE = 64, 65, 66, 69, 73


def test_version(backprop):
    done = backprop("--version")
    assert done.returncode == 0
    assert re.fullmatch(r"backprop \d+\.\d+\.\d+\n", done.stdout)


@pytest.mark.parametrize("arguments", [[], ["kernal"], ["kernel"], ["install", "--everywhere"]])
def test_wrong_command_line(backprop, arguments):
    done = backprop(*arguments)
    assert done.returncode == USAGE
    assert done.stderr.startswith("backprop: ")
    assert done.stdout == ""


def test_unreadable_connection_file(backprop, tmp_path):
    done = backprop("kernel", tmp_path / "none.json")
    assert done.returncode == NO_INPUT
    assert "none.json" in done.stderr


@pytest.mark.parametrize("content", ["", "not JSON", "{}", '{"ip": "127.0.0.1", "transport": "tcp"}'])
def test_incomplete_connection_file(backprop, tmp_path, content):
    file = tmp_path / "connection.json"
    file.write_text(content)
    done = backprop("kernel", file)
    assert done.returncode == DATA
    assert "connection.json" in done.stderr


def test_port_in_use(backprop, tmp_path):
    file, connection = write_connection_file(str(tmp_path / "connection.json"))
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", connection["shell_port"]))
        taken.listen()
        done = backprop("kernel", file)
    assert done.returncode == UNAVAILABLE
    assert str(connection["shell_port"]) in done.stderr


@pytest.mark.parametrize("sent, status", [(signal.SIGTERM, 128 + signal.SIGTERM), (signal.SIGHUP, 128 + signal.SIGHUP)])
def test_signals_end_the_kernel(tmp_path, sent, status):
    file, connection = write_connection_file(str(tmp_path / "connection.json"))
    with subprocess.Popen([BACKPROP, "kernel", file]) as kernel:
        try:
            wait_for_port(connection["hb_port"])
            kernel.send_signal(sent)
            assert kernel.wait(10) == status
        finally:
            kernel.kill()


def wait_for_port(port):
    for _ in range(1000):
        with socket.socket() as probe:
            probe.settimeout(0.1)
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
    pytest.fail("the kernel did not open its port")


def test_install_into_a_prefix(backprop, tmp_path):
    assert backprop("install", "--prefix", tmp_path).returncode == 0
    folder = tmp_path / "share/jupyter/kernels/backprop"
    spec = json.loads((folder / "kernel.json").read_text())
    assert spec["argv"] == [str(BACKPROP.resolve()), "kernel", "{connection_file}"]
    assert spec["interrupt_mode"] == "message"
    assert {"logo-32x32.png", "logo-64x64.png", "logo-svg.svg"} < set(os.listdir(folder))
    assert (tmp_path / "share/jupyter/labextensions/backprop-highlighting/static/remoteEntry.js").exists()
    assert (tmp_path / "share/jupyter/nbconvert/templates/backprop/index.tex.j2").exists()
    assert (tmp_path / "share/jupyter/nbconvert/templates/backprop-slides/index.html.j2").exists()


def test_install_where_nothing_can_be_written(backprop, tmp_path):
    (tmp_path / "share").write_text("a file, where a folder should be")
    done = backprop("install", "--prefix", tmp_path)
    assert done.returncode == CANNOT_CREATE
    assert str(tmp_path) in done.stderr


def test_run_a_script(backprop, tmp_path):
    script = tmp_path / "script.bp"
    script.write_text("network 2-2-1\nw_i1j1 = 0.25\nw_i1j1\n")
    done = backprop("run", script)
    assert (done.returncode, done.stderr) == (0, "")
    assert "0.25" in done.stdout


@pytest.mark.parametrize("command", ["{} run -", "{} run <(cat)"])
def test_what_the_command_line_names_may_be_a_pipe(command):
    done = subprocess.run(
        ["bash", "-c", "(sleep 0.2; cat) | " + command.format(BACKPROP)],
        input="network 2-2-1\nw_i1j1 = 0.25\nw_i1j1\n", capture_output=True, text=True, timeout=60,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "0.25" in done.stdout


def test_a_cell_does_not_wait_for_a_pipe(backprop, tmp_path):
    os.mkfifo(tmp_path / "data.csv")
    script = tmp_path / "script.bp"
    script.write_text(f'patterns p from "{tmp_path / "data.csv"}"\n')
    done = backprop("run", script)
    assert done.returncode == 1
    assert "pipe" in done.stderr


def test_run_a_wrong_script(backprop, tmp_path):
    script = tmp_path / "script.bp"
    script.write_text("network 2-2-1\nfroward 1 0\n")
    done = backprop("run", script)
    assert done.returncode == 1
    assert "2:1" in done.stderr
    assert "forward" in done.stderr


def test_run_a_missing_script(backprop, tmp_path):
    done = backprop("run", tmp_path / "none.bp")
    assert done.returncode == NO_INPUT
    assert "none.bp" in done.stderr


def test_missing_handout():
    done = subprocess.run([ROOT / "notebooks/run", "no-such-handout"], capture_output=True, text=True, timeout=60)
    assert done.returncode == 2
    assert "no-such-handout" in done.stderr
    for handout in HANDOUTS:
        assert handout.name in done.stderr


def test_help_of_the_commands():
    for command in ("notebooks/run", "Tests/run"):
        done = subprocess.run([ROOT / command, "--wrong"], capture_output=True, text=True, timeout=60)
        assert done.returncode == 2
        assert command in done.stderr
