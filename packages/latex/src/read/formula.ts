import type { Node } from "@chainrule/graph";
import {
  type FormulaReader,
  type Names,
  type Notation,
  type ReaderOptions,
  type ReadOptions,
  readerOf,
  refusal,
  type Tree,
} from "@chainrule/graph/read";
import { frontEnd } from "./front-end";
import { parseLatex } from "./lines";

/** LaTeX, as a notation that formulas are typed in. */
const latex: Notation = { ...frontEnd, parse: singleFormula };

/**
 * A reader over names: to read many formulas, as a document has them, without looking through the graphs each time.
 * @throws ChainruleError NAME, OPERAND where the names are none
 * @example
 * const reader = formulaReader({ delta, a });
 * const left = reader.read("\\frac{\\partial E}{\\partial w_{jk}}");
 * const right = reader.read("\\delta_j a_k", left); // its axes in the order of the left side's
 */
export const formulaReader = (names: Names, options: ReaderOptions = {}): FormulaReader =>
  readerOf(latex, names, options);

/**
 * A graph from LaTeX: formulas of scalars, index notation (`\sum_{j=1}^{m} \delta_j w_{jk}`) and matrix notation
 * (`(W^{\mathsf T} \delta) \odot f'(z)`), as people and as `toLatex` and `renderDocument` write them. Only the names given exist,
 * with the functions and sizes in their graphs; nothing is executed. What has two readings (`\sin x`, `1/2x`) is refused with what
 * to type. Axes of the result are the free index letters, in order of appearance or as the option `indices` says.
 * @throws ChainruleError UNKNOWN_SYMBOL, SYNTAX, REFUSED, NUMBER, OPERAND, SHAPE, SIZE, TOO_DEEP, TOO_LONG, with line, column and
 * an excerpt
 * @example fromLatex("\\sum_{j=1}^{m} \\delta_j w_{jk}", { delta, w })
 */
export function fromLatex(text: string, names: Names = {}, options: ReadOptions = {}): Node {
  return formulaReader(names, options).read(text, options).node;
}

function singleFormula(text: string): Tree {
  const { lines } = parseLatex(text);
  const [line] = lines;
  const span = { start: 0, end: Math.max(1, text.length) };
  if (line === undefined)
    throw refusal("SYNTAX", "the formula is empty", text, span, { expected: "for example w x + b" });
  if (lines.length > 1 || line.right.length > 0 || line.left === undefined) {
    const { start, end } = lines.length > 1 ? (lines[1] as typeof line) : (line.right[0]?.tree ?? line);
    throw refusal(
      "REFUSED",
      "an equation is no value",
      text,
      { start, end },
      {
        mend: "Give one of its sides; parseLatex takes displays apart",
      },
    );
  }
  return line.left;
}
