import { type Branch, both, choice, either, retaken, steepPlaces, truth, within } from "./branch";
import { ChainruleError } from "./errors";
import { partialName } from "./name";
import { type AdjointContext, inputsOf, type Node, type Pointwise, type Value } from "./node";
import { add, mul } from "./ops/arithmetic";
import { expand, unbroadcast } from "./ops/contract";
import { constantNode, definition, lift, liftAll, nodeLabel } from "./ops/leaf";
import { placesIn, topologicalOrder } from "./order";
import { sameShape, shapeText } from "./shape";
import { limitForm } from "./stable";

const ZERO = constantNode(0);
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
  const results = wrt.map((node, k) => expand(adjoints[k] ?? ZERO, node.shape));
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
  return sweep(y, ONE, nodes, (_, adjoint) => adjoint).map((adjoint) => adjoint ?? ZERO);
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

/** Takes what a node adds to the adjoint of its input k. `branch`: where it counts, if it came through a choice. */
type Contribute = (
  k: number,
  adjoint: Node | undefined,
  branch: Branch | undefined,
  /** Set on a part of the adjoint that has reached the nodes below by another way. */
  aside?: boolean,
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
  let asides: Map<number, Arrived> | undefined;
  let branches: (Branch | undefined)[] | undefined;
  let outputs: (Node | undefined)[] | undefined;
  let steep: Uint8Array | undefined;
  let inputs: readonly Node[] = [];
  let wanted: readonly boolean[] = [];
  const arrive: Contribute = (k, adjoint, branch, isAside = false) => {
    if (adjoint === undefined || !wanted[k]) return;
    const at = placeOf(inputs[k] as Node);
    if (isAside) {
      asides ??= new Map();
      asides.set(at, joined(asides.get(at), adjoint));
      return;
    }
    const before = parts[at];
    if (branches !== undefined || branch !== undefined) {
      branches ??= new Array(order.length);
      branches[at] = before === undefined ? branch : either(branches[at], branch);
    }
    parts[at] = joined(before, adjoint);
  };
  parts[order.length - 1] = seed;
  for (let place = order.length - 1; place >= 0; place--) {
    const node = order[place] as Node;
    const arrived = parts[place];
    const aside = asides?.get(place);
    if (aside !== undefined && adjoints.has(place))
      adjoints.set(place, summed([aside, arrived ?? []].flat()));
    if (arrived === undefined) continue;
    parts[place] = undefined;
    const upstream = finish(node, summed(arrived));
    if (aside === undefined && adjoints.has(place)) adjoints.set(place, upstream);
    if (stop?.has(node)) continue;
    if (node.op.kind === "naming") {
      outputs ??= new Array(order.length);
      outputs[placeOf(node.first as Node)] = node;
    }
    inputs = inputsOf(node);
    wanted = inputs.map((input) => depends[placeOf(input)] === 1);
    if (!wanted.includes(true)) continue;
    const branch = branches?.[place];
    if (branch !== undefined) steep ??= steepPlaces(order, placeOf, stop);
    const context = { node, output: outputs?.[place] ?? node, upstream, wanted };
    contribute(context, branch, steep?.[place] === 1, stop, arrive);
  }
  return wrtPlaces.map((place) => adjoints.get(place));
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

/** Finds what a node adds to the adjoints of its inputs, for each that is wanted. */
function contribute(
  context: AdjointContext,
  branch: Branch | undefined,
  steep: boolean,
  stop: ReadonlySet<Node> | undefined,
  to: Contribute,
): void {
  const { node, upstream } = context;
  const limit = limitForm(node);
  if (limit !== undefined && !stop?.has(limit.log)) {
    const whole = multiplied(upstream, limit.derivative(), steep ? branch : undefined);
    node.inputs.forEach((input, k) => {
      to(k, input === limit.x ? whole : times(upstream, limit.x), branch, input === limit.log);
    });
  } else if (node.op.kind === "pointwise") contributePointwise(node.op, context, branch, steep, to);
  else if (branch === undefined) {
    adjointsOf(context).forEach((adjoint, k) => {
      to(k, adjoint, undefined);
    });
  } else if (branch.condition.shape.length === 0) {
    adjointsOf(context).forEach((adjoint, k) => {
      to(k, adjoint && steep ? within(branch, adjoint) : adjoint, branch);
    });
  } else {
    const conditions = movesEntries(node) ? adjointsOf({ ...context, upstream: truth(branch) }) : [];
    adjointsOf(context).forEach((adjoint, k) => {
      const condition = conditions[k];
      to(k, adjoint, condition && { condition, taken: true });
    });
  }
}

/** Whether each entry of the adjoint comes from entries of the upstream adjoint alone. */
const movesEntries = ({ op, inputs }: Node): boolean =>
  op.kind === "layout" || op.kind === "naming" || (op.name === "contraction" && inputs.length === 1);

/** The adjoints of a node's inputs, by the rule of its operation. */
function adjointsOf(context: AdjointContext): readonly (Node | undefined)[] {
  const { node, upstream } = context;
  switch (node.op.kind) {
    case "leaf":
    case "pointwise": // see pointwiseContributions
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

function contributePointwise(
  op: Pointwise,
  { node, output, upstream, wanted }: AdjointContext,
  branch: Branch | undefined,
  steep: boolean,
  to: Contribute,
): void {
  const inputs = inputsOf(node);
  for (let k = 0; k < inputs.length; k++) {
    const rule = op.partials[k];
    if (!wanted[k] || rule === undefined || rule === "flat") continue;
    const partial = rule(inputs, output);
    const product = multiplied(upstream, partial, steep ? branch : undefined);
    if (product === undefined) continue;
    const chosen = choice(partial);
    const inside = chosen?.inner.attrs.value === 1 ? both(branch, chosen.branch) : branch;
    const input = inputs[k] as Node;
    if (sameShape(input.shape, node.shape)) to(k, product, inside);
    else {
      const reduced = (x: Node): Node => unbroadcast(expand(x, node.shape), input.shape);
      to(k, reduced(product), inside && { condition: reduced(truth(inside)), taken: true });
    }
  }
}

/** Adjoint times local partial, and 0 outside the branch even where the partial is infinite there. */
function multiplied(adjoint: Node, partial: Node, branch: Branch | undefined): Node | undefined {
  if (branch === undefined) return times(adjoint, partial);
  return retaken(adjoint, branch, (inner) => times(inner, partial));
}

/** Adjoint times local partial. Exact zeros and ones are left out, and a choice between 1 and 0 chooses. */
function times(adjoint: Node, partial: Node): Node | undefined {
  if (adjoint.attrs.value === 0 || partial.attrs.value === 0) return undefined;
  if (partial.attrs.value === 1) return adjoint;
  const found = choice(partial);
  if (found?.inner.attrs.value === 1) return within(found.branch, adjoint);
  if (adjoint.attrs.value === 1) return partial;
  return mul(adjoint, partial);
}
