"""A short Jupyter client over raw ZeroMQ, which can also send what a well-behaved client never would."""

import hashlib
import hmac
import json
import os
import secrets
import signal
import socket
import subprocess
import tempfile
import time
import uuid
from pathlib import Path

import zmq

CHANNELS = {"shell": zmq.DEALER, "control": zmq.DEALER, "stdin": zmq.DEALER, "iopub": zmq.SUB, "hb": zmq.REQ}
DELIMITER = b"<IDS|MSG>"


def free_ports(count):
    sockets = [socket.socket() for _ in range(count)]
    try:
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in sockets]
    finally:
        for each in sockets:
            each.close()


class Message(dict):
    """A message that arrived: header, parent_header, metadata and content by name."""

    @property
    def type(self):
        return self["header"]["msg_type"]

    @property
    def content(self):
        return self["content"]

    @property
    def parent(self):
        return (self["parent_header"] or {}).get("msg_id")


class Kernel:
    """A kernel's process and its connection file."""

    def __init__(self, argv, environment=None, **connection):
        self.folder = tempfile.TemporaryDirectory(prefix="conformance-", ignore_cleanup_errors=True)
        names = [f"{name}_port" for name in CHANNELS]
        self.connection = {
            "ip": "127.0.0.1", "transport": "tcp", "key": secrets.token_hex(16), "signature_scheme": "hmac-sha256",
            **dict(zip(names, free_ports(5))), **connection,
        }
        if self.connection["transport"] == "ipc" and "ip" not in connection:
            self.connection["ip"] = f"{self.folder.name}/ipc"
        self.file = Path(self.folder.name) / "connection.json"
        self.file.write_text(json.dumps(self.connection))
        self.argv = [word.replace("{connection_file}", str(self.file)) for word in argv]
        self.stderr = Path(self.folder.name) / "stderr"
        environment = {**os.environ, "JPY_PARENT_PID": str(os.getpid()), **(environment or {})}
        environment = {key: value for key, value in environment.items() if value is not None}
        self.started = time.perf_counter()
        with self.stderr.open("wb") as errors:
            self.process = subprocess.Popen(
                self.argv, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=errors, env=environment,
                start_new_session=True)
        self.clients = []

    def client(self, **options):
        client = Client(self.connection, **options)
        self.clients.append(client)
        return client

    def ready(self, seconds=60, **options):
        """A client of a kernel that is known to answer, its subscription in force and no message waiting."""
        client = self.client(**options)
        client.wait_until_ready(seconds)
        return client

    @property
    def pid(self):
        return self.process.pid

    def is_alive(self):
        return self.process.poll() is None

    def wait(self, seconds):
        """The exit status of a kernel that ends within the given number of seconds."""
        return self.process.wait(seconds)

    def close(self):
        for client in self.clients:
            client.close()
        if self.is_alive():
            os.killpg(self.pid, signal.SIGKILL)
        self.process.wait(10)
        self.folder.cleanup()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


