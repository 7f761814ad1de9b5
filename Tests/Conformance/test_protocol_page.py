"""PROTOCOL.md is complete and correct: it lists every message of the code, and everything it names exists."""

import ast
import re

from checkout import ROOT

LIBRARY = ROOT / "Sources/JupyterKernel"
PAGE = (LIBRARY / "PROTOCOL.md").read_text()
FOLDERS = [LIBRARY, ROOT / "Sources/JupyterMessages"]
SOURCE = "\n".join(file.read_text() for folder in FOLDERS for file in sorted(folder.rglob("*.swift")))


def test_every_message_of_the_code_stands_in_it():
    machine = (LIBRARY / "Kernel/KernelStateMachine.swift").read_text()
    taken = set(re.findall(r'"((?:comm_open|\w+_request|input_reply))"', machine)) - {"handshake_request"}
    sent = set(re.findall(r'static let type = "(\w+)"', SOURCE))
    replies = {type for type in sent if type.replace("_reply", "_request") in taken}
    assert len(taken) > 15 and len(sent - replies) > 10
    assert [type for type in sorted(taken | sent - replies) if f"| `{type}` |" not in PAGE] == []


def test_it_names_no_message_that_the_code_has_not():
    named = re.findall(r"^\| `(\w+)` \|", PAGE, re.MULTILINE)
    assert [type for type in named if f'"{type}"' not in SOURCE] == []


def test_the_tests_that_it_names_are_there_and_all_are_named():
    named = set(re.findall(r"`(test_\w+)`", PAGE))
    there = {
        node.name for file in (ROOT / "Tests/Conformance").glob("test_*.py") if file.stem != "test_protocol_page"
        for node in ast.parse(file.read_text()).body
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")}
    assert sorted(named - there) == [] and sorted(there - named) == []


def test_its_limits_are_those_of_the_code():
    rows = re.findall(r"\| ([\d,]+) \| `\w+\.(\w+)` \|", PAGE)
    assert len(rows) == 7
    for value, name in rows:
        (code,) = set(re.findall(rf"\b{name}\s*(?::\s*\w+\s*)?=\s*([\d_]+)", SOURCE))
        assert int(code) == int(value.replace(",", "")), name
