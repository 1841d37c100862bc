"""W4 in Python: 784-128-10 in float64, 20 steps a run. `w4.py numpy` (gradient by hand) or `w4.py torch`."""
import math
import sys

import numpy as np

from protocol import serve, uniform

BATCH, INPUTS, HIDDEN, CLASSES, BATCHES, RATE, STEPS = 64, 784, 128, 10, 10, 0.1, 20


def data():
    draw, x, y = uniform(9), [], []
    for _ in range(BATCHES):
        x.append(np.array([draw() for _ in range(BATCH * INPUTS)]).reshape(BATCH, INPUTS))
        y.append(np.array([int(draw() * CLASSES) for _ in range(BATCH)]))

    def glorot(m, n):
        limit = math.sqrt(6 / (m + n))
        return np.array([(draw() * 2 - 1) * limit for _ in range(m * n)]).reshape(m, n)

    return x, y, glorot(INPUTS, HIDDEN), glorot(HIDDEN, CLASSES)


def numpy():
    x, y, start1, start2 = data()
    every = np.arange(BATCH)

    def run():
        w1, w2, b1, b2 = start1.copy(), start2.copy(), np.zeros(HIDDEN), np.zeros(CLASSES)
        for k in range(STEPS):
            xk, yk = x[k % BATCHES], y[k % BATCHES]
            h = np.maximum(xk @ w1 + b1, 0)
            z = h @ w2 + b2
            largest = z.max(1, keepdims=True)
            e = np.exp(z - largest)
            total = e.sum(1, keepdims=True)
            loss = (np.log(total) + largest).mean() - z[every, yk].mean()
            dz = e / total
            dz[every, yk] -= 1
            dz /= BATCH
            dh = (dz @ w2.T) * (h > 0)
            for p, g in ((w2, h.T @ dz), (w1, xk.T @ dh), (b1, dh.sum(0)), (b2, dz.sum(0))):
                p -= RATE * g
        return [float(loss)]

    return run


def torch():
    import torch

    torch.set_num_threads(1)
    x, y, *w = data()
    x, y = [torch.from_numpy(t) for t in x], [torch.from_numpy(t) for t in y]
    zeros = lambda n: torch.zeros(n, dtype=torch.float64)

    def run():
        p = [torch.from_numpy(w[0].copy()), zeros(HIDDEN), torch.from_numpy(w[1].copy()), zeros(CLASSES)]
        w1, b1, w2, b2 = [q.requires_grad_() for q in p]
        optimizer = torch.optim.SGD(p, lr=RATE)
        for k in range(STEPS):
            h = torch.relu(torch.addmm(b1, x[k % BATCHES], w1))
            loss = torch.nn.functional.cross_entropy(torch.addmm(b2, h, w2), y[k % BATCHES])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        return [loss.item()]

    return run


serve({"numpy": numpy, "torch": torch}[sys.argv[1]], STEPS)
