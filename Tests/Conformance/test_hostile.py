"""The kernel drops any invalid input and continues."""

import json
import os
import signal
import socket
import time

import pytest
import zmq
from wire import DELIMITER, Client

BAD_FRAMES = {
    "nothing": [b""],
    "no delimiter": [b"a", b"b", b"c"],
    "delimiter alone": [DELIMITER],
    "too few frames": [DELIMITER, b"", b"{}"],
    "many frames": [b"x"] * 5000,
    "a megabyte of noise": [os.urandom(1_000_000)],
}


def alive(client):
    assert client.ask("kernel_info_request", seconds=10)["status"] == "ok"


@pytest.mark.parametrize("channel", ["shell", "control", "stdin"])
@pytest.mark.parametrize("frames", BAD_FRAMES.values(), ids=BAD_FRAMES)
def test_malformed_frames(client, channel, frames):
    client.send_raw(channel, *frames)
    alive(client)


@pytest.mark.parametrize("signature", [b"", b"0" * 64, b"\xff" * 64, b"0" * 10_000])
def test_wrong_signatures(client, signature, speech):
    header = client.header("execute_request")
    frames = client.frames(header, {"code": speech.value})
    client.send_raw("shell", DELIMITER, signature, *frames)
    with pytest.raises(TimeoutError):
        client.reply(header["msg_id"], seconds=0.2)
    alive(client)


BAD_JSON = {
    "no JSON": b"not JSON", "half": b'{"msg_id": "1", "msg_type', "array": b"[]", "null": b"null", "empty": b"",
    "not UTF-8": b'{"msg_id": "\xff\xfe", "msg_type": "\xc3\x28"}', "a lone surrogate": b'{"msg_id": "\\ud800"}',
    "deep": b'{"a":' * 100_000 + b"1" + b"}" * 100_000, "deep arrays": b"[" * 100_000,
    "wrong types": b'{"msg_id": 1, "msg_type": []}', "huge number": b'{"msg_id": 1e999999, "msg_type": -1e999}',
    "UTF-16": json.dumps({"msg_id": "1"}).encode("utf-16"), "NUL": b"\x00" * 64,
}


@pytest.mark.parametrize("place", range(4), ids=["header", "parent", "metadata", "content"])
@pytest.mark.parametrize("bad", BAD_JSON.values(), ids=BAD_JSON)
def test_malformed_json_with_a_good_signature(client, place, bad):
    frames = client.frames(client.header("complete_request"), {"code": "x", "cursor_pos": 1})
    frames[place] = bad
    client.send_raw("shell", DELIMITER, client.sign(frames), *frames)
    alive(client)


def test_strange_numbers_in_a_request(client):
    for cursor in (10**18, -(10**18), 1.5, 10**400):
        client.send("shell", "complete_request", {"code": "x", "cursor_pos": cursor})
        client.send("shell", "history_request", {"hist_access_type": "tail", "n": cursor})
        client.send("shell", "history_request", {"hist_access_type": "range", "session": cursor, "start": cursor})
    alive(client)


@pytest.mark.parametrize("channel", ["shell", "control", "stdin", "iopub", "hb"])
def test_raw_bytes_on_a_port(shared, client, channel):
    for noise in (b"GET / HTTP/1.1\r\n\r\n", os.urandom(4096), b"\xff" + b"\x00" * 8 + b"\x7f" + b"\xff" * 64, b""):
        with socket.create_connection(("127.0.0.1", shared.connection[f"{channel}_port"])) as connection:
            try:
                connection.sendall(noise)
            except OSError:
                pass
    alive(client)
    client.beat()


def test_a_publisher_is_not_talked_to(shared, client):
    """Only subscriptions mean anything on iopub."""
    context = zmq.Context()
    noisy = context.socket(zmq.XSUB)
    noisy.linger = 0
    noisy.connect(client.endpoint("iopub"))
    for frame in (b"\x01\xff\xfe", b"\x01topic", b"\x00topic", b"\x02what", b""):
        noisy.send(frame)
    noisy.send_multipart([b"\x01", b"more"])
    alive(client)
    noisy.close()
    context.term()


def test_a_storm_of_connections(shared, client):
    for _ in range(20):
        sockets = []
        for channel in ("shell", "control", "iopub"):
            sockets += [
                socket.create_connection(("127.0.0.1", shared.connection[f"{channel}_port"])) for _ in range(10)]
        for each in sockets:
            each.close()
    alive(client)


def test_clients_that_come_and_go(shared, client):
    for _ in range(30):
        passing = Client(shared.connection)
        passing.send("shell", "kernel_info_request")
        passing.close()
    alive(client)


def test_a_client_that_comes_back_under_its_identity(shared):
    first = shared.ready(identity=b"the same")
    first.close()
    shared.clients.remove(first)
    alive(shared.ready(identity=b"the same"))


def test_a_cell_of_64_megabytes(own, speech, name):
    _, client = own
    padding = "say " if name == "echo" else "#"
    padding += "x" * 64_000_000
    reply, _ = client.run(padding, seconds=60)
    if name in ("backprop", "anywhere"):
        # Its language accepts a million bytes per cell, and says so.
        assert reply["status"] == "error" and "1000000" in reply["evalue"]
    else:
        assert reply["status"] == "ok"
    assert client.run(speech.value)[0]["status"] == "ok"


def test_a_stopped_subscriber_holds_nobody_up(own, speech, start):
    """A client that no longer reads, for example because it is suspended, does not slow down the others."""
    kernel, client = own
    stopped = os.fork()
    if stopped == 0:
        try:
            Client(kernel.connection, channels=["iopub"]).sockets["iopub"].poll(2000)
        finally:
            os.kill(os.getpid(), signal.SIGSTOP)
            os._exit(0)
    try:
        os.waitpid(stopped, os.WUNTRACED)
        start_time = time.monotonic()
        for _ in range(200):
            client.run(speech.value)
        assert time.monotonic() - start_time < 20
    finally:
        os.kill(stopped, signal.SIGKILL)
        os.waitpid(stopped, 0)
