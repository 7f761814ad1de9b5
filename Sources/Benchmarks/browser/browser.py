#!/usr/bin/env python3
"""Compares the WebAssembly module with the native program and with plain JavaScript, in one run:
`browser.py [--quick] [--only NAME]`.

The module and the JavaScript (plain.js) run in Node and in Chromium. First, the weights of all contestants after some
epochs are compared. Then they train in turns, from the same weights on the same patterns. Times are processor times of
all threads and processes of a contestant; what is not training is subtracted, as the difference of two lengths. Ratios
are taken round by round. Then formulas of the user's own are compared with the built-in ones that they copy. Prints
tables in Markdown, followed by which goals are met; the exit status says whether all are. Needs .build/release/backprop,
kernelspec/browser/build, Node, Chromium, and the tests' Python packages."""

import argparse
import json
import random
import sys
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from contestants import MODULES, ROOT, Chromium, Module, Native, Node, Plain, used
from playwright.sync_api import sync_playwright


@dataclass
class Row:
    name: str
    setting: str
    patterns: int
    # Epochs of the longer training; the shorter one has a fifth.
    epochs: int
    rate: float
    # The module's time is to be at most this many times that of the native program.
    goal: float = None
    momentum: float = 0
    batch: int = 1
    files: dict = field(default_factory=dict)

    def training(self, epochs):
        batch = f", batch {self.batch}" if self.batch > 1 else ""
        return f"train {epochs} epochs, η {self.rate}, α {self.momentum}{batch}"

    def options(self, epochs):
        return {"epochs": epochs, "rate": self.rate, "momentum": self.momentum, "batch": self.batch}


def made_up():
    """512 patterns of the size of MNIST's, without zeros."""
    numbers = random.Random(1)
    inputs = [[round(numbers.uniform(0.1, 1), 3) for _ in range(784)] for _ in range(512)]
    targets = [[int(unit == n % 10) for unit in range(10)] for n in range(512)]
    return json.dumps({"format": "backprop", "version": 1, "patterns": [
        {"name": "made", "inputs": inputs, "targets": targets}]})


def own_formulas():
    """Copies of what is built in, as a user types them: for each, its name and the settings with it and without."""
    def setting(cell, units, patterns, rate):
        transfer = cell.get("transfer", "sigmoid")
        return f"{cell.get('before', '')}\nnetwork {units} {transfer}, bias\n{patterns}\n{cell.get('after', '')}\nη = {rate}"

    for each in json.loads((ROOT / "Sources/Benchmarks/Peers/own-formulas.json").read_text()):
        if not each["isCopy"]:
            continue
        for name, units, patterns, count, epochs, batch in WORK:
            copy, built_in = (setting(each[key], units, patterns, each.get("rate", 1 / 64)) for key in ("own", "builtIn"))
            yield f"{name}, {each['name']}", copy, built_in, count, epochs, batch


# What copies are trained on.
WORK = [
    ("XOR 2-2-1, one update per pattern", "2-2-1", "patterns xor", 4, 60_000, ""),
    ("digits 64-32-10, one update per pattern", "64-32-10", "patterns digits\nscale inputs 0 1", 1797, 20, ""),
    ("digits 64-32-10, mini-batches of 32", "64-32-10", "patterns digits\nscale inputs 0 1", 1797, 40, ", batch 32"),
]
# A copy takes at most this many times as long as what it copies.
MOST_OF_COPIES = 1.5


