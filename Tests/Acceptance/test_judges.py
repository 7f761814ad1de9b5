"""Symbolic gradients against SymPy's, and training against PyTorch's autograd, for an E and a g typed as formulas.

The expected numbers are computed here and become `check` lines of one program, which must run to its end."""

import random

import mpmath
import pytest
import sympy as sp

SEED = 15
CASES = 200
t, y, a = sp.symbols("t y a")
S, R = sp.symbols("S R")
A = sp.symbols("A1 A2")
W, V = (sp.Matrix(3, 2, lambda i, j: sp.Symbol(f"{letter}{i}{j}", real=True)) for letter in "WV")


def written(formula, **names):
    """A SymPy formula as a cell has it."""
    text = str(formula).replace("**", "^").replace("Abs", "abs")
    # Both letters also occur in names of functions, so they are replaced as whole words.
    for name, own in names.items():
        text = "".join(own if part == name else part for part in split(text))
    return text


def split(text):
    """Words, and all other characters one by one."""
    word = ""
    for letter in text:
        if letter.isalnum():
            word += letter
            continue
        if word:
            yield word
        word = ""
        yield letter
    if word:
        yield word


def smooth(rng, u, depth):
    """A random formula of u that grows no faster than u."""
    if depth == 0:
        return u
    u = smooth(rng, u, depth - 1)
    return rng.choice(
        [
            lambda: sp.tanh(u),
            lambda: sp.sin(u) * sp.cos(u),
            lambda: sp.log(1 + u**2),
            lambda: sp.sqrt(sp.Rational(1, 10) + u**2),
            lambda: sp.exp(-(u**2)),
            lambda: u / sp.sqrt(1 + u**2),
            lambda: u / 3 + sp.sin(u),
            lambda: sp.log(sp.cosh(u)),
            lambda: 2 * u / (1 + u**2),
        ]
    )()


def term(rng):
    """What a sum over the outputs adds for a unit."""
    u = rng.choice([t - y, y - t / 2, 2 * y + sp.Rational(1, 3), t * y, (t - y) / 2])
    return smooth(rng, u, rng.randrange(1, 3))


def error(rng):
    """E of two outputs: as a cell has it, and as a function that gives E and ∂E/∂y of numbers."""
    first, second = term(rng), term(rng)
    one = f"Σ_k ({written(first, t='t_k', y='y_k')})"
    two = f"Σ_k ({written(second, t='t_k', y='y_k')})"
    text, form = rng.choice(
        [
            (f"{one}", S),
            (f"3/4 {one} - 1/5 {two}", sp.Rational(3, 4) * S - R / 5),
            (f"sqrt(1 + ({one})^2)", sp.sqrt(1 + S**2)),
            (f"log(1 + exp({one})) + {two}", sp.log(1 + sp.exp(S)) + R),
            (f"tanh({one}) / (1 + ({two})^2)", sp.tanh(S) / (1 + R**2)),
        ]
    )
    of_unit = function([t, y], [first, second, first.diff(y), second.diff(y)])
    of_sums = function([S, R], [form, form.diff(S), form.diff(R)])

    def value(targets, outputs):
        units = [of_unit(target, output) for target, output in zip(targets, outputs)]
        E, by_S, by_R = of_sums(sum(unit[0] for unit in units), sum(unit[1] for unit in units))
        E += sum((target - output) ** 2 for target, output in zip(targets, outputs)) / 2
        slopes = [
            by_S * unit[2] + by_R * unit[3] + output - target for unit, target, output in zip(units, targets, outputs)
        ]
        return E, slopes

    return f"{text} + 1/2 Σ_k (t_k - y_k)^2", value


def function(symbols, formulas):
    return sp.lambdify(symbols, formulas, "mpmath")


