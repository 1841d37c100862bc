import { ChainruleError } from "../errors";
import type { Node } from "../node";
import { broadcastShape, checkAxis, type Shape, type Size, sameSize, shapeText, sizeText } from "../shape";
import { contraction } from "./contract";

/* The contractions that have names of their own in linear algebra. */

/** Reorders axes; without a list, reverses them. */
export function transpose(x: Node, axes?: readonly number[]): Node {
  const order = axes === undefined ? x.shape.map((_, axis) => x.shape.length - 1 - axis) : [axes].flat();
  const counted = order.map((axis) => checkAxis("transpose", axis, x.shape));
  if (counted.length !== x.shape.length || new Set(counted).size !== counted.length) {
    throw new ChainruleError("SHAPE", "the order must name every axis once", {
      where: "transpose",
      got: `[${order.join(",")}] for ${shapeText(x.shape)}`,
    });
  }
  if (x.shape.length < 2) return x;
  return contraction([x], { inputs: [x.shape.map((_, axis) => axis)], output: counted, sizes: x.shape });
}

/** The sum of the diagonal of a square matrix. @throws ChainruleError SHAPE */
export function trace(x: Node): Node {
  const [rows, columns] = x.shape;
  if (x.shape.length !== 2 || rows === undefined || columns === undefined || !sameSize(rows, columns)) {
    throw new ChainruleError("SHAPE", "the trace needs a square matrix", {
      where: "trace",
      got: shapeText(x.shape),
    });
  }
  return contraction([x], { inputs: [[0, 0]], output: [], sizes: [rows] });
}

/** The inner product of two vectors of the same length. @throws ChainruleError SHAPE */
export function dot(a: Node, b: Node): Node {
  const [m, n] = [a.shape[0], b.shape[0]];
  if (a.shape.length !== 1 || b.shape.length !== 1 || m === undefined || n === undefined || !sameSize(m, n)) {
    throw new ChainruleError("SHAPE", "the inner product needs two vectors of one length", {
      where: "dot",
      got: `${shapeText(a.shape)} and ${shapeText(b.shape)}`,
    });
  }
  return contraction([a, b], { inputs: [[0], [0]], output: [], sizes: [m] });
}

/** The outer product of two vectors: a: [m], b: [n] -> [m, n]. @throws ChainruleError SHAPE */
export function outer(a: Node, b: Node): Node {
  const [m, n] = [a.shape[0], b.shape[0]];
  if (a.shape.length !== 1 || b.shape.length !== 1 || m === undefined || n === undefined) {
    throw new ChainruleError("SHAPE", "the outer product needs two vectors", {
      where: "outer",
      got: `${shapeText(a.shape)} and ${shapeText(b.shape)}`,
    });
  }
  return contraction([a, b], { inputs: [[0], [1]], output: [0, 1], sizes: [m, n] });
}

/**
 * The matrix product, NumPy's rules: [m,k] and [k,n] -> [m,n]; a vector is a row on the left and a column on the right;
 * leading axes broadcast. @throws ChainruleError SHAPE
 */
export function matmul(a: Node, b: Node): Node {
  const rankA = a.shape.length;
  const rankB = b.shape.length;
  const inner = a.shape[rankA - 1];
  const innerB = b.shape[rankB === 1 ? 0 : rankB - 2];
  if (inner === undefined || innerB === undefined) {
    throw new ChainruleError("SHAPE", "a scalar has no matrix product", {
      where: "matmul",
      got: `${shapeText(a.shape)} and ${shapeText(b.shape)}`,
      mend: "Use mul",
    });
  }
  if (!sameSize(inner, innerB)) {
    throw new ChainruleError("SHAPE", "inner sizes differ", {
      where: "matmul",
      got: `${shapeText(a.shape)} and ${shapeText(b.shape)}`,
      expected: `${shapeText(a.shape)} and ${rankB === 1 ? `[${sizeText(inner)}]` : `[${sizeText(inner)},n]`}`,
    });
  }
  const batch = broadcastShape("matmul", [
    a.shape.slice(0, Math.max(0, rankA - 2)),
    b.shape.slice(0, Math.max(0, rankB - 2)),
  ]);
  const sizes: Size[] = [...batch, inner];
  const k = batch.length;
  const lead = (shape: Shape): (number | null)[] =>
    shape.slice(0, Math.max(0, shape.length - 2)).map((size, axis, all) => {
      const target = axis + batch.length - all.length;
      return size === 1 && batch[target] !== 1 ? null : target;
    });
  const output = batch.map((_, axis) => axis);
  const indicesA: (number | null)[] = [...lead(a.shape)];
  if (rankA > 1) {
    const m = sizes.push(a.shape[rankA - 2] as Size) - 1;
    indicesA.push(m);
    output.push(m);
  }
  indicesA.push(k);
  const indicesB: (number | null)[] = [...lead(b.shape), k];
  if (rankB > 1) {
    const n = sizes.push(b.shape[rankB - 1] as Size) - 1;
    indicesB.push(n);
    output.push(n);
  }
  return contraction([a, b], { inputs: [indicesA, indicesB], output, sizes });
}
