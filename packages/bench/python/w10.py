"""W10 with SymPy: each backward line as claim and truth, whose difference is simplified to zero or not."""
import math
import sys

from protocol import serve

layers = int(sys.argv[1]) // 5
faulty = math.ceil(layers / 2)


def prepare():
    import sympy as sp

    w, z, x, dz, dx = (sp.symbols(f"{name}0:{layers + 1}") for name in ("w", "z", "x", "dz", "dx"))
    t = sp.Symbol("t")

    def run():
        sp.core.cache.clear_cache()
        run.wrong = []
        loss = (x[layers] - t) ** 2 / 2
        lines = [(0, sp.diff(loss, x[layers]), x[layers] - t)]
        for k in range(layers, 0, -1):
            unit = 1 / (1 + sp.exp(-z[k]))
            net = w[k] * x[k - 1]
            slope = x[k] * (1 - x[k])
            lines.append((k, dx[k] * sp.diff(unit, z[k]), dx[k] * slope.subs(x[k], unit)))
            lines.append((k, dz[k] * sp.diff(net, w[k]), dz[k] * x[k if k == faulty else k - 1]))
            lines.append((k, dz[k] * sp.diff(net, x[k - 1]), dz[k] * w[k]))
        run.wrong = [k for k, truth, claim in lines if sp.simplify(truth - claim) != 0]

    return run, lambda: [len(run.wrong), run.wrong[0]]


serve(prepare, 1)
