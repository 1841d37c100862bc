import { MOST_TASKS } from "../wasm/crew";
import { Recording } from "../wasm/recording";
import { costOf, type Expression } from "./expression";
import { DEPTH, panelsFor, TILE } from "./gemm";
import type { Instruction, Nest, Product } from "./instruction";
import { record } from "./record";
import { isSmall } from "./small";

/*
 * Which instructions threads share, and where they are cut: only between entries of the result, never along what is summed,
 * so that each entry is computed as one thread would compute it.
 */

/** Equal lengths of a range, the last one shorter if they do not come out even. */
export interface Parts {
  readonly size: number;
  readonly parts: number;
}

/** What is known of every split. */
interface Timed {
  /** Nanoseconds that a part takes, roughly. */
  readonly each: number;
}

/** A nest, or a small product, cut along one of its loops. */
interface LoopSplit extends Parts, Timed {
  readonly kind: "loop";
  readonly along: number;
}

/** A product that packs B at first, cut into columns, and is then cut into blocks of the result. */
export interface ProductSplit extends Timed {
  readonly kind: "product";
  /** How much of k is packed at a time. */
  readonly slab: number;
  /** Undefined where packing is too little work. */
  readonly packing: Parts | undefined;
  readonly rows: Parts;
  readonly columns: Parts;
}

export type Split = LoopSplit | ProductSplit;

/** Nanoseconds that a multiplication and addition of a product takes, and one unit of a nest's cost; only sizes matter. */
const MULTIPLY = 0.12;
const UNIT = 0.3;
/** What takes less is not worth to be shared: two threads need a microsecond or two to agree. */
const LEAST = 12_000;
/** No part is less than this. */
const LEAST_PART = 5_000;
/** More parts than threads, so that one that comes late, or is interrupted, takes fewer. */
const PARTS_PER_THREAD = 8;
/** Numbers that are packed at a time, if k is long: 8 MB. */
const MOST_PACKED = 2 ** 20;
/** Packing less than this is done alone. */
const LEAST_PACKED = 2 ** 14;
/** Loops as long as this are cut at multiples of what is computed together. */
const LONG = 64;

function splitOf(
  instruction: Instruction,
  threads: number,
  countOf: (buffer: number) => number,
): Split | string {
  if (instruction.kind === "own") return "it is called in JavaScript";
  if (instruction.kind === "product") return productSplit(instruction, threads);
  return nestSplit(instruction, threads, countOf);
}

/** How each instruction is split among threads, or why it is not. */
export type Sharing = ReadonlyMap<Instruction, Split | string>;

export function sharing(
  instructions: readonly Instruction[],
  threads: number,
  countOf: (buffer: number) => number,
): Sharing {
  const found = new Map<Instruction, Split | string>();
  let tasks = 0;
  for (const instruction of instructions) {
    const split = splitOf(instruction, threads, countOf);
    const more = typeof split === "string" ? 0 : tasksOf(instruction, split);
    found.set(instruction, tasks + more > MOST_TASKS ? "there are too many others" : split);
    if (tasks + more <= MOST_TASKS) tasks += more;
  }
  return found;
}

/** Whether anything is split. */
export const isShared = (found: Sharing): boolean =>
  [...found.values()].some((split) => typeof split === "object");

/** How many tasks a split instruction is. */
function tasksOf(instruction: Instruction, split: Split): number {
  if (split.kind === "loop" || instruction.kind !== "product") return 1;
  return (split.packing === undefined ? 1 : 2) * Math.ceil(instruction.k / split.slab);
}

function productSplit(product: Product, threads: number): Split | string {
  const { m, n, k, finish } = product;
  const least = LEAST / MULTIPLY;
  if (m * n * k < least) return "little work";
  const work = m * n * k * MULTIPLY;
  const most = mostParts(threads, work);
  if (isSmall(product)) {
    if (finish !== undefined && callsOut(finish.body)) return CALLS_OUT;
    const split = partsOf(m, most, TILE);
    return { kind: "loop", along: 0, each: work / split.parts, ...split };
  }
  const rows = partsOf(m, most, TILE);
  const columns = partsOf(n, Math.ceil(most / rows.parts), TILE);
  const parts = rows.parts * columns.parts;
  if (parts === 1) return NARROW;
  const slab = DEPTH * Math.max(1, Math.floor(MOST_PACKED / panelsFor(n)));
  const packing = Math.min(k, slab) * n < LEAST_PACKED ? undefined : partsOf(n, most, TILE);
  return { kind: "product", each: work / parts, slab, packing, rows, columns };
}

function nestSplit(nest: Nest, threads: number, countOf: (buffer: number) => number): Split | string {
  const { loops, strides, combine, fill, body, output } = nest;
  const work = loops.reduce((total, size) => total * size, UNIT * Math.max(1, costOf(body)));
  if (work < LEAST) return "little work";
  if (callsOut(body)) return CALLS_OUT;
  const entries = [...loops.keys()].filter((loop) => strides[loop] !== 0 && loops[loop] !== 1);
  const outward = entries.sort((a, b) => (strides[b] as number) - (strides[a] as number));
  const [outermost] = outward;
  if (outermost === undefined) return "all of it falls on one entry";
  const written = entries.reduce((count, loop) => count * (loops[loop] as number), 1);
  if (combine === "store" ? fill !== undefined : written !== countOf(output))
    return "it does not write every entry";
  const most = mostParts(threads, work);
  const long = outward.find((loop) => (loops[loop] as number) >= most);
  // what is written before sums begin is one piece of memory
  const along = combine === "store" ? (long ?? outermost) : outermost;
  const size = loops[along] as number;
  const step = size < LONG ? 1 : strides[along] === 1 ? 4 * TILE : TILE;
  const split = partsOf(size, most, step);
  return split.parts === 1 ? NARROW : { kind: "loop", along, each: work / split.parts, ...split };
}

const mostParts = (threads: number, work: number): number =>
  Math.max(2, Math.min(PARTS_PER_THREAD * threads, Math.floor(work / LEAST_PART)));

/** At most so many parts of a range, cut at multiples of a step. */
function partsOf(range: number, most: number, step: number): Parts {
  const size = step * Math.ceil(range / (step * most));
  return { size, parts: Math.ceil(range / size) };
}

const NARROW = "it is too narrow";
const CALLS_OUT = "it calls functions in JavaScript, which other threads do not have";

/** Whether an expression calls functions that are not WebAssembly, if only rarely. */
function callsOut(body: Expression): boolean {
  const recording = new Recording();
  let inputs = 0;
  record(body, recording, () => recording.input(inputs++));
  return recording.primitive.some((primitive) => primitive === "foreign" || primitive === "rarely");
}
