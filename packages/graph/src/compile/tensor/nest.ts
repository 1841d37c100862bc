import { Assembler } from "../wasm/assembler";
import { Emission } from "../wasm/emission";
import { foreignIndex } from "../wasm/foreign";
import { TYPE, type ValueType, type WasmFunction } from "../wasm/module";
import { Recording } from "../wasm/recording";
import { LANES_COMBINE, SCALAR_COMBINE, START } from "./combine";
import { loadsOf, type Nest } from "./instruction";
import { record } from "./record";
import { pushStart, startOf, tiledNest, tilingOf } from "./tile";

/** A loop with its size and, for each operand (the output is the last), how many bytes one step moves. */
interface Loop {
  readonly size: number;
  readonly steps: readonly number[];
  readonly reduces: boolean;
}

/** Loops of size 1 left out, the one that reads and writes neighbours innermost, neighbours that are one loop merged. */
export function loopsOf(nest: Nest, strides: readonly (readonly number[])[]): Loop[] {
  const output = strides.length - 1;
  const all = nest.loops.flatMap((size, index): Loop[] => {
    const steps = strides.map((list) => 8 * (list[index] as number));
    return size === 1 ? [] : [{ size, steps, reduces: nest.combine !== "store" && steps[output] === 0 }];
  });
  const score = ({ steps }: Loop): number =>
    steps.reduce((total, step, k) => total + (step === 8 ? (k === output ? 2 : 1) : step === 0 ? 0 : -1), 0);
  // sums are made in the order of the reference: the last of several reduced loops stays the last of them
  const lastReduced = all.map(({ reduces }) => reduces).lastIndexOf(true);
  const allowed = all.filter((loop, index) => !loop.reduces || index === lastReduced);
  const best = allowed.reduce<Loop | undefined>(
    (found, loop) => (found === undefined || score(loop) >= score(found) ? loop : found),
    undefined,
  );
  const ordered = best === undefined ? all : [...all.filter((loop) => loop !== best), best];
  const merged: Loop[] = [];
  for (const loop of ordered) {
    const outer = merged[merged.length - 1];
    const isOne =
      outer !== undefined &&
      outer.reduces === loop.reduces &&
      outer.steps.every((step, k) => step === loop.size * (loop.steps[k] as number));
    if (isOne) merged[merged.length - 1] = { ...loop, size: outer.size * loop.size };
    else merged.push(loop);
  }
  return merged;
}

/**
 * The function that runs a nest once. If it is a part of a larger one, its loop `along` begins at the index which is the
 * function's parameter; the part writes neighbours only, if it has a number to write before.
 */
