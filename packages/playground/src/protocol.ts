/*
 * What the page asks of the worker. Every question carries all that its answer depends on, so that answers can be dropped, repeated and
 * tested; the worker only remembers what it made of the last texts.
 */
import type { MarkupBlock } from "@chainrule/latex";
import type { Plane } from "@chainrule/plot";
import type { Problem } from "./network/problem";

export type SourceKind = "network" | "derivation" | "code";
export type Language = "en" | "zh-Hans" | "zh-Hant";
export type Form = "chain" | "delta" | "factors";
export type Notation = "scalar" | "index" | "matrix";
export type View = "network" | "graph";

/** A sample: its inputs, then its targets, as numbers. */
export type Row = readonly number[];

/** Values of symbols by name; those of a tensor row by row. */
export type Values = Readonly<Record<string, number | readonly number[]>>;

/** What every question about a network has. */
export interface Setting {
  readonly kind: SourceKind;
  readonly source: string;
  /** Values of symbols that are not those of the text, by name. */
  readonly values: Values;
  readonly language: Language;
}

/** What a quantity is in a network; `fixed` symbols are neither trained nor data. */
export type Role = "parameter" | "fixed" | "input" | "target" | "definition" | "loss";

export interface Quantity {
  readonly name: string;
  readonly role: Role;
  readonly shape: readonly number[];
  readonly value?: number;
  readonly gradient?: number;
}

/** What a text turned out to be. */
export interface Opened {
  readonly loss: string;
  readonly quantities: readonly Quantity[];
  readonly rate: number;
  /** Columns of samples: the names of scalar inputs, then of scalar targets; empty where samples are not numbers. */
  readonly inputs: readonly string[];
  readonly targets: readonly string[];
  /** The targets of each class of samples. */
  readonly classes: readonly Row[];
  /** Whether decisions can be drawn in a plane: two inputs, outputs that are numbers. */
  readonly isPlane: boolean;
  /** Which notations there are. */
  readonly notations: readonly Notation[];
  readonly forms: readonly Form[];
}

export interface DerivationAsk extends Setting {
  readonly selected: string;
  readonly form: Form;
  readonly notation: Notation;
  /** For the update of a parameter. */
  readonly rate: number;
}

/** What `check` said of a formula, with its sentence in English and its parts as data. */
export interface Judgement {
  readonly verdict:
    | "proved"
    | "numerically equal"
    | "rounding only"
    | "holds where"
    | "wrong"
    | "undecided"
    | "unread";
  readonly because: string;
  /** The part of the formula that it is about, counted from 0. */
  readonly from?: number;
  readonly to?: number;
  readonly expected?: string;
  readonly ratio?: string;
  readonly condition?: string;
  /** The whole formula, mended. */
  readonly repair?: string;
  readonly milliseconds: number;
}

/** One line of a document or of code, with what was found out about it. */
export interface AuditedLine {
  readonly line: number;
  readonly from: number;
  readonly to: number;
  readonly text: string;
  readonly verdict: string;
  readonly message: string;
  /** The part that is wrong. */
  readonly where?: { readonly from: number; readonly to: number };
  readonly expected?: string;
  /** An edit of the text that mends it. */
  readonly edit?: { readonly from: number; readonly to: number; readonly text: string };
}

export interface Audited {
  readonly lines: readonly AuditedLine[];
  readonly milliseconds: number;
}

export interface Trained {
  readonly values: Values;
  /** The loss before each of the steps and after the last. */
  readonly losses: readonly number[];
  /** How long the steps alone took. */
  readonly milliseconds: number;
}

export type ExportFormat = "markdown" | "latex" | "html" | "pytorch" | "numpy" | "onnx";

export interface Exported {
  readonly name: string;
  readonly type: string;
  readonly data: string | Uint8Array<ArrayBuffer>;
}

/** The questions by name: what is asked, and what is answered. */
export interface Jobs {
  readonly open: readonly [ask: Setting, answer: Opened];
  readonly picture: readonly [
    ask: Setting & { readonly selected: string | undefined; readonly view: View },
    answer: { readonly svg: string; readonly quantities: readonly Quantity[] },
  ];
  readonly derivation: readonly [ask: DerivationAsk, answer: { readonly blocks: readonly MarkupBlock[] }];
  readonly judge: readonly [ask: DerivationAsk & { readonly claim: string }, answer: Judgement];
  readonly train: readonly [
    ask: Setting & { readonly rows: readonly Row[]; readonly rate: number; readonly steps: number },
    answer: Trained,
  ];
  readonly regions: readonly [
    ask: Setting & {
      readonly rows: readonly Row[];
      readonly x: readonly [number, number];
      readonly y: readonly [number, number];
      readonly resolution: number;
    },
    answer: { readonly svg: string; readonly plane: Plane },
  ];
  readonly curve: readonly [
    ask: { readonly losses: readonly (readonly [step: number, loss: number])[]; readonly language: Language },
    answer: { readonly svg: string },
  ];
  readonly audit: readonly [ask: Setting, answer: Audited];
  readonly table: readonly [
    ask: { readonly csv: string; readonly columns: readonly string[] },
    answer: { readonly rows: readonly Row[] },
  ];
  readonly export: readonly [
    ask: DerivationAsk & {
      readonly all: boolean;
      readonly format: ExportFormat;
      /** Files of KaTeX by path, for a page that stands alone. */
      readonly files: Readonly<Record<string, Uint8Array>>;
    },
    answer: Exported,
  ];
}

export type JobName = keyof Jobs;
export type Ask<J extends JobName> = Jobs[J][0];
export type Answer<J extends JobName> = Jobs[J][1];

export interface Question<J extends JobName = JobName> {
  readonly id: number;
  readonly job: J;
  readonly ask: Ask<J>;
}

/** An answer, or why there is none: a problem of the text, or a sentence. */
export type Reply<J extends JobName = JobName> =
  | { readonly id: number; readonly answer: Answer<J> }
  | { readonly id: number; readonly problem: Problem };
