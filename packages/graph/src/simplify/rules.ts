import { kernels } from "../evaluate/kernels";
import { Node } from "../node";
import { abs } from "../ops/compare";
import { expand } from "../ops/contract";
import { square } from "../ops/elementary";
import { constantNode } from "../ops/leaf";
import type { OperationName, PointwiseName } from "../ops/names";
import { mergedPermutation } from "./permutation";

/**
 * One simplification: the law it applies and what it makes of a node whose inputs are simplified already. Undefined where
 * it does not apply. A condition under which both sides have values is part of the law.
 */
export interface Rule {
  readonly name: string;
  readonly law: string;
  readonly operations: readonly OperationName[];
  readonly rewrite: (node: Node) => Node | undefined;
}

const first = (node: Node): Node => node.inputs[0] as Node;
const constantOf = (node: Node | undefined): number | undefined =>
  typeof node?.attrs.value === "number" ? node.attrs.value : undefined;
const ONE = constantNode(1);

/** f(c) = v for single exact pairs of numbers. */
const exactValue = (name: OperationName, at: number, value: number): Rule => ({
  name: `${name} of ${at}`,
  law: `${name}(${at}) = ${value}`,
  operations: [name],
  rewrite: (node) => (constantOf(first(node)) === at ? expand(constantNode(value), node.shape) : undefined),
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

/**
 * Every local rule. Sums and products have rules of their own (see collect.ts): like terms, like factors, numbers, signs,
 * zeros and ones.
 */
export const rules: readonly Rule[] = [
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
      if (exponent === 1 && first(node).shape.length === node.shape.length) return first(node);
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
    name: "same choice",
    law: "where(c, a, a) = a",
    operations: ["where"],
    rewrite: (node) => {
      const [, yes, no] = node.inputs;
      return yes !== undefined && same(yes, no) && yes.shape.length === node.shape.length ? yes : undefined;
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
];

const same = (a: Node, b: Node | undefined): boolean =>
  a === b || (constantOf(a) !== undefined && Object.is(constantOf(a), constantOf(b)));

function rebuilt(node: Node, inputs: readonly Node[]): Node {
  return new Node(node.op, inputs, node.attrs, node.shape);
}
