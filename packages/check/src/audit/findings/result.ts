import type { Counterexample } from "../../verdict";
import type { AuditRepair, AuditVerdict } from "./finding";
import type { Reason, Value } from "./reason";

/** A part of a line. */
export interface AuditPlace {
  readonly line: number;
  /** Counted from 1. */
  readonly column: number;
  readonly length: number;
  readonly text: string;
}

/** What was found out about one `=` of a line. */
export interface AuditClaim {
  readonly verdict: AuditVerdict;
  /** Why, in English. */
  readonly because: string;
  /** The same as data. */
  readonly finding: Reason;
  readonly place: AuditPlace;
  /** What should stand there. */
  readonly expected?: string;
  /** A point at which the formula differs from what it should be. */
  readonly counterexample?: Counterexample;
  /** The line whose mistake this one inherits. */
  readonly inherits?: number;
  readonly variant?: string;
  readonly repair?: AuditRepair;
}

/** A chain of the document with its verdict: that of its gravest claim. */
export interface AuditLine {
  readonly line: number;
  readonly column: number;
  readonly text: string;
  readonly verdict: AuditVerdict;
  /** Why, in English. */
  readonly because: string;
  /** The same as data. */
  readonly finding: Reason;
  readonly repair?: AuditRepair;
  readonly inherits?: number;
  readonly variant?: string;
  /** The part that is wrong. */
  readonly where?: AuditPlace;
  /** One at least. */
  readonly claims: readonly AuditClaim[];
}

/** A convention that the document follows, as found in its formulas. */
export interface Convention {
  readonly kind: ConventionKind;
  /** What it is about: names, numbers. */
  readonly of: string;
  readonly to?: string;
}

export type ConventionKind =
  | "half in the loss"
  | "no half in the loss"
  | "target minus output"
  | "output minus target"
  | "bias added"
  | "threshold subtracted"
  | "Delta is partial"
  | "Delta is step"
  | "index to from"
  | "index from to"
  | "alias"
  | "net input"
  | "summand"
  | "function taken as"
  | "loss from above"
  | "length of an axis"
  | "gradient by name"
  | "rate"
  | "sensitivity"
  | "negative sensitivity"
  | "numerator layout";

/** What is untidy without being wrong. */
export interface Lint {
  readonly kind: LintKind;
  readonly of: string;
  readonly to?: string;
  readonly line?: number;
  /** What `of` and `to` say in English, as data, where that is more than text. */
  readonly values?: { readonly of: Value; readonly to: Value };
}

export type LintKind =
  | "no value"
  | "unused"
  | "numbering gap"
  | "no such equation"
  | "sum begins"
  | "differential below"
  | "index of the sum"
  | "index collides"
  | "open at equality"
  | "two values at equality"
  | "contradictory"
  | "not contradictory"
  | "premise not cited";

/** What an audit found. */
export interface Audit {
  readonly lines: readonly AuditLine[];
  readonly conventions: readonly Convention[];
  readonly lint: readonly Lint[];
}
