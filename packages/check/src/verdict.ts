/**
 * What a check found. `proved`: equal by exact evaluation. `numerically equal`: equal at every point tried, as far as
 * error bounds tell, for what has no exact image. `rounding only`: a printed number stands for a longer one. `holds where`: equal by exact evaluation where
 * `condition` holds, and not elsewhere: a law of roots, logarithms or powers needs it, or the claim is not defined without it.
 * `wrong`: with a counterexample. `undecided`: none of these could be established.
 */
export type Verdict =
  | "proved"
  | "numerically equal"
  | "rounding only"
  | "holds where"
  | "wrong"
  | "undecided";

/** How a verdict was reached. Plain data. */
export interface Evidence {
  readonly method:
    | "normal form"
    | "prime fields"
    | "points"
    | "intervals"
    | "exact numbers"
    | "shapes"
    | "indices";
  /** The primes of the outermost fields, as decimal text, one for each random point. */
  readonly primes?: readonly string[];
  /**
   * The probability that different formulas agree at all these points. A bound for sums, products, quotients and whole powers; a
   * heuristic where exponentials, roots or other functions occur, as those that look different are taken as independent.
   */
  readonly errorProbability?: number;
  readonly seed: number;
  /** How many points with real numbers were compared. */
  readonly points?: number;
  /** The largest difference in float64 there, in units in the last place. */
  readonly worstUlps?: number;
  /** What symbolic sizes were taken as; a proof takes them one larger at its second point. */
  readonly sizes?: Readonly<Record<string, number>>;
}

/** A point where claim and truth differ. */
export interface Counterexample {
  /** The values of the symbols, by name; tensors as flat arrays. */
  readonly at: Readonly<Record<string, number | readonly number[]>>;
  /** Which entry of a tensor is compared, counted from 0. */
  readonly entry?: readonly number[];
  readonly claim: number | "undefined";
  readonly truth: number | "undefined";
}

/** A place where a function has no derivative, or one side is not defined, and both values there. */
export interface KinkFound {
  /** For example "x = 0". */
  readonly at: string;
  readonly claim: number | "undefined";
  readonly truth: number | "undefined";
  readonly equal: boolean;
}

/** A part of the text that the user typed. */
export interface Place {
  readonly text: string;
  /** Counted from 1. */
  readonly column: number;
  readonly length: number;
}

/** The first factor or term that differs. */
export interface Difference {
  readonly place: Place;
  readonly what:
    | "factor"
    | "term"
    | "formula"
    | "index"
    | "missing factor"
    | "missing term"
    | "extra factor"
    | "extra term";
  /** What should stand there, as a formula. */
  readonly expected?: string;
  /** The whole claim over the truth, when that is telling: "-1", "2", "1/2", or a factor. */
  readonly ratio?: string;
}

/** One small edit that makes the claim proved. */
export interface Repair {
  /** What was slipped: "sign", "factor 2", "wrong name", ... */
  readonly edit: string;
  readonly place: Place;
  /** What to put there. */
  readonly replacement: string;
  /** The whole claim with the edit made. */
  readonly text: string;
}

export interface CheckResult {
  readonly verdict: Verdict;
  /** One sentence for a reader. */
  readonly because: string;
  readonly evidence: Evidence;
  /** For `holds where`: the condition, over symbols, as a text formula: "x >= 0", "a > 0 and b > 0". */
  readonly condition?: string;
  readonly counterexample?: Counterexample;
  /** Where the sides differ while they agree elsewhere: "differs for x < 0", "differs for x > 5". */
  readonly domain?: string;
  readonly kinks?: readonly KinkFound[];
  readonly where?: Difference;
  /** The only repair found. */
  readonly repair?: Repair;
  /** All repairs found, when there are several. */
  readonly repairs?: readonly Repair[];
  /** For `rounding only` and numbers: what the printed number should be, to 15 digits. */
  readonly value?: number;
}
