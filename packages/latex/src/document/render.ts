import {
  type Derivation,
  type GeneralDerivation,
  generalised,
  notFinite,
  type SeparabilityDerivation,
  type Statement,
  type Verification,
  verify,
} from "@chainrule/derive";
import { ChainruleError, type Name, nameText, topologicalOrder } from "@chainrule/graph";
import { described } from "@chainrule/graph/written";
import { type LanguageCode, languageOf } from "../language/language";
import type { NumberStyle } from "../number";
import { type Operators, operatorForms } from "../operators";
import type { PrinterOptions } from "../print";
import { tex } from "../safe/tex";
import { nameTex, type SymbolOverrides, type Symbols, sizeTex, symbolForms } from "../symbol";
import { documentOf } from "./content";
import { descriptionsOf } from "./describe";
import { toHtml } from "./html";
import { toMarkdown } from "./markdown";
import type { KatexFile } from "./math-style";
import type { Document } from "./model";
import { notFiniteText } from "./not-finite";
import { type Numbering, tagsOf } from "./numbering";
import { numbersOf } from "./numbers";
import { inNumeratorLayout } from "./numerator";
import { separabilityDocument } from "./separability";
import { type Notation, spellingOf } from "./spelling";
import { toTex } from "./tex";
import type { Detail, Writing } from "./writing";

export type Format = "markdown" | "html" | "latex";

export type Layout = "denominator" | "numerator";

export interface RenderOptions {
  readonly format: Format;
  /**
   * How formulas are written. "scalar": every quantity by itself, with numbers. "index": one entry of each tensor, for any
   * size. "matrix": products of matrices, with shapes. "both": index notation with matrix notation below it. By default
   * "scalar", or "index" where there are tensors.
   */
  readonly notation?: Notation | "both";
  /**
   * Layers that repeat one another up to a shift of the number in their names (W^(1), W^(2), ...) are derived once, for a layer
   * l: "general", the default. "unrolled" derives each of them.
   */
  readonly layers?: "general" | "unrolled";
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
  /** The language of everything that is no formula: "en" (default), "zh-Hans", "zh-Hant". */
  readonly language?: LanguageCode;
  readonly title?: string;
  /**
   * How many updates a training has; 1 by default. More than one, of a derivation with a rate and numbers, are written out: the first
   * two in full, then the loss in a table.
   */
  readonly updates?: number;
  /**
   * Whether the summary also has each gradient as one formula, with the other derivatives of the loss put in, in scalar notation;
   * false by default.
   */
  readonly wholeFormulas?: boolean;
  /**
   * How much of the way is shown. "every-step" (default): every derivative with all its partials. "standard": of scalar units that
   * differ in their numbers alone the first one's, and a table for the others; updates and gradients once. "summary": definitions and
   * results only.
   */
  readonly detail?: Detail;
  /** What symbols mean, in the author's words, by the text of their names: `{ lambda: "regularisation strength" }`. */
  readonly describe?: Readonly<Record<string, string>>;
  /** LaTeX for single symbols, by the text of their names. */
  readonly symbols?: SymbolOverrides;
  /** How operations that users declared are set, by name: `{ softsign: "s" }`; `\\operatorname{softsign}` by default. */
  readonly operators?: Operators;
  /** For `html` where this does not run in Node: the files of katex's folder `dist`, which a page has inside. */
  readonly katexFile?: KatexFile;
  /** Which lines have which numbers; by default lines that others refer to are numbered 1, 2, ... */
  readonly numbering?: Numbering;
}

/** What a document is made of: backpropagation, or whether a unit can tell two classes of points apart. */
export type Derivable = Derivation | SeparabilityDerivation;

/**
 * A derivation as a document: notation, picture, forward pass, loss, backward pass with reasons and numbers, updates,
 * summary and check. "html" is one self-contained page, "latex" a complete document for pdflatex.
 * Every statement about a derivative of the loss is compared with the gradient first; no document comes of one that differs.
 * Where a value is not finite, the document says which and has no numbers.
 * Of a separability, it has the conditions of the points and a unit that meets them, or the contradiction; all numbers are exact.
 * @throws ChainruleError WRONG if one does, OPTION for an unknown option value or LaTeX in one that does
 * more than print, NAME when two symbols would look alike
 * @example renderDocument(derive(E, { wrt: [w5, w1], rate: 0.5 }), { format: "html", digits: 6 })
 */
