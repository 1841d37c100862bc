import type { AuditSummary } from "@chainrule/check";

/* What the thread that audits tells the server of a document: plain data, with offsets from 0 in the text that was audited. */

/** A part of a text: from `start` to before `end`. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A change of the text that mends something. */
export interface Edit extends Span {
  readonly text: string;
}

/** What is said of a claim, or of a line of code. */
export interface Remark extends Span {
  /** `wrong`, or not judged, or what holds and needs no word until it is asked for. */
  readonly kind: "wrong" | "open" | "right";
  /** In a word: "wrong", "not checked", "proved". */
  readonly verdict: string;
  readonly message: string;
  /** The best first. */
  readonly edits: readonly Edit[];
}

/** A name with what it stands for. */
export interface Name {
  readonly text: string;
  readonly at: readonly Span[];
}

/** What a document comes to. */
export interface Standing extends AuditSummary {
  /** "42 of 42 equations hold" */
  readonly text: string;
  readonly state: "right" | "wrong" | "open";
}

export interface Report {
  readonly remarks: readonly Remark[];
  readonly names: readonly Name[];
  readonly standing: Standing;
}
