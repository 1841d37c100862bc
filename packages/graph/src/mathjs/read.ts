import { ChainruleError, shown } from "../errors";
import type { Node } from "../node";
import type { Phrase } from "../read/phrase";
import { type FormulaReader, readerOf } from "../read/reader";
import { textNotation } from "../read/text/notation";

type Symbols = Readonly<Record<string, Node>>;

/**
 * Functions that a formula may call besides the operations, by name: `{ f: functionSymbol("f") }`, or what `operation`
 * gives. They are called with as many operands as they have parameters.
 */
export type Functions = Readonly<Record<string, (...x: Node[]) => Node>>;

/** A formula as mathjs has parsed it: its `MathNode`, of which nothing is used but how it writes itself. */
export interface MathNode {
  readonly isNode: true;
  readonly toString: () => string;
}

/**
 * A graph from a formula without LaTeX, as text or as mathjs has parsed it: numbers, `+ - * / ^ < <= > >= == !=`, `c ? a : b`,
 * `x'`, `.*`, calls of operations by name, arrays of numbers; `**`, `@` and `.T` of Python; the signs of Unicode. Only the names in
 * `symbols` exist, with the numbers e and pi unless these are names, and nothing is executed. Functions beside the operations are
 * given by name; their derivatives go by `f'`, if they are given too. What has two readings (`1/2x`, `sin x`) is refused with
 * what to type. Equal parts of the formula become one node.
 * @throws ChainruleError UNKNOWN_SYMBOL, SYNTAX, REFUSED, NUMBER, OPERAND, SHAPE, TOO_DEEP, TOO_LONG, with the column
 * @example expression("sigmoid(w1 * i1 + b)", { w1, i1, b })
 */
export function expression(
  formula: string | MathNode,
  symbols: Symbols = {},
  functions: Functions = {},
): Node {
  return readerOver(symbols, functions).read(textOf(formula)).node;
}

/**
 * A formula as `expression` reads it, with the place in the text and the node of each part. The same name or number in two
 * places is two phrases of one node.
 * @throws ChainruleError as `expression` does
 */
export function phrase(formula: string | MathNode, symbols: Symbols = {}, functions: Functions = {}): Phrase {
  const found = readerOver(symbols, functions).phrase(textOf(formula));
  if (found !== undefined) return found;
  throw new ChainruleError("REFUSED", "this formula has index letters", {
    where: "phrase",
    got: textOf(formula),
  });
}

function readerOver(symbols: Symbols, functions: Functions): FormulaReader {
  if (typeof symbols !== "object" || symbols === null) {
    throw new ChainruleError("OPERAND", "the symbols are an object of nodes", {
      where: "expression",
      got: shown(symbols),
      expected: "for example { w1, i1, b }",
    });
  }
  return readerOf(textNotation, symbols, { calls: functions, isOnly: true, isWhole: true });
}

const textOf = (formula: string | MathNode): string =>
  typeof formula === "object" && formula?.isNode === true ? formula.toString() : (formula as string);
