import {
  ChainruleError,
  checkOptions,
  guarded,
  type OptionNames,
  shown,
  unknownName,
} from "@chainrule/graph";
import { CsvError, parse } from "csv-parse/browser/esm/sync";
import type { TensorData } from "../data/data";
import { readBytes } from "../files/disk";

/* Tables as text, by csv-parse: quotes, line ends and marks of byte order are its work; numbers and their columns are ours. */

export interface CsvOptions {
  /** The column of what is to come out, by its name in the first line, or by its number from 0: the last if left out. */
  readonly target?: string | number;
  /** The columns that are learned from, by name or number: all others if left out. */
  readonly columns?: readonly (string | number)[];
  /** Whether the first line has names: found out if left out, it has where an entry that is to be a number is none. */
  readonly header?: boolean;
  /** What stands between entries, "," if left out. */
  readonly delimiter?: string;
}

const OPTIONS: OptionNames<CsvOptions> = { target: true, columns: true, header: true, delimiter: true };

/** One row of a table, and the line that it ends in, from 1. */
interface Row {
  readonly line: number;
  readonly entries: readonly string[];
}

/**
 * A table of numbers as samples. A target column that does not hold numbers is one of classes, by name. x: [N, n], y: [N]
 * @throws ChainruleError SYNTAX (not a table), OPERAND (an entry that is no number, with its line and column), SHAPE, OPTION
 * @example parseCsv("length,width,kind\n5.1,3.5,setosa\n7.0,3.2,versicolor")
 */
export const parseCsv = guarded(
  "parseCsv",
  "text options?",
  (text: string, options: CsvOptions = {}): TensorData => dataOf(text, options, "parseCsv"),
);

/**
 * The same of a file. @throws ChainruleError FILE
 * @example const { x, y, classes } = readCsv("iris.csv", { target: "kind" })
 */
export const readCsv = guarded(
  "readCsv",
  "text options?",
  (path: string, options: CsvOptions = {}): TensorData => {
    const bytes = readBytes(path, "readCsv");
    return dataOf(new TextDecoder().decode(bytes), options, `readCsv: ${path}`);
  },
);

function dataOf(text: string, options: CsvOptions, where: string): TensorData {
  checkOptions(options, OPTIONS, where);
  const rows = rowsOf(text, options.delimiter ?? ",", where);
  const [first] = rows;
  if (first === undefined) throw new ChainruleError("SHAPE", "the table has no rows", { where });
  const asked = [options.target, ...(options.columns ?? [])];
  const hasNames = options.header ?? (asked.some((column) => typeof column === "string") || hasHeader(rows));
  const names = hasNames ? first.entries.map((name) => name.trim()) : undefined;
  const samples = hasNames ? rows.slice(1) : rows;
  if (samples.length === 0) throw new ChainruleError("SHAPE", "the table has no samples", { where });
  const place = placesBy(names, first.entries.length, where);
  const target = place(options.target ?? first.entries.length - 1);
  const columns = options.columns?.map(place) ?? first.entries.map((_, k) => k).filter((k) => k !== target);
  const called = (k: number): string => (names === undefined ? `column ${k}` : `column ${shown(names[k])}`);
  const x = new Float64Array(samples.length * columns.length);
  samples.forEach((row, r) => {
    columns.forEach((column, c) => {
      x[r * columns.length + c] = numberIn(row, column, `${where}: line ${row.line}, ${called(column)}`);
    });
  });
  return {
    x: { shape: [samples.length, columns.length], data: x },
    ...targetsIn(samples, target, (row) => `${where}: line ${row.line}, ${called(target)}`),
    ...(names !== undefined && { names: columns.map((column) => names[column] as string) }), // a name for each column
  };
}

/** @throws ChainruleError SYNTAX, with the line, SHAPE for a row of another length */
function rowsOf(text: string, delimiter: string, where: string): Row[] {
  const rows: Row[] = [];
  try {
    parse(text, {
      bom: true,
      delimiter,
      relax_column_count: true, // so that the error is ours
      skip_empty_lines: true,
      on_record: (entries: string[], { lines }) => {
        rows.push({ line: lines, entries });
        return null;
      },
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new ChainruleError("SYNTAX", "not a table", { where, got: error.message });
  }
  const width = rows[0]?.entries.length ?? 0;
  const other = rows.find(({ entries }) => entries.length !== width);
  if (other === undefined) return rows;
  throw new ChainruleError("SHAPE", "rows have one number of columns", {
    where: `${where}: line ${other.line}`,
    got: `${other.entries.length}`,
    expected: `${width}, as in the first row`,
  });
}

const isNumber = (text: string): boolean => text.trim() !== "" && Number.isFinite(Number(text));

/** Whether the first row holds names: one of its entries is no number, but the one below it is. */
function hasHeader([first, second]: readonly Row[]): boolean {
  if (first === undefined) return false;
  if (second === undefined) return !first.entries.some(isNumber);
  return first.entries.some((entry, k) => !isNumber(entry) && isNumber(second.entries[k] ?? ""));
}

/** The place of a column that a caller names. */
const placesBy =
  (names: readonly string[] | undefined, width: number, where: string) =>
  (column: string | number): number => {
    if (typeof column === "string") {
      const found = names?.indexOf(column) ?? -1;
      if (found !== -1) return found;
      throw unknownName("no such column", column, names ?? [], where);
    }
    if (Number.isInteger(column) && column >= 0 && column < width) return column;
    throw new ChainruleError("OPTION", "no such column", {
      where,
      got: shown(column),
      expected: `0 to ${width - 1}`,
    });
  };

function numberIn({ entries }: Row, column: number, where: string): number {
  const text = entries[column] ?? "";
  if (isNumber(text)) return Number(text);
  throw new ChainruleError("OPERAND", text.trim() === "" ? "an entry is missing" : "not a number", {
    where,
    got: shown(text),
    mend: "Leave the row out, put a number in, or choose other columns: { columns: [...] }",
  });
}

/** Numbers where all are; else classes, by name. */
function targetsIn(
  samples: readonly Row[],
  column: number,
  where: (row: Row) => string,
): Pick<TensorData, "y" | "classes"> {
  const texts = samples.map(({ entries }) => (entries[column] ?? "").trim());
  const missing = samples[texts.indexOf("")];
  if (missing !== undefined)
    throw new ChainruleError("OPERAND", "an entry is missing", { where: where(missing) });
  const shape = [texts.length];
  if (texts.every(isNumber)) return { y: { shape, data: Float64Array.from(texts, Number) } };
  const classes = [...new Set(texts)].sort();
  return { y: { shape, data: Float64Array.from(texts, (name) => classes.indexOf(name)) }, classes };
}
