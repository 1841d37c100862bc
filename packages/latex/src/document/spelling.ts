import type { Derivation, Statement } from "@chainrule/derive";
import { type Name, type Node, nameText, type Shape, topologicalOrder } from "@chainrule/graph";
import { type Constant, entryOf, type IndexNotation, indexed } from "../index-notation/entry";
import { Letters } from "../index-notation/letters";
import { indexOf } from "../index-notation/over";
import { sumsLast } from "../index-notation/sums-last";
import { type PrinterOptions, printed } from "../print";
import { type Tex, tex } from "../safe/tex";
import { nameTex, printIndex, type Symbols, shapeTex, sizeTex } from "../symbol";
import { linesOf } from "./lines";

export type Notation = "scalar" | "index" | "matrix";

/** How the statements of a document are spelled. */
export interface Spelling {
  readonly notation: Notation;
  /** A name as left side, for a quantity of this shape. */
  readonly name: (name: Name, shape: Shape) => Tex;
  /** The same name as data, with the letters it is printed with. */
  readonly entry: (name: Name, shape: Shape) => Name;
  /** An expression as right side: as many lines as it needs. What an author wrote keeps the order of its factors. */
  readonly expression: (expression: Node, options: PrinterOptions, isDerived?: boolean) => Tex[];
  /** The constant tensors in what was spelled so far, with the names of their entries. */
  readonly constants: () => readonly Constant[];
  /** The letters that a right side is summed over as a whole. */
  readonly summed: (expression: Node) => readonly string[];
  /** Whether a statement can be spelled: matrices have no form for Jacobians with more than two axes, so none is shown. */
  readonly shows: (statement: Statement) => boolean;
  /** The shape of what a line states, where lines say so. */
  readonly shape: (shape: Shape) => Tex | undefined;
}

/** Names and expressions as they are. */
function plain(notation: "scalar" | "matrix", derivation: Derivation, symbols: Symbols): Spelling {
  const loss = nameText(derivation.loss.attrs.name as Name); // derive names the loss
  const isMatrix = notation === "matrix";
  const settled = new Map(derivation.statements.map(({ id, symbol }) => [nameText(symbol), id]));
  return {
    notation,
    name: (name) => nameTex(name, symbols),
    entry: (name) => name,
    expression: (expression, options) => {
      const { name } = expression.attrs;
      if (name === undefined) return linesOf(printed(expression, options));
      return [options.substitute?.(expression) ?? nameTex(name, symbols)];
    },
    constants: () => [], // they are printed as they are
    summed: () => [],
    shows: ({ because, expression, id, role, symbol }) => {
      if (isMatrix && role === "second") return isOfMatrices(expression);
      if (isMatrix && role === "step") return because.kind !== "multiplied out" && isOfMatrices(expression);
      if (!isMatrix || !["local", "chain", "abbreviation"].includes(role)) return true;
      const isOfLoss = symbol.kind === "partial" && nameText(symbol.of) === loss;
      return role === "local" && isOfLoss && settled.get(nameText(symbol)) === id;
    },
    shape: (shape) => (isMatrix && shape.length > 0 ? shapeTex(shape, symbols) : undefined),
  };
}

/** Whether nothing between an expression and the names in it has more than two axes. */
function isOfMatrices(expression: Node): boolean {
  const stop = new Set(topologicalOrder([expression]).filter((node) => node.attrs.name !== undefined));
  return topologicalOrder([expression], stop).every(({ shape }) => shape.length <= 2);
}

/** What letters run over: `j = 1, \ldots, m;\ k = 1, \ldots, p`. An axis of one entry has no letter. */
export const rangesLatex = (letters: readonly string[], shape: Shape, symbols: Symbols): Tex =>
  tex.join(
    shape
      .filter((size) => size !== 1)
      .map((size, k) => tex`${printIndex(letters[k] as string)} = 1, \\ldots, ${sizeTex(size, symbols)}`), // one for each
    tex`;\\ `,
  );

/** Every quantity by one of its entries. */
function byEntries({ loss, statements }: Derivation, symbols: Symbols, isGeneral: boolean): Spelling {
  // general statements are over quantities of their own
  const roots = isGeneral ? statements.map(({ expression }) => expression) : [loss];
  const named = topologicalOrder(roots).filter((node) => node.attrs.name !== undefined);
  const ranks = new Map(named.map((node) => [nameText(node.attrs.name as Name), node.shape.length]));
  const lossText = nameText(loss.attrs.name as Name);
  // the derivative of a scalar has the shape of what it is taken by
  const learn = (derivative: Name, { length }: Shape): void => {
    if (derivative.kind !== "partial" || nameText(derivative.of) !== lossText) return;
    const by = nameText(derivative.by);
    if (!ranks.has(by)) ranks.set(by, length);
  };
  for (const { attrs, shape } of named) learn(attrs.name as Name, shape);
  for (const { expression, stands, symbol } of statements) {
    if (stands !== undefined) ranks.set(nameText(symbol), expression.shape.length);
    learn(stands ?? symbol, expression.shape);
  }
  const notation: IndexNotation = {
    letters: new Letters(roots),
    ranks,
    constants: new Map(),
    leaves: new Map(),
  };
  return {
    notation: "index",
    name: (name, shape) => nameTex(indexed(name, notation.letters.takeAll(shape), notation), symbols),
    entry: (name, shape) => indexed(name, notation.letters.takeAll(shape), notation),
    expression: (expression, options, isDerived = false) => {
      const letters = notation.letters.takeAll(expression.shape);
      const { name } = expression.attrs;
      if (name !== undefined) return [nameTex(indexed(name, letters, notation), symbols)];
      const written = entryOf(expression, letters, notation);
      const entry = isDerived ? sumsLast(written) : written;
      return entry.attrs.name === undefined
        ? linesOf(printed(entry, options))
        : [nameTex(entry.attrs.name, symbols)];
    },
    constants: () => [...notation.constants.values()],
    summed: (expression) => {
      if (expression.attrs.name !== undefined) return [];
      return lettersOver(entryOf(expression, notation.letters.takeAll(expression.shape), notation));
    },
    shows: () => true,
    shape: () => undefined,
  };
}

/** The letters of the sums that stand outermost in an entry. */
function lettersOver(entry: Node): string[] {
  const letters: string[] = [];
  for (let node: Node | undefined = entry; node !== undefined; node = node.inputs[0]) {
    const sum = indexOf(node);
    if (sum?.sign === "sum") letters.push(sum.letter);
    else if (node.op.name !== "neg") break;
  }
  return letters;
}

/** The spelling that a notation calls for. */
export const spellingOf = (
  notation: Notation,
  derivation: Derivation,
  symbols: Symbols,
  isGeneral = false,
): Spelling =>
  notation === "index" ? byEntries(derivation, symbols, isGeneral) : plain(notation, derivation, symbols);
