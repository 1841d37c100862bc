import { Node } from "../node";
import { expand } from "../ops/contract";
import { placesIn, topologicalOrder } from "../order";
import { Numbering } from "./numbering";
import { isProduct, type Opens } from "./product";
import { type Rule, rules } from "./rules";
import { collectedSum, isSum } from "./sum";
import { collectedProduct } from "./write-product";

const rulesFor = new Map<string, Rule[]>();
for (const rule of rules) {
  for (const operation of rule.operations) {
    const list = rulesFor.get(operation);
    if (list === undefined) rulesFor.set(operation, [rule]);
    else list.push(rule);
  }
}

/** One node's rules follow each other at most this often; every one of them makes the expression shorter. */
const MOST_ROUNDS = 16;
/** What one pass collects, the next may read as part of something larger; graphs met so far needed four passes. */
const MOST_PASSES = 64;

export interface SimplifyOptions {
  /** Nodes that are taken as they are, whatever they are made of. */
  readonly holding?: ReadonlySet<Node>;
}

/**
 * The same expression, shorter, by the laws of `rules`: numbers multiplied out exactly (0.5 * 2 is 1), zeros, ones, signs,
 * like terms and factors put together, and the laws of single operations. A definition is simplified inside and never
 * opened; what no law applies to stays the very same node. A sum or product is read whole, in whatever order and grouping it
 * stands; one of more than 64 parts without those parts that stand elsewhere too, so that the time is linear. Passes follow each
 * other until one changes nothing, so simplifying again changes nothing.
 * @example simplify(gradient(E, out)) // -(target - out) where the gradient reads 0.5 (2 (target - out)) (-1)
 */
export function simplify<V extends Node>(root: V, options?: SimplifyOptions): V;
export function simplify(roots: readonly Node[], options?: SimplifyOptions): Node[];
export function simplify(root: Node | readonly Node[], { holding }: SimplifyOptions = {}): Node | Node[] {
  let roots: readonly Node[] = Array.isArray(root) ? root : [root];
  for (let pass = 0; pass < MOST_PASSES; pass++) {
    const next = simplifiedOnce(roots, holding);
    if (next.every((node, k) => node === roots[k])) break;
    roots = next;
  }
  return Array.isArray(root) ? [...roots] : (roots[0] as Node);
}

function simplifiedOnce(roots: readonly Node[], holding: ReadonlySet<Node> | undefined): Node[] {
  const order = topologicalOrder(roots, holding);
  const placeOf = placesIn(order);
  const parentOf = soleParents(order, roots, placeOf, holding);
  const result = new Array<Node>(order.length);
  const inner = new Set<Node>(); // parts of a larger sum or product that nothing else uses
  const collect = collector(inner, holding);
  for (const [place, node] of order.entries()) {
    if (node.inputs.length === 0 || holding?.has(node)) {
      result[place] = node;
      continue;
    }
    const inputs = node.inputs.map((input) => result[placeOf(input)] as Node);
    const isSame = inputs.every((input, k) => input === node.inputs[k]);
    const rebuilt = isSame ? node : new Node(node.op, inputs, node.attrs, node.shape);
    const parent = parentOf(node);
    const isPart = parent !== undefined && isPartOf(node, parent); // it is read when the whole is
    const simplified = isPart ? rebuilt : rewritten(rebuilt, collect);
    if (isPart || isInSum(node, parent, parentOf)) inner.add(simplified);
    result[place] = simplified;
  }
  return roots.map((node) => result[placeOf(node)] as Node);
}

/** The one node that uses a node, if it is used once. */
type ParentOf = (node: Node) => Node | undefined;

function soleParents(
  order: readonly Node[],
  roots: readonly Node[],
  placeOf: (node: Node) => number,
  holding: ReadonlySet<Node> | undefined,
): ParentOf {
  const uses = new Uint8Array(order.length);
  const parents = new Array<Node | undefined>(order.length);
  const use = (node: Node, parent?: Node): void => {
    const place = placeOf(node);
    uses[place] = Math.min(2, (uses[place] as number) + 1);
    parents[place] = parent;
  };
  for (const root of roots) use(root);
  for (const node of order) if (!holding?.has(node)) for (const input of node.inputs) use(input, node);
  return (node) => {
    const place = placeOf(node);
    return uses[place] === 1 ? parents[place] : undefined;
  };
}

const isPartOf = (node: Node, parent: Node): boolean =>
  (isSum(node) && isSum(parent)) || (isProduct(node) && isProduct(parent));

/** A sign in a sum, and a sum under such a sign. */
function isInSum(node: Node, parent: Node | undefined, parentOf: ParentOf): boolean {
  if (parent === undefined) return false;
  if (isSign(node)) return isSum(parent);
  return isSum(node) && isSign(parent) && isInSum(parent, parentOf(parent), parentOf);
}

const isSign = (node: Node): boolean => node.op.name === "neg";

type Collect = (node: Node) => Node | undefined;

/** What collects sums and products, given the parts that nothing else uses. */
function collector(inner: ReadonlySet<Node>, holding: ReadonlySet<Node> | undefined): Collect {
  const numbering = new Numbering(holding);
  const anything: Opens = () => true;
  const parts =
    (root: Node): Opens =>
    (operand, part) =>
      inner.has(operand) && (part === root || inner.has(part));
  const factorsIn = (root: Node): Opens => (numbering.isNarrowProduct(root) ? anything : parts(root));
  const termsIn = (root: Node): Opens => (numbering.isNarrowSum(root) ? anything : parts(root));
  return (node) => {
    if (isSum(node)) return collectedSum(node, numbering.of, termsIn(node), factorsIn);
    if (isProduct(node)) return collectedProduct(node, numbering.of, factorsIn(node));
    return undefined;
  };
}

/** What is collected waits for the next pass, where it is read with what stands around it. */
function rewritten(start: Node, collect: Collect): Node {
  const collected = collect(start);
  if (collected !== undefined) return expand(collected, start.shape);
  let node = start;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const next = ruled(node);
    if (next === undefined) break;
    node = next;
  }
  return node;
}

function ruled(node: Node): Node | undefined {
  for (const { rewrite } of rulesFor.get(node.op.name) ?? []) {
    const next = rewrite?.(node);
    if (next !== undefined) return next;
  }
  return undefined;
}
