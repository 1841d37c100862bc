import { closedPiece, Level, type Piece } from "./piece";
import { belowTex, rowTex, type Tex, tex } from "./safe/tex";

/** A value with its condition. */
export interface Case {
  readonly value: Piece;
  readonly condition: Tex;
}

/**
 * Values with their conditions, one below the other. A last value that is itself a choice continues the list, and what is
 * left in the end stands under the words `otherwise`.
 */
export function choicePiece(first: Case, last: Case, otherwise: Tex): Piece {
  const { choice } = last.value;
  const row = ({ value, condition }: Case): Tex => rowTex([value.latex, condition]);
  const rows = choice === undefined ? row(first) : belowTex(row(first), choice.rows);
  const left = choice?.otherwise ?? last.value.latex;
  const closing = choice === undefined ? last.condition : otherwise;
  return {
    ...closedPiece(tex`\\begin{cases} ${belowTex(rows, rowTex([left, closing]))} \\end{cases}`, true),
    level: Level.choice,
    choice: { rows, otherwise: left },
  };
}
