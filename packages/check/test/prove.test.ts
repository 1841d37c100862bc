import { dim, functionSymbol, gradient, Node, scalar, simplify, tensor } from "@chainrule/graph";
import { expression, toMathjs } from "@chainrule/graph/mathjs";
import { derivative, parse } from "mathjs";
import { describe, expect, test } from "vitest";
import { prove } from "../src/prove/prove";
import { Random } from "../src/prove/random";
import { differentSizes } from "../src/sizes";

const symbols: Record<string, Node> = Object.fromEntries(["x", "y", "z"].map((name) => [name, scalar(name)]));
const kindOf = (a: string, b: string): string =>
  prove(expression(a, symbols), expression(b, symbols), { sizes: {}, seed: 1 }).kind;

describe("identities are proved", () => {
  test.each([
    ["1 - tanh(x)^2", "1 / cosh(x)^2"],
    ["(1 + exp(-x))^(-2) * exp(-x)", "sigmoid(x) * (1 - sigmoid(x))"],
    ["tanh(x)", "2 * sigmoid(2 * x) - 1"],
    ["sin(x)^2 + cos(x)^2", "1"],
    ["sin(x + y)", "sin(x) * cos(y) + cos(x) * sin(y)"],
    ["exp(exp(x)) * exp(exp(y))", "exp(exp(x) + exp(y))"],
    ["exp(x)^0.5", "exp(x / 2)"],
    ["softplus(-x)", "softplus(x) - x"],
    ["log(sigmoid(x))", "x - softplus(x)"],
    ["log(exp(x) + exp(y))", "x + log(1 + exp(y - x))"],
    ["binaryCrossEntropyWithLogits(x, y)", "-(y * log(sigmoid(x)) + (1 - y) * log(1 - sigmoid(x)))"],
    ["x^y * x^z", "x^(y + z)"],
    ["x^(y + 2) * x", "x^(y + 3)"],
    ["exp(x)^y * exp(x)^z", "exp(x)^(y + z)"],
    ["x^(y - 1) * x", "x^y"],
    ["exp(y * log(x))", "x^y"],
    ["log(x * y)", "log(x) + log(y)"],
    ["log(6)", "log(2) + log(3)"],
    ["sqrt(x * y)", "sqrt(x) * sqrt(y)"],
    ["sqrt(x^2 + y^2)^2", "x^2 + y^2"],
    ["sqrt(4 * (x + y))", "2 * sqrt(x + y)"],
    ["x / sqrt(2)", "sqrt(2) * x / 2"],
    ["x^(1/3) * x^(2/3)", "x"],
    ["erfc(x)", "1 - erf(x)"],
    ["erf(-x)", "-erf(x)"],
    ["max(x, y)", "max(y, x)"],
    ["relu(x)", "x > 0 ? x : 0"],
    ["0.1 + 0.2", "0.3"],
    ["1 / (1 / x + 1 / y)", "x * y / (x + y)"],
  ])("%s = %s", (a, b) => {
    expect(kindOf(a, b)).toBe("equal");
  });
});

test.each([
  ["x", "x * (1 + 1e-15)"],
  ["x", "x + 1e-60"],
  ["exp(x)", "exp(y)"],
  ["sin(x)", "cos(x)"],
  ["log(x + y)", "log(x) + log(y)"],
  ["exp(x * y)", "exp(x) * exp(y)"],
  ["sqrt(x + y)", "sqrt(x) + sqrt(y)"],
  ["relu(x)", "relu(y)"],
  ["max(x, y)", "x"],
  ["x^y", "y^x"],
  ["(x^y)^z", "x^(y * z)"],
  ["sqrt(x^2)", "x"],
  ["sqrt((10 - x - y)^2)", "10 - x - y"],
  ["erf(x)", "erf(2 * x)"],
  ["sigmoid(x)", "tanh(x)"],
])("%s and %s are told apart", (a, b) => {
  expect(kindOf(a, b)).toBe("different");
});

test("abstract functions are one function for equal arguments, and their derivatives are others", () => {
  const f = functionSymbol("f");
  const [x, y] = [scalar("x"), scalar("y")];
  const slope = (argument: Node): Node => gradient(f(argument), x);
  expect(prove(slope(x.mul(y)), slope(y.mul(x)), { sizes: {}, seed: 1 }).kind).toBe("equal");
  expect(prove(slope(x), f(x), { sizes: {}, seed: 1 }).kind).toBe("different");
  expect(prove(slope(x.mul(y)), slope(x.mul(y)).div(y), { sizes: {}, seed: 1 }).kind).toBe("different");
});

test("softmax and log-sum-exp over a symbolic size", () => {
  const s = tensor("s", [dim("n")]);
  const t = tensor("t", [dim("n")]);
  const sizes = differentSizes([s, t]);
  const equal = (a: Node, b: Node): string => prove(a, b, { sizes: sizes, seed: 1 }).kind;
  expect(equal(s.softmax().log(), s.logSoftmax())).toBe("equal");
  expect(equal(gradient(s.logSumExp(), s), s.softmax())).toBe("equal");
  expect(equal(s.add(1).softmax(), s.softmax())).toBe("equal");
  expect(equal(gradient(t.mul(s.logSoftmax()).sum().neg(), s), s.softmax().mul(t.sum()).sub(t))).toBe(
    "equal",
  );
  expect(equal(gradient(t.mul(s.logSoftmax()).sum().neg(), s), s.softmax().sub(t))).toBe("different");
});

