import { Assembler } from "../wasm/assembler";
import { Emission } from "../wasm/emission";
import { foreignIndex } from "../wasm/foreign";
import { TYPE, type WasmFunction } from "../wasm/module";
import { type Recorded, Recording } from "../wasm/recording";
import { LANES_COMBINE, SCALAR_COMBINE, START } from "./combine";
import { costOf, type Expression } from "./expression";
import { type Finish, loadsOf, type Nest } from "./instruction";
import { record } from "./record";

/*
 * Reductions in f64x2 whose totals stay in registers: a tile of rows by pairs of columns of the output is gone through in
 * the order of what is reduced, so each entry is combined in the order of the reference. What neighbours share is loaded
 * and computed once.
 */

/** Registers for totals: as many again are left for operands. */
const TOTALS = 8;
const ROWS = 4;
/** Bodies that cost more are not worth the copies of their code. */
const MOST_COST = 20;
/** Entries that the reduced loops may span: an operand that is read again for each tile should be near. */
const SPAN = 2 ** 15;
/** Loops that are no longer are written out; in longer ones engines load too far ahead, and run out of registers. */
const SHORT = 4;

/** v128.load, v128.load64_splat, v128.store. */
const [PAIR, SPLAT, STORE] = [0, 10, 11] as const;

/** What the loops of a nest are to its tiles, by position. */
export interface Tiling {
  readonly outer: readonly number[];
  readonly rows: number | undefined;
  /** Neighbours in the output, and in every operand that changes along it. */
  readonly columns: number;
  readonly reduced: readonly number[];
}

/** How a nest is cut into tiles, if it reduces to neighbours in the output, and that repays. */
export function tilingOf(nest: Nest, counts: (buffer: number) => number): Tiling | undefined {
  const { loops, body, combine, strides, output } = nest;
  if (combine === "store" || loops.includes(0) || costOf(body) > MOST_COST) return undefined;
  const loads = loadsOf(body);
  const long = [...loops.keys()].filter((loop) => loops[loop] !== 1);
  const reduced = long.filter((loop) => strides[loop] === 0);
  const entries = long.filter((loop) => strides[loop] !== 0);
  const written = entries.reduce((count, loop) => count * (loops[loop] as number), 1);
  const columns = entries.find(
    (loop) =>
      strides[loop] === 1 && loads.every((load) => load.strides[loop] === 1 || load.strides[loop] === 0),
  );
  if (columns === undefined || reduced.length === 0 || written < counts(output)) return undefined;
  const spans = reduced.some((loop) =>
    loads.some((load) => (loops[loop] as number) * (load.strides[loop] as number) > SPAN),
  );
  if (spans) return undefined;
  const others = entries.filter((loop) => loop !== columns);
  const shared = (loop: number): number => loads.filter((load) => load.strides[loop] === 0).length;
  const rows = others.reduce<number | undefined>(
    (best, loop) => (shared(loop) > (best === undefined ? 0 : shared(best)) ? loop : best),
    undefined,
  );
  return { outer: others.filter((loop) => loop !== rows), rows, columns, reduced };
}

/** A loop with its size and, for each operand, how many bytes one step moves. */
interface Axis {
  readonly size: number;
  readonly steps: readonly number[];
}

/** What is read or written: where it begins, and how many entries a step along each loop moves. */
interface Operand {
  readonly base: number;
  readonly strides: readonly number[];
}

type Load = Expression & { readonly kind: "load" };

/** How many bytes an operand moves for each index of the loop along which a nest is a part of a larger one. */
export const startOf = (strides: readonly number[], along: number | undefined): number =>
  along === undefined ? 0 : 8 * (strides[along] ?? 0);

/** Pushes where a part begins: so many bytes for each index before it, which are the function's parameter. */
export const pushStart = (f: Assembler, bytes: number): Assembler =>
  bytes === 0 ? f.i32(0) : f.get(0).i32(bytes).mul();

interface TileOptions {
  /** What is stored, over rows and columns, instead of each total. */
  readonly finish?: Finish | undefined;
  /** The loop that begins at the index which is the function's parameter, if this is a part of a larger nest. */
  readonly along?: number | undefined;
}

