"""Random formulas and their values, computed by NumPy, for FormulaNumPyTests.

Each symbol is an array with one axis for each of the letters i j k p q r, so that NumPy's broadcasting does what free
indices do, and a sum over a letter is a sum over its axis. The weights are random; a, y and delta are computed here.

    python3 generate-formula-values.py > formula-values.tsv        (NumPy 2)
"""

import sys

import numpy

rng = numpy.random.default_rng(20240902)
units = {"i": 2, "j": 3, "k": 2, "p": 2, "q": 3, "r": 2}
letters = list(units)


def on_axes(values, names):
    """The array with its dimensions on the axes of `names`."""
    shape = [1] * len(letters)
    order = sorted(range(len(names)), key=lambda place: letters.index(names[place]))
    values = numpy.transpose(values, order)
    for place in order:
        shape[letters.index(names[place])] = units[names[place]]
    return values.reshape(shape)


w_ij = rng.uniform(-1, 1, (2, 3)).round(3)
w_jk = rng.uniform(-1, 1, (3, 2)).round(3)
x = rng.uniform(-1, 1, 2).round(3)
t = rng.uniform(0, 1, 2).round(3)


def sigmoid(a):
    return 1 / (1 + numpy.exp(-a))


a_j = x @ w_ij
y_j = sigmoid(a_j)
a_k = y_j @ w_jk
y_k = sigmoid(a_k)
delta_k = y_k * (1 - y_k) * (t - y_k)
delta_j = y_j * (1 - y_j) * (w_jk @ delta_k)
E = ((t - y_k) ** 2).sum() / 2
layer = {"i": 0, "p": 0, "j": 1, "q": 1, "k": 2, "r": 2}
outputs = [x, y_j, y_k]
totals = [None, a_j, a_k]
deltas = [None, delta_j, delta_k]


def choose(*options):
    return options[rng.integers(len(options))]


def symbol():
    kind = choose("w", "w", "y", "y", "a", "t", "delta", "E", "number", "eta", "iverson")
    hidden, out, given = choose("j", "q"), choose("k", "r"), choose("i", "p")
    if kind == "w":
        source, target, values = choose((given, hidden, w_ij), (hidden, out, w_jk))
        return f"w_{source}{target}", on_axes(values, source + target), 9
    if kind == "y":
        letter = choose(*letters)
        return f"y_{letter}", on_axes(outputs[layer[letter]], letter), 9
    if kind in ("a", "delta"):
        letter = choose(hidden, out)
        values = (totals if kind == "a" else deltas)[layer[letter]]
        return f"{'a' if kind == 'a' else 'δ'}_{letter}", on_axes(values, letter), 9
    if kind == "t":
        return f"t_{out}", on_axes(t, out), 9
    if kind == "iverson":
        one, other = choose(("k", "r"), ("j", "q"), ("i", "p"))
        return f"[{one} = {other}]", on_axes(numpy.eye(units[one]), one + other), 9
    if kind == "number":
        text = choose("2", "0.5", "1.25", "3")
        return text, numpy.full([1] * 6, float(text)), 9
    if kind == "eta":
        return "η", numpy.full([1] * 6, 0.5), 9
    return "E", numpy.full([1] * 6, E), 9


def wrap(part, least):
    return part[0] if part[2] >= least else f"({part[0]})"


def tree(depth):
    """Text, values, and the precedence of the text: 1 sum, 3 product, 4 power, 9 symbol; a Σ is open to the right: 2."""
    if depth == 0 or rng.random() < 0.15:
        return symbol()
    kind = choose("+", "-", "juxtaposed", "×", "*", "/", "^", "neg", "sum", "sum", "call")
    if kind == "sum":
        body = tree(depth - 1)
        values = body[1]
        # A sum over a letter that does not occur in its body is refused.
        free = [axis for axis in range(len(letters)) if values.shape[axis] > 1]
        if not free:
            return body
        axis = choose(*free)
        letter = letters[axis]
        return f"Σ_{letter} {wrap(body, 2)}", values.sum(axis, keepdims=True), 2
    one = tree(depth - 1)
    if kind == "neg":
        return f"-{wrap(one, 2)}", -one[1], 1
    if kind == "call":
        name = choose("exp", "tanh", "sin", "cos", "abs", "log")
        argument, values = one[0], one[1]
        if name == "exp":
            argument, values = f"-abs({argument})", -numpy.abs(values)
        if name == "log":
            argument, values = f"1 + ({argument})^2", 1 + values**2
        function = {"abs": numpy.abs, "exp": numpy.exp, "log": numpy.log}.get(name) or getattr(numpy, name)
        return f"{name}({argument})", function(values), 9
    if kind == "^":
        power = choose(2, 3)
        return f"{wrap(one, 9)}^{power}", one[1] ** power, 4
    other = tree(depth - 1)
    if kind in "+-":
        return f"{wrap(one, 1)} {kind} {wrap(other, 2)}", one[1] + other[1] if kind == "+" else one[1] - other[1], 1
    if kind == "/":
        return f"{wrap(one, 3)} / (1 + ({other[0]})^2)", one[1] / (1 + other[1] ** 2), 3
    sign = {"juxtaposed": " "}.get(kind, f" {kind} ")
    right = wrap(other, 4)
    if kind == "juxtaposed" and (right[0].isdigit() or right[0] == "."):
        right = f"({right})"
    return f"{wrap(one, 3)}{sign}{right}", one[1] * other[1], 3


def main():
    def line(name, values):
        print(name, " ".join(repr(float(value)) for value in numpy.ravel(values)), sep="\t")

    line("w_ij", w_ij)
    line("w_jk", w_jk)
    line("x", x)
    line("t", t)
    count = 0
    while count < 250:
        text, values, _ = tree(int(rng.integers(1, 6)))
        if not numpy.isfinite(values).all() or numpy.abs(values).max() > 1e6 or values.size > 72:
            continue
        names = "".join(letter for place, letter in enumerate(letters) if values.shape[place] > 1)
        print(text, names, " ".join(repr(float(value)) for value in numpy.ravel(values)), sep="\t")
        count += 1


if __name__ == "__main__":
    sys.exit(main())