def penalty(rng):
    """A part of the weights: as a cell has it, and in SymPy's symbols."""
    return rng.choice(
        [
            ("", sp.S.Zero),
            (" + 1/20 Σ_ij w_ij^2", sum(x**2 for x in W) / 20),
            (" + 1/10 Σ_jk |w_jk|", sum(sp.Abs(x) for x in V) / 10),
            (
                " + 1/5 (Σ_ij w_ij^2/(1 + w_ij^2) + Σ_jk w_jk^2 - Σ_k w_j0k^2)",
                (sum(x**2 / (1 + x**2) for x in W) + sum(x**2 for x in V[1:, :])) / 5,
            ),
            (
                " + 1/10 sqrt(1/10 + Σ_jk w_jk^2) + 1/2 w_i1j2^4",
                sp.sqrt(sp.Rational(1, 10) + sum(x**2 for x in V)) / 10 + W[1, 1] ** 4 / 2,
            ),
        ]
    )


def transfer(rng, name):
    """A transfer function: the line that defines it, its name, and its formula in a."""
    if rng.random() < 0.3:
        built_in = {"sigmoid": 1 / (1 + sp.exp(-a)), "tanh": sp.tanh(a), "softplus": sp.log(1 + sp.exp(a))}
        return "", *rng.choice(list(built_in.items()))
    formula = rng.choice([a / (1 + sp.exp(-a)), a / sp.sqrt(1 + a**2), smooth(rng, a, 2), smooth(rng, 2 * a + 1, 1)])
    return f"{name}(a) = {written(formula)}\n", name, formula


def number(value):
    return repr(float(value))


def network_case(rng, case):
    """The lines that compare a random network's E, δ_k and every ∂E/∂w with SymPy's.

    SymPy differentiates each term of E by y, E by its sums, each y_k by both a, g by a and the penalty by the weights;
    the derivatives meet by the chain rule from the weight to E, in the direction opposite to back propagation."""
    w_ij, w_jk = ([[rng.randrange(-12, 13) / 16 + 1 / 64 for _ in range(2)] for _ in range(3)] for _ in range(2))
    x = [1, *(rng.randrange(-8, 9) / 8 for _ in range(2))]
    targets = [rng.randrange(0, 9) / 8 for _ in range(2)]
    hidden_line, hidden_name, hidden = transfer(rng, f"gj{case}")
    if rng.random() < 0.7:
        output_line, output_name, g = transfer(rng, f"gk{case}")
        outputs = [g.subs(a, A[k]) for k in range(2)]
    else:
        output_line, output_name = "", "softmax"
        outputs = [sp.exp(A[k]) / (sp.exp(A[0]) + sp.exp(A[1])) for k in range(2)]
    text, of_outputs = error(rng)
    penalty_text, of_weights = penalty(rng)

    g_j, slope_j = function([a], hidden), function([a], hidden.diff(a))
    y_k, slope_k = function(A, outputs), function(A, [[formula.diff(A[k]) for k in range(2)] for formula in outputs])
    weights = list(W) + list(V)
    P_of, by_w = function(weights, of_weights), function(weights, [of_weights.diff(symbol) for symbol in weights])

    here = [value for matrix in (w_ij, w_jk) for row in matrix for value in row]
    a_j = [sum(x[i] * mpmath.mpf(w_ij[i][j]) for i in range(3)) for j in range(2)]
    h = [1, *map(g_j, a_j)]
    a_k = [sum(h[j] * w_jk[j][k] for j in range(3)) for k in range(2)]
    E, E_by_y = of_outputs(targets, y_k(*a_k))
    E, y_by_a = E + P_of(*here), slope_k(*a_k)
    E_by_a = [sum(E_by_y[r] * y_by_a[r][k] for r in range(2)) for k in range(2)]

    def check(name, value, digits):
        return f"check {name} = {number(value)} within {digits * max(1, abs(float(value))):.3e}"

    lines = [check("E", E, 1e-12), *(check(f"δ_k{k + 1}", -E_by_a[k], 1e-12) for k in range(2))]
    for place, of_penalty in enumerate(by_w(*here)):
        layer, (row, column) = place // 6, divmod(place % 6, 2)
        if layer == 0:
            change = slope_j(a_j[column]) * x[row]
            slope = sum(E_by_a[k] * w_jk[column + 1][k] * change for k in range(2)) + of_penalty
        else:
            slope = E_by_a[column] * h[row] + of_penalty
        name = f"w_{'ij'[layer]}{row}{'jk'[layer]}{column + 1}"
        # With η = 1, Δw is -∂E/∂w by back propagation; ∂ is forward-mode differentiation.
        lines += [check(f"Δ{name}", -slope, 1e-12), check(f"∂E/∂{name}", slope, 1e-12)]

    def rows(matrix):
        return "; ".join(" ".join(map(number, row)) for row in matrix)

    return (
        f"network case{case}: 2-2-2, bias\n{hidden_line}{output_line}"
        f"transfer j {hidden_name}\ntransfer k {output_name}\nw_ij = [{rows(w_ij)}]\nw_jk = [{rows(w_jk)}]\n"
        f"E = {text}{penalty_text}\n"
        f"forward {' '.join(map(number, x[1:]))} -> {' '.join(map(number, targets))}\nbackward\n"
        + "\n".join(lines)
        + "\n"
    )


