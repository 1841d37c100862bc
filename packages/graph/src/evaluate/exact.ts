import type { Node } from "../node";
import { topologicalOrder } from "../order";
import type { Rational } from "../rational";
import * as exact from "../rational";
import { shortFraction } from "../simplify/decimal";

/** Beyond this many digits an exact value is of no use to a reader. */
const MOST_DIGITS = 60;

/** Values in float64 that differ by less than this, relative to their size if it is above 1, decide no comparison. */
const UNDECIDED = 1e-9;

/**
 * The exact values of the nodes that have one: symbols and constants mean the decimals they are written as, and sums,
 * products, quotients, whole powers, comparisons and choices of exact values are exact. Values that are irrational, too
 * long, or tensors are left out. With `float`, the values in float64, a comparison of others is decided by these where
 * they differ clearly.
 */
export function exactValues(
  roots: readonly Node[],
  float: (node: Node) => unknown = () => undefined,
): Map<Node, Rational> {
  const values = new Map<Node, Rational>();
  for (const node of topologicalOrder(roots)) {
    const inputs = node.inputs.map((input) => values.get(input));
    const value = exactValue(node, inputs) ?? comparedValue(node, inputs, float);
    if (value !== undefined && value.n.toString().length + value.d.toString().length <= MOST_DIGITS)
      values.set(node, value);
  }
  return values;
}

function exactValue(node: Node, inputs: readonly (Rational | undefined)[]): Rational | undefined {
  const own = node.attrs.value ?? node.attrs.cell?.value;
  if (typeof own === "number") return shortFraction(own);
  const [a, b] = inputs;
  if (a === undefined || (inputs.length > 1 && b === undefined)) return undefined;
  if (node.op.kind === "naming") return a;
  if (b === undefined) return exactUnary(node.op.name, a);
  switch (node.op.name) {
    case "add":
      return exact.plus(a, b);
    case "sub":
      return exact.plus(a, exact.negative(b));
    case "mul":
      return exact.times(a, b);
    case "div":
      return exact.isZero(b) ? undefined : exact.times(a, exact.inverse(b));
    case "pow":
      return b.d === 1n && b.n >= 0n && b.n <= 16n ? exact.power(a, Number(b.n)) : undefined;
    case "leakyRelu":
      return a.n > 0n ? a : exact.times(a, b);
    default:
      return undefined;
  }
}

function exactUnary(name: string, a: Rational): Rational | undefined {
  switch (name) {
    case "neg":
      return exact.negative(a);
    case "square":
      return exact.times(a, a);
    case "abs":
      return a.n < 0n ? exact.negative(a) : a;
    case "relu":
      return a.n > 0n ? a : exact.ZERO;
    case "step":
      return a.n >= 0n ? exact.ONE : exact.ZERO;
    case "oneMinusSquare":
      return exact.plus(exact.ONE, exact.negative(exact.times(a, a)));
    default:
      return undefined;
  }
}

const comparisons: Readonly<Record<string, (order: number) => boolean>> = {
  lt: (order) => order < 0,
  le: (order) => order <= 0,
  gt: (order) => order > 0,
  ge: (order) => order >= 0,
  eq: (order) => order === 0,
  ne: (order) => order !== 0,
};

/** What depends on which of two values is larger: comparisons, max and min, choices, and functions with pieces. */
function comparedValue(
  { inputs, op }: Node,
  [a, b, c]: readonly (Rational | undefined)[],
  float: (node: Node) => unknown,
): Rational | undefined {
  const [first, second] = inputs;
  const one = (holds: boolean): Rational => (holds ? exact.ONE : exact.ZERO);
  const order = (x: Node | undefined, y: Node | undefined): number | undefined => {
    if (a !== undefined && b !== undefined) return Math.sign(Number(a.n * b.d - b.n * a.d));
    const [u, v] = [x && float(x), y === undefined ? 0 : float(y)];
    if (typeof u !== "number" || typeof v !== "number") return undefined;
    return Math.abs(u - v) > UNDECIDED * Math.max(1, Math.abs(u), Math.abs(v)) ? Math.sign(u - v) : undefined;
  };
  if (op.name === "where" && a !== undefined) return exact.isZero(a) ? c : b;
  const comparison = comparisons[op.name];
  if (comparison !== undefined || op.name === "max" || op.name === "min") {
    const found = order(first, second);
    if (found === undefined) return undefined;
    if (comparison !== undefined) return one(comparison(found));
    return found > 0 === (op.name === "max") ? a : b;
  }
  if (op.name === "relu" || op.name === "step" || op.name === "sign") {
    const found = a === undefined ? order(first, undefined) : Math.sign(Number(a.n));
    if (found === undefined || (op.name === "relu" && found > 0)) return undefined;
    return op.name === "sign" ? { n: BigInt(found), d: 1n } : one(found > 0);
  }
  return undefined;
}
