"""The wheel of this checkout, installed into a separate environment, and a browser."""

import fcntl
import importlib.util
import os
import shutil
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest
from checkout import ROOT
from playwright.sync_api import sync_playwright


@pytest.fixture(scope="session")
def wheel(tmp_path_factory):
    """The wheel as distributed, with a program for each kind of processor: a copy, since other tests that run at the
    same time build it, too."""
    with (ROOT / ".build/wheel.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        built = subprocess.run([sys.executable, ROOT / "kernelspec/build-wheel"], capture_output=True, text=True)
        assert built.returncode == 0, built.stderr
        return shutil.copy(built.stdout.strip(), tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="session")
def environment(wheel, tmp_path_factory):
    """A virtual environment that holds the wheel; it uses the files of Jupyter from the tests' own environment."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, with_pip=True)
    subprocess.run([folder / "bin/pip", "install", "--quiet", "--no-deps", "--no-index", wheel], check=True)
    site = next(folder.glob("lib/python3*/site-packages"))
    (site / "lent.pth").write_text(sysconfig.get_path("purelib") + "\n")
    jupyter = Path(sysconfig.get_path("data")) / "share/jupyter"
    for lent in (jupyter / "lab", *(jupyter / "nbconvert/templates").iterdir()):
        (folder / "share/jupyter" / lent.relative_to(jupyter)).symlink_to(lent)
    return folder


@pytest.fixture(scope="session")
def python(environment, tmp_path_factory):
    """Runs the Python of the environment that holds the wheel, for a user who has no settings of their own."""
    variables = {**os.environ, "HOME": str(tmp_path_factory.mktemp("home"))}

    def python(folder, *arguments):
        command = [environment / "bin/python", *arguments]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, env=variables)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout + done.stderr

    return python


@pytest.fixture(scope="session")
def lexer(environment):
    """The Pygments lexer as the wheel installs it."""
    file = next(environment.glob("lib/python3*/site-packages/backprop_kernel/lexer.py"))
    specification = importlib.util.spec_from_file_location("backprop_lexer", file)
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module.BackpropLexer()


@pytest.fixture(scope="session")
def remote_entry(environment):
    """The JupyterLab extension's script as the wheel installs it."""
    return environment / "share/jupyter/labextensions/backprop-highlighting/static/remoteEntry.js"


@pytest.fixture(scope="module")
def browser():
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox"] if os.getuid() == 0 else []
        chromium = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=arguments)
        yield chromium
        chromium.close()