test("unrolled sums, renamed indices, and products of matrices in another order", () => {
  const v = tensor("v", { shape: [3] });
  const [A, B, C] = [
    tensor("A", [dim("m"), dim("n")]),
    tensor("B", [dim("n"), dim("p")]),
    tensor("C", [dim("p")]),
  ];
  const sizes = differentSizes([A, B, C]);
  const equal = (a: Node, b: Node): string => prove(a, b, { sizes: sizes, seed: 1 }).kind;
  expect(equal(v.at(0).add(v.at(1)).add(v.at(2)), v.sum())).toBe("equal");
  expect(equal(v.at(0).add(v.at(1)).add(v.at(1)), v.sum())).toBe("different");
  expect(equal(A.matmul(B).matmul(C), A.matmul(B.matmul(C)))).toBe("equal");
  expect(equal(A.matmul(B).transpose(), B.transpose().matmul(A.transpose()))).toBe("equal");
  const renamed = A.matmul(B);
  const { map } = renamed.attrs;
  if (map === undefined) throw new Error("a matrix product has an index map");
  const other = [...map.sizes.keys()].reverse();
  const label = (index: number | null): number | null => (index === null ? null : (other[index] as number));
  const again = new Node(
    renamed.op,
    renamed.inputs,
    {
      map: {
        inputs: map.inputs.map((indices) => indices.map(label)),
        output: map.output.map((index) => label(index) as number),
        sizes: [...map.sizes].reverse(),
      },
    },
    renamed.shape,
  );
  expect(equal(renamed, again)).toBe("equal");
});

test("the gradient of eight sigmoids inside one another", () => {
  let h: Node = scalar("x");
  const weights: Node[] = [];
  for (let k = 0; k < 8; k++) {
    const w = scalar(`w_${k}`);
    weights.push(w);
    h = w.mul(h).sigmoid();
  }
  const raw = gradient(h, weights[0] as Node);
  const claim = simplify(raw);
  for (const seed of [1, 2, 3, 4, 5]) expect(prove(claim, raw, { sizes: {}, seed: seed }).kind).toBe("equal");
  expect(prove(claim.mul(1.000000001), raw, { sizes: {}, seed: 1 }).kind).toBe("different");
});

/** A random formula over x, y and z. */
function formula(random: Random, depth: number): string {
  const inner = (): string => formula(random, depth - 1);
  if (depth === 0) return ["x", "y", "z", "2", "0.5", "3"][random.below(6)] as string;
  switch (random.below(9)) {
    case 0:
    case 1:
      return `(${inner()} + ${inner()})`;
    case 2:
      return `(${inner()} - ${inner()})`;
    case 3:
    case 4:
      return `(${inner()} * ${inner()})`;
    case 5:
      return `(${inner()} / (${inner()} + 2.5))`;
    case 6:
      return `${["exp", "sin", "cos", "tanh", "sinh"][random.below(5)]}(${inner()})`;
    case 7:
      return `(${inner()})^2`;
    default:
      return inner();
  }
}

test("2,000 formulas: mathjs derives what our gradient is, and simplified forms are the same", () => {
  const random = new Random(11);
  let derived = 0;
  for (let turn = 0; turn < 2000; turn++) {
    const text = formula(random, 1 + (turn % 3));
    const node = expression(text, symbols);
    expect(prove(simplify(node), node, { sizes: {}, seed: turn }).kind, text).not.toBe("different");
    if (turn % 10 > 0) continue;
    const slope = derivative(parse(text), "x", { simplify: false })
      .toString()
      .replaceAll("sech(", "1 / cosh("); // mathjs writes the derivative of tanh so
    const ours = gradient(node, symbols.x as Node);
    expect(prove(expression(slope, symbols), ours, { sizes: {}, seed: turn }).kind, text).toBe("equal");
    derived++;
  }
  expect(derived).toBe(200);
});

test("3,000 pairs of formulas that differ in float64 are never called equal", () => {
  const random = new Random(12);
  let pairs = 0;
  while (pairs < 3000) {
    const text = formula(random, 1 + random.below(3));
    const at = random.below(text.length);
    const swaps: Record<string, string> = { x: "y", y: "z", z: "x", "+": "-", "-": "+", "2": "3", "*": "+" };
    const other = swaps[text[at] as string];
    if (other === undefined || /[a-z]/.test(text[at + 1] ?? "") || /[a-z]/.test(text[at - 1] ?? "")) continue;
    const mutant = `${text.slice(0, at)}${other}${text.slice(at + 1)}`;
    const [a, b] = [expression(text, symbols), expression(mutant, symbols)];
    if (areClose(a, b)) continue;
    pairs++;
    expect(prove(a, b, { sizes: {}, seed: pairs }).kind, `${text} and ${toMathjs(b)}`).not.toBe("equal");
  }
});

/** Whether two graphs agree in float64 at all of some points, or have no value there. */
function areClose(a: Node, b: Node): boolean {
  const points = [
    [0.3, -0.7, 1.1],
    [-1.3, 0.4, 0.9],
  ];
  return points.every((point) => {
    ["x", "y", "z"].forEach((name, k) => {
      (symbols[name] as Node<number>).set(point[k] as number);
    });
    const [left, right] = [a.value as number, b.value as number];
    return !(Math.abs(left - right) > 1e-9 * Math.max(1, Math.abs(left), Math.abs(right)));
  });
}
