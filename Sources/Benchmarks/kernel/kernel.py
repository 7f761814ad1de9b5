#!/usr/bin/env python3
"""Compares our kernel with its peers, in one run: `kernel.py [--json FILE] [--quick] [--install-peers] [KERNEL…]`.

KERNEL is the name of an installed kernelspec, or `echo` for the test kernel of this package. The default is
backprop, python3 (ipykernel) and xpython (xeus-python). `--install-peers` installs the peers from PyPI into the
environment that runs this. Kernels take turns in every round, so that other load on the machine affects all of
them equally. The client is the same for all, and its own time is included in every figure. Prints a table in
Markdown, followed by which goals are met; the exit status says whether all are."""

import argparse
import json
import os
import subprocess
import sys
import time
from pathlib import Path
from statistics import median

import psutil

ROOT = Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "Tests/Conformance"))

from dialects import dialect  # noqa: E402
from stopwatch import answered, interrupt, one_cell, pipeline, printed_lines  # noqa: E402
from wire import Kernel  # noqa: E402

ECHO = ROOT / ".build/release/EchoKernel"
PEERS = ["ipykernel", "xeus-python"]

FIGURES = {
    "start_up": "from spawn to kernel_info, ms", "round_trip": "a cell and back, median, ms",
    "round_trip_p99": "a cell and back, p99, ms", "pipeline": "1,000 cells in a pipeline, ms",
    "lines": "20,000 lines, ms", "completion": "completion while a cell computes, ms",
    "interrupt": "from interrupt to reply, ms", "pss": "memory (PSS) idle, MB",
    "pss_after": "memory (PSS) after 10,000 cells, MB", "idle_cpu": "processor while idle, ms per second",
}

# Our goals: at most this share of a peer's figure, or at most this number.
GOALS = [
    ("start_up", "python3", 1 / 10), ("start_up", "xpython", 1 / 4), ("round_trip", "xpython", 1 / 4),
    ("pss", "xpython", 1 / 5), ("pss_after", "xpython", 1 / 5), ("idle_cpu", "xpython", 1), ("interrupt", None, 5),
]


class Subject:
    """A kernel that is measured, and its times."""

    def __init__(self, name):
        self.name, self.speech, self.times, self.figures = name, dialect(name), {}, {}
        if name == "echo":
            self.argv, self.interrupt_mode = [str(ECHO), "{connection_file}"], "message"
            return
        listed = subprocess.run(
            [sys.executable, "-m", "jupyter", "kernelspec", "list", "--json"], capture_output=True, check=True)
        specs = json.loads(listed.stdout)["kernelspecs"]
        if name not in specs:
            sys.exit(f"There is no kernelspec {name}, but {', '.join(sorted(specs))}.")
        self.argv = specs[name]["spec"]["argv"]
        self.interrupt_mode = specs[name]["spec"].get("interrupt_mode", "signal")

    def start(self):
        return Kernel(self.argv)

    def note(self, key, *times):
        self.times.setdefault(key, []).extend(times)

    def gives_up(self, key):
        return None in self.times.get(key, [])


def start_up(subject):
    """From spawning to the reply to kernel_info; the request waits in the client's socket from the start."""
    with subject.start() as kernel:
        client = kernel.client()
        client.reply(client.send("shell", "kernel_info_request"), seconds=60)
        subject.note("start_up", (time.perf_counter() - kernel.started) * 1000)


