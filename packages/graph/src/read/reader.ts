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
} from "../index";
import { type Built, built } from "./meaning/build";
import { freeLetters, nodeWith, UnknownSize } from "./meaning/entries";
import { KnownNames, type KnownOptions, type Names } from "./meaning/known";
import { Letter } from "./meaning/letters";
import { Place } from "./meaning/place";
import { type Phrase, phraseOf } from "./phrase";
import { refusal } from "./refusal";
import type { Style } from "./style";
import type { Tree } from "./tree";

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
  /** How far letters run of which the formula itself does not tell: those of δ_{jk} alone, or of a constant. */
  readonly sizes?: Readonly<Record<string, Size>>;
  /** The shape that a formula without index letters has: what is the same everywhere is repeated to it. */
  readonly shape?: Shape;
  /** For a syntax tree: the text it was parsed from. */
  readonly text?: string;
}

/** A notation that formulas are typed in. */
export interface Notation extends Style {
  /** The tree of a text that is one formula. @throws ChainruleError SYNTAX, REFUSED, NUMBER, TOO_LONG, TOO_DEEP */
  readonly parse: (text: string) => Tree;
}

/** What holds for all formulas that a reader reads. */
export interface ReaderOptions extends Pick<ReadOptions, "functions">, KnownOptions {}

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
  /** The parts of a formula with the node of each; undefined for a formula with index letters. @throws ChainruleError as `read` does */
  readonly phrase: (formula: string | Tree, options?: Pick<ReadOptions, "text">) => Phrase | undefined;
}

/**
 * A reader of a notation over names: to read many formulas, as a document has them, without looking through the graphs each time.
 * @throws ChainruleError NAME, OPERAND where the names are none
 */
export function readerOf(
  notation: Notation,
  names: Names,
  { functions = [], ...options }: ReaderOptions = {},
): FormulaReader {
  const meanings: Meanings = isList(functions) ? {} : functions;
  const symbols = (isList(functions) ? functions : Object.keys(functions)).map((given) =>
    typeof given === "string"
      ? functionSymbol(given)(0)
      : apply(given.operation, new Array<Node>(given.operation.arity).fill(constant(0))),
  );
  const known = new KnownNames(names, symbols, options);
  return {
    read: (formula, options = {}) => {
      const { text, tree } = textAndTree(notation, formula, options);
      const place = new Place(text, notation);
      const made = built(tree, place, known, options.sizes ?? {});
      const reading = finished(made, tree, text, options);
      const isBound = Object.keys(meanings).length > 0;
      return isBound ? { ...reading, node: bind(reading.node, meanings) } : reading;
    },
    phrase: (formula, options = {}) => {
      const { text, tree } = textAndTree(notation, formula, options);
      return phraseOf(tree, built(tree, new Place(text, notation), known, {}));
    },
  };
}
function textAndTree(
  notation: Notation,
  formula: string | Tree,
  options: Pick<ReadOptions, "text">,
): { readonly text: string; readonly tree: Tree } {
  if (typeof formula === "string") return { text: formula, tree: notation.parse(formula) };
  return { text: textOf(options), tree: formula };
}

function textOf({ text }: ReadOptions): string {
  if (typeof text === "string") return text;
  throw new ChainruleError("OPTION", "a syntax tree is read with the text it was parsed from", {
    where: "read: text",
    mend: "Pass { text } with the text that was parsed",
  });
}

const isList = (
  functions: NonNullable<ReadOptions["functions"]>,
): functions is readonly (string | DeclaredFunction)[] => Array.isArray(functions);

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
