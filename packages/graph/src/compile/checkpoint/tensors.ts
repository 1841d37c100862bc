import type { Sizes } from "../../evaluate/sizes";
import type { Node } from "../../node";
import type { Expression } from "../tensor/expression";
import { type Instruction, type MatrixView, reads } from "../tensor/instruction";
import { type Buffer, type LoweredTensors, lowerTensors } from "../tensor/lower";
import { type Units, windowsOf } from "./windows";

/** Sums over all steps are stored on the way, so that what was added need not be there until the last is. */
const LONGEST_SUM = 24;

/**
 * A graph lowered to a program with few buffers in use at a time: what is computed again goes into buffers of its own, whose
 * room is given to others after the last that reads them. See windows.ts.
 */
export function checkpointedTensors(
  roots: readonly Node[],
  sizes: Sizes,
  fed: ReadonlySet<number>,
): LoweredTensors {
  const lowered = lowerTensors(roots, sizes, fed, LONGEST_SUM);
  const written = new Map<number, Instruction[]>(); // by buffer, in the order in which the last of its instructions stand
  for (const instruction of lowered.instructions) {
    const { output } = instruction;
    const all = [...(written.get(output) ?? []), instruction];
    written.delete(output);
    written.set(output, all);
  }
  const bufferOf = [...written.keys()];
  const { windows, repeated } = windowsOf(unitsOf(lowered, written, bufferOf));
  const buffers: Buffer[] = [...lowered.buffers];
  const instructions: Instruction[] = [];
  for (const { again, own } of windows) {
    const copies = new Map<number, number>();
    for (const unit of again) {
      const buffer = bufferOf[unit] as number;
      copies.set(buffer, buffers.push({ count: (buffers[buffer] as Buffer).count, given: undefined }) - 1);
    }
    const renamed = renaming(copies);
    for (const unit of [...again, ...own]) {
      for (const instruction of written.get(bufferOf[unit] as number) ?? [])
        instructions.push(renamed(instruction));
    }
  }
  const checkpoints = `checkpoints: ${windows.length} windows, ${repeated} of ${bufferOf.length} buffers computed again`;
  return { ...lowered, buffers, instructions, checkpoints };
}

function unitsOf(
  { outputs }: LoweredTensors,
  written: ReadonlyMap<number, readonly Instruction[]>,
  bufferOf: readonly number[],
): Units {
  const unitOf = new Map(bufferOf.map((buffer, unit) => [buffer, unit]));
  const operands: number[] = [];
  const starts = [0];
  for (const [buffer, instructions] of written) {
    for (const read of new Set(instructions.flatMap(reads))) {
      const unit = unitOf.get(read);
      if (unit !== undefined && read !== buffer) operands.push(unit);
    }
    starts.push(operands.length);
  }
  return {
    count: bufferOf.length,
    starts: Int32Array.from(starts),
    operands: Int32Array.from(operands),
    results: outputs.flatMap(({ buffer }) => unitOf.get(buffer) ?? []),
    kinds: new Uint8Array(bufferOf.length),
  };
}

/** An instruction on other buffers. */
function renaming(copies: ReadonlyMap<number, number>): (instruction: Instruction) => Instruction {
  const other = (buffer: number): number => copies.get(buffer) ?? buffer;
  const view = (matrix: MatrixView): MatrixView => ({ ...matrix, buffer: other(matrix.buffer) });
  const done = new Map<Expression, Expression>();
  return (instruction) => {
    if (copies.size === 0) return instruction;
    const output = other(instruction.output);
    if (instruction.kind === "product") {
      return { ...instruction, output, a: view(instruction.a), b: view(instruction.b) };
    }
    if (instruction.kind === "own") {
      const inputs = instruction.inputs.map((input) => ({ ...input, buffer: other(input.buffer) }));
      return { ...instruction, output, inputs };
    }
    return { ...instruction, output, body: elsewhere(instruction.body, other, done) };
  };
}

/** An expression that reads other buffers. */
function elsewhere(
  root: Expression,
  other: (buffer: number) => number,
  done: Map<Expression, Expression>,
): Expression {
  const work: Expression[] = [root];
  while (work.length > 0) {
    const top = work[work.length - 1] as Expression;
    if (!done.has(top)) {
      const missing = top.kind === "apply" ? top.inputs.filter((input) => !done.has(input)) : [];
      if (missing.length > 0) {
        work.push(...missing);
        continue;
      }
      if (top.kind === "load") done.set(top, { ...top, buffer: other(top.buffer) });
      else if (top.kind === "number") done.set(top, top);
      else done.set(top, { ...top, inputs: top.inputs.map((input) => done.get(input) as Expression) });
    }
    work.pop();
  }
  return done.get(root) as Expression;
}
