import { filled, type Inline, type Phrase } from "../language/language";
import type { Writing } from "./writing";

/** A sign in what is printed, the phrase that says what it means, and the place in it with its formula. */
type Sign = readonly [sign: RegExp, phrase: Phrase, place: string, formula: string];

const MATRIX_SIGNS: readonly Sign[] = [
  [/\\mathbf\{1\}/, "onesVector", "ones", "\\mathbf{1}"],
  [/\\odot/, "hadamard", "odot", "\\odot"],
  [/\\operatorname\{diag\}/, "diagonalMatrix", "diag", "\\operatorname{diag}(v)"],
  [/\\operatorname\{tr\}/, "traceOf", "trace", "\\operatorname{tr}(A)"],
  [/\\right\\\|\^\{2\}/, "normOf", "norm", "\\left\\|v\\right\\|^{2}"],
  [/\\right\\\|_\{F\}\^\{2\}/, "frobenius", "norm", "\\left\\|A\\right\\|_{F}^{2}"],
  [/\\(operatorname\{\w+\}|max|min)_\{\d\}/, "alongAxis", "index", "k"],
  [/\\operatorname\{reshape\}/, "reshaped", "reshape", "\\operatorname{reshape}_{m \\times n}(A)"],
  [/_\{(:,\\,)?\d+:\d+/, "rowsRange", "range", "v_{a:b}"],
  [/\\left\[\\sum/, "entriesBracket", "bracket", "\\left[a_{ij}\\right]_{ij}"],
];
const INDEX_SIGNS: readonly Sign[] = [
  [/\\delta_\{\w{2,}|\\delta_\{[^}]*,/, "kronecker", "delta", "\\delta_{jk}"],
];

/** What the signs mean that formulas over tensors are written with. */
export function tensorNotation(writing: Writing): Inline[][] {
  const { derivation, language, layout, print, spelling } = writing;
  const isTensor = derivation.statements.some(({ expression }) => expression.shape.length > 0);
  if (spelling.notation === "scalar" || !isTensor) return [];
  const shown = derivation.statements.filter((statement) => spelling.shows(statement));
  const text = shown.map(({ expression }) => spelling.expression(expression, print).join(" ")).join(" ");
  const isMatrix = spelling.notation === "matrix";
  const signs = isMatrix ? MATRIX_SIGNS : INDEX_SIGNS;
  const met = signs.flatMap(([sign, phrase, place, formula]) =>
    sign.test(text) ? [filled(language, phrase, { [place]: { math: formula } })] : [],
  );
  if (!isMatrix) return met;
  const stated = layout === "numerator" ? "numeratorLayout" : "denominatorLayout";
  return [filled(language, stated), filled(language, "entryByEntry"), ...met];
}
