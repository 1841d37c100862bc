import {
  abs,
  acos,
  add,
  asin,
  atan,
  binaryCrossEntropy,
  binaryCrossEntropyWithLogits,
  ceil,
  concat,
  constant,
  cos,
  cosh,
  dim,
  div,
  dot,
  eq,
  erf,
  erfc,
  exp,
  expm1,
  floor,
  ge,
  gelu,
  gradient,
  gt,
  le,
  leakyRelu,
  log,
  log1p,
  logSoftmax,
  logSumExp,
  lt,
  max,
  mean,
  min,
  mul,
  Node,
  ne,
  neg,
  norm,
  type Operation,
  type OperationName,
  oneMinusSquare,
  operations,
  pow,
  relu,
  reshape,
  scalar,
  sigmoid,
  sign,
  silu,
  sin,
  sinh,
  slice,
  softmax,
  softplus,
  sqrt,
  square,
  step,
  sub,
  tan,
  tanh,
  tensor,
  topologicalOrder,
  transpose,
  where,
  xlogy,
} from "@chainrule/graph";
import katex from "katex";
import { describe, expect, test } from "vitest";
import { summandsOf } from "./piece";
import { type PrintOptions, printed, toLatex } from "./print";

const [a, b, c, n, x, y, z] = ["a", "b", "c", "n", "x", "y", "z"].map((name) => scalar(name)) as [
  Node<number>,
  Node<number>,
  Node<number>,
  Node<number>,
  Node<number>,
  Node<number>,
  Node<number>,
];
const A = tensor("A", { shape: [2, 3] });
const B = tensor("B", { shape: [3, 4] });
const v = tensor("v", { shape: [3] });

type Rows = readonly (readonly [print: string, node: Node, options?: PrintOptions])[];

/** Exact prints; each also goes through KaTeX without a warning. */
function prints(rows: Rows): void {
  const print = ([, node, options]: Rows[number]): string => toLatex(node, options);
  expect(rows.map(print)).toEqual(rows.map(([expected]) => expected));
  for (const [expected] of rows)
    katex.renderToString(expected, { strict: "error", throwOnError: true, displayMode: true });
}

