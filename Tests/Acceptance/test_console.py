"""`jupyter console` on a terminal, as a student at a prompt uses it."""

import re

import pexpect
import pytest

PROMPT = r"In \[(\d+)\]: "


@pytest.fixture
def console():
    child = pexpect.spawn(
        "jupyter",
        ["console", "--kernel", "backprop", "--ZMQTerminalInteractiveShell.simple_prompt=True"],
        encoding="utf-8",
        timeout=60,
        dimensions=(50, 200),
    )
    child.expect(PROMPT)
    yield child
    child.close(force=True)


def run(console, line):
    """Types a line; returns what was shown up to the next prompt."""
    console.sendline(line)
    console.expect(PROMPT)
    return console.before


def test_banner_names_the_program(console):
    assert "Backprop" in console.before


def test_statements_and_values(console):
    run(console, "network 2-2-1")
    run(console, "w_i1j1 = 0.25")
    assert re.search(r"0\.25", run(console, "w_i1j1 * 1").split("\n", 1)[1])


def test_errors_teach_and_leave_the_session_alive(console):
    shown = run(console, "network 2-2-1")
    shown = run(console, "w_i9j1")
    assert "^" in shown
    assert "0.25" in run(console, "1 / 4")


def test_interrupt_returns_the_prompt(console):
    run(console, "network 2-2-1, bias")
    run(console, "patterns xor")
    console.sendline("train 100000000 epochs")
    console.expect(r"train 100000000 epochs")
    console.expect(r"epoch")
    console.sendintr()
    console.expect(PROMPT)
    assert "0.25" in run(console, "1 / 4")


def test_training_rewrites_one_line(console):
    """During training, one line shows the progress; afterwards it is there once, with the final state."""
    run(console, "network 2-8-1, bias")
    run(console, "patterns xor")
    shown = run(console, "train 20000000 epochs, η 0.1")
    progress = re.findall(r"\r(epoch \d+ of 20000000 · total E [\d.e-]+ · \d+ epochs/s · [^\r\n]* left) *", shown)
    assert len(progress) >= 2
    assert len(set(progress)) == len(progress)
    final = [line for line in shown.splitlines() if "20000000 epochs done" in line]
    assert len(final) == 1


def test_end_of_input_ends_the_console(console):
    console.sendeof()
    console.expect("exit")
    console.sendline("y")
    console.expect(pexpect.EOF)


def test_a_question_is_asked_and_answered(console):
    """All weights 0: δ_k = 1/4 · 1/2 = 1/8."""
    run(console, "network 2-2-1")
    run(console, "weights zero")
    run(console, "forward 1 0 -> 1, hidden")
    assert "0.125" not in run(console, "backward, hidden")
    console.sendline("ask δ_k1, tries 2")
    console.expect("δ_k1 = ")
    console.sendline("-1/8")
    console.expect("is not right: it is right but for the sign")
    console.expect("last try: δ_k1 = ")
    console.sendline("1/8")
    console.expect("is right, within half a percent")
    console.expect(PROMPT)
