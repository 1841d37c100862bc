import {
  apply,
  bind,
  broadcastTo,
  ChainruleError,
  constant,
  functionSymbol,
  type Meanings,
  type Node,
  type Operation,
  type Shape,
  type Size,
} from "@chainrule/graph";
import { type Built, built } from "./meaning/build";
import { freeLetters, nodeWith, UnknownSize } from "./meaning/entries";
import { KnownNames, type Names } from "./meaning/known";
import { Letter } from "./meaning/letters";
import { parseLatex } from "./syntax/lines";
import { refusal } from "./syntax/refusal";
import type { Tree } from "./syntax/tree";

/** What `operation` gives. */
interface DeclaredFunction {
  readonly operation: Extract<Operation, { readonly kind: "pointwise" }>;
}

export interface ReadOptions {
  /**
   * Functions that formulas may call besides the operations and those in the graphs of the names: names alone (`["f"]`)
   * and declared operations (`[softsign]`), or names with what they mean (`{ f: (x) => x.tanh() }`).
   */
  readonly functions?: readonly (string | DeclaredFunction)[] | Meanings;
  /** The index letters of the result's axes, in order; by default, the free letters as they appear. */
  readonly indices?: readonly string[];
  /** How far letters run of which the formula itself does not tell: those of \delta_{jk} alone, or of a constant. */
  readonly sizes?: Readonly<Record<string, Size>>;
  /** The shape that a formula without index letters has: what is the same everywhere is repeated to it. */
  readonly shape?: Shape;
  /** For a syntax tree: the text it was parsed from. */
  readonly text?: string;
}

/** What holds for all formulas that a reader reads. */
interface ReaderOptions extends Pick<ReadOptions, "functions"> {
  /** Letters that a name was given with belong to it, and are no indices: \delta_y is a vector beside \delta_a, not its entry y. */
  readonly isWhole?: boolean;
}

/** A formula as a graph. */
export interface Reading {
  readonly node: Node;
  /** The index letters of the node's axes; empty for a scalar, and for whole tensors. */
  readonly indices: readonly string[];
  /** How far they run. */
  readonly sizes: Readonly<Record<string, Size>>;
  /** A vector that was transposed, or a product that begins with one: the node's only axis runs along a row. */
  readonly isRow: boolean;
}

/** Reads formulas over one set of names. */
export interface FormulaReader {
  /** @throws ChainruleError as `fromLatex` does */
  readonly read: (formula: string | Tree, options?: Omit<ReadOptions, "functions">) => Reading;
}

/**
 * A reader over names: to read many formulas, as a document has them, without looking through the graphs each time.
 * @throws ChainruleError NAME, OPERAND where the names are none
 * @example
 * const reader = formulaReader({ delta, a });
 * const left = reader.read("\\frac{\\partial E}{\\partial w_{jk}}");
 * const right = reader.read("\\delta_j a_k", left); // its axes in the order of the left side's
 */
export function formulaReader(
  names: Names,
  { functions = [], isWhole = false }: ReaderOptions = {},
): FormulaReader {
  const meanings: Meanings = isList(functions) ? {} : functions;
  const symbols = (isList(functions) ? functions : Object.keys(functions)).map((given) =>
    typeof given === "string"
      ? functionSymbol(given)(0)
      : apply(given.operation, new Array<Node>(given.operation.arity).fill(constant(0))),
  );
  const known = new KnownNames(names, symbols, isWhole);
  return {
    read: (formula, options = {}) => {
      const { text, tree } =
        typeof formula === "string" ? singleFormula(formula) : { text: textOf(options), tree: formula };
      const reading = finished(built(tree, text, known, options.sizes ?? {}), tree, text, options);
      const isBound = Object.keys(meanings).length > 0;
      return isBound ? { ...reading, node: bind(reading.node, meanings) } : reading;
    },
  };
}

function textOf({ text }: ReadOptions): string {
  if (typeof text === "string") return text;
  throw new ChainruleError("OPTION", "a syntax tree is read with the text it was parsed from", {
    where: "read: text",
    mend: "Pass { text } with the text that parseLatex was given",
  });
}

const isList = (
  functions: NonNullable<ReadOptions["functions"]>,
): functions is readonly (string | DeclaredFunction)[] => Array.isArray(functions);

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

function singleFormula(text: string): { readonly text: string; readonly tree: Tree } {
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
  return { text, tree: line.left };
}

function finished(
  { letter: letterOf, value }: Built,
  tree: Tree,
  text: string,
  options: ReadOptions,
): Reading {
  const { indices, shape, sizes = {} } = options;
  if (value.kind === "whole") {
    const isOpen = value.open.includes(true);
    if (isOpen && shape === undefined)
      throw refusal("SIZE", "nothing says how many ones these are", text, tree, {
        mend: "Give the shape by the option shape",
      });
    return {
      node: shape === undefined ? value.node : broadcastTo(value.node, shape),
      indices: [],
      sizes: {},
      isRow: value.row,
    };
  }
  const free = freeLetters(value);
  if (free.length === 0 && shape !== undefined && (indices ?? []).length === 0)
    return { node: broadcastTo(nodeWith(value, []), shape), indices: [], sizes: {}, isRow: false };
  const order =
    indices?.map((letter) => letterOf(letter) ?? new Letter(letter, false, { size: sizes[letter] })) ?? free;
  const missing = free.filter((letter) => !order.includes(letter));
  if (missing.length > 0) {
    throw refusal("OPTION", "the formula has index letters that the result is not to have", text, tree, {
      got: missing.map((letter) => letter.text).join(", "),
      expected: indices?.join(", ") ?? "",
    });
  }
  try {
    const node = nodeWith(value, order);
    const runs = order.flatMap((letter) =>
      letter.size === undefined ? [] : [[letter.text, letter.size] as const],
    );
    return {
      node,
      indices: order.map((letter) => letter.text),
      sizes: Object.fromEntries(runs),
      isRow: false,
    };
  } catch (error) {
    if (!(error instanceof UnknownSize)) throw error;
    throw refusal("SIZE", "nothing says how far this index runs", text, tree, {
      got: error.letter.text,
      mend: "Give its size by the option sizes",
    });
  }
}