def measure_copies(hosts, rounds, only):
    """For each copy and host, nanoseconds per pattern of the copy and of what it copies, and their ratio."""
    for name, copy, built_in, count, epochs, batch in own_formulas():
        if only not in name:
            continue
        for host_name, host in hosts:
            times = {copy: [], built_in: []}
            for number in range(rounds + 1):
                for setting in times:
                    host.call("execute", setting)
                    spent = []
                    for length in (epochs // 5, epochs):
                        before = used(host.process)
                        host.call("execute", f"reset\ntrain {length} epochs{batch}")
                        spent.append(used(host.process) - before)
                    if number > 0:
                        times[setting].append((spent[1] - spent[0]) / (epochs - epochs // 5) / count * 1e9)
            yield name, host_name, median(times[copy]), median(times[built_in]), ratio(times, copy, built_in)


XOR, DIGITS = "network 2-2-1, bias\npatterns xor", "network 64-32-10, bias\npatterns digits\nscale inputs 0 1"
LARGE = 'load "made.json"\nnetwork 784-256-10, bias'
ROWS = [
    Row("XOR 2-2-1, one update per pattern", XOR, 4, 200_000, 0.5, 1.7),
    Row("XOR, batch of 4", XOR, 4, 800_000, 0.5, 2, batch=4),
    Row("XOR, momentum 0.9", XOR, 4, 200_000, 0.5, 1.7, momentum=0.9),
    Row("encoder 8-3-8, one update per pattern", "network 8-3-8, bias\npatterns encoder 8", 8, 60_000, 0.5),
    Row("digits 64-32-10, one update per pattern", DIGITS, 1797, 100, 0.1, 1.6),
    Row("digits 64-32-10, mini-batches of 32", DIGITS, 1797, 200, 0.02, 2, batch=32),
    Row("784-256-10, mini-batches of 128", LARGE, 512, 10, 0.001, 2, batch=128, files={"made.json": made_up()}),
]

# A cell and back in Chromium, in milliseconds.
ROUND_TRIP = 5
MOST_DIFFERENCE = 1e-9


def largest_difference(some, others):
    return max(
        abs(a - b) for rows, other_rows in zip(some, others, strict=True)
        for row, other_row in zip(rows, other_rows, strict=True) for a, b in zip(row, other_row, strict=True))


def check(contestants, row):
    """Whoever trains differently is not compared."""
    epochs = max(2, row.epochs // 1000)
    native, *others = contestants
    expected = native.weights(row, epochs)
    for contestant in others:
        difference = largest_difference(expected, contestant.weights(row, epochs))
        if not difference <= MOST_DIFFERENCE:
            sys.exit(f"{row.name}: after {epochs} epochs, weights of {contestant.name} differ by {difference:.1e}")


def measure(contestants, row, rounds):
    """For each contestant, nanoseconds per pattern, one for each round."""
    problem = contestants[0].problem(row)
    for contestant in contestants:
        contestant.prepare(row, problem)
    check(contestants, row)
    short = row.epochs // 5
    times = {contestant.name: [] for contestant in contestants}
    # In the first round, what is hot is compiled.
    for number in range(rounds + 1):
        for contestant in contestants:
            less, more = contestant.train(row, short), contestant.train(row, row.epochs)
            if number > 0:
                times[contestant.name].append((more - less) / (row.epochs - short) / row.patterns * 1e9)
    return times


def ratio(times, one, other):
    return median(a / b for a, b in zip(times[one], times[other], strict=True))


def table(results):
    names = list(next(iter(results.values()))[1])
    ratios = ["Node / native", "Chromium / native", "Node / JavaScript", "Chromium / JavaScript"]
    lines = [["", *names, *ratios], ["---", *["--:"] * (len(names) + len(ratios))]]
    for row, times in results.values():
        shares = [ratio(times, *pair) for pair in PAIRS]
        lines.append([row.name, *[f"{median(times[name]):,.0f}" for name in names], *[f"{each:.2f}" for each in shares]])
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


PAIRS = [
    ("module, Node", "native"), ("module, Chromium", "native"),
    ("module, Node", "JavaScript, Node"), ("module, Chromium", "JavaScript, Chromium"),
]


def verdicts(results, trip):
    """One line per goal, and whether it is met."""
    for row, times in results.values():
        for pair in PAIRS:
            bound = row.goal if pair[1] == "native" else 1
            if bound is not None:
                share = ratio(times, *pair)
                yield share <= bound, f"{row.name}: {pair[0]}, {share:.2f} of {pair[1]}, to be at most {bound}"
    yield trip < ROUND_TRIP, f"a cell and back in Chromium: {trip:.2f} ms, to be under {ROUND_TRIP}"


def processor():
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    facts = dict(line.split("\t: ", 1) for line in lines if "\t: " in line)
    facts = {key.strip(): value for key, value in facts.items()}
    return f"{facts.get('model name')}, family {facts.get('cpu family')}, model {facts.get('model')}"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="fewer rounds")
    parser.add_argument("--only", default="", metavar="NAME", help="only rows whose names contain NAME")
    arguments = parser.parse_args()
    results = {}
    with sync_playwright() as playwright:
        nodes, chromium = [Node(), Node()], Chromium(playwright)
        nodes[0].call("start", str(MODULES["relaxed"]))
        contestants = [
            Native(), Module("module, Node", nodes[0]), Module("module, Chromium", chromium),
            Plain("JavaScript, Node", nodes[1]), Plain("JavaScript, Chromium", chromium)]
        try:
            # Before the memory of the session has grown.
            trips = sorted(chromium.call("roundTrips", "1 + 1", 300 if arguments.quick else 1000))
            starts = [chromium.call("startTime") for _ in range(5)]
            for row in ROWS:
                if arguments.only in row.name:
                    results[row.name] = row, measure(contestants, row, 2 if arguments.quick else 7)
            hosts = [("Node", nodes[0]), ("Chromium", chromium)]
            copies = list(measure_copies(hosts, 1 if arguments.quick else 5, arguments.only))
        finally:
            for each in [contestants[0], *nodes, chromium]:
                each.close()
    print(f"{processor()}\n")
    if results:
        print(table(results))
    print("\n| | | copy | built-in | copy / built-in |\n| --- | --- | --: | --: | --: |")
    for name, host, copy, built_in, share in copies:
        print(f"| {name} | {host} | {copy:,.0f} | {built_in:,.0f} | {share:.2f} |")
    print(f"\na cell and back in Chromium: median {median(trips):.2f} ms, p99 {trips[len(trips) * 99 // 100]:.2f} ms; "
          f"from instantiation to the first reply: {median(starts):.0f} ms\n")
    verdict = list(verdicts(results, median(trips)))
    verdict += [
        (share <= MOST_OF_COPIES, f"{name}, {host}: {share:.2f} of the built-in, to be at most {MOST_OF_COPIES}")
        for name, host, _, _, share in copies]
    for is_met, words in verdict:
        print("met:   " if is_met else "missed:", words)
    return 0 if all(is_met for is_met, _ in verdict) else 1


if __name__ == "__main__":
    sys.exit(main())
