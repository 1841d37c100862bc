"""W2 in Python: micrograd's demo, 20 steps a run. `w2.py numpy N` (gradient by hand) or `w2.py torch N`,
from the parameters after N steps; `w2.py losses` prints what is right."""
import math
import sys

import numpy as np

from protocol import serve, uniform

SIZES, N, RATE, DECAY, STEPS = [2, 16, 16, 1], 100, 0.05, 1e-4, 20


def points():
    draw, x, y = uniform(5), [], []
    noise = lambda: (draw() + draw() + draw() - 1.5) * 0.2
    for k in range(N):
        angle = math.pi * draw()
        c, s = math.cos(angle), math.sin(angle)
        lower = k % 2
        x.append([(c if lower else 1 - c) + noise(), (s if lower else 0.5 - s) + noise()])
        y.append([-1.0 if lower else 1.0])
    return x, y


def weights():
    draw = uniform(3)
    return [[[draw() * 2 - 1 for _ in range(SIZES[l])] for _ in range(units)] for l, units in enumerate(SIZES[1:])]


def relu(x, leak):
    return np.where(x > 0, x, leak * x)


def train(p, steps, leak=0.0):
    """Updates the arrays p; the loss that the last step sees."""
    x, y = map(np.array, points())
    slope = lambda z: np.where(z > 0, 1.0, leak)
    for _ in range(steps):
        w1, b1, w2, b2, w3, b3 = p
        z1 = x @ w1 + b1
        h1 = relu(z1, leak)
        z2 = h1 @ w2 + b2
        h2 = relu(z2, leak)
        margin = 1 - y * (h2 @ w3 + b3)
        loss = relu(margin, leak).mean() + DECAY * sum((w * w).sum() for w in p)
        d = slope(margin) * -y / N
        d2 = (d @ w3.T) * slope(z2)
        d1 = (d2 @ w2.T) * slope(z1)
        gradients = (x.T @ d1, d1.sum(0), h1.T @ d2, d2.sum(0), h2.T @ d, d.sum(0))
        for w, g in zip(p, gradients):
            w -= RATE * (g + 2 * DECAY * w)
    return float(loss)


def parameters(steps):
    p = [p for w in weights() for p in (np.array(w).T, np.zeros(len(w)))]
    if steps:
        train(p, steps)
    return p


def numpy(start):
    learned = parameters(start)
    return lambda: [train([w.copy() for w in learned], STEPS)]


def torch(start):
    import torch

    torch.set_num_threads(1)
    tensor = lambda values: torch.tensor(values, dtype=torch.float64)
    x, y = map(tensor, points())
    learned = [torch.from_numpy(w.copy()) for w in parameters(start)]

    def run():
        p = [w.clone().requires_grad_() for w in learned]
        optimizer = torch.optim.SGD(p, lr=RATE)
        for _ in range(STEPS):
            h = x
            for l in range(3):
                h = torch.addmm(p[2 * l + 1], h, p[2 * l])
                h = torch.relu(h) if l < 2 else h
            loss = torch.relu(1 - y * h).mean() + DECAY * sum((w * w).sum() for w in p)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        return [loss.item()]

    return run


if __name__ == "__main__":
    if sys.argv[1] == "losses":
        for start in (0, 2000):
            for steps, leak in ((20, 0), (200, 0), (20, 1e-3)):
                print(start, steps, leak, "%.12g" % train(parameters(start), steps, leak))
    else:
        prepare = {"numpy": numpy, "torch": torch}[sys.argv[1]]
        serve(lambda: prepare(int(sys.argv[2])), STEPS)
