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
