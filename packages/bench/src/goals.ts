import type { Measured } from "./rounds";
import { median, ratio } from "./statistics";
import type { Goal } from "./workload";

/** How a goal stands. `value` is in the unit of the goal; it is missing where something was not measured. */
export interface Verdict {
  readonly goal: Goal;
  readonly value: number | undefined;
  readonly status: "aim met" | "met" | "aim missed" | "missed" | "not measured";
}

/** Judges a goal by what was measured in its case. Smaller is better in all of them. */
export function verdict(goal: Goal, measured: readonly Measured[]): Verdict {
  const value = measuredValue(goal, measured);
  if (value === undefined || Number.isNaN(value)) return { goal, value: undefined, status: "not measured" };
  if (value <= goal.aim) return { goal, value, status: "aim met" };
  if (goal.atLeast === undefined) return { goal, value, status: "aim missed" };
  return { goal, value, status: value <= goal.atLeast ? "met" : "missed" };
}

function measuredValue({ of, over }: Goal, measured: readonly Measured[]): number | undefined {
  const timed = (name: string): Measured | undefined =>
    measured.find((one) => one.name === name && one.seconds.length > 0 && one.problem === undefined);
  const own = timed(of);
  if (own === undefined) return undefined;
  if (typeof over === "object") {
    return over.figure === "seconds" ? median(own.seconds) : own.figures[over.figure];
  }
  const other = timed(over);
  return other && ratio(own.seconds, other.seconds).median;
}
