import { Node, type Operation, type Size } from "@chainrule/graph";
import { atLeast, Level, letterPiece, type Piece } from "../piece";
import { type Tex, tex } from "../safe/tex";
import { printIndex, type Symbols, sizeTex } from "../symbol";

/*
 * Sums and extrema over an index, as nodes of the graphs that index notation prints. They are for printing alone: the
 * body stands for every value of the letter.
 */

export interface OverIndex {
  readonly sign: "sum" | "max" | "min";
  readonly letter: string;
  readonly size: Size;
}

const SIGNS: Readonly<Record<OverIndex["sign"], Tex>> = { sum: tex`\\sum`, max: tex`\\max`, min: tex`\\min` };

const known = new WeakMap<Operation, OverIndex>();

/** The sum (or extremum) of a scalar body over a letter. */
export function over(sign: OverIndex["sign"], letter: string, size: Size, body: Node): Node {
  const op: Operation = {
    kind: "composite",
    name: "over an index",
    law: `${sign} over ${letter}`,
    lower: () => body,
  };
  known.set(op, { sign, letter, size });
  return new Node(op, [body], {}, []);
}

const letters = new WeakMap<Operation, string>();

/** An index as a number that conditions compare: its letter, or what is computed from letters. */
export function letterNode(text: string): Node {
  const op: Operation = { kind: "leaf", name: "index", law: text };
  letters.set(op, text);
  return new Node(op, [], {}, []);
}

/** The print of an index. */
export function letterOf(node: Node): Piece | undefined {
  const text = letters.get(node.op);
  if (text === undefined) return undefined;
  return letterPiece(printIndex(text), { level: /[-+ ]/.test(text) ? Level.sum : Level.atom });
}

export const indexOf = (node: Node): OverIndex | undefined => known.get(node.op);

/** `\sum_{k=1}^{p} w_{jk} a_k`; a sum under the sign is put in parentheses, so that its scope is plain. */
export function overIndex(
  { sign, letter, size }: OverIndex,
  body: Piece,
  symbols: Symbols | undefined,
): Piece {
  const summand = body.negative
    ? atLeast({ ...body, level: Level.sum }, Level.product)
    : atLeast(body, Level.product);
  const below = printIndex(letter);
  const limits = sign === "sum" ? tex`_{${below}=1}^{${sizeTex(size, symbols)}}` : tex`_{${below}}`;
  return {
    ...letterPiece(tex`${SIGNS[sign]}${limits} ${summand.latex}`),
    level: Level.product,
    open: true,
    starts: "word",
    ends: summand.ends,
    tall: true,
  };
}

const entries = new WeakMap<Node, readonly string[]>();

/** An entry of an operation on whole tensors that a user declared: the call with letters below it. */
export function entryOfCall(call: Node, at: readonly string[]): Node {
  const entry = new Node(call.op, call.inputs, call.attrs, []);
  entries.set(entry, at);
  return entry;
}

/** The letters below a call; none if it is not an entry. */
export const lettersAt = (node: Node): readonly string[] | undefined => entries.get(node);