export function renderDocument(derivation: Derivable, options: RenderOptions): string {
  const { format, title } = options;
  oneOf("format", format, ["markdown", "html", "latex"]);
  if (title !== undefined && typeof title !== "string")
    throw new ChainruleError("OPTION", "the title is a text", {
      where: "renderDocument",
      got: described(title),
    });
  const { document, symbols } = contentOf(derivation, options);
  if (format === "markdown") return toMarkdown(document);
  return format === "html" ? toHtml(document, options.katexFile) : toTex(document, symbols);
}

function contentOf(
  derivation: Derivable,
  options: RenderOptions,
): { readonly document: Document; readonly symbols: Symbols } {
  if ("kind" in derivation) {
    const symbols = symbolForms(options.symbols === undefined ? {} : options.symbols);
    const language = languageOf(options.language ?? "en");
    return { document: separabilityDocument(derivation, language, symbols, options.title), symbols };
  }
  const writing = writingOf(derivation, options);
  const { updates = 1 } = options;
  if (!Number.isSafeInteger(updates) || updates < 1) {
    throw new ChainruleError("OPTION", "updates is a whole number of at least 1", {
      where: "renderDocument",
      got: String(updates),
    });
  }
  return { document: documentOf(writing, options.title, updates), symbols: writing.print.symbols ?? {} };
}

/** What a derivation is written with, from checked options. */
export function writingOf(given: Derivation, options: Omit<RenderOptions, "format">): Writing {
  const {
    layers: layering = "general",
    layout = "denominator",
    detail = "every-step",
    wholeFormulas = false,
    numbers = true,
    digits = 6,
    numberNotation = "decimal",
  } = options;
  const operators = operatorForms(options.operators === undefined ? {} : options.operators);
  const symbols = symbolForms(options.symbols === undefined ? {} : options.symbols);
  const tensor = given.statements.find(({ expression }) => expression.shape.length > 0);
  const asked = options.notation ?? (tensor === undefined ? "scalar" : "index");
  oneOf(
    "notation",
    asked,
    tensor === undefined ? ["scalar", "index", "matrix"] : ["index", "matrix", "both"],
  );
  oneOf("detail", detail, ["summary", "standard", "every-step"]);
  oneOf("layers", layering, ["general", "unrolled"]);
  oneOf("layout", layout, ["denominator", "numerator"]);
  const notation = asked === "both" ? "index" : asked;
  oneOf("numberNotation", numberNotation, ["decimal", "scientific"]);
  if (!Number.isInteger(digits) || digits < 1 || digits > 17) {
    throw new ChainruleError("OPTION", "digits is a whole number from 1 to 17", {
      where: "renderDocument",
      got: String(digits),
    });
  }
  const language = languageOf(options.language ?? "en");
  const general = tensor === undefined || layering === "unrolled" ? undefined : generalised(given);
  const derivation = general ?? given;
  const spelling = spellingOf(notation, derivation, symbols, general !== undefined);
  const style: NumberStyle = { digits, notation: numberNotation };
  const taken = distinctPrints(derivation, symbols);
  const print: PrinterOptions = {
    operators,
    symbols,
    otherwise: tex.escape(language.phrases.otherwise),
    taken,
  };
  const roots = [derivation.loss, ...derivation.wrt, ...(derivation.rate ? [derivation.rate] : [])];
  const inside = given.inner ?? [];
  const statements = [derivation, ...inside].flatMap((each) => each.statements);
  const values = numbers && notation === "scalar" ? numbersOf(statements, style, roots) : undefined;
  const unfinished = numbers ? notFinite(derivation) : undefined;
  const isTurned = notation === "matrix" && layout === "numerator";
  const writing: Writing = {
    derivation: isTurned ? inNumeratorLayout(derivation) : derivation,
    layout,
    language,
    print,
    describe: descriptionsOf(options.describe, given),
    spelling,
    beside: asked === "both" ? spellingOf("matrix", derivation, symbols, general !== undefined) : undefined,
    layers: general?.layers,
    instances: general?.instances ?? [],
    detail,
    inner: [],
    wholeFormulas,
    verification: verified(given, general),
    notFinite: unfinished && notFiniteText(unfinished, language, print, style),
    numbers: unfinished === undefined ? values : undefined,
    tags: new Map(),
  };
  const inner = innerWritings(inside, writing, options.numbering === undefined);
  const before = inner.reduce((sum, { tags }) => sum + tags.size, 0);
  // a summary has no lines to refer to
  const tags =
    detail === "summary"
      ? new Map<number, string>()
      : tagsOf(derivation, spelling, options.numbering, before);
  return { ...writing, inner, tags };
}

