import type { Node } from "./node";

/** How many orders were made: as long as it stays, every node stands where it stood. */
export const orders = { made: 0 };

/**
 * All nodes that the roots depend on, each once and after its inputs; inputs are visited left to right, so the order
 * depends on the graph alone. Never recursive: a chain of a million nodes is fine. `stop` nodes are listed but not entered.
 */
export function topologicalOrder(roots: readonly Node[], stop?: ReadonlySet<Node>): Node[] {
  orders.made++;
  const order: Node[] = [];
  const path: Node[] = [];
  const next: number[] = []; // for each node on the path: the input to visit next
  // nodes on the path are above the one that is visited, so none of them is met again before it stands in the order
  const stands = (node: Node): boolean => node.place < order.length && order[node.place] === node;
  for (const root of roots) {
    if (stands(root)) continue;
    path.push(root);
    next.push(0);
    while (path.length > 0) {
      const top = path.length - 1;
      const node = path[top] as Node;
      const k = next[top] as number;
      const input = stop?.has(node) ? undefined : inputAt(node, k);
      if (input === undefined) {
        standAt(node, order.push(node) - 1);
        path.pop();
        next.pop();
        continue;
      }
      next[top] = k + 1;
      if (stands(input)) continue;
      path.push(input);
      next.push(0);
    }
  }
  return order;
}

function inputAt(node: Node, k: number): Node | undefined {
  if (k === 0) return node.first;
  return k === 1 ? node.second : node.list?.[k];
}

/** Gives a node its place in a new order. What it would look up by the old one it takes along. */
export function standAt(node: Node, place: number): void {
  const { adjoint } = node;
  if (typeof adjoint === "object" && "adjoints" in adjoint) node.adjoint = adjoint.at(node.place);
  node.place = place;
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
