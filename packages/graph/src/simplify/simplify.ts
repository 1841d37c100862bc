import { Node } from "../node";
import { topologicalOrder } from "../order";
import { collectProduct, collectSum, familyOf } from "./collect";
import { Numbering } from "./numbering";
import { type Rule, rules } from "./rules";

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

/**
 * The same expression, shorter: numbers multiplied out exactly (0.5 * 2 is 1), zeros, ones, double signs, like terms and
 * factors put together, and the laws of `rules`. A definition is simplified inside and never opened; what no law applies to
 * stays the very same node. One pass, each node once.
 * @example simplify(gradient(E, out)) // -(target - out) where the gradient reads 0.5 (2 (target - out)) (-1)
 */
export function simplify<V extends Node>(root: V): V;
export function simplify(roots: readonly Node[]): Node[];
export function simplify(root: Node | readonly Node[]): Node | Node[] {
  const roots: readonly Node[] = Array.isArray(root) ? root : [root];
  const order = topologicalOrder(roots);
  const uses = useCounts(order, roots);
  const parents = soleParents(order, uses);
  const numbering = new Numbering();
  const result = new Map<Node, Node>();
  const inner = new Set<Node>(); // parts of a larger sum or product, opened when that is collected
  for (const node of order) {
    const inputs = node.inputs.map((input) => result.get(input) as Node);
    const unchanged = inputs.every((input, k) => input === node.inputs[k]);
    const rebuilt = unchanged ? node : new Node(node.op, inputs, node.attrs, node.shape);
    const parent = parents.get(node);
    if (parent !== undefined && familyOf(parent) !== undefined && familyOf(parent) === familyOf(node)) {
      inner.add(rebuilt);
      result.set(node, rebuilt);
      continue;
    }
    result.set(
      node,
      rewritten(rebuilt, numbering, (candidate) => inner.has(candidate)),
    );
  }
  const simplified = roots.map((node) => result.get(node) as Node);
  return Array.isArray(root) ? simplified : (simplified[0] as Node);
}

function rewritten(start: Node, numbering: Numbering, inside: (node: Node) => boolean): Node {
  let node = start;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const next = once(node, numbering, inside);
    if (next === node) break;
    node = next;
  }
  return node;
}

function once(node: Node, numbering: Numbering, inside: (node: Node) => boolean): Node {
  const family = familyOf(node);
  if (family === "sum") return collectSum(node, numbering, inside);
  if (family === "product") return collectProduct(node, numbering, inside);
  for (const rule of rulesFor.get(node.op.name) ?? []) {
    const next = rule.rewrite(node);
    if (next !== undefined) return next;
  }
  return node;
}

function useCounts(order: readonly Node[], roots: readonly Node[]): Map<Node, number> {
  const uses = new Map<Node, number>();
  for (const node of [...order.flatMap((consumer) => consumer.inputs), ...roots])
    uses.set(node, (uses.get(node) ?? 0) + 1);
  return uses;
}

function soleParents(order: readonly Node[], uses: ReadonlyMap<Node, number>): Map<Node, Node> {
  const parents = new Map<Node, Node>();
  for (const node of order) {
    for (const input of node.inputs) if (uses.get(input) === 1) parents.set(input, node);
  }
  return parents;
}
