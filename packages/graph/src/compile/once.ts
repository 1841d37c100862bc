import { evaluate } from "../evaluate/reference";
import type { Node, Value } from "../node";
import { topologicalOrder } from "../order";
import { hasStrongZeros } from "../strong-zero";
import { compile } from "./program";
import { scalarValue } from "./scalar/define-by-run";
import { entriesOf } from "./tensor/work";

/** Entries that the reference visits in some 50 ms, several times what it takes to compile. */
const LARGE = 1_000_000;

/** Whether nodes with axes make it worth to compile a graph that runs once. */
export function isLarge(order: readonly Node[]): boolean {
  let entries = 0;
  for (const node of order)
    if (node.shape.length > 0 || node.attrs.map !== undefined) entries += entriesOf(node);
  return entries > LARGE;
}

/** The value of a node as the symbols now are. */
export function presentValue(node: Node): Value {
  const value = scalarValue(node);
  const isDone = value !== undefined && !(Number.isNaN(value) && hasStrongZeros(topologicalOrder([node])));
  return isDone ? value : (presentValues([node])[0] as Value);
}

/** The values of nodes as the symbols now are. Large tensors go through a compiled program. */
export function presentValues(roots: readonly Node[]): Value[] {
  return isLarge(topologicalOrder(roots)) ? compile(roots, [])([]) : evaluate(roots);
}
