import type { Node } from "../node";
import { mul } from "../ops/arithmetic";
import { pow, square } from "../ops/elementary";
import { constantNode } from "../ops/leaf";

/** Equal for nodes that are the same expression. */
export type NumberOf = (node: Node) => number;

/** A power of something that is neither a product nor a number. */
export interface Factor {
  readonly base: Node;
  readonly exponent: number;
}

/** The base and the whole exponent of a power, or of a power of powers. */
export function powerOf(node: Node): readonly [base: Node, exponent: number] {
  let base = node;
  let exponent = 1;
  for (;;) {
    const inner = wholeExponent(base);
    const below = base.inputs[0];
    if (inner === undefined || below === undefined || typeof below.attrs.value === "number") break;
    if (!Number.isSafeInteger(exponent * inner)) break;
    exponent *= inner;
    base = below;
  }
  return [base, exponent];
}

/** The exponent of x^2, or of x^k for a whole k other than 0. */
export function wholeExponent(node: Node): number | undefined {
  if (node.op.name === "square") return 2;
  const exponent = node.inputs[1]?.attrs.value;
  if (node.op.name !== "pow" || typeof exponent !== "number") return undefined;
  return Number.isInteger(exponent) && exponent !== 0 ? exponent : undefined;
}

/** Where x and log x are both factors: x log x for each of the two. It has a value at 0, and the two apart have none. */
export function limitsIn(factors: readonly Factor[], numberOf: NumberOf): Map<Factor, Node> {
  const joined = new Map<Factor, Node>();
  const single = factors.filter(({ exponent }) => exponent === 1);
  const logs = single.filter(({ base }) => base.op.name === "log");
  if (logs.length === 0 || single.length < 2) return joined;
  const byNumber = new Map(single.map((factor) => [numberOf(factor.base), factor]));
  for (const log of logs.sort((a, b) => logDepth(a.base) - logDepth(b.base))) {
    const argument = log.base.inputs[0] as Node;
    const x = byNumber.get(numberOf(argument));
    if (x === undefined || joined.has(x) || joined.has(log)) continue;
    const product = mul(argument, log.base);
    joined.set(x, product).set(log, product);
  }
  return joined;
}

function logDepth(node: Node): number {
  let depth = 0;
  for (let below = node; below.op.name === "log"; below = below.inputs[0] as Node) depth++;
  return depth;
}

/** Writes base^exponent for an exponent > 0. */
export const power = (base: Node, exponent: number): Node => {
  if (exponent === 1) return base;
  return exponent === 2 ? square(base) : pow(base, constantNode(exponent));
};
