import type { Value } from "@chainrule/graph";
import { type NumberStyle, printNumber } from "./number";
import { closedPiece, fractionPiece, negativePiece, numberPiece, type Piece } from "./piece";
import { type Tex, tex } from "./safe/tex";

export const IN_FULL: NumberStyle = { digits: 17, notation: "decimal" };

/** A matrix with more entries than this is printed as its shape. */
const MOST_ENTRIES = 64;

const HALF = fractionPiece(numberPiece(tex`1`), numberPiece(tex`2`));

/** A constant; one half is written as the fraction that formulas have. */
export function constantPiece(
  value: Value,
  style: NumberStyle,
  print = (entry: number): Tex => printNumber(entry, style).latex,
): Piece {
  if (typeof value !== "number") return closedPiece(matrix(value.shape, value.data, style), true);
  if (Math.abs(value) === 0.5) return value < 0 ? negativePiece(HALF) : HALF;
  return numberPiece(Object.is(value, -0) ? tex`-0` : print(value));
}

function matrix(shape: readonly number[], data: Float64Array, style: NumberStyle): Tex {
  if (data.length > MOST_ENTRIES || shape.length > 2)
    return tex`\\mathrm{const}_{${tex.join(
      shape.map((size) => tex`${size}`),
      tex` \\times `,
    )}}`;
  const columns = shape.length === 2 ? (shape[1] as number) : 1; // a vector is a column
  const rows: Tex[] = [];
  for (let start = 0; start < data.length; start += columns) {
    const row = [...data.subarray(start, start + columns)];
    rows.push(
      tex.join(
        row.map((entry) => printNumber(entry, style).latex),
        tex` & `,
      ),
    );
  }
  return tex`\\begin{pmatrix} ${tex.join(rows, tex` \\\\ `)} \\end{pmatrix}`;
}