def test_gradients_are_sympys(backprop, tmp_path):
    rng = random.Random(SEED)
    program = "η = 1\n\n" + "\n".join(network_case(rng, case) for case in range(CASES))
    assert program.count("check ") == 27 * CASES
    path = tmp_path / "sympy.bp"
    path.write_text(program)
    result = backprop("run", path, timeout=300)
    assert result.returncode == 0, result.stderr


# E in a cell, E in torch of targets, outputs and both matrices, the transfer functions, and the options of `train`.
PATTERNS = 12
TRAININGS = {
    "without a half, mean over the outputs": ("1/3 Σ_k (t_k - y_k)^2", "tanh", "sigmoid", "η 0.5"),
    "log cosh, momentum": ("Σ_k log(cosh(y_k - t_k))", "sigmoid", "tanh", "η 0.2, α 0.9"),
    "length, batch": ("sqrt(1/100 + Σ_k (t_k - y_k)^2)", "tanh", "tanh", "η 0.02, batch"),
    "fourth power, own g, batch mean": ("Σ_k (t_k - y_k)^4", "own", "own", "η 0.5, α 0.5, batch, mean"),
    "cross-entropy with L2, averaged over the batch": (
        "-Σ_k t_k log y_k + 0.02/2 (Σ_ij w_ij^2 + Σ_jk w_jk^2)",
        "tanh",
        "softmax",
        "η 0.5, batch, mean",
    ),
    "L2 without bias weights, one update per pattern": (
        "1/2 Σ_k (t_k - y_k)^2 + 0.01/2 (Σ_ij w_ij^2 - Σ_j w_i0j^2)",
        "sigmoid",
        "sigmoid",
        "η 0.5",
    ),
    "L2 seen by Adam": (
        "1/2 Σ_k (t_k - y_k)^2 + 0.01/2 Σ_jk w_jk^2",
        "sigmoid",
        "sigmoid",
        "rule adam, η 0.01, batch, mean",
    ),
    "weight elimination, mini-batches, Nesterov": (
        "Σ_k (t_k - y_k)^2 + 0.05 Σ_ij w_ij^2/(1 + w_ij^2)",
        "own",
        "sigmoid",
        "rule nesterov, η 0.1, α 0.8, batch 5",
    ),
}


def torch_error(torch, name, T, Y, W, V):
    """E of each pattern, written anew for torch."""
    return {
        "without a half, mean over the outputs": lambda: ((T - Y) ** 2).mean(1),
        "log cosh, momentum": lambda: torch.log(torch.cosh(Y - T)).sum(1),
        "length, batch": lambda: torch.sqrt(0.01 + ((T - Y) ** 2).sum(1)),
        "fourth power, own g, batch mean": lambda: ((T - Y) ** 4).sum(1),
        "cross-entropy with L2, averaged over the batch": lambda: (
            -(T * torch.log(Y)).sum(1) + 0.01 * ((W**2).sum() + (V**2).sum())
        ),
        "L2 without bias weights, one update per pattern": lambda: (
            0.5 * ((T - Y) ** 2).sum(1) + 0.005 * (W[1:] ** 2).sum()
        ),
        "L2 seen by Adam": lambda: 0.5 * ((T - Y) ** 2).sum(1) + 0.005 * (V**2).sum(),
        "weight elimination, mini-batches, Nesterov": lambda: (
            ((T - Y) ** 2).sum(1) + 0.05 * (W**2 / (1 + W**2)).sum()
        ),
    }[name]()


