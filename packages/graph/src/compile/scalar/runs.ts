import type { KernelName } from "../math/recipes";
import { Assembler } from "../wasm/assembler";
import { Bytes } from "../wasm/bytes";
import { Emission, Locals } from "../wasm/emission";
import { foreignImports, foreignIndex, OWN, ownImports } from "../wasm/foreign";
import { type Instance, instantiate, PAGE } from "../wasm/instance";
import { type FunctionType, TYPE, type WasmFunction } from "../wasm/module";
import { Recording } from "../wasm/recording";
import { type Batch, batchOf } from "./batch";
import { fillsLanes } from "./lanes";
import { levelled } from "./levels";
import { recipesOf } from "./recipe";
import { type Part, split } from "./split";
import { isCommutative, isConstant, kernelName, ownKernel, startValue, type Tape } from "./tape";

/** A program as runs of equal operations in WebAssembly. */
export interface Runs {
  readonly memory: Float64Array;
  /** Where each value of the tape stands in memory. */
  readonly placeOf: (k: number) => number;
  readonly runs: number;
  /** Repeated parts that run for themselves: how often, and of how many instructions. */
  readonly batches: readonly (readonly [times: number, instructions: number])[];
  /** Computes every value once. */
  readonly execute: () => void;
}

const LOOP: FunctionType = { parameters: [TYPE.i32, TYPE.i32, TYPE.i32, TYPE.i32, TYPE.i32], results: [] };
const AT = 0; // parameters of a loop: the place of the value, its end, and the places of operands a, b, c (all in bytes)
const END = 1;
const GET = 0x20;

interface Loop {
  readonly lanes: 1 | 2;
  readonly body: WasmFunction;
}

const loops = new Map<number, Loop>();

/** The loop over a run of one code of a tape. */
function loopOf(tape: Tape, operation: number): Loop {
  const isOwn = ownKernel(tape, operation) !== undefined;
  const known = isOwn ? undefined : loops.get(operation);
  if (known !== undefined) return known;
  const recording = new Recording();
  const operands = [recording.input(0), recording.input(1), recording.input(2)] as const;
  const result = recipesOf(recording, tape)(operation)(...operands);
  const lanes = !isOwn && fillsLanes(kernelName(operation)) ? 2 : 1;
  const code = new Bytes();
  const locals = new Locals(LOOP.parameters.length);
  const emission = new Emission(recording, [result], {
    code,
    locals,
    lanes,
    input: (which) => (lanes === 1 ? loadOperand(code, which, 0) : loadPair(code, which)),
    foreign: foreignIndex,
  });
  code.byte(0x03, TYPE.empty).byte(GET, AT); // loop
  emission.push(result);
  if (lanes === 1) code.byte(0x39, 3).unsigned(0);
  else code.byte(0xfd).unsigned(11).byte(3).unsigned(0);
  const used = [0, 1, 2].filter(
    (which) => recording.primitive.includes("input") && usesInput(recording, which),
  );
  for (const which of used)
    code
      .byte(GET, 2 + which, 0x41)
      .signed(4 * lanes)
      .byte(0x6a, 0x21, 2 + which);
  code
    .byte(GET, AT, 0x41)
    .signed(8 * lanes)
    .byte(0x6a, 0x22, AT, GET, END, 0x49, 0x0d, 0, 0x0b);
  const loop: Loop = { lanes, body: { type: LOOP, locals: locals.types, code: code.done() } };
  if (!isOwn) loops.set(operation, loop);
  return loop;
}

const usesInput = (recording: Recording, which: number): boolean =>
  recording.primitive.some((primitive, k) => primitive === "input" && recording.payload[k] === which);

/** Pushes the operand whose place stands in the list of operands; `lane` counts from the list's present position. */
function loadOperand(code: Bytes, which: number, lane: number): void {
  loadAddress(code, which, lane);
  code.byte(0x2b, 3).unsigned(0);
}

function loadAddress(code: Bytes, which: number, lane: number): void {
  code.byte(GET, 2 + which, 0x28, 2).unsigned(4 * lane);
}

function loadPair(code: Bytes, which: number): void {
  loadAddress(code, which, 1);
  loadAddress(code, which, 0);
  code.byte(0xfd).unsigned(0x5d).byte(3).unsigned(0); // the first lane, the second 0
  code.byte(0xfd).unsigned(0x57).byte(3).unsigned(0).byte(1); // the second lane
}

const ENTRY = 24; // bytes of a run in memory: function, value, end, a, b, c

