import type { AuditVerdict } from "../finding";
import type { Reason } from "../reason";
import type { ConventionKind, LintKind } from "../result";

/**
 * A sentence with places for values: `{name}`, or for a list with what stands between its items, `{name:, }`. Two forms where
 * the value `count` decides between singular and plural.
 */
export type Sentence = string | { readonly one: string; readonly other: string };

/** What a report says besides its findings. */
export type Word =
  | "title"
  | "titleOf"
  | "conventions"
  | "notes"
  | "line"
  | "verdict"
  | "formula"
  | "because"
  | "heading"
  | "atLine"
  | "told"
  | "atPlace"
  | "expected"
  | "andExpected"
  | "repair"
  | "nothing"
  | "summary"
  | "lines"
  | "count"
  | "mended"
  | "left"
  | "counterexample"
  | "badge";

/** Everything that an audit says in words. A language is one such table. */
export interface Language {
  /** As in HTML's lang attribute. */
  readonly code: LanguageCode;
  readonly words: Readonly<Record<Word, Sentence>>;
  readonly verdicts: Readonly<Record<AuditVerdict, string>>;
  readonly conventions: Readonly<Record<ConventionKind, Sentence>>;
  readonly notes: Readonly<Record<LintKind, Sentence>>;
  readonly reasons: Readonly<Record<Exclude<Reason["kind"], "unread">, Sentence>>;
  /** In place of what the reader of formulas says, which is English. */
  readonly refusals?: Refusals;
  /** What stands between the items of a list. */
  readonly list: { readonly comma: string; readonly end: string };
}

/** Why a formula could not be read. */
export interface Refusals {
  /** By the reader's own words; places are `got` and `expected`. */
  readonly sentences: Readonly<Record<string, string>>;
  /** For what has no sentence of its own, of shapes and of anything else. */
  readonly shapes: string;
  readonly other: string;
  /** With the place in the formula. */
  readonly at: string;
}

export type LanguageCode = "en" | "zh-Hans" | "zh-Hant";
