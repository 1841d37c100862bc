import { Bytes } from "../wasm/bytes";
import { Emission, Locals, pushFloat } from "../wasm/emission";
import { foreignImports, foreignIndex, OWN, ownImports } from "../wasm/foreign";
import { type Instance, instantiate, PAGE } from "../wasm/instance";
import { TYPE } from "../wasm/module";
import { type Recorded, Recording } from "../wasm/recording";
import { type Couple, couplesOf } from "./couples";
import { recipesOf } from "./recipe";
import { startValue, type Tape } from "./tape";

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
const SPLAT = 0x14;
const EXTRACT = 0x21;
const REPLACE = 0x22;

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
  const given = [...new Set(variable)];
  const inputAt = new Map(given.map((place, which) => [place, which]));
  const couples = couplesOf(tape);
  const coupled = couples.flatMap((couple) => couple.flatMap(({ places }) => places));
  coupled.forEach((place, which) => {
    inputAt.set(place, given.length + which);
  });
  const { recording, recorded } = recordedTape(tape, inputAt);

  const [first, body] = [new Bytes(), new Bytes()];
  const locals = new Locals(1);
  const state = [...inputAt].map(() => locals.fresh(TYPE.f64)); // what is given, then what couples compute
  given.forEach((_, which) => {
    first.byte(0x41, 0, F64_LOAD, 3).unsigned(8 * which);
    first.byte(SET).unsigned(state[which] as number);
  });
  const valueAt = (place: number): Recorded => recorded[place] as Recorded;
  const read = couples.flatMap((couple) => readBy(couple).flat().map(valueAt));
  const results = outputs.map(valueAt);
  const emission = new Emission(recording, [...read, ...results], {
    code: body,
    locals,
    lanes: 1,
    input: (which) => body.byte(GET).unsigned(state[which] as number),
    foreign: foreignIndex,
  });
  const kept = results.map(() => locals.fresh(TYPE.f64));
  body.byte(0x03, TYPE.empty); // loop
  const constants = new Map<number, number>();
  const inLanes = (x: number): void => {
    let local = constants.get(x);
    if (local === undefined) {
      local = locals.fresh(TYPE.v128);
      constants.set(x, local);
      pushFloat(first, x, 2).byte(SET).unsigned(local);
    }
    body.byte(GET).unsigned(local);
  };
  const recordings = new Map<string, CoupleRecording>();
  for (const couple of couples) {
    const [{ codes }] = couple;
    const known = recordings.get(codes.join()) ?? recordedCouple(tape, codes);
    recordings.set(codes.join(), known);
    const operands = readBy(couple).map(([left, right]) => {
      emission.push(valueAt(left));
      simd(body, SPLAT);
      emission.push(valueAt(right));
      simd(body, REPLACE).byte(1);
      const pair = locals.take(TYPE.v128);
      body.byte(SET).unsigned(pair);
      return pair;
    });
    emitCouple(known, couple, operands, body, locals, inLanes, (place, lane, pair) => {
      simd(body.byte(GET).unsigned(pair), EXTRACT).byte(lane, SET);
      body.unsigned(state[inputAt.get(place) as number] as number);
    });
    for (const pair of operands) locals.release(pair);
  }
  results.forEach((result, k) => {
    emission.push(result);
    body.byte(SET).unsigned(kept[k] as number);
  });
  for (const [output, place] of feeds) {
    body.byte(GET).unsigned(kept[output] as number);
    body.byte(SET).unsigned(state[inputAt.get(place) as number] as number);
  }
  body.byte(GET, 0, 0x41, 1, 0x6b, 0x22, 0, 0x0d, 0, 0x0b); // n - 1, again while it is not 0
  kept.forEach((local, k) => {
    body
      .byte(0x41, 0, GET)
      .unsigned(local)
      .byte(F64_STORE, 3)
      .unsigned(8 * (given.length + k));
  });
  const run = {
    type: { parameters: [TYPE.i32], results: [] },
    locals: locals.types,
    code: first.raw(body.done()).done(),
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

/** Every value of a tape in a recording; those at the places of `inputAt` are its inputs. */
function recordedTape(
  tape: Tape,
  inputAt: ReadonlyMap<number, number>,
): { readonly recording: Recording; readonly recorded: Int32Array } {
  const recording = new Recording();
  const recipeOf = recipesOf(recording, tape);
  const recorded = new Int32Array(tape.length);
  for (let k = 0; k < tape.length; k++) {
    const [code, which] = [tape.code[k] as number, inputAt.get(k)];
    if (which !== undefined) recorded[k] = recording.input(which);
    else if (code === 0) recorded[k] = recording.number(startValue(tape, k));
    else {
      const operand = (list: Int32Array): Recorded => recorded[list[k] as number] as Recorded;
      recorded[k] = recipeOf(code)(operand(tape.a), operand(tape.b), operand(tape.c));
    }
  }
  return { recording, recorded };
}

/** The places that a couple reads: for each operand of its kernels, one of each group. */
function readBy([left, right]: Couple): (readonly [number, number])[] {
  const [a, b, c] = left.operands;
  const count = c !== b ? 3 : b !== a ? 2 : 1; // operands that a kernel does not have repeat the last it has
  return left.operands.slice(0, count).map((place, k) => [place, right.operands[k] as number] as const);
}

/** What groups of the same kernels compute, recorded once: kernels that fill lanes are long. */
interface CoupleRecording {
  readonly recording: Recording;
  readonly results: readonly Recorded[];
}

function recordedCouple(tape: Tape, codes: readonly number[]): CoupleRecording {
  const recording = new Recording();
  const recipeOf = recipesOf(recording, tape);
  const [a, b, c] = [recording.input(0), recording.input(1), recording.input(2)];
  return { recording, results: codes.map((operation) => recipeOf(operation)(a, b, c)) };
}

/** Computes both groups of a couple, one in each lane. `keep` takes a lane of a local for the value at a place. */
function emitCouple(
  { recording, results }: CoupleRecording,
  [left, right]: Couple,
  operands: readonly number[],
  code: Bytes,
  locals: Locals,
  number: (x: number) => void,
  keep: (place: number, lane: 0 | 1, pair: number) => void,
): void {
  const input = (which: number): Bytes => code.byte(GET).unsigned(operands[which] as number);
  const emission = new Emission(recording, results, {
    code,
    locals,
    lanes: 2,
    input,
    number,
    foreign: foreignIndex,
  });
  results.forEach((result, k) => {
    const pair = locals.take(TYPE.v128);
    emission.push(result);
    code.byte(SET).unsigned(pair);
    keep(left.places[k] as number, 0, pair);
    keep(right.places[k] as number, 1, pair);
    locals.release(pair);
  });
}

const simd = (code: Bytes, op: number): Bytes => code.byte(0xfd).unsigned(op);
