"""Both sides of pairs, in decimals of any length, independent of the project's own evaluators.

Reads one JSON object a line: {"id", "truth", "claim", "outputs": [[letter, size], ...], "fine", "points": [{"sizes", "values"}, ...]} and
writes {"id", "found"}: for each point one character, "=" equal, "!" different, "<" only the truth is defined, "-" the truth is not
defined, "?" beyond the precision or the range. A formula is {"op", "args", ...}; see tree.ts.
"""
import itertools
import json
import signal
import sys

import mpmath
from mpmath import mp, mpf

LEVELS = (50, 90, 180, 400, 900)
FINE = (180, 400, 900)  # where sides may differ by what is tiny
SECONDS = 20  # for one pair
LARGEST = mpf(10) ** 9  # of arguments of exponentials and angles


class Undefined(Exception):
    pass


class Imprecise(Exception):
    pass


class Unknown(Exception):
    """An operation that is not in the table below."""


class Machine:
    """Evaluates formulas at one point with one precision."""

    def __init__(self, point, last):
        self.sizes = point["sizes"]
        self.values = point["values"]
        self.last = last
        self.scale = mpf(1)

    def known(self, x):
        """x, unless its sign may be that of the rounding."""
        if abs(x) > self.scale * mpf(10) ** (15 - mp.dps):
            return x
        raise Imprecise

    def sign(self, x):
        """The sign of x, where 0 is a tie: what is 0 with the most digits is one."""
        if x == 0 and self.last:
            return 0
        return 1 if self.known(x) > 0 else -1

    def leaf(self, tree, env):
        value = self.values[tree["name"]]
        return mpf(value)

    def entry(self, tree, env):
        data, shape = self.values[tree["name"]]
        flat = 0
        for index, size in zip(tree["indices"], shape):
            at = env[index] if isinstance(index, str) else index
            if not 0 <= at < size:
                raise Undefined
            flat = flat * size + at
        return mpf(data[flat])

    def bound(self, bound):
        size = self.sizes[bound["size"]] if "size" in bound else 1
        return size * bound["times"] + bound["plus"]

    def over(self, tree, env):
        low, high = self.bound(tree["from"]), self.bound(tree["to"])
        if low != int(low) or high != int(high):
            raise Undefined
        body = tree["args"][0]
        return [self.at(body, {**env, tree["index"]: k - 1}) for k in range(int(low), int(high) + 1)]

    def at(self, tree, env):
        op = tree["op"]
        if op == "number":
            return mpf(tree["value"])
        if op == "leaf":
            return self.leaf(tree, env)
        if op == "entry":
            return self.entry(tree, env)
        if op == "size":
            return mpf(self.sizes[tree["name"]])
        if op == "sum":
            x = mpmath.fsum(self.over(tree, env))
        else:
            function = TABLE.get(op)
            if function is None:
                raise Unknown(op)
            x = function(self, *[self.at(arg, env) for arg in tree["args"]])
        size = abs(x)
        if size > self.scale:
            self.scale = size
        return x


def limited(x):
    if abs(x) > LARGEST:
        raise Imprecise
    return x


def exp(_, x):
    return mpmath.exp(limited(x))


def log(m, x):
    if m.known(x) < 0:
        raise Undefined
    return mpmath.log(x)


def sqrt(m, x):
    if m.sign(x) < 0:
        raise Undefined
    return mpmath.sqrt(x)


def div(m, a, b):
    return a / m.known(b)


def power(m, x, y):
    whole = mpmath.nint(y)
    is_whole = y == whole or abs(y - whole) < m.scale * mpf(10) ** (15 - mp.dps)
    if is_whole and whole >= 0:
        return x ** int(limited_power(whole, x))
    if m.sign(x) == 0 and y > 0:
        return mpf(0)
    if m.known(x) < 0 and not is_whole:
        raise Undefined
    limited_power(y, x)
    return x ** (int(whole) if is_whole else y)


def limited_power(y, x):
    if x != 0:
        limited(y * mpmath.log(abs(x)))
    return y


def sigmoid(_, x):
    return 1 / (1 + mpmath.exp(-limited(x)))


def softplus(_, x):
    return mpmath.log1p(mpmath.exp(limited(x))) if x < 0 else x + mpmath.log1p(mpmath.exp(-limited(x)))


def within(m, x):
    if m.sign(1 - abs(x)) < 0:
        raise Undefined
    return x


def xlogy(m, x, y):
    if x == 0:
        return mpf(0)
    return x * log(m, y)


def erfc(_, x):
    return mpmath.erfc(x) if abs(x) < 1000 else too_far(x)


def too_far(x):
    raise Imprecise


def compare(holds):
    return lambda m, a, b: mpf(1 if holds(m.sign(a - b)) else 0)


def angle(f):
    return lambda _, x: f(limited(x))


def bce(m, p, t):
    if m.sign(p) < 0 or m.sign(1 - p) < 0:
        raise Undefined
    return -xlogy(m, t, p) - xlogy(m, 1 - t, 1 - p)


