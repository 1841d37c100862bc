import type { Node } from "@chainrule/graph";
import { interpreted, type Sizes } from "../interpret/interpreted";
import { meantBy } from "../claim/printed";
import { preciseAt } from "./compare";
import { exactly, intervalTable } from "./interval-table";
import type { Point } from "./point";
import { decimal } from "./precise-table";

/** Whether the truth at a point is among the values that the claim's printed numbers can stand for. */
export function isWithinRounding(
  [claim, truth]: readonly [Node, Node],
  printed: ReadonlyMap<number, number>,
  point: Point,
  sizes: Sizes,
): boolean {
  const symbol = (node: Node, entry: number): ReturnType<typeof exactly> =>
    exactly(decimal(point.get(node)?.[entry] ?? Number.NaN));
  const intervals = interpreted([claim], sizes, intervalTable((value) => meantBy(printed, value), symbol))(claim).data;
  const values = preciseAt([truth], point, sizes)(truth);
  return values.every((value, k) => {
    const interval = intervals[k];
    return value !== undefined && interval !== undefined && interval.lo <= value && value <= interval.hi;
  });
}