test("every operation", () => {
  const examples: Readonly<Partial<Record<OperationName, readonly [print: string, node: Node]>>> = {
    symbol: ["x", x],
    constant: ["2.5", constant(2.5)],
    size: ["\\frac{\\mathbf{1}^{\\mathsf{T}}\\,q}{d}", mean(tensor("q", [dim("d")]))],
    named: ["x + y", x.add(y).named("net_h1")],
    add: ["x + y", add(x, y)],
    sub: ["x - y", sub(x, y)],
    mul: ["x y", mul(x, y)],
    div: ["\\frac{x}{y}", div(x, y)],
    neg: ["-x", neg(x)],
    pow: ["x^{n}", pow(x, n)],
    square: ["x^{2}", square(x)],
    oneMinusSquare: ["1 - x^{2}", oneMinusSquare(x)],
    sqrt: ["\\sqrt{x}", sqrt(x)],
    exp: ["e^{x}", exp(x)],
    expm1: ["e^{x} - 1", expm1(x)],
    log: ["\\ln(x)", log(x)],
    log1p: ["\\ln(1 + x)", log1p(x)],
    sin: ["\\sin(x)", sin(x)],
    cos: ["\\cos(x)", cos(x)],
    tan: ["\\tan(x)", tan(x)],
    asin: ["\\arcsin(x)", asin(x)],
    acos: ["\\arccos(x)", acos(x)],
    atan: ["\\arctan(x)", atan(x)],
    sinh: ["\\sinh(x)", sinh(x)],
    cosh: ["\\cosh(x)", cosh(x)],
    tanh: ["\\tanh(x)", tanh(x)],
    erf: ["\\operatorname{erf}(x)", erf(x)],
    erfc: ["\\operatorname{erfc}(x)", erfc(x)],
    sigmoid: ["\\sigma(x)", sigmoid(x)],
    softplus: ["\\operatorname{softplus}(x)", softplus(x)],
    relu: ["\\operatorname{ReLU}(x)", relu(x)],
    leakyRelu: ["\\operatorname{LeakyReLU}_{0.01}(x)", leakyRelu(x)],
    elu: ["\\operatorname{ELU}_{a}(x)", x.elu(a)],
    silu: ["\\operatorname{SiLU}(x)", silu(x)],
    gelu: ["\\operatorname{GELU}(x)", gelu(x)],
    step: ["\\operatorname{step}(x)", step(x)],
    abs: ["\\left|x\\right|", abs(x)],
    sign: ["\\operatorname{sgn}(x)", sign(x)],
    floor: ["\\left\\lfloor x \\right\\rfloor", floor(x)],
    ceil: ["\\left\\lceil x \\right\\rceil", ceil(x)],
    min: ["\\min(x, y)", min(x, y)],
    max: ["\\max(x, y)", max(x, y)],
    lt: ["[x < y]", lt(x, y)],
    le: ["[x \\le y]", le(x, y)],
    gt: ["[x > y]", gt(x, y)],
    ge: ["[x \\ge y]", ge(x, y)],
    eq: ["[x = y]", eq(x, y)],
    ne: ["[x \\ne y]", ne(x, y)],
    where: ["\\begin{cases} x & a > 0 \\\\ y & a \\le 0 \\end{cases}", where(gt(a, 0), x, y)],
    xlogy: ["x\\,\\ln(y)", xlogy(x, y)],
    binaryCrossEntropy: ["-(y\\,\\ln(x) + (1 - y)\\,\\ln(1 - x))", binaryCrossEntropy(x, y)],
    binaryCrossEntropyWithLogits: ["\\operatorname{softplus}(z) - y z", binaryCrossEntropyWithLogits(z, y)],
    contraction: ["A\\,B", A.matmul(B)],
    maxOver: ["\\max(A)", max(A)],
    minOver: ["\\min_{2}(A)", min(A, { axis: 1 })],
    softmax: ["\\operatorname{softmax}_{1}(A)", softmax(A, 0)],
    logSoftmax: ["\\operatorname{logsoftmax}(v)", logSoftmax(v)],
    logSumExp: ["\\operatorname{logsumexp}(A)", logSumExp(A)],
    norm: ["\\left\\|v\\right\\|", norm(v)],
    concat: ["\\begin{bmatrix} A \\\\ A \\end{bmatrix}", concat([A, A])],
    slice: ["A_{:,\\,1:2}", slice(A, 1, 0, 2)],
    pad: ["\\begin{bmatrix} \\mathbf{0}_{1} \\\\ 1 \\\\ \\mathbf{0}_{1} \\end{bmatrix}", padding()],
    reshape: ["\\operatorname{reshape}_{3 \\times 2}(A)", reshape(A, [3, 2])],
  };
  const called = Object.values(operations).filter(({ name }) => !Object.hasOwn(examples, name));
  prints(
    called.map((op): readonly [print: string, node: Node] => {
      const operands = [x, y, z].slice(0, (op as Extract<Operation, { arity: number }>).arity);
      const letters = ["x", "y", "z"].slice(0, operands.length).join(", ");
      return [`\\operatorname{${op.name}}(${letters})`, new Node(op, operands, {}, [])];
    }),
  );
  for (const [name, [, node]] of Object.entries(examples))
    expect(topologicalOrder([node]).map(({ op }) => op.name)).toContain(name);
  prints(Object.values(examples));
});

/** What the gradient of a slice is made of. */
function padding(): Node {
  const whole = gradient(slice(v, 0, 1, 2).sum(), v);
  return topologicalOrder([whole]).find(({ op }) => op.name === "pad") as Node;
}

