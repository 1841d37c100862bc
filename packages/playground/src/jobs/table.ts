import { parseCsv } from "@chainrule/nn/csv";
import type { Answer, Ask } from "../protocol";

/**
 * Samples from a table: columns by their names where its first line has them, else by their places, inputs first.
 * @throws ChainruleError for what is no table, with the line
 */
export function table({ columns, csv }: Ask<"table">): Answer<"table"> {
  const header = (csv.trimStart().split("\n")[0] ?? "").split(",").map((name) => name.trim());
  const isNamed = columns.every((name) => header.includes(name));
  const chosen = isNamed ? columns : columns.map((_, k) => k);
  const { shape, data } = parseCsv(csv, { columns: chosen, target: chosen.at(-1) ?? 0 }).x as {
    readonly shape: readonly [number, number];
    readonly data: Float64Array;
  };
  const [rows, width] = shape;
  return { rows: Array.from({ length: rows }, (_, k) => [...data.subarray(k * width, (k + 1) * width)]) };
}
