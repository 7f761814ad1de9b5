"""JupyterHub with the example configuration and several users at once, and the Kernel Gateway; on loopback only."""

import json
import os
import secrets
import subprocess
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from time import monotonic, sleep
from uuid import uuid4

import pytest
from checkout import ROOT
from lab_server import free_port, wait_for
from websocket import create_connection

STUDENTS = ["ada", "bob", "cleo"]
# Only for the tests: a service that may start servers and issue tokens without a browser.
ADMINISTRATION = f"""
load_subconfig({str(ROOT / 'kernelspec/hub/jupyterhub_config.py')!r})
import os
c.JupyterHub.services = [{{"name": "tests", "api_token": os.environ["TESTS_TOKEN"]}}]
c.JupyterHub.load_roles = [{{"name": "tests", "services": ["tests"],
    "scopes": ["admin:users", "admin:servers", "tokens", "access:servers"]}}]
"""


def request(address, token, method="GET", content=None):
    """The status and the JSON of a REST call."""
    data = None if content is None else json.dumps(content).encode()
    headers = {"Authorization": f"token {token}", "Content-Type": "application/json"}
    with urllib.request.urlopen(urllib.request.Request(address, data, headers, method=method), timeout=60) as reply:
        body = reply.read()
        return reply.status, json.loads(body) if body else None


def run_cell(server, token, code):
    """Starts a kernel at this address, runs a cell through the server's websocket, and returns the texts that it shows."""
    _, kernel = request(f"{server}/api/kernels", token, "POST", {"name": "backprop"})
    address = f"{server.replace('http', 'ws', 1)}/api/kernels/{kernel['id']}/channels"
    socket = create_connection(address, header=[f"Authorization: token {token}"], timeout=60)
    header = {"msg_id": uuid4().hex, "msg_type": "execute_request", "username": "", "session": uuid4().hex, "version": "5.3"}
    content = {"code": code, "silent": False, "store_history": True, "user_expressions": {}, "allow_stdin": False}
    message = {"header": header, "parent_header": {}, "metadata": {}, "content": content, "channel": "shell"}
    socket.send(json.dumps(message))
    shown = []
    while True:
        message = json.loads(socket.recv())
        if message["parent_header"].get("msg_id") != header["msg_id"]:
            continue
        shown.append(message["content"].get("data", {}).get("text/plain", ""))
        if message["channel"] == "shell":
            assert message["content"]["status"] == "ok", message["content"]
        if message["msg_type"] == "status" and message["content"]["execution_state"] == "idle":
            socket.close()
            return "\n".join(shown)


@contextmanager
def running(command, address, folder, **variables):
    """A server in its own folder, terminated at the end."""
    log = folder / "server.log"
    environment = {**os.environ, "HOME": str(folder), **variables}
    with open(log, "w") as output:
        server = subprocess.Popen(command, cwd=folder, stdout=output, stderr=output, env=environment)
    try:
        wait_for(address, server, log)
        yield
    finally:
        server.terminate()
        server.wait(60)


@pytest.fixture
def hub(environment, tmp_path):
    """The address of a hub, and the token of an administrator."""
    (tmp_path / "config.py").write_text(ADMINISTRATION)
    token = secrets.token_hex()
    port = free_port()
    variables = {
        "BACKPROP_HUB_PORT": str(port), "BACKPROP_HUB_OWN_PORT": str(free_port()), "BACKPROP_HUB_PROXY_PORT": str(free_port()),
        "BACKPROP_HUB_PASSWORD": secrets.token_hex(), "BACKPROP_HUB_STATE": str(tmp_path / "state"), "TESTS_TOKEN": token,
        "PATH": f"{environment / 'bin'}{os.pathsep}{os.environ['PATH']}",
    }  # fmt: skip
    address = f"http://127.0.0.1:{port}"
    command = [environment / "bin/python", "-m", "jupyterhub", "-f", tmp_path / "config.py"]
    with running(command, f"{address}/hub/api", tmp_path, **variables):
        yield address, token


def test_a_class_trains_at_once(hub):
    """Each student has a server and a kernel of their own, and sees their own weights."""
    address, token = hub

    def student(place):
        name = STUDENTS[place]
        user = f"{address}/hub/api/users/{name}"
        request(user, token, "POST")
        request(f"{user}/server", token, "POST", {})
        end = monotonic() + 180
        while not (request(user, token)[1]["servers"].get("") or {}).get("ready"):
            assert monotonic() < end, f"the server of {name} does not start"
            sleep(0.5)
        _, given = request(f"{user}/tokens", token, "POST", {"expires_in": 600})
        cell = f"network 2-2-1, bias\npatterns xor\nlet place = {place}\ntrain 20000 epochs, η 0.5\nplace"
        shown = run_cell(f"{address}/user/{name}", given["token"], cell)
        request(f"{user}/server", token, "DELETE")
        return shown

    with ThreadPoolExecutor(len(STUDENTS)) as pool:
        shown = list(pool.map(student, range(len(STUDENTS))))
    for place, text in enumerate(shown):
        assert "20000 epochs done" in text and f"place = {place}" in text


def test_kernel_gateway(environment, tmp_path):
    """A cell through the Kernel Gateway, whose interface is Enterprise Gateway's: kernels without a notebook server."""
    port, token = free_port(), secrets.token_hex()
    address = f"http://127.0.0.1:{port}"
    options = ["ip=127.0.0.1", f"port={port}", f"auth_token={token}"]
    command = [environment / "bin/python", "-m", "kernel_gateway", *(f"--KernelGatewayApp.{option}" for option in options)]
    with running(command, f"{address}/api?token={token}", tmp_path):
        _, specs = request(f"{address}/api/kernelspecs", token)
        assert "backprop" in specs["kernelspecs"]
        assert "1/4 = 0.25" in run_cell(address, token, "1/4")
