import { gradient, mul, type Node, sum, type Value } from "@chainrule/graph";
import { knownValues } from "../numbers/values";
import type { Box } from "./boxes";

/* What comes back along edges: a quantity that is used several times has the sum of it as its gradient. */

/** By the box that uses a quantity and the quantity, where that is used by several boxes. */
export type Contributions = ReadonlyMap<Node, ReadonlyMap<Node, Value>>;

/**
 * The part of a gradient that each use of a quantity gives back: the gradient of the box that uses it times its local partial.
 * `gradients` are those of the boxes.
 */
export function contributionsOf(boxes: readonly Box[], gradients: ReadonlyMap<Node, Value>): Contributions {
  const uses = new Map<Node, number>();
  for (const { inputs } of boxes) for (const input of inputs) uses.set(input, (uses.get(input) ?? 0) + 1);
  const parts = boxes.flatMap(({ node, inputs, kind }) => {
    const upstream = gradients.get(node);
    const shared = inputs.filter((input) => (uses.get(input) ?? 0) > 1 && gradients.has(input));
    if (kind !== "operation" || upstream === undefined || shared.length === 0) return [];
    // A scalar whose gradient with everything else held is what the chain rule gives back here.
    const through = sum(mul(node, upstream));
    const back = gradient(through, shared, { holding: inputs });
    return back.map((part, k) => ({ node, input: shared[k] as Node, part })); // one for each
  });
  const values = knownValues(parts.map(({ part }) => part));
  const found = new Map<Node, Map<Node, Value>>();
  for (const { node, input, part } of parts) {
    const value = values.get(part);
    if (value === undefined) continue;
    const row = found.get(node) ?? new Map<Node, Value>();
    found.set(node, row.set(input, value));
  }
  return found;
}
