"""The same training with other libraries: one process per peer, driven line by line so that runs are interleaved.

peers.py numpy|torch|autograd|autograd:OWN|jax THREADS double|single speaks the protocol of the C programs (peer.h). If the
units of a network follow, it reports the memory that training takes. Each library is used in its fastest form:
NumPy and torch compute the rule with matrices, with the bias as a column of ones, into existing memory; autograd
lets PyTorch derive the gradient, and updates all weights in one call; JAX compiles the whole training. OWN is a
transfer function, an error or a learning rule that a user has typed (`own-formulas.json`), in PyTorch's operations."""

import ctypes
import os
import sys
import time

kind, _, own = sys.argv[1].partition(":")
threads, precision = int(sys.argv[2]), sys.argv[3]
# The libraries read the number of processors that they may use when they are loaded.
for name in "OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS":
    os.environ[name] = str(threads)
if kind == "jax":
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:threads])

import numpy

number = numpy.float64 if precision == "double" else numpy.float32


class NumPy:
    def __init__(self, weights, inputs, targets, batch, rate):
        self.weights, self.rate = [w.copy() for w in weights], rate
        with_ones = numpy.hstack([numpy.ones((len(inputs), 1), number), inputs])
        firsts = range(0, len(inputs), batch)
        self.batches = [(with_ones[n:n + batch], targets[n:n + batch]) for n in firsts]
        self.layers = {len(x): self.buffers(len(x), weights) for x, _ in self.batches}

    def buffers(self, count, weights):
        """For each projection: outputs with ones, outputs alone, δ, y (1 - y), and the weight changes."""
        whole = [numpy.ones((count, w.shape[1] + 1), number) for w in weights]
        return [(y, y[:, 1:], numpy.empty_like(y[:, 1:], order="C"), numpy.empty_like(y[:, 1:], order="C"), numpy.empty_like(w))
                for y, w in zip(whole, weights)]

    def reset(self, weights):
        for mine, start in zip(self.weights, weights):
            mine[:] = start

    def update(self, x, target):
        layers, weights = self.layers[len(x)], self.weights
        below = x
        for w, (whole, y, delta, _, _) in zip(weights, layers):
            numpy.matmul(below, w, out=delta)
            numpy.negative(delta, out=delta)
            numpy.exp(delta, out=delta)
            delta += 1
            numpy.reciprocal(delta, out=y)
            below = whole
        _, y, delta, _, _ = layers[-1]
        numpy.subtract(target, y, out=delta)
        error = numpy.vdot(delta, delta)
        for layer in range(len(weights) - 1, -1, -1):
            _, y, delta, slope, change = layers[layer]
            numpy.subtract(1, y, out=slope)
            slope *= y
            delta *= slope
            if layer > 0:
                numpy.matmul(delta, weights[layer][1:].T, out=layers[layer - 1][2])
            numpy.matmul((layers[layer - 1][0] if layer else x).T, delta, out=change)
            change *= self.rate
            weights[layer] += change
        return error

    def train(self, epochs):
        for _ in range(epochs):
            error = sum(self.update(x, target) for x, target in self.batches)
        return error / 2

    def result(self):
        return self.weights


class Torch:
    def __init__(self, weights, inputs, targets, batch, rate):
        import torch
        self.torch = torch
        torch.set_num_threads(threads)
        torch.set_grad_enabled(False)
        self.weights, self.rate = [torch.tensor(w) for w in weights], rate
        x = torch.from_numpy(numpy.hstack([numpy.ones((len(inputs), 1), number), inputs]))
        self.batches = list(zip(x.split(batch), torch.from_numpy(targets).split(batch)))
        self.layers = {len(x): self.buffers(len(x)) for x, _ in self.batches}
        self.above = [w[1:].t() for w in self.weights]

    def buffers(self, count):
        """For each hidden layer: total inputs, outputs with ones, outputs alone, and the former transposed."""
        empty, ones = self.torch.empty, self.torch.ones
        whole = [ones(count, w.shape[1] + 1, dtype=w.dtype) for w in self.weights[:-1]]
        return [(empty(count, y.shape[1] - 1, dtype=y.dtype), y, y[:, 1:], y.t()) for y in whole]

    def reset(self, weights):
        for mine, start in zip(self.weights, weights):
            mine.copy_(self.torch.from_numpy(start))

    def train(self, epochs):
        mm, sigmoid = self.torch.mm, self.torch.sigmoid
        backward = self.torch.ops.aten.sigmoid_backward.default
        weights, above, rate, last = self.weights, self.above, self.rate, len(self.weights) - 1
        for _ in range(epochs):
            errors = []
            for x, target in self.batches:
                layers = self.layers[len(x)]
                y = x
                for w, (total, whole, outputs, _) in zip(weights, layers):
                    mm(y, w, out=total)
                    sigmoid(total, out=outputs)
                    y = whole
                y = mm(y, weights[last]).sigmoid_()
                difference = target - y
                errors.append(difference.square().sum())
                delta = backward(difference, y)
                for layer in range(last, 0, -1):
                    _, _, outputs, turned = layers[layer - 1]
                    below = backward(mm(delta, above[layer]), outputs)
                    weights[layer].addmm_(turned, delta, alpha=rate)
                    delta = below
                weights[0].addmm_(x.t(), delta, alpha=rate)
        return self.torch.stack(errors).sum().item() / 2

    def result(self):
        return self.weights


