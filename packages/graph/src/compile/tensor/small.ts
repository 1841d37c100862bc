import type { WasmFunction } from "../wasm/module";
import { Expressions } from "./expression";
import type { MatrixView, Nest, Product } from "./instruction";
import { nestFunction } from "./nest";
import { tiledNest } from "./tile";

/** Products whose operands have no more entries together are done without packing: they stay in the nearest cache. */
const NEAR = 4096;

/** Stands for the scratch memory. */
const SCRATCH = -1;

export const isSmall = ({ m, n, k }: Product): boolean => (m + n) * k <= NEAR;

/** Numbers of scratch memory that a small product needs: B, if it has to be stored row by row. */
export const scratchForSmall = ({ n, k, b }: Product): number => (b.column === 1 ? 0 : n * k);

/** The functions that do a small product when they are called one after the other. */
interface SmallProduct {
  /** Copies B, if its rows are scattered. */
  readonly copy: WasmFunction | undefined;
  /** If the product is a part of a larger one, its parameter is the first row of that part. */
  readonly product: WasmFunction;
}

/** A small product, or a part of one: some of its rows. */
export function smallProduct(
  product: Product,
  addressOf: (buffer: number) => number,
  scratch: number,
  isPart = false,
): SmallProduct {
  const { m, n, k, a, b, output, offset, finish } = product;
  const expressions = new Expressions();
  const entries = (matrix: MatrixView, strides: readonly number[]) =>
    expressions.load(matrix.buffer, strides, matrix.offset);
  const address = (buffer: number): number => (buffer === SCRATCH ? scratch : addressOf(buffer));
  const isCopied = scratchForSmall(product) > 0;
  const rows = isCopied ? { buffer: SCRATCH, offset: 0, row: n, column: 1 } : b;
  const copy: Nest = {
    kind: "nest",
    loops: [k, n],
    body: entries(b, [b.row, b.column]),
    output: SCRATCH,
    strides: [n, 1],
    offset: 0,
    combine: "store",
    fill: undefined,
  };
  const sum = {
    kind: "nest",
    loops: [m, n, k],
    body: expressions.apply("mul", [
      entries(a, [a.row, 0, a.column]),
      entries(rows, [0, rows.column, rows.row]),
    ]),
    output,
    strides: [n, 1, 0],
    offset,
    combine: "sum",
    fill: 0,
  } as const;
  const tiling = { outer: [], rows: 0, columns: 1, reduced: [2] };
  return {
    copy: isCopied ? nestFunction(copy, address, () => n * k) : undefined,
    product: tiledNest(sum, tiling, address, { finish, along: isPart ? 0 : undefined }),
  };
}
