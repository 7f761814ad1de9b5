"""Writes learning-rules.json: a small network after 100 epochs of every learning rule, transfer and error function,
computed with PyTorch's automatic derivatives and its own optimizers. Quickprop, which PyTorch lacks, follows Fahlman's
program of 1988. Its runs have only 15 epochs: it divides small differences, so that long runs are chaotic (weights that
differ by 1e-14 at first differ by 1 after 100 epochs). Runs of Rprop have 50 epochs; after that, E is so small that the
signs that Rprop uses are those of rounding errors. It needs PyTorch and NumPy:
python3 Tests/Golden/learning-rules.py"""

import json
from pathlib import Path

import numpy
import torch

torch.set_default_dtype(torch.float64)
random = numpy.random.default_rng(2)
UNITS = [3, 4, 2]
INPUTS = random.uniform(-1, 1, (5, 3)).round(3)
TARGETS = numpy.array([[1, 0], [0, 1], [0, 1], [1, 0], [0, 1]], float)
WEIGHTS = [random.uniform(-0.5, 0.5, shape).round(3) for shape in [(4, 4), (5, 2)]]

TRANSFER = {
    "sigmoid": torch.sigmoid,
    "identity": lambda a: a,
    "tanh": torch.tanh,
    "relu": torch.relu,
    "leaky relu": lambda a: torch.nn.functional.leaky_relu(a, 0.01),
    "softplus": lambda a: torch.logaddexp(a, torch.zeros_like(a)),
    "softmax": lambda a: torch.softmax(a, dim=1),
}


def error(weights, x, t, case):
    """E of each pattern; row 0 of a weight matrix is the bias unit's."""
    one = torch.ones(len(x), 1)
    y = TRANSFER[case["hidden"]](torch.cat([one, x], 1) @ weights[0])
    y = TRANSFER[case["output"]](torch.cat([one, y], 1) @ weights[1])
    if case["error"] == "squares":
        return 0.5 * ((t - y) ** 2).sum(1)
    if case["output"] == "softmax":
        return -(t * torch.log(y)).sum(1)
    return -(t * torch.log(y) + (1 - t) * torch.log(1 - y)).sum(1)


class Quickprop(torch.optim.Optimizer):
    """S. E. Fahlman, An Empirical Study of Learning Speed in Back-Propagation Networks, CMU-CS-88-162, and the
    program that he published with it."""

    def __init__(self, parameters, lr, growth=1.75):
        super().__init__(parameters, {"lr": lr, "growth": growth})

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            for w in group["params"]:
                memory = self.state[w]
                slope = w.grad.clone()
                last = memory.get("step", torch.zeros_like(w))
                before = memory.get("slope", torch.zeros_like(w))
                shrink = group["growth"] / (1 + group["growth"])
                step = torch.zeros_like(w)
                for index in numpy.ndindex(*w.shape):
                    d, s, p = last[index].item(), slope[index].item(), before[index].item()
                    change = 0.0
                    if d < 0:
                        if s > 0:
                            change -= group["lr"] * s
                        change += group["growth"] * d if s >= shrink * p else d * s / (p - s)
                    elif d > 0:
                        if s < 0:
                            change -= group["lr"] * s
                        change += group["growth"] * d if s <= shrink * p else d * s / (p - s)
                    else:
                        change -= group["lr"] * s
                    step[index] = change
                memory["step"], memory["slope"] = step, slope
                w += step


def optimizer(weights, case):
    lr, momentum, decay = case["learningRate"], case["momentum"], case["decay"]
    if case["rule"] == "gradient":
        return torch.optim.SGD(weights, lr, momentum=momentum, weight_decay=decay)
    if case["rule"] == "nesterov":
        return torch.optim.SGD(weights, lr, momentum=momentum, weight_decay=decay, nesterov=True)
    if case["rule"] == "rprop":
        return torch.optim.Rprop(weights, lr)
    if case["rule"] == "adam":
        return torch.optim.Adam(weights, lr, weight_decay=decay)
    return Quickprop(weights, lr)


def run(case):
    weights = [torch.tensor(w, requires_grad=True) for w in WEIGHTS]
    x, t = torch.tensor(INPUTS), torch.tensor(TARGETS)
    descent = optimizer(weights, case)
    total = 0.0
    for _ in range(case["epochs"]):
        total = 0.0
        for first in range(0, len(x), case["batch"]):
            batch = slice(first, first + case["batch"])
            descent.zero_grad()
            errors = error(weights, x[batch], t[batch], case)
            (errors.mean() if case["mean"] else errors.sum()).backward()
            total += errors.sum().item()
            descent.step()
    return case | {"totalError": total, "final": [w.tolist() for w in weights]}


def case(rule="gradient", hidden="sigmoid", output="sigmoid", error="squares", rate=0.1, momentum=0.0, decay=0.0,
         batch=5, mean=False, epochs=100):
    return {"rule": rule, "hidden": hidden, "output": output, "error": error, "learningRate": rate,
            "momentum": momentum, "decay": decay, "batch": batch, "mean": mean,
            "epochs": epochs}


OUTPUTS = [("sigmoid", "squares"), ("identity", "squares"), ("tanh", "squares"), ("softplus", "squares"),
           ("softmax", "squares"), ("softmax", "crossEntropy"), ("sigmoid", "crossEntropy")]
RULES = [dict(), dict(momentum=0.8), dict(rule="nesterov", momentum=0.8), dict(rule="rprop", rate=0.01, epochs=50),
         dict(rule="quickprop", rate=0.05, epochs=15), dict(rule="adam", rate=0.02)]
cases = [case(**rule, batch=batch, output=output, error=e) for rule in RULES for batch in [1, 2, 5]
         for output, e in [("sigmoid", "squares"), ("softmax", "crossEntropy")]
         if batch == 5 or rule.get("rule") not in ("rprop", "quickprop")]
cases += [case(hidden=hidden, output=output, error=e, momentum=0.5, rate=0.05, batch=batch) for hidden in TRANSFER
          if hidden != "softmax" for output, e in OUTPUTS for batch in [1, 5]]
cases += [case(**rule, decay=0.01, mean=True, batch=2) for rule in RULES
          if rule.get("rule") not in ("rprop", "quickprop")]

contents = {
    "note": f"Written by learning-rules.py with PyTorch {torch.__version__.split('+')[0]}.",
    "inputs": INPUTS.tolist(), "targets": TARGETS.tolist(), "weights": [w.tolist() for w in WEIGHTS],
    "cases": [run(c) for c in cases],
}
text = json.dumps(contents).replace('{"rule"', '\n{"rule"')
Path(__file__).with_suffix(".json").write_text(text + "\n")
