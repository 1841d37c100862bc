"""W5 in Python: a matrix product in float64, one thread. `w5.py numpy N` or `w5.py torch N`."""
import sys

from protocol import rows, serve, uniform

n = int(sys.argv[2])


def matrices():
    draw = uniform(11)
    return [rows([draw() * 2 - 1 for _ in range(n * n)], n) for _ in range(2)]


def prepare():
    if sys.argv[1] == "numpy":
        import numpy as np

        a, b = map(np.array, matrices())
    else:
        import torch

        torch.set_num_threads(1)
        a, b = (torch.tensor(m, dtype=torch.float64) for m in matrices())

    def run():
        c = a @ b
        return [float(c[n // 2, n // 3]), float(c[n - 1, n - 1])]

    return run


serve(prepare, 1)
