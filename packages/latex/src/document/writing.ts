import type { Derivation, Layers, Statement, Verification } from "@chainrule/derive";
import { type Name, type Node, nameText } from "@chainrule/graph";
import { filled, type Inline, type Language, type Phrase } from "../language/language";
import type { PrinterOptions } from "../print";
import type { Tex } from "../safe/tex";
import { nameTex } from "../symbol";
import type { Block } from "./model";
import type { Numbers } from "./numbers";
import type { Spelling } from "./spelling";

/**
 * How much of the way to the derivatives is shown. "every-step": all of it. "standard": of units that differ in their numbers alone the
 * first one's, and a table for the others; updates and gradients once. "summary": definitions and results.
 */
export type Detail = "summary" | "standard" | "every-step";

/** Everything that a document is written with. */
export interface Writing {
  readonly derivation: Derivation;
  readonly language: Language;
  /** How derivatives of the loss by tensors are laid out in matrix notation. */
  readonly layout: "denominator" | "numerator";
  readonly print: PrinterOptions;
  /** The author's words for symbols, by the texts of their names. */
  readonly describe: ReadonlyMap<string, string>;
  readonly spelling: Spelling;
  /** A second notation that stands beside the first. */
  readonly beside: Spelling | undefined;
  /** The layers that general statements are about. */
  readonly layers: Layers | undefined;
  /** General statements in some layers that they hold for, over the quantities of the network. */
  readonly instances: readonly Statement[];
  /** How much of the way is shown. */
  readonly detail: Detail;
  /** The derivations of derivatives that the loss contains, with what they are written with. */
  readonly inner: readonly Writing[];
  /** Whether gradients that have other derivatives of the loss in them are written as one formula too. */
  readonly wholeFormulas: boolean;
  readonly verification: Verification;
  /** What is not finite at the values given, as a sentence: then there are no numbers. */
  readonly notFinite: readonly Inline[] | undefined;
  /** Undefined: the document has no numbers. */
  readonly numbers: Numbers | undefined;
  /** The numbers of lines that others refer to, by statement. */
  readonly tags: ReadonlyMap<number, string>;
}

export const nameOf = (node: Node): Name => node.attrs.name as Name; // derivations are over named quantities

/** The symbols that are trained: those that were said to be, else those that are updated. */
export const trainedIn = ({ rate, trained, wrt }: Derivation): readonly Node[] =>
  trained ?? (rate === undefined ? [] : wrt);

export const nameLatex = (name: Name, { print }: Writing): Tex => nameTex(name, print.symbols);

/** A name in running text. */
export const nameInline = (name: Name, writing: Writing): Inline => ({
  math: nameLatex(name, writing),
  text: nameText(name),
});

export const heading = (level: 1 | 2, text: readonly Inline[]): Block => ({ kind: "heading", level, text });

export const section = (
  language: Language,
  phrase: Phrase,
  places: Readonly<Record<string, Inline | readonly Inline[]>> = {},
): Block => heading(1, filled(language, phrase, places));

export const paragraph = (text: readonly Inline[]): Block => ({ kind: "paragraph", text });

/** The statements that play one of the roles, in order. */
export const ofRole = (
  { derivation, spelling }: Writing,
  ...roles: readonly Statement["role"][]
): Statement[] =>
  derivation.statements.filter((statement) => roles.includes(statement.role) && spelling.shows(statement));

/** Whether a statement is about a derivative of the loss, by its own name or by an abbreviation. */
export function isOfLoss({ stands, symbol }: Statement, { derivation }: Writing): boolean {
  const name = stands ?? symbol;
  return name.kind === "partial" && nameText(name.of) === nameText(nameOf(derivation.loss));
}
