"""Times a client's requests to a kernel. Requests are encoded before the clock starts, and replies are decoded
after it has stopped, so that the times cover the kernel, the sockets, and as little of Python as possible. All
times are in milliseconds."""

import os
import signal
import time

from wire import DELIMITER, shown

PATIENCE = 60_000


def since(start):
    return (time.perf_counter() - start) * 1000


def request(client, code):
    """The msg_id and the frames of an execute_request."""
    header = client.header("execute_request")
    frames = client.frames(header, {
        "code": code, "silent": False, "store_history": True, "user_expressions": {}, "allow_stdin": False,
        "stop_on_error": True})
    return header["msg_id"].encode(), [DELIMITER, client.sign(frames), *frames]


def wait_for(socket, id, ending=b""):
    """Reads until a message about this request arrives whose content contains the ending."""
    socket.rcvtimeo = PATIENCE
    while True:
        frames = socket.recv_multipart()
        if ending in frames[-1] and id in frames[frames.index(DELIMITER) + 3]:
            return


def one_cell(client, code):
    """The times from the request to the reply and to idle."""
    id, frames = request(client, code)
    shell, iopub = client.sockets["shell"], client.sockets["iopub"]
    start = time.perf_counter()
    shell.send_multipart(frames)
    wait_for(shell, id)
    wait_for(iopub, id, b'"idle"')
    return since(start)


def pipeline(client, code, count):
    """The time from sending many cells at once to the last reply and the last idle."""
    requests = [request(client, code) for _ in range(count)]
    shell, iopub = client.sockets["shell"], client.sockets["iopub"]
    start = time.perf_counter()
    for _, frames in requests:
        shell.send_multipart(frames)
    for id, _ in requests:
        wait_for(shell, id)
    wait_for(iopub, requests[-1][0], b'"idle"')
    elapsed = since(start)
    client.drain()
    return elapsed


def printed_lines(client, speech, count):
    """The time of a cell that shows `count` lines; None if not all arrive, in order, before idle."""
    start = time.perf_counter()
    published = client.published(client.execute(speech.lines(count)), PATIENCE / 1000)
    elapsed = since(start)
    client.drain()
    return elapsed if shown(published) == "".join(f"{speech.line(n)}\n" for n in range(count)) else None


def answered(client, send):
    """The time from sending a shell request to its reply; None after five seconds."""
    start = time.perf_counter()
    return reply_within(client, send(), start)


def interrupt(kernel, client, mode, id):
    """The time from the interrupt, by message or by signal, to the reply of the cell."""
    start = time.perf_counter()
    if mode == "message":
        client.send("control", "interrupt_request")
    else:
        os.kill(kernel.pid, signal.SIGINT)
    return reply_within(client, id, start)


def reply_within(client, id, start, seconds=5):
    try:
        client.reply(id, seconds=seconds)
        return since(start)
    except TimeoutError:
        return None
