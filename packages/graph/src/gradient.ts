import { choice, slopeQuotient, within } from "./branch";
import { closedForm } from "./closed-form";
import { ChainruleError } from "./errors";
import { type LimitForm, limitForm } from "./limit";
import { partialName } from "./name";
import { type AdjointContext, inputsOf, type Node, type Pointwise, type Value } from "./node";
import { add, div, mul, neg } from "./ops/arithmetic";
import { expand, unbroadcast } from "./ops/contract";
import { constantNode, definition, lift, liftAll, nodeLabel, STRONG_ZERO } from "./ops/leaf";
import { placesIn, topologicalOrder } from "./order";
import { sameShape, shapeText } from "./shape";

const ONE = constantNode(1);

export interface GradientOptions {
  /**
   * Nodes that are taken as variables of their own, whatever they are made of. Holding everything that a definition names
   * gives its local partials.
   */
  readonly holding?: Iterable<Node>;
}

/**
 * The gradient of a scalar with respect to nodes, as graphs: differentiate them again for higher orders. Where `y` and a
 * definition on the way have names, the adjoint of that definition is itself named `dy/d...`, so the result reads as a
 * derivation. A node that `y` does not depend on has gradient 0.
 *
 * y: [] and x: of whatever shape -> the shape of x.
 * @throws ChainruleError NOT_SCALAR when y has axes, OPERAND when something is not a node
 * @example gradient(E, w5).value
 */
export function gradient<V extends Value>(y: Node, x: Node<V>, options?: GradientOptions): Node<V>;
export function gradient(y: Node, xs: readonly Node[], options?: GradientOptions): Node[];
export function gradient(y: Node, x: Node | readonly Node[], options: GradientOptions = {}): Node | Node[] {
  const target = lift(y, "gradient", 0);
  checkScalar(target);
  const many = Array.isArray(x);
  const wrt = liftAll(x, "gradient", 1);
  const held = options.holding === undefined ? undefined : new Set(options.holding);
  const adjoints = sweep(target, ONE, wrt, (node, adjoint) => namedAdjoint(target, node, adjoint), held);
  const results = wrt.map((node, k) => expand(adjoints[k] ?? STRONG_ZERO, node.shape));
  results.forEach((result, k) => {
    if (held === undefined && result.inputs.length > 0)
      origins.set(result, { of: target, by: wrt[k] as Node });
  });
  return many ? results : (results[0] as Node);
}

const origins = new WeakMap<Node, { readonly of: Node; readonly by: Node }>();

/** What `gradient` made a node from: the scalar and the variable. Undefined for other nodes, and for symbols and numbers. */
export const gradientOrigin = (node: Node): { readonly of: Node; readonly by: Node } | undefined =>
  origins.get(node);

/**
 * The adjoints of nodes below a scalar. One that is the same everywhere may be a scalar in place of a tensor.
 * @throws ChainruleError NOT_SCALAR
 */
export function adjointsOfAll(y: Node, nodes: readonly Node[]): Node[] {
  checkScalar(y);
  return sweep(y, ONE, nodes, (_, adjoint) => adjoint).map((adjoint) => adjoint ?? STRONG_ZERO);
}

function checkScalar(y: Node): void {
  if (y.shape.length === 0) return;
  throw new ChainruleError("NOT_SCALAR", "only a scalar has a gradient", {
    where: `gradient of ${nodeLabel(y)}`,
    got: `shape ${shapeText(y.shape)}`,
    mend: "Reduce it first, for example with .sum()",
  });
}

/** The adjoint of a definition is a definition too, unless it is as short as its name. */
function namedAdjoint(y: Node, node: Node, adjoint: Node): Node {
  const of = y.attrs.name;
  const by = node.attrs.name;
  if (of === undefined || by === undefined || y === node) return adjoint;
  if (adjoint.inputs.length === 0 || adjoint.op.kind === "naming") return adjoint;
  return definition(expand(adjoint, node.shape), partialName(of, by));
}

/** What arrives at a node from those that it is an input of: mostly one contribution or two. */
type Arrived = Node | Node[] | undefined;

/** Takes what a node adds to the adjoint of a node below it. */
type Contribute = (
  to: Node,
  adjoint: Node | undefined,
  /** Set on a part of the adjoint that has reached the nodes below by another way. */
  isAside?: boolean,
) => void;

/**
 * The reverse sweep: adjoints of `wrt` for a seed at `y`. Each node is visited once; contributions are added in the order
 * in which the consumers stand in the graph. Lists as long as the order that most graphs do not need are made when one does.
 */
