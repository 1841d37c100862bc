import { CONTROL } from "../wasm/crew";
import { panelsFor, SCRATCH } from "./gemm";
import type { Instruction } from "./instruction";
import type { Sharing } from "./share";
import { isSmall, scratchForSmall } from "./small";

/** Where the memory of a program, beside its buffers, lies. In bytes. */
export interface Room {
  /** The words by which threads know of one another, in a cache line each. */
  readonly control: number;
  /** What products pack of B, for all threads. */
  readonly panels: number;
  /** The scratch memory of each thread, the main thread's first. */
  readonly scratch: readonly number[];
  readonly end: number;
}

const LINE = 64;
const inLines = (bytes: number): number => LINE * Math.ceil(bytes / LINE);

/** The room behind `start` that instructions need, for so many threads. */
export function roomFor(
  instructions: readonly Instruction[],
  start: number,
  sharing: Sharing | undefined,
  threads: number,
): Room {
  const control = inLines(start);
  const panels = sharing === undefined ? start : control + CONTROL.bytes;
  let packed = 0;
  let isPacking = false;
  for (const instruction of instructions) {
    if (instruction.kind !== "product") continue;
    if (isSmall(instruction)) {
      packed = Math.max(packed, scratchForSmall(instruction));
      continue;
    }
    const split = sharing?.get(instruction);
    const slab = typeof split === "object" && split.kind === "product" ? split.slab : undefined;
    packed = Math.max(packed, panelsFor(instruction.n, slab && Math.min(slab, instruction.k)));
    isPacking = true;
  }
  const own = isPacking ? inLines(8 * SCRATCH) : 0;
  const scratch = Array.from({ length: threads }, (_, k) => inLines(panels + 8 * packed) + k * own);
  return { control, panels, scratch, end: (scratch[threads - 1] as number) + own };
}
