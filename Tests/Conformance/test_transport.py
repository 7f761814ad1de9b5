"""Transports, signatures, encryption, and the ways to connect."""

import hashlib
import hmac
import json
import os
import subprocess
import tempfile
from pathlib import Path

import pytest
import zmq
from wire import DELIMITER, Client


def test_ipc(start, speech):
    assert start(transport="ipc").ready().run(speech.value)[0]["status"] == "ok"


@pytest.mark.parametrize("more", [{"signature_scheme": "hmac-sha512"}, {"key": ""}], ids=["sha512", "no key"])
def test_signatures(start, speech, more):
    assert start(**more).ready().run(speech.value)[0]["status"] == "ok"


def keys():
    public, secret = zmq.curve_keypair()
    return {"curve_publickey": public.decode(), "curve_secretkey": secret.decode()}


def test_curve(start, speech):
    """JEP 145: with both keys in the connection file, only encrypted connections get through."""
    kernel = start(**keys())
    assert kernel.ready().run(speech.value)[0]["status"] == "ok"
    plain = Client(kernel.connection, curve=False)
    id = plain.send("shell", "kernel_info_request")
    with pytest.raises(TimeoutError):
        plain.reply(id, seconds=0.5)
    plain.close()


def test_half_a_pair_of_keys_is_refused(start):
    kernel = start(curve_publickey=keys()["curve_publickey"])
    assert kernel.wait(10) != 0


@pytest.mark.parametrize("documented", [True, False], ids=["protocol 5.6", "whole message"])
def test_registration(argv, documented, name, monkeypatch):
    """JEP 66: the kernel chooses its ports and tells them to its launcher."""
    with tempfile.TemporaryDirectory() as folder, zmq.Context() as context:
        monkeypatch.setenv("JUPYTER_RUNTIME_DIR", folder)
        launcher = context.socket(zmq.ROUTER)
        launcher.linger = 0
        port = launcher.bind_to_random_port("tcp://127.0.0.1")
        connection = {"transport": "tcp", "ip": "127.0.0.1", "key": "secret", "signature_scheme": "hmac-sha256",
                      "registration_port": port}
        if documented:
            connection |= {"registration_ip": "127.0.0.1", "kernel_id": "k1"}
        file = Path(folder) / "registration.json"
        file.write_text(json.dumps(connection))
        process = subprocess.Popen([word.replace("{connection_file}", str(file)) for word in argv],
                                   stderr=subprocess.DEVNULL)
        try:
            if not launcher.poll(10_000):
                pytest.fail("the kernel has not registered")
            frames = launcher.recv_multipart()
            start = frames.index(DELIMITER)
            signed = frames[start + 2 :]
            sign = lambda parts: hmac.new(b"secret", b"".join(parts), hashlib.sha256).hexdigest().encode()  # noqa: E731
            assert frames[start + 1] == sign(signed)
            ports = json.loads(signed[-1])
            if documented:
                assert ports.pop("kernel_id") == "k1"
                launcher.send_multipart([*frames[: start + 1], sign([b"ACK"]), b"ACK"])
            else:
                assert json.loads(signed[0])["msg_type"] == "handshake_request"
                parts = [json.dumps(each).encode() for each in (
                    {"msg_id": "1", "msg_type": "handshake_reply"}, json.loads(signed[0]), {}, {"status": "ok"})]
                launcher.send_multipart([*frames[: start + 1], sign(parts), *parts])
            ports = {key: int(value) for key, value in ports.items()}
            client = Client({**connection, **ports})
            client.wait_until_ready(10)
            written = [json.loads(each.read_text()) for each in Path(folder).glob("kernel-*.json")]
            assert [each["shell_port"] for each in written] == [ports["shell_port"]]
            client.ask("shutdown_request", {"restart": False}, channel="control")
            assert process.wait(3) == 0
            assert not list(Path(folder).glob("kernel-*.json"))
            client.close()
        finally:
            process.kill()
            launcher.close()


def test_a_launcher_that_does_not_answer(argv):
    """JEP 66: a kernel that gets no receipt ends."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "registration.json"
        file.write_text(json.dumps({"transport": "tcp", "ip": "127.0.0.1", "key": "k", "registration_port": 1,
                                    "signature_scheme": "hmac-sha256", "kernel_id": "k1"}))
        process = subprocess.Popen([word.replace("{connection_file}", str(file)) for word in argv],
                                   stderr=subprocess.PIPE, env=dict(os.environ))
        assert process.wait(20) != 0
        assert process.stderr.read()
