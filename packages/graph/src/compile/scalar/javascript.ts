import { type Kernel, kernels } from "../../evaluate/kernels";
import type { KernelName } from "../math/recipes";
import { kernelName, kernelNames, memoryOf, type Tape } from "./tape";

/** Functions of JavaScript that compute a tape, a chunk each. */
export interface Generated {
  readonly memory: Float64Array;
  readonly placeOf: (k: number) => number;
  readonly chunks: number;
  /** Computes every value once. */
  readonly execute: () => void;
}

/** Operations in one function: V8 does not optimise longer ones well. */
const CHUNK = 500;

/** What JavaScript has a sign for; everything else is a call of its kernel. */
const signs: Partial<Readonly<Record<KernelName, string>>> = { add: "+", sub: "-", mul: "*", div: "/" };

type Chunk = (values: Float64Array, kernels: readonly Kernel[]) => void;

/**
 * Writes a tape as JavaScript. Nothing of a user's stands in the source: values and constants are numbered, kernels are
 * passed. Undefined where the page's policy forbids to make functions of text.
 */
export function generated(tape: Tape, outputs: readonly number[]): Generated | undefined {
  const memory = memoryOf(tape);
  const table = [...kernelNames.map((name) => kernels[name]), ...tape.own.map(({ forward }) => forward)];
  const chunks: Chunk[] = [];
  try {
    for (const source of sources(tape, outputs)) chunks.push(new Function("v", "k", source) as Chunk); // the source takes these two and returns nothing
  } catch {
    return undefined;
  }
  const execute = (): void => {
    for (const chunk of chunks) chunk(memory, table);
  };
  return { memory, placeOf: (k) => k, chunks: chunks.length, execute };
}

/** The bodies of the functions: v are the values, k the kernels. */
export function sources(tape: Tape, outputs: readonly number[]): string[] {
  const kept = neededOutside(tape, outputs);
  const count = Math.ceil(tape.length / CHUNK);
  return Array.from({ length: count }, (_, k) =>
    chunkSource(tape, k * CHUNK, Math.min(tape.length, (k + 1) * CHUNK), kept),
  );
}

/** 1 for values that are read outside the chunk that computes them. */
function neededOutside({ length, code, a, b, c }: Tape, outputs: readonly number[]): Uint8Array {
  const kept = new Uint8Array(length);
  for (const output of outputs) kept[output] = 1;
  for (let k = 0; k < length; k++) {
    if (code[k] === 0) continue;
    for (const list of [a, b, c]) {
      const from = list[k] as number;
      if (Math.floor(from / CHUNK) !== Math.floor(k / CHUNK)) kept[from] = 1;
    }
  }
  return kept;
}

function chunkSource(tape: Tape, start: number, end: number, kept: Uint8Array): string {
  const lines: string[] = ['"use strict";'];
  const loaded = new Set<number>();
  const value = (k: number): string => {
    if ((k < start || tape.code[k] === 0) && !loaded.has(k)) {
      loaded.add(k);
      lines.push(`const t${k}=v[${k}];`);
    }
    return `t${k}`;
  };
  for (let k = start; k < end; k++) {
    const code = tape.code[k] as number;
    if (code === 0) continue;
    const name = kernelName(code);
    const sign = signs[name];
    const [x, y] = [value(tape.a[k] as number), value(tape.b[k] as number)];
    if (sign !== undefined) lines.push(`const t${k}=${x}${sign}${y};`);
    else if (name === "neg") lines.push(`const t${k}=-${x};`);
    else lines.push(`const t${k}=k[${code - 1}](${x},${y},${value(tape.c[k] as number)});`);
    if (kept[k] === 1) lines.push(`v[${k}]=t${k};`);
  }
  return lines.join("\n");
}
