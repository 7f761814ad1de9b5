"""The same training by other libraries: one process a peer, driven line by line so that runs are interleaved.

python3 peers.py numpy|torch|jax reads, as plain.c does: depth, units, batch, patterns, rate; inputs, targets, weights
(row 0 of each the bias unit's). Then, for each number of epochs read, it trains from those weights and writes the
nanoseconds of processor time and ΣE of the last epoch; for 0, the weights; a negative number ends it."""

import sys
import time

import numpy


def numbers():
    for line in sys.stdin:
        yield from line.split()


source = numbers()


def take(count):
    return numpy.array([float(next(source)) for _ in range(count)])


class NumPy:
    def __init__(self, weights, inputs, targets, batch, rate):
        self.inputs, self.targets, self.batch, self.rate = inputs, targets, batch, rate
        self.start = weights

    def reset(self):
        self.weights = [w.copy() for w in self.start]

    def epoch(self):
        error = 0.0
        for first in range(0, len(self.inputs), self.batch):
            y = [self.inputs[first:first + self.batch]]
            target = self.targets[first:first + self.batch]
            for w in self.weights:
                y.append(1 / (1 + numpy.exp(-(y[-1] @ w[1:] + w[0]))))
            difference = target - y[-1]
            error += 0.5 * (difference * difference).sum()
            delta = y[-1] * (1 - y[-1]) * difference
            for layer in range(len(self.weights) - 1, -1, -1):
                w = self.weights[layer]
                below = y[layer] * (1 - y[layer]) * (delta @ w[1:].T) if layer else None
                w[1:] += self.rate * (y[layer].T @ delta)
                w[0] += self.rate * delta.sum(0)
                delta = below
        return error

    def run(self, epochs):
        return [self.epoch() for _ in range(epochs)][-1]

    def result(self):
        return self.weights


class Torch(NumPy):
    def __init__(self, weights, inputs, targets, batch, rate):
        import torch
        self.torch = torch
        torch.set_num_threads(1)
        super().__init__(weights, torch.tensor(inputs), torch.tensor(targets), batch, rate)

    def reset(self):
        self.weights = [self.torch.tensor(w, requires_grad=True) for w in self.start]
        self.descent = self.torch.optim.SGD(self.weights, self.rate)

    def epoch(self):
        error = 0.0
        for first in range(0, len(self.inputs), self.batch):
            y = self.inputs[first:first + self.batch]
            for w in self.weights:
                y = self.torch.sigmoid(self.torch.addmm(w[0], y, w[1:]))
            loss = 0.5 * ((self.targets[first:first + self.batch] - y) ** 2).sum()
            self.descent.zero_grad()
            loss.backward()
            self.descent.step()
            error += loss.item()
        return error

    def result(self):
        return [w.detach().numpy() for w in self.weights]


class Jax(NumPy):
    """The whole epoch compiled at once, which is the fastest that JAX can be asked for."""

    def __init__(self, weights, inputs, targets, batch, rate):
        import os
        os.environ["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"
        import jax
        jax.config.update("jax_enable_x64", True)
        self.jax = jax
        super().__init__(weights, inputs, targets, batch, rate)
        batches = len(inputs) // batch

        def error(weights, x, t):
            for w in weights:
                x = jax.nn.sigmoid(x @ w[1:] + w[0])
            return 0.5 * ((t - x) ** 2).sum()

        def step(weights, pair):
            e, gradient = jax.value_and_grad(error)(weights, *pair)
            return [w - rate * g for w, g in zip(weights, gradient)], e

        whole = batches * batch
        xs = jax.numpy.array(inputs[:whole].reshape(batches, batch, -1))
        ts = jax.numpy.array(targets[:whole].reshape(batches, batch, -1))
        rest = (jax.numpy.array(inputs[whole:]), jax.numpy.array(targets[whole:]))

        def epoch(weights):
            weights, errors = jax.lax.scan(step, weights, (xs, ts))
            if len(inputs) > whole:
                weights, last = step(weights, rest)
                return weights, errors.sum() + last
            return weights, errors.sum()

        self.compiled = jax.jit(epoch)
        self.compiled([jax.numpy.array(w) for w in weights])[1].block_until_ready()

    def reset(self):
        self.weights = [self.jax.numpy.array(w) for w in self.start]

    def epoch(self):
        self.weights, error = self.compiled(self.weights)
        return float(error)

    def result(self):
        return [numpy.array(w) for w in self.weights]


depth = int(next(source))
units = [int(next(source)) for _ in range(depth)]
batch, patterns, rate = int(next(source)), int(next(source)), float(next(source))
inputs = take(patterns * units[0]).reshape(patterns, -1)
targets = take(patterns * units[-1]).reshape(patterns, -1)
weights = [take((a + 1) * b).reshape(a + 1, b) for a, b in zip(units, units[1:])]
peer = {"numpy": NumPy, "torch": Torch, "jax": Jax}[sys.argv[1]](weights, inputs, targets, batch, rate)
for word in source:
    epochs = int(word)
    if epochs < 0:
        break
    if epochs == 0:
        print(" ".join(repr(float(x)) for w in peer.result() for x in numpy.ravel(w)), flush=True)
        continue
    peer.reset()
    begin = time.process_time_ns()
    error = peer.run(epochs)
    print(time.process_time_ns() - begin, repr(float(error)), flush=True)
