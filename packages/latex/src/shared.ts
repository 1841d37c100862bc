import { type Node, topologicalOrder } from "@chainrule/graph";

/** An expression of more operations than this, although its graph is smaller, has its shared parts named. */
const LONGEST = 300;

/** Everything below the root down to the first names, operands first. */
export function orderUpTo(root: Node, isName: (node: Node) => boolean): Node[] {
  if (isName(root)) return [root];
  return topologicalOrder([root], new Set(topologicalOrder([root]).filter(isName)));
}

/** The parts to be named: those used more than once, if writing everything out would be out of proportion. */
export function sharedParts(order: readonly Node[], isName: (node: Node) => boolean): ReadonlySet<Node> {
  const length = new Map<Node, number>();
  const uses = new Map<Node, number>();
  let whole = 0;
  for (const node of order) {
    whole = 1;
    for (const input of isName(node) ? [] : node.inputs) {
      whole += length.get(input) ?? 0;
      uses.set(input, (uses.get(input) ?? 0) + 1);
    }
    length.set(node, whole);
  }
  if (whole <= Math.max(LONGEST, 2 * order.length)) return new Set();
  const isWorthwhile = (node: Node): boolean =>
    (uses.get(node) ?? 0) > 1 && (length.get(node) ?? 0) > 3 && !isName(node);
  return new Set(order.filter(isWorthwhile));
}
