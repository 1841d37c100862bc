import type { Node, Operation } from "@chainrule/graph";
import { callPiece, closedPiece, type Piece } from "./piece";

/**
 * How operations that users declared are set, by name: what stands before the parentheses, or the whole from the LaTeX of
 * the operands.
 */
export type Operators = Readonly<Record<string, string | ((...operands: readonly string[]) => string)>>;

/** Whether an operation is one that a user declared. */
export const isDeclared = (op: Operation): boolean =>
  op.kind === "declared" || (op.kind === "pointwise" && op.forward !== undefined);

/** The name of a declared operation as it stands before parentheses. */
export function operatorName(op: Operation, operators: Operators = {}): string {
  const own = Object.hasOwn(operators, op.name) ? operators[op.name] : undefined;
  return typeof own === "string" ? own : `\\operatorname{${op.name.replaceAll("_", "\\_")}}`;
}

/** A call of a declared operation; `indices` stand behind it, where it is an entry of a tensor. */
export function operatorPiece(
  { op, inputs }: Node,
  at: (input: Node) => Piece,
  operators: Operators = {},
  indices: readonly string[] = [],
): Piece {
  const operands = inputs.map(at);
  const own = Object.hasOwn(operators, op.name) ? operators[op.name] : undefined;
  const whole =
    typeof own === "function"
      ? closedPiece(own(...operands.map(({ latex }) => latex)), true)
      : callPiece(operatorName(op, operators), operands);
  const below = indices.filter((letter) => letter !== "").join("");
  return below === "" ? whole : { ...whole, latex: `${whole.latex}_{${below}}` };
}
