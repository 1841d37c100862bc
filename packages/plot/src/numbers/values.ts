import {
  ChainruleError,
  evaluate,
  gradient,
  type Node,
  topologicalOrder,
  type Value,
} from "@chainrule/graph";

/* The numbers of a graph, as far as its symbols have values. */

/** The nodes whose symbols all have values. */
function computable(order: readonly Node[]): ReadonlySet<Node> {
  const found = new Set<Node>();
  for (const node of order) {
    const { cell } = node.attrs;
    const isKnown =
      cell === undefined ? node.inputs.every((input) => found.has(input)) : cell.value !== undefined;
    if (isKnown) found.add(node);
  }
  return found;
}

/** The values of nodes, of those that have one. */
export function knownValues(nodes: readonly Node[]): ReadonlyMap<Node, Value> {
  const known = computable(topologicalOrder(nodes));
  const asked = nodes.filter((node) => known.has(node));
  try {
    const values = evaluate(asked);
    return new Map(asked.map((node, k) => [node, values[k] as Value])); // a value for each
  } catch (error) {
    // sizes that are no numbers, functions that are only symbols
    if (error instanceof ChainruleError && ["UNBOUND", "SIZE", "NO_INTERPRETATION"].includes(error.code))
      return new Map();
    throw error;
  }
}

/** The gradient of a scalar with respect to each of the nodes, in numbers; none where they are not known. */
export function knownGradients(output: Node, nodes: readonly Node[]): ReadonlyMap<Node, Value> {
  const gradients = gradient(output, nodes);
  const values = knownValues(gradients);
  return new Map(
    nodes.flatMap((node, k) => {
      const value = values.get(gradients[k] as Node); // one for each
      return value === undefined ? [] : [[node, value] as const];
    }),
  );
}
