import { Assembler } from "../wasm/assembler";
import { Emission } from "../wasm/emission";
import { foreignIndex } from "../wasm/foreign";
import { TYPE, type WasmFunction } from "../wasm/module";
import { type Recorded, Recording } from "../wasm/recording";
import { LANES_COMBINE, SCALAR_COMBINE, START } from "./combine";
import { costOf } from "./expression";
import { loadsOf, type Nest } from "./instruction";
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
/** Bytes that the reduced loops may span: an operand that is read again for each tile should be near. */
const SPAN = 2 ** 18;
/** Shorter loops are written out. */
const SHORT = 4;

/** A loop with its size and, for each operand (the output is the last), how many bytes one step moves. */
interface Axis {
  readonly size: number;
  readonly steps: readonly number[];
}

interface Tiling {
  readonly outer: readonly Axis[];
  readonly rows: Axis;
  /** Neighbours in the output, and in the operands that change along it. */
  readonly columns: Axis;
  readonly reduced: readonly Axis[];
}

function tilingOf(nest: Nest, strides: readonly (readonly number[])[]): Tiling | undefined {
  if (nest.combine === "store" || nest.loops.includes(0) || costOf(nest.body) > MOST_COST) return undefined;
  const output = strides.length - 1;
  const axes = nest.loops.flatMap((size, index): Axis[] =>
    size === 1 ? [] : [{ size, steps: strides.map((list) => 8 * (list[index] as number)) }],
  );
  const reduced = axes.filter(({ steps }) => steps[output] === 0);
  const entries = axes.filter(({ steps }) => steps[output] !== 0);
  const columns = entries.find(
    ({ steps }) => steps[output] === 8 && steps.every((step) => step === 8 || step === 0),
  );
  if (columns === undefined || reduced.length === 0) return undefined;
  const spans = reduced.some(({ size, steps }) => steps.some((step) => size * step > SPAN));
  if (spans) return undefined;
  const others = entries.filter((axis) => axis !== columns);
  const shared = ({ steps }: Axis): number => steps.filter((step) => step === 0).length;
  const rows = others.reduce<Axis | undefined>(
    (best, axis) => (shared(axis) > (best === undefined ? 0 : shared(best)) ? axis : best),
    undefined,
  );
  return {
    outer: others.filter((axis) => axis !== rows),
    rows: rows ?? { size: 1, steps: strides.map(() => 0) },
    columns,
    reduced,
  };
}

