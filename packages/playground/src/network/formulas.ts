import { ChainruleError, type Node, nameText, parseName, scalar, tensor } from "@chainrule/graph";
import { expression } from "@chainrule/graph/mathjs";
import {
  classesOf,
  isInputName,
  isTargetName,
  type Network,
  outputsOf,
  quantitiesOf,
  symbolsIn,
} from "./network";
import { cut, type Piece, problemAt, within } from "./problem";

/*
 * Networks as formulas, a line each: `x = 0.5` and `W = [[1, 2], [3, 4]]` are symbols with values, everything else is a definition over
 * what stands above; the last line is the loss. `train w, b` says what is trained, if not everything but x, i and t, y, target; `rate 0.1`
 * how fast.
 */

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

/** @throws SourceError */
export function readFormulas(statements: readonly Piece[]): Network {
  const known: Record<string, Node> = Object.create(null);
  let trained: readonly Piece[] | undefined;
  let rate = 0.1;
  let last: { readonly node: Node; readonly piece: Piece } | undefined;
  for (const piece of statements) {
    const command = /^(train|rate)\s+/.exec(piece.text);
    const rest = command && {
      text: piece.text.slice(command[0].length),
      from: piece.from + command[0].length,
    };
    if (rest && command[1] === "train") trained = cut(rest, /,/);
    else if (rest) rate = rateIn(rest);
    else {
      const { node, isDefinition } = readLine(piece, known);
      if (isDefinition) last = { node, piece };
    }
  }
  if (last === undefined) {
    const all = { text: "", from: statements.at(-1)?.from ?? 0 };
    throw problemAt(statements.at(-1) ?? all, "the last line is the loss, a formula over what stands above");
  }
  const { node: loss, piece } = last;
  if (loss.shape.length > 0)
    throw problemAt(
      piece,
      `the last line is the loss, one number; this has shape [${loss.shape.join(", ")}]. Sum it: sum(...)`,
    );
  const quantities = quantitiesOf(loss);
  const symbols = symbolsIn(quantities);
  const parameters =
    trained?.map((each) => symbolOf(each, known, symbols)) ??
    symbols.filter((node) => !isInputName(node) && !isTargetName(node));
  const others = symbols.filter((node) => !parameters.includes(node));
  const targets = others.filter(isTargetName);
  const inputs = others.filter((node) => !isTargetName(node));
  const outputs = outputsOf(loss, inputs, targets);
  return { loss, quantities, parameters, inputs, targets, outputs, classes: classesOf(targets.length), rate };
}

function rateIn(piece: Piece): number {
  const rate = Number(piece.text);
  if (rate > 0 && Number.isFinite(rate)) return rate;
  throw problemAt(piece, "a rate is a number above 0");
}

function symbolOf(piece: Piece, known: Readonly<Record<string, Node>>, symbols: readonly Node[]): Node {
  const node = known[piece.text];
  if (node !== undefined && symbols.includes(node)) return node;
  throw problemAt(piece, "what is trained is a symbol that the loss depends on");
}

/** `name = ...`, and puts it among what is known. @throws SourceError */
function readLine(
  piece: Piece,
  known: Record<string, Node>,
): { readonly node: Node; readonly isDefinition: boolean } {
  const equals = /(?<![<>=!])=(?!=)/.exec(piece.text)?.index;
  if (equals === undefined) throw problemAt(piece, "a line is a name, = and a value or a formula");
  const left = { text: piece.text.slice(0, equals).trimEnd(), from: piece.from };
  const after = piece.text.slice(equals + 1);
  const right = {
    text: after.trim(),
    from: piece.from + equals + 1 + after.length - after.trimStart().length,
  };
  const name = within(left, nameIn);
  if (name in known) throw problemAt(left, `${name} is there already: a name stands for one quantity`);
  if (right.text === "") throw problemAt(piece, "after = stands a value or a formula");
  const value = valueIn(right);
  const node =
    value === undefined
      ? within(right, (text) => expression(text, known).named(name))
      : within(left, () =>
          typeof value === "number" ? scalar(name, value) : tensor(name, value, sumsOf(name, value)),
        );
  known[name] = node;
  return { node, isDefinition: value === undefined };
}

/** A target whose entries are shares of 1 is declared to be that, so that derivations come to p - t. */
function sumsOf(name: string, value: readonly unknown[]): { readonly sumsTo?: number } {
  const isTarget = /^(?:t|y|target)(?:_|$)/.test(name);
  const areShares = value.every((each) => typeof each === "number" && each >= 0);
  return isTarget && areShares && value.reduce((sum: number, each) => sum + Number(each), 0) === 1
    ? { sumsTo: 1 }
    : {};
}

/** A name that formulas can have in them. */
function nameIn(text: string): string {
  if (/^[\p{L}][\p{L}\p{N}_]*$/u.test(text)) return nameText(parseName(text));
  throw new ChainruleError("NAME", "a name is a letter, then letters, digits and _", { got: text });
}

function valueIn(piece: Piece): number | number[] | undefined {
  if (NUMBER.test(piece.text)) return Number(piece.text);
  if (!piece.text.startsWith("[") || !/^[\s\d.,eE[\]+-]+$/.test(piece.text)) return undefined;
  try {
    return JSON.parse(piece.text) as number[]; // `tensor` looks at it
  } catch {
    throw problemAt(piece, "an array is written [1, 2], a matrix [[1, 2], [3, 4]]");
  }
}
