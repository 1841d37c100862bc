import type { Answer } from "../../test/adversarial/answer";
import { conditionOf } from "../../test/adversarial/condition";
import type { Checked } from "./checked";
import type { Found } from "./outside";
import type { Point } from "./sample";

/** What is true of a pair: computed outside, at points and by construction. */
export type Truth = "same" | "differs" | "unsettled" | "disputed";

/** What is false about an answer, or needless. */
export type Fault =
  | "false proof"
  | "false equality"
  | "false wrong"
  | "false condition"
  | "needless condition"
  | "crash";

export interface Judgement {
  readonly truth: Truth;
  readonly outcome: Answer["outcome"] | "no answer";
  readonly faults: readonly Fault[];
}

/** Points at which both sides must be the same, so that laws that hold are believed to. */
const ENOUGH = 3;

/** What is true: a claim differs where its value does, and where it is not defined while the truth is. */
export function truthOf(made: "same" | "changed", { found = "", unknown }: Found): Truth {
  if (unknown !== undefined) return made === "same" ? "same" : "unsettled"; // by construction alone
  const differs = /[!<]/.test(found);
  if (differs) return made === "changed" ? "differs" : "disputed";
  const equal = found.split("=").length - 1;
  return made === "same" && equal >= ENOUGH ? "same" : "unsettled";
}

/** Judges an answer; undefined for no answer. */
export function judged(sample: Checked["sample"], answer: Answer | undefined, found: Found): Judgement {
  const truth = truthOf(sample.made, found);
  const outcome = answer?.outcome ?? "no answer";
  const faults: Fault[] = [];
  if (outcome === "crash") faults.push("crash");
  if (truth === "differs") {
    if (outcome === "proved") faults.push("false proof");
    if (outcome === "numerically equal" || outcome === "rounding only") faults.push("false equality");
    if (outcome === "holds where" && isFalse(answer?.condition, sample.points, found.found ?? ""))
      faults.push("false condition");
  }
  if (truth === "same") {
    if (outcome === "wrong") faults.push("false wrong");
    if (outcome === "holds where") faults.push("needless condition");
  }
  return { truth, outcome, faults };
}

/** Whether a condition is true at a point where the sides differ. */
function isFalse(text: string | undefined, points: readonly Point[], marks: string): boolean {
  if (text === undefined) return true;
  const differing = points.filter((_, place) => "!<".includes(marks[place] ?? "-"));
  try {
    const holds = conditionOf(text.replaceAll(">=", ">")); // 0 in float64 may be what is left of a number below 0
    return differing.some((point) => {
      const numbers = Object.entries(point.values).flatMap(([name, value]) =>
        typeof value === "string" ? [[name, Number(value)] as const] : [],
      );
      return holds({ ...Object.fromEntries(numbers), ...point.sizes }) === true;
    });
  } catch {
    return false; // about entries of tensors: not decided here
  }
}
