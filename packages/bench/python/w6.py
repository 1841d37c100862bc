"""W6 and W7 with SymPy: `w6.py diff D` differentiates D nested sigmoids, `w6.py latex D` prints the derivative too."""
import sys

from protocol import serve

what, depth = sys.argv[1], int(sys.argv[2])
size = {}


def prepare():
    import sympy as sp

    y = x = sp.Symbol("x")
    point = {x: 0.4}
    for k in range(1, depth + 1):
        w, b = sp.symbols(f"w{k} b{k}")
        point |= {w: 4, b: -2}
        y = 1 / (1 + sp.exp(-(w * y + b)))
    w1 = sp.Symbol("w1")
    count = lambda formula: sum(1 for _ in sp.preorder_traversal(formula))

    def run():
        sp.core.cache.clear_cache()
        run.derivative = sp.diff(y, w1)
        if what == "latex":
            run.latex = sp.latex(run.derivative)
        return []

    def values():
        if what == "latex":
            size["characters"] = len(run.latex)
            return [1 if run.latex else 0]
        size["nodes in"], size["nodes out"] = count(y), count(run.derivative)
        return [float(run.derivative.evalf(subs=point))]

    return run, values


serve(prepare, 1, lambda: size)
