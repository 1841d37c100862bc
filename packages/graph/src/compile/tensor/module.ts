import type { Node, Value } from "../../node";
import type { Feed } from "../backend";
import { Assembler } from "../wasm/assembler";
import { foreignImports, ownImports, ownIndex } from "../wasm/foreign";
import { instantiate, PAGE } from "../wasm/instance";
import { TYPE, type WasmFunction } from "../wasm/module";
import { arranged } from "./arrangement";
import { fused } from "./fusion";
import { gemmFunctions, scratchFor } from "./gemm";
import type { Instruction, Product } from "./instruction";
import type { LoweredTensors } from "./lower";
import { nestFunction } from "./nest";
import { ownAction } from "./own";
import { isSmall, scratchForSmall, smallProduct } from "./small";

/** A program over tensors that is ready to run. Places count numbers. */
export interface TensorModule {
  readonly memory: ArrayBuffer;
  /** The size of its WebAssembly; undefined if it is JavaScript. */
  readonly bytes: number | undefined;
  /** How many functions were made of text, if they were. */
  readonly functions?: number;
  readonly instructions: readonly Instruction[];
  readonly addresses: readonly number[];
  /** Buffers of new values that are copied to those of the inputs which they replace, between two steps. */
  readonly copies: readonly (readonly [output: number, input: number])[];
  /** Does n steps in memory. */
  readonly run: (n: number) => void;
}

/** Writes the instructions as functions, with their buffers in one memory; undefined where WebAssembly is not allowed. */
export function tensorModule(
  lowered: LoweredTensors,
  inputs: readonly Node[],
  feeds: readonly Feed[],
): TensorModule | undefined {
  const { buffers } = lowered;
  const { instructions, addresses, end, copies } = arranged(fused(lowered), inputs, feeds);
  const products = instructions.filter((instruction) => instruction.kind === "product");
  const scratch = 8 * end;
  const needed = products.reduce(
    (most, each) => Math.max(most, isSmall(each) ? scratchForSmall(each) : scratchFor(each.n)),
    0,
  );
  const bytesAt = (buffer: number): number => 8 * (addresses[buffer] as number);
  const countOf = (buffer: number): number => buffers[buffer]?.count ?? 0;

  const own = instructions.filter((instruction) => instruction.kind === "own");
  const actions: (() => void)[] = []; // made once there is a memory for them
  const imports = [...foreignImports, ...ownImports(own.length, { parameters: [], results: [] })];
  const first = imports.length;
  const gemm = products.every(isSmall) ? undefined : gemmFunctions(first);
  const functions: WasmFunction[] = [...(gemm?.functions ?? [])];
  const step = new Assembler(0);
  const add = (made: WasmFunction): void => {
    step.call(first + functions.push(made) - 1);
  };
  for (const instruction of instructions) {
    if (instruction.kind === "own") step.call(ownIndex(own.indexOf(instruction)));
    else if (instruction.kind === "nest") add(nestFunction(instruction, bytesAt, countOf));
    else if (isSmall(instruction)) smallProduct(instruction, bytesAt, scratch).forEach(add);
    else callProduct(step, instruction, bytesAt, scratch, gemm?.index ?? 0);
  }
  const stepIndex = first + functions.length;
  functions.push({
    type: { parameters: [], results: [] },
    locals: step.locals.types,
    code: step.code.done(),
  });
  functions.push(runner(stepIndex, copies, bytesAt, countOf));
  const pages = Math.max(1, Math.ceil((scratch + 8 * needed) / PAGE));
  const instance = instantiate(
    { imports, functions, pages },
    own.map((_, k) => () => void actions[k]?.()),
  );
  if (instance === undefined) return undefined;
  const { memory, bytes, call } = instance;
  actions.push(...own.map((instruction) => ownAction(instruction, memory, addresses)));
  writeGiven(lowered, memory, addresses);
  return { memory, bytes, instructions, addresses, copies, run: (n) => void call.run?.(n) };
}

/** Writes the constants of a program, once. */
export function writeGiven(
  { buffers }: LoweredTensors,
  memory: ArrayBuffer,
  addresses: readonly number[],
): void {
  buffers.forEach(({ given, count }, buffer) => {
    if (given !== undefined && (typeof given === "number" || "data" in given))
      writeValue(memory, addresses[buffer] as number, count, given);
  });
}

/** Puts a value into memory. */
export function writeValue(memory: ArrayBuffer, place: number, count: number, value: Value): void {
  const room = new Float64Array(memory, 8 * place, count);
  if (typeof value === "number") room[0] = value;
  else room.set(value.data);
}

function callProduct(
  f: Assembler,
  { m, n, k, a, b, output, offset }: Product,
  bytesAt: (buffer: number) => number,
  scratch: number,
  index: number,
): void {
  f.i32(m).i32(n).i32(k);
  for (const matrix of [a, b]) {
    f.i32(bytesAt(matrix.buffer) + 8 * matrix.offset)
      .i32(8 * matrix.row)
      .i32(8 * matrix.column);
  }
  f.i32(bytesAt(output) + 8 * offset)
    .i32(scratch)
    .call(index);
}

/** run(n): steps, and between them the copies of new values over old ones. */
function runner(
  step: number,
  copies: readonly (readonly [output: number, input: number])[],
  bytesAt: (buffer: number) => number,
  countOf: (buffer: number) => number,
): WasmFunction {
  const f = new Assembler(1);
  f.code.byte(0x03, TYPE.empty); // loop
  f.call(step).increase(0, -1).get(0);
  f.code.byte(0x04, TYPE.empty); // if steps are left
  for (const [output, input] of copies) {
    f.i32(bytesAt(input))
      .i32(bytesAt(output))
      .i32(8 * countOf(input));
    f.code.byte(0xfc, 10, 0, 0); // memory.copy
  }
  f.code.byte(0x0c, 1, 0x0b, 0x0b);
  return {
    type: { parameters: [TYPE.i32], results: [] },
    locals: f.locals.types,
    code: f.code.done(),
    exported: "run",
  };
}
