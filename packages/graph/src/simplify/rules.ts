import { kernels } from "../evaluate/kernels";
import { Node } from "../node";
import { abs } from "../ops/compare";
import { expand } from "../ops/contract";
import { pow, square } from "../ops/elementary";
import { constantNode } from "../ops/leaf";
import type { OperationName, PointwiseName } from "../ops/table";
import * as exact from "../rational";
import { decimal, shortFraction } from "./decimal";
import { wholeExponent } from "./factor";
import { mergedFactors } from "./fuse";
import { mergedPermutation } from "./permutation";

/** One law of simplification. A condition under which both sides have values is part of the law. */
export interface Rule {
  readonly name: string;
  readonly law: string;
  readonly operations: readonly OperationName[];
  /**
   * What it makes of a node whose inputs are simplified already; undefined where it does not apply. The laws of sums and
   * products have none of their own: they are applied all at once when a sum or product is collected.
   */
  readonly rewrite?: (node: Node) => Node | undefined;
}

const first = (node: Node): Node => node.inputs[0] as Node;
const constantOf = (node: Node | undefined): number | undefined =>
  typeof node?.attrs.value === "number" ? node.attrs.value : undefined;
const ONE = constantNode(1);
/** Larger powers of numbers stay as they are. */
const MOST_FACTORS = 64;

/** f(c) = v for single exact pairs of numbers. */
const exactValue = (name: OperationName, at: number, value: number): Rule => ({
  name: `${name} of ${at}`,
  law: `${name}(${at}) = ${value}`,
  operations: [name],
  rewrite: (node) =>
    Object.is(constantOf(first(node)), at) ? expand(constantNode(value), node.shape) : undefined,
});

/** outer(inner(x)) = x */
const inversePair = (outer: OperationName, inner: OperationName, law: string): Rule => ({
  name: `${outer} of ${inner}`,
  law,
  operations: [outer],
  rewrite: (node) => (first(node).op.name === inner ? first(first(node)) : undefined),
});

/** f(g(x)) = f(x) */
const absorbed = (outer: OperationName, inner: OperationName, again: (x: Node) => Node): Rule => ({
  name: `${outer} of ${inner}`,
  law: `${outer}(${inner}(x)) = ${outer}(x)`,
  operations: [outer],
  rewrite: (node) => (first(node).op.name === inner ? again(first(first(node))) : undefined),
});

/** A law that collecting a sum or a product applies (see sum.ts and product.ts). */
const collected = (name: string, law: string, operations: readonly OperationName[]): Rule => ({
  name,
  law,
  operations,
});

const SUM: readonly OperationName[] = ["add", "sub"];
const PRODUCT: readonly OperationName[] = ["mul", "div", "neg"];

