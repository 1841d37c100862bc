import type { Derivation } from "@chainrule/derive";
import { ChainruleError, nameText } from "@chainrule/graph";
import { languageOf } from "../language/language";
import type { NumberStyle } from "../number";
import type { PrintOptions } from "../print";
import type { SymbolOverrides } from "../symbol";
import { documentOf } from "./content";
import { toHtml } from "./html";
import { toMarkdown } from "./markdown";
import { numbersOf } from "./numbers";
import type { Writing } from "./rows";
import { toTex } from "./tex";

export type Format = "markdown" | "html" | "latex";

export interface RenderOptions {
  readonly format: Format;
  /** How formulas are written; "scalar" (default): every quantity by itself. */
  readonly notation?: "scalar";
  /** Whether numbers are put in and results computed; true by default, if all symbols have values. */
  readonly numbers?: boolean;
  /** Significant digits of printed numbers, 1 to 17; 6 by default. */
  readonly digits?: number;
  /** 0.000438568 or 4.38568 · 10^-4. */
  readonly numberNotation?: NumberStyle["notation"];
  readonly language?: "en";
  readonly title?: string;
  /** LaTeX for single symbols, by the text of their names. */
  readonly symbols?: SymbolOverrides;
}

/**
 * A derivation as a document: notation, picture, forward pass, loss, backward pass with reasons and numbers, updates,
 * summary and check. "html" is one self-contained page (made in Node), "latex" a complete document for pdflatex.
 * @throws ChainruleError OPTION for an unknown option value
 * @example renderDocument(derive(E, { wrt: [w5, w1], rate: 0.5 }), { format: "html", digits: 6 })
 */
export function renderDocument(derivation: Derivation, options: RenderOptions): string {
  const { format, numbers = true, digits = 6, numberNotation = "decimal", title, symbols = {} } = options;
  oneOf("format", format, ["markdown", "html", "latex"]);
  oneOf("notation", options.notation ?? "scalar", ["scalar"]);
  oneOf("numberNotation", numberNotation, ["decimal", "scientific"]);
  if (!Number.isInteger(digits) || digits < 1 || digits > 17) {
    throw new ChainruleError("OPTION", "digits is a whole number from 1 to 17", {
      where: "renderDocument",
      got: String(digits),
    });
  }
  const language = languageOf(options.language ?? "en");
  const style: NumberStyle = { digits, notation: numberNotation };
  const print: PrintOptions = { symbols, otherwise: language.phrases.otherwise };
  const extra = derivation.rate === undefined ? derivation.wrt : [...derivation.wrt, derivation.rate];
  const writing: Writing = {
    derivation,
    language,
    print,
    numbers: numbers ? numbersOf(derivation.statements, style, [derivation.loss, ...extra]) : undefined,
    tags: tagsOf(derivation),
  };
  const document = documentOf(writing, title);
  if (format === "markdown") return toMarkdown(document);
  return format === "html" ? toHtml(document) : toTex(document, symbols);
}

function oneOf(option: string, value: string, allowed: readonly string[]): void {
  if (allowed.includes(value)) return;
  throw new ChainruleError("OPTION", `${option} is not one of the known ones`, {
    where: "renderDocument",
    got: JSON.stringify(value),
    expected: allowed.join(", "),
  });
}

/** Numbers the statements that later ones put in: only lines that are referred to. */
function tagsOf({ form, statements }: Derivation): Map<number, number> {
  const cited = new Set<number>();
  for (const statement of statements) {
    if (statement.role !== "closed" || statement.because.kind !== "substituted") continue;
    for (const source of statement.from) {
      const used = statements[source];
      const isOwn = used !== undefined && nameText(used.symbol) === nameText(statement.symbol);
      if (used !== undefined && !isOwn && used.role !== "chain") cited.add(source);
    }
  }
  if (form === "factors") return new Map();
  return new Map([...cited].sort((a, b) => a - b).map((id, k) => [id, k + 1]));
}