def cells(subject, count, rounds):
    """Single cells, in blocks for which the kernels take turns, and cells in a pipeline."""
    with subject.start() as kernel:
        client = kernel.ready()
        for _ in range(50):
            one_cell(client, subject.speech.value)
        yield
        for _ in range(rounds):
            one_cell(client, subject.speech.value)
            subject.note("round_trip", *(one_cell(client, subject.speech.value) for _ in range(count // rounds)))
            yield
        for _ in range(3):
            subject.note("pipeline", pipeline(client, subject.speech.nothing, 1000))
            yield
        for _ in range(3):
            subject.note("lines", printed_lines(client, subject.speech, 20_000))
            yield


def while_busy(subject):
    """An interrupt and completions while a cell computes; None if there was no answer within five seconds."""
    with subject.start() as kernel:
        client = kernel.ready()

        def begin():
            id = client.execute(subject.speech.busy)
            client.find("iopub", lambda each: each.type == "execute_input" and each.parent == id)
            time.sleep(0.3)
            return id

        if not subject.gives_up("interrupt"):
            time_taken = interrupt(kernel, client, subject.interrupt_mode, begin())
            subject.note("interrupt", time_taken)
            if time_taken is None:
                return
        if not subject.gives_up("completion"):
            begin()
            code = {"code": subject.speech.complete[0], "cursor_pos": 2}
            for _ in range(5):
                subject.note("completion", answered(client, lambda: client.send("shell", "complete_request", code)))
                if subject.gives_up("completion"):
                    return


def memory(subject, count):
    """PSS before and after many cells. One kernel at a time: none shares a page with another."""
    with subject.start() as kernel:
        client = kernel.ready()
        time.sleep(2.5)
        subject.note("pss", pss(kernel))
        for _ in range(count // 1000):
            pipeline(client, subject.speech.value, 1000)
        time.sleep(2.5)
        subject.note("pss_after", pss(kernel))


def pss(kernel):
    """The PSS in megabytes: each shared page counts in proportion."""
    processes = [psutil.Process(kernel.pid)]
    processes += processes[0].children(recursive=True)
    return sum(process.memory_full_info().pss for process in processes) / 1e6


def idle_cpu(subjects, seconds):
    """Milliseconds of processor time per second, measured for all kernels at the same time."""
    kernels = [subject.start() for subject in subjects]
    try:
        for kernel in kernels:
            kernel.ready()
        time.sleep(2.5)
        before, start = [used(kernel) for kernel in kernels], time.monotonic()
        time.sleep(seconds)
        for subject, kernel, earlier in zip(subjects, kernels, before):
            subject.note("idle_cpu", (used(kernel) - earlier) * 1000 / (time.monotonic() - start))
    finally:
        for kernel in kernels:
            kernel.close()


def used(kernel):
    """Seconds of processor time of all threads, to the nanosecond."""
    threads = Path(f"/proc/{kernel.pid}/task").iterdir()
    return sum(int((each / "schedstat").read_text().split()[0]) for each in threads) / 1e9


def measure(subjects, quick):
    rounds, count, many, rest = (3, 300, 1000, 5) if quick else (9, 1000, 10_000, 20)
    for _ in range(rounds):
        for subject in subjects:
            start_up(subject)
    running = [cells(subject, count, 20) for subject in subjects]
    while running:
        running = [each for each in running if next(each, "over") != "over"]
    for _ in range(rounds):
        for subject in subjects:
            while_busy(subject)
    for subject in subjects:
        memory(subject, many)
    idle_cpu(subjects, rest)

    for subject in subjects:
        for key, times in subject.times.items():
            subject.figures[key] = None if None in times else median(times)
        trips = sorted(subject.times["round_trip"])
        subject.figures["round_trip_p99"] = trips[len(trips) * 99 // 100]


def table(subjects):
    def shown(value):
        return "none" if value is None else f"{value:.2f}" if value < 10 else f"{value:,.0f}"

    rows = [["", *[subject.name for subject in subjects]], ["---", *["--:"] * len(subjects)]]
    for key, words in FIGURES.items():
        rows.append([words, *[shown(each.figures[key]) if key in each.figures else "—" for each in subjects]])
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)


def verdicts(subjects):
    """One line per goal whose kernels were measured, and whether it is met."""
    figures = {subject.name: subject.figures for subject in subjects}
    for key, peer, bound in GOALS:
        ours = figures.get("backprop", {}).get(key)
        theirs = figures.get(peer, {}).get(key) if peer else 1
        if ours is None or theirs is None:
            continue
        share = ours / theirs if theirs else 0 if ours == 0 else float("inf")
        of = f" of {peer}'s" if peer else ""
        words = f"{FIGURES[key]}: {share:.3g}{of}, to be at most {bound:.3g}"
        yield share <= bound, words


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("kernels", nargs="*", default=["backprop", "python3", "xpython"])
    parser.add_argument("--json", type=Path, help="write the figures there too")
    parser.add_argument("--quick", action="store_true", help="fewer repeats")
    parser.add_argument("--install-peers", action="store_true", help="pip install the peers first")
    arguments = parser.parse_args()
    if arguments.install_peers:
        subprocess.run([sys.executable, "-m", "pip", "install", "--quiet", *PEERS], check=True)
    # A kernelspec may name python3.11 and mean the one of its own environment.
    os.environ["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    subjects = [Subject(name) for name in arguments.kernels]
    measure(subjects, arguments.quick)
    print(table(subjects))
    if arguments.json:
        arguments.json.write_text(json.dumps({each.name: each.figures for each in subjects}, indent=2) + "\n")
    results = list(verdicts(subjects))
    for is_met, words in results:
        print("met:   " if is_met else "missed:", words)
    return 0 if all(is_met for is_met, _ in results) else 1


if __name__ == "__main__":
    sys.exit(main())
