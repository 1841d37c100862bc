import type { Counterexample, Repair, Verdict } from "../../verdict";
import type { Reason } from "./reason";

/**
 * What an audit says of a line. The verdicts of `check`, and: `inherits` (right, given a mistake of an earlier line), `not supported by
 * the printed digits` (the operands are too coarse for the digits claimed), `cut instead of rounded`, `not checked`; `given` and
 * `definition` for what is no claim.
 */
export type AuditVerdict =
  | Verdict
  | "inherits"
  | "not supported by the printed digits"
  | "cut instead of rounded"
  | "not checked"
  | "given"
  | "definition";

/** From the gravest to what is no claim: a line is as good as its worst claim. */
export const GRAVITY: readonly AuditVerdict[] = [
  "wrong",
  "inherits",
  "not supported by the printed digits",
  "cut instead of rounded",
  "undecided",
  "holds where",
  "not checked",
  "rounding only",
  "numerically equal",
  "proved",
  "definition",
  "given",
];

/** Verdicts that mean that a number or formula does not say what it should. */
export const BAD: ReadonlySet<AuditVerdict> = new Set<AuditVerdict>([
  "wrong",
  "inherits",
  "not supported by the printed digits",
  "cut instead of rounded",
]);

/** Verdicts that mean that a claim holds. */
export const RIGHT: ReadonlySet<AuditVerdict> = new Set<AuditVerdict>([
  "proved",
  "numerically equal",
  "rounding only",
]);

/**
 * What a verdict means for whoever reads: the claim is wrong, right, or open (not judged, or right under a condition), or it is no
 * claim but what is given and defined.
 * @example verdictKind("inherits") // "wrong"
 */
export function verdictKind(verdict: AuditVerdict): "wrong" | "right" | "open" | "no claim" {
  if (BAD.has(verdict)) return "wrong";
  if (RIGHT.has(verdict)) return "right";
  return verdict === "given" || verdict === "definition" ? "no claim" : "open";
}

/** A small edit that makes a claim right; `place` and `text` are those of the formula that is claimed. */
export interface AuditRepair extends Repair {
  /** Where the part to be replaced begins in the document, counted from 0. */
  readonly offset: number;
}

/** What was found out about one member of a chain. Offsets are those of the document. */
export interface Finding {
  readonly verdict: AuditVerdict;
  readonly because: Reason;
  readonly start: number;
  readonly end: number;
  readonly repair?: AuditRepair;
  /** It is the transpose of what it should be. */
  readonly isTransposed?: true;
  /** The offset of the statement whose mistake this one inherits. */
  readonly from?: number;
  /** A point at which it differs from what it should be. */
  readonly counterexample?: Counterexample;
  /** What should stand there. */
  readonly expected?: string;
  /** The procedure that gives the printed number. */
  readonly variant?: Reason;
}
