"""Gives every test of real clients its own home folder, with the release build's kernelspec installed in it."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from checkout import BACKPROP


def pytest_configure(config):
    if not BACKPROP.exists():
        pytest.exit(f"{BACKPROP} is missing: build it first, as Tests/run does.", 2)
    home = tempfile.TemporaryDirectory(prefix="backprop-tests-", ignore_cleanup_errors=True)
    config.add_cleanup(home.cleanup)
    for name in list(os.environ):
        if name.startswith(("JUPYTER_", "XDG_", "IPYTHONDIR")):
            del os.environ[name]
    os.environ["HOME"] = home.name
    os.environ["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    subprocess.run([BACKPROP, "install", "--user"], check=True, stdout=subprocess.DEVNULL)


@pytest.fixture
def backprop():
    """Runs the program with these arguments and returns what came of it, output and errors as text."""

    def run(*arguments, **options):
        options = {"capture_output": True, "text": True, "timeout": 60, **options}
        return subprocess.run([BACKPROP, *map(str, arguments)], **options)

    return run
