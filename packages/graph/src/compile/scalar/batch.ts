import { Assembler } from "../wasm/assembler";
import { Emission } from "../wasm/emission";
import { foreignIndex } from "../wasm/foreign";
import { TYPE, type WasmFunction } from "../wasm/module";
import { type Recorded, Recording } from "../wasm/recording";
import { recipesOf } from "./recipe";
import type { Part } from "./split";
import { isConstant, startValue, type Tape } from "./tape";

/** Where a repeated part finds its operands and leaves its results. Addresses are in bytes. */
export interface Batch {
  readonly pairs: number;
  /** Which of the part's reads differ from occurrence to occurrence: they stand side by side, for one pair after another. */
  readonly varying: readonly number[];
  /** The function of the pairs' operands, the pairs' rows, and the number of pairs. */
  readonly body: WasmFunction;
}

/** The instructions of a part in straight-line f64x2 code: two occurrences at a time, a loop over the pairs around it. */
export function batchOf(part: Part, outer: Tape, addressOf: (place: number) => number): Batch {
  const { code, operands, reads, shows } = part;
  const recording = new Recording();
  const recipeOf = recipesOf(recording, outer);
  const varying: number[] = [];
  const read = reads.map((places, which): Recorded => {
    const [first] = places as unknown as readonly [number];
    if (places.some((place) => place !== first)) varying.push(which);
    else if (isConstant(outer, first)) return recording.number(startValue(outer, first));
    return recording.input(which);
  });
  const slotOf = new Map(varying.map((which, slot) => [which, slot]));
  const recorded: Recorded[] = [];
  code.forEach((operation, at) => {
    const operand = (which: number): Recorded => {
      const from = operands[3 * at + which] as number;
      return (from < 0 ? read[~from] : recorded[from]) as Recorded;
    };
    recorded.push(recipeOf(operation)(operand(0), operand(1), operand(2)));
  });

  const [X, ROWS, PAIRS] = [0, 1, 2];
  const f = new Assembler(3);
  const [first, second] = [f.local(TYPE.i32), f.local(TYPE.i32)];
  const results = shows.map((at) => recorded[at] as Recorded);
  const emission = new Emission(recording, results, {
    code: f.code,
    locals: f.locals,
    lanes: 2,
    input: (which) => {
      const slot = slotOf.get(which);
      if (slot !== undefined) f.get(X).simdMemory(0, 16 * slot);
      else f.i32(0).simdMemory(10, addressOf((reads[which] as Int32Array)[0] as number));
    },
    foreign: foreignIndex,
  });
  f.code.byte(0x03, TYPE.empty); // loop
  f.get(ROWS).loadWord(0).set(first).get(ROWS).loadWord(4).set(second);
  results.forEach((result, slot) => {
    const value = f.local(TYPE.v128);
    emission.push(result);
    f.set(value);
    f.get(first, value).storeLane(0, 8 * slot);
    f.get(second, value).storeLane(1, 8 * slot);
    f.locals.release(value);
  });
  f.increase(X, 16 * varying.length)
    .increase(ROWS, 8)
    .increase(PAIRS, -1)
    .get(PAIRS);
  f.code.byte(0x0d, 0, 0x0b);
  const body: WasmFunction = {
    type: { parameters: [TYPE.i32, TYPE.i32, TYPE.i32], results: [] },
    locals: f.locals.types,
    code: f.code.done(),
  };
  return { pairs: Math.ceil(part.rows.length / 2), varying, body };
}
