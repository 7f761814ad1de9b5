"""With a log level, each event is one line on standard error, whatever arrives."""

import os
import re

import pytest
from wire import DELIMITER, Kernel

LINE = re.compile(r'time=\S+Z level=(debug|info|warning|error) event=(\w+)( \w+=("(\\.|[^"\\\n])*"|[^\s"]+))*')


@pytest.fixture
def logged(argv, name):
    """Starts a kernel with a log level, and reads what it has written."""
    options = {"echo": lambda level: [level], "backprop": lambda level: ["--log-level", level]}.get(name)
    if not options:
        pytest.skip("the kernel has another way to log")
    kernels = []

    def start(level):
        kernels.append(Kernel([*argv, *options(level)]))
        return kernels[-1], lambda: kernels[-1].stderr.read_text().splitlines()

    yield start
    for kernel in kernels:
        kernel.close()


def test_each_message_that_is_dropped_is_one_line(logged):
    kernel, lines = logged("warning")
    client = kernel.ready()
    for frames in ([b""], [DELIMITER], [os.urandom(100_000)], [DELIMITER, b"wrong", b"{}", b"{}", b"{}", b"{}"]):
        client.send_raw("shell", *frames)
    client.ask("kernel_info_request")
    assert [LINE.fullmatch(line)[2] for line in lines()] == ["dropped"] * 4


def test_no_client_can_begin_a_line(logged):
    kernel, lines = logged("debug")
    client = kernel.ready()
    client.reply(client.send("shell", 'x\ntime=0 level=error event=forged "\x1b[2J_request'))
    assert lines() and all(LINE.fullmatch(line) for line in lines())
    assert not any("event=forged" in line.split('"')[0] for line in lines())


def test_it_begins_and_ends(logged):
    kernel, lines = logged("info")
    client = kernel.ready()
    client.ask("shutdown_request", {"restart": False}, channel="control")
    kernel.wait(3)
    assert [LINE.fullmatch(line)[2] for line in lines()] == ["started", "ended"]
