import { Assembler } from "../wasm/assembler";
import { TASK } from "../wasm/crew";
import { TYPE, type WasmFunction } from "../wasm/module";
import type { GemmIndices } from "./gemm";
import type { MatrixView, Nest, Product } from "./instruction";
import { nestFunction } from "./nest";
import type { Parts, ProductSplit } from "./share";
import { smallProduct } from "./small";

/*
 * The functions of tasks: a task is called with the number of a part and the scratch memory of the thread that does it.
 */

const [PART, SCRATCH] = [0, 1];

/** Parts of a loop as functions of the first index: all but the last, and the last if it is shorter. */
function pieces(
  range: number,
  { size, parts }: Parts,
  made: (size: number) => WasmFunction,
): readonly [WasmFunction, WasmFunction?] {
  const last = range - (parts - 1) * size;
  return last === size ? [made(size)] : [made(size), made(last)];
}

/** A nest cut along a loop. */
export function nestPieces(
  nest: Nest,
  along: number,
  parts: Parts,
  addressOf: (buffer: number) => number,
): readonly [WasmFunction, WasmFunction?] {
  const { loops, strides } = nest;
  return pieces(loops[along] as number, parts, (size) => {
    const part = loops.map((all, loop) => (loop === along ? size : all));
    const written = part.reduce((count, each, loop) => (strides[loop] === 0 ? count : count * each), 1);
    return nestFunction({ ...nest, loops: part }, addressOf, () => written, along);
  });
}

/** A small product cut into rows, from a B whose rows lie together. */
export const smallPieces = (
  product: Product,
  parts: Parts,
  addressOf: (buffer: number) => number,
  scratch: number,
): readonly [WasmFunction, WasmFunction?] =>
  pieces(product.m, parts, (m) => smallProduct({ ...product, m }, addressOf, scratch, true).product);

/** The task of pieces that stand at indices. */
export function pieceTask({ size, parts }: Parts, index: number, last: number | undefined): WasmFunction {
  const f = new Assembler(TASK.parameters.length);
  const call = (which: number): void => void f.get(PART).i32(size).mul().call(which);
  if (last === undefined) call(index);
  else {
    f.get(PART)
      .i32(parts - 1)
      .plain(0x46);
    f.when(
      () => call(last),
      () => call(index),
    );
  }
  return finished(f);
}

interface Task {
  readonly made: WasmFunction;
  readonly parts: number;
}

/** A product as tasks, one after another: packing (undefined where one thread does that) and blocks, for each slab of k. */
export function productTasks(
  { m, n, k, a, b, output, offset }: Product,
  { slab, packing, rows, columns }: ProductSplit,
  gemm: GemmIndices,
  addressOf: (buffer: number) => number,
  panels: number,
): readonly Task[] {
  const tasks: Task[] = [];
  const at = ({ buffer, offset: first }: MatrixView): number => addressOf(buffer) + 8 * first;
  for (let top = 0; top < k; top += slab) {
    const bottom = Math.min(k, top + slab);
    const packs = new Assembler(TASK.parameters.length);
    const all = packing ?? { size: n, parts: 1 };
    range(packs, () => packs.get(PART), all, n);
    packs.i32(n).i32(top).i32(bottom);
    packs.i32(at(b)).i32(8 * b.row).i32(8 * b.column).i32(panels).call(gemm.packColumns); // biome-ignore format: a call
    tasks.push({ made: finished(packs), parts: all.parts });

    const f = new Assembler(TASK.parameters.length);
    range(f, () => f.get(PART).i32(columns.parts).plain(0x6e), rows, m); // div_u
    range(f, () => f.get(PART).i32(columns.parts).plain(0x70), columns, n); // rem_u
    f.i32(n).i32(top).i32(bottom);
    f.i32(at(a))
      .i32(8 * a.row)
      .i32(8 * a.column);
    f.i32(addressOf(output) + 8 * offset).i32(panels).get(SCRATCH).call(gemm.block); // biome-ignore format: a call
    tasks.push({ made: finished(f), parts: rows.parts * columns.parts });
  }
  return tasks;
}

/** Pushes where a part begins and where it ends. */
function range(f: Assembler, which: () => unknown, { size }: Parts, all: number): void {
  const from = f.local(TYPE.i32);
  which();
  f.i32(size).mul().set(from);
  f.get(from);
  f.smaller(
    () => f.get(from).i32(size).add(),
    () => f.i32(all),
  );
}

function finished(f: Assembler): WasmFunction {
  return { type: TASK, locals: f.locals.types, code: f.code.done() };
}
