import { type Derivation, verify } from "@chainrule/derive";
import { ChainruleError, type Name, nameText } from "@chainrule/graph";
import { languageOf } from "../language/language";
import type { NumberStyle } from "../number";
import type { PrinterOptions } from "../print";
import { printName, type SymbolOverrides } from "../symbol";
import { documentOf } from "./content";
import { toHtml } from "./html";
import { toMarkdown } from "./markdown";
import { numbersOf } from "./numbers";
import { inNumeratorLayout } from "./numerator";
import { type Notation, type Spelling, spellingOf } from "./spelling";
import { toTex } from "./tex";
import type { Writing } from "./writing";

export type Format = "markdown" | "html" | "latex";

export type Layout = "denominator" | "numerator";

export interface RenderOptions {
  readonly format: Format;
  /**
   * How formulas are written. "scalar": every quantity by itself, with numbers. "index": one entry of each tensor, for any
   * size. "matrix": products of matrices, with shapes. By default "scalar", or "index" where there are tensors.
   */
  readonly notation?: Notation;
  /**
   * In matrix notation, how a derivative of the loss by a tensor is laid out. "denominator" (default): in the shape of the
   * tensor. "numerator": by a column as a row, by a matrix as its transposed, so that Jacobians compose from left to right.
   */
  readonly layout?: Layout;
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
 * Every statement about a derivative of the loss is compared with the gradient first; no document comes of one that differs.
 * @throws ChainruleError WRONG if one does, OPTION for an unknown option value, NAME when two symbols would look alike
 * @example renderDocument(derive(E, { wrt: [w5, w1], rate: 0.5 }), { format: "html", digits: 6 })
 */
export function renderDocument(derivation: Derivation, options: RenderOptions): string {
  const { format, title, symbols = {} } = options;
  oneOf("format", format, ["markdown", "html", "latex"]);
  const document = documentOf(writingOf(derivation, options), title);
  if (format === "markdown") return toMarkdown(document);
  return format === "html" ? toHtml(document) : toTex(document, symbols);
}

/** What a derivation is written with, from checked options. */
export function writingOf(derivation: Derivation, options: Omit<RenderOptions, "format">): Writing {
  const {
    layout = "denominator",
    numbers = true,
    digits = 6,
    numberNotation = "decimal",
    symbols = {},
  } = options;
  const tensor = derivation.statements.find(({ expression }) => expression.shape.length > 0);
  const notation = options.notation ?? (tensor === undefined ? "scalar" : "index");
  oneOf("notation", notation, tensor === undefined ? ["scalar", "index", "matrix"] : ["index", "matrix"]);
  oneOf("layout", layout, ["denominator", "numerator"]);
  oneOf("numberNotation", numberNotation, ["decimal", "scientific"]);
  if (!Number.isInteger(digits) || digits < 1 || digits > 17) {
    throw new ChainruleError("OPTION", "digits is a whole number from 1 to 17", {
      where: "renderDocument",
      got: String(digits),
    });
  }
  const language = languageOf(options.language ?? "en");
  const spelling = spellingOf(notation, derivation, symbols);
  const style: NumberStyle = { digits, notation: numberNotation };
  const taken = distinctPrints(derivation, symbols);
  const print: PrinterOptions = { symbols, otherwise: language.phrases.otherwise, taken };
  const roots = [derivation.loss, ...derivation.wrt, ...(derivation.rate ? [derivation.rate] : [])];
  const isTurned = notation === "matrix" && layout === "numerator";
  return {
    derivation: isTurned ? inNumeratorLayout(derivation) : derivation,
    layout,
    language,
    print,
    spelling,
    verification: verify(derivation),
    numbers: numbers && notation === "scalar" ? numbersOf(derivation.statements, style, roots) : undefined,
    tags: tagsOf(derivation, spelling),
  };
}

/** What the names of a derivation are printed as. @throws ChainruleError NAME when two of them look alike */
function distinctPrints({ rate, statements }: Derivation, symbols: SymbolOverrides): ReadonlySet<string> {
  const names: Name[] = statements.map(({ symbol }) => symbol);
  if (rate?.attrs.name !== undefined) names.push(rate.attrs.name);
  const known = new Map<string, string>();
  for (const name of names) {
    const [text, latex] = [nameText(name), printName(name, symbols)];
    const other = known.get(latex);
    if (other !== undefined && other !== text) {
      throw new ChainruleError("NAME", "two symbols look alike, no reader could tell them apart", {
        where: "renderDocument",
        got: `${other} and ${text}, printed ${latex}`,
        mend: "Rename one of them, or give one another print by the option symbols",
      });
    }
    known.set(latex, text);
  }
  return new Set(known.keys());
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
function tagsOf({ form, statements }: Derivation, { shows }: Spelling): Map<number, number> {
  const cited = new Set<number>();
  for (const statement of statements) {
    const { because, role } = statement;
    const isBent = because.kind === "second derivative";
    const putsIn = isBent || because.kind === "substituted" || because.kind === "collapsed";
    if (!putsIn || (role !== "closed" && role !== "step" && !isBent)) continue;
    for (const source of statement.from) {
      const used = statements[source];
      const isOwn = used !== undefined && nameText(used.symbol) === nameText(statement.symbol);
      if (used !== undefined && !isOwn && used.role !== "chain" && shows(used)) cited.add(source);
    }
  }
  if (form === "factors") return new Map();
  return new Map([...cited].sort((a, b) => a - b).map((id, k) => [id, k + 1]));
}
