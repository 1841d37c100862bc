import type { Node } from "@chainrule/graph";
import { atLeast, callPiece, Level, type Piece } from "./piece";

/** A contraction: a matrix product, a transpose, a sum over all entries, or Einstein's notation for anything else. */
export function contractionPiece(node: Node, operands: readonly Piece[]): Piece {
  const map = node.attrs.map;
  const [a, b] = operands;
  if (map === undefined || a === undefined) return callPiece(`\\operatorname{${node.op.name}}`, operands);
  const order = (map.inputs[0] ?? []).map((index) => (index === null ? -1 : map.output.indexOf(index)));
  if (b === undefined) {
    const isTransposed = order.length === 2 && order[0] === 1 && order[1] === 0;
    if (isTransposed) {
      const base = a.raised ? atLeast({ ...a, level: Level.sum }, Level.atom) : atLeast(a, Level.atom);
      return { ...base, latex: `${base.latex}^{\\mathsf{T}}`, raised: true };
    }
    if (map.output.length === 0 && new Set(map.inputs[0]).size === order.length)
      return callPiece("\\operatorname{sum}", operands);
  }
  if (b !== undefined && operands.length === 2 && isMatrixProduct(map.inputs, map.output)) {
    const [left, right] = [atLeast(a, Level.product), atLeast(b, Level.power)];
    return {
      ...left,
      latex: `${left.latex}\\,${right.latex}`,
      level: Level.product,
      ends: right.ends,
      raised: false,
    };
  }
  return callPiece(`\\operatorname{einsum}_{${einstein(map.inputs, map.output)}}`, operands);
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
