import { type MultipliedOut, multipliedOut, type Node, topologicalOrder } from "@chainrule/graph";
import { lengthOf } from "./length";

/**
 * An expression multiplied out, with sums opened only as far as that makes it shorter; undefined where it would not be
 * shorter than `limit`.
 */
export function shorterThan(
  limit: number,
  expression: Node,
  held: ReadonlySet<Node>,
): MultipliedOut | undefined {
  if (topologicalOrder([expression], held).some(({ op }) => op.kind === "layout")) return undefined;
  let best: MultipliedOut | undefined;
  let least = limit;
  for (const opening of ["deltas", "all"] as const) {
    const found = multipliedOut(expression, { holding: held, opening });
    const length = found === undefined ? limit : lengthOf(found.known, held);
    if (length >= least) continue;
    [best, least] = [found, length];
  }
  return best;
}
