import { ChainruleError } from "./errors";
import { partialName } from "./name";
import type { AdjointContext, Pointwise } from "./node";
import { Node, type Operand, type Value } from "./node";
import { add, mul } from "./ops/arithmetic";
import { where } from "./ops/compare";
import { expand, unbroadcast } from "./ops/contract";
import { constantNode, lift, named, nodeLabel } from "./ops/leaf";
import { topologicalOrder } from "./order";
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
 * y: [] and x: any shape -> the shape of x.
 * @throws ChainruleError NOT_SCALAR when y has axes, OPERAND when something is not a node
 * @example gradient(E, w5).value
 */
export function gradient<V extends Value>(y: Node, x: Node<V>, options?: GradientOptions): Node<V>;
export function gradient(y: Node, xs: readonly Node[], options?: GradientOptions): Node[];
export function gradient(y: Node, x: Node | readonly Node[], options: GradientOptions = {}): Node | Node[] {
  const target = checkNode(y, 0);
  checkScalar(target);
  const many = Array.isArray(x);
  const wrt = (many ? x : [x]).map((node) => checkNode(node, 1));
  const held = options.holding === undefined ? undefined : new Set(options.holding);
  const adjoints = sweep(target, ONE, wrt, (node, adjoint) => namedAdjoint(target, node, adjoint), held);
  const results = wrt.map((node) => expand(adjoints.get(node) ?? ZERO, node.shape));
  return many ? results : (results[0] as Node);
}

/**
 * The adjoint of every node below a scalar. One that is the same everywhere may be a scalar in place of a tensor.
 * @throws ChainruleError NOT_SCALAR
 */
export function adjointsOfAll(y: Node): Map<Node, Node> {
  checkScalar(y);
  const nodes = topologicalOrder([y]);
  const found = sweep(y, ONE, nodes, (_, adjoint) => adjoint);
  return new Map(nodes.map((node) => [node, found.get(node) ?? ZERO]));
}

function checkScalar(y: Node): void {
  if (y.shape.length === 0) return;
  throw new ChainruleError("NOT_SCALAR", "only a scalar has a gradient", {
    where: `gradient of ${nodeLabel(y)}`,
    got: `shape ${shapeText(y.shape)}`,
    mend: "Reduce it first, for example with .sum()",
  });
}

function checkNode(candidate: unknown, argument: number): Node {
  if (candidate instanceof Node) return candidate;
  return lift(candidate as Operand, "gradient", argument); // numbers become constants, anything else is refused
}

/** The adjoint of a definition is a definition too, unless it is as short as its name. */
function namedAdjoint(y: Node, node: Node, adjoint: Node): Node {
  const of = y.attrs.name;
  const by = node.attrs.name;
  if (of === undefined || by === undefined || y === node) return adjoint;
  if (adjoint.inputs.length === 0 || adjoint.op.kind === "naming") return adjoint;
  return named(expand(adjoint, node.shape), partialName(of, by));
}

/**
 * The reverse sweep: adjoints of `wrt` for a seed at `y`. Each node is visited once; contributions are added in the order
 * in which the consumers stand in the graph.
 */
function sweep(
  y: Node,
  seed: Node,
  wrt: readonly Node[],
  finish: (node: Node, adjoint: Node) => Node,
  stop?: ReadonlySet<Node>,
): Map<Node, Node> {
  const order = topologicalOrder([y], stop);
  const depends = dependents(order, new Set(wrt), stop);
  const contributions = new Map<Node, Node[]>([[y, [seed]]]);
  const outputs = new Map<Node, Node>();
  const results = new Map<Node, Node>();
  const sought = new Set(wrt);
  for (let position = order.length - 1; position >= 0; position--) {
    const node = order[position] as Node;
    const parts = contributions.get(node);
    if (parts === undefined || !depends.has(node)) continue;
    contributions.delete(node);
    const adjoint = finish(node, summed(parts));
    if (sought.has(node)) results.set(node, adjoint);
    if (stop?.has(node)) continue;
    if (node.op.kind === "naming") outputs.set(node.inputs[0] as Node, node);
    const output = outputs.get(node) ?? node;
    const wanted = node.inputs.map((input) => depends.has(input));
    if (!wanted.includes(true)) continue;
    const adjoints = adjointsOf({ node, output, upstream: adjoint, wanted });
    for (let k = 0; k < node.inputs.length; k++) {
      const contribution = adjoints[k];
      if (contribution === undefined || !wanted[k]) continue;
      const input = node.inputs[k] as Node;
      const list = contributions.get(input);
      if (list === undefined) contributions.set(input, [contribution]);
      else list.push(contribution);
    }
  }
  return results;
}