/** The function that runs a nest once in tiles. */
export function tiledNest(
  nest: Nest & { readonly combine: "sum" | "max" | "min" },
  tiling: Tiling,
  addressOf: (buffer: number) => number,
  { finish, along: partOf }: TileOptions = {},
): WasmFunction {
  const { body, combine, fill } = nest;
  const f = new Assembler(partOf === undefined ? 0 : 1);
  const operands: Operand[] = [];
  const operandOf = new Map<Load, number>();
  for (const load of [...loadsOf(body), ...(finish === undefined ? [] : loadsOf(finish.body))]) {
    const base = addressOf(load.buffer) + 8 * load.offset;
    if (load.buffer !== finish?.product.output)
      operandOf.set(load, operands.push({ base, strides: load.strides }) - 1);
  }
  const output = operands.push({ base: addressOf(nest.output) + 8 * nest.offset, strides: nest.strides }) - 1;
  const axisOf = (loop: number | undefined): Axis => ({
    size: loop === undefined ? 1 : (nest.loops[loop] as number),
    steps: operands.map(({ strides }) => 8 * (loop === undefined ? 0 : (strides[loop] ?? 0))),
  });
  const outer = tiling.outer.map(axisOf);
  const rows = axisOf(tiling.rows);
  const columns = axisOf(tiling.columns);
  const reduced = tiling.reduced.slice(0, -1).map(axisOf);
  const last = axisOf(tiling.reduced[tiling.reduced.length - 1]);
  const unrolled = last.size <= SHORT ? last.size : 1;

  // operands that move alike share the offset that moves
  const starts = operands.map(({ strides }) => startOf(strides, partOf));
  const keys = operands.map((_, k) =>
    [starts[k], ...[...outer, rows, columns, ...reduced, last].map(({ steps }) => steps[k])].join(),
  );
  const offsets = new Map([...new Set(keys)].map((key) => [key, f.local(TYPE.i32)]));
  const offsetOf = keys.map((key) => offsets.get(key) as number);
  const move = (axis: Axis, times: number): void => {
    for (const [key, local] of offsets) f.increase(local, times * (axis.steps[keys.indexOf(key)] as number));
  };
  /** Does something at every `step`-th place of an axis, and comes back. */
  const along = (axis: Axis, times: number, step: number, visit: () => void): void => {
    f.times(times, () => {
      visit();
      if (times > 1) move(axis, step);
    });
    if (times > 1) move(axis, -times * step);
  };
  const nested = (loops: readonly Axis[], visit: () => void): void =>
    loops.reduceRight<() => void>((inner, axis) => () => along(axis, axis.size, 1, inner), visit)();

  /** A tile of so many rows and columns, the columns by ones or by twos. */
  const tile = (height: number, width: number, lanes: 1 | 2): void => {
    const entries = Array.from({ length: height * width }, (_, q) => ({
      row: Math.floor(q / width),
      column: lanes * (q % width),
      total: f.local(lanes === 1 ? TYPE.f64 : TYPE.v128),
    }));
    type Entry = (typeof entries)[number];
    const bytesTo = ({ row, column }: Entry, operand: number, k = 0): number =>
      row * (rows.steps[operand] as number) +
      column * (columns.steps[operand] as number) +
      k * (last.steps[operand] as number);
    /** Computes an expression for each entry, `times` times along the last loop, and does something with each on the stack. */
    const each = (
      root: Expression,
      times: number,
      before: (entry: Entry) => void,
      after: (entry: Entry) => void,
    ) => {
      const recording = new Recording();
      const inputs: (() => void)[] = []; // what pushes them
      const known = new Map<string, Recorded>();
      const input = (key: string, push: () => void): Recorded => {
        const value = known.get(key) ?? recording.input(inputs.push(push) - 1);
        known.set(key, value);
        return value;
      };
      const wanted = Array.from({ length: times }, (_, k) =>
        entries.map((entry) => ({
          entry,
          value: record(root, recording, (load) => {
            const operand = operandOf.get(load);
            if (operand === undefined) return input(`total ${entry.total}`, () => f.get(entry.total));
            const at = bytesTo(entry, operand, k);
            return input(`${operand} ${at}`, () => {
              f.get(offsetOf[operand] as number);
              const address = (operands[operand] as Operand).base + at;
              if (lanes === 1) f.loadFloat(address);
              else f.simdMemory(columns.steps[operand] === 0 ? SPLAT : PAIR, address);
            });
          }),
        })),
      ).flat();
      const emission = new Emission(
        recording,
        wanted.map(({ value }) => value),
        {
          code: f.code,
          locals: f.locals,
          lanes,
          input: (which) => inputs[which]?.(),
          foreign: foreignIndex,
        },
      );
      for (const { entry, value } of wanted) {
        before(entry);
        emission.push(value);
        after(entry);
      }
    };
    for (const { total } of entries) {
      f.f64(fill ?? START[combine]);
      if (lanes === 2) f.simd(0x14); // splat
      f.set(total);
    }
    nested(reduced, () =>
      along(last, last.size / unrolled, unrolled, () =>
        each(
          body,
          unrolled,
          ({ total }) => f.get(total),
          ({ total }) => {
            if (lanes === 1) f.code.byte(SCALAR_COMBINE[combine]);
            else f.simd(LANES_COMBINE[combine]);
            f.set(total);
          },
        ),
      ),
    );
    const store = (entry: Entry): void => {
      const address = (operands[output] as Operand).base + bytesTo(entry, output);
      if (lanes === 1) f.storeFloat(address);
      else f.simdMemory(STORE, address);
    };
    const toOutput = (): unknown => f.get(offsetOf[output] as number);
    if (finish !== undefined) each(finish.body, 1, toOutput, store);
    else
      for (const entry of entries) {
        toOutput();
        f.get(entry.total);
        store(entry);
      }
    for (const { total } of entries) f.locals.release(total);
  };

  /** Whole tiles along an axis, and what is left of it. */
  const cut = (axis: Axis, step: number, visit: (size: number) => void): void => {
    const whole = Math.floor(axis.size / step);
    const rest = axis.size - whole * step;
    along(axis, whole, step, () => visit(step));
    if (rest === 0) return;
    move(axis, whole * step);
    visit(rest);
    move(axis, -whole * step);
  };
  const height = Math.min(ROWS, rows.size);
  const pairs = Math.max(1, Math.min(TOTALS / (height === 3 ? 4 : height), Math.floor(columns.size / 2)));
  for (const [key, local] of offsets) pushStart(f, starts[keys.indexOf(key)] ?? 0).set(local);
  nested(outer, () =>
    cut(rows, height, (r) =>
      cut(columns, 2 * pairs, (c) => {
        if (c > 1) tile(r, Math.floor(c / 2), 2);
        if (c % 2 === 0) return;
        move(columns, c - 1);
        tile(r, 1, 1);
        move(columns, 1 - c);
      }),
    ),
  );
  const parameters = partOf === undefined ? [] : [TYPE.i32];
  return { type: { parameters, results: [] }, locals: f.locals.types, code: f.code.done() };
}
