import { Bytes } from "../wasm/bytes";
import { Emission, Locals } from "../wasm/emission";
import { foreignImports, foreignIndex, OWN, ownImports } from "../wasm/foreign";
import { type Instance, instantiate, PAGE } from "../wasm/instance";
import { TYPE } from "../wasm/module";
import { type Recorded, Recording } from "../wasm/recording";
import { recipesOf } from "./recipe";
import type { Tape } from "./tape";

/** A whole program as one function of WebAssembly, with a loop over steps around it. */
export interface Straight {
  readonly instance: Instance;
  /** Values of the tape that are read when it starts, in the order of their places in memory. */
  readonly given: readonly number[];
  /** Where in memory, counted in numbers, the first output is written. */
  readonly firstOutput: number;
}

const GET = 0x20;
const SET = 0x21;
const F64_LOAD = 0x2b;
const F64_STORE = 0x39;

/**
 * Writes the tape straight out: values stay in locals, and `run(n)` does n steps, each output of `feeds` becoming the
 * value of the given after each. Undefined where WebAssembly is not allowed.
 */
export function straight(
  tape: Tape,
  variable: readonly number[],
  outputs: readonly number[],
  feeds: readonly (readonly [output: number, given: number])[],
): Straight | undefined {
  const recording = new Recording();
  const recipeOf = recipesOf(recording, tape);
  const given = [...new Set(variable)];
  const inputAt = new Map(given.map((place, which) => [place, which]));
  const recorded = new Int32Array(tape.length);
  for (let k = 0; k < tape.length; k++) {
    const code = tape.code[k] as number;
    if (code === 0) {
      const which = inputAt.get(k);
      recorded[k] = which === undefined ? recording.number(tape.values[k] as number) : recording.input(which);
    } else {
      const operand = (list: Int32Array): Recorded => recorded[list[k] as number] as Recorded;
      recorded[k] = recipeOf(code)(operand(tape.a), operand(tape.b), operand(tape.c));
    }
  }
  const code = new Bytes();
  const locals = new Locals(1);
  const state = given.map(() => locals.take(TYPE.f64));
  state.forEach((local, which) => {
    code
      .byte(0x41, 0, F64_LOAD, 3)
      .unsigned(8 * which)
      .byte(SET)
      .unsigned(local);
  });
  const results = outputs.map((output) => recorded[output] as Recorded);
  const emission = new Emission(recording, results, {
    code,
    locals,
    lanes: 1,
    input: (which) => code.byte(GET).unsigned(state[which] as number),
    foreign: foreignIndex,
  });
  const kept = results.map(() => locals.take(TYPE.f64));
  code.byte(0x03, TYPE.empty); // loop
  results.forEach((result, k) => {
    emission.push(result);
    code.byte(SET).unsigned(kept[k] as number);
  });
  for (const [output, place] of feeds) {
    code.byte(GET).unsigned(kept[output] as number);
    code.byte(SET).unsigned(state[inputAt.get(place) as number] as number);
  }
  code.byte(GET, 0, 0x41, 1, 0x6b, 0x22, 0, 0x0d, 0, 0x0b); // n - 1, again while it is not 0
  kept.forEach((local, k) => {
    code
      .byte(0x41, 0, GET)
      .unsigned(local)
      .byte(F64_STORE, 3)
      .unsigned(8 * (given.length + k));
  });
  const run = {
    type: { parameters: [TYPE.i32], results: [] },
    locals: locals.types,
    code: code.done(),
    exported: "run",
  };
  const instance = instantiate(
    {
      imports: [...foreignImports, ...ownImports(tape.own.length, OWN)],
      functions: [run],
      pages: Math.max(1, Math.ceil((8 * (given.length + outputs.length)) / PAGE)),
    },
    tape.own.map(({ forward }) => forward),
  );
  return instance && { instance, given, firstOutput: given.length };
}
