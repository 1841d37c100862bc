import type { Node } from "./node";

/**
 * All nodes that the roots depend on, each once and after its inputs; inputs are visited left to right, so the order
 * depends on the graph alone. Never recursive: a chain of a million nodes is fine. `stop` nodes are listed but not entered.
 */
export function topologicalOrder(roots: readonly Node[], stop?: ReadonlySet<Node>): Node[] {
  const order: Node[] = [];
  const seen = new Set<Node>();
  const path: Node[] = [];
  const next: number[] = []; // for each node on the path: the input to visit next
  for (const root of roots) {
    if (seen.has(root)) continue;
    seen.add(root);
    path.push(root);
    next.push(0);
    while (path.length > 0) {
      const top = path.length - 1;
      const node = path[top] as Node;
      const k = next[top] as number;
      const input = stop?.has(node) ? undefined : node.inputs[k];
      if (input === undefined) {
        order.push(node);
        path.pop();
        next.pop();
        continue;
      }
      next[top] = k + 1;
      if (!seen.has(input)) {
        seen.add(input);
        path.push(input);
        next.push(0);
      }
    }
  }
  return order;
}

/** The symbols below the roots, in the order a reader meets them. */
export function symbolsOf(roots: readonly Node[]): Node[] {
  return topologicalOrder(roots).filter((node) => node.attrs.cell !== undefined);
}
