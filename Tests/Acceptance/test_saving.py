"""What a cell reads and writes in the file system, and how a program with limited output, memory or files behaves."""

import json
import os
import resource
import signal
import socket
import stat
import subprocess
import time

import pytest
from checkout import BACKPROP

OUTPUT = 74
"""EX_IOERR of sysexits.h."""


@pytest.fixture
def run(tmp_path):
    """Runs cells in their own folder."""

    def run(cell, **options):
        options = {"capture_output": True, "text": True, "timeout": 60, "cwd": tmp_path, "input": cell, **options}
        return subprocess.run([BACKPROP, "run", "-"], **options)

    return run


NET = "network 2-2-1\n"


def networks(file):
    return [each["name"] for each in json.loads(file.read_text())["networks"]]


def test_a_pipe_that_nobody_reads_is_refused(run, tmp_path):
    os.mkfifo(tmp_path / "pipe")
    start = time.monotonic()
    done = run(NET + 'save "pipe"')
    assert done.returncode == 1
    assert "nobody reads" in done.stderr
    assert time.monotonic() - start < 10


def test_a_pipe_that_is_read_is_written_to(run, tmp_path):
    os.mkfifo(tmp_path / "pipe")
    reader = subprocess.Popen(["cat", tmp_path / "pipe"], stdout=subprocess.PIPE)
    for _ in range(100):
        done = run(NET + 'save "pipe"')
        if done.returncode == 0:
            break
        time.sleep(0.05)
    assert done.returncode == 0, done.stderr
    assert json.loads(reader.communicate(timeout=10)[0])["networks"]


def test_a_reader_that_rests_does_not_hold_the_cell(tmp_path):
    """More is written than fits into the pipe, whose reader does not read: an interrupt still works."""
    os.mkfifo(tmp_path / "pipe")
    reader = os.open(tmp_path / "pipe", os.O_RDONLY | os.O_NONBLOCK)
    try:
        script = tmp_path / "script.bp"
        script.write_text('network 200-200-1\nsave "pipe"\n')
        with subprocess.Popen([BACKPROP, "run", script], cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as kernel:
            kernel.stdout.readline()
            time.sleep(1)
            assert kernel.poll() is None
            kernel.send_signal(signal.SIGINT)
            assert kernel.wait(5) == 130
    finally:
        os.close(reader)


@pytest.mark.parametrize("device", ["/dev/null", "/dev/stdout", "/dev/stderr"])
def test_devices_are_written_to(run, device):
    done = run(NET + f'save "{device}"')
    assert done.returncode == 0, done.stderr
    if device == "/dev/stdout":
        assert '"networks"' in done.stdout
    if device == "/dev/stderr":
        assert '"networks"' in done.stderr


def test_the_output_stays_whole_where_a_cell_saves_to_it(tmp_path):
    """The file that the shell has opened is appended to, not replaced."""
    with (tmp_path / "out").open("w") as out:
        subprocess.run(
            [BACKPROP, "run", "-"], input=(NET + 'save "/dev/stdout"\n1 + 1').encode(), stdout=out, check=True, timeout=60)
    text = (tmp_path / "out").read_text()
    assert text.startswith("network net") and '"networks"' in text and text.endswith("1 + 1 = 2\n")


def test_a_full_device_is_told(run):
    done = run(NET + 'save "/dev/full"')
    assert done.returncode == 1
    assert "No space left on device" in done.stderr


@pytest.mark.parametrize("folder", ["", "other/"])
def test_a_dangling_link_is_written_through(run, tmp_path, folder):
    (tmp_path / "other").mkdir()
    (tmp_path / "link").symlink_to(folder + "second")
    (tmp_path / folder / "second").symlink_to("target.json")
    assert run(NET + 'save "link"').returncode == 0
    assert (tmp_path / "link").is_symlink() and (tmp_path / folder / "second").is_symlink()
    assert networks(tmp_path / folder / "target.json") == ["net"]


def test_a_link_to_a_file_stays_a_link(run, tmp_path):
    (tmp_path / "target.json").write_text("old")
    (tmp_path / "link").symlink_to("target.json")
    assert run(NET + 'save "link"').returncode == 0
    assert (tmp_path / "link").is_symlink() and networks(tmp_path / "target.json") == ["net"]


def test_links_in_a_circle_are_refused(run, tmp_path):
    (tmp_path / "one").symlink_to("two")
    (tmp_path / "two").symlink_to("one")
    done = run(NET + 'save "one"')
    assert done.returncode == 1 and "symbolic links" in done.stderr
    assert (tmp_path / "one").is_symlink()


@pytest.mark.parametrize("length", [248, 249, 255])
def test_a_name_may_be_as_long_as_the_system_allows(run, tmp_path, length):
    name = "n" * length
    assert run(NET + f'save "{name}"').returncode == 0
    assert os.listdir(tmp_path) == [name]


def test_a_name_that_is_too_long_is_refused(run, tmp_path):
    done = run(NET + f'save "{"n" * 256}"')
    assert done.returncode == 1 and "too long" in done.stderr
    assert os.listdir(tmp_path) == []


def test_a_name_with_nul_is_refused(run, tmp_path):
    done = run(NET + 'save "a\0b"')
    assert done.returncode == 1 and "NUL" in done.stderr
    assert "\0" not in done.stderr
    assert os.listdir(tmp_path) == []


def test_permissions_are_kept_and_new_files_follow_the_mask(run, tmp_path):
    old = tmp_path / "old.json"
    old.write_text("old")
    old.chmod(0o606)
    mask = lambda: os.umask(0o027)  # noqa: E731
    assert run(NET + 'save "old.json"\nsave "new.json"', preexec_fn=mask).returncode == 0
    assert stat.S_IMODE(old.stat().st_mode) == 0o606
    assert stat.S_IMODE((tmp_path / "new.json").stat().st_mode) == 0o640


def test_an_interrupted_save_leaves_what_was_there(tmp_path):
    """While a file of many megabytes is being written: its temporary file is removed, and the existing file remains."""
    target = tmp_path / "net.json"
    target.write_text("old")
    script = tmp_path / "script.bp"
    script.write_text('network 2000-1500-1\n' + 'save "net.json"\n' * 1000)
    with subprocess.Popen([BACKPROP, "run", script], cwd=tmp_path, stdout=subprocess.PIPE) as program:
        deadline = time.monotonic() + 50
        while time.monotonic() < deadline and not list(tmp_path.glob(".*.save")):
            time.sleep(0.001)
        assert list(tmp_path.glob(".*.save")), "nothing was being written"
        program.send_signal(signal.SIGINT)
        assert program.wait(10) == 130
    assert not list(tmp_path.glob(".*"))
    assert target.read_text() == "old" or networks(target) == ["net"]


def limit_file_size():
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))


