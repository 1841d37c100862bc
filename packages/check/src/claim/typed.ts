import {
  ChainruleError,
  gradientOrigin,
  type Node,
  type Shape,
  type Size,
  shapeText,
} from "@chainrule/graph";
import type { FormulaReader, Reading, Tree } from "@chainrule/graph/read";
import { isProved } from "../prove/prove";
import { differentSizes } from "../sizes";
import type { Compared, Side } from "./claim";
import { type Equation, equationIn } from "./equation";
import type { Form } from "./form";
import { confusedIndex, unboundIndex } from "./letters";
import { stepTruth } from "./step";
import type { Vocabulary } from "./vocabulary";

/**
 * Reads a typed formula, or an equation: each side of it is a claim. A left side that only names the truth is none; one that is
 * a change (`\Delta w`) or a new value (`w \leftarrow`) turns a gradient into the step of gradient descent.
 * @throws ChainruleError as the reader of the notation does
 */
export function readTyped(text: string, truth: Node, words: Vocabulary, form: Form): readonly Compared[] {
  const equation = equationIn(text, form.lines(text));
  const reader = form.reader(words);
  const step = stepTruth(equation, text, truth, words, (more) => form.reader(words, more));
  if (step !== undefined) {
    const axes = { letters: ownLetters(truth), isLabelled: false, isRow: false };
    return equation.right.map((tree) => compared(tree, text, step.truth, words, form, step.reader, axes));
  }
  const label = labelled(equation, text, truth, reader);
  const isLabelled = label.letters?.length === truth.shape.length;
  const axes: Axes = {
    letters: isLabelled ? label.letters : ownLetters(truth),
    isLabelled,
    isRow: label.isRow ?? false,
  };
  const sides = label.isClaim && equation.left !== undefined ? [equation.left] : [];
  return [...sides, ...equation.right].map((tree) => compared(tree, text, truth, words, form, reader, axes));
}

/** What is known of the truth's axes before a formula is read. */
interface Axes {
  /** Their letters, where the left side or the truth's own name says them. */
  readonly letters: readonly string[] | undefined;
  /** The left side says them: it has all letters that nothing sums over. */
  readonly isLabelled: boolean;
  /** The left side is a row: z^{\mathsf T}. A vector is a column otherwise. */
  readonly isRow: boolean;
}

/** What a left side says: the letters of the axes, whether it is a row, and whether it can be compared itself. */
interface Label {
  readonly letters?: readonly string[];
  readonly isRow?: boolean;
  readonly isClaim: boolean;
}

