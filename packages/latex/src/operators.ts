import { ChainruleError, type Node, type Operation } from "@chainrule/graph";
import { described } from "@chainrule/graph/written";
import { callPiece, closedPiece, type Piece } from "./piece";
import { formulaOf } from "./safe/formula";
import { plainTex, type Tex, tex } from "./safe/tex";

/**
 * How operations that users declared are set, by name: what stands before the parentheses, or the whole from the LaTeX of
 * the operands.
 */
export type Operators = Readonly<Record<string, string | ((...operands: readonly string[]) => string)>>;

/** The same, read and found to be formulas; what functions give is read when they gave it. */
export type OperatorForms = Readonly<Record<string, Tex | ((...operands: readonly Tex[]) => Tex)>>;

/** An author's forms of operations. @throws ChainruleError OPTION for one that is no formula, or does more than print */
export function operatorForms(given: Operators): OperatorForms {
  if (typeof given !== "object" || given === null)
    throw new ChainruleError("OPTION", "operators is a record by the names of operations", {
      got: described(given),
    });
  return Object.fromEntries(
    Object.entries(given).map(([name, form]) => {
      const where = `operators: ${name}`;
      return [
        name,
        typeof form === "function"
          ? (...operands: readonly Tex[]): Tex => formulaOf(form(...operands), where)
          : formulaOf(form, where),
      ];
    }),
  );
}

/** Whether an operation is one that a user declared. */
export const isDeclared = (op: Operation): boolean =>
  op.kind === "declared" || (op.kind === "pointwise" && op.forward !== undefined);

/** A name as that of an operation, upright. */
export const uprightName = (name: string): Tex =>
  tex`\\operatorname{${tex.join(name.split("_").map(plainTex), tex`\\_`)}}`;

/** The name of a declared operation as it stands before parentheses. */
export function operatorName(op: Operation, operators: OperatorForms = {}): Tex {
  const own = Object.hasOwn(operators, op.name) ? operators[op.name] : undefined;
  return own === undefined || typeof own === "function" ? uprightName(op.name) : own;
}

/** A call of a declared operation; `indices` stand behind it, where it is an entry of a tensor. */
export function operatorPiece(
  { op, inputs }: Node,
  at: (input: Node) => Piece,
  operators: OperatorForms = {},
  indices: readonly Tex[] = [],
): Piece {
  const operands = inputs.map(at);
  const own = Object.hasOwn(operators, op.name) ? operators[op.name] : undefined;
  const whole =
    typeof own === "function"
      ? closedPiece(own(...operands.map(({ latex }) => latex)), true)
      : callPiece(operatorName(op, operators), operands);
  const below = tex.join(indices);
  return below === "" ? whole : { ...whole, latex: tex`${whole.latex}_{${below}}` };
}
