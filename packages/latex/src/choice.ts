import { closedPiece, Level, type Piece } from "./piece";

/** A value with its condition. */
export interface Case {
  readonly value: Piece;
  readonly condition: string;
}

/**
 * Values with their conditions, one below the other. A last value that is itself a choice continues the list, and what is
 * left in the end stands under `otherwise`.
 */
export function choicePiece(first: Case, last: Case, otherwise: string): Piece {
  const { choice } = last.value;
  const row = ({ value, condition }: Case): string => `${value.latex} & ${condition}`;
  const rows = choice === undefined ? row(first) : `${row(first)} \\\\ ${choice.rows}`;
  const left = choice?.otherwise ?? last.value.latex;
  const closing = choice === undefined ? last.condition : `\\text{${otherwise}}`;
  return {
    ...closedPiece(`\\begin{cases} ${rows} \\\\ ${left} & ${closing} \\end{cases}`, true),
    level: Level.choice,
    choice: { rows, otherwise: left },
  };
}