/** Calls the loop of every run in a table of `ENTRY`-byte rows, `from` up to `to`. */
function driver(loopType: number): WasmFunction {
  const code = new Bytes();
  code.byte(0x03, TYPE.empty);
  for (const field of [1, 2, 3, 4, 5]) code.byte(GET, 0, 0x28, 2).unsigned(4 * field);
  code.byte(GET, 0, 0x28, 2).unsigned(0);
  code.byte(0x11, loopType, 0); // call_indirect
  code.byte(GET, 0, 0x41).signed(ENTRY).byte(0x6a, 0x22, 0, GET, 1, 0x49, 0x0d, 0, 0x0b);
  return {
    type: { parameters: [TYPE.i32, TYPE.i32], results: [] },
    locals: [],
    code: code.done(),
    exported: "execute",
  };
}

/** Runs of these kernels whose operands stand side by side are computed two at a time, without lists of operands. */
const sideBySide: Partial<Readonly<Record<KernelName, { readonly lanes: number; readonly one: number }>>> = {
  add: { lanes: 0xf0, one: 0xa0 },
  sub: { lanes: 0xf1, one: 0xa1 },
  mul: { lanes: 0xf2, one: 0xa2 },
};
/** Shorter runs do not gain by it. */
const SHORTEST = 4;

/** The loop over operands that stand side by side: a and b are where they begin. */
function sideBySideLoop({ lanes, one }: { readonly lanes: number; readonly one: number }): WasmFunction {
  const f = new Assembler(LOOP.parameters.length);
  const [A, B] = [2, 3];
  const pairsEnd = f.local(TYPE.i32);
  f.get(END, END, AT).sub().i32(8);
  f.code.byte(0x71); // the odd one out, if there is one
  f.sub().set(pairsEnd);
  f.code.byte(0x03, TYPE.empty);
  f.get(AT).get(A).simdMemory(0, 0).get(B).simdMemory(0, 0).simd(lanes).simdMemory(11, 0);
  f.increase(A, 16).increase(B, 16).increase(AT, 16).get(AT, pairsEnd);
  f.code.byte(0x49, 0x0d, 0, 0x0b);
  f.get(AT, END);
  f.code.byte(0x49);
  f.when(() => {
    f.get(AT).get(A).loadFloat(0).get(B).loadFloat(0);
    f.code.byte(one);
    f.storeFloat(0);
  });
  return { type: LOOP, locals: f.locals.types, code: f.code.done() };
}

