import { english } from "../audit/findings/languages/en";
import { said } from "../audit/findings/say";
import type { Grade } from "./grade";
import type { StepOutcome } from "./outcome";

/** An answer with the name that it goes by; of one that could not be graded at all, why. */
export type Named =
  | { readonly name: string; readonly grade: Grade }
  | { readonly name: string; readonly because: string };

/** How a class fares at one step. */
export interface StepSummary {
  readonly step: string;
  readonly most: number;
  readonly counts: Readonly<Record<StepOutcome, number>>;
  /** How many lose its points. */
  readonly lost: number;
}

/** How a class fares. */
export interface ClassSummary {
  readonly answers: number;
  /** Those that are graded, be it that a part of them is open. */
  readonly graded: number;
  readonly most: number;
  /** The mean of the points of those with nothing open; undefined where there are none. */
  readonly mean: number | undefined;
  readonly steps: readonly StepSummary[];
  /** The step that most lose, if any do; the first of several. */
  readonly hardest: StepSummary | undefined;
  readonly notGraded: readonly { readonly name: string; readonly because: string }[];
}

const LOST: readonly StepOutcome[] = ["wrong", "unfinished", "missing"];

/** What answers to one rubric come to together. */
export function classSummary(all: readonly Named[]): ClassSummary {
  const grades = all.flatMap((each) =>
    "grade" in each && each.grade.status !== "not graded" ? each.grade : [],
  );
  const whole = grades.filter(({ status }) => status === "graded");
  const steps = (grades[0]?.steps ?? []).map(({ most, step }, k): StepSummary => {
    const counts = { right: 0, carried: 0, superfluous: 0, wrong: 0, unfinished: 0, missing: 0, open: 0 };
    for (const { steps: own } of grades) {
      const mark = own[k];
      if (mark !== undefined) counts[mark.outcome]++;
    }
    return { step, most, counts, lost: LOST.reduce((sum, each) => sum + counts[each], 0) };
  });
  const hardest = steps.reduce<StepSummary | undefined>(
    (worst, each) => (each.lost > (worst?.lost ?? 0) ? each : worst),
    undefined,
  );
  return {
    answers: all.length,
    graded: grades.length,
    most: grades[0]?.most ?? 0,
    mean: whole.length === 0 ? undefined : whole.reduce((sum, { points }) => sum + points, 0) / whole.length,
    steps,
    hardest,
    notGraded: all.flatMap((each) => {
      if ("because" in each) return [each];
      const { because, status } = each.grade;
      return status === "not graded" && because !== undefined
        ? [{ name: each.name, because: said(because, english) }]
        : [];
    }),
  };
}
