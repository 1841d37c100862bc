import { ChainruleError } from "../../errors";
import type { Node, Operand } from "../../node";
import { isConcrete, type Shape, type Size, shapeText } from "../../shape";
import { guarded } from "../../signature";
import { contraction } from "../contract";
import { reshape } from "../layout";
import { lift } from "../leaf";
import { transpose } from "../matrix";

/* Compositions: what they give is contractions and reshapes. */

function matrixShape(name: string, { shape }: { readonly shape: Shape }): readonly [number, number] {
  if (isConcrete(shape) && shape.length === 2) return [shape[0] as number, shape[1] as number];
  throw new ChainruleError("SHAPE", "the operand must be a matrix whose sizes are numbers", {
    where: name,
    got: shapeText(shape),
    expected: "[m,n]",
  });
}

/** The Kronecker product: [m,n] and [p,q] -> [m p, n q], blocks a_ij B. @throws ChainruleError SHAPE */
export const kron = guarded("kron", "operand operand", (left: Operand, right: Operand): Node => {
  const [a, b] = [lift(left, "kron", 0), lift(right, "kron", 1)];
  const [m, n] = matrixShape("kron", a);
  const [p, q] = matrixShape("kron", b);
  const sizes: Size[] = [m, p, n, q];
  const inputs = [
    [0, 2],
    [1, 3],
  ];
  return reshape(contraction([a, b], { inputs, output: [0, 1, 2, 3], sizes }), [m * p, n * q]);
});

/** The columns of a matrix one below another: [m,n] -> [m n]. @throws ChainruleError SHAPE */
export const vec = guarded("vec", "operand", (x: Operand): Node => {
  const a = lift(x, "vec", 0);
  const [m, n] = matrixShape("vec", a);
  return reshape(transpose(a), [m * n]);
});