/** Lays a tape out in runs; undefined where WebAssembly is not allowed or its memory does not reach. */
export function runsOf(whole: Tape, outputs: readonly number[]): Runs | undefined {
  const apart = split(whole, outputs);
  const tape = apart?.outer ?? whole;
  const used = [...new Set(tape.code)].filter((code) => code !== 0).sort((x, y) => x - y);
  const positions = new Map(used.map((code, k) => [code, k]));
  const isPaired = (code: number): boolean => loopOf(tape, code).lanes === 2;
  const { place, runs, length } = levelled(tape, isPaired, apart?.shown);
  const lists = length + 2; // operand lists are read in pairs
  const [ofA, ofB, ofC] = [8 * length, 8 * length + 4 * lists, 8 * length + 8 * lists] as const;
  const ternary = used.some((code) => kernelName(code) === "where" || ownKernel(tape, code)?.arity === 3);
  const table = 8 * Math.ceil((ternary ? ofC + 4 * lists : ofC) / 8);
  const count = runs.length / 3;
  const end = table + ENTRY * count;
  const batches = (apart?.parts ?? []).map((part) => batchOf(part, tape, (at) => 8 * (place[at] as number)));
  let top = 16 * Math.ceil(end / 16);
  const regions = batches.map(({ pairs, varying }, k) => {
    const [x, rows] = [top, top + 16 * varying.length * pairs];
    const spare = rows + 8 * pairs; // for the second of a pair that is not there
    top = 16 * Math.ceil((spare + 8 * (apart?.parts[k]?.shows.length ?? 0)) / 16);
    return { x, rows, spare };
  });
  const direct = used.flatMap((code) => {
    const instructions = sideBySide[kernelName(code)];
    return instructions === undefined ? [] : [{ code, body: sideBySideLoop(instructions) }];
  });
  const directAt = new Map(direct.map(({ code }, k) => [code, used.length + k]));
  const imports = [...foreignImports, ...ownImports(tape.own.length, OWN)];
  const instance = instantiate(
    {
      imports,
      functions: [
        ...used.map((code) => loopOf(tape, code).body),
        ...direct.map(({ body }) => body),
        driver(tape.own.length > 0 ? 2 : 1), // types are numbered as they are met, those of imports first
        ...batches.map(({ body }, k) => ({ ...body, exported: `batch${k}` })),
      ],
      table: [...used, ...direct].map((_, k) => imports.length + k),
      pages: Math.ceil(top / PAGE) + 1,
    },
    tape.own.map(({ forward }) => forward),
  );
  if (instance === undefined) return undefined;
  const values = new Float64Array(instance.memory, 0, length);
  const a = new Int32Array(instance.memory, ofA, lists);
  const b = new Int32Array(instance.memory, ofB, lists);
  const c = ternary ? new Int32Array(instance.memory, ofC, lists) : undefined;
  for (let k = 0; k < tape.length; k++) {
    const at = place[k] as number;
    if (tape.code[k] === 0) {
      values[at] = startValue(tape, k);
      continue;
    }
    a[at] = 8 * (place[tape.a[k] as number] as number);
    b[at] = 8 * (place[tape.b[k] as number] as number);
    if (c !== undefined) c[at] = 8 * (place[tape.c[k] as number] as number);
  }
  const rows = new Int32Array(instance.memory, table, (ENTRY / 4) * count);
  let between = 0;
  for (let run = 0; run < count; run++) {
    const code = runs[3 * run] as number;
    const [start, stop] = [runs[3 * run + 1] as number, runs[3 * run + 2] as number];
    if (apart !== undefined && start < (place[apart.shown.from] as number)) between = run + 1;
    const loop = directAt.get(code);
    const isDirect =
      loop !== undefined && stop - start >= SHORTEST && areSideBySide(a, b, start, stop, isCommutative(code));
    rows[6 * run] = isDirect ? (loop as number) : (positions.get(code) as number);
    rows[6 * run + 1] = 8 * start;
    rows[6 * run + 2] = 8 * stop;
    rows[6 * run + 3] = isDirect ? (a[start] as number) : ofA + 4 * start;
    rows[6 * run + 4] = isDirect ? (b[start] as number) : ofB + 4 * start;
    rows[6 * run + 5] = ofC + 4 * start;
  }
  const drive = instance.call.execute as (from: number, to: number) => number; // the driver exports it
  const half = table + ENTRY * between;
  const actions = batches.map((batch, k) =>
    prepared(batch, apart?.parts[k] as Part, regions[k] as Region, instance, tape, place, k),
  );
  const execute = (): void => {
    if (half > table) drive(table, half);
    for (const action of actions) action();
    if (end > half) drive(half, end);
  };
  return {
    memory: values,
    placeOf: (k) => place[apart === undefined ? k : (apart.place[k] as number)] as number,
    runs: count,
    batches: (apart?.parts ?? []).map(({ rows: { length: times }, code }) => [times, code.length] as const),
    execute,
  };
}

interface Region {
  readonly x: number;
  readonly rows: number;
  readonly spare: number;
}

/** Writes the constants and the rows of a batch; returns what runs it. */
function prepared(
  { pairs, varying }: Batch,
  { reads, rows }: Part,
  { x, rows: ofRows, spare }: Region,
  instance: Instance,
  outer: Tape,
  place: Int32Array,
  which: number,
): () => void {
  const values = new Float64Array(instance.memory);
  const table = new Int32Array(instance.memory, ofRows, 2 * pairs);
  table.fill(spare);
  rows.forEach((row, member) => {
    table[member] = 8 * (place[row] as number);
  });
  const [from, to]: [number[], number[]] = [[], []];
  for (let member = 0; member < 2 * pairs; member++) {
    varying.forEach((read, slot) => {
      const at = (reads[read] as Int32Array)[Math.min(member, rows.length - 1)] as number;
      const goes = x / 8 + 2 * ((member >> 1) * varying.length + slot) + (member & 1);
      if (isConstant(outer, at)) values[goes] = startValue(outer, at);
      else {
        from.push(place[at] as number);
        to.push(goes);
      }
    });
  }
  const [sources, targets] = [Int32Array.from(from), Int32Array.from(to)];
  const run = instance.call[`batch${which}`] as (x: number, rows: number, pairs: number) => number; // exported above
  return () => {
    for (let k = 0; k < sources.length; k++)
      values[targets[k] as number] = values[sources[k] as number] as number;
    run(x, ofRows, pairs);
  };
}

/** Whether both operands of a run stand side by side; those of a commutative operation are exchanged where that helps. */
function areSideBySide(a: Int32Array, b: Int32Array, from: number, to: number, mayTurn: boolean): boolean {
  const [x, y] = [a[from] as number, b[from] as number];
  for (let k = from; k < to; k++) {
    const [nextX, nextY] = [x + 8 * (k - from), y + 8 * (k - from)];
    const isStraight = a[k] === nextX && b[k] === nextY;
    if (!isStraight && !(mayTurn && a[k] === nextY && b[k] === nextX)) return false;
  }
  return true;
}
