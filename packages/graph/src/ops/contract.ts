import { ChainruleError } from "../errors";
import type { IndexMap } from "../index-map";
import type { AdjointContext, Indexed } from "../node";
import { Node } from "../node";
import {
  broadcastShape,
  checkShape,
  checkTotal,
  type Shape,
  type Size,
  sameShape,
  shapeText,
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
  return withSparseDeltas(contraction(factors, dropUnused({ inputs, output, sizes })));
}

/** A contraction of which nothing is off the diagonal, where an output index stands twice; any other node as it is. */
export function withSparseDeltas(node: Node): Node {
  const { map, sparse } = node.attrs;
  if (node.op !== contractionOperation || map === undefined || sparse) return node;
  if (new Set(map.output).size === map.output.length) return node;
  return new Node(node.op, node.inputs, { ...node.attrs, sparse: true }, node.shape);
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

/** How many entries there are along axes. @throws ChainruleError SHAPE where there are none */
export function countAlong(operation: string, x: Node, axes: readonly number[]): Node {
  const counts = axes.map((axis) => x.shape[axis] as Size);
  refuseEmpty(operation, counts);
  const known = counts.reduce<number>(
    (product, size) => (typeof size === "number" ? product * size : product),
    1,
  );
  const symbolic = counts.filter((size) => typeof size !== "number").map(sizeNode);
  return symbolic.reduce<Node>(
    (product, size) => (product.attrs.value === 1 ? size : mul(product, size)),
    constantNode(known),
  );
}

/** The sum over axes divided by the number of entries. @throws ChainruleError SHAPE for the mean of nothing */
export const mean = (x: Node, axes: readonly number[], keepDims: boolean): Node =>
  div(sum(x, axes, keepDims), countAlong("mean", x, axes));

export function refuseEmpty(operation: string, sizes: readonly Size[]): void {
  if (sizes.includes(0)) {
    throw new ChainruleError("SHAPE", `the ${operation} of nothing is not defined`, {
      where: operation,
      got: "an axis of size 0",
    });
  }
}
