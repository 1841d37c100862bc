import { numberText, written } from "../../javascript/written";
import { type Recorded, Recording } from "../../wasm/recording";
import { START } from "../combine";
import { costOf, type Expression } from "../expression";
import { type Finish, loadsOf, type Nest } from "../instruction";
import { record } from "../record";
import type { Tiling } from "../tile";
import { Constants, combined, type FunctionText, type Layout, type Reducing } from "./function";
import { type Axis, LoopWriter, type Places } from "./loops";

/*
 * Reductions whose totals stay in variables: a tile of rows by columns of the output is gone through in the order of what
 * is reduced, so each entry is combined in the order of the reference. What neighbours share is loaded and computed once.
 */

const ROWS = 4;
export const COLUMNS = 4;
/** Loops over more than a product of two entries are not written out, however short they are. */
const MOST_COST = 3;
/** Columns where there is one row. */
const ALONE = 8;

type Load = Expression & { readonly kind: "load" };

/** The function that runs a nest once in tiles. What is stored may be `finish`, over rows and columns, of each total. */
export function tiledText(
  nest: Nest & { readonly combine: Reducing },
  tiling: Tiling,
  layout: Layout,
  finish?: Finish,
): FunctionText {
  const { body, combine, fill } = nest;
  const all = [...loadsOf(body), ...(finish === undefined ? [] : loadsOf(finish.body))];
  const loads = all.filter(({ buffer }) => buffer !== finish?.product.output);
  const operandOf = new Map<Load, number>(loads.map((load, k) => [load, k]));
  const output = loads.length;
  const strides = [...loads.map((load) => load.strides), nest.strides];
  const axisOf = (loop: number | undefined): Axis => ({
    size: loop === undefined ? 1 : (nest.loops[loop] as number),
    steps: strides.map((steps) => (loop === undefined ? 0 : (steps[loop] ?? 0))),
  });
  const outer = tiling.outer.map(axisOf);
  const rows = axisOf(tiling.rows);
  const columns = axisOf(tiling.columns);
  const reduced = tiling.reduced.slice(0, -1).map(axisOf);
  const last = axisOf(tiling.reduced[tiling.reduced.length - 1]);
  const writer = new LoopWriter([...outer, rows, columns, ...reduced, last], output + 1);
  const constants = new Constants(layout);
  const nested = (axes: readonly Axis[], places: Places, visit: (inside: Places) => void): void =>
    axes.reduceRight<(inside: Places) => void>(
      (inner, axis) => (around) => writer.along(around, axis, inner),
      visit,
    )(places);

  const tile = (height: number, width: number, places: Places): void => {
    const entries = Array.from({ length: height * width }, (_, q) => ({
      total: `total${q}`,
      row: Math.floor(q / width),
      column: q % width,
    }));
    type Entry = (typeof entries)[number];
    const beyond = ({ row, column }: Entry, operand: number): number =>
      row * (rows.steps[operand] as number) + column * (columns.steps[operand] as number);
    /** Computes an expression for each entry. */
    const each = (root: Expression, at: Places, use: (entry: Entry, value: string) => string): void => {
      const recording = new Recording();
      const inputs: string[] = [];
      const known = new Map<string, Recorded>();
      const named = (text: string): Recorded => {
        const value = known.get(text) ?? recording.input(inputs.push(text) - 1);
        known.set(text, value);
        return value;
      };
      const loaded = new Map<string, string>();
      const values = entries.map((entry) =>
        record(
          root,
          recording,
          (load) => {
            const operand = operandOf.get(load);
            if (operand === undefined) return named(entry.total);
            const text = writer.entry(operand, at, beyond(entry, operand));
            const name = loaded.get(text) ?? `x${loaded.size}`;
            loaded.set(text, name);
            return named(name);
          },
          (x) => named(constants.name(x)),
        ),
      );
      const { lines, results } = written(recording, values, (which) => inputs[which] as string);
      for (const [text, name] of loaded) writer.write(`const ${name} = ${text};`);
      for (const line of lines) writer.write(line);
      entries.forEach((entry, k) => {
        writer.write(use(entry, results[k] as string));
      });
    };
    const start = numberText(fill ?? START[combine]);
    writer.write("{");
    writer.write(`let ${entries.map(({ total }) => `${total} = ${start}`).join(", ")};`);
    const combineAt = (at: Places): void =>
      each(body, at, ({ total }, value) => `${total} = ${combined[combine](total, value)};`);
    nested(reduced, places, (inside) => {
      if (costOf(body) <= MOST_COST) writer.alongShort(inside, last, combineAt);
      else writer.along(inside, last, combineAt);
    });
    const store = (entry: Entry, value: string): string =>
      `${writer.entry(output, places, beyond(entry, output))} = ${value};`;
    if (finish !== undefined) each(finish.body, places, store);
    else for (const entry of entries) writer.write(store(entry, entry.total));
    writer.write("}");
  };

  /** Whole tiles along an axis, and what is left of it. */
  const cut = (axis: Axis, step: number, places: Places, visit: (size: number, at: Places) => void): void => {
    const whole = Math.floor(axis.size / step);
    const rest = axis.size - whole * step;
    if (whole > 0) writer.along(places, axis, (inside) => visit(step, inside), whole, step);
    if (rest > 0) visit(rest, writer.moved(places, axis, whole * step));
  };
  const height = Math.min(ROWS, rows.size);
  const width = height === 1 ? ALONE : COLUMNS;
  nested(outer, writer.start, (around) =>
    cut(rows, height, around, (r, along) => cut(columns, width, along, (c, at) => tile(r, c, at))),
  );
  const bases = loads.map(({ buffer, offset }) => layout.addressOf(buffer) + offset);
  return constants.function(writer.lines, [...bases, layout.addressOf(nest.output) + nest.offset]);
}