def torch_weights(torch, name, X, T, weights):
    """The weights after 100 epochs of torch's autograd and optimizers."""
    _, hidden, output, options = TRAININGS[name]
    options = [option.split() for option in options.split(", ")]
    own = {option[0]: option[-1] for option in options}
    functions = {
        "sigmoid": torch.sigmoid,
        "tanh": torch.tanh,
        "softmax": lambda a: torch.softmax(a, 1),
        "own": lambda a: a / torch.sqrt(1 + a**2),
    }
    W, V = (torch.tensor(matrix, dtype=torch.float64, requires_grad=True) for matrix in weights)
    X, T = (torch.tensor(matrix, dtype=torch.float64) for matrix in (X, T))
    rate, momentum = float(own["η"]), float(own.get("α", 0))
    rule = own.get("rule", "gradient")
    if rule == "adam":
        optimizer = torch.optim.Adam([W, V], lr=rate)
    else:
        optimizer = torch.optim.SGD([W, V], lr=rate, momentum=momentum, nesterov=rule == "nesterov")
    size = PATTERNS if ["batch"] in options else int(own.get("batch", 1))

    def with_bias(rows):
        return torch.cat([torch.ones(len(rows), 1, dtype=torch.float64), rows], 1)

    for _ in range(100):
        for first in range(0, PATTERNS, size):
            x, target = X[first : first + size], T[first : first + size]
            y = functions[output](with_bias(functions[hidden](with_bias(x) @ W)) @ V)
            E = torch_error(torch, name, target, y, W, V)
            optimizer.zero_grad()
            (E.mean() if ["mean"] in options else E.sum()).backward()
            optimizer.step()
    return W.tolist(), V.tolist()


def test_training_is_pytorchs(backprop, tmp_path):
    torch = pytest.importorskip("torch", reason="pip finds no PyTorch for CPUs here")
    torch.set_num_threads(1)
    rng = random.Random(SEED)
    X = [[rng.uniform(-1, 1) for _ in range(4)] for _ in range(PATTERNS)]
    T = [[float(k == rng.randrange(3) or k == n % 3) for k in range(3)] for n in range(PATTERNS)]
    T = [[value / sum(row) for value in row] for row in T]
    weights = [[[rng.uniform(-1, 1) for _ in range(to)] for _ in range(source + 1)] for source, to in ((4, 5), (5, 3))]

    def matrix(rows):
        return "[" + "; ".join(" ".join(map(number, row)) for row in rows) + "]"

    program = "patterns own:\n"
    program += "".join(f"  {' '.join(map(number, x))} -> {' '.join(map(number, target))}\n" for x, target in zip(X, T))
    program += "own(a) = a / sqrt(1 + a^2)\n\n"
    for place, (name, (formula, hidden, output, options)) in enumerate(TRAININGS.items()):
        program += f"# {name}\nnetwork n{place}: 4 - 5 {hidden} - 3 {output}, bias\n"
        program += f"w_ij = {matrix(weights[0])}\nw_jk = {matrix(weights[1])}\nE = {formula}\n"
        program += f"train 100 epochs, {options}\n"
        for letters, rows in zip(("ij", "jk"), torch_weights(torch, name, X, T, weights)):
            for row, values in enumerate(rows):
                for column, value in enumerate(values):
                    weight = f"w_{letters[0]}{row}{letters[1]}{column + 1}"
                    program += f"check {weight} = {number(value)} within 1e-10\n"
        program += "\n"
    assert program.count("check ") == len(TRAININGS) * (5 * 5 + 6 * 3)
    path = tmp_path / "torch.bp"
    path.write_text(program)
    result = backprop("run", path, timeout=300)
    assert result.returncode == 0, result.stderr
