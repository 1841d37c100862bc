import type { Scene } from "@chainrule/plot";
import type { Inline } from "../language/language";
import type { Tex } from "../safe/tex";

/** One line of an aligned display. */
export interface Row {
  /** The left side; undefined where the line continues the one above. */
  readonly left?: Tex;
  /** The sign between the sides; empty where there is none. */
  readonly relation: Tex;
  /** The right side; several entries are lines of one long expression. */
  readonly right: readonly Tex[];
  readonly reason?: readonly Inline[];
  /** The number by which other lines refer to this one. */
  readonly tag?: string;
  readonly boxed?: boolean;
}

export interface Table {
  readonly kind: "table";
  readonly header: readonly (readonly Inline[])[];
  readonly rows: readonly (readonly (readonly Inline[])[])[];
}

export type Block =
  | { readonly kind: "heading"; readonly level: 1 | 2; readonly text: readonly Inline[] }
  | { readonly kind: "paragraph"; readonly text: readonly Inline[] }
  | { readonly kind: "list"; readonly items: readonly (readonly Inline[])[] }
  | { readonly kind: "formulas"; readonly rows: readonly Row[] }
  | { readonly kind: "picture"; readonly scene: Scene; readonly caption: readonly Inline[] }
  | Table;

/** What a part of a document is about. */
export type SectionName =
  | "abstract"
  | "notation"
  | "network"
  | "forward"
  | "backward"
  | "second"
  | "updates"
  | "training"
  | "summary";

/** A part of a document; where a derivation has nothing for it, it has no blocks. */
export interface Section {
  readonly name: SectionName;
  readonly blocks: readonly Block[];
}

/** A document before it is written in a format. */
export interface Document {
  readonly title: readonly Inline[];
  readonly language: string;
  readonly blocks: readonly Block[];
}
