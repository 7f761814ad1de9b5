"""A kernel starts or says why not, ends when it should, and does not leak."""

import os
import signal
import subprocess
import sys
import time

import psutil
import pytest
from wire import Kernel, free_ports, types


def test_shutdown_replies_then_exits(own):
    kernel, client = own
    reply = client.ask("shutdown_request", {"restart": False}, channel="control")
    assert reply["status"] == "ok" and reply["restart"] is False
    assert kernel.wait(2) == 0


def test_shutdown_is_published(own):
    kernel, client = own
    id = client.send("control", "shutdown_request", {"restart": True})
    assert [each.content for each in client.published(id) if each.type == "shutdown_reply"] == [
        {"status": "ok", "restart": True}]
    kernel.wait(2)


def test_a_restart_leaves_nothing_behind(own, start, speech):
    kernel, client = own
    client.run(speech.nothing)
    client.ask("shutdown_request", {"restart": True}, channel="control")
    kernel.wait(2)
    again = start(**kernel.connection).ready()
    assert again.run(speech.nothing)[0]["execution_count"] == 1


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGXCPU])
def test_signals_end_it(own, number):
    kernel, _ = own
    os.kill(kernel.pid, number)
    kernel.wait(2)


@pytest.mark.parametrize("way", ["shutdown", "signal"])
def test_a_cell_that_does_not_stop_does_not_hold_it(own, start, need, way, speech):
    """It ends soon, and the history contains the earlier cells."""
    kernel, client = own
    client.run(speech.value)
    stubborn = client.execute(need("stubborn"))
    client.find("iopub", lambda each: each.type == "execute_input" and each.parent == stubborn)
    if way == "shutdown":
        assert client.ask("shutdown_request", {"restart": False}, channel="control", seconds=1)["status"] == "ok"
        assert kernel.wait(3) == 0
    else:
        os.kill(kernel.pid, signal.SIGTERM)
        assert kernel.wait(3) == 128 + signal.SIGTERM
    cells = start().ready().ask("history_request", {"hist_access_type": "tail", "n": 2, "output": False, "raw": True})
    assert [source for _, _, source in cells["history"]] == [speech.value, need("stubborn")]


@pytest.mark.parametrize("number", [signal.SIGPIPE, signal.SIGXFSZ, signal.SIGUSR1, signal.SIGUSR2])
def test_signals_that_mean_nothing_do_nothing(own, speech, number):
    kernel, client = own
    os.kill(kernel.pid, number)
    assert client.run(speech.value)[0]["status"] == "ok"


def test_an_interrupt_while_idle_is_harmless(own, speech):
    kernel, client = own
    for _ in range(3):
        os.kill(kernel.pid, signal.SIGINT)
        client.send("control", "interrupt_request")
    time.sleep(0.2)
    assert client.run(speech.value)[0]["status"] == "ok"


def test_an_interrupt_that_was_sent_before_a_cell_does_not_stop_it(own, speech):
    kernel, client = own
    for _ in range(100):
        os.kill(kernel.pid, signal.SIGINT)
        reply, published = client.run(speech.value)
        assert reply["status"] == "ok" and "execute_result" in types(published)


def test_not_even_where_the_kernel_finds_both_at_once(own, speech):
    kernel, client = own
    os.kill(kernel.pid, signal.SIGSTOP)
    try:
        os.kill(kernel.pid, signal.SIGINT)
        id = client.execute(speech.value)
        time.sleep(0.1)
    finally:
        os.kill(kernel.pid, signal.SIGCONT)
    assert client.reply(id).content["status"] == "ok"


def test_it_ends_with_its_parent(argv, speech):
    """A launcher that is killed cannot say goodbye."""
    with Kernel(argv) as template:
        template.process.kill()
        template.process.wait()
        launcher = subprocess.Popen(
            [sys.executable, "-c",
             "import os, subprocess, sys, time\n"
             "os.environ['JPY_PARENT_PID'] = str(os.getpid())\n"
             "print(subprocess.Popen(sys.argv[1:], stderr=subprocess.DEVNULL).pid, flush=True)\n"
             "time.sleep(60)", *template.argv], stdout=subprocess.PIPE, text=True)
        pid = int(launcher.stdout.readline())
        template.ready()
        launcher.kill()
        launcher.wait()
        psutil.wait_procs([psutil.Process(pid)], timeout=2) if psutil.pid_exists(pid) else None
        assert not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE


def test_a_port_in_use_is_told_and_given_up(own, start):
    kernel, _ = own
    second = start(**{**kernel.connection, "hb_port": free_ports(1)[0]})
    assert second.wait(15) not in (0, None)
    assert second.stderr.read_bytes().strip()
    assert kernel.is_alive()


def test_a_port_that_is_given_up_in_time_is_taken(own, start):
    kernel, client = own
    second = start(**kernel.connection)
    time.sleep(0.2)
    client.send("control", "shutdown_request", {"restart": True})
    kernel.wait(2)
    second.ready(10)


def test_nothing_on_stderr_by_default(own, speech):
    kernel, client = own
    client.run(speech.value)
    client.run(speech.fail)
    assert kernel.stderr.read_bytes() == b""


def test_ten_thousand_cells_leave_no_growth(own, speech):
    """No descriptors, no threads, and less than 4 MB of memory."""
    kernel, client = own
    process = psutil.Process(kernel.pid)

    def cells(count):
        for _ in range(count // 100):
            ids = [client.execute(speech.value) for _ in range(100)]
            for id in ids:
                client.reply(id, seconds=60)
        client.published(ids[-1], 60)
        client.drain()
        return process.num_fds(), process.num_threads(), process.memory_full_info().uss

    before = cells(2000)
    after = cells(10_000)
    assert after[:2] == before[:2]
    assert after[2] - before[2] < 4_000_000
