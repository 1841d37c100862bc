import type { Node } from "../node";
import { topologicalOrder } from "../order";
import type { Rational } from "../simplify/rational";
import * as exact from "../simplify/rational";

/** Beyond this many digits an exact value is of no use to a reader. */
const MOST_DIGITS = 60;

/**
 * The exact values of the nodes that have one: symbols and constants mean the decimals they are written as, and sums,
 * products, quotients and whole powers of exact values are exact. Values that are irrational, too long, or tensors are left out.
 */
export function exactValues(roots: readonly Node[]): Map<Node, Rational> {
  const values = new Map<Node, Rational>();
  for (const node of topologicalOrder(roots)) {
    const value = exactValue(
      node,
      node.inputs.map((input) => values.get(input)),
    );
    if (value !== undefined && value.n.toString().length + value.d.toString().length <= MOST_DIGITS)
      values.set(node, value);
  }
  return values;
}

function exactValue(node: Node, inputs: readonly (Rational | undefined)[]): Rational | undefined {
  const own = node.attrs.value ?? node.attrs.cell?.value;
  if (typeof own === "number") return exact.rational(own);
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
    default:
      return undefined;
  }
}

/**
 * The decimal notation of an exact fraction, if it ends: 3/8 is "0.375", 1/3 has none.
 */
export function decimalText({ n, d }: Rational): string | undefined {
  let places = 0;
  let power = 1n;
  while (power % d !== 0n) {
    if (places > MOST_DIGITS) return undefined;
    places++;
    power *= 10n;
  }
  const digits = ((n < 0n ? -n : n) * (power / d)).toString().padStart(places + 1, "0");
  const whole = digits.slice(0, digits.length - places);
  const fraction = digits.slice(digits.length - places);
  return `${n < 0n ? "-" : ""}${whole}${fraction === "" ? "" : `.${fraction}`}`;
}