function labelled({ left }: Equation, text: string, truth: Node, reader: FormulaReader): Label {
  if (left === undefined) return { isClaim: false };
  const rank = truth.shape.length;
  const variable = variableOf(left, text, truth, reader);
  if (variable !== undefined) return { letters: variable.indices, isRow: variable.isRow, isClaim: false };
  try {
    const { indices, isRow } = reader.read(left, { text });
    return indices.length === rank && rank > 0
      ? { letters: indices, isClaim: true }
      : { isRow, isClaim: true };
  } catch (error) {
    if (!(error instanceof ChainruleError)) throw error;
    if (left.kind !== "name") throw error;
    const parts = left.name.sub?.parts.filter((part) => part !== ",") ?? [];
    const own = parts.slice(parts.length - rank);
    const isLettered = rank > 0 && own.length === rank && own.every((part) => /^[A-Za-z]'*$/.test(part));
    return isLettered ? { letters: own, isClaim: false } : { isClaim: false };
  }
}

/** For the derivative of whatever by the variable of the truth: the variable as it is written there. */
function variableOf(left: Tree, text: string, truth: Node, reader: FormulaReader): Reading | undefined {
  const by = left.kind === "derivative" && left.by.length === 1 ? left.by[0] : undefined;
  const isLoss = left.kind === "derivative" && left.of.kind === "name" && isUnknown(left.of, text, reader);
  if (by === undefined || !isLoss || isUnknown(by, text, reader)) return undefined;
  const reading = reader.read(by, { text });
  return reading.node === gradientOrigin(truth)?.by ? reading : undefined;
}

function isUnknown(name: Tree, text: string, reader: FormulaReader): boolean {
  try {
    reader.read(name, { text });
    return false;
  } catch (error) {
    if (error instanceof ChainruleError) return true;
    throw error;
  }
}

/** The letters that the truth's own name, or that of the variable it is the gradient by, has for its axes. */
function ownLetters(truth: Node): readonly string[] | undefined {
  for (const node of [gradientOrigin(truth)?.by, truth]) {
    const name = node?.attrs.name;
    if (name?.kind !== "symbol" || truth.shape.length === 0) continue;
    const letters = name.sub.match(/[A-Za-z]'*|./g) ?? [];
    if (letters.length === truth.shape.length && letters.every((letter) => /^[A-Za-z]/.test(letter)))
      return letters;
  }
  return undefined;
}

function compared(
  tree: Tree,
  text: string,
  truth: Node,
  words: Vocabulary,
  form: Form,
  reader: FormulaReader,
  axes: Axes,
): Compared {
  const readInOrders = (formula: string | Tree): readonly Node[] =>
    typeof formula === "string"
      ? inOrders(formulaIn(formula, form), formula, truth, reader, axes)
      : inOrders(formula, text, truth, reader, axes);
  const read = (formula: string | Tree): Node => {
    const [first, ...others] = readInOrders(formula) as readonly [Node, ...Node[]]; // there is one
    return others.length === 0 || isSame(first, truth)
      ? first
      : (others.find((node) => isSame(node, truth)) ?? first);
  };
  const { isCode } = form;
  const side: Side = {
    tree,
    text,
    read,
    readInOrders,
    syntax: form.syntax(words, text, read),
    letters: axes.letters,
    isCode,
  };
  try {
    const node = read(tree);
    const isScalar = truth.shape.length === 0 && node.shape.length === 0;
    const phrase = isScalar || isCode ? reader.phrase(tree, { text }) : undefined;
    const claim = { node, text, side, syntax: side.syntax, ...(phrase !== undefined && { phrase }) };
    return { claim, truth };
  } catch (error) {
    if (!(error instanceof ChainruleError)) throw error;
    if (error.code === "SHAPE") return { misshapen: error, text, side, truth };
    const confused = confusedIndex(error, tree, text);
    if (confused === undefined) throw error;
    const { start, end } = confused.at.kind === "over" ? confused.at.head : confused.at;
    return { confused: error, at: { start, end }, text, side, truth };
  }
}

/** The only formula of a text. @throws ChainruleError */
function formulaIn(text: string, form: Form): Tree {
  const { left, right } = equationIn(text, form.lines(text));
  const [tree, ...others] = right;
  if (tree !== undefined && left === undefined && others.length === 0) return tree;
  throw new ChainruleError("REFUSED", "an equation is no value", { where: "check", got: text });
}

/**
 * A formula with its axes in the order that the truth has: by the letters of the left side, or in each order that fits its shape. A
 * number for all entries, 1 beside the letters of the axes or 0 for a whole tensor, is repeated.
 */
function inOrders(
  formula: Tree,
  text: string,
  truth: Node,
  reader: FormulaReader,
  { isLabelled, isRow, letters }: Axes,
): readonly Node[] {
  const { shape } = truth;
  const source = { text };
  const sizes = Object.fromEntries(
    (letters ?? []).map((letter, axis): [string, Size] => [letter, shape[axis] as Size]),
  );
  const free = freely(formula, source, reader, sizes, shape);
  if (free.indices.length === 0) {
    const { node } = free;
    const isScalar = node.shape.length === 0 && shape.length > 0;
    if (isScalar && letters !== undefined)
      return [reader.read(formula, { ...source, indices: letters, sizes }).node];
    if (isScalar && node.attrs.value === 0) return [reader.read(formula, { ...source, shape }).node];
    if (!isScalar && shape.length === 1 && node.shape.length === 1 && free.isRow !== isRow)
      throw turned(free);
    return [node];
  }
  if (letters !== undefined && free.indices.every((letter) => letters.includes(letter)))
    return [reader.read(formula, { ...source, indices: letters, sizes }).node];
  const unbound = isLabelled ? free.indices.find((letter) => !letters?.includes(letter)) : undefined;
  if (unbound !== undefined || free.indices.length > shape.length) {
    const surplus = free.indices.find((letter) => !letters?.includes(letter)) as string; // there are too many
    throw unboundIndex(formula, unbound ?? surplus, letters ?? []);
  }
  const fitting = permutations(free.indices)
    .map((indices) => reader.read(formula, { ...source, indices, sizes }).node)
    .filter((node) => shapeText(node.shape) === shapeText(shape));
  return fitting.length > 0 ? fitting : [free.node];
}

/** A row where a column is due, or the other way round. */
function turned({ isRow, node }: Reading): ChainruleError {
  const [claim, truth] = isRow ? ["a row", "a column"] : ["a column", "a row"];
  const [size] = [shapeText(node.shape)];
  return new ChainruleError("SHAPE", `the claim is ${claim}, the truth ${truth}: it is transposed`, {
    where: "check",
    got: `${size} as ${claim}`,
    expected: `${size} as ${truth}`,
    mend: "Transpose one of the sides",
  });
}

const isSame = (claim: Node, truth: Node): boolean =>
  isProved(claim, truth, { sizes: differentSizes([claim, truth]), seed: 1 });

function freely(
  formula: Tree,
  source: { readonly text: string },
  reader: FormulaReader,
  sizes: Readonly<Record<string, Size>>,
  shape: Shape,
): Reading {
  try {
    return reader.read(formula, { ...source, sizes });
  } catch (error) {
    // ones of any length have that of the truth
    if (error instanceof ChainruleError && error.code === "SIZE")
      return reader.read(formula, { ...source, shape });
    throw error;
  }
}

/** All orders of a few letters. */
function permutations(letters: readonly string[]): (readonly string[])[] {
  if (letters.length < 2 || letters.length > 4) return [letters];
  return letters.flatMap((first) =>
    permutations(letters.filter((letter) => letter !== first)).map((rest) => [first, ...rest]),
  );
}
