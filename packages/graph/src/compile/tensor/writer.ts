import { Assembler } from "../wasm/assembler";
import { crewFunctions, patience, TASK, ticketOf } from "../wasm/crew";
import { foreignImports, ownImports, ownIndex } from "../wasm/foreign";
import { type ModuleParts, TYPE, type WasmFunction } from "../wasm/module";
import { type GemmIndices, gemmFunctions } from "./gemm";
import type { Instruction, Own, Product } from "./instruction";
import { nestFunction } from "./nest";
import type { Room } from "./room";
import type { Sharing, Split } from "./share";
import { isSmall, smallProduct } from "./small";
import { nestPieces, pieceTask, productTasks, smallPieces } from "./tasks";

/** Instructions in their order, where their buffers begin (in bytes) and how many numbers those hold. */
export interface Written {
  readonly instructions: readonly Instruction[];
  readonly copies: readonly (readonly [output: number, input: number])[];
  readonly bytesAt: (buffer: number) => number;
  readonly countOf: (buffer: number) => number;
  readonly room: Room;
  /** What threads share, if there are several. */
  readonly sharing: Sharing | undefined;
}

/** The functions of a program: `run(n)`, and `help(scratch)` if threads share it. Declared operations are imported. */
export function programParts(written: Written, own: readonly Own[]): Omit<ModuleParts, "pages"> {
  const { copies, bytesAt, countOf, sharing } = written;
  const writer = new Writer(written, own);
  for (const instruction of written.instructions) {
    const split = sharing?.get(instruction);
    if (typeof split === "object") writer.shared(instruction, split);
    else writer.whole(instruction);
  }
  const step = writer.add({
    type: { parameters: [], results: [] },
    locals: writer.step.locals.types,
    code: writer.step.code.done(),
  });
  writer.add(runner(step, copies, bytesAt, countOf));
  const { imports, functions, table } = writer;
  return { imports, functions, ...(sharing === undefined ? {} : { table, called: TASK, isShared: true }) };
}

class Writer {
  readonly imports;
  readonly functions: WasmFunction[] = [];
  /** Tasks by number. */
  readonly table: number[] = [];
  /** What calls the instructions one after another. */
  readonly step = new Assembler(0);
  readonly #gemm: GemmIndices | undefined;
  readonly #share: number;

  constructor(
    readonly written: Written,
    readonly own: readonly Own[],
  ) {
    const { instructions, room, sharing } = written;
    this.imports = [...foreignImports, ...ownImports(own.length, { parameters: [], results: [] })];
    const packs = instructions.some((instruction) => instruction.kind === "product" && !isSmall(instruction));
    const gemm = packs ? gemmFunctions(this.#next) : undefined;
    this.functions.push(...(gemm?.functions ?? []));
    this.#gemm = gemm;
    const crew = crewFunctions(this.#next, room.control, room.scratch[0] as number);
    this.#share = crew.share;
    if (sharing !== undefined) this.functions.push(...crew.functions);
  }

  get #next(): number {
    return this.imports.length + this.functions.length;
  }

  add(made: WasmFunction): number {
    return this.imports.length + this.functions.push(made) - 1;
  }

  #call(made: WasmFunction | undefined): void {
    if (made !== undefined) this.step.call(this.add(made));
  }

  /** An instruction that one thread does. */
  whole(instruction: Instruction): void {
    const { bytesAt, countOf, room } = this.written;
    if (instruction.kind === "own") this.step.call(ownIndex(this.own.indexOf(instruction)));
    else if (instruction.kind === "nest") this.#call(nestFunction(instruction, bytesAt, countOf));
    else if (isSmall(instruction)) {
      const { copy, product } = smallProduct(instruction, bytesAt, room.panels);
      this.#call(copy);
      this.#call(product);
    } else callProduct(this.step, instruction, bytesAt, room, this.#gemm?.gemm ?? 0);
  }

  /** An instruction as tasks. */
  shared(instruction: Instruction, split: Split): void {
    const { bytesAt, room } = this.written;
    if (split.kind === "product" && instruction.kind === "product" && this.#gemm !== undefined) {
      for (const { made, parts } of productTasks(instruction, split, this.#gemm, bytesAt, room.panels))
        this.#task(made, parts, split.each);
      return;
    }
    if (split.kind === "product" || instruction.kind === "own") return; // sharing says no such thing
    if (instruction.kind === "product") this.#call(smallProduct(instruction, bytesAt, room.panels).copy);
    const [most, last] =
      instruction.kind === "product"
        ? smallPieces(instruction, split, bytesAt, room.panels)
        : nestPieces(instruction, split.along, split, bytesAt);
    const index = this.add(most);
    this.#task(pieceTask(split, index, last && this.add(last)), split.parts, split.each);
  }

  /** Has the parts of a task done, by whoever helps; a single one is done at once. */
  #task(made: WasmFunction, parts: number, each: number): void {
    const index = this.add(made);
    if (parts > 1) this.step.i32(ticketOf(this.table.push(index) - 1, parts)).i32(patience(each)).call(this.#share);
    else this.step.i32(0).i32(this.written.room.scratch[0] as number).call(index); // biome-ignore format: a call
  }
}

function callProduct(
  f: Assembler,
  { m, n, k, a, b, output, offset }: Product,
  bytesAt: (buffer: number) => number,
  { panels, scratch }: Room,
  index: number,
): void {
  f.i32(m).i32(n).i32(k);
  for (const matrix of [a, b]) {
    f.i32(bytesAt(matrix.buffer) + 8 * matrix.offset)
      .i32(8 * matrix.row)
      .i32(8 * matrix.column);
  }
  f.i32(bytesAt(output) + 8 * offset)
    .i32(panels)
    .i32(scratch[0] as number)
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
