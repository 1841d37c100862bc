import { ChainruleError } from "../../errors";
import { type Declared, NO_ATTRIBUTES, Node } from "../../node";
import { type Shape, type Size, sameSize, shapeText } from "../../shape";

/** An operation of linear algebra, by its value in float64, its entries over numbers of any kind, and its adjoints. */
export const matrixOperation = (
  declaration: Omit<Declared, "kind"> & Required<Pick<Declared, "entries">>,
): Declared => Object.freeze({ kind: "declared", ...declaration });

/** A node of such an operation, whose shape is known. */
export const matrixNode = (op: Declared, inputs: readonly Node[], shape: Shape): Node =>
  new Node(op, inputs, NO_ATTRIBUTES, shape);

/** The size of a square matrix. @throws ChainruleError SHAPE */
export function squareSize(name: string, { shape }: { readonly shape: Shape }): Size {
  const [rows, columns] = shape;
  const isSquare = rows !== undefined && columns !== undefined && sameSize(rows, columns);
  if (shape.length === 2 && isSquare && rows !== 0) return rows;
  throw new ChainruleError("SHAPE", "the operand must be a square matrix", {
    where: name,
    got: shapeText(shape),
    expected: "[n,n]",
  });
}

/** The operand of an operation that has one. */
export const only = <T>(operands: readonly T[]): T => operands[0] as T;
