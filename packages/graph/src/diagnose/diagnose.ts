import { ChainruleError } from "../errors";
import { type Bindings, type EvaluateOptions, evaluateAll } from "../evaluate/reference";
import { gradient, gradientOrigin } from "../gradient";
import { nameText } from "../name";
import type { Node } from "../node";
import { add } from "../ops/arithmetic";
import { sum } from "../ops/contract";
import { liftAll, nodeLabel } from "../ops/leaf";
import { symbolsOf, topologicalOrder } from "../order";
import { firstEntry, hasEntry, type ValueAt } from "./entries";
import type { Finding, Found } from "./finding";
import { isLive, type Live, liveEntries } from "./live";
import { pointwiseFindings, slopesOf } from "./pointwise";
import { reductionFindings } from "./reduction";

export interface DiagnoseOptions extends EvaluateOptions {
  /** 0 (default): the values alone. 1: the gradient of the roots, summed, too. 2: and the gradient of its entries' sum. */
  readonly order?: 0 | 1 | 2;
  /** The symbols of the gradients; all below the roots by default. */
  readonly wrt?: Node | readonly Node[];
}

/**
 * Looks at every node below one root or several, at the values the symbols have, and lists what a reader should be told, in
 * the order of evaluation: where NaN and infinities begin, domains left, over- and underflow, saturation, kinks met, functions
 * through which no gradient flows, and symbols without values. With `order`, the gradients are looked at in the same way.
 * What stands in the branch that a choice does not take is not listed.
 * @throws ChainruleError like evaluate, but for UNBOUND, which is a finding; OPTION for another order
 * @example diagnose(x.sqrt(), {}, { order: 1 }) // at x = 0: DOMAIN, "a / b needs b != 0", in the gradient
 */
export function diagnose(
  roots: Node | readonly Node[],
  bindings: Bindings = {},
  options: DiagnoseOptions = {},
): Finding[] {
  const given = liftAll(roots, "diagnose", 0);
  const { order = 0 } = options;
  if (![0, 1, 2].includes(order)) {
    throw new ChainruleError("OPTION", "no such order", {
      where: "diagnose: order",
      got: String(order),
      expected: "0, 1 or 2",
    });
  }
  const stages: Node[][] = [given];
  const wrt = options.wrt === undefined ? symbolsOf(given) : liftAll(options.wrt, "diagnose: wrt", 0);
  for (let k = 0; k < order; k++) stages.push(gradientsOf(stages[k] as Node[], wrt));
  const nodes = topologicalOrder(stages.flat());
  const orderOf = ordersOf(stages);
  const where = placesOf(nodes);
  const finding = (node: Node, found: Found): Finding => ({
    ...found,
    node,
    where: where(node),
    order: orderOf(node),
  });
  const missing = nodes.filter((node) => isMissing(node, bindings));
  const findings = missing.map((node) =>
    finding(node, { code: "UNBOUND", message: "this has no value yet" }),
  );
  const unknown = dependents(nodes, missing);
  const known = nodes.filter((node) => !unknown.has(node));
  const plain = new Set(topologicalOrder(given.filter((root) => gradientOrigin(root) === undefined)));
  const slopes = new Map(
    known.map((node) => [
      node,
      node.op.kind === "pointwise" && plain.has(node) ? slopesOf(node, node.op) : [],
    ]),
  );
  const found = valuesOf(
    [...known, ...[...slopes.values()].flat().filter((slope) => slope !== undefined)],
    bindings,
    options,
  );
  if (found instanceof ChainruleError) {
    const [root] = given as [Node];
    const { where: place = nodeLabel(root) } = found.details;
    return [...findings, { code: "UNBOUND", node: root, where: place, message: found.message, order: 0 }];
  }
  const needed = new Set([...stages.flat(), ...[...unknown].flatMap(({ inputs }) => inputs)]);
  const live = liveEntries(
    known,
    known.filter((node) => needed.has(node)),
    found,
  );
  const conditions = new Set(known.filter(({ op }) => op.name === "where").map(({ inputs }) => inputs[0]));
  for (const node of known) {
    const entries = live.get(node);
    if (entries === undefined) continue;
    if (conditions.has(node) && orderOf(node) === 0 && isTurning(node, found, entries)) {
      const message = `the choice by ${node.op.law} changes at a = b: if its branches have other slopes, there is no derivative`;
      findings.push(finding(node, { code: "KINK", message, choice: "that of the branch taken" }));
    }
    for (const each of findingsAt(node, found, entries, slopes.get(node) ?? [])) {
      if (orderOf(node) === 0 || !OF_VALUES.has(each.code)) findings.push(finding(node, each));
    }
  }
  return findings;
}