def test_a_limit_on_files_is_told(run, tmp_path):
    done = run("network 20-20-1\n" + 'save "net.json"', preexec_fn=limit_file_size)
    assert done.returncode == 1
    assert "File too large" in done.stderr
    assert os.listdir(tmp_path) == []


def limit_stack():
    resource.setrlimit(resource.RLIMIT_STACK, (65536, 65536))


def test_a_small_stack_is_enough(run):
    nested = "(" * 150 + "1" + ")" * 150
    cells = f"network 2-3-1\npatterns xor\ntrain 10\nplot network, error\nplot boundary\nsweep train 5, seeds 1..4\n{nested}"
    done = run(cells, preexec_fn=limit_stack)
    assert (done.returncode, done.stderr) == (0, "")


# The command's own output and input


@pytest.mark.parametrize("arguments", [
    ["--version"], ["--help"], ["grammar"], ["tokens", "script.bp"], ["run", "script.bp"], ["install", "--prefix", "here"]])
def test_output_to_a_full_device_fails(tmp_path, arguments):
    (tmp_path / "script.bp").write_text("1 + 1\n")
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            [BACKPROP, *arguments], cwd=tmp_path, stdout=full, stderr=subprocess.PIPE, text=True, timeout=60)
    assert done.returncode == OUTPUT
    assert done.stderr == "backprop: cannot write to the standard output: No space left on device\n"


def test_a_closed_output_fails(tmp_path):
    done = subprocess.run(
        ["sh", "-c", f"echo '1 + 1' | {BACKPROP} run - >&-"], stderr=subprocess.PIPE, text=True, timeout=60)
    assert done.returncode == OUTPUT
    assert done.stderr.startswith("backprop: cannot write to the standard output")


def test_a_reader_that_leaves_ends_the_program_quietly(tmp_path):
    script = tmp_path / "script.bp"
    script.write_text("".join(f"{number}\n" for number in range(20_000)))
    with subprocess.Popen([BACKPROP, "run", script], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as program:
        program.stdout.readline()
        program.stdout.close()
        assert program.wait(30) == -signal.SIGPIPE
        assert program.stderr.read() == b""


@pytest.mark.parametrize("name", ["-", "/dev/stdin"])
def test_the_input_may_be_a_socket(name):
    ours, theirs = socket.socketpair()
    with ours, theirs:
        with subprocess.Popen([BACKPROP, "run", name], stdin=theirs, stdout=subprocess.PIPE, text=True) as program:
            theirs.close()
            ours.sendall(b"1 + 1\n")
            ours.shutdown(socket.SHUT_WR)
            assert program.communicate(timeout=60)[0] == "1 + 1 = 2\n"
            assert program.returncode == 0


@pytest.mark.parametrize("arguments", [["run"], ["tokens"], ["kernel"]])
def test_no_file_name_gives_orders_to_the_terminal(backprop, tmp_path, arguments):
    done = backprop(*arguments, tmp_path / "\x1b]0;owned\x07\u202enone\nbackprop: all is well")
    assert done.returncode == 66
    assert not set(done.stderr) & set("\x1b\x07\u202e")
    assert done.stderr.count("\n") == 1


def test_no_cell_gives_orders_to_the_terminal(run):
    done = run('load "\x1b[31m\x07"\n')
    assert done.returncode == 1
    assert not set(done.stderr) & set("\x1b\x07")
    assert "\ufffd[31m\ufffd" in done.stderr


@pytest.mark.parametrize("name", ["XDG_DATA_HOME", "JUPYTER_DATA_DIR"])
def test_an_empty_variable_is_as_unset(backprop, tmp_path, name):
    done = backprop("install", "--user", env={**os.environ, "HOME": str(tmp_path), name: ""}, cwd=tmp_path)
    assert done.returncode == 0
    assert (tmp_path / ".local/share/jupyter/kernels/backprop/kernel.json").exists()


def test_a_script_that_is_told_to_end_says_so(tmp_path):
    script = tmp_path / "script.bp"
    script.write_text("network 2-2-1\npatterns xor\ntrain 1000000000 epochs\n")
    with subprocess.Popen([BACKPROP, "run", script], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as program:
        program.stdout.readline()
        program.terminate()
        assert program.wait(10) == 128 + signal.SIGTERM