class Client:
    def __init__(self, connection, identity=None, channels=CHANNELS, curve=True, verify=True):
        self.connection, self.verify = connection, verify
        self.digest = {"hmac-sha256": hashlib.sha256, "hmac-sha512": hashlib.sha512}[connection["signature_scheme"]]
        self.key = connection["key"].encode()
        self.session = uuid.uuid4().hex
        self.identity = identity or uuid.uuid4().hex.encode()
        self.context = zmq.Context()
        self.sockets, self.inbox = {}, {name: [] for name in channels}
        for name in channels:
            socket_ = self.sockets[name] = self.context.socket(CHANNELS[name])
            socket_.linger = 0
            socket_.rcvhwm = socket_.sndhwm = 0
            socket_.reconnect_ivl = 2
            if CHANNELS[name] == zmq.DEALER:
                socket_.identity = self.identity
            if curve and "curve_publickey" in connection:
                socket_.curve_publickey = connection["curve_publickey"].encode()
                socket_.curve_secretkey = connection["curve_secretkey"].encode()
                socket_.curve_serverkey = connection["curve_publickey"].encode()
            if name == "iopub":
                socket_.subscribe(b"")
            socket_.connect(self.endpoint(name))

    def endpoint(self, channel):
        separator = "-" if self.connection["transport"] == "ipc" else ":"
        return f"{self.connection['transport']}://{self.connection['ip']}{separator}{self.connection[channel + '_port']}"

    def close(self):
        for each in self.sockets.values():
            each.close()
        self.context.term()

    # Sending

    def sign(self, frames):
        if not self.key:
            return b""
        return hmac.new(self.key, b"".join(frames), self.digest).hexdigest().encode()

    def header(self, type, **more):
        return {
            "msg_id": uuid.uuid4().hex, "msg_type": type, "session": self.session, "username": "test",
            "date": "2026-01-01T00:00:00.000000Z", "version": "5.5", **more,
        }

    def frames(self, header, content, parent=None, metadata=None):
        return [json.dumps(part).encode() for part in (header, parent or {}, metadata or {}, content)]

    def send(self, channel, type, content=None, buffers=(), before=(), parent=None, metadata=None, **more):
        """Sends a request and returns its msg_id. `before` are leading frames, as a relay would add."""
        header = self.header(type, **more)
        frames = self.frames(header, content or {}, parent, metadata)
        self.sockets[channel].send_multipart([*before, DELIMITER, self.sign(frames), *frames, *buffers])
        return header["msg_id"]

    def send_raw(self, channel, *frames):
        self.sockets[channel].send_multipart(frames)

    def execute(self, code, **content):
        content = {
            "code": code, "silent": False, "store_history": True, "user_expressions": {}, "allow_stdin": False,
            "stop_on_error": True, **content,
        }
        more = {key: content.pop(key) for key in ("subshell_id", "before", "metadata") if key in content}
        return self.send("shell", "execute_request", content, **more)

    # Receiving

    def receive(self, channel, seconds=10):
        """The next message, or TimeoutError."""
        if self.inbox[channel]:
            return self.inbox[channel].pop(0)
        if not self.sockets[channel].poll(max(0, seconds) * 1000):
            raise TimeoutError(f"nothing on {channel} within {seconds} s")
        return self.decode(self.sockets[channel].recv_multipart())

    def decode(self, frames):
        start = frames.index(DELIMITER)
        signed = frames[start + 2 : start + 6]
        if self.verify:
            assert hmac.compare_digest(frames[start + 1], self.sign(signed)), "the kernel's signature is wrong"
        parts = [json.loads(frame) for frame in signed]
        return Message(
            zip(("header", "parent_header", "metadata", "content"), parts), identities=frames[:start],
            buffers=frames[start + 6 :], raw_parent=signed[1], at=time.perf_counter())

    def reply(self, id, channel="shell", seconds=10):
        """The reply to a request; other messages stay for later."""
        return self.find(channel, lambda message: message.parent == id, seconds)

    def find(self, channel, wanted, seconds=10):
        deadline, passed = time.monotonic() + seconds, []
        try:
            while True:
                message = self.receive(channel, deadline - time.monotonic())
                if wanted(message):
                    return message
                passed.append(message)
        finally:
            self.inbox[channel][:0] = passed

    def published(self, id, seconds=10):
        """All iopub messages about a request, from busy to idle."""
        deadline, messages, others = time.monotonic() + seconds, [], []
        try:
            while True:
                message = self.receive("iopub", deadline - time.monotonic())
                if message.parent != id:
                    others.append(message)
                    continue
                messages.append(message)
                if message.type == "status" and message.content["execution_state"] == "idle":
                    return messages
        finally:
            self.inbox["iopub"][:0] = others

    def run(self, code, seconds=10, **content):
        """Runs a cell: the content of its reply, and what it published between busy and idle."""
        id = self.execute(code, **content)
        reply = self.reply(id, seconds=seconds)
        return reply.content, [each for each in self.published(id, seconds) if each.type != "status"]

    def ask(self, type, content=None, channel="shell", seconds=10, **more):
        """The content of the reply to a request, once idle is published too."""
        id = self.send(channel, type, content, **more)
        reply = self.reply(id, channel, seconds)
        assert reply.type == type.replace("_request", "_reply")
        self.published(id, seconds)
        return reply.content

    def wait_until_ready(self, seconds=60):
        deadline = time.monotonic() + seconds
        while True:
            id = self.send("shell", "kernel_info_request")
            try:
                self.reply(id, seconds=2)
                self.published(id, 0.2)
                break
            except TimeoutError:
                if time.monotonic() > deadline:
                    raise
        self.drain()

    def drain(self, seconds=0.02):
        """Discards what has arrived."""
        poller = zmq.Poller()
        for channel, socket_ in self.sockets.items():
            self.inbox[channel] = []
            if channel != "hb":
                poller.register(socket_, zmq.POLLIN)
        while waiting := poller.poll(seconds * 1000):
            for socket_, _ in waiting:
                socket_.recv_multipart()

    def beat(self, seconds=5):
        self.sockets["hb"].send(b"beat")
        assert self.sockets["hb"].poll(seconds * 1000), "no heartbeat"
        assert self.sockets["hb"].recv() == b"beat"


def text(messages, name=None):
    """The text of all stream messages, concatenated."""
    return "".join(
        each.content["text"] for each in messages if each.type == "stream" and name in (None, each.content["name"]))


def shown(messages):
    """What a reader of text sees: what was printed, and each result on lines of its own."""
    return "".join(
        each.content["text"] if each.type == "stream" else each.content["data"]["text/plain"] + "\n"
        for each in messages if each.type in ("stream", "display_data", "execute_result"))


def types(messages):
    return [each.type for each in messages]