function sweep(
  y: Node,
  seed: Node,
  wrt: readonly Node[],
  finish: (node: Node, adjoint: Node) => Node,
  stop?: ReadonlySet<Node>,
): (Node | undefined)[] {
  const order = topologicalOrder([y], stop);
  const placeOf = placesIn(order);
  const wrtPlaces = wrt.map(placeOf);
  const depends = dependents(order, placeOf, wrtPlaces, stop);
  const parts = new Array<Arrived>(order.length);
  const adjoints = new Map<number, Node | undefined>(wrtPlaces.map((place) => [place, undefined]));
  const isSought = (node: Node): boolean => depends[placeOf(node)] === 1;
  const isFixed = (node: Node): boolean => stop?.has(node) === true || adjoints.has(placeOf(node));
  let asides: Map<number, Arrived> | undefined;
  let outputs: (Node | undefined)[] | undefined;
  const arrive: Contribute = (to, adjoint, isAside = false) => {
    if (adjoint === undefined) return;
    const at = placeOf(to);
    if (depends[at] !== 1) return;
    if (isAside) {
      asides ??= new Map();
      asides.set(at, joined(asides.get(at), adjoint));
    } else parts[at] = joined(parts[at], adjoint);
  };
  parts[order.length - 1] = seed;
  for (let place = order.length - 1; place >= 0; place--) {
    const node = order[place] as Node;
    const arrived = parts[place];
    const aside = asides?.get(place);
    if (aside !== undefined) {
      if (adjoints.has(place)) adjoints.set(place, summed([aside, arrived ?? []].flat()));
      passAside(node, summed(aside), arrive);
    }
    if (arrived === undefined) continue;
    parts[place] = undefined;
    const upstream = finish(node, summed(arrived));
    if (aside === undefined && adjoints.has(place)) adjoints.set(place, upstream);
    if (stop?.has(node)) continue;
    if (node.op.kind === "naming") {
      outputs ??= new Array(order.length);
      outputs[placeOf(node.first as Node)] = node;
    }
    const inputs = inputsOf(node);
    const wanted = inputs.map((input) => depends[placeOf(input)] === 1);
    if (!wanted.includes(true)) continue;
    const context = { node, output: outputs?.[place] ?? node, upstream, wanted };
    contribute(context, isFixed, isSought, stop, arrive);
  }
  return wrtPlaces.map((place) => adjoints.get(place));
}

/** What has gone past a name, or past 1 - p, goes past what stands under it too. */
function passAside(node: Node, aside: Node, to: Contribute): void {
  if (node.op.kind === "naming") to(node.first as Node, aside, true);
  else if (node.op.name === "neg") to(node.first as Node, neg(aside), true);
  else if (node.op.name === "sub") to(node.second as Node, neg(aside), true);
}

/** So many contributions are in a list without room for more: most are, and there are many lists. */
const FEW = 8;

function joined(before: Arrived, after: Node): Arrived {
  if (before === undefined) return after;
  if (!Array.isArray(before)) return [before, after];
  if (before.length < FEW) return [...before, after];
  before.push(after);
  return before;
}

/** Contributions arrive from the last consumer first; a reader expects the first consumer first. */
function summed(parts: Node | Node[]): Node {
  if (!Array.isArray(parts)) return parts;
  let total = parts[parts.length - 1] as Node;
  for (let k = parts.length - 2; k >= 0; k--) total = add(total, parts[k] as Node);
  return total;
}

/** By place in the order: 1 for the nodes through which `y` depends on one of the sought nodes. */
function dependents(
  order: readonly Node[],
  placeOf: (node: Node) => number,
  sought: readonly number[],
  stop?: ReadonlySet<Node>,
): Uint8Array {
  const depends = new Uint8Array(order.length);
  for (const place of sought) depends[place] = 1; // -1, for a node that y does not depend on, writes nothing
  const doesDepend = (node: Node): boolean => depends[placeOf(node)] === 1;
  for (let place = 0; place < order.length; place++) {
    const node = order[place] as Node;
    const { first, second, list } = node;
    if (first === undefined || stop?.has(node)) continue;
    const isThrough =
      doesDepend(first) ||
      (second !== undefined && doesDepend(second)) ||
      (list !== undefined && list.length > 2 && list.some(doesDepend));
    if (isThrough) depends[place] = 1;
  }
  return depends;
}

