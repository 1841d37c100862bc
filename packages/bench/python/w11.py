"""W11 with SymPy: the difference of a claim and the derivative, simplified."""
import math
import sys

from protocol import serve

depth = int(sys.argv[1])


def prepare():
    import sympy as sp

    h = [sp.Symbol("h_0")]
    w = sp.symbols(f"w_1:{depth + 1}")
    for k in range(depth):
        h.append(1 / (1 + sp.exp(-(w[k] * h[k]))))
    slopes = [y * (1 - y) for y in h[1:]]
    rest = math.prod(w[1:]) * h[0]

    def run():
        sp.core.cache.clear_cache()
        truth = sp.diff(h[-1], w[0])
        claims = [math.prod(slopes) * rest, math.prod(slopes[1:]) * rest]
        run.verdicts = [1 if sp.simplify(truth - claim) == 0 else 0 for claim in claims]
        return []

    return run, lambda: run.verdicts


serve(prepare, 2)
