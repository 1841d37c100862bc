import type { Node } from "./node";

/** While an order is being made, the place of a node that was met is a negative number that no other order uses. */
let lastMark = 0;

/**
 * All nodes that the roots depend on, each once and after its inputs; inputs are visited left to right, so the order
 * depends on the graph alone. Never recursive: a chain of a million nodes is fine. `stop` nodes are listed but not entered.
 */
export function topologicalOrder(roots: readonly Node[], stop?: ReadonlySet<Node>): Node[] {
  const order: Node[] = [];
  const mark = --lastMark;
  const path: Node[] = [];
  const next: number[] = []; // for each node on the path: the input to visit next
  const enter = (node: Node): void => {
    if (node.place === mark) return;
    node.place = mark;
    path.push(node);
    next.push(0);
  };
  for (const root of roots) {
    enter(root);
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
      enter(input);
    }
  }
  for (let place = 0; place < order.length; place++) (order[place] as Node).place = place;
  return order;
}

/**
 * Where each node of an order stands; -1 for others. Nodes remember their place in the last order made, which is ten times
 * as fast as a map on a million nodes; a map answers for nodes that another order has met since.
 */
export function placesIn(order: readonly Node[]): (node: Node) => number {
  let table: Map<Node, number> | undefined;
  return (node) => {
    if (order[node.place] === node) return node.place;
    table ??= new Map(order.map((each, place) => [each, place]));
    return table.get(node) ?? -1;
  };
}

/** The symbols below the roots, in the order a reader meets them. */
export function symbolsOf(roots: readonly Node[]): Node[] {
  return topologicalOrder(roots).filter((node) => node.attrs.cell !== undefined);
}
