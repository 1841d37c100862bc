import type { Node, Sizes } from "@chainrule/graph";
import type { Budget } from "../budget";
import type { Condition } from "../prove/condition";
import { isProved } from "../prove/prove";

/** What formulas are compared on. */
export interface Ground {
  /** What symbolic sizes are taken as. */
  readonly sizes: Sizes;
  readonly seed: number;
  /** The work that may be done. */
  readonly budget?: Budget;
  /** What holds, by declaration or because the truth is defined only there. */
  readonly facts?: readonly Condition[];
  /** The graphs with definitions far below taken as quantities of their own: of deep graphs nothing else can be compared. */
  readonly freed?: (nodes: readonly Node[]) => readonly Node[];
}

/** Whether two graphs are proved equal; with freed definitions, whatever those are. */
export function areEqual(
  claim: Node,
  truth: Node,
  { budget, facts = [], freed, seed, sizes }: Ground,
): boolean {
  const [a, b] = (freed?.([claim, truth]) ?? [claim, truth]) as [Node, Node]; // one for each
  return isProved(a, b, { sizes, seed, given: facts, budget });
}