class Autograd:
    def __init__(self, weights, inputs, targets, batch, rate):
        import torch
        self.torch = torch
        torch.set_num_threads(threads)
        self.rate = rate
        self.weights = [torch.tensor(w[1:]).requires_grad_() for w in weights]
        self.biases = [torch.tensor(w[0]).requires_grad_() for w in weights]
        self.batches = list(zip(torch.from_numpy(inputs).split(batch), torch.from_numpy(targets).split(batch)))

    def reset(self, weights):
        with self.torch.no_grad():
            for w, b, start in zip(self.weights, self.biases, weights):
                w.copy_(self.torch.from_numpy(start[1:]))
                b.copy_(self.torch.from_numpy(start[0]))

    def train(self, epochs):
        torch = self.torch
        addmm, gradient = torch.addmm, torch.autograd.grad
        transfer, error_of, factor = self.transfer(), *self.error()
        layers, parameters = list(zip(self.weights, self.biases)), self.weights + self.biases
        update = self.rule(parameters, self.rate * factor)
        for _ in range(epochs):
            errors = []
            for y, target in self.batches:
                for w, b in layers:
                    y = transfer(addmm(b, y, w))
                error = error_of(y, target)
                gradients = gradient(error, parameters)
                with torch.no_grad():
                    update(gradients)
                errors.append(error.detach())
        return torch.stack(errors).sum().item() * factor

    def transfer(self):
        torch = self.torch
        if not own.startswith("steep-"):
            return torch.sigmoid
        factor = -float(own.removeprefix("steep-"))
        return lambda a: 1 / (1 + torch.exp(factor * a))

    def error(self):
        """A multiple of E as a function of y and t, and the factor that makes it E."""
        torch, functional = self.torch, self.torch.nn.functional
        if own == "squares":
            return lambda y, t: 0.5 * ((t - y) ** 2).sum(), 1
        if own == "cross-entropy":
            return lambda y, t: -(t * torch.log(y) + (1 - t) * torch.log(1 - y)).sum(), 1
        if own == "log-cosh":
            return lambda y, t: torch.log(torch.cosh(y - t)).sum(), 1
        # 2 E, whose sum is one operation. A rule may not be free to scale the gradient.
        if own in RULES:
            return lambda y, t: 0.5 * functional.mse_loss(y, t, reduction="sum"), 1
        return lambda y, t: functional.mse_loss(y, t, reduction="sum"), 0.5

    def rule(self, parameters, rate):
        torch = self.torch
        if own in RULES:
            return RULES[own](torch, parameters, rate)
        return lambda gradients: torch._foreach_add_(parameters, gradients, alpha=-rate)

    def result(self):
        return [numpy.vstack([b.detach(), w.detach()]) for w, b in zip(self.weights, self.biases)]


def momentum(torch, parameters, rate):
    velocity = [torch.zeros_like(p) for p in parameters]

    def update(gradients):
        torch._foreach_mul_(velocity, 0.9)
        torch._foreach_add_(velocity, gradients, alpha=-rate)
        torch._foreach_add_(parameters, velocity)
    return update


def nesterov(torch, parameters, rate):
    velocity = [torch.zeros_like(p) for p in parameters]

    def update(gradients):
        torch._foreach_mul_(velocity, 0.9)
        torch._foreach_add_(velocity, gradients, alpha=-rate)
        torch._foreach_add_(parameters, velocity, alpha=0.9)
        torch._foreach_add_(parameters, gradients, alpha=-rate)
    return update


def adam(torch, parameters, rate):
    mean, square = ([torch.zeros_like(p) for p in parameters] for _ in range(2))
    n = 0

    def update(gradients):
        nonlocal n
        n += 1
        torch._foreach_lerp_(mean, gradients, 0.1)
        torch._foreach_mul_(square, 0.999)
        torch._foreach_addcmul_(square, gradients, gradients, 0.001)
        root = torch._foreach_div(square, 1 - 0.999 ** n)
        torch._foreach_sqrt_(root)
        torch._foreach_add_(root, 1e-8)
        torch._foreach_addcdiv_(parameters, mean, root, -rate / (1 - 0.9 ** n))
    return update


def rmsprop(torch, parameters, rate):
    square = [torch.zeros_like(p) for p in parameters]

    def update(gradients):
        torch._foreach_mul_(square, 0.9)
        torch._foreach_addcmul_(square, gradients, gradients, 0.1)
        root = torch._foreach_sqrt(square)
        torch._foreach_add_(root, 1e-8)
        torch._foreach_addcdiv_(parameters, gradients, root, -rate)
    return update


