import type { Node } from "../../node";
import { nodeLabel } from "../../ops/leaf";
import type { Promotion } from "../backend";
import type { LoweredScalars } from "./lower";
import type { RunsInfo } from "./runs";
import { kernelName, ownKernel, startValue } from "./tape";

/** More lines are not listed. */
const MOST_LINES = 200;

/** The instruction list as text, with what stands before and behind it. */
export interface Listing {
  readonly operations: number;
  readonly given: number;
  readonly lines: readonly string[];
}

/** The instructions of a program. */
export function listing({ tape, parameters, outputs }: LoweredScalars, operations: number): Listing {
  const symbols = new Map<number, Node>(parameters);
  const lines: string[] = [];
  for (let k = 0; k < tape.length && k < MOST_LINES; k++) {
    const code = tape.code[k] as number;
    if (code === 0) {
      const symbol = symbols.get(k);
      lines.push(`%${k} = ${symbol === undefined ? "given" : nodeLabel(symbol)} ${startValue(tape, k)}`);
      continue;
    }
    const operands = [...new Set([tape.a[k], tape.b[k], tape.c[k]])].map((place) => `%${place}`);
    lines.push(`%${k} = ${ownKernel(tape, code)?.name ?? kernelName(code)} ${operands.join(" ")}`);
  }
  if (tape.length > MOST_LINES) lines.push(`... ${tape.length - MOST_LINES} more`);
  lines.push(`outputs: ${outputs.map((place) => `%${place}`).join(" ")}`);
  return { operations, given: tape.length - operations, lines };
}

/** What computes a program, and the memory it takes. */
export interface Described {
  readonly backend: string;
  readonly memory: string;
}

/** The instruction list, backend and memory as text. */
export function explanation({ operations, given, lines }: Listing, { backend, memory }: Described): string {
  return [
    `${operations} operations on scalars, ${given} values given`,
    `backend: ${backend}`,
    `memory: ${memory}`,
    ...lines,
  ].join("\n");
}

export const ofStraight = (moduleBytes: number, memoryBytes: number): Described => ({
  backend: `WebAssembly, straight-line, ${moduleBytes} bytes: a short program that runs often`,
  memory: `${memoryBytes} bytes, values in locals`,
});

export function ofRuns({ bytes, runs, batches }: RunsInfo): Described {
  const parts = batches.map(([times, length]) => `a part of ${length} operations ${times} times, `);
  return {
    backend: `WebAssembly, ${parts.join("")}${runs} runs of equal operations, level by level: too long for straight-line code`,
    memory: `${bytes} bytes, 8 per value and 4 per operand`,
  };
}

export const ofText = (chunks: number, bytes: number): Described => ({
  backend: `JavaScript, ${chunks} functions made of text: asked for`,
  memory: `${bytes} bytes, 8 per value`,
});

export function ofInterpreter(
  layout: string,
  bytes: number,
  values: number,
  promotion: Promotion,
): Described {
  return {
    backend: `interpreter, ${layout}: ${promotion.reason}`,
    memory: `${bytes} bytes, ${Math.ceil(bytes / values)} per value`,
  };
}