/** What the derivations of derivatives that a loss contains are written with; their lines are numbered first. */
function innerWritings(inner: readonly Derivation[], writing: Writing, isNumbered: boolean): Writing[] {
  let before = 0;
  return inner.map((derivation) => {
    const spelling = spellingOf(writing.spelling.notation, derivation, writing.print.symbols ?? {});
    const tags = isNumbered ? tagsOf(derivation, spelling, undefined, before) : new Map<number, string>();
    before += tags.size;
    return { ...writing, derivation, spelling, beside: undefined, layers: undefined, instances: [], tags };
  });
}

/** The derivation compared with the gradient, and general statements in layers that they hold for. */
function verified(derivation: Derivation, general: GeneralDerivation | undefined): Verification {
  const whole = verify(derivation);
  if (general === undefined) return whole;
  const instances = verify({ ...general, statements: general.instances });
  return {
    compared: whole.compared + instances.compared,
    unchecked: whole.unchecked + instances.unchecked,
    worst: Math.max(whole.worst, instances.worst),
  };
}

/** What the names of a derivation are printed as. @throws ChainruleError NAME when two of them look alike */
function distinctPrints({ rate, statements }: Derivation, symbols: Symbols): ReadonlySet<string> {
  const names: Name[] = statements.map(({ symbol }) => symbol);
  if (rate?.attrs.name !== undefined) names.push(rate.attrs.name);
  const known = new Map<string, string>();
  for (const name of names) {
    const [text, latex] = [nameText(name), nameTex(name, symbols)];
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
  return new Set([...known.keys(), ...inFormulas(statements, names, symbols, known)]);
}

/**
 * What else stands in formulas: the letters of names with a superscript or primes only, which e^{(1)} would be read as, and sizes.
 * @throws ChainruleError NAME when a size looks like a quantity
 */
function inFormulas(
  statements: readonly Statement[],
  names: readonly Name[],
  symbols: Symbols,
  known: ReadonlyMap<string, string>,
): string[] {
  const letters = names.flatMap((name) =>
    name.kind === "symbol" && name.sub === "" ? [nameTex({ ...name, sup: "" }, symbols)] : [],
  );
  const sizes = topologicalOrder(statements.map(({ expression }) => expression)).flatMap(
    ({ shape }) => shape,
  );
  const printed = new Set(
    sizes.flatMap((size) => (typeof size === "number" ? [] : [sizeTex(size, symbols)])),
  );
  for (const latex of printed) {
    const other = known.get(latex);
    if (other === undefined) continue;
    throw new ChainruleError("NAME", "a size and a quantity look alike, no reader could tell them apart", {
      where: "renderDocument",
      got: `${other}, printed ${latex}`,
      mend: "Rename one of them, or give one another print by the option symbols",
    });
  }
  return [...letters, ...printed];
}

function oneOf(option: string, value: string, allowed: readonly string[]): void {
  if (allowed.includes(value)) return;
  throw new ChainruleError("OPTION", `${option} is not one of the known ones`, {
    where: "renderDocument",
    got: JSON.stringify(value),
    expected: allowed.join(", "),
  });
}
