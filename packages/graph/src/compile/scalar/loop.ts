import type { KernelName } from "../math/recipes";
import { Assembler } from "../wasm/assembler";
import { Bytes } from "../wasm/bytes";
import { Emission, Locals } from "../wasm/emission";
import { foreignIndex } from "../wasm/foreign";
import { type FunctionType, TYPE, type WasmFunction } from "../wasm/module";
import { Recording } from "../wasm/recording";
import { FUSED } from "./fuse";
import { fillsLanes } from "./lanes";
import { recipesOf } from "./recipe";
import { kernelName, ownKernel, type Tape } from "./tape";

/**
 * A run in WebAssembly: computes the values from the first address up to the second. Addresses of operands stand at the
 * third, those of an instruction side by side, one instruction after another; returned is where they end.
 */
export const LOOP: FunctionType = { parameters: [TYPE.i32, TYPE.i32, TYPE.i32], results: [TYPE.i32] };
const AT = 0;
const END = 1;
const FROM = 2;
const GET = 0x20;

export interface Loop {
  /** How many values are computed at a time; their number is a multiple of it. */
  readonly lanes: 1 | 2;
  /** Which operands are read, in the order of their addresses. */
  readonly reads: readonly number[];
  readonly body: WasmFunction;
}

const loops = new Map<number, Loop>();

/** The loop over a run of one code of a tape. */
export function loopOf(tape: Tape, operation: number): Loop {
  const isOwn = ownKernel(tape, operation) !== undefined;
  const known = isOwn ? undefined : loops.get(operation);
  if (known !== undefined) return known;
  const recording = new Recording();
  const input = (which: number): number => recording.input(which);
  const operands = [input(0), input(1), input(2), input(3), input(4)] as const;
  const result = recipesOf(recording, tape)(operation)(...operands);
  const reads = operands.map((_, which) => which).filter((which) => readsInput(recording, result, which));
  const isFused = operation >= FUSED.mulAdd;
  const lanes = !isOwn && !isFused && fillsLanes(kernelName(operation)) ? 2 : 1;
  const code = new Bytes();
  const locals = new Locals(LOOP.parameters.length);
  const address = (which: number, lane: number): void => {
    const offset = 4 * (lane * reads.length + reads.indexOf(which));
    code.byte(GET, FROM, 0x28, 2).unsigned(offset);
  };
  const emission = new Emission(recording, [result], {
    code,
    locals,
    lanes,
    input: (which) => {
      address(which, lanes - 1);
      if (lanes === 1) {
        code.byte(0x2b, 3).unsigned(0);
        return;
      }
      address(which, 0);
      code.byte(0xfd).unsigned(0x5d).byte(3).unsigned(0); // the first lane, the second 0
      code.byte(0xfd).unsigned(0x57).byte(3).unsigned(0).byte(1); // the second lane
    },
    foreign: foreignIndex,
  });
  code.byte(0x03, TYPE.empty).byte(GET, AT); // loop
  emission.push(result);
  if (lanes === 1) code.byte(0x39, 3).unsigned(0);
  else code.byte(0xfd).unsigned(11).byte(3).unsigned(0);
  code
    .byte(GET, FROM, 0x41)
    .signed(4 * lanes * reads.length)
    .byte(0x6a, 0x21, FROM);
  code
    .byte(GET, AT, 0x41)
    .signed(8 * lanes)
    .byte(0x6a, 0x22, AT, GET, END, 0x49, 0x0d, 0, 0x0b, GET, FROM);
  const loop: Loop = { lanes, reads, body: { type: LOOP, locals: locals.types, code: code.done() } };
  if (!isOwn) loops.set(operation, loop);
  return loop;
}

/** Whether a value is computed from an input. */
function readsInput({ primitive, operands, payload }: Recording, value: number, which: number): boolean {
  const needed = new Uint8Array(value + 1);
  needed[value] = 1;
  for (let k = value; k >= 0; k--) {
    if (needed[k] !== 1) continue;
    if (primitive[k] === "input" && payload[k] === which) return true;
    for (const operand of operands[k] as readonly number[]) needed[operand] = 1;
  }
  return false;
}

/** The instructions for two numbers and for one. */
export interface SideBySide {
  readonly lanes: number;
  readonly one: number;
}

/** Runs of these kernels whose operands stand side by side are computed two at a time, without lists of operands. */
export const sideBySide: Partial<Readonly<Record<KernelName, SideBySide>>> = {
  add: { lanes: 0xf0, one: 0xa0 },
  sub: { lanes: 0xf1, one: 0xa1 },
  mul: { lanes: 0xf2, one: 0xa2 },
};

/** The loop over operands that stand side by side: only the addresses of the first two are listed. */
export function sideBySideLoop({ lanes, one }: SideBySide): WasmFunction {
  const f = new Assembler(LOOP.parameters.length);
  const [a, b, pairsEnd] = [f.local(TYPE.i32), f.local(TYPE.i32), f.local(TYPE.i32)];
  f.get(FROM).loadWord(0).set(a).get(FROM).loadWord(4).set(b);
  f.get(END, END, AT).sub().i32(8);
  f.code.byte(0x71); // the odd one out, if there is one
  f.sub().set(pairsEnd);
  f.code.byte(0x03, TYPE.empty);
  f.get(AT).get(a).simdMemory(0, 0).get(b).simdMemory(0, 0).simd(lanes).simdMemory(11, 0);
  f.increase(a, 16).increase(b, 16).increase(AT, 16).get(AT, pairsEnd);
  f.code.byte(0x49, 0x0d, 0, 0x0b);
  f.get(AT, END);
  f.code.byte(0x49);
  f.when(() => {
    f.get(AT).get(a).loadFloat(0).get(b).loadFloat(0);
    f.code.byte(one);
    f.storeFloat(0);
  });
  f.get(FROM).i32(8).add();
  return { type: LOOP, locals: f.locals.types, code: f.code.done() };
}

const LOOP_BITS = 9;
/** Longer runs are several. */
export const LONGEST_RUN = 2 ** 22;

/** A run in memory: which loop of the table, and above its bits, for how many values. */
export const runWord = (loop: number, count: number): number => (count << LOOP_BITS) | loop;

/** Calls the loops of the runs from one address up to another; the first value and its operands are at the other two. */
export function driver(loopType: number): WasmFunction {
  const [ROW, ROWS_END, VALUE, OPERANDS] = [0, 1, 2, 3];
  const f = new Assembler(4);
  const [word, end] = [f.local(TYPE.i32), f.local(TYPE.i32)];
  f.code.byte(0x03, TYPE.empty);
  f.get(ROW).loadWord(0).set(word);
  f.get(VALUE, word).i32(LOOP_BITS);
  f.code.byte(0x76); // shr_u
  f.i32(3);
  f.code.byte(0x74); // shl
  f.add().set(end);
  f.get(VALUE, end, OPERANDS, word).i32(2 ** LOOP_BITS - 1);
  f.code.byte(0x71, 0x11, loopType, 0); // and, call_indirect
  f.set(OPERANDS).get(end).set(VALUE);
  f.increase(ROW, 4).get(ROW, ROWS_END);
  f.code.byte(0x49, 0x0d, 0, 0x0b);
  return {
    type: { parameters: [TYPE.i32, TYPE.i32, TYPE.i32, TYPE.i32], results: [] },
    locals: f.locals.types,
    code: f.code.done(),
    exported: "execute",
  };
}