/** The function that runs a nest once, if it reduces to neighbours in the output. */
export function tiledNest(
  nest: Nest,
  addressOf: (buffer: number) => number,
  counts: (buffer: number) => number,
): WasmFunction | undefined {
  const { body, combine, fill } = nest;
  const loads = loadsOf(body);
  const tiling = tilingOf(nest, [...loads.map(({ strides }) => strides), nest.strides]);
  if (tiling === undefined || combine === "store") return undefined;
  const { outer, rows, columns, reduced } = tiling;
  const written = [...outer, rows, columns].reduce((count, { size }) => count * size, 1);
  if (written < counts(nest.output)) return undefined;

  const f = new Assembler(0);
  const output = loads.length;
  const bases = [
    ...loads.map(({ buffer, offset }) => addressOf(buffer) + 8 * offset),
    addressOf(nest.output) + 8 * nest.offset,
  ];
  // operands that move alike share the offset that moves
  const axes = [...outer, rows, columns, ...reduced];
  const keys = bases.map((_, k) => axes.map(({ steps }) => steps[k]).join());
  const offsets = new Map([...new Set(keys)].map((key) => [key, f.local(TYPE.i32)]));
  const offsetOf = keys.map((key) => offsets.get(key) as number);
  const move = (axis: Axis, times: number): void => {
    for (const [key, local] of offsets) f.increase(local, times * (axis.steps[keys.indexOf(key)] as number));
  };
  /** Does the body at every `step`-th place of an axis, and comes back. */
  const along = (axis: Axis, times: number, step: number, visit: () => void): void => {
    f.times(times, () => {
      visit();
      if (times > 1) move(axis, step);
    });
    if (times > 1) move(axis, -times * step);
  };
  const nested = (loops: readonly Axis[], visit: () => void): void =>
    loops.reduceRight<() => void>((inner, axis) => () => along(axis, axis.size, 1, inner), visit)();

  const last = reduced[reduced.length - 1] as Axis; // there is one
  const unrolled = last.size <= SHORT ? last.size : 1;

  /** A tile of so many rows and columns, the columns by ones or by twos. */
  const tile = (height: number, width: number, lanes: 1 | 2): void => {
    const recording = new Recording();
    const inputs = new Map<string, number>();
    const places: { readonly which: number; readonly at: number }[] = [];
    const input = (which: number, at: number): Recorded => {
      const key = `${which} ${at}`;
      const known = inputs.get(key) ?? places.push({ which, at }) - 1;
      inputs.set(key, known);
      return recording.input(known);
    };
    const grid = Array.from({ length: height * width }, (_, q) => ({
      r: Math.floor(q / width),
      c: q % width,
    }));
    const place = (which: number, r: number, c: number, k: number): number =>
      r * (rows.steps[which] as number) +
      c * lanes * (columns.steps[which] as number) +
      k * (last.steps[which] as number);
    const terms = Array.from({ length: unrolled }, (_, k) =>
      grid.map(({ r, c }, total) => ({
        total,
        value: record(body, recording, (load) => {
          const which = loads.indexOf(load);
          return input(which, place(which, r, c, k));
        }),
      })),
    ).flat();
    const emission = new Emission(
      recording,
      terms.map(({ value }) => value),
      {
        code: f.code,
        locals: f.locals,
        lanes,
        input: (id) => {
          const { which, at } = places[id] as (typeof places)[number];
          f.get(offsetOf[which] as number);
          const address = (bases[which] as number) + at;
          if (lanes === 1) f.loadFloat(address);
          else f.simdMemory(columns.steps[which] === 0 ? 10 : 0, address);
        },
        foreign: foreignIndex,
      },
    );
    const totals = grid.map(() => f.local(lanes === 1 ? TYPE.f64 : TYPE.v128));
    for (const total of totals) {
      f.f64(fill ?? START[combine]);
      if (lanes === 2) f.simd(0x14);
      f.set(total);
    }
    nested(reduced.slice(0, -1), () =>
      along(last, last.size / unrolled, unrolled, () => {
        for (const { total, value } of terms) {
          f.get(totals[total] as number);
          emission.push(value);
          if (lanes === 1) f.code.byte(SCALAR_COMBINE[combine]);
          else f.simd(LANES_COMBINE[combine]);
          f.set(totals[total] as number);
        }
      }),
    );
    grid.forEach(({ r, c }, q) => {
      f.get(offsetOf[output] as number, totals[q] as number);
      const address = (bases[output] as number) + place(output, r, c, 0);
      if (lanes === 1) f.storeFloat(address);
      else f.simdMemory(11, address);
      f.locals.release(totals[q] as number);
    });
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
  const width = Math.max(
    1,
    Math.min(TOTALS / 2 ** Math.ceil(Math.log2(height)), Math.floor(columns.size / 2)),
  );

  for (const local of offsets.values()) f.i32(0).set(local);
  nested(outer, () =>
    cut(rows, height, (r) =>
      cut(columns, 2 * width, (c) => {
        const pairs = Math.floor(c / 2);
        if (pairs > 0) tile(r, pairs, 2);
        if (c % 2 === 0) return;
        move(columns, 2 * pairs);
        tile(r, 1, 1);
        move(columns, -2 * pairs);
      }),
    ),
  );
  return { type: { parameters: [], results: [] }, locals: f.locals.types, code: f.code.done() };
}
