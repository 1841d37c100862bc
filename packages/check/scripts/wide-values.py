"""Values of elementary functions to 60 digits, computed by mpmath: python3 wide-values.py > ../test/wide-values.json

Each row is [function, [operands], value] with decimal texts; the value is null where the function is not defined.
"""
import json
from mpmath import mp, mpf, nstr

mp.dps = 400
DIGITS = 60

one, half = mpf(1), mpf(1) / 2
root_half = 1 / sqrt(mpf(2))


def erfc(x):
    mp.dps = 400 if abs(x) < 20 else 2000
    try:
        return mp.erfc(x)
    finally:
        mp.dps = 400


def xlogy(x, y):
    return mpf(0) if x == 0 and y >= 0 else x * mp.log(y)


unary = {
    "sqrt": (mp.sqrt, lambda x: x >= 0),
    "exp": (mp.exp, None),
    "log": (mp.log, lambda x: x > 0),
    "log1p": (mp.log1p, lambda x: x > -1),
    "expm1": (mp.expm1, None),
    "oneMinusSquare": (lambda x: 1 - x * x, None),
    "sin": (mp.sin, None),
    "cos": (mp.cos, None),
    "tan": (mp.tan, None),
    "asin": (mp.asin, lambda x: abs(x) <= 1),
    "acos": (mp.acos, lambda x: abs(x) <= 1),
    "atan": (mp.atan, None),
    "sinh": (mp.sinh, None),
    "cosh": (mp.cosh, None),
    "tanh": (mp.tanh, None),
    "sigmoid": (lambda x: 1 / (1 + mp.exp(-x)), None),
    "softplus": (lambda x: mp.log1p(mp.exp(x)), None),
    "silu": (lambda x: x / (1 + mp.exp(-x)), None),
    "gelu": (lambda x: x * erfc(-x * root_half) / 2, None),
    "erf": (mp.erf, None),
    "erfc": (erfc, None),
}
binary = {
    "pow": (mp.power, lambda x, y: x > 0 or (y == int(y) and (x != 0 or y >= 0)) or (x == 0 and y > 0)),
    "xlogy": (xlogy, lambda x, y: y > 0 or (x == 0 and y == 0)),
    "elu": (lambda x, a: x if x > 0 else a * mp.expm1(x), None),
    "binaryCrossEntropy": (lambda p, t: -(xlogy(t, p) + xlogy(1 - t, 1 - p)), lambda p, t: 0 < p < 1),
    "binaryCrossEntropyWithLogits": (lambda z, t: mp.log1p(mp.exp(z)) - t * z, None),
}

usual = ["0.37", "-0.62", "2.5", "-3.7", "12.3", "-30.5"]
near_one = ["0.9999999999999999999", "-0.999999", "1.00000000001", "0.5", "0.71", "1"]
tiny = ["1e-9", "-1e-40", "3e-300"]
large = ["1e9", "-12345.678", "1e30"]
extra = {
    "sin": ["1e300", "3.14159265358979323846264338327950288", "355"],
    "cos": ["1e300", "1.57079632679489661923132169163975144", "355"],
    "tan": ["1.57079632679489661923132169163975144", "1e100"],
    "sqrt": ["2", "1e301", "0.0000123"],
    "log": ["2", "1e-300", "1.0000000000000000000000000000001", "0.7", "1.4"],
    "log1p": ["-0.99999999999999999999999999", "0.0079", "0.0077"],
    "exp": ["700", "-100000", "88.5"],
    "expm1": ["1e-100", "-1e-100", "0.0078", "0.0079"],
    "erf": ["0.001", "4", "6.5", "-8.25", "15"],
    "erfc": ["0.001", "4", "12", "20", "30", "-6.5", "100", "1000"],
    "tanh": ["30", "-60", "0.0077"],
    "sigmoid": ["-745", "60"],
    "softplus": ["-745", "60"],
    "gelu": ["-30", "-12.5", "20"],
    "silu": ["-80", "-1.2784645427610737951"],
    "atan": ["1", "0.99", "1.01", "0.0079"],
}
pairs = {
    "pow": [("2.5", "3.7"), ("-2.5", "3"), ("-2.5", "-4"), ("-2.5", "0.5"), ("0", "0"), ("0", "2.5"), ("0", "-1"),
            ("1.0000001", "1e9"), ("0.3", "-70.5"), ("1e-20", "0.1"), ("7", "12345"), ("-1.5", "10001"), ("10", "0.5")],
    "xlogy": [("0", "0"), ("0", "3"), ("2.5", "0.3"), ("-2", "1e-30"), ("1", "-1"), ("3", "1.000000000000001")],
    "elu": [("2", "0.5"), ("-2", "0.5"), ("-1e-20", "1.5"), ("-100", "3")],
    "binaryCrossEntropy": [("0.3", "1"), ("0.3", "0"), ("0.9999999999", "0.25"), ("1e-30", "0.7"), ("1.5", "0.5")],
    "binaryCrossEntropyWithLogits": [("40", "1"), ("-40", "1"), ("2.5", "0.3"), ("800", "1"), ("-800", "0")],
}

rows = []
for name, (f, holds) in unary.items():
    for text in usual + near_one + tiny + large + extra.get(name, []):
        x = mpf(text)
        if name in ("exp", "sinh", "cosh", "expm1") and abs(x) > 2e5:
            continue  # values of more than 100,000 digits
        if name in ("erfc", "gelu") and abs(x) > 1e6:
            continue
        defined = holds is None or holds(x)
        rows.append([name, [text], nstr(f(x), DIGITS, min_fixed=0, max_fixed=0) if defined else None])
for name, (f, holds) in binary.items():
    for texts in pairs[name]:
        x, y = map(mpf, texts)
        defined = holds is None or holds(x, y)
        rows.append([name, list(texts), nstr(f(x, y), DIGITS, min_fixed=0, max_fixed=0) if defined else None])

print("[\n" + ",\n".join(json.dumps(row) for row in rows) + "\n]")