describe("what printers get wrong", () => {
  test("lost parentheses", () => {
    prints([
      ["-(a - b)", neg(sub(a, b))],
      ["(a + b)^{2}", square(add(a, b))],
      ["a - (b - c)", sub(a, sub(b, c))],
      ["a - (b + c)", sub(a, add(b, c))],
      ["a - b - c", sub(sub(a, b), c)],
      ["a + b - c", add(a, sub(b, c))],
      ["\\frac{a}{b c}", div(a, mul(b, c))],
      ["\\frac{a}{\\frac{b}{c}}", div(a, div(b, c))],
      ["\\frac{a}{b} \\cdot \\frac{b}{c}", mul(div(a, b), div(b, c))],
      ["(-x)^{2}", square(neg(x))],
      ["-x^{2}", neg(square(x))],
      ["(-2)^{3}", pow(-2, 3)],
      ["-2^{3}", neg(pow(2, 3))],
      ["(x^{2})^{3}", pow(square(x), 3)],
      ["x^{y^{2}}", pow(x, square(y))],
      ["(a b)^{n}", pow(mul(a, b), n)],
      ["\\left(\\frac{a}{b}\\right)^{n}", pow(div(a, b), n)],
      ["(e^{x})^{2}", square(exp(x))],
      ["e^{-x}", exp(neg(x))],
      ["a\\,(b + c)", mul(a, add(b, c))],
      ["(a + b)(b + c)", mul(add(a, b), add(b, c))],
      ["-a b", mul(neg(a), b)],
      ["-a b", neg(mul(a, b))],
      ["a\\,(-b)", mul(a, neg(b))],
      ["-(-a)", neg(neg(a))],
      ["a - (-b)", sub(a, neg(b))],
      ["a + (-b)", add(a, neg(b))],
      ["-a - b", sub(neg(a), b)],
      ["-(-a - b)", neg(sub(neg(a), b))],
      ["\\sqrt{a + b}\\,\\sin(a + b)", mul(sqrt(add(a, b)), sin(add(a, b)))],
      ["\\frac{a + b}{c}\\,(a - b)", mul(div(add(a, b), c), sub(a, b))],
      ["\\sin\\left(\\frac{a}{b}\\right)", sin(div(a, b))],
      ["[a + b < c]\\,x", mul(lt(add(a, b), c), x)],
    ]);
  });

  test("a power of a function, and a function of a power", () => {
    prints([
      ["(\\tanh(x))^{2}", square(tanh(x))],
      ["\\tanh(x^{2})", tanh(square(x))],
      ["(\\sigma(x))^{2}", square(sigmoid(x))],
      ["(\\max(x, y))^{2}", square(max(x, y))],
      ["(\\ln(x))^{n}", pow(log(x), n)],
    ]);
  });

  test("numbers side by side, and before signs", () => {
    prints([
      ["2 \\cdot (-3)", mul(2, -3)],
      ["-3 \\cdot 2", mul(-3, 2)],
      ["2\\,x", mul(2, x)],
      ["x \\cdot 2", mul(x, 2)],
      ["x \\cdot (-2)", mul(x, -2)],
      ["2(x + 1)", mul(2, add(x, 1))],
      ["2 \\cdot 3", mul(2, 3)],
      ["x^{2} \\cdot 3", mul(square(x), 3)],
      ["\\frac{1}{2}\\,x", mul(0.5, x)],
      ["-\\frac{1}{2}\\,x", mul(-0.5, x)],
      ["x\\,\\frac{1}{2}", mul(x, 0.5)],
      ["3 \\cdot \\frac{1}{2}", mul(3, 0.5)],
      ["a + (-3)", add(a, -3)],
      ["a - (-3)", sub(a, -3)],
      ["\\frac{-3}{a}", div(-3, a)],
      ["2^{-3}", pow(2, -3)],
      ["4 \\cdot 10^{-7}\\,x", mul(4e-7, x)],
      ["(4 \\cdot 10^{-7})^{x}", pow(4e-7, x)],
      ["(10^{-7})^{2}", square(constant(1e-7))],
    ]);
  });

  test("exponents and coefficients are never rounded to nothing", () => {
    const numbers = { digits: 3, notation: "decimal" } as const;
    prints([
      ["x^{12}", pow(x, 12), { numbers }],
      ["x^{1234}", pow(x, 1234), { numbers }],
      ["1234567\\,x", mul(1234567, x), { numbers }],
      ["-0.333\\,x", mul(-1 / 3, x), { numbers }],
      ["x - 0.000439", sub(x, 0.000438568), { numbers }],
    ]);
  });

  test("sums that are substituted keep every sign", () => {
    const values = new Map<Node, string>([
      [a, "-3"],
      [b, "0.5"],
      [c, "-4.4 \\cdot 10^{-7}"],
    ]);
    const substitute = (node: Node): string | undefined => values.get(node);
    prints([
      ["0.5 \\cdot (-3)", mul(b, a), { substitute }],
      ["-3 \\cdot 0.5", mul(a, b), { substitute }],
      ["0.5 + (-3)", add(b, a), { substitute }],
      ["0.5 - (-3)", sub(b, a), { substitute }],
      ["-(-3)", neg(a), { substitute }],
      ["(-3)^{2}", square(a), { substitute }],
      ["\\frac{1}{1 + e^{-(-3)}}", div(1, add(1, exp(neg(a)))), { substitute }],
      ["0.5 \\cdot (-4.4 \\cdot 10^{-7})", mul(b, c), { substitute }],
      ["\\frac{1}{2} \\cdot (0.5 - (-3))^{2}", mul(0.5, square(sub(b, a))), { substitute }],
      ["0.5 \\cdot x \\cdot y", mul(mul(b, x), y), { substitute }],
    ]);
  });

  test("choices: what a condition belongs to, and choices in choices", () => {
    const choice = where(gt(x, 0), a, b);
    const rows = "\\begin{cases} a & x > 0 \\\\ b & x \\le 0 \\end{cases}";
    prints([
      [`\\left(${rows}\\right) + c`, add(choice, c)],
      [`c + \\left(${rows}\\right)`, add(c, choice)],
      [`c\\,\\left(${rows}\\right)`, mul(c, choice)],
      [`\\left(${rows}\\right)^{2}`, square(choice)],
      [`-\\left(${rows}\\right)`, neg(choice)],
      [`\\sin\\left(${rows}\\right)`, sin(choice)],
      [`\\left[\\left(${rows}\\right) < c\\right]`, lt(choice, c)],
      ["\\begin{cases} a & x \\ne 0 \\\\ b & \\text{otherwise} \\end{cases}", where(x, a, b)],
      [
        "\\begin{cases} 1 & x > y \\\\ \\frac{1}{2} & x = y \\\\ 0 & \\text{otherwise} \\end{cases}",
        where(gt(x, y), 1, where(eq(x, y), 0.5, 0)),
      ],
      [
        "\\begin{cases} 1 & x > y \\\\ 2 & x = y \\\\ 3 & z < 0 \\\\ c & \\text{sonst} \\end{cases}",
        where(gt(x, y), 1, where(eq(x, y), 2, where(lt(z, 0), 3, c))),
        { otherwise: "sonst" },
      ],
      [
        "\\begin{cases} a & p \\ne 0 \\\\ b & \\text{otherwise} \\end{cases}",
        where(gt(x, 0).named("p"), a, b),
      ],
    ]);
  });

  test("products of matrices", () => {
    const C = tensor("C", { shape: [3, 3] });
    const D = tensor("D", { shape: [3, 3] });
    prints([
      ["(C \\odot D)\\,D", C.mul(D).matmul(D)],
      ["C \\odot (C\\,D)", C.mul(C.matmul(D))],
      ["(C\\,D) \\odot D", C.matmul(D).mul(D)],
      ["(C + D)\\,D", C.add(D).matmul(D)],
      ["(C\\,D)^{\\mathsf{T}}", transpose(C.matmul(D))],
      ["C^{\\mathsf{T}}\\,D", transpose(C).matmul(D)],
      ["(\\sigma(C))^{\\mathsf{T}}", transpose(sigmoid(C))],
      ["(W^{(1)})^{\\mathsf{T}}", transpose(tensor("W^(1)", { shape: [2, 2] }))],
      ["2\\,C", mul(2, C)],
      [
        "\\begin{pmatrix} 1 & 2 \\\\ 3 & 4 \\end{pmatrix}",
        constant([
          [1, 2],
          [3, 4],
        ]),
      ],
      ["\\begin{pmatrix} 1 \\\\ -2.5 \\end{pmatrix}", constant([1, -2.5])],
      ["\\mathrm{const}_{100}", constant(Array.from({ length: 100 }, () => 1))],
      ["v^{\\mathsf{T}}\\,v", dot(v, v)],
    ]);
  });

  test("a symbol that looks like a notation", () => {
    const [e, sigma, t] = [scalar("e"), scalar("sigma"), scalar("t_1")];
    prints([
      ["\\exp(e)", exp(e)],
      ["e^{e_{1}}", exp(scalar("e_1"))],
      ["\\sigma\\,\\operatorname{sigmoid}(x)", mul(sigma, sigmoid(x))],
    ]);
    expect(toLatex(doubled(t, 60))).toContain("s_{1} &= t_{1}");
    expect(() => toLatex(mul(scalar("w5"), scalar("w_5")))).toThrow(/look alike.*w5 and w_5/);
    expect(() => toLatex(mul(scalar("x"), scalar("x")))).toThrow(/look alike/);
    expect(toLatex(mul(scalar("w5"), scalar("w_5")), { symbols: { w5: "u" } })).toBe("u w_{5}");
  });

  test("length: linear in the size of the graph, shared parts once", () => {
    const deep = toLatex(doubled(x, 60));
    expect(deep.length).toBeLessThan(4000);
    expect(deep).toMatch(/^\\begin\{aligned\}t_\{1\} &= x \+ x \+ x \+ x \\\\ t_\{2\} &= t_\{1\} \+ t_\{1\}/);
    const nested = Array.from({ length: 60 }).reduce<Node>((node) => sin(mul(node, node)), x);
    expect(toLatex(nested).length).toBeLessThan(6000);
    katex.renderToString(toLatex(nested), { strict: "error", throwOnError: true, displayMode: true });
    expect(toLatex(square(add(x, y)).mul(square(add(x, y))))).toBe("(x + y)^{2}(x + y)^{2}");
  });

  test("long chains, without recursion", () => {
    let sum: Node = x;
    let rightSum: Node = x;
    let product: Node = x;
    let choice: Node = x;
    for (let k = 0; k < 20_000; k++) {
      sum = add(sum, y);
      rightSum = add(y, rightSum);
      product = mul(product, y);
      choice = where(gt(z, k), y, choice);
    }
    for (const node of [sum, rightSum, product, choice]) expect(toLatex(node).length).toBeLessThan(1e6);
    expect(summandsOf(printed(sum))).toHaveLength(20_001);
    expect(summandsOf(printed(rightSum))).toHaveLength(20_001);
  });
});

function doubled(from: Node, times: number): Node {
  let node = from;
  for (let k = 0; k < times; k++) node = add(node, node);
  return node;
}

test("the summands of a sum, each with its sign, however it is nested", () => {
  const parts = (node: Node): string[] => summandsOf(printed(node));
  expect(parts(sub(add(a, b), c))).toEqual(["a", "+ b", "- c"]);
  expect(parts(add(a, sub(b, add(c, x))))).toEqual(["a", "+ b", "- (c + x)"]);
  expect(parts(add(a, add(neg(b), c)))).toEqual(["a", "+ (-b + c)"]);
  expect(parts(mul(a, b))).toEqual(["a b"]);
});
