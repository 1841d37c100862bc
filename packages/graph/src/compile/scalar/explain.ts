import type { Node } from "../../node";
import { nodeLabel } from "../../ops/leaf";
import type { Promotion } from "../backend";
import type { Generated } from "./javascript";
import type { Loops } from "./loops";
import type { LoweredScalars } from "./lower";
import type { Runs } from "./runs";
import type { Straight } from "./straight";
import { kernelName, ownKernel, startValue } from "./tape";

const MOST_LINES = 200;

/** What a program has become so far. */
interface State {
  readonly operations: number;
  readonly straight: Straight | undefined;
  readonly runs: Runs | undefined;
  readonly text: Generated | undefined;
  readonly loops: Loops | undefined;
  readonly promotion: Promotion;
}

/** The instruction list, backend and memory as text. */
export function explanation({ tape, parameters, outputs }: LoweredScalars, state: State): string {
  const symbols = new Map<number, Node>(parameters);
  const lines: string[] = [];
  for (let k = 0; k < tape.length && lines.length <= MOST_LINES; k++) {
    const code = tape.code[k] as number;
    if (code === 0) {
      const symbol = symbols.get(k);
      lines.push(`%${k} = ${symbol === undefined ? "given" : nodeLabel(symbol)} ${startValue(tape, k)}`);
      continue;
    }
    const operands = [...new Set([tape.a[k], tape.b[k], tape.c[k]])].map((place) => `%${place}`);
    lines.push(`%${k} = ${ownKernel(tape, code)?.name ?? kernelName(code)} ${operands.join(" ")}`);
  }
  if (tape.length > MOST_LINES)
    lines.splice(MOST_LINES, Number.POSITIVE_INFINITY, `... ${tape.length - MOST_LINES} more`);
  return [
    `${state.operations} operations on scalars, ${tape.length - state.operations} values given`,
    `backend: ${backendText(state)}`,
    `memory: ${memoryText(tape.length, state)}`,
    ...lines,
    `outputs: ${outputs.map((place) => `%${place}`).join(" ")}`,
  ].join("\n");
}

function backendText({ straight, runs, text, loops, promotion }: State): string {
  if (straight !== undefined)
    return `WebAssembly, straight-line, ${straight.instance.bytes} bytes: a short program that runs often`;
  if (runs !== undefined) {
    const parts = runs.batches.map(([times, length]) => `a part of ${length} operations ${times} times, `);
    return `WebAssembly, ${parts.join("")}${runs.runs} runs of equal operations, level by level: too long for straight-line code`;
  }
  if (text !== undefined) return `JavaScript, ${text.chunks} functions made of text: asked for`;
  const layout = loops === undefined ? "value by value" : `${loops.runs} runs of equal operations`;
  return `interpreter, ${layout}: ${promotion.reason}`;
}

function memoryText(length: number, { straight, runs, loops }: State): string {
  if (straight !== undefined) return `${straight.instance.memory.byteLength} bytes, values in locals`;
  if (runs !== undefined)
    return `${runs.memory.buffer.byteLength} bytes, 8 per value and 8 per operation for its operands`;
  const bytes = loops === undefined ? 30 * length : loops.bytes;
  return `${bytes} bytes, ${Math.ceil(bytes / length)} per value`;
}
