import { ChainruleError, shown } from "../errors";
import type { IndexMap } from "../index-map";
import type { AdjointContext, Indexed } from "../node";
import { Node } from "../node";
import {
  broadcastShape,
  checkAxis,
  checkShape,
  checkTotal,
  type Shape,
  type Size,
  sameShape,
  sameSize,
  shapeText,
  sizeText,
} from "../shape";
import { div, mul } from "./arithmetic";
import { constantNode, sizeNode } from "./leaf";

/*
 * The contraction: a product of tensors summed over the indices that the output does not have. Matrix product, sum,
 * transpose, trace, diagonal, broadcast and the Kronecker delta are cases of it, and it is closed under differentiation:
 * the adjoint of one factor is the contraction of the upstream adjoint with the other factors, onto that factor's indices.
 */

export const contractionOperation: Indexed = {
  kind: "indexed",
  name: "contraction",
  law: "y_out = sum over the other indices of the product of all factors",
  adjoints: contractionAdjoints,
};

/** A contraction of the inputs by an index map. With no inputs: ones, or deltas where an output index stands twice. */
export function contraction(inputs: readonly Node[], map: IndexMap): Node {
  const shape = map.output.map((index) => map.sizes[index] as Size);
  return new Node(contractionOperation, inputs, { map }, checkTotal(Object.freeze(shape), "contraction"));
}

function contractionAdjoints({ node, upstream, wanted }: AdjointContext): (Node | undefined)[] {
  const map = node.attrs.map as IndexMap; // every contraction has one
  const upstreamIsOne = upstream.attrs.value === 1;
  const whole = upstream.shape.length === 0 ? upstream : expand(upstream, node.shape);
  const upstreamIndices = whole.shape.length === 0 ? [] : map.output;
  return node.inputs.map((_, k) => {
    if (!wanted[k]) return undefined;
    const indices = map.inputs[k] as readonly (number | null)[];
    const leaveOut = upstreamIsOne && (node.inputs.length > 1 || new Set(indices).size < indices.length);
    const factors = leaveOut ? [] : [whole];
    const factorIndices: (readonly (number | null)[])[] = leaveOut ? [] : [upstreamIndices];
    node.inputs.forEach((other, j) => {
      if (j === k) return;
      factors.push(other);
      factorIndices.push(map.inputs[j] as readonly (number | null)[]);
    });
    return restored(factors, factorIndices, indices, map);
  });
}

/** Contracts onto the indices of an input; an axis of size 1 that was stretched gets an index of its own. */
function restored(
  factors: readonly Node[],
  inputs: readonly (readonly (number | null)[])[],
  indices: readonly (number | null)[],
  map: IndexMap,
): Node {
  const sizes = [...map.sizes];
  const output = indices.map((index) => (index === null ? sizes.push(1) - 1 : index));
  const only = factors[0];
  if (factors.length === 1 && only !== undefined && isIdentity(inputs[0] ?? [], output, sizes)) return only;
  if (factors.length === 1 && only?.shape.length === 0 && isBroadcastOf(output, map, inputs)) return only;
  return contraction(factors, dropUnused({ inputs, output, sizes }));
}

/** A scalar adjoint that is merely repeated over distinct indices stays a scalar; whoever needs it whole expands it. */
function isBroadcastOf(output: readonly number[], map: IndexMap, inputs: IndexMap["inputs"]): boolean {
  const distinct = new Set(output).size === output.length;
  const used = new Set([...output, ...inputs.flat()]);
  return distinct && map.sizes.every((size, index) => used.has(index) || size === 1);
}

function isIdentity(
  input: readonly (number | null)[],
  output: readonly number[],
  sizes: readonly Size[],
): boolean {
  return (
    input.length === output.length &&
    input.every((index, axis) => index === output[axis]) &&
    new Set(output).size === output.length &&
    sizes.every((size, index) => size === 1 || output.includes(index))
  );
}

/** Numbers the indices anew in order of appearance. Indices that nobody has but that are summed over stay. */
function dropUnused(map: IndexMap): IndexMap {
  const order = [...new Set([...map.output, ...map.inputs.flat().filter((index) => index !== null)])];
  const used = new Set(order);
  const summedAlone = map.sizes.flatMap((size, index) => (used.has(index) || size === 1 ? [] : [index]));
  const all = [...order, ...summedAlone];
  const renumbered = new Map(all.map((index, position) => [index, position]));
  const label = (index: number): number => renumbered.get(index) as number;
  return {
    inputs: map.inputs.map((indices) => indices.map((index) => (index === null ? null : label(index)))),
    output: map.output.map(label),
    sizes: all.map((index) => map.sizes[index] as Size),
  };
}

/** Repeats a node over a larger shape, axes aligned from the right. The node itself if the shape is its own. */
export function expand(x: Node, shape: Shape): Node {
  if (sameShape(x.shape, shape)) return x;
  const offset = shape.length - x.shape.length;
  const indices = x.shape.map((size, axis) =>
    size === 1 && shape[axis + offset] !== 1 ? null : axis + offset,
  );
  return contraction([x], { inputs: [indices], output: shape.map((_, axis) => axis), sizes: shape });
}

