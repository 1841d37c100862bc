import type { Place } from "../python/syntax";

/** What stopped a part of the code from becoming a graph. */
export type Problem =
  /** There is no reading for it. */
  | { readonly kind: "unread"; readonly why: string }
  /** Shapes do not fit; the two sizes that should be equal, where it is two sizes. */
  | { readonly kind: "misfit"; readonly why: string; readonly sizes?: readonly [number, number] }
  /** A quantity of which another sort was supposed is used as this. */
  | {
      readonly kind: "wants";
      readonly of: string;
      readonly sort: "indices" | "number" | "truth";
      readonly below?: number;
    }
  /** A quantity has another number of axes than was supposed. */
  | { readonly kind: "rank"; readonly of: string; readonly rank: number }
  /** A size is divided by a number that does not divide it. */
  | { readonly kind: "divisor"; readonly size: number; readonly by: number };

/** A problem with its place. */
export interface Placed {
  readonly problem: Problem;
  readonly at: Place;
}

/** Thrown where a value cannot be made; whoever evaluates an expression turns it into a value that is not known. */
export class Stop extends Error {
  override readonly name = "Stop";
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problemText(problem));
    this.problem = problem;
  }
}

/** There is no reading for this. */
export const unread = (why: string): Stop => new Stop({ kind: "unread", why });

/** Shapes that do not fit. */
export const misfit = (why: string, sizes?: readonly [number, number]): Stop =>
  new Stop({ kind: "misfit", why, ...(sizes !== undefined && { sizes }) });

export function problemText(problem: Problem): string {
  if (problem.kind === "unread" || problem.kind === "misfit") return problem.why;
  if (problem.kind === "wants") return `${problem.of} is used as ${SORTS[problem.sort]}`;
  if (problem.kind === "rank") return `${problem.of} should have ${problem.rank} axes`;
  return `a size is divided by ${problem.by}`;
}

const SORTS = { indices: "indices", number: "a whole number", truth: "a condition" } as const;
