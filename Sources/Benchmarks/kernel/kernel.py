#!/usr/bin/env python3
"""Measures our kernel beside its peers, in one run: `kernel.py [--json FILE] [--quick] [KERNEL…]`.

KERNEL is the name of an installed kernelspec; unless told, backprop, python3 (ipykernel) and xpython (xeus-python). The
peers come from PyPI: `pip install ipykernel xeus-python`. The client is the few lines of Tests/Conformance over raw
ZeroMQ, the same for all, and its own time is in every figure. Kernels take turns within each measurement. Prints a
table in Markdown."""

import argparse
import json
import os
import signal
import statistics
import subprocess
import sys
import time
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "Tests/Conformance"))

from dialects import dialect  # noqa: E402
from wire import Kernel, text  # noqa: E402

ECHO = ROOT / ".build/release/EchoKernel"


class Subject:
    """A kernel that is measured."""

    def __init__(self, name):
        self.name, self.speech, self.figures = name, dialect(name), {}
        if name == "echo":
            self.argv, self.interrupt_mode = [str(ECHO), "{connection_file}"], "message"
            return
        listed = subprocess.run(
            [sys.executable, "-m", "jupyter", "kernelspec", "list", "--json"], capture_output=True, check=True)
        spec = json.loads(listed.stdout)["kernelspecs"][name]["spec"]
        self.argv, self.interrupt_mode = spec["argv"], spec.get("interrupt_mode", "signal")

    def start(self):
        return Kernel(self.argv)

    def interrupt(self, kernel, client):
        if self.interrupt_mode == "message":
            client.send("control", "interrupt_request")
        else:
            os.kill(kernel.pid, signal.SIGINT)


def milliseconds(start):
    return (time.perf_counter() - start) * 1000


def start_up(subject):
    """From the spawn to the reply of kernel_info, which waits in the client's socket from the first."""
    with subject.start() as kernel:
        client = kernel.client()
        client.reply(client.send("shell", "kernel_info_request"), seconds=60)
        return milliseconds(kernel.started)


def cell(client, code):
    start = time.perf_counter()
    id = client.execute(code)
    client.reply(id, seconds=60)
    client.published(id, 60)
    return milliseconds(start)


def pipeline(client, code, count):
    start = time.perf_counter()
    ids = [client.execute(code) for _ in range(count)]
    for id in ids:
        client.reply(id, seconds=120)
    client.published(ids[-1], 60)
    elapsed = milliseconds(start)
    client.drain()
    return elapsed


def lines(client, code, count):
    """None where not all lines arrive, in order, before idle."""
    start = time.perf_counter()
    id = client.execute(code)
    published = client.published(id, 60)
    elapsed = milliseconds(start)
    whole = text(published) == "".join(f"{line}\n" for line in range(count))
    return elapsed if whole else None


def while_busy(subject, repeats):
    """The medians of completions and interrupts while a cell computes; None where one had no answer in five seconds."""
    completions, interrupts = [], []
    try:
        for _ in range(repeats):
            with subject.start() as kernel:
                client = kernel.ready()
                id = client.execute(subject.speech.busy)
                client.find("iopub", lambda each: each.type == "execute_input" and each.parent == id)
                time.sleep(0.3)
                for _ in range(0 if None in completions else 5):
                    start = time.perf_counter()
                    request = {"code": subject.speech.complete[0], "cursor_pos": 2}
                    completions.append(answered(client, client.send("shell", "complete_request", request), start))
                    if completions[-1] is None:
                        break
                start = time.perf_counter()
                subject.interrupt(kernel, client)
                interrupts.append(answered(client, id, start))
    except TimeoutError:
        pass
    return median(completions), median(interrupts)


def answered(client, id, start):
    try:
        client.reply(id, seconds=5)
        return milliseconds(start)
    except TimeoutError:
        return None


def median(times):
    return None if None in times or not times else statistics.median(times)


def pss(kernel):
    """Megabytes, shared pages by halves."""
    processes = [psutil.Process(kernel.pid)]
    processes += processes[0].children(recursive=True)
    return sum(process.memory_full_info().pss for process in processes) / 1e6


def idle_cpu(kernel, seconds):
    """Milliseconds of processor a second."""
    process = psutil.Process(kernel.pid)
    used = lambda: sum(process.cpu_times()[:2])  # noqa: E731
    before, start = used(), time.monotonic()
    time.sleep(seconds)
    return (used() - before) * 1000 / (time.monotonic() - start)


FIGURES = {
    "start_up": "from spawn to kernel_info, ms", "round_trip": "a cell and back, median, ms",
    "round_trip_p99": "a cell and back, 99 of 100, ms", "pipeline": "1,000 cells in a pipeline, ms",
    "lines": "20,000 lines, ms", "completion_busy": "completion while a cell computes, ms",
    "interrupt": "from interrupt to reply, ms", "pss": "memory (PSS), MB", "pss_after": "memory after 10,000 cells, MB",
    "idle_cpu": "processor while idle, ms a second",
}


def measure(subjects, quick):
    repeats, cells, many, rest = (3, 100, 1000, 3) if quick else (9, 1000, 10_000, 20)
    for _ in range(repeats):
        for subject in subjects:
            subject.figures.setdefault("start_ups", []).append(start_up(subject))
    for subject in subjects:
        figures, speech = subject.figures, subject.speech
        figures["start_up"] = statistics.median(figures.pop("start_ups"))
        with subject.start() as kernel:
            client = kernel.ready()
            time.sleep(2.5)
            figures["pss"] = pss(kernel)
            figures["idle_cpu"] = idle_cpu(kernel, rest)
            for _ in range(20):
                cell(client, speech.value)
            times = sorted(cell(client, speech.value) for _ in range(cells))
            figures["round_trip"] = statistics.median(times)
            figures["round_trip_p99"] = times[len(times) * 99 // 100]
            figures["pipeline"] = statistics.median(pipeline(client, speech.nothing, 1000) for _ in range(3))
            if speech.lines:
                figures["lines"] = median([lines(client, speech.lines(20_000), 20_000) for _ in range(repeats)])
            for _ in range(many // 1000):
                pipeline(client, speech.value, 1000)
            time.sleep(2.5)
            figures["pss_after"] = pss(kernel)
        figures["completion_busy"], figures["interrupt"] = while_busy(subject, repeats)


def table(subjects):
    def shown(value):
        return "none" if value is None else f"{value:.2f}" if value < 10 else f"{value:,.0f}"

    rows = [["", *[subject.name for subject in subjects]], ["---", *["--:"] * len(subjects)]]
    for key, words in FIGURES.items():
        rows.append([words, *[shown(each.figures[key]) if key in each.figures else "—" for each in subjects]])
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("kernels", nargs="*", default=["backprop", "python3", "xpython"])
    parser.add_argument("--json", type=Path, help="write the figures there too")
    parser.add_argument("--quick", action="store_true", help="fewer repeats")
    arguments = parser.parse_args()
    subjects = [Subject(name) for name in arguments.kernels]
    measure(subjects, arguments.quick)
    print(table(subjects))
    if arguments.json:
        arguments.json.write_text(json.dumps({each.name: each.figures for each in subjects}, indent=2) + "\n")


if __name__ == "__main__":
    main()