/** The inverse of broadcasting for adjoints: sums over the axes along which `shape` was stretched to `x.shape`. */
export function unbroadcast(x: Node, shape: Shape): Node {
  if (sameShape(x.shape, shape)) return x;
  const offset = x.shape.length - shape.length;
  const sizes: Size[] = [...x.shape];
  const output = shape.map((size, axis) =>
    size === 1 && x.shape[axis + offset] !== 1 ? sizes.push(1) - 1 : axis + offset,
  );
  return contraction([x], { inputs: [x.shape.map((_, axis) => axis)], output, sizes });
}

/**
 * Repeats over a larger shape by NumPy's rule.
 * @throws ChainruleError SHAPE
 */
export function broadcastTo(x: Node, shape: Shape): Node {
  const target = checkShape(shape, "broadcastTo");
  const reached = broadcastShape("broadcastTo", [x.shape, target]);
  if (!sameShape(reached, target)) {
    throw new ChainruleError("SHAPE", "cannot broadcast to a smaller shape", {
      where: "broadcastTo",
      got: `${shapeText(x.shape)} to ${shapeText(target)}`,
    });
  }
  return expand(x, target);
}

/** Sums over axes (all of them by default); `keepDims` leaves each as an axis of size 1. */
export function sum(x: Node, axes: readonly number[], keepDims: boolean): Node {
  if (axes.length === 0) return x;
  return contraction([x], reductionMap(x.shape, axes, keepDims));
}

/** The index map of a reduction over axes. */
export function reductionMap(shape: Shape, axes: readonly number[], keepDims: boolean): IndexMap {
  const sizes: Size[] = [...shape];
  const output = shape.flatMap((_, axis) => {
    if (!axes.includes(axis)) return [axis];
    return keepDims ? [sizes.push(1) - 1] : [];
  });
  return { inputs: [shape.map((_, axis) => axis)], output, sizes };
}

/** The sum over axes divided by the number of entries. @throws ChainruleError SHAPE for the mean of nothing */
export function mean(x: Node, axes: readonly number[], keepDims: boolean): Node {
  const counts = axes.map((axis) => x.shape[axis] as Size);
  refuseEmpty("mean", counts);
  const known = counts.reduce<number>(
    (product, size) => (typeof size === "number" ? product * size : product),
    1,
  );
  const symbolic = counts.filter((size) => typeof size !== "number").map(sizeNode);
  const count = symbolic.reduce<Node>(
    (product, size) => (product.attrs.value === 1 ? size : mul(product, size)),
    constantNode(known),
  );
  return div(sum(x, axes, keepDims), count);
}

export function refuseEmpty(operation: string, sizes: readonly Size[]): void {
  if (sizes.includes(0)) {
    throw new ChainruleError("SHAPE", `the ${operation} of nothing is not defined`, {
      where: operation,
      got: "an axis of size 0",
    });
  }
}

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

const LETTERS = /^[a-zA-Z]*$/;

/**
 * A contraction in Einstein's notation: `einsum("ij,jk->ik", a, b)`. Without `->`, the indices that stand once form the
 * output, in alphabetical order. A repeated index on one operand is its diagonal.
 * @throws ChainruleError SYNTAX, SHAPE
 */
export function einsum(notation: string, operands: readonly Node[]): Node {
  const syntax = (what: string, got: string): ChainruleError =>
    new ChainruleError("SYNTAX", what, {
      where: `einsum ${shown(notation)}`,
      got,
      expected: 'for example "ij,jk->ik"',
    });
  if (typeof notation !== "string") throw syntax("the notation is a text", shown(notation));
  const [left = "", right, ...more] = notation.replaceAll(" ", "").split("->");
  if (more.length > 0) throw syntax("one arrow at most", `${more.length + 1}`);
  const terms = left.split(",");
  if (terms.length !== operands.length)
    throw syntax(
      "one group of indices for each operand",
      `${terms.length} groups, ${operands.length} operands`,
    );
  const bad = [...terms, right ?? ""].find((term) => !LETTERS.test(term));
  if (bad !== undefined) throw syntax("indices are letters", shown(bad));
  const numberOf = new Map<string, number>();
  const sizes: Size[] = [];
  const inputs = terms.map((term, k) => {
    const operand = operands[k] as Node;
    if (term.length !== operand.shape.length)
      throw syntax(
        `operand ${k} needs as many indices as it has axes`,
        `"${term}" for ${shapeText(operand.shape)}`,
      );
    return [...term].map((letter, axis) => {
      const size = operand.shape[axis] as Size;
      const known = numberOf.get(letter);
      if (known === undefined) {
        numberOf.set(letter, sizes.length);
        return sizes.push(size) - 1;
      }
      if (!sameSize(sizes[known] as Size, size)) {
        throw new ChainruleError("SHAPE", `index ${letter} has two sizes`, {
          where: `einsum ${shown(notation)}`,
          got: operands.map((node) => shapeText(node.shape)).join(" and "),
        });
      }
      return known;
    });
  });
  const output =
    right ??
    [...numberOf.keys()]
      .filter((letter) => left.split(letter).length === 2)
      .sort()
      .join("");
  return contraction(operands, {
    inputs,
    output: [...output].map((letter) => {
      const index = numberOf.get(letter);
      if (index === undefined) throw syntax("an index of the output must stand in an operand", letter);
      return index;
    }),
    sizes,
  });
}
