import { slopeQuotient } from "./branch";
import { ChainruleError } from "./errors";
import type { IndexMap } from "./index-map";
import { type LimitForm, limitForm } from "./limit";
import { parseName } from "./name";
import { type Declared, Node } from "./node";
import { pointwiseMap } from "./ops/apply";
import { add, div, mul, neg, sub } from "./ops/arithmetic";
import { contraction, withSparseDeltas } from "./ops/contract";
import { concat, pad, reshape, slice } from "./ops/layout";
import { constantNode, STRONG_ZERO, symbolOperation } from "./ops/leaf";
import { extremumShare, normDirection, softmaxOver } from "./ops/reduce";
import { topologicalOrder } from "./order";
import { entryCount, isConcrete, type Size, shapeText } from "./shape";
import { fused, never } from "./simplify/fuse";

export interface JacobianOptions {
  /** Nodes that are taken as variables of their own: holding what a definition names gives its local partials. */
  readonly holding?: Iterable<Node>;
  /** false leaves sums over Kronecker deltas standing, as the chain rule writes them; they collapse by default. */
  readonly merge?: boolean;
}

type Join = (inputs: readonly Node[], map: IndexMap) => Node;

/**
 * The partial derivatives of every entry of y by every entry of x, as a graph of shape [...y, ...x]. Entries that depend on
 * each other one to one stand as Kronecker deltas: the Jacobian of z = W a by W is delta_jm a_k. Nodes in `holding` are
 * taken as variables of their own, so a definition's local partials are its Jacobians with all it names held.
 * @example jacobian(W.matmul(a), a) // W
 */
export function jacobian(y: Node, x: Node, options: JacobianOptions = {}): Node {
  const merge = options.merge === false ? { open: never } : {};
  const join: Join = (inputs, map) => withSparseDeltas(fused(inputs, map, merge));
  const held = new Set(options.holding ?? []);
  held.add(x);
  const order = topologicalOrder([y], held);
  const found = new Map<Node, Node>([[x, kronecker(x.shape)]]);
  for (const node of order) {
    if (found.has(node) || held.has(node)) continue;
    const rows = node.inputs.map((input) => found.get(input));
    if (rows.every((row) => row === undefined)) continue;
    const limit = limitForm(node);
    const isFree = limit !== undefined && !limit.between.some((each) => held.has(each));
    const row = isFree ? limitForward(join, node, limit, found, x) : forward(join, node, rows, x, found);
    if (row !== undefined) found.set(node, row);
  }
  return found.get(y) ?? zero([...y.shape, ...x.shape]);
}

/** The Jacobian of x by itself: a product of Kronecker deltas. */
function kronecker(shape: readonly Size[]): Node {
  if (shape.length === 0) return constantNode(1);
  const indices = shape.map((_, axis) => axis);
  return withSparseDeltas(contraction([], { inputs: [], output: [...indices, ...indices], sizes: shape }));
}

/** A tensor of nothing. */
const zero = (sizes: readonly Size[]): Node =>
  contraction([STRONG_ZERO], { inputs: [[]], output: sizes.map((_, axis) => axis), sizes });

/** The Jacobian of a node from those of its inputs; undefined where nothing of these passes through it. */
function forward(
  join: Join,
  node: Node,
  rows: readonly (Node | undefined)[],
  x: Node,
  known: ReadonlyMap<Node, Node>,
): Node | undefined {
  switch (node.op.kind) {
    case "leaf":
      return undefined;
    case "naming":
      return rows[0] as Node;
    case "pointwise":
      return pointwiseForward(join, node, rows, x);
    case "indexed":
      if (node.op.name === "contraction") return contractionForward(join, node, rows, x);
      return reductionForward(join, node, extremumShare(node), rows[0] as Node, x);
    case "layout":
      return layoutForward(node, rows, x);
    case "composite":
      return compositeForward(join, node, known, x);
    case "declared":
      return declaredForward(join, node, rows, x);
  }
}

/** Extra indices, one for each axis of x, after `rank` others. */
const extra = (x: Node, rank: number): number[] => x.shape.map((_, axis) => rank + axis);

function pointwiseForward(
  join: Join,
  node: Node,
  rows: readonly (Node | undefined)[],
  x: Node,
): Node | undefined {
  const op = node.op as Extract<Node["op"], { kind: "pointwise" }>; // the caller looked
  const terms = rows.flatMap((row, k) => {
    const rule = op.partials[k];
    if (row === undefined || rule === undefined || rule === "flat") return [];
    const partial = rule(node.inputs, node);
    if (partial.attrs.strong) return [];
    return [pointwiseTerm(join, node, partial, node.inputs[k] as Node, row, x)];
  });
  return total(terms);
}

