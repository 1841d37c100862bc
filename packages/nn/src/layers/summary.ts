import { entryCount, type Node, type Shape, shapeText, sizeText } from "@chainrule/graph";
import type { Part } from "./model";
import { checkPart } from "./run";

/** One layer of a network. */
export interface SummaryRow {
  /** Its place: "2", or "2.1" for the first layer within the second. */
  readonly place: string;
  readonly kind: string;
  /** The shape of its output. */
  readonly shape: Shape;
  /** How many numbers its trained parameters are; undefined where a size is no number. */
  readonly parameters: number | undefined;
}

export interface Summary {
  readonly rows: readonly SummaryRow[];
  /** How many numbers are trained in all, each once. */
  readonly parameters: number | undefined;
  /** How many are parameters that are not trained. */
  readonly fixed: number | undefined;
  /** A table for a terminal. */
  readonly text: string;
}

/**
 * The layers of a network, with shapes and numbers of parameters, as data and as a text.
 * @example console.log(summary(model).text)
 */
export function summary(model: Part): Summary {
  checkPart(model, "summary");
  const rows = rowsOf(model.layers ?? [model], "");
  const { parameters, fixed = [] } = model;
  const lines = [
    ["", "layer", "output", "parameters"],
    ...rows.map(({ place, part }) => [
      place,
      kindOf(part),
      shapeText(part.output.shape),
      countText(part.parameters),
    ]),
    ["", "trained", "", countText(parameters)],
    ...(fixed.length > 0 ? [["", "fixed", "", countText(fixed)]] : []),
  ];
  return Object.freeze({
    rows: Object.freeze(
      rows.map(({ place, part }) =>
        Object.freeze({
          place,
          kind: kindOf(part),
          shape: part.output.shape,
          parameters: countOf(part.parameters),
        }),
      ),
    ),
    parameters: countOf(parameters),
    fixed: countOf(fixed),
    text: table(lines),
  });
}

interface Placed {
  readonly place: string;
  readonly part: Part;
}

const rowsOf = (parts: readonly Part[], prefix: string): Placed[] =>
  parts.flatMap((part, k) => {
    const place = `${prefix}${k + 1}`;
    return [{ place, part }, ...rowsOf(part.layers ?? [], `${place}.`)];
  });

const kindOf = (part: Part): string => part.kind ?? "layer";

/** The number of entries of all nodes together; undefined where a size is no number. */
function countOf(nodes: readonly Node[]): number | undefined {
  const shapes = nodes.map(({ shape }) => shape);
  const isKnown = (shape: Shape): shape is readonly number[] =>
    shape.every((size) => typeof size === "number");
  return shapes.every(isKnown) ? shapes.reduce((sum, shape) => sum + entryCount(shape), 0) : undefined;
}

/** The number, or with sizes that are none a sum of products of them, as in `m d + m`. */
function countText(nodes: readonly Node[]): string {
  const count = countOf(nodes);
  if (count !== undefined) return String(count);
  return nodes.map(({ shape }) => shape.map(sizeText).join(" ") || "1").join(" + ");
}

/** Columns of a text, the last one to the right. */
function table(lines: readonly (readonly string[])[]): string {
  const widths = [0, 1, 2, 3].map((column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  return lines
    .map((line) =>
      line
        .map((cell, k) => (k === 3 ? cell.padStart(widths[k] ?? 0) : cell.padEnd(widths[k] ?? 0)))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}
