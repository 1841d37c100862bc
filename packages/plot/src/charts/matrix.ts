import { ChainruleError, Node } from "@chainrule/graph";
import type { Markup } from "@chainrule/graph/written";
import { numberText, rangeOf } from "../numbers/format";
import { type PictureOptions, readOptions } from "../picture-options";
import { framed } from "../scene/framed";
import type { Mark, Scene } from "../scene/scene";
import { sceneToSvg } from "../scene/svg";
import { textWidth, wordsOf } from "../scene/typeset";
import { type Numbers, type Table, tableOf } from "./numbers-of";

export interface PlotMatrixOptions extends PictureOptions {
  /** What rows and columns are called. */
  readonly rows?: readonly string[];
  readonly columns?: readonly string[];
  /** Whether numbers stand in the cells; they do, of at most 12 columns and 24 rows, if left out. */
  readonly values?: boolean;
}

const KEYS = { rows: true, columns: true, values: true } as const;
const FONT = 11.5;

/**
 * A matrix as a heat map, SVG: weights, a Jacobian, a Hessian. Positive numbers are blue, negative ones orange, 0 is the paper.
 * @throws ChainruleError OPERAND for what is no table of numbers, SHAPE for names of another number, OPTION
 * @example plotMatrix(hessian(E, w), { title: "Hessian" })
 */
export function plotMatrix(matrix: Numbers, options?: PlotMatrixOptions): Markup {
  const { theme } = readOptions(options, KEYS, "plotMatrix");
  return sceneToSvg(matrixScene(matrix, options), { theme });
}

/** The same as a scene, for other printers. */
export function matrixScene(matrix: Numbers, options?: PlotMatrixOptions): Scene {
  const read = readOptions(options, KEYS, "plotMatrix");
  const table = tableOf(matrix, "plotMatrix");
  const { rows, columns } = table;
  const isSmall = columns <= 12 && rows <= 24;
  const name =
    matrix instanceof Node && matrix.attrs.name
      ? wordsOf([matrix.attrs.name])
      : read.phrases.matrix(rows, columns);
  const [low, high] = rangeOf(table.data);
  return framed(
    heatMap(table, {
      rows: checkedNames("rows", read.rows, rows),
      columns: checkedNames("columns", read.columns, columns),
      text: (read.values ?? isSmall) ? (value) => numberText(value, 3) : undefined,
      largest: Math.max(Math.abs(low), Math.abs(high)),
    }),
    {
      heading: read.title,
      title: read.title ?? name,
      description: `${read.phrases.matrix(rows, columns)}: ${numberText(low)} … ${numberText(high)}`,
    },
  );
}

/** @throws ChainruleError SHAPE */
export function checkedNames(
  which: string,
  names: readonly string[] | undefined,
  count: number,
): readonly string[] | undefined {
  if (names === undefined || names.length === count) return names;
  throw new ChainruleError("SHAPE", `one name for each of the ${which}`, {
    where: `plotMatrix: ${which}`,
    got: `${names.length}`,
    expected: `${count}`,
  });
}

export interface HeatMap {
  readonly rows: readonly string[] | undefined;
  readonly columns: readonly string[] | undefined;
  /** What stands in a cell; nothing if left out. */
  readonly text: ((value: number) => string) | undefined;
  /** The size of a number that is painted in full. */
  readonly largest: number;
  /** How wide a cell is, in pixels; by its text if left out. */
  readonly cell?: number;
}

/** Cells with their names around them. */
export function heatMap(
  table: Table,
  { rows, columns, text, largest, cell }: HeatMap,
): { width: number; height: number; marks: Mark[] } {
  const texts = text === undefined ? [] : [...table.data].map(text);
  const widest = Math.max(0, ...texts.map((each) => textWidth([each], FONT)));
  const width =
    cell ??
    Math.max(usualCell(table), widest + 12, ...(columns ?? []).map((name) => textWidth([name], FONT) + 8));
  const height = cell ?? Math.max(usualCell(table), text === undefined ? 0 : 26);
  const left = Math.max(0, ...(rows ?? []).map((name) => textWidth([name], FONT) + 8));
  const top = columns === undefined ? 0 : 20;
  const label = (parts: string, x: number, y: number, anchor: "middle" | "end"): Mark => ({
    kind: "text",
    at: { x, y },
    parts: [parts],
    size: FONT,
    fill: "muted",
    anchor,
  });
  const cells = cellRuns(table, largest).map(
    ({ row, column, count, level }): Mark => ({
      kind: "rectangle",
      x: left + column * width,
      y: top + row * height,
      width: count * width,
      height,
      fill: level < 0 ? "negative" : "positive",
      fillOpacity: Math.abs(level),
    }),
  );
  const inside = texts.map((each, k): Mark => {
    const [row, column] = [Math.floor(k / table.columns), k % table.columns];
    const isStrong = Math.abs(levelOf(table.data[k] ?? 0, largest)) > 0.55;
    return {
      kind: "text",
      at: { x: left + (column + 0.5) * width, y: top + (row + 0.5) * height },
      parts: [each],
      size: FONT,
      fill: isStrong ? "paper" : "ink",
    };
  });
  const frame: Mark = {
    kind: "rectangle",
    x: left,
    y: top,
    width: table.columns * width,
    height: table.rows * height,
    stroke: "faint",
    strokeWidth: 1,
  };
  return {
    width: left + table.columns * width,
    height: top + table.rows * height,
    marks: [
      ...cells,
      frame,
      ...inside,
      ...(rows ?? []).map((name, k) => label(name, left - 6, top + (k + 0.5) * height, "end")),
      ...(columns ?? []).map((name, k) => label(name, left + (k + 0.5) * width, 9, "middle")),
    ],
  };
}

/** Cells of the size at which the whole is about as large as other pictures. */
const usualCell = ({ rows, columns }: Table): number =>
  Math.min(40, Math.max(2, 420 / Math.max(rows, columns)));

const LEVELS = 40;

/** How strongly a number is painted, from −1 to 1, in steps that no eye tells apart. */
function levelOf(value: number, largest: number): number {
  if (!Number.isFinite(value) || largest === 0) return 0;
  return Math.round(Math.max(-1, Math.min(1, value / largest)) * LEVELS) / LEVELS;
}

/** Cells of one colour side by side are one. */
function cellRuns({ rows, columns, data }: Table, largest: number) {
  const runs: { row: number; column: number; count: number; level: number }[] = [];
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const level = levelOf(data[row * columns + column] ?? 0, largest);
      const last = runs.at(-1);
      if (last?.row === row && last.level === level && last.column + last.count === column) last.count++;
      else if (level !== 0) runs.push({ row, column, count: 1, level });
    }
  }
  return runs;
}
