import { type KernelName, recipes } from "../math/recipes";
import { Bytes } from "../wasm/bytes";
import { Emission, Locals } from "../wasm/emission";
import { foreignImports, foreignIndex } from "../wasm/foreign";
import { instantiate, PAGE } from "../wasm/instance";
import { type FunctionType, TYPE, type WasmFunction } from "../wasm/module";
import { Recording } from "../wasm/recording";
import { levelled } from "./levels";
import { kernelName, type Tape } from "./tape";

/** A program as runs of equal operations in WebAssembly. */
export interface Runs {
  readonly memory: Float64Array;
  /** Where each value of the tape stands in memory. */
  readonly placeOf: (k: number) => number;
  readonly runs: number;
  /** Computes every value once. */
  readonly execute: () => void;
}

/** Kernels of so many recorded values or more are computed two at a time; the others are too short to gain by it. */
const LONG = 8;
const LOOP: FunctionType = { parameters: [TYPE.i32, TYPE.i32, TYPE.i32, TYPE.i32, TYPE.i32], results: [] };
const AT = 0; // parameters of a loop: the place of the value, its end, and the places of operands a, b, c (all in bytes)
const END = 1;
const GET = 0x20;

interface Loop {
  readonly lanes: 1 | 2;
  readonly body: WasmFunction;
}

const loops = new Map<KernelName, Loop>();

/** The loop over a run of one kernel. */
function loopOf(name: KernelName): Loop {
  const known = loops.get(name);
  if (known !== undefined) return known;
  const recording = new Recording();
  const operands = [recording.input(0), recording.input(1), recording.input(2)] as const;
  const before = recording.primitive.length;
  const result = recipes(recording)[name](...operands);
  const isLong = recording.primitive.length - before > LONG + CONSTANTS;
  const calls = recording.primitive.includes("foreign");
  const lanes = isLong && !calls ? 2 : 1;
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
  loops.set(name, loop);
  return loop;
}

/** The constants that the table of recipes records before any recipe. */
const CONSTANTS = 5;

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
function driver(): WasmFunction {
  const code = new Bytes();
  code.byte(0x03, TYPE.empty);
  for (const field of [1, 2, 3, 4, 5]) code.byte(GET, 0, 0x28, 2).unsigned(4 * field);
  code.byte(GET, 0, 0x28, 2).unsigned(0);
  code.byte(0x11, 1, 0); // call_indirect; type 1, see below
  code.byte(GET, 0, 0x41).signed(ENTRY).byte(0x6a, 0x22, 0, GET, 1, 0x49, 0x0d, 0, 0x0b);
  return {
    type: { parameters: [TYPE.i32, TYPE.i32], results: [] },
    locals: [],
    code: code.done(),
    exported: "execute",
  };
}

/** Lays a tape out in runs; undefined where WebAssembly is not allowed or its memory does not reach. */
export function runsOf(tape: Tape): Runs | undefined {
  const used = [...new Set(tape.code)].filter((code) => code !== 0).sort((x, y) => x - y);
  const names = used.map(kernelName);
  const positions = new Map(used.map((code, k) => [code, k]));
  const { place, runs, length } = levelled(tape, (code) => loopOf(kernelName(code)).lanes === 2);
  const lists = length + 2; // operand lists are read in pairs
  const [ofA, ofB, ofC] = [8 * length, 8 * length + 4 * lists, 8 * length + 8 * lists] as const;
  const ternary = names.includes("where");
  const table = ternary ? ofC + 4 * lists : ofC;
  const count = runs.length / 3;
  const end = table + ENTRY * count;
  const instance = instantiate({
    imports: foreignImports,
    functions: [...names.map((name) => loopOf(name).body), driver()],
    table: names.map((_, k) => foreignImports.length + k),
    pages: Math.ceil(end / PAGE) + 1,
  });
  if (instance === undefined) return undefined;
  const values = new Float64Array(instance.memory, 0, length);
  const a = new Int32Array(instance.memory, ofA, lists);
  const b = new Int32Array(instance.memory, ofB, lists);
  const c = ternary ? new Int32Array(instance.memory, ofC, lists) : undefined;
  for (let k = 0; k < tape.length; k++) {
    const at = place[k] as number;
    if (tape.code[k] === 0) {
      values[at] = tape.values[k] as number;
      continue;
    }
    a[at] = 8 * (place[tape.a[k] as number] as number);
    b[at] = 8 * (place[tape.b[k] as number] as number);
    if (c !== undefined) c[at] = 8 * (place[tape.c[k] as number] as number);
  }
  const rows = new Int32Array(instance.memory, table, (ENTRY / 4) * count);
  for (let run = 0; run < count; run++) {
    const [start, stop] = [runs[3 * run + 1] as number, runs[3 * run + 2] as number];
    rows[6 * run] = positions.get(runs[3 * run] as number) as number;
    rows[6 * run + 1] = 8 * start;
    rows[6 * run + 2] = 8 * stop;
    rows[6 * run + 3] = ofA + 4 * start;
    rows[6 * run + 4] = ofB + 4 * start;
    rows[6 * run + 5] = ofC + 4 * start;
  }
  const execute = instance.call.execute as (from: number, to: number) => number; // the driver exports it
  return {
    memory: values,
    placeOf: (k) => place[k] as number,
    runs: count,
    execute: () => void (count > 0 && execute(table, end)),
  };
}
