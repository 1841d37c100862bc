import type { Node, Operand, TensorValue } from "../../node";
import { guarded } from "../../signature";
import { neg } from "../arithmetic";
import { expand } from "../contract";
import { lift } from "../leaf";
import { matmul, transpose } from "../matrix";
import { adjugate } from "./adjugate";
import { elimination, solved } from "./elimination";
import { matrixNode, matrixOperation, only, squareSize } from "./operation";

const identity = (n: number): Float64Array =>
  Float64Array.from({ length: n * n }, (_, place) => (place % (n + 1) === 0 ? 1 : 0));

/** The adjoint of A for Y = A^-1 is -Y^T G Y^T (Petersen and Pedersen, The Matrix Cookbook, 2.2). */
const operation = matrixOperation({
  name: "inverse",
  law: "A^-1",
  needs: "an A that is not singular",
  arity: 1,
  forward: (a) => {
    const lu = elimination(a as TensorValue);
    return { shape: [lu.n, lu.n], data: solved(lu, identity(lu.n), lu.n) };
  },
  entries: (field, operands) => {
    const { determinant, entries } = adjugate(field, only(operands));
    return entries.map((x) => field.div(x, determinant));
  },
  adjoints: ({ node, output, upstream }) => {
    const turned = transpose(output);
    return [neg(matmul(matmul(turned, expand(upstream, node.shape)), turned))];
  },
});

/** The node of the inverse of a square matrix. */
export const inverseOf = (a: Node): Node => matrixNode(operation, [a], a.shape);

/**
 * The inverse of a square matrix: [n,n] -> [n,n]. Of a singular one all entries are NaN, and `diagnose` says so.
 * @throws ChainruleError SHAPE
 */
export const inverse = guarded("inverse", "operand", (x: Operand): Node => {
  const a = lift(x, "inverse", 0);
  squareSize("inverse", a);
  return inverseOf(a);
});
