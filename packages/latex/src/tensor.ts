import type { Node } from "@chainrule/graph";
import { atLeast, callPiece, Level, type Piece } from "./piece";

/** A contraction: a matrix product, a transpose, a sum over all entries, or Einstein's notation for anything else. */
export function contractionPiece(node: Node, operands: readonly Piece[]): Piece {
  const map = node.attrs.map;
  const [a, b] = operands;
  if (map === undefined) return callPiece(`\\operatorname{${node.op.name}}${attributeIndex(node)}`, operands);
  if (a === undefined) return callPiece("\\operatorname{identity}", []);
  const order = (map.inputs[0] ?? []).map((index) => (index === null ? -1 : map.output.indexOf(index)));
  if (b === undefined) {
    const isTransposed = order.length === 2 && order[0] === 1 && order[1] === 0;
    if (isTransposed) {
      const base = atLeast(a.raised || a.ends === "call" ? { ...a, level: Level.sum } : a, Level.atom);
      return { ...base, latex: `${base.latex}^{\\mathsf{T}}`, level: Level.power, raised: true };
    }
    if (map.output.length === 0 && new Set(map.inputs[0]).size === order.length)
      return callPiece("\\operatorname{sum}", operands);
  }
  if (b !== undefined && operands.length === 2 && isMatrixProduct(map.inputs, map.output))
    return matrixProduct(a, b);
  return callPiece(`\\operatorname{einsum}_{${einstein(map.inputs, map.output)}}`, operands);
}

/** Factors that are themselves products are set apart, so that no reader needs a rule for mixed products. */
const matrixProduct = (a: Piece, b: Piece): Piece => joined(a, "\\,", b);

/** The product entry by entry. */
export const entrywisePiece = (a: Piece, b: Piece): Piece => joined(a, " \\odot ", b);

function joined(a: Piece, separator: string, b: Piece): Piece {
  const [left, right] = [atLeast(a, Level.power), atLeast(b, Level.power)];
  return {
    latex: `${left.latex}${separator}${right.latex}`,
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

/** The last index of the left is the first (or only) of the right, and the others stay in order. */
function isMatrixProduct(
  inputs: readonly (readonly (number | null)[])[],
  output: readonly number[],
): boolean {
  const [left = [], right = []] = inputs;
  const inner = left[left.length - 1];
  if (inner === undefined || left.length > 2 || right.length > 2 || right[0] !== inner) return false;
  const kept = [...left.slice(0, -1), ...right.slice(1)];
  return kept.length === output.length && kept.every((index, axis) => index === output[axis]);
}

function einstein(inputs: readonly (readonly (number | null)[])[], output: readonly number[]): string {
  const letter = (index: number | null): string =>
    index === null ? "1" : String.fromCharCode(105 + (index % 18));
  return `${inputs.map((indices) => indices.map(letter).join("")).join(",")} \\to ${output.map(letter).join("")}`;
}