/** Every law that simplification applies. */
export const rules: readonly Rule[] = [
  collected("numbers", "2 (3 x) = 6 x, 2 + 3 = 5, exactly, in the decimals that were written", [
    ...SUM,
    ...PRODUCT,
  ]),
  collected("zero", "0 x = 0 for finite x, x + 0 = x", [...SUM, ...PRODUCT]),
  collected("one", "1 x = x, x / 1 = x", PRODUCT),
  collected("signs", "(-a) b = -(a b), -(-a) = a, a + (-b) = a - b, a - (-b) = a + b", [...SUM, ...PRODUCT]),
  collected("like terms", "2 x + 3 x = 5 x, x - x = 0 for finite x", SUM),
  collected("like factors", "x x^2 = x^3, x / x = 1 for x != 0 and finite", PRODUCT),
  collected(
    "quotients",
    "a (b / c) = (a b) / c, (a / b) / c = a / (b c), a / (b / c) = (a c) / b, a b^-n = a / b^n",
    ["mul", "div"],
  ),
  exactValue("exp", 0, 1),
  exactValue("log", 1, 0),
  exactValue("sin", 0, 0),
  exactValue("cos", 0, 1),
  exactValue("tanh", 0, 0),
  exactValue("sqrt", 0, 0),
  exactValue("sqrt", 1, 1),
  inversePair("log", "exp", "ln(e^x) = x"),
  inversePair("exp", "log", "e^(ln x) = x, x > 0"),
  inversePair("square", "sqrt", "sqrt(x)^2 = x, x >= 0"),
  {
    name: "written out",
    law: "oneMinusSquare(x) = 1 - x^2",
    operations: ["oneMinusSquare"],
    rewrite: ({ inputs, op }) => (op.kind === "pointwise" ? op.lower?.(inputs) : undefined),
  },
  {
    name: "root of a square",
    law: "sqrt(x^2) = |x|",
    operations: ["sqrt"],
    rewrite: (node) => (first(node).op.name === "square" ? abs(first(first(node))) : undefined),
  },
  absorbed("square", "neg", square),
  absorbed("square", "abs", square),
  absorbed("abs", "neg", abs),
  absorbed("abs", "abs", abs),
  {
    name: "even function",
    law: "cos(-x) = cos x, cosh(-x) = cosh x",
    operations: ["cos", "cosh"],
    rewrite: (node) => (first(node).op.name === "neg" ? rebuilt(node, [first(first(node))]) : undefined),
  },
  {
    name: "trivial power",
    law: "x^1 = x, x^0 = 1",
    operations: ["pow"],
    rewrite: (node) => {
      const exponent = constantOf(node.inputs[1]);
      if (exponent === 1) return first(node);
      return exponent === 0 ? expand(ONE, node.shape) : undefined;
    },
  },
  {
    name: "square",
    law: "x^2 is the square of x",
    operations: ["pow"],
    rewrite: (node) => (constantOf(node.inputs[1]) === 2 ? square(first(node)) : undefined),
  },
  {
    name: "power of a power",
    law: "(x^a)^b = x^(a b) for whole a and b",
    operations: ["square", "pow"],
    rewrite: (node) => {
      const [outer, inner] = [wholeExponent(node), wholeExponent(first(node))];
      if (outer === undefined || inner === undefined || !Number.isSafeInteger(outer * inner))
        return undefined;
      const base = first(first(node));
      return outer * inner === 2 ? square(base) : pow(base, constantNode(outer * inner));
    },
  },
  {
    name: "power of a number",
    law: "3^2 = 9, exactly",
    operations: ["square", "pow"],
    rewrite: (node) => {
      const base = shortFraction(constantOf(first(node)) ?? Number.NaN);
      const exponent = wholeExponent(node);
      if (base === undefined || exponent === undefined || exponent < 0 || exponent > MOST_FACTORS)
        return undefined;
      const value = decimal(exact.power(base, exponent));
      return value === undefined ? undefined : constantNode(value);
    },
  },
  {
    name: "same choice",
    law: "where(c, a, a) = a, unless c is NaN",
    operations: ["where"],
    rewrite: (node) => {
      const [, yes, no] = node.inputs as [Node, Node, Node]; // where takes three
      return same(yes, no) ? expand(yes, node.shape) : undefined;
    },
  },
  {
    name: "known choice",
    law: "where(1, a, b) = a, where(0, a, b) = b",
    operations: ["where"],
    rewrite: (node) => {
      const condition = constantOf(first(node));
      if (condition === undefined || Number.isNaN(condition)) return undefined;
      return expand(node.inputs[condition === 0 ? 2 : 1] as Node, node.shape);
    },
  },
  {
    name: "known comparison",
    law: "a < b of two numbers is 1 or 0",
    operations: ["lt", "le", "gt", "ge", "eq", "ne"],
    rewrite: (node) => {
      const [a, b] = node.inputs.map(constantOf);
      if (a === undefined || b === undefined) return undefined;
      return constantNode(kernels[node.op.name as PointwiseName](a, b, 0)); // one of the names above
    },
  },
  {
    name: "same operands",
    law: "max(a, a) = min(a, a) = a",
    operations: ["max", "min"],
    rewrite: (node) => (same(first(node), node.inputs[1]) ? first(node) : undefined),
  },
  {
    name: "successive reorderings",
    law: "(x^T)^T = x",
    operations: ["contraction"],
    rewrite: mergedPermutation,
  },
  {
    name: "merged contraction",
    law: "a sum over a Kronecker delta is the one term where its indices agree; a factor that sums nothing is part of the product",
    operations: ["contraction"],
    rewrite: mergedFactors,
  },
];

const same = (a: Node, b: Node | undefined): boolean =>
  a === b || (constantOf(a) !== undefined && Object.is(constantOf(a), constantOf(b)));

function rebuilt(node: Node, inputs: readonly Node[]): Node {
  return new Node(node.op, inputs, node.attrs, node.shape);
}
