/**
 * Derivative rules that other libraries publish, restated here as claims: functions that there is no operation for are written out.
 * Sources: DiffRules.jl src/rules.jl, ChainRules.jl src/rulesets/Base/fastmath_able.jl, PyTorch tools/autograd/derivatives.yaml.
 */

export interface Rule {
  readonly source: "DiffRules" | "ChainRules" | "PyTorch";
  readonly name: string;
  /** The function of x, or of x and y. */
  readonly of: string;
  readonly by: "x" | "y";
  readonly claim: string;
}

const rules = (source: Rule["source"], by: Rule["by"], text: string): Rule[] =>
  text
    .trim()
    .split("\n")
    .map((line) => {
      const [name, of, claim] = line.split("|").map((part) => part.trim()) as [string, string, string];
      return { source, name, of, by, claim };
    });

export const corpus: readonly Rule[] = [
  ...rules(
    "DiffRules",
    "x",
    `
    sqrt | sqrt(x) | 1 / (2 * sqrt(x))
    cbrt | x^(1/3) | 1 / (3 * (x^(1/3))^2)
    abs2 | x^2 | x + x
    inv | 1 / x | -(1/x)^2
    log | log(x) | 1 / x
    log10 | log(x) / log(10) | (1 / x) / log(10)
    log2 | log(x) / log(2) | (1 / x) / log(2)
    log1p | log1p(x) | 1 / (x + 1)
    exp | exp(x) | exp(x)
    exp2 | exp(x * log(2)) | exp(x * log(2)) * log(2)
    exp2, as a power | 2^x | 2^x * log(2)
    exp10 | 10^x | 10^x * log(10)
    expm1 | expm1(x) | exp(x)
    sin | sin(x) | cos(x)
    cos | cos(x) | -sin(x)
    tan | tan(x) | 1 + tan(x)^2
    sec | 1 / cos(x) | (1 / cos(x)) * tan(x)
    csc | 1 / sin(x) | -(1 / sin(x)) * (cos(x) / sin(x))
    cot | cos(x) / sin(x) | -(1 + (cos(x) / sin(x))^2)
    asin | asin(x) | 1 / sqrt(1 - x^2)
    acos | acos(x) | -1 / sqrt(1 - x^2)
    atan | atan(x) | 1 / (1 + x^2)
    asec | acos(1 / x) | 1 / (abs(x) * sqrt(x^2 - 1))
    acsc | asin(1 / x) | -1 / (abs(x) * sqrt(x^2 - 1))
    acot | atan(1 / x) | -1 / (1 + x^2)
    sinh | sinh(x) | cosh(x)
    cosh | cosh(x) | sinh(x)
    tanh | tanh(x) | (1 / cosh(x))^2
    sech | 1 / cosh(x) | -tanh(x) * (1 / cosh(x))
    csch | 1 / sinh(x) | -(cosh(x) / sinh(x)) * (1 / sinh(x))
    coth | cosh(x) / sinh(x) | -(1 / sinh(x))^2
    asinh | log(x + sqrt(x^2 + 1)) | 1 / sqrt(x^2 + 1)
    acosh | log(x + sqrt(x^2 - 1)) | 1 / sqrt(x^2 - 1)
    atanh | log((1 + x) / (1 - x)) / 2 | 1 / (1 - x^2)
    asech | log((1 + sqrt(1 - x^2)) / x) | -1 / (x * sqrt(1 - x^2))
    acsch | log(1 / x + sqrt(1 / x^2 + 1)) | -1 / (abs(x) * sqrt(1 + x^2))
    acoth | log((x + 1) / (x - 1)) / 2 | 1 / (1 - x^2)
    abs | abs(x) | sign(x)
    + | x + y | 1
    - | x - y | 1
    * | x * y | y
    / | x / y | 1 / y
    ^ | x^y | y * x^(y - 1)
    atan2, x > 0 | atan(x / y) | y / (x^2 + y^2)
    hypot | sqrt(x^2 + y^2) | x / sqrt(x^2 + y^2)
    max | max(x, y) | x > y ? 1 : 0
    min | min(x, y) | x > y ? 0 : 1
    erf | erf(x) | 2 / sqrt(pi) * exp(-x * x)
    erfc | erfc(x) | -(2 / sqrt(pi)) * exp(-x * x)
    `,
  ),
  ...rules(
    "DiffRules",
    "y",
    `
    - | x - y | -1
    * | x * y | x
    / | x / y | -(x / y / y)
    ^ | x^y | x^y * log(x)
    atan2, x > 0 | atan(x / y) | -x / (x^2 + y^2)
    hypot | sqrt(x^2 + y^2) | y / sqrt(x^2 + y^2)
    max | max(x, y) | x > y ? 0 : 1
    min | min(x, y) | x > y ? 1 : 0
    `,
  ),
  ...rules(
    "ChainRules",
    "x",
    `
    tan | tan(x) | 1 + tan(x)^2
    tanh | tanh(x) | 1 - tanh(x)^2
    sqrt | sqrt(x) | 1 / (2 * sqrt(x))
    inv | 1 / x | -((1 / x)^2)
    log2 | log(x) / log(2) | 1 / x / log(2)
    `,
  ),
  ...rules(
    "PyTorch",
    "x",
    `
    acos | acos(x) | -(1 / sqrt(-x * x + 1))
    asin | asin(x) | 1 / sqrt(-x * x + 1)
    atan | atan(x) | 1 / (x * x + 1)
    div | x / y | 1 / y
    erf | erf(x) | 2.0 / sqrt(pi) * exp(-(x^2))
    erfc | erfc(x) | -2.0 / sqrt(pi) * exp(-(x^2))
    expm1 | expm1(x) | expm1(x) + 1
    log10 | log(x) / log(10) | 1 / (x * 2.3025850929940456)
    log2 | log(x) / log(2) | 1 / (x * 0.6931471805599453)
    reciprocal | 1 / x | -(1 / x) * (1 / x)
    rsqrt | 1 / sqrt(x) | -0.5 * (1 / sqrt(x))^3
    sigmoid | sigmoid(x) | (1 - sigmoid(x)) * sigmoid(x)
    tanh | tanh(x) | 1 - tanh(x) * tanh(x)
    clamp_min | max(x, y) | x >= y
    clamp_max | min(x, y) | x <= y
    `,
  ),
  ...rules(
    "PyTorch",
    "y",
    `
    div | x / y | -x / (y * y)
    `,
  ),
];

/** Rules for matrices, with G the gradient that arrives: sum(G * f) is differentiated. */
export const matrixRules: readonly (readonly [name: string, by: "A" | "B" | "u" | "v", claim: string])[] = [
  ["mm", "A", "G B^T"],
  ["mm", "B", "A^T G"],
  ["mv", "A", "g v^T"],
  ["mv", "v", "A^T g"],
  ["ger", "u", "H v"],
  ["ger", "v", "H^T u"],
  ["dot", "u", "c w"],
];
