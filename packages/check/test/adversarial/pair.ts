import { type Node, scalar } from "@chainrule/graph";
import { expression } from "@chainrule/graph/mathjs";
import type { CheckOptions } from "../../src/index";

/*
 * Pairs of a truth and a claim, written from the mathematics: which verdicts are right, and where the two sides are the same.
 * A claim holds if it is defined and equal wherever the truth is defined, except at single points.
 */

/** A verdict, or `refused`: the claim was not read, with an error that says why. */
export type Outcome =
  | "proved"
  | "numerically equal"
  | "rounding only"
  | "holds where"
  | "wrong"
  | "undecided"
  | "refused";

export type Values = Readonly<Record<string, number>>;

/** What a check is given beside the pair. */
export type ClaimOptions = CheckOptions & { readonly assume?: string | string[] };

export interface Pair {
  readonly kind: string;
  readonly title: string;
  readonly truth: Node;
  readonly claim: string | Node;
  readonly options: ClaimOptions;
  /** The verdicts that are right. */
  readonly allowed: readonly Outcome[];
  /**
   * Where the claim is defined and equal, as far as the truth is defined; undefined where the truth is not. A condition is
   * held against it at points. */
  readonly holds?: ((at: Values) => boolean | undefined) | undefined;
  /** No edit of the claim is right, so none may be offered. */
  readonly noRepair?: boolean;
}

/** Holds everywhere, and must be shown. */
export const PROVED: readonly Outcome[] = ["proved"];
/** Holds everywhere; functions without an exact image may be compared at points. */
export const EQUAL: readonly Outcome[] = ["proved", "numerically equal"];
/** Holds in a region that can be stated. */
export const REGION: readonly Outcome[] = ["holds where"];
/** Holds in a region that may be hard to state. */
export const SOMEWHERE: readonly Outcome[] = ["holds where", "wrong"];
/** Differs, and must be found to. */
export const WRONG: readonly Outcome[] = ["wrong"];
/** Differs; that it does may be beyond what is tried, but nothing may call it equal. */
export const DIFFERS: readonly Outcome[] = ["wrong", "undecided"];
/** Differs, or is not a formula. */
export const NO_FORMULA: readonly Outcome[] = ["wrong", "undecided", "refused"];
/** Equal, but too costly to tell: only a refutation would be false. */
export const NOT_WRONG: readonly Outcome[] = ["proved", "numerically equal", "undecided"];

/** The scalar leaves that pairs in text are about. */
export const leaves: Readonly<Record<string, Node<number>>> = Object.fromEntries(
  ["a", "b", "c", "e", "m", "n", "p", "t", "u", "v", "w", "x", "y", "z"].map((name) => [name, scalar(name)]),
);

type Row = readonly [
  truth: string,
  claim: string,
  allowed: readonly Outcome[],
  more?: ((at: Values) => boolean | undefined) | string | string[],
];

/** Pairs of two texts. What follows the verdicts is a region, or what is assumed. */
export function scalarPairs(kind: string, rows: readonly Row[]): Pair[] {
  return rows.map(([truth, claim, allowed, more]) => {
    const isAssumed = more !== undefined && typeof more !== "function";
    return {
      kind,
      title: `${shortened(claim)} for ${shortened(truth)}${isAssumed ? ` if ${[more].flat().join(", ")}` : ""}`,
      truth: expression(truth, leaves),
      claim,
      options: { symbols: leaves, ...(isAssumed && { assume: more }) },
      allowed,
      holds: typeof more === "function" ? more : undefined,
    };
  });
}

const LONGEST_TITLE = 70;
export const shortened = (text: string): string =>
  text.length > LONGEST_TITLE ? `${text.slice(0, LONGEST_TITLE)}... of ${text.length} characters` : text;
