import { ChainruleError } from "../../errors";
import type { Node, Operand, TensorValue } from "../../node";
import { sameSize, shapeText, sizeText } from "../../shape";
import { guarded } from "../../signature";
import { neg } from "../arithmetic";
import { expand } from "../contract";
import { lift } from "../leaf";
import { matmul, outer, transpose } from "../matrix";
import { adjugate } from "./adjugate";
import { elimination, solved } from "./elimination";
import { matrixNode, matrixOperation, squareSize } from "./operation";

/** With X = A^-1 B: the adjoint of B is A^-T G, that of A is -A^-T G X^T (Giles 2008, An extended collection, 2.3.1). */
const operation = matrixOperation({
  name: "solve",
  law: "A^-1 B",
  needs: "an A that is not singular",
  arity: 2,
  forward: (a, b) => {
    const { data, shape } = b as TensorValue;
    return { shape, data: solved(elimination(a as TensorValue), data, shape[1] ?? 1) };
  },
  entries: (field, [a, b]) => {
    if (a === undefined || b === undefined) return [];
    const { determinant, entries } = adjugate(field, a);
    const [n = 0, columns = 1] = b.shape;
    return Array.from({ length: n * columns }, (_, place) => {
      const [i, column] = [Math.floor(place / columns), place % columns];
      const terms = Array.from({ length: n }, (__, k) =>
        field.mul(
          entries[i * n + k] as (typeof entries)[number],
          b.data[k * columns + column] as (typeof entries)[number],
        ),
      );
      return field.div(terms.reduce(field.add), determinant);
    });
  },
  adjoints: ({ node, output, upstream, wanted }) => {
    const [a, b] = node.inputs as readonly [Node, Node]; // of two operands
    const ofB = solution(transpose(a), expand(upstream, node.shape));
    const product = b.shape.length === 1 ? outer(ofB, output) : matmul(ofB, transpose(output));
    return [wanted[0] ? neg(product) : undefined, ofB];
  },
});

const solution = (a: Node, b: Node): Node => matrixNode(operation, [a, b], b.shape);

/**
 * The x of A x = b: [n,n] and [n] -> [n], or [n,n] and [n,m] -> [n,m]. Of a singular A all entries are NaN, and `diagnose` says so.
 * @throws ChainruleError SHAPE
 */
export const solve = guarded("solve", "operand operand", (matrix: Operand, right: Operand): Node => {
  const [a, b] = [lift(matrix, "solve", 0), lift(right, "solve", 1)];
  const n = squareSize("solve", a);
  const [rows] = b.shape;
  if (rows !== undefined && sameSize(rows, n) && b.shape.length < 3) return solution(a, b);
  throw new ChainruleError("SHAPE", "the right side has as many rows as the matrix", {
    where: "solve",
    got: `${shapeText(a.shape)} and ${shapeText(b.shape)}`,
    expected: `[${sizeText(n)}] or [${sizeText(n)},m]`,
  });
});
