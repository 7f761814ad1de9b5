"""The suite runs against any kernels, by the names of their kernelspecs: `CONFORMANCE_KERNELS=python3,backprop pytest
Tests/Conformance`. `echo` is the test kernel of this package, which uses every feature of the library;
`CONFORMANCE_ECHO=FILE` names another build of it. `anywhere` is the kernel of the wheel for every system, if
Python finds its package. Python's kernels fail some of the tests, which known_failures.py lists."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from dialects import dialect  # noqa: E402
from known_failures import KNOWN_FAILURES, TOO_SLOW  # noqa: E402
from wire import Kernel  # noqa: E402

ROOT = Path(__file__).resolve().parents[2]


KERNELS = os.environ.get("CONFORMANCE_KERNELS", "echo,backprop").split(",")
ECHO = os.environ.get("CONFORMANCE_ECHO", str(ROOT / ".build/release/EchoKernel"))


def pytest_generate_tests(metafunc):
    if "name" in metafunc.fixturenames:
        metafunc.parametrize("name", KERNELS, scope="session")


def pytest_collection_modifyitems(items):
    for item in items:
        kernel = item.callspec.params.get("name") if hasattr(item, "callspec") else None
        reason = KNOWN_FAILURES.get(kernel, {}).get(getattr(item, "originalname", None))
        if reason:
            item.add_marker(pytest.mark.xfail(reason=reason, run=item.originalname not in TOO_SLOW))


@pytest.fixture(scope="session")
def argv(name):
    """The command that starts the kernel."""
    if name == "echo":
        return [ECHO, "{connection_file}"]
    if name == "anywhere":
        return [sys.executable, "-m", "backprop_kernel.anywhere", "-f", "{connection_file}"]
    listed = subprocess.run(
        [sys.executable, "-m", "jupyter", "kernelspec", "list", "--json"], capture_output=True, check=True)
    return json.loads(listed.stdout)["kernelspecs"][name]["spec"]["argv"]


@pytest.fixture(scope="session")
def speech(name):
    return dialect(name)


@pytest.fixture
def need(speech):
    """The dialect's way to do something; skips the test if there is none."""

    def need(what):
        way = getattr(speech, what)
        if not way:
            pytest.skip(f"the language cannot {what}")
        return way

    return need


@pytest.fixture(scope="module")
def kept(argv):
    """The kernels shared by the tests of a module with this command; the last one is in use."""
    kernels = []
    yield kernels
    for kernel in kernels:
        kernel.close()


@pytest.fixture
def shared(argv, kept):
    """A kernel for all tests of a module; a new one if a test has ended it."""
    if not kept or not kept[-1].is_alive():
        kept.append(Kernel(argv))
        kept[-1].ready()
    return kept[-1]


@pytest.fixture
def client(shared):
    """A client of the shared kernel, without leftovers of earlier tests."""
    try:
        client = shared.ready(20)
    except TimeoutError:
        shared.process.kill()
        raise
    yield client
    client.close()
    shared.clients.remove(client)


@pytest.fixture
def start(argv, tmp_path):
    """Starts kernels for a single test."""
    kernels = []

    def start(environment=None, **connection):
        environment = {"BACKPROP_HISTORY": str(tmp_path / "history.sqlite"),
                       "ECHO_HISTORY": str(tmp_path / "history.sqlite"), "IPYTHONDIR": str(tmp_path / "ipython"),
                       **(environment or {})}
        kernels.append(Kernel(argv, environment, **connection))
        return kernels[-1]

    yield start
    for kernel in kernels:
        kernel.close()


@pytest.fixture
def own(start):
    """A kernel for a single test, and a client that is ready."""
    kernel = start()
    return kernel, kernel.ready()
