import type { IndexMap } from "../index-map";
import type { AdjointContext, Composite, Indexed } from "../node";
import { Node } from "../node";
import type { Size } from "../shape";
import { add, div, mul, sub } from "./arithmetic";
import { abs, eq, lt, where } from "./compare";
import { contraction, expand, reductionMap, refuseEmpty, sum } from "./contract";
import { exp, log, sqrt, square } from "./elementary";
import { constantNode, STRONG_ZERO } from "./leaf";

/* Reductions other than the sum, and the operations built on them. All take axes that are already counted from 0. */

const ZERO = constantNode(0);
const ONE = constantNode(1);
const INFINITY = constantNode(Number.POSITIVE_INFINITY);

const everyAxis = (x: Node): number[] => x.shape.map((_, axis) => axis);

function extremum(name: "maxOver" | "minOver", law: string): Indexed {
  return { kind: "indexed", name, law, adjoints: extremumAdjoint };
}

export const maxOverOperation = extremum("maxOver", "the largest entry over an index");
export const minOverOperation = extremum("minOver", "the smallest entry over an index");

function checkNotEmpty(operation: string, x: Node, axes: readonly number[]): void {
  refuseEmpty(
    operation,
    axes.map((axis) => x.shape[axis] as Size),
  );
}

function extremumOver(op: Indexed, x: Node, axes: readonly number[], keepDims: boolean): Node {
  checkNotEmpty(op === maxOverOperation ? "max" : "min", x, axes);
  if (axes.length === 0) return x;
  const map = reductionMap(x.shape, axes, keepDims);
  const shape = map.output.map((index) => map.sizes[index] as Size);
  return new Node(op, [x], { map, axes }, shape);
}

export const maxOver = (x: Node, axes: readonly number[] = everyAxis(x), keepDims = false): Node =>
  extremumOver(maxOverOperation, x, axes, keepDims);
export const minOver = (x: Node, axes: readonly number[] = everyAxis(x), keepDims = false): Node =>
  extremumOver(minOverOperation, x, axes, keepDims);

/** Entries that reach the extremum share its adjoint in equal parts, to the others nothing flows. */
function extremumAdjoint({ node, upstream }: AdjointContext): Node[] {
  const map = node.attrs.map as IndexMap; // every reduction has one
  const whole = upstream.shape.length === 0 ? upstream : stretched(expand(upstream, node.shape), map);
  const { reached, count } = extremumReached(node);
  return [where(reached, mul(whole, div(ONE, count)), STRONG_ZERO)];
}

/** Where entries reach the extremum, 1 or 0, and how many do. */
function extremumReached(node: Node): { readonly reached: Node; readonly count: Node } {
  const map = node.attrs.map as IndexMap; // every reduction has one
  const reached = eq(node.inputs[0] as Node, stretched(node, map));
  return { reached, count: stretched(contraction([reached], map), map) };
}

/** The part of each entry in the extremum: 1 over the number of entries that reach it, nothing for the others. */
export function extremumShare(node: Node): Node {
  const { reached, count } = extremumReached(node);
  return where(reached, div(ONE, count), STRONG_ZERO);
}

/** Repeats a reduced node along the axes it was reduced over. */
function stretched(reduced: Node, { inputs, output, sizes }: IndexMap): Node {
  const whole = inputs[0] as readonly number[]; // a reduction's only input has no stretched axes
  const indices = output.map((index) => (whole.includes(index) ? whole.indexOf(index) : null));
  return contraction([reduced], {
    inputs: [indices],
    output: whole.map((_, axis) => axis),
    sizes: whole.map((index) => sizes[index] as Size),
  });
}

/** The largest entry, or 0 where it is infinite, so that x - shift never is inf - inf. */
function shift(x: Node, axes: readonly number[]): Node {
  const largest = maxOver(x, axes, true);
  return where(lt(abs(largest), INFINITY), largest, ZERO);
}

export const softmaxOperation: Composite = {
  kind: "composite",
  name: "softmax",
  law: "e^(x_i) / sum over k of e^(x_k)",
  lower: (node) => {
    const x = node.inputs[0] as Node;
    const axes = node.attrs.axes ?? [];
    const powers = exp(sub(x, maxOver(x, axes, true)));
    return div(powers, sum(powers, axes, true));
  },
  // s * (g - sum of g s): the Jacobian diag(s) - s s^T, applied without forming it
  adjoints: ({ node, output, upstream }) => {
    const weighted = sum(expand(mul(upstream, output), node.shape), node.attrs.axes ?? [], true);
    return [mul(output, sub(upstream, weighted))];
  },
};

