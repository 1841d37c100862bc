import type { Node } from "./node";
import { where } from "./ops/compare";
import { STRONG_ZERO } from "./ops/leaf";

/* Choices between something and nothing, as derivative rules write them: where(c, g, 0) and where(c, 0, g), the 0 strong. */

/** Where an adjoint counts: where the condition is not 0, or, if it is not `taken`, where it is 0. */
export interface Branch {
  readonly condition: Node;
  readonly taken: boolean;
}

/** The adjoint in its branch, nothing outside. */
export const within = ({ condition, taken }: Branch, adjoint: Node): Node =>
  taken ? where(condition, adjoint, STRONG_ZERO) : where(condition, STRONG_ZERO, adjoint);

/** Reads a choice between something and nothing. An ordinary 0 that a user wrote is a number like others. */
export function choice(node: Node): { readonly branch: Branch; readonly inner: Node } | undefined {
  if (node.op.name !== "where") return undefined;
  const [condition, yes, no] = node.inputs as readonly [Node, Node, Node]; // where takes three
  if (no.attrs.strong) return { branch: { condition, taken: true }, inner: yes };
  return yes.attrs.strong ? { branch: { condition, taken: false }, inner: no } : undefined;
}

/**
 * Reads y/x and -y/x as the slopes of quotients and of negative powers have them: such a quotient may be too small for float64
 * where a multiple of it is not (the slope of cosh(z)^0.1 at z = 400 changes by 1e-329 for each unit of the cosh, of which
 * there are 1e173), so what multiplies it does so above the bar.
 */
export function slopeQuotient(
  partial: Node,
): { readonly above: Node; readonly below: Node; readonly sign: 1 | -1 } | undefined {
  const quotient = partial.op.name === "neg" ? (partial.first as Node) : partial;
  const { attrs, first, op, second } = quotient;
  if (op.name !== "div" || attrs.vanishes || first === undefined || second === undefined) return undefined;
  if (typeof first.attrs.value === "number") return undefined;
  return { above: first, below: second, sign: quotient === partial ? 1 : -1 };
}
