import type { Node, Size } from "@chainrule/graph";
import { atLeast, closedPiece, Level, type Piece, powerPiece } from "./piece";
import { plainTex, type Tex, tex } from "./safe/tex";
import { type Symbols, sizeTex } from "./symbol";

/*
 * Norms, as readers know them: ||v|| or ||v||_2 of a vector is the Euclidean one, ||v||_1 the sum of the sizes of its entries,
 * ||v||_inf the largest of them, ||W||_F that of Frobenius. ||W||_1 and ||W||_2 of a matrix have two meanings, so what
 * would be called so is written out. So is a norm over some axes: an index below a norm says which norm it is, never an axis.
 */

const LETTERS = [..."ijkmnpqrstuv"].map(plainTex);

const between = (inner: Piece, index: Tex): Piece => ({
  ...closedPiece(tex`\\left\\|${inner.latex}\\right\\|${index}`, inner.tall ?? false),
  raised: false,
});

/** A norm: of all entries by its name, over some axes entry by entry. */
export function normPiece(
  node: Node,
  inner: Piece,
  taken: (name: string) => boolean,
  symbols: Symbols = {},
): Piece {
  const x = node.inputs[0] as Node;
  const axes = node.attrs.axes ?? [];
  const rank = x.shape.length;
  const isWhole = axes.length === rank && (rank < 2 || node.shape.length === 0);
  if (isWhole) return between(inner, rank < 2 ? tex`` : tex`_{F}`);
  const free = LETTERS.filter((letter) => !taken(letter));
  const letters = x.shape.map((_, axis) => free[axis] ?? tex`i_{${axis}}`);
  const sums = axes.map(
    (axis) => tex`\\sum_{${letters[axis] ?? tex``}=1}^{${sizeTex(x.shape[axis] as Size, symbols)}} `,
  );
  const base = inner.raised
    ? atLeast({ ...inner, level: Level.sum }, Level.atom)
    : atLeast(inner, Level.atom);
  const entry = isLetter(inner)
    ? inner.latex
    : isBracketed(base)
      ? base.latex
      : tex`\\left(${inner.latex}\\right)`;
  const body = tex`\\sqrt{${tex.join(sums)}${entry}_{${tex.join(letters)}}^{2}}`;
  const isKept = node.shape.length === rank;
  const output = letters.flatMap((letter, axis) =>
    axes.includes(axis) ? (isKept ? [tex`1`] : []) : [letter],
  );
  return { ...closedPiece(tex`\\left[${body}\\right]_{${tex.join(output)}}`, true), raised: true };
}

const isLetter = ({ ends, latex, level }: Piece): boolean =>
  level === Level.atom && !/[_^]|\\frac/.test(latex) && ends !== "call";
const isBracketed = ({ latex }: Piece): boolean => latex.startsWith("\\left(");

/** The sum of the squares of all entries. */
export function squaredNorm(node: Node, at: (node: Node) => Piece): Piece | undefined {
  const squared = allOf(node, "square");
  if (squared === undefined) return undefined;
  const inner = at(squared);
  const norm = closedPiece(
    tex`\\left\\|${inner.latex}\\right\\|${squared.shape.length === 1 ? tex`` : tex`_{F}`}`,
    false,
  );
  return { ...powerPiece(norm, tex`2`), tall: inner.tall ?? false };
}

/** The sum of the sizes of the entries of a vector. */
export function sumOfSizes(node: Node, at: (node: Node) => Piece): Piece | undefined {
  const x = allOf(node, "abs");
  return x?.shape.length === 1 ? between(at(x), tex`_{1}`) : undefined;
}

/** The largest size of the entries of a vector. */
export function largestSize(node: Node, at: (node: Node) => Piece): Piece | undefined {
  const x = allOf(node, "abs");
  return x?.shape.length === 1 ? between(at(x), tex`_{\\infty}`) : undefined;
}

/** The operand of an operation entry by entry whose entries are all reduced to a number. */
function allOf({ attrs: { map }, inputs }: Node, name: "abs" | "square"): Node | undefined {
  const [only] = inputs;
  const isWhole =
    inputs.length === 1 && map?.output.length === 0 && map.inputs[0]?.length === map.sizes.length;
  if (!isWhole || only?.op.name !== name || only.attrs.name !== undefined) return undefined;
  return only.inputs[0];
}