/** Contributions arrive from the last consumer first; a reader expects the first consumer first. */
function summed(parts: readonly Node[]): Node {
  let total = parts[parts.length - 1] as Node;
  for (let k = parts.length - 2; k >= 0; k--) total = add(total, parts[k] as Node);
  return total;
}

/** The nodes through which `y` depends on one of the sought nodes. */
function dependents(order: readonly Node[], sought: ReadonlySet<Node>, stop?: ReadonlySet<Node>): Set<Node> {
  const depends = new Set<Node>();
  for (const node of order) {
    if (sought.has(node) || (!stop?.has(node) && node.inputs.some((input) => depends.has(input))))
      depends.add(node);
  }
  return depends;
}

/** The adjoints of a node's inputs, by the rule of its operation. */
function adjointsOf(context: AdjointContext): readonly (Node | undefined)[] {
  const { node, upstream } = context;
  const limit = limitForm(node);
  if (limit !== undefined) {
    const whole = times(upstream, limit.derivative());
    return node.inputs.map((input) => (input === limit.x ? whole : undefined));
  }
  switch (node.op.kind) {
    case "leaf":
      return [];
    case "naming":
      return [upstream];
    case "pointwise":
      return pointwiseAdjoints(node.op, context);
    case "indexed":
    case "layout":
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
  return node.inputs.map((input, k) => (node.inputs.indexOf(input) === k ? found.get(input) : undefined));
}

function pointwiseAdjoints(
  op: Pointwise,
  { node, output, upstream, wanted }: AdjointContext,
): (Node | undefined)[] {
  return node.inputs.map((input, k) => {
    const partial = op.partials[k];
    if (!wanted[k] || partial === undefined || partial === "flat") return undefined;
    const product = times(upstream, partial(node.inputs, output));
    if (product === undefined || sameShape(input.shape, node.shape)) return product;
    return unbroadcast(expand(product, node.shape), input.shape);
  });
}

/**
 * Adjoint times local partial. Exact zeros and ones are left out. A choice stays outermost, `where(c, g, 0) p` becoming
 * `where(c, g p, 0)`, so that what happens in the branch not taken never reaches the result.
 */
export function times(adjoint: Node, partial: Node): Node | undefined {
  if (adjoint.attrs.value === 0 || partial.attrs.value === 0) return undefined;
  if (partial.attrs.value === 1) return adjoint;
  const guard = guardOf(adjoint);
  if (guard !== undefined) {
    const [condition, inner, yes] = guard;
    const product = times(inner, partial);
    if (product === undefined) return undefined;
    return yes ? where(condition, product, ZERO) : where(condition, ZERO, product);
  }
  const choice = guardOf(partial);
  if (choice !== undefined && choice[1].attrs.value === 1) {
    const [condition, , yes] = choice;
    return yes ? where(condition, adjoint, ZERO) : where(condition, ZERO, adjoint);
  }
  if (adjoint.attrs.value === 1) return partial;
  return mul(adjoint, partial);
}

/** Reads `where(c, g, 0)` as [c, g, true] and `where(c, 0, g)` as [c, g, false], also under a name. */
function guardOf(node: Node): readonly [condition: Node, inner: Node, yes: boolean] | undefined {
  const body = node.op.kind === "naming" ? (node.inputs[0] as Node) : node;
  if (body.op.name !== "where") return undefined;
  const [condition, yes, no] = body.inputs as readonly [Node, Node, Node]; // where takes three
  if (no.attrs.value === 0) return [condition, body === node ? yes : node, true];
  if (yes.attrs.value === 0) return [condition, body === node ? no : node, false];
  return undefined;
}