export const logSoftmaxOperation: Composite = {
  kind: "composite",
  name: "logSoftmax",
  law: "x_i - ln(sum over k of e^(x_k))",
  lower: (node) => {
    const x = node.inputs[0] as Node;
    const axes = node.attrs.axes ?? [];
    const shifted = sub(x, maxOver(x, axes, true));
    return sub(shifted, log(sum(exp(shifted), axes, true)));
  },
  adjoints: ({ node, upstream }) => {
    const axes = node.attrs.axes ?? [];
    const total = sum(expand(upstream, node.shape), axes, true);
    return [sub(upstream, mul(softmaxOver(node.inputs[0] as Node, axes), total))];
  },
};

export const logSumExpOperation: Composite = {
  kind: "composite",
  name: "logSumExp",
  law: "ln(sum over k of e^(x_k))",
  lower: (node) => {
    const x = node.inputs[0] as Node;
    const axes = node.attrs.axes ?? [];
    const top = shift(x, axes);
    return keptLike(node, add(top, log(sum(exp(sub(x, top)), axes, true))));
  },
  adjoints: ({ node, upstream }) => {
    const x = node.inputs[0] as Node;
    return [mul(alongInput(node, upstream), softmaxOver(x, node.attrs.axes ?? []))];
  },
};

/** The Euclidean norm; at the origin its gradient is taken as 0. */
export const normOperation: Composite = {
  kind: "composite",
  name: "norm",
  law: "sqrt(sum over k of x_k^2)",
  lower: (node) => {
    const x = node.inputs[0] as Node;
    return keptLike(node, sqrt(sum(square(x), node.attrs.axes ?? [], true)));
  },
  adjoints: ({ node, output, upstream }) => [
    mul(alongInput(node, upstream), directionOf(node.inputs[0] as Node, alongInput(node, output))),
  ],
};

/** x over its norm, and nothing at the origin. */
const directionOf = (x: Node, norm: Node): Node => where(eq(norm, ZERO), STRONG_ZERO, div(x, norm));

/** The derivative of a norm by each entry. */
export const normDirection = (node: Node): Node =>
  directionOf(node.inputs[0] as Node, alongInput(node, node));

/** Reshapes a reduction with kept axes to the shape of a node that may have dropped them. */
function keptLike(node: Node, kept: Node): Node {
  if (kept.shape.length === node.shape.length) return kept;
  const axes = node.attrs.axes ?? [];
  const output = kept.shape.flatMap((_, axis) => (axes.includes(axis) ? [] : [axis]));
  return contraction([kept], { inputs: [kept.shape.map((_, axis) => axis)], output, sizes: kept.shape });
}

/** Something of a reduced node's shape, repeated along the axes that were reduced. */
function alongInput(node: Node, reduced: Node): Node {
  if (reduced.shape.length === 0) return reduced;
  const x = node.inputs[0] as Node;
  const axes = node.attrs.axes ?? [];
  return stretched(
    expand(reduced, node.shape),
    reductionMap(x.shape, axes, node.shape.length === x.shape.length),
  );
}

function overAxes(op: Composite, x: Node, axes: readonly number[], keepDims: boolean): Node {
  const map = reductionMap(x.shape, axes, keepDims);
  const shape = map.output.map((index) => map.sizes[index] as Size);
  return new Node(op, [x], { axes }, shape);
}

export const softmaxOver = (x: Node, axes: readonly number[]): Node =>
  new Node(softmaxOperation, [x], { axes }, x.shape);

export const logSoftmaxOver = (x: Node, axes: readonly number[]): Node =>
  new Node(logSoftmaxOperation, [x], { axes }, x.shape);

/** Along one axis: positive, and sums to 1. */
export function softmax(x: Node, axis: number): Node {
  checkNotEmpty("softmax", x, [axis]);
  return softmaxOver(x, [axis]);
}
export function logSoftmax(x: Node, axis: number): Node {
  checkNotEmpty("logSoftmax", x, [axis]);
  return logSoftmaxOver(x, [axis]);
}
export function logSumExp(x: Node, axes: readonly number[], keepDims: boolean): Node {
  checkNotEmpty("logSumExp", x, axes);
  return overAxes(logSumExpOperation, x, axes, keepDims);
}
export const norm = (x: Node, axes: readonly number[], keepDims: boolean): Node =>
  overAxes(normOperation, x, axes, keepDims);
