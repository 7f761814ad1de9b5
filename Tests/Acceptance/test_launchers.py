"""The ways in which jupyter_client starts a kernel and talks to it: ports that it chooses, ports that the kernel chooses
and registers (JEP 66), encrypted sockets, a restart."""

import hashlib
import hmac
import json
from pathlib import Path
from types import SimpleNamespace

import nbformat
import papermill
import pytest
import zmq
from checkout import ROOT
from jupyter_client import KernelManager
from jupyter_client.provisioning import KernelProvisionerFactory, LocalProvisioner
from nbclient import NotebookClient

DELIMITER = b"<IDS|MSG>"


class RegistrationProvisioner(LocalProvisioner):
    """No released launcher speaks protocol 5.6 yet, so this one makes jupyter_client's own do it: the connection file
    names a registration socket, and the kernel's message there names the ports."""

    async def launch_kernel(self, cmd, **options):
        manager = self.parent
        key = manager.session.key
        with zmq.Context() as context, context.socket(zmq.ROUTER) as registration:
            registration.linger = 1000
            port = registration.bind_to_random_port("tcp://127.0.0.1")
            Path(manager.connection_file).write_text(json.dumps({
                "transport": "tcp", "ip": "127.0.0.1", "signature_scheme": "hmac-sha256", "key": key.decode(),
                "registration_ip": "127.0.0.1", "registration_port": port, "kernel_id": self.kernel_id}))
            await super().launch_kernel(cmd, **options)
            assert registration.poll(10_000), "the kernel has not registered"
            frames = registration.recv_multipart()
            start = frames.index(DELIMITER)
            assert frames[start + 1] == self.signature(key, frames[start + 2])
            told = json.loads(frames[start + 2])
            assert told.pop("kernel_id") == self.kernel_id
            registration.send_multipart([*frames[: start + 1], self.signature(key, b"ACK"), b"ACK"])
        for name, value in told.items():
            setattr(manager, name, int(value))
        return manager.get_connection_info()

    @staticmethod
    def signature(key, frame):
        return hmac.new(key, frame, hashlib.sha256).hexdigest().encode()


@pytest.fixture
def manager():
    """Makes managers of our kernel, and ensures that no kernel outlives the test."""
    managers = []

    def make(**options):
        managers.append(KernelManager(kernel_name="backprop", **options))
        return managers[-1]

    yield make
    for each in managers:
        if each.has_kernel:
            each.shutdown_kernel(now=True)


@pytest.fixture
def registering(manager):
    KernelProvisionerFactory.instance().provisioners["registration"] = SimpleNamespace(
        load=lambda: RegistrationProvisioner)
    made = manager()
    made.kernel_spec.metadata["kernel_provisioner"] = {"provisioner_name": "registration"}
    return made


def value_of(manager, code):
    """A cell's value as plain text, from a client of the manager's kernel that also checks the heartbeat."""
    client = manager.client()
    client.start_channels()
    try:
        client.wait_for_ready(timeout=30)
        shown = []
        reply = client.execute_interactive(code, timeout=30, output_hook=shown.append)
        assert reply["content"]["status"] == "ok" and client.is_alive()
        return [each["content"]["data"]["text/plain"] for each in shown if each["msg_type"] == "execute_result"][-1]
    finally:
        client.stop_channels()


def test_ports_that_the_launcher_chooses(manager):
    made = manager()
    made.start_kernel()
    assert value_of(made, "2 + 3") == "2 + 3 = 5"


def test_ports_that_the_kernel_chooses(registering):
    registering.start_kernel()
    assert value_of(registering, "2 + 3") == "2 + 3 = 5"


def test_a_restart_registers_anew(registering):
    registering.start_kernel()
    value_of(registering, "2 + 3")
    registering.restart_kernel()
    assert value_of(registering, "1 / 4") == "1/4 = 0.25"


def test_a_notebook_runs_over_registered_ports(registering):
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("network 2-2-1")])
    NotebookClient(notebook, km=registering, timeout=60).execute()
    assert notebook.cells[0].execution_count == 1


def test_encrypted_sockets(manager):
    """The kernelspec declares CurveZMQ, so a client that requires it starts the kernel with it."""
    made = manager(transport_encryption="required")
    made.start_kernel()
    assert len(json.loads(Path(made.connection_file).read_text())["curve_publickey"]) == 40
    assert value_of(made, "2 + 3") == "2 + 3 = 5"


def test_ipc(manager, tmp_path):
    made = manager(transport="ipc", ip=str(tmp_path / "kernel"))
    made.start_kernel()
    assert value_of(made, "2 + 3") == "2 + 3 = 5"


def test_an_interrupt_by_the_manager(manager):
    made = manager()
    made.start_kernel()
    client = made.client()
    client.start_channels()
    client.wait_for_ready(timeout=30)
    client.execute("network 2-2-1\npatterns xor\ntrain 1000000000 epochs")
    while client.get_iopub_msg(timeout=30)["msg_type"] != "display_data":
        pass
    made.interrupt_kernel()
    assert client.get_shell_msg(timeout=10)["content"]["ename"] == "Interrupted"
    client.stop_channels()
    assert value_of(made, "2 + 3") == "2 + 3 = 5"


@pytest.mark.parametrize("handout", ["1-derivation", "3-xor"])
def test_papermill(tmp_path, handout):
    done = papermill.execute_notebook(
        ROOT / f"notebooks/{handout}.ipynb", tmp_path / "done.ipynb", cwd=ROOT / "notebooks", progress_bar=False)
    cells = [cell for cell in done.cells if cell.cell_type == "code"]
    assert all(cell.metadata.papermill["status"] == "completed" for cell in cells)
    assert [cell.execution_count for cell in cells] == list(range(1, len(cells) + 1))
