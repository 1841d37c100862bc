import type { Node } from "../node";
import { placesIn, topologicalOrder } from "../order";
import { type IndexSet, members, NOTHING, union } from "./index-set";

/** Which entries of a matrix may differ from 0: row by row, the columns of each row in ascending order. */
export interface Rows {
  readonly width: number;
  /** Where the entries of each row begin, and where the last row ends. */
  readonly starts: Int32Array;
  readonly columns: Int32Array;
}

/**
 * Which of the inputs each output depends on through functions that are not flat. Sets of inputs go from node to node in
 * one pass and are forgotten after the last node that reads them.
 */
export function dependencies(outputs: readonly Node[], inputs: readonly Node[]): Rows {
  const order = topologicalOrder(outputs);
  const placeOf = placesIn(order);
  const bound = inputs.length;
  const own = new Map<Node, IndexSet>();
  inputs.forEach((input, k) => {
    own.set(input, union(own.get(input) ?? NOTHING, Int32Array.of(k), bound));
  });
  const readers = new Int32Array(order.length);
  const count = (node: Node): void => {
    const place = placeOf(node);
    readers[place] = (readers[place] as number) + 1;
  };
  for (const node of order) for (const input of node.inputs) count(input);
  for (const output of outputs) count(output);
  const sets = new Array<IndexSet | undefined>(order.length);
  order.forEach((node, place) => {
    let set = own.get(node) ?? NOTHING;
    node.inputs.forEach((input, k) => {
      const from = placeOf(input);
      if (!isFlat(node, k)) set = union(set, sets[from] as IndexSet, bound); // inputs come first
      readers[from] = (readers[from] as number) - 1;
      if (readers[from] === 0) sets[from] = undefined;
    });
    sets[place] = set;
  });
  return rowsOf(
    outputs.map((output) => members(sets[placeOf(output)] as IndexSet)),
    bound,
  );
}

const isFlat = ({ op }: Node, k: number): boolean => op.kind === "pointwise" && op.partials[k] === "flat";

function rowsOf(lists: readonly Int32Array[], width: number): Rows {
  const starts = new Int32Array(lists.length + 1);
  lists.forEach((list, row) => {
    starts[row + 1] = (starts[row] as number) + list.length;
  });
  const columns = new Int32Array(starts[lists.length] as number);
  lists.forEach((list, row) => {
    columns.set(list, starts[row]);
  });
  return { width, starts, columns };
}

/** The columns of one row. */
export const columnsIn = ({ starts, columns }: Rows, row: number): Int32Array =>
  columns.subarray(starts[row], starts[row + 1]);

export const heightOf = ({ starts }: Rows): number => starts.length - 1;

/** Rows and columns exchanged. */
export function transposed(rows: Rows): Rows {
  const height = heightOf(rows);
  const starts = new Int32Array(rows.width + 1);
  for (const column of rows.columns) starts[column + 1] = (starts[column + 1] as number) + 1;
  for (let k = 0; k < rows.width; k++) starts[k + 1] = (starts[k + 1] as number) + (starts[k] as number);
  const next = starts.slice();
  const columns = new Int32Array(rows.columns.length);
  for (let row = 0; row < height; row++) {
    for (const column of columnsIn(rows, row)) {
      columns[next[column] as number] = row;
      next[column] = (next[column] as number) + 1;
    }
  }
  return { width: height, starts, columns };
}

/** A square pattern with the mirror image of every entry. */
export function symmetric(rows: Rows): Rows {
  const mirrored = transposed(rows);
  return rowsOf(
    Array.from({ length: heightOf(rows) }, (_, row) =>
      members(union(columnsIn(rows, row), columnsIn(mirrored, row), Number.POSITIVE_INFINITY)),
    ),
    rows.width,
  );
}
