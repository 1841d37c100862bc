"""W1 in Python: the 2-2-2 network, 1,000 steps a run. `w1.py numpy` (gradient by hand) or `w1.py torch`."""
import sys

from protocol import serve

STEPS, RATE, B1, B2 = 1000, 0.5, 0.35, 0.6
X, Y, A, B = [[0.05, 0.1]], [[0.01, 0.99]], [[0.15, 0.25], [0.2, 0.3]], [[0.4, 0.5], [0.45, 0.55]]


def numpy():
    import numpy as np

    x, y = np.array(X), np.array(Y)

    def run():
        a, b = np.array(A), np.array(B)
        for _ in range(STEPS):
            h = 1 / (1 + np.exp(-(x @ a + B1)))
            o = 1 / (1 + np.exp(-(h @ b + B2)))
            e = o - y
            loss = 0.5 * (e * e).sum()
            d = e * o * (1 - o)
            g = (d @ b.T) * h * (1 - h)
            b = b - RATE * (h.T @ d)
            a = a - RATE * (x.T @ g)
        return [float(loss)]

    return run


def torch():
    import torch

    torch.set_num_threads(1)
    x, y = (torch.tensor(t, dtype=torch.float64) for t in (X, Y))

    def run():
        a, b = (torch.tensor(t, dtype=torch.float64, requires_grad=True) for t in (A, B))
        for _ in range(STEPS):
            loss = 0.5 * ((torch.sigmoid(torch.sigmoid(x @ a + B1) @ b + B2) - y) ** 2).sum()
            loss.backward()
            with torch.no_grad():
                for p in (a, b):
                    p -= RATE * p.grad
                    p.grad = None
        return [loss.item()]

    return run


serve({"numpy": numpy, "torch": torch}[sys.argv[1]], STEPS)