def rprop(torch, parameters, rate):
    steps = [torch.full_like(p, rate) for p in parameters]
    last = [torch.zeros_like(p) for p in parameters]

    def update(gradients):
        for p, g, step, before in zip(parameters, gradients, steps, last):
            sign = (g * before).sign()
            factor = torch.where(sign > 0, 1.2, torch.where(sign < 0, 0.5, 1.0))
            step.mul_(factor).clamp_(1e-6, 50)
            before.copy_(torch.where(sign < 0, 0.0, g))
            p.addcmul_(before.sign(), step, value=-1)
    return update


def quickprop(torch, parameters, rate):
    changes, last = ([torch.zeros_like(p) for p in parameters] for _ in range(2))

    def update(gradients):
        for p, g, change, before in zip(parameters, gradients, changes, last):
            s = -g
            direction = change.sign()
            parabola = torch.where(
                direction * s >= direction * before * (1.75 / 2.75), 1.75 * change, change * s / (before - s))
            jump = torch.where(direction != 0, parabola, 0.0)
            change.copy_(jump + torch.where((direction * s > 0) | (direction == 0), rate * s, 0.0))
            before.copy_(s)
            p.add_(change)
    return update


RULES = {rule.__name__: rule for rule in (momentum, nesterov, adam, rmsprop, rprop, quickprop)}


class Jax:
    def __init__(self, weights, inputs, targets, batch, rate):
        import jax
        jax.config.update("jax_enable_x64", precision == "double")
        jnp = self.numpy = jax.numpy

        def error(weights, x, t):
            for w in weights:
                x = jax.nn.sigmoid(x @ w[1:] + w[0])
            return 0.5 * ((t - x) ** 2).sum()

        def step(weights, pair):
            e, gradient = jax.value_and_grad(error)(weights, *pair)
            return [w - rate * g for w, g in zip(weights, gradient)], e

        batches = len(inputs) // batch
        whole = batches * batch
        xs = jnp.array(inputs[:whole].reshape(batches, batch, -1))
        ts = jnp.array(targets[:whole].reshape(batches, batch, -1))
        rest = jnp.array(inputs[whole:]), jnp.array(targets[whole:])

        def epoch(_, state):
            weights, errors = jax.lax.scan(step, state[0], (xs, ts))
            total = errors.sum()
            if len(inputs) > whole:
                weights, last = step(weights, rest)
                total += last
            return weights, total

        self.compiled = jax.jit(lambda weights, epochs: jax.lax.fori_loop(0, epochs, epoch, (weights, 0.0)))
        self.reset(weights)
        self.train(1)

    def reset(self, weights):
        self.weights = [self.numpy.array(w) for w in weights]

    def train(self, epochs):
        self.weights, error = self.compiled(self.weights, epochs)
        return float(error)

    def result(self):
        return self.weights


def numbers():
    for line in sys.stdin:
        yield from line.split()


KINDS = {"numpy": NumPy, "torch": Torch, "autograd": Autograd, "jax": Jax}


def serve():
    source = numbers()
    take = lambda count: numpy.array([float(next(source)) for _ in range(count)], number)
    units = [int(next(source)) for _ in range(int(next(source)))]
    batch, patterns, rate = int(next(source)), int(next(source)), float(next(source))
    inputs = take(patterns * units[0]).reshape(patterns, -1)
    targets = take(patterns * units[-1]).reshape(patterns, -1)
    weights = [take((a + 1) * b).reshape(a + 1, b) for a, b in zip(units, units[1:])]
    peer = KINDS[kind](weights, inputs, targets, batch, rate)
    for word in source:
        epochs = int(word)
        if epochs < 0:
            break
        if epochs == 0:
            print(" ".join(repr(float(x)) for w in peer.result() for x in numpy.ravel(w)), flush=True)
            continue
        peer.reset(weights)
        processor, wall = time.process_time_ns(), time.perf_counter_ns()
        error = peer.train(epochs)
        print(time.process_time_ns() - processor, time.perf_counter_ns() - wall, repr(float(error)), flush=True)


def status(name):
    """A line of /proc/self/status, converted to bytes."""
    with open("/proc/self/status") as file:
        return next(int(line.split()[1]) * 1024 for line in file if line.startswith(name))


def memory(*units):
    """Writes the peak growth of the process in bytes while a network is created and trained with one batch of 256."""
    def train(units):
        random = numpy.random.default_rng(1)
        inputs, targets = random.random((256, units[0])), random.random((256, units[-1]))
        weights = [random.random((a + 1, b)) - 0.5 for a, b in zip(units, units[1:])]
        ctypes.CDLL(None).malloc_trim(0)
        with open("/proc/self/clear_refs", "w") as file:
            file.write("5")
        before = status("VmRSS")
        peer = KINDS[kind](weights, inputs, targets, 256, 1 / 64)
        peer.train(2)
        return status("VmHWM") - before

    train([units[0], 64, units[-1]])  # for what the library allocates only once
    print(train(units))


if len(sys.argv) > 4:
    memory(*map(int, sys.argv[4:]))
else:
    serve()