/** Finds what a node adds to the adjoints of the nodes below it, for each that is wanted. */
function contribute(
  context: AdjointContext,
  isFixed: (node: Node) => boolean,
  isSought: (node: Node) => boolean,
  stop: ReadonlySet<Node> | undefined,
  to: Contribute,
): void {
  const { node, upstream } = context;
  const closed = closedForm(node);
  if (closed !== undefined && !closed.between.some(isFixed) && !closed.constants.some(isSought)) {
    const product = times(upstream, closed.derivative(), [node]);
    to(closed.x, product && unbroadcast(expand(product, node.shape), closed.x.shape));
    return;
  }
  const limit = limitForm(node);
  if (limit !== undefined && !limit.between.some((each) => stop?.has(each))) {
    contributeLimit(limit, context, to);
  } else if (node.op.kind === "pointwise") {
    inputsOf(node).forEach((input, k) => {
      to(input, pointwiseAdjoint(context, k));
    });
  } else {
    const inputs = inputsOf(node);
    adjointsOf(context).forEach((adjoint, k) => {
      to(inputs[k] as Node, adjoint);
    });
  }
}

/** x gets what it is reached by in one, the operands on the way to it what would be their own. */
function contributeLimit(limit: LimitForm, context: AdjointContext, to: Contribute): void {
  const { node, upstream } = context;
  const { x, over, equal, partial, isWhole } = limit;
  const inputs = inputsOf(node);
  const others = inputs.filter((input, k) => !over.includes(k) && input !== x);
  if (equal !== undefined) {
    const leaves = [...new Set([x, ...others])];
    const found = sweep(equal(), upstream, leaves, (_, adjoint) => adjoint, new Set(leaves));
    leaves.forEach((leaf, k) => {
      to(leaf, found[k]);
    });
  } else if (partial !== undefined) {
    const product = times(upstream, partial());
    to(x, product && unbroadcast(expand(product, node.shape), x.shape));
  }
  inputs.forEach((input, k) => {
    if (over.includes(k)) to(input, pointwiseAdjoint(context, k), true);
    else if (equal === undefined && !(isWhole && input === x)) to(input, pointwiseAdjoint(context, k));
  });
}

/** The adjoints of a node's inputs, by the rule of its operation. */
function adjointsOf(context: AdjointContext): readonly (Node | undefined)[] {
  const { node, upstream } = context;
  switch (node.op.kind) {
    case "leaf":
    case "pointwise": // see pointwiseAdjoint
      return [];
    case "naming":
      return [upstream];
    case "indexed":
    case "layout":
    case "declared":
      return node.op.adjoints(context);
    case "composite":
      return node.op.adjoints?.(context) ?? loweredAdjoints(node.op.lower(node), context);
  }
}

/** Differentiates a graph that stands for the node, its inputs taken as leaves. */
function loweredAdjoints(lowered: Node, { node, upstream, wanted }: AdjointContext): (Node | undefined)[] {
  const wrt = node.inputs.filter((_, k) => wanted[k]);
  const found = sweep(lowered, upstream, wrt, (_, adjoint) => adjoint, new Set(node.inputs));
  // an input that stands twice is answered once: its adjoint is already the sum over both places
  let next = 0;
  return node.inputs.map((input, k) => {
    const adjoint = wanted[k] ? found[next++] : undefined;
    return node.inputs.indexOf(input) === k ? adjoint : undefined;
  });
}

/** Adjoint times local partial, summed over the axes along which the operand was stretched. */
function pointwiseAdjoint({ node, output, upstream, wanted }: AdjointContext, k: number): Node | undefined {
  const op = node.op as Pointwise; // the callers looked
  const rule = op.partials[k];
  if (!wanted[k] || rule === undefined || rule === "flat") return undefined;
  const inputs = inputsOf(node);
  const product = times(upstream, rule(inputs, output), inputs);
  const { shape } = inputs[k] as Node;
  if (product === undefined || sameShape(shape, node.shape)) return product;
  return unbroadcast(expand(product, node.shape), shape);
}

/**
 * Adjoint times local partial, as a rule wrote it over what is given. Strong zeros and ones are left out, a choice of a partial
 * chooses, and the adjoint goes into the numerator of a quotient.
 */
function times(adjoint: Node, partial: Node, given: readonly Node[] = []): Node | undefined {
  if (adjoint.attrs.strong || partial.attrs.strong) return undefined;
  if (partial.attrs.value === 1) return adjoint;
  const found = choice(partial);
  if (found !== undefined) {
    const inner = times(adjoint, found.inner, given);
    return inner && within(found.branch, inner);
  }
  if (adjoint.attrs.value === 1) return partial;
  const quotient = given.includes(partial) ? undefined : slopeQuotient(partial);
  if (quotient === undefined) return mul(adjoint, partial);
  const product = div(mul(adjoint, quotient.above), quotient.below);
  return quotient.sign === 1 ? product : neg(product);
}
