import type { Node, Sizes } from "@chainrule/graph";
import { compareInFields } from "../prove/prove";

/** What formulas are compared on. */
export interface Ground {
  /** What symbolic sizes are taken as. */
  readonly sizes: Sizes;
  readonly seed: number;
  /** The graphs with definitions far below taken as quantities of their own: of deep graphs nothing else can be compared. */
  readonly freed?: (nodes: readonly Node[]) => readonly Node[];
}

/** Whether two graphs are proved equal; with freed definitions, whatever those are. */
export function areEqual(claim: Node, truth: Node, { freed, seed, sizes }: Ground): boolean {
  const [a, b] = (freed?.([claim, truth]) ?? [claim, truth]) as [Node, Node]; // one for each
  return compareInFields(a, b, sizes, seed).kind === "equal";
}
