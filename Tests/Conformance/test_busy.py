"""A busy kernel still answers at once, and stops when interrupted."""

import os
import signal
import time

import pytest
from wire import text, types


@pytest.fixture
def busy(own, speech):
    """A kernel with a cell that computes on every core."""
    kernel, client = own
    id = client.execute(speech.busy)
    client.find("iopub", lambda each: each.type == "execute_input")
    time.sleep(0.3)
    return kernel, client, id


def milliseconds(action):
    start = time.perf_counter()
    action()
    return (time.perf_counter() - start) * 1000


@pytest.mark.parametrize(
    "type, content",
    [
        ("kernel_info_request", {}), ("complete_request", {"code": "x", "cursor_pos": 1}),
        ("inspect_request", {"code": "x", "cursor_pos": 1, "detail_level": 0}), ("is_complete_request", {"code": "x"}),
        ("history_request", {"hist_access_type": "tail", "n": 3}), ("comm_info_request", {}),
    ],
)
def test_answers(busy, type, content):
    """Within 100 ms even on a shared machine; a few milliseconds on an idle one."""
    _, client, _ = busy
    assert min(milliseconds(lambda: client.ask(type, content, seconds=3)) for _ in range(3)) < 100


def test_control_and_heartbeat(busy):
    _, client, _ = busy
    client.ask("kernel_info_request", channel="control", seconds=3)
    client.beat()


def test_interrupt_by_message(busy, speech):
    _, client, id = busy
    assert client.ask("interrupt_request", channel="control")["status"] == "ok"
    assert client.reply(id, seconds=3).content["status"] == "error"
    client.published(id)
    assert client.run(speech.value)[0]["status"] == "ok"


def test_interrupt_by_signal(busy, speech):
    kernel, client, id = busy
    os.kill(kernel.pid, signal.SIGINT)
    assert client.reply(id, seconds=3).content["status"] == "error"
    client.published(id)
    assert client.run(speech.value)[0]["status"] == "ok"


def test_interrupt_aborts_what_waits(busy, speech):
    kernel, client, id = busy
    waiting = [client.execute(speech.value) for _ in range(3)]
    client.ask("kernel_info_request", channel="control")
    time.sleep(0.1)
    os.kill(kernel.pid, signal.SIGINT)
    assert client.reply(id).content["status"] == "error"
    for each in waiting:
        assert client.reply(each).content["status"] in ("aborted", "error")
        assert "execute_result" not in types(client.published(each))


def test_the_last_status_that_any_client_sees_is_busy(busy):
    """Some clients take any idle to mean that the kernel is idle, so after such an answer it says again that it is busy."""
    _, client, id = busy
    client.drain()
    client.ask("kernel_info_request")
    states = []
    end = time.monotonic() + 0.5
    try:
        while time.monotonic() < end:
            message = client.receive("iopub", end - time.monotonic())
            if message.type == "status":
                states.append((message.content["execution_state"], message.parent == id))
    except TimeoutError:
        pass
    assert states[-1:] == [("busy", True)]


def test_shutdown(busy):
    kernel, client, _ = busy
    assert client.ask("shutdown_request", {"restart": False}, channel="control", seconds=3)["restart"] is False
    kernel.wait(3)


def test_cells_of_a_client_that_went_away_still_run(own, need):
    kernel, client = own
    gone = kernel.ready()
    gone.execute(need("say")("for the others"))
    time.sleep(0.1)
    gone.close()
    kernel.clients.remove(gone)
    found = client.find("iopub", lambda each: each.type == "stream")
    assert text([found]) == "for the others\n"


LARGE = {
    "one line": "x + " * 240_000 + "x", "many lines": "1\n" * 490_000, "bad lines": "wrong wort\n" * 89_000,
    "brackets": "(" * 980_000, "closing brackets": ")" * 980_000, "line breaks": "\n" * 980_000,
    "words": "word " * 196_000, "definitions": "".join(f"let x{n} = {n}\n" for n in range(50_000)),
    "backslashes": "\\" * 980_000, "quotes": '"' * 980_000, "subscripts": "w_ij" * 240_000, "dollars": "$$" * 480_000,
    "marks": "†" * 320_000, "indented": "network 2-2-1\n" + "  0 1 -> 1\n" * 80_000,
}


@pytest.mark.parametrize("content", LARGE.values(), ids=LARGE)
def test_no_text_keeps_it_from_other_requests(client, speech, content):
    """While editors ask about the largest cells, an interrupt works at once, and the editors get their answers."""
    requests = [
        client.send("shell", type, {"code": content, "cursor_pos": cursor, "detail_level": 0})
        for type, cursor in (("is_complete_request", 0), ("complete_request", 10**7), ("inspect_request", 400_000))]
    assert min(milliseconds(lambda: client.ask("kernel_info_request", channel="control")) for _ in range(5)) < 100
    for request in requests:
        client.reply(request, seconds=20)