/** What a derivative rule uses, the sign of x for |x|, has kinks and is flat: that is no news of the function. */
const OF_VALUES: ReadonlySet<string> = new Set(["KINK", "UNTRAINABLE"]);

function findingsAt(
  node: Node,
  valueAt: ValueAt,
  live: Live,
  slopes: readonly (Node | undefined)[],
): readonly Found[] {
  const { op } = node;
  if (op.kind === "pointwise") return pointwiseFindings(node, op, valueAt, live, slopes);
  if (op.kind !== "leaf") return reductionFindings(node, valueAt);
  const value = valueAt(node);
  const isWrong = node.attrs.value === undefined && hasEntry(value, (x) => !Number.isFinite(x));
  return isWrong ? [{ code: "NOT_FINITE", message: "the value that was given is not finite" }] : [];
}

const ORDERS: ReadonlySet<string> = new Set(["lt", "le", "gt", "ge"]);

/** Whether a comparison is at the point where it changes. */
const isTurning = (node: Node, valueAt: ValueAt, live: Live): boolean =>
  ORDERS.has(node.op.name) &&
  firstEntry(node, valueAt, ([a, b], _, position) => a === b && isLive(live, position)) !== undefined;

/** The gradients of the sum of all entries. */
function gradientsOf(roots: readonly Node[], wrt: readonly Node[]): Node[] {
  const sums = roots.map((root) => sum(root, [...root.shape.keys()], false));
  const total = sums.reduce<Node | undefined>(
    (left, right) => (left === undefined ? right : add(left, right)),
    undefined,
  );
  return total === undefined ? [] : gradient(total, wrt);
}

/** The order of the derivatives in which a node stands first. */
function ordersOf(stages: readonly (readonly Node[])[]): (node: Node) => Finding["order"] {
  const [first, second] = stages.map((roots) => new Set(topologicalOrder(roots)));
  return (node) => (first?.has(node) ? 0 : second?.has(node) ? 1 : 2);
}

/** What a reader calls each node: its name, that of the definition it is the body of, or the one it stands in. */
function placesOf(nodes: readonly Node[]): (node: Node) => string {
  const owners = new Map<Node, Node>();
  const bodies = new Map<Node, Node>();
  for (let place = nodes.length - 1; place >= 0; place--) {
    const node = nodes[place] as Node;
    const owner = node.attrs.name === undefined ? owners.get(node) : node;
    if (node.op.kind === "naming") bodies.set(node.inputs[0] as Node, node);
    if (owner !== undefined) for (const input of node.inputs) owners.set(input, owner);
  }
  return (node) => {
    if (node.attrs.name !== undefined) return nodeLabel(node);
    const body = bodies.get(node);
    if (body !== undefined) return nodeLabel(body);
    const owner = owners.get(node);
    return owner === undefined ? nodeLabel(node) : `${nodeLabel(node)} in ${nodeLabel(owner)}`;
  };
}

/** Whether a node is a symbol without a value, or a function without a meaning. */
function isMissing(node: Node, bindings: Bindings): boolean {
  const { attrs, op } = node;
  if (op.kind === "pointwise") return op.symbol !== undefined && op.forward === undefined;
  if (attrs.cell === undefined || attrs.cell.value !== undefined) return false;
  if (bindings instanceof Map) return !bindings.has(node);
  return attrs.name === undefined || !Object.hasOwn(bindings ?? {}, nameText(attrs.name));
}

/** The nodes and all that is made of them. */
function dependents(order: readonly Node[], nodes: readonly Node[]): Set<Node> {
  const found = new Set(nodes);
  for (const node of order) if (node.inputs.some((input) => found.has(input))) found.add(node);
  return found;
}

/** The values, or the error of a size that nothing tells. */
function valuesOf(
  nodes: readonly Node[],
  bindings: Bindings,
  options: EvaluateOptions,
): ValueAt | ChainruleError {
  try {
    return evaluateAll(nodes, bindings, options);
  } catch (error) {
    if (error instanceof ChainruleError && error.code === "UNBOUND") return error;
    throw error;
  }
}
