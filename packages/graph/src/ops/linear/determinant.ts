import { kernels } from "../../evaluate/kernels";
import type { Node, Operand, TensorValue } from "../../node";
import { guarded } from "../../signature";
import { mul } from "../arithmetic";
import { lift } from "../leaf";
import { transpose } from "../matrix";
import { adjugate } from "./adjugate";
import { elimination, pivots } from "./elimination";
import { inverseOf } from "./inverse";
import { matrixNode, matrixOperation, only, squareSize } from "./operation";

/** The same bits in every engine. */
const logarithm = (x: number): number => kernels.log(x, x, x);

/** d det A = det(A) tr(A^-1 dA): Jacobi's formula (The Matrix Cookbook, 2.1). */
const determinant = matrixOperation({
  name: "det",
  law: "the determinant of A",
  arity: 1,
  forward: (a) => {
    const lu = elimination(a as TensorValue);
    return pivots(lu).reduce((product, pivot) => product * pivot, lu.sign);
  },
  entries: (field, operands) => [adjugate(field, only(operands)).determinant],
  adjoints: ({ node, output, upstream }) => [
    mul(mul(upstream, output), transpose(inverseOf(node.inputs[0] as Node))),
  ],
});

/** d ln det A = tr(A^-1 dA). */
const logDeterminant = matrixOperation({
  name: "logdet",
  law: "ln det A",
  needs: "det A > 0",
  arity: 1,
  forward: (a) => {
    const lu = elimination(a as TensorValue);
    if (pivots(lu).includes(0)) return Number.NEGATIVE_INFINITY;
    const negative = pivots(lu).filter((pivot) => pivot < 0).length + (lu.sign < 0 ? 1 : 0);
    if (negative % 2 === 1) return Number.NaN;
    return pivots(lu).reduce((sum, pivot) => sum + logarithm(Math.abs(pivot)), 0);
  },
  entries: (field, operands) => [field.log(adjugate(field, only(operands)).determinant)],
  adjoints: ({ node, upstream }) => [mul(upstream, transpose(inverseOf(node.inputs[0] as Node)))],
});

/**
 * The determinant: [n,n] -> []. Its gradient det(A) A^-T is NaN where A is singular, and `diagnose` says so.
 * @throws ChainruleError SHAPE
 */
export const det = guarded("det", "operand", (x: Operand): Node<number> => {
  const a = lift(x, "det", 0);
  squareSize("det", a);
  return matrixNode(determinant, [a], []) as Node<number>; // without axes
});

/**
 * The logarithm of the determinant, which does not overflow: [n,n] -> []. -Infinity where A is singular, NaN where the determinant
 * is below 0. @throws ChainruleError SHAPE
 */
export const logdet = guarded("logdet", "operand", (x: Operand): Node<number> => {
  const a = lift(x, "logdet", 0);
  squareSize("logdet", a);
  return matrixNode(logDeterminant, [a], []) as Node<number>; // without axes
});