export function nestFunction(
  nest: Nest,
  addressOf: (buffer: number) => number,
  counts: (buffer: number) => number,
  along?: number,
): WasmFunction {
  const { body, combine, fill } = nest;
  const tiling = tilingOf(nest, counts);
  if (tiling !== undefined && combine !== "store")
    return tiledNest({ ...nest, combine }, tiling, addressOf, { along });
  const f = new Assembler(along === undefined ? 0 : 1);
  const loads = loadsOf(body);
  const recording = new Recording();
  const result = record(body, recording, (load) => recording.input(loads.indexOf(load)));
  const base = addressOf(nest.output) + 8 * nest.offset;
  const bases = [...loads.map(({ buffer, offset }) => addressOf(buffer) + 8 * offset), base];
  const output = loads.length;
  const strides = [...loads.map((load) => load.strides), nest.strides];
  const loops = loopsOf(nest, strides);
  const isEmpty = nest.loops.includes(0);
  const firstReduced = loops.findIndex(({ reduces }) => reduces);
  const entries = loops.filter(({ reduces }) => !reduces);
  /** Whether all that falls on an entry is met before the next entry: then its total stays in a local. */
  const inTurn = firstReduced !== -1 && firstReduced === entries.length;
  const written = entries.reduce((count, { size }) => count * size, 1);
  const count = counts(nest.output);
  const starts = strides.map((list) => startOf(list, along));
  if (fill !== undefined && (isEmpty || !inTurn || written < count))
    writeFill(f, addressOf(nest.output), count, fill, starts[output] ?? 0);
  if (isEmpty) return finished(f);

  // operands that move alike share the offset that moves
  const keys = bases.map((_, k) => [starts[k], ...loops.map(({ steps }) => steps[k])].join());
  const moving = [...new Set(keys)].map((key) => ({
    key,
    operand: keys.indexOf(key),
    local: f.local(TYPE.i32),
  }));
  const localOf = keys.map((key) => moving.find((each) => each.key === key)?.local as number);
  for (const { local, operand } of moving) pushStart(f, starts[operand] ?? 0).set(local);

  const total = inTurn ? f.local(TYPE.f64) : undefined;
  const stepOf = (loop: number, operand: number): number => loops[loop]?.steps[operand] ?? 0;

  const emission = (lanes: 1 | 2, innermost: number): Emission =>
    new Emission(recording, [result], {
      code: f.code,
      locals: f.locals,
      lanes,
      input: (which) => {
        f.get(localOf[which] as number);
        const at = bases[which] as number;
        if (lanes === 1) f.loadFloat(at);
        else f.simdMemory(stepOf(innermost, which) === 0 ? 10 : 0, at);
      },
      foreign: foreignIndex,
    });

  /** One index, or two neighbours. */
  const entry = (lanes: 1 | 2, innermost: number): void => {
    const address = localOf[output] as number;
    if (total !== undefined && combine !== "store") {
      if (lanes === 1) {
        f.get(total);
        emission(1, innermost).push(result);
        f.code.byte(SCALAR_COMBINE[combine]);
        f.set(total);
        return;
      }
      const pair = f.local(TYPE.v128);
      emission(2, innermost).push(result);
      f.set(pair);
      for (const lane of [0, 1]) {
        f.get(total).get(pair).extractLane(lane);
        f.code.byte(SCALAR_COMBINE[combine]);
        f.set(total);
      }
      f.locals.release(pair);
      return;
    }
    f.get(address);
    if (combine !== "store") {
      f.get(address);
      if (lanes === 1) f.loadFloat(base);
      else f.simdMemory(0, base);
    }
    emission(lanes, innermost).push(result);
    if (combine !== "store") {
      if (lanes === 1) f.code.byte(SCALAR_COMBINE[combine]);
      else f.simd(LANES_COMBINE[combine]);
    }
    if (lanes === 1) f.storeFloat(base);
    else f.simdMemory(11, base);
  };

  /** Moves all offsets on by a number of steps of a loop, having gone `inner` bytes already. */
  const advance = (loop: number, times: number, inner: ReadonlyMap<number, number>): void => {
    for (const { operand, local } of moving)
      f.increase(local, times * stepOf(loop, operand) - (inner.get(local) ?? 0));
  };

  /** Emits loop `depth` and those inside; returns how far each offset has gone when it ends. */
  const emit = (depth: number): ReadonlyMap<number, number> => {
    const loop = loops[depth];
    if (loop === undefined) {
      entry(1, depth);
      return new Map();
    }
    const begins = total !== undefined && combine !== "store" && loop.reduces && depth === firstReduced;
    if (begins && total !== undefined) f.f64(fill ?? START[combine]).set(total);
    if (depth === loops.length - 1) {
      const byLanes =
        loop.size > 1 &&
        loop.steps.every((step, k) => step === 8 || (step === 0 && (k !== output || total !== undefined)));
      const pairs = byLanes ? Math.floor(loop.size / 2) : 0;
      f.times(pairs, () => {
        entry(2, depth);
        advance(depth, 2, new Map());
      });
      f.times(loop.size - 2 * pairs, () => {
        entry(1, depth);
        advance(depth, 1, new Map());
      });
    } else {
      f.times(loop.size, () => {
        advance(depth, 1, emit(depth + 1));
      });
    }
    if (begins && total !== undefined) f.get(localOf[output] as number, total).storeFloat(base);
    return new Map(moving.map(({ operand, local }) => [local, loop.size * stepOf(depth, operand)]));
  };
  emit(0);
  return finished(f);
}

function finished(f: Assembler): WasmFunction {
  const { parameters } = f.locals;
  return {
    type: { parameters: new Array<ValueType>(parameters).fill(TYPE.i32), results: [] },
    locals: f.locals.types,
    code: f.code.done(),
  };
}

/** Writes the same number in so many places, `start` bytes further for each index before the part. */
function writeFill(f: Assembler, address: number, count: number, value: number, start: number): void {
  if (Object.is(value, 0)) {
    pushStart(f, start)
      .i32(address)
      .add()
      .i32(0)
      .i32(8 * count);
    f.code.byte(0xfc, 11, 0); // memory.fill
    return;
  }
  const at = f.local(TYPE.i32);
  f.upTo(
    at,
    () => f.i32(8 * count),
    8,
    () => {
      pushStart(f, start).get(at).add().f64(value).storeFloat(address);
    },
  );
  f.locals.release(at);
}
