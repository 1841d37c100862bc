"""SymPy's own pairs of LaTeX and meaning, with values: what its tests of parsing hold, as the installed package has them.

Prints one JSON object: {"version", "files", "pairs": [{"latex", "names", "points": [{name: number}, ...], "values": [text, ...]}, ...],
"left": {reason: how many}}. Relations, integrals, limits and what has no value are left out and counted. Run with Debian's python3-sympy.
"""
import glob
import importlib.util
import json
import os
import random
import sys

sys.path.remove(os.path.dirname(os.path.abspath(__file__)))  # this file has the name of what it imports

import sympy
from sympy import Derivative, Expr, Integral, Limit, Product, Sum, binomial, factorial
from sympy.core.function import AppliedUndef
from sympy.core.relational import Relational
from sympy.logic.boolalg import Boolean

POINTS = 3
TRIES = 3000
DIGITS = 17
PRECISION = 40
STEP = 64  # points are multiples of 1/64, which are the same number everywhere


class Left(Exception):
    """Why a pair is left out."""


def modules():
    """The tests of LaTeX parsing that are installed."""
    folder = os.path.join(os.path.dirname(sympy.__file__), "parsing", "tests")
    for path in sorted(glob.glob(os.path.join(folder, "test_latex*.py"))):
        spec = importlib.util.spec_from_file_location(os.path.basename(path)[:-3], path)
        module = importlib.util.module_from_spec(spec)
        try:
            spec.loader.exec_module(module)
        except Exception as error:  # a parser that is not installed
            print(f"{path}: {error}", file=sys.stderr)
            continue
        yield os.path.basename(path), module


def pairs_of(module):
    for name, value in vars(module).items():
        if name.endswith("PAIRS") and isinstance(value, (list, tuple)):
            for pair in value:
                if isinstance(pair, (list, tuple)) and len(pair) == 2 and isinstance(pair[0], str):
                    yield pair


def plain(name):
    """A symbol's name without the braces of its index: y_{1}'' is y''_1."""
    base, _, rest = name.partition("_")
    index = rest.rstrip("'")
    primes = rest[len(index):]
    return f"{base}{primes}_{index.strip('{}')}" if index else name


def value_of(expr):
    """What stands for the pair's value. Raises Left where there is none."""
    # a symbol is a number and a truth value
    if isinstance(expr, Relational) or (isinstance(expr, Boolean) and not isinstance(expr, Expr)):
        raise Left("relations")
    if not isinstance(expr, Expr) or not expr.is_commutative or expr.atoms(AppliedUndef):
        raise Left("without a value: functions of no meaning, states, matrices")
    if expr.has(Integral) or expr.has(Limit):
        raise Left("integrals and limits")
    counted = expr.atoms(factorial, binomial)
    if any(each.free_symbols & expr.free_symbols for each in counted):
        raise Left("factorials and binomials of symbols")
    return expr.doit() if expr.has(Derivative, Sum, Product) else expr


def bounds_of(expr):
    """The symbols below and above sums and products: they are whole numbers."""
    below, above = set(), set()
    for each in expr.atoms(Sum, Product):
        for _, first, last in each.limits:
            below |= first.free_symbols
            above |= last.free_symbols
    return below, above


def draw(rng, symbol, below, above):
    if symbol in below:
        return sympy.Integer(rng.randint(1, 2))
    if symbol in above:
        return sympy.Integer(rng.randint(3, 5))
    return sympy.Rational(rng.randint(-2 * STEP, 3 * STEP), STEP)


def points_of(expr, value, rng):
    """Points at which the value is a finite real number, and the values."""
    symbols = sorted(expr.free_symbols, key=lambda symbol: symbol.name)
    below, above = bounds_of(expr)
    found = []
    for _ in range(TRIES):
        point = {symbol: draw(rng, symbol, below, above) for symbol in symbols}
        try:
            number = value.subs(point).evalf(PRECISION, chop=True)
        except (ValueError, ZeroDivisionError, TypeError):
            continue
        if number.is_Float and number.is_finite or number.is_Integer or number.is_zero:
            found.append((point, number))
        if len(found) == POINTS:
            return symbols, found
    raise Left("without a finite real value")


def main():
    rng = random.Random(1)
    files, pairs, left, seen = [], [], {}, set()
    for file, module in modules():
        given = list(pairs_of(module))
        files += [file] if given else []
        for latex, meaning in given:
            if latex in seen:
                continue
            seen.add(latex)
            try:
                expr = sympy.sympify(meaning)
                symbols, found = points_of(expr, value_of(expr), rng)
            except Left as reason:
                left[str(reason)] = left.get(str(reason), 0) + 1
                continue
            points = [{plain(symbol.name): float(x) for symbol, x in point.items()} for point, _ in found]
            pairs.append({
                "latex": latex,
                "names": [plain(symbol.name) for symbol in symbols],
                "points": points,
                "values": [str(number.evalf(DIGITS)) for _, number in found],
            })
    print(json.dumps({"version": sympy.__version__, "files": files, "pairs": pairs, "left": left}))


main()
