import { columnsIn, heightOf, type Rows, transposed } from "./pattern";

/** A colour for each row or column; -1 for those without entries. */
export interface Colouring {
  readonly colours: Int32Array;
  readonly count: number;
}

/** How many entries the fullest row has: columns need at least as many colours. */
export const fullest = (rows: Rows): number => {
  let most = 0;
  for (let row = 0; row < heightOf(rows); row++) most = Math.max(most, columnsIn(rows, row).length);
  return most;
};

/**
 * Colours columns so that no two of one colour have entries in the same row: greedily, in their order and with the fullest
 * first, whichever takes fewer colours (Curtis, Powell, Reid 1974; Coleman, More 1983).
 */
export function columnColouring(rows: Rows): Colouring {
  const columns = transposed(rows);
  const natural = greedy(rows, columns, [...new Int32Array(rows.width).keys()]);
  if (natural.count === fullest(rows)) return natural;
  const sorted = greedy(rows, columns, fullestFirst(columns));
  return sorted.count < natural.count ? sorted : natural;
}

/** The rows, those with most entries first. */
export function fullestFirst(rows: Rows): number[] {
  const sizeOf = (row: number): number => columnsIn(rows, row).length;
  return [...new Int32Array(heightOf(rows)).keys()].sort((a, b) => sizeOf(b) - sizeOf(a) || a - b);
}

function greedy(rows: Rows, columns: Rows, order: readonly number[]): Colouring {
  const colours = new Int32Array(rows.width).fill(-1);
  const takenFor = new Int32Array(rows.width).fill(-1); // by colour: the last column that cannot have it
  let count = 0;
  for (const column of order) {
    const own = columnsIn(columns, column);
    if (own.length === 0) continue;
    for (const row of own) {
      for (const other of columnsIn(rows, row)) {
        const colour = colours[other] as number;
        if (colour !== -1) takenFor[colour] = column;
      }
    }
    let colour = 0;
    while (takenFor[colour] === column) colour++;
    colours[column] = colour;
    count = Math.max(count, colour + 1);
  }
  return { colours, count };
}
