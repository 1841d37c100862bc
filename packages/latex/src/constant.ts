import type { Value } from "@chainrule/graph";
import { type NumberStyle, printNumber } from "./number";
import { closedPiece, fractionPiece, negativePiece, numberPiece, type Piece } from "./piece";

export const IN_FULL: NumberStyle = { digits: 17, notation: "decimal" };

/** A matrix with more entries than this is printed as its shape. */
const MOST_ENTRIES = 64;

const HALF = fractionPiece(numberPiece("1"), numberPiece("2"));

/** A constant; one half is written as the fraction that formulas have. */
export function constantPiece(
  value: Value,
  style: NumberStyle,
  print = (entry: number): string => printNumber(entry, style).latex,
): Piece {
  if (typeof value !== "number") return closedPiece(matrix(value.shape, value.data, style), true);
  if (Math.abs(value) === 0.5) return value < 0 ? negativePiece(HALF) : HALF;
  return numberPiece(Object.is(value, -0) ? "-0" : print(value));
}

function matrix(shape: readonly number[], data: Float64Array, style: NumberStyle): string {
  if (data.length > MOST_ENTRIES || shape.length > 2) return `\\mathrm{const}_{${shape.join(" \\times ")}}`;
  const columns = shape.length === 2 ? (shape[1] as number) : 1; // a vector is a column
  const rows: string[] = [];
  for (let start = 0; start < data.length; start += columns) {
    const row = [...data.subarray(start, start + columns)];
    rows.push(row.map((entry) => printNumber(entry, style).latex).join(" & "));
  }
  return `\\begin{pmatrix} ${rows.join(" \\\\ ")} \\end{pmatrix}`;
}