/** The local partial of a pointwise node by another, entry by entry, times the row of that other. */
function pointwiseTerm(join: Join, node: Node, partial: Node, of: Node, row: Node, x: Node): Node {
  const rank = node.shape.length;
  const quotient =
    rank + x.shape.length === 0 && !node.inputs.includes(partial) ? slopeQuotient(partial) : undefined;
  if (quotient !== undefined) {
    const product = div(mul(quotient.above, row), quotient.below);
    return quotient.sign === 1 ? product : neg(product);
  }
  const { inputs } = pointwiseMap([partial, of], node.shape);
  const [own, other] = inputs as [readonly (number | null)[], readonly (number | null)[]];
  const output = [...node.shape.map((_, axis) => axis), ...extra(x, rank)];
  const sizes = [...node.shape, ...x.shape];
  return join([partial, row], { inputs: [own, [...other, ...extra(x, rank)]], output, sizes });
}

function contractionForward(
  join: Join,
  node: Node,
  rows: readonly (Node | undefined)[],
  x: Node,
): Node | undefined {
  const map = node.attrs.map as IndexMap; // every contraction has one
  const added = extra(x, map.sizes.length);
  const terms = rows.flatMap((row, k) => {
    if (row === undefined) return [];
    const inputs = map.inputs.map((indices, j) => (j === k ? [...indices, ...added] : indices));
    const factors = node.inputs.map((input, j) => (j === k ? row : input));
    return [join(factors, { inputs, output: [...map.output, ...added], sizes: [...map.sizes, ...x.shape] })];
  });
  return total(terms);
}

function layoutForward(node: Node, rows: readonly (Node | undefined)[], x: Node): Node {
  const { axis = 0, start = 0, stop = 0 } = node.attrs;
  const row = rows[0];
  switch (node.op.name) {
    case "slice":
      return slice(row as Node, axis, start, stop);
    case "pad":
      return pad(row as Node, axis, start, stop);
    case "reshape":
      return reshape(row as Node, [...node.shape, ...x.shape]);
    default:
      return concat(
        node.inputs.map((input, k) => rows[k] ?? zero([...input.shape, ...x.shape])),
        axis,
      );
  }
}

/**
 * A declared operation says how adjoints go back, which is linear in the adjoint u that comes from above: the derivative of
 * that by u is its Jacobian, transposed.
 */
function declaredForward(
  join: Join,
  node: Node,
  rows: readonly (Node | undefined)[],
  x: Node,
): Node | undefined {
  const op = node.op as Declared; // the caller looked
  const { shape } = node;
  const u = new Node(symbolOperation, [], { name: parseName("u"), cell: { value: undefined } }, shape);
  const wanted = rows.map((row) => row !== undefined);
  const back = op.adjoints({ node, output: node, upstream: u, wanted });
  const terms = rows.flatMap((row, k) => {
    const adjoint = back[k];
    if (row === undefined || adjoint === undefined) return [];
    const input = node.inputs[k] as Node;
    const inner = input.shape.map((_, axis) => axis);
    const outer = shape.map((_, axis) => inner.length + axis);
    const added = extra(x, inner.length + outer.length);
    const local = appliesDeclared(adjoint, u) ? entryByEntry(node, k) : jacobian(adjoint, u);
    const map = {
      inputs: [
        [...inner, ...outer],
        [...inner, ...added],
      ],
      output: [...outer, ...added],
      sizes: [...input.shape, ...shape, ...x.shape],
    };
    return [join([local, row], map)];
  });
  return total(terms);
}

/** Whether declared operations on whole tensors are applied to u: their Jacobians may lead back here. */
function appliesDeclared(root: Node, u: Node): boolean {
  const above = new Set([u]);
  for (const node of topologicalOrder([root])) {
    if (!node.inputs.some((input) => above.has(input))) continue;
    if (node.op.kind === "declared") return true;
    above.add(node);
  }
  return false;
}

/**
 * The same, from each entry of the output sent back alone.
 * @throws ChainruleError UNBOUND when the number of entries is not known
 */
function entryByEntry(node: Node, k: number): Node {
  const op = node.op as Declared; // the caller looked
  const { shape } = node;
  const input = (node.inputs[k] as Node).shape;
  if (!isConcrete(shape) || !isConcrete(input)) {
    throw new ChainruleError("UNBOUND", "the Jacobian of this operation needs sizes that are numbers", {
      where: op.name,
      got: `${shapeText(input)} to ${shapeText(shape)}`,
      mend: "Write its adjoint rule in built-in operations, or give the tensors their sizes",
    });
  }
  const count = entryCount(shape);
  const wanted = node.inputs.map((_, other) => other === k);
  const columns = Array.from({ length: count }, (_, place) => {
    const data = new Float64Array(count);
    data[place] = 1;
    const upstream = constantNode(shape.length === 0 ? 1 : { shape, data });
    const adjoint = op.adjoints({ node, output: node, upstream, wanted })[k] ?? zero(input);
    return reshape(adjoint, [...input, 1]);
  });
  return reshape(columns.length === 1 ? (columns[0] as Node) : concat(columns, input.length), [
    ...input,
    ...shape,
  ]);
}

