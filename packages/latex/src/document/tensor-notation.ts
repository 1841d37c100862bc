import { constant, type Node, topologicalOrder } from "@chainrule/graph";
import { filled, type Inline, type Phrase } from "../language/language";
import { notationOf } from "../notation";
import { nodeTex } from "../print";
import { type Tex, tex } from "../safe/tex";
import { nameTex } from "../symbol";
import { type Spelling, spellingOf } from "./spelling";
import type { Writing } from "./writing";

/** A sign in what is printed, the phrase that says what it means, and the place in it with its formula. */
type Sign = readonly [sign: RegExp, phrase: Phrase, place: string, formula: Tex];

const MATRIX_SIGNS: readonly Sign[] = [
  [/\\mathbf\{1\}/, "onesVector", "ones", tex`\\mathbf{1}`],
  [/\\odot/, "hadamard", "odot", tex`\\odot`],
  [/\\operatorname\{diag\}/, "diagonalMatrix", "diag", tex`\\operatorname{diag}(v)`],
  [/\\operatorname\{tr\}/, "traceOf", "trace", tex`\\operatorname{tr}(A)`],
  [/\\right\\\|\^\{2\}/, "normOf", "norm", tex`\\left\\|v\\right\\|^{2}`],
  [/\\right\\\|_\{F\}\^\{2\}/, "frobenius", "norm", tex`\\left\\|A\\right\\|_{F}^{2}`],
  [/\\(operatorname\{\w+\}|max|min)_\{\d\}/, "alongAxis", "index", tex`k`],
  [/\\operatorname\{reshape\}/, "reshaped", "reshape", tex`\\operatorname{reshape}_{m \\times n}(A)`],
  [/_\{(:,\\,)?\d+:\d+/, "rowsRange", "range", tex`v_{a:b}`],
  [/\\left\[\\sum/, "entriesBracket", "bracket", tex`\\left[a_{ij}\\right]_{ij}`],
];
const INDEX_SIGNS: readonly Sign[] = [
  [/\\delta_\{\w{2,}|\\delta_\{[^}]*,/, "kronecker", "delta", tex`\\delta_{jk}`],
];
const BRACKET_SIGNS: readonly Sign[] = [
  [/\[[^\]]+ = [^\]]+\]/, "kroneckerBrackets", "bracket", tex`[j = k]`],
];

/** Matrix notation, where it stands beside index notation: everywhere, or in the summary of layers. */
function matrixBeside({ beside, derivation, layers, print }: Writing): Spelling | undefined {
  if (beside !== undefined || layers === undefined) return beside;
  return spellingOf("matrix", derivation, print.symbols ?? {}, true);
}

/** What the signs mean that formulas over tensors are written with. */
export function tensorNotation(writing: Writing): Inline[][] {
  const { derivation, language, layout, print, spelling } = writing;
  const isTensor = derivation.statements.some(({ expression }) => expression.shape.length > 0);
  if (spelling.notation === "scalar" || !isTensor) return [];
  const metIn = (signs: readonly Sign[], { expression: write, shows }: Spelling): Inline[][] => {
    const shown = derivation.statements.filter(shows);
    const text = shown.map(({ expression }) => write(expression, print).join(" ")).join(" ");
    return signs.flatMap(([sign, phrase, place, formula]) =>
      sign.test(text) ? [filled(language, phrase, { [place]: { math: formula } })] : [],
    );
  };
  const inIndices =
    spelling.notation === "index"
      ? metIn(spelling.kronecker === "delta" ? INDEX_SIGNS : BRACKET_SIGNS, spelling)
      : [];
  for (const { name, value } of spelling.constants()) {
    const definition = { math: tex`${nameTex(name, print.symbols)} := ${nodeTex(constant(value), print)}` };
    inIndices.push(filled(language, "constantTensor", { definition }));
  }
  const matrix = spelling.notation === "matrix" ? spelling : matrixBeside(writing);
  if (matrix === undefined) return inIndices;
  const met = [...inIndices, ...metIn(MATRIX_SIGNS, matrix)];
  const stated = layout === "numerator" ? "numeratorLayout" : "denominatorLayout";
  return [filled(language, stated), ...entryByEntry(writing, matrix), ...met];
}

/** That functions of tensors are taken entry by entry, where one is; and which are not. */
function entryByEntry({ derivation, language }: Writing, { shows }: Spelling): Inline[][] {
  const shown = derivation.statements.filter(shows).map(({ expression }) => expression);
  const named = new Set(topologicalOrder(shown).filter(({ attrs }) => attrs.name !== undefined));
  const printed = [...topologicalOrder(shown, named), ...shown].filter(({ op }) => op.kind !== "naming");
  const isSpread = ({ inputs, op, shape }: Node): boolean => {
    if (op.kind !== "pointwise" || shape.length === 0 || op.name === "neg" || op.name === "mul") return false;
    const isSum = op.name === "add" || op.name === "sub";
    return !isSum || inputs.some((input) => input.shape.length === 0);
  };
  const functions = new Map<string, Inline>();
  for (const { inputs, op, shape } of printed) {
    const notation = notationOf(op);
    const isWhole = op.kind === "composite" && notation?.kind === "function";
    if (isWhole && (shape.length > 0 || (inputs[0]?.shape.length ?? 0) > 0))
      functions.set(notation.latex, { math: notation.latex });
  }
  const items: Inline[][] = printed.some(isSpread) ? [filled(language, "entryByEntry")] : [];
  for (const each of functions.values()) items.push(filled(language, "exceptOf", { functions: each }));
  return items;
}
