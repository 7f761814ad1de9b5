"""Every row of the language's tables as a cell through the kernel: what a user types, and what the answer must show.

Expected numbers come from mathematics (weights chosen so that the result is exact) or from the published examples named
next to them."""

import pytest
from jupyter_client.manager import start_new_kernel

# A network that can be computed in the head: identity units, so every quantity is a sum of products.
LINEAR = """network 2-2-1
transfer identity
w_ij = [1 2; 3 4]
w_jk = [1; -1]
η = 0.5
"""
# a_j = (7, 10), y_k = -3; target 1: δ_k = 4, δ_j = (4, -4), E = 8.
PRESENTED = LINEAR + "forward 1 2 -> 1\nbackward\n"
XOR = "network 2-2-1, bias\npatterns xor\n"
TRAINED = XOR + "train 2000 epochs, η 0.5, α 0.9, until total E < 0.01\n"

ROWS = {
    # Objects
    "network": ("network 2-2-1\nprint network", ["hidden", "sigmoid"]),
    "network: transfer functions and bias": (
        "network xor: 2 - 2 tanh - 1 sigmoid, bias -1\nprint network",
        ["tanh", "-1"],
    ),
    "network: letters, softmax, cross-entropy": (
        "network deep: i 4 - h 8 relu - j 8 relu - k 3 softmax, bias, error cross-entropy\nprint network",
        ["relu", "softmax", "w_hj"],
    ),
    "network: deeper letters": ("network 2-3-3-3-1\nprint network", ["w_ij", "w_jl", "w_lm", "w_mk"]),
    "particular units": (PRESENTED + "let q = 2\nw_qk", ["-1"]),
    "freeze": (XOR + "freeze bias\nfreeze w_ij\nprint network", ["frozen"]),
    "thaw": (XOR + "freeze bias\nthaw bias\nprint network", ["w_ij"]),
    "connect": ("network 2-2-1\nconnect i -> k\nw_ik = [5; 6]\nprint w_ik", ["5", "6"]),
    "transfer functions": (
        "network 2-2-1\ntransfer j leaky relu\ntransfer j softplus\ntransfer j step\ntransfer j relu\nprint network",
        ["relu"],
    ),
    "transfer function of one's own": ("network 1-1-1\ng(a) = a / (1 + abs(a))\ntransfer j g\nprint network", ["g"]),
    "error": ("network 2-2-1, error cross-entropy\nprint network", ["cross-entropy"]),
    "weights": ("network 2-2-1\nweights uniform -0.5 0.5, seed 1\nprint weights", ["w_ij", "w_jk"]),
    "weights: other schemes": (
        "network 2-2-1\nweights normal 0 0.1\nweights xavier\nweights he\nweights zero\nprint w_jk",
        ["0.000000"],
    ),
    "reset": (TRAINED + "reset\nweights zero\nprint w_jk", ["0.000000"]),
    "assignment": ("network 2-2-1\nw_i1j2 = 0.25\nw_i1j2", ["0.25"]),
    "assignment of a matrix": ("network 2-2-1\nw_ij = [0.15 0.25; 0.20 0.30]\nprint w_ij", ["0.15", "0.3"]),
    "assignment as rows": ("network 2-2-1\nw_ij =\n  0.15 0.25\n  0.20 0.30\nprint w_ij", ["0.15", "0.3"]),
    "settings": ("network 2-2-1\nη = 0.5\nα = 0.9\nprint settings", ["0.5", "0.9"]),
    "use": ("network one: 2-2-1\nnetwork two: 3-2-1\nuse one\nprint network", ["network one"]),
    "patterns as rows": ("patterns mine:\n  0 1 -> 1\n  1 1 -> 0\nprint patterns", ["mine", "2 patterns"]),
    "patterns built in": (
        "patterns and\npatterns or\npatterns parity 4\npatterns encoder 8\npatterns symmetry 6\npatterns iris\n"
        "patterns digits\nlist",
        ["parity", "encoder", "symmetry", "iris", "digits"],
    ),
    "patterns from CSV": (
        'patterns flowers from "flowers.csv", inputs 1..2, target species\nprint patterns',
        ["flowers", "3 patterns"],
    ),
    "split": ("patterns iris\nsplit 80 20, seed 1", ["120", "30"]),
    "scale": ("patterns iris\nscale inputs 0 1\nscale inputs standard\nprint patterns", ["iris"]),
    "nothing presented yet": ("network 2-2-1\nweights zero\nδ_k", None),
    # Commands
    "forward, a pattern by number": (XOR + "forward 2", ["1a", "1b", "1c", "E ="]),
    "forward, a pattern typed in": (LINEAR + "forward 1 2 -> 1", ["7", "10", "-3", "E = 8"]),
    "backward": (PRESENTED, ["2a", "2b", "2c", "4"]),
    "update": (PRESENTED + "update\nw_j1k1", ["15"]),  # 1 + η δ_k y_j1 = 1 + 0.5 · 4 · 7
    "step": (LINEAR + "step 1 2 -> 1\nw_j1k1", ["1a", "2a", "2b", "2c", "15"]),
    "train": (
        XOR + "train 2000 epochs, η 0.5, α 0.9, batch, until total E < 0.01, decay 0, shuffle, seed 3",
        ["epoch"],
    ),
    "train: mini-batches": (XOR + "train 10 epochs, batch 2, mean", ["10 epochs"]),
    "train: rules": (
        XOR
        + "\n".join(f"train 2 epochs, rule {r}" for r in "gradient momentum nesterov rprop quickprop adam".split()),
        ["2 epochs"],
    ),
    "train: single precision": (
        "network 64-300-10, bias\npatterns digits\ntrain 2 epochs, η 0.001, batch 128, precision single",
        ["single precision", "2 epochs"],
    ),
    "test": (TRAINED + "test", ["total E", "accuracy: 4 of 4"]),
    "print": (
        PRESENTED + "patterns xor\nprint weights, δ, Δw, activations, network, patterns, settings, history, E",
        ["w_ij", "δ_j", "Δw_ij", "a_j", "E = 8"],
    ),
    "plot error": (TRAINED + "plot error", ["E"]),
    "plot network": (PRESENTED + "plot network", ["network"]),
    "plot weights": (PRESENTED + "plot weights", ["w_ij"]),
    "plot activations": (TRAINED + "plot activations", ["j1"]),
    "plot boundary": (TRAINED + "plot boundary", ["i1"]),
    "plot hidden": (TRAINED + "plot hidden", ["j1"]),
    "plot surface": (TRAINED + "plot surface w_i1j1 w_j1k1", ["w_i1j1"]),
    "plot transfer": (PRESENTED + "plot transfer", ["g"]),
    "explain δ": (PRESENTED + "explain δ_j1", ["2b", "δ_j1 = g'(a_j1) Σ_k δ_k w_j1k"]),
    "explain ∂E/∂w": (PRESENTED + "explain ∂E/∂w_j1k1", ["-28"]),  # -δ_k y_j1 = -4 · 7
    "explain Δw": (PRESENTED + "explain Δw_i1j2", ["-2"]),  # η δ_j2 y_i1 = 0.5 · -4 · 1
    "explain step": (PRESENTED + "explain step", ["1a", "1b", "1c", "2a", "2b", "2c"]),
    "explain a formula": (PRESENTED + "explain w_j1k1 * δ_k1", ["4"]),
    "animate step": (PRESENTED + "animate step", ["1a"]),
    "animate training": (TRAINED + "animate training", ["epoch"]),
    "check gradient": (PRESENTED + "check gradient", ["exact", "central", "right"]),
    "check": (PRESENTED + "check ∂E/∂w_qr = -δ_r y_q", ["holds"]),
    "check, refuted": (PRESENTED + "check ∂E/∂w_qr = δ_r y_q", None),
    "check within": (PRESENTED + "check E = 8.0000001 within 1e-6", ["holds"]),
    "sweep": (XOR + "sweep η 0.1 0.5 2, seeds 1..5, train 200 epochs, until total E < 0.01", ["0.1", "0.5", "2"]),
    "diagnose": (TRAINED + "diagnose", ["gradient"]),
    "example": ("example mazur", ["network", "0.35"]),
    "example: all": ("example", ["mazur", "macleod", "udacity", "generation5", "ideal-xor"]),
    "save and load": (PRESENTED + 'save "net.json"\nload "net.json"\nw_j1k1', ["1"]),
    "export": (XOR + 'export onnx "n.onnx"\nexport safetensors "n.safetensors"\nexport csv "n.csv"', ["n.onnx"]),
    "let": (PRESENTED + "let s = w_j1k1 δ_k1\ns", ["4"]),
    "keep": (PRESENTED + "keep s = w_j1k1\nw_j1k1 = 9\ns", ["s = 1"]),
    "digits": (PRESENTED + "digits 8\nE / 3", ["2.66666667"]),
    "list": ("network one: 2-2-1\npatterns xor\nlist", ["one", "xor"]),
    "delete": ("network one: 2-2-1\nnetwork two: 2-1\ndelete one\nlist", ["two"]),
    "help": ("help", ["forward", "backward", "check"]),
    "help with a command": ("help train", ["epochs", "until"]),
    "history": (TRAINED + "history", ["train"]),
    "figures": ("figures svg pdf png", ["svg"]),
    # Formulas
    "free indices": (PRESENTED + "w_jk δ_k", ["4", "-4"]),
    "sums": (PRESENTED + "Σ_k δ_k w_jk", ["4", "-4"]),
    "g'": (PRESENTED + "g'(a_j)", ["1"]),
    "Iverson brackets": (PRESENTED + "check ∂y_k/∂w_qr = [k = r] g'(a_r) y_q", ["holds"]),
    "LaTeX": (PRESENTED + r"$-\delta_r y_q$", ["-28", "-40"]),
    "ASCII": (PRESENTED + "sum_k delta_k w_jk", ["4", "-4"]),
    "functions": ("exp(0) + log(1) + sqrt(4) + abs(-1) + tanh(0) + sin(0) + cos(0) + min(1, 2) + max(1, 2)", ["8"]),
    "constants": ("cos(π) + log(e)", ["0"]),
}
REFUSED = {name for name, (_, shown) in ROWS.items() if shown is None}


