import { type Node, topologicalOrder } from "@chainrule/graph";

/**
 * How long an expression is to read: the names, deltas, sums over an index and powers in it, shared parts as often as they
 * are written. Numbers and signs do not count.
 */
export function lengthOf(root: Node, held: ReadonlySet<Node>): number {
  const lengths = new Map<Node, number>();
  for (const node of topologicalOrder([root], held)) {
    const { map, name, value } = node.attrs;
    if (name !== undefined || held.has(node)) lengths.set(node, 1);
    else if (typeof value === "number") lengths.set(node, 0);
    else {
      let length = node.inputs.length === 0 && !isDelta(map?.output) ? 1 : 0; // ones count as a name does
      for (const input of node.inputs) length += lengths.get(input) ?? 0;
      if (map !== undefined) length += summed(map.sizes.length, map.output) + repeated(map.output);
      if (node.op.name === "square" || node.op.name === "pow") length++;
      lengths.set(node, length);
    }
  }
  return lengths.get(root) as number; // the order ends with it
}

const isDelta = (output: readonly number[] = []): boolean => new Set(output).size < output.length;

/** The number of indices that are summed over. */
const summed = (count: number, output: readonly number[]): number => count - new Set(output).size;

/** Kronecker's deltas count twice: what has none is better to read. */
const repeated = (output: readonly number[]): number => 2 * (output.length - new Set(output).size);
