import { type Node, type Sizes, walk } from "@chainrule/graph";
import { Budget, TooCostly } from "../budget";
import { type Agreement, agreementOf, type Knowledge, LEVELS, type Status } from "./agreement";
import { DECLARED_DIGITS, isKnownInFloat } from "./declared";
import type { Point } from "./point";
import { isZero, type Precise, toNumber, UNKNOWN, type Wide } from "./wide";
import { decimal, wideTable } from "./wide-table";

/** What the two sides are at one point. */
export interface PointFound {
  readonly point: Point;
  readonly status: Status;
  /** The first entry that decides. */
  readonly entry: number;
  /** The values there; undefined also where nothing is known of them. */
  readonly claim: Precise;
  readonly truth: Precise;
  /** To how many bits all entries agree where they are equal; infinite where they are exactly. */
  readonly bits: number;
}

/** What is compared, and with which work. */
export interface Sides {
  readonly claim: Node;
  readonly truth: Node;
  readonly sizes: Sizes;
  readonly known: Knowledge;
  readonly budget: Budget;
}

export const knowledgeOf = (roots: readonly Node[]): Knowledge =>
  isKnownInFloat(roots) ? DECLARED_DIGITS : "any";

/** Operations that users declared are known to few digits; all others to as many as are asked for. */
export const sidesOf = (claim: Node, truth: Node, sizes: Sizes, budget: Budget): Sides => ({
  claim,
  truth,
  sizes,
  budget,
  known: knowledgeOf([claim, truth]),
});

/** Whether both sides are the same at a point, or neither is defined there. */
export const agrees = ({ status }: Pick<PointFound, "status">): boolean =>
  status === "equal" || status === "both undefined";

/** Which precision to begin with: what was equal at the last point is probably equal again. */
export interface Start {
  level: number;
}

/**
 * Both sides at a point, with more and more bits until they are told apart or agree to very many. Undefined if one of the nodes in
 * `off` is exactly 0 there.
 */
export function foundAt(
  sides: Sides,
  point: Point,
  off: readonly Node[] = [],
  start: Start = { level: 0 },
): PointFound | undefined {
  let last: PointFound = {
    point,
    status: "undecided",
    entry: 0,
    claim: undefined,
    truth: undefined,
    bits: 0,
  };
  const budget = sides.budget.part(MOST_WORK);
  try {
    for (let level = start.level; level < LEVELS.length; level++) {
      const at = wideAt(
        [sides.claim, sides.truth, ...off],
        point,
        sides.sizes,
        LEVELS[level] as number,
        budget,
      );
      if (off.some((node) => at(node).some(isZero))) return undefined;
      last = { point, ...entriesCompared(at(sides.claim), at(sides.truth), level, sides.known) };
      if (last.status !== "undecided") {
        start.level = last.status === "equal" && level > 0 ? 1 : 0;
        return last;
      }
      if (sides.known !== "any") return last; // more bits tell nothing more
    }
  } catch (error) {
    if (!(error instanceof TooCostly) || sides.budget.isUsedUp) throw error;
  }
  return last;
}

/** One point may take so much of a budget. */
const MOST_WORK = 12_000_000;

function entriesCompared(
  claims: readonly Wide[],
  truths: readonly Wide[],
  level: number,
  known: Knowledge,
): Omit<PointFound, "point"> {
  let status: Status = "equal";
  let [place, bits] = [0, Number.POSITIVE_INFINITY];
  for (const [entry, truth] of truths.entries()) {
    const found: Agreement = agreementOf(claims[entry], truth, level, known);
    if (found.status === "equal") {
      bits = Math.min(bits, found.bits);
      continue;
    }
    const isOpen = found.status === "both undefined" || found.status === "undecided";
    if (isOpen && status !== "equal" && found.status !== "undecided") continue;
    if (status === "equal" || found.status !== status) [status, place] = [found.status, entry];
    if (!isOpen) break;
  }
  return { status, entry: place, claim: preciseOf(claims[place]), truth: preciseOf(truths[place]), bits };
}

/** A number that is known; undefined where none is. */
const preciseOf = (x: Wide): Precise => (x === UNKNOWN ? undefined : x);

function wideAt(
  roots: readonly Node[],
  point: Point,
  sizes: Sizes,
  bits: number,
  budget: Budget,
): (node: Node) => readonly Wide[] {
  const symbol = (node: Node, entry: number): Precise => decimal(point.get(node)?.[entry] ?? Number.NaN);
  const at = walk(roots, sizes, wideTable({ bits, budget }, symbol));
  return (node) => at(node).data;
}

/** The work that the values of one graph may take. */
const WORK_OF_VALUES = 60_000_000;

/** Values at a point with so many bits; undefined where there is none, or nothing is known of it. @throws TooCostly */
export function preciseAt(
  roots: readonly Node[],
  point: Point,
  sizes: Sizes,
  bits = LEVELS[1] as number, // which no comparison of printed numbers sees the end of
  budget = new Budget(WORK_OF_VALUES),
): (node: Node) => readonly Precise[] {
  const at = wideAt(roots, point, sizes, bits, budget);
  return (node) => at(node).map(preciseOf);
}

/** How many decimal digits so many bits are. */
export const decimalDigits = (bits: number): number => Math.floor(bits * Math.log10(2));

/** A value for a reader. */
export const shownValue = (value: Precise): number | "undefined" =>
  value === undefined ? "undefined" : toNumber(value);