function compositeForward(join: Join, node: Node, known: ReadonlyMap<Node, Node>, x: Node): Node | undefined {
  const input = node.inputs[0] as Node;
  const row = known.get(input) as Node;
  const weights = softmaxOver(input, node.attrs.axes ?? []);
  if (node.op.name === "softmax") return softmaxForward(join, node, row, x);
  if (node.op.name === "logSumExp") return reductionForward(join, node, weights, row, x);
  if (node.op.name === "norm") return reductionForward(join, node, normDirection(node), row, x);
  if (node.op.name === "logSoftmax") {
    const mean = reductionForward(join, node, weights, row, x, node.attrs.axes);
    return sub(row, mean);
  }
  const lowered = (node.op as Extract<Node["op"], { kind: "composite" }>).lower(node); // the caller looked
  return forwardThrough(join, lowered, node.inputs, known, x);
}

/** The Jacobian of a graph that stands for a node, from those of its leaves. */
function forwardThrough(
  join: Join,
  graph: Node,
  given: readonly Node[],
  known: ReadonlyMap<Node, Node>,
  x: Node,
): Node | undefined {
  const leaves = new Set(given);
  const inner = new Map<Node, Node>();
  for (const step of topologicalOrder([graph], leaves)) {
    const row = leaves.has(step) ? known.get(step) : undefined;
    if (row !== undefined) inner.set(step, row);
    if (leaves.has(step)) continue;
    const rows = step.inputs.map((input) => inner.get(input));
    const passed = rows.some((found) => found !== undefined)
      ? forward(join, step, rows, x, inner)
      : undefined;
    if (passed !== undefined) inner.set(step, passed);
  }
  return inner.get(graph);
}

/** By a limit form, what is reached past the operands from where it is. */
function limitForward(
  join: Join,
  node: Node,
  { equal, isWhole, over, partial, x: from }: LimitForm,
  known: ReadonlyMap<Node, Node>,
  x: Node,
): Node | undefined {
  if (equal !== undefined) {
    const others = node.inputs.filter((_, k) => !over.includes(k));
    return forwardThrough(join, equal(), [from, ...others], known, x);
  }
  const op = node.op as Extract<Node["op"], { kind: "pointwise" }>; // limit forms are of pointwise nodes
  const terms: Node[] = [];
  const pass = (local: Node | undefined, of: Node): void => {
    const row = known.get(of);
    if (row !== undefined && local !== undefined && !local.attrs.strong)
      terms.push(pointwiseTerm(join, node, local, of, row, x));
  };
  pass(partial?.(), from);
  node.inputs.forEach((input, k) => {
    const rule = op.partials[k];
    if (over.includes(k) || isWhole || rule === undefined || rule === "flat") return;
    pass(rule(node.inputs, node), input);
  });
  return total(terms);
}

/**
 * The sum over the reduced axes of a weight for each entry times the row of that entry. With `kept`, the sums over those
 * axes stand beside every entry, as a tensor of the input's own shape.
 */
function reductionForward(
  join: Join,
  node: Node,
  weights: Node,
  row: Node,
  x: Node,
  kept: readonly number[] = [],
): Node {
  const rank = weights.shape.length;
  const own = weights.shape.map((_, axis) => axis);
  const added = extra(x, rank);
  const sizes: Size[] = [...weights.shape, ...x.shape];
  const axes = kept.length > 0 ? [] : (node.attrs.axes ?? []);
  const keepsDims = axes.length > 0 && node.shape.length === rank;
  // an axis that is summed and yet stands in the output runs under two indices, one for the sum and one for the place
  const summed = own.map((axis) =>
    kept.includes(axis) ? sizes.push(weights.shape[axis] as Size) - 1 : axis,
  );
  const output = own.flatMap((axis) => {
    if (!axes.includes(axis)) return [axis];
    return keepsDims ? [sizes.push(1) - 1] : [];
  });
  return join([weights, row], {
    inputs: [summed, [...summed, ...added]],
    output: [...output, ...added],
    sizes,
  });
}

/** ds_i = s_i (dx_i - sum over k of s_k dx_k): the matrix diag(s) - s s^T applied to the row below. */
function softmaxForward(join: Join, node: Node, row: Node, x: Node): Node {
  const rank = node.shape.length;
  const axes = node.attrs.axes ?? [];
  const own = node.shape.map((_, axis) => axis);
  const added = extra(x, rank);
  const sizes = [...node.shape, ...x.shape, ...axes.map((axis) => node.shape[axis] as Size)];
  const other = own.map((axis) => (axes.includes(axis) ? rank + x.shape.length + axes.indexOf(axis) : axis));
  const direct = join([node, row], {
    inputs: [own, [...own, ...added]],
    output: [...own, ...added],
    sizes: sizes.slice(0, rank + x.shape.length),
  });
  const across = join([constantNode(-1), node, node, row], {
    inputs: [[], own, other, [...other, ...added]],
    output: [...own, ...added],
    sizes,
  });
  return add(direct, across);
}

const total = (terms: readonly Node[]): Node | undefined =>
  terms.length === 0 ? undefined : terms.reduce((sum, term) => add(sum, term));
