import type { Derivation } from "@chainrule/derive";
import { type Markup, markup } from "@chainrule/graph/written";
import { sectionsOf } from "./content";
import { blockMarkup, inlineMarkup, rowMarkup } from "./html-blocks";
import type { Block, Row, SectionName } from "./model";
import { type RenderOptions, writingOf } from "./render";

/** One line of a derivation, as HTML. */
export interface MarkupRow {
  /** Whether a new left side begins here; otherwise the line continues the one above. */
  readonly begins: boolean;
  /** Rows of an HTML table with the cells `left`, `right`, `reason` and `tag`. */
  readonly markup: Markup;
  /** The left side alone, and the reason: what may be shown before the formula is. */
  readonly left?: Markup;
  readonly reason?: Markup;
}

/** A block of a document as HTML: formulas line by line, everything else whole. */
export type MarkupBlock =
  | { readonly kind: "formulas"; readonly rows: readonly MarkupRow[] }
  | { readonly kind: Exclude<Block["kind"], "formulas">; readonly markup: Markup };

/** A section of a document as HTML. */
export interface MarkupSection {
  readonly name: SectionName;
  readonly blocks: readonly MarkupBlock[];
}

/** What is rendered, and how. */
export interface SectionOptions extends Omit<RenderOptions, "format" | "title" | "katexFile"> {
  /** Which sections; all if left out. */
  readonly only?: readonly SectionName[];
}

/**
 * The sections of the document that `renderDocument` makes of a derivation, as pieces of HTML: for pages that show a part of it, or
 * its lines one after another. Formulas are set by KaTeX, whose stylesheet the page has to have. It runs in browsers too.
 * @throws ChainruleError as `renderDocument` does
 * @example renderSections(derive(E, { wrt: w }), { only: ["backward"], language: "en" })
 */
export function renderSections(
  derivation: Derivation,
  options: SectionOptions = {},
): readonly MarkupSection[] {
  const sections = sectionsOf(writingOf(derivation, options), options.updates);
  const shown = sections.filter(({ name }) => options.only?.includes(name) ?? true);
  return shown.map(({ name, blocks }) => ({ name, blocks: blocks.map(block) }));
}

const block = (given: Block): MarkupBlock =>
  given.kind === "formulas"
    ? { kind: "formulas", rows: given.rows.map(row) }
    : { kind: given.kind, markup: blockMarkup(given) };

const row = (given: Row): MarkupRow => ({
  begins: given.left !== undefined,
  markup: markup.join(rowMarkup(given)),
  ...(given.left !== undefined && { left: inlineMarkup([{ math: given.left }]) }),
  ...(given.reason !== undefined && { reason: inlineMarkup(given.reason) }),
});
