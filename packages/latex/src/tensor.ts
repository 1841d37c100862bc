import type { Node } from "@chainrule/graph";
import { matrixProduct } from "./matrix-product";
import { atLeast, callPiece, Level, letterPiece, type Piece } from "./piece";

/**
 * A contraction: a product of matrices and vectors (columns), transposed as needed; a sum over all entries; a diagonal
 * matrix; or Einstein's notation for anything else.
 */
export function contractionPiece(node: Node, operands: readonly Piece[]): Piece {
  const map = node.attrs.map;
  if (map === undefined) return callPiece(`\\operatorname{${node.op.name}}${attributeIndex(node)}`, operands);
  if (operands.length === 0) return constantTensor(map.output);
  const [a] = operands as readonly [Piece];
  const { inputs, output } = map;
  if (operands.length === 1 && output.length === 0 && isPlain(inputs[0] ?? []))
    return callPiece("\\operatorname{sum}", operands);
  if (operands.length === 1 && isDiagonal(inputs, output)) return callPiece("\\operatorname{diag}", [a]);
  const placed = matrixProduct(inputs, output);
  if (placed === undefined)
    return callPiece(`\\operatorname{einsum}_{${einstein(inputs, output)}}`, operands);
  const scalars = operands.filter((_, k) => inputs[k]?.length === 0);
  const factors = placed.map(({ factor, transposed }) => {
    const piece = factor === -1 ? letterPiece("\\mathbf{1}") : (operands[factor] as Piece);
    return transposed ? transposedPiece(piece) : piece;
  });
  return productOf([...scalars, ...factors]);
}

/** Matrices and vectors side by side. */
function productOf(factors: readonly Piece[]): Piece {
  const [only] = factors;
  if (factors.length === 1 && only !== undefined) return only;
  const guarded = factors.map((factor) => atLeast(factor, Level.power));
  const [first, last] = [guarded[0] as Piece, guarded[guarded.length - 1] as Piece];
  return {
    latex: guarded.map((factor) => factor.latex).join("\\,"),
    level: Level.product,
    starts: first.starts,
    ends: last.ends,
    tall: guarded.some((factor) => factor.tall),
  };
}

const isPlain = (indices: readonly (number | null)[]): boolean => new Set(indices).size === indices.length;

/** A vector on the diagonal of a matrix. */
const isDiagonal = (inputs: readonly (readonly (number | null)[])[], output: readonly number[]): boolean =>
  output.length === 2 && output[0] === output[1] && inputs[0]?.length === 1;

/** Ones; the identity matrix where an index of the output stands twice. */
const constantTensor = (output: readonly number[]): Piece =>
  letterPiece(new Set(output).size < output.length ? "I" : "\\mathbf{1}");

function transposedPiece(piece: Piece): Piece {
  const base = atLeast(
    piece.raised || piece.ends === "call" ? { ...piece, level: Level.sum } : piece,
    Level.atom,
  );
  return { ...base, latex: `${base.latex}^{\\mathsf{T}}`, level: Level.power, raised: true };
}

/** The product entry by entry. */
export function entrywisePiece(a: Piece, b: Piece): Piece {
  const [left, right] = [atLeast(a, Level.power), atLeast(b, Level.power)];
  return {
    latex: `${left.latex} \\odot ${right.latex}`,
    level: Level.product,
    starts: left.starts,
    ends: right.ends,
    tall: (left.tall ?? false) || (right.tall ?? false),
  };
}

/** What an operation is told besides its operands, as a subscript; nothing if it is told nothing. */
export function attributeIndex({ attrs, inputs, op, shape }: Node): string {
  if (op.name === "reshape") return `_{${shape.join(" \\times ")}}`;
  if (attrs.start !== undefined) return `_{${attrs.axis}:\\,${attrs.start}, ${attrs.stop}}`;
  if (attrs.axis !== undefined) return `_{${attrs.axis}}`;
  const rank = inputs[0]?.shape.length ?? 0;
  if (attrs.axes === undefined || (attrs.axes.length === rank && shape.length === 0)) return "";
  return rank === 1 ? "" : `_{${attrs.axes.join(",")}}`;
}

function einstein(inputs: readonly (readonly (number | null)[])[], output: readonly number[]): string {
  const letter = (index: number | null): string =>
    index === null ? "1" : String.fromCharCode(105 + (index % 18));
  return `${inputs.map((indices) => indices.map(letter).join("")).join(",")} \\to ${output.map(letter).join("")}`;
}