@pytest.fixture
def kernel(tmp_path):
    """Runs a cell in its own kernel and returns the reply's content and everything that it showed."""
    rows = "length,width,species\n5.1,3.5,setosa\n7.0,3.2,versicolor\n6.3,3.3,virginica\n"
    (tmp_path / "flowers.csv").write_text(rows)
    manager, client = start_new_kernel(kernel_name="backprop", cwd=str(tmp_path))

    def run(cell):
        shown = []

        def keep(message):
            if message["msg_type"] in ("display_data", "update_display_data", "execute_result"):
                shown.append(message["content"]["data"])

        reply = client.execute_interactive(cell, output_hook=keep, timeout=60, store_history=True)
        return reply["content"], shown

    yield run
    client.stop_channels()
    manager.shutdown_kernel(now=True)


@pytest.mark.parametrize("name", ROWS)
def test_row(kernel, name):
    cell, expected = ROWS[name]
    content, shown = kernel(cell)
    if name in REFUSED:
        assert content["status"] == "error"
        assert content["traceback"]
        return
    assert content["status"] == "ok", "\n".join(content.get("traceback", []))
    text = "\n".join(data["text/plain"] for data in shown)
    for part in expected:
        assert part in text
    for data in shown:
        assert {"text/html", "image/svg+xml"} & data.keys(), "a result is more than plain text"