TABLE = {
    "add": lambda _, a, b: a + b,
    "sub": lambda _, a, b: a - b,
    "mul": lambda _, a, b: a * b,
    "div": div,
    "neg": lambda _, a: -a,
    "pow": power,
    "square": lambda _, a: a * a,
    "sqrt": sqrt,
    "exp": exp,
    "log": log,
    "log1p": lambda m, x: log(m, 1 + x),
    "expm1": lambda _, x: mpmath.expm1(limited(x)),
    "oneMinusSquare": lambda _, x: 1 - x * x,
    "xlogy": xlogy,
    "sin": angle(mpmath.sin),
    "cos": angle(mpmath.cos),
    "tan": angle(mpmath.tan),
    "asin": lambda m, x: mpmath.asin(within(m, x)),
    "acos": lambda m, x: mpmath.acos(within(m, x)),
    "atan": lambda _, x: mpmath.atan(x),
    "sinh": angle(mpmath.sinh),
    "cosh": angle(mpmath.cosh),
    "tanh": angle(mpmath.tanh),
    "erf": lambda _, x: mpmath.erf(x) if abs(x) < 1000 else too_far(x),
    "erfc": erfc,
    "sigmoid": sigmoid,
    "softplus": softplus,
    "relu": lambda _, x: max(x, mpf(0)),
    "leakyRelu": lambda m, x, a: x if m.sign(x) > 0 else a * x,
    "elu": lambda m, x, a: x if m.sign(x) > 0 else a * mpmath.expm1(limited(x)),
    "silu": lambda m, x: x * sigmoid(m, x),
    "gelu": lambda m, x: x * erfc(m, -x / mpmath.sqrt(2)) / 2,
    "binaryCrossEntropy": bce,
    "binaryCrossEntropyWithLogits": lambda m, z, t: softplus(m, z) - t * z,
    "step": lambda m, x: mpf(1 if m.sign(x) >= 0 else 0),
    "abs": lambda _, x: abs(x),
    "sign": lambda m, x: mpf(m.sign(x)),
    "min": lambda _, a, b: min(a, b),
    "max": lambda _, a, b: max(a, b),
    "lt": compare(lambda sign: sign < 0),
    "le": compare(lambda sign: sign <= 0),
    "gt": compare(lambda sign: sign > 0),
    "ge": compare(lambda sign: sign >= 0),
    "eq": compare(lambda sign: sign == 0),
    "ne": compare(lambda sign: sign != 0),
}


def chosen(machine, tree, env):
    """The branch that is not taken need not be defined."""
    condition, yes, no = tree["args"]
    return machine.at(yes if machine.at(condition, env) != 0 else no, env)


plain = Machine.at
Machine.at = lambda self, tree, env: chosen(self, tree, env) if tree["op"] == "where" else plain(self, tree, env)


def value(tree, env, point, level):
    """The value with so many digits and the size of what it was made of; (None, 1) where it is not defined. Raises Imprecise."""
    with mp.workdps(level):
        machine = Machine(point, level >= LEVELS[-2])
        try:
            found = machine.at(tree, env)
        except Undefined:
            return None, mpf(1)
        if 2 * mpmath.mag(machine.scale) * 0.302 + 25 > level:
            raise Imprecise
        return found, machine.scale


def compared(truth, claim, env, point, levels):
    rough = None
    for place, level in enumerate(levels):
        try:
            (a, big), (b, wide) = value(truth, env, point, level), value(claim, env, point, level)
        except Imprecise:
            rough = None
            continue
        if rough is None or (rough[0] is None) != (a is None) or (rough[1] is None) != (b is None):
            rough = (a, b)
            continue
        if a is None:
            return "-"
        if b is None:
            return "<"
        with mp.workdps(level):
            # what the digits in between changed is the error that there was, and no less than the rounding of what was added
            floor = max(big, wide) * mpf(10) ** (12 - levels[place - 1])
            error = abs(rough[0] - a) + abs(rough[1] - b) + floor
            gap, size = abs(a - b), max(abs(a), abs(b))
            if gap > 100 * error:
                return "!"
            alike = mpf(10) ** (-350 if levels is FINE else -30)
            if gap <= floor and (error <= size * alike or error <= mpf(10) ** -160 * alike):
                return "="
        rough = (a, b)
    return "?"


def at_point(request, point):
    """The worst of all entries of the output."""
    marks = set()
    runs = [range(point["sizes"][size] if isinstance(size, str) else size) for _, size in request["outputs"]]
    for indices in itertools.product(*runs):
        env = {letter: index for (letter, _), index in zip(request["outputs"], indices)}
        truths, claims = request["truth"], request["claim"]
        pairs = zip(truths, claims) if isinstance(truths, list) else [(truths, claims)]
        for truth, claim in pairs:
            mark = compared(truth, claim, env, point, FINE if request["fine"] else LEVELS)
            if mark in "!<":
                return mark
            marks.add(mark)
    for mark in "?=":
        if mark in marks:
            return mark
    return "-"


class TooLong(Exception):
    pass


def stop(*_):
    raise TooLong


def main():
    signal.signal(signal.SIGALRM, stop)
    for line in sys.stdin:
        request = json.loads(line)
        marks = []
        signal.alarm(SECONDS)
        try:
            for point in request["points"]:
                marks.append(at_point(request, point))
            answer = {"id": request["id"], "found": "".join(marks)}
        except TooLong:
            answer = {"id": request["id"], "found": "".join(marks)}  # what was found so far
        except Unknown as unknown:
            answer = {"id": request["id"], "unknown": str(unknown)}
        signal.alarm(0)
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


main()
