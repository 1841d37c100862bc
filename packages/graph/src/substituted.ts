import { Node } from "./node";
import { topologicalOrder } from "./order";

/**
 * The graphs with other nodes in the places of those for which `by` gives one, of the same shapes. What none of them is below stays the
 * very same.
 */
export function substituted(roots: readonly Node[], by: (node: Node) => Node | undefined): Node[] {
  const replaced = new Map<Node, Node>();
  for (const node of topologicalOrder(roots)) {
    const inputs = node.inputs.map((input) => replaced.get(input) as Node); // inputs come first
    const isSame = inputs.every((input, k) => input === node.inputs[k]);
    replaced.set(node, by(node) ?? (isSame ? node : new Node(node.op, inputs, node.attrs, node.shape)));
  }
  return roots.map((root) => replaced.get(root) as Node);
}
