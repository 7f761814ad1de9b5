"""The core's documentation: built by the toolchain's own docc without a warning, and nothing public undocumented."""

import json
import platform
import subprocess

import pytest
from checkout import ROOT

MODULES = ROOT / ".build/debug/Modules"
CATALOGUE = ROOT / "Sources/Backprop/Backprop.docc"


@pytest.fixture(scope="module")
def symbols(tmp_path_factory):
    """The folder of the symbol graph of all public symbols, taken from the debug build."""
    folder = tmp_path_factory.mktemp("symbols")
    subprocess.run(
        ["swift-symbolgraph-extract", "-module-name", "Backprop", "-target", f"{platform.machine()}-unknown-linux-gnu",
         "-I", MODULES, "-I", ROOT / "Sources/CNumerics/include", "-minimum-access-level", "public",
         "-output-dir", folder], check=True,
    )  # fmt: skip
    return folder


def test_every_public_declaration_is_documented(symbols):
    graph = json.loads((symbols / "Backprop.symbols.json").read_text())
    names = {symbol["identifier"]["precise"]: ".".join(symbol["pathComponents"]) for symbol in graph["symbols"]}
    assert {"Network", "Trainer.train(_:epochs:observer:)", "NetworkError.inputWidth(expected:count:)"} <= set(names.values())
    # What a type inherits from the standard library is documented there.
    ours = [symbol for symbol in graph["symbols"] if "::SYNTHESIZED::" not in symbol["identifier"]["precise"]]
    assert [names[symbol["identifier"]["precise"]] for symbol in ours if "docComment" not in symbol] == []


def test_the_pages_build_without_a_warning(symbols, tmp_path):
    done = subprocess.run(
        ["docc", "convert", CATALOGUE, "--additional-symbol-graph-dir", symbols, "--output-path", tmp_path / "pages",
         "--fallback-display-name", "Backprop", "--fallback-bundle-identifier", "backprop", "--warnings-as-errors"],
        capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    pages = {page.stem for page in (tmp_path / "pages/data/documentation/backprop").glob("*.json")}
    assert {"first-training", "equations", "network", "trainer"} <= pages
