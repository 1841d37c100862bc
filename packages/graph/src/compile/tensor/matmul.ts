import type { Product } from "./instruction";

/*
 * The matrix product in plain JavaScript: a block of 2 by 4 entries of C stays in variables while k runs, over packed
 * rows of A and columns of B. Each entry is summed in the order of k, as everywhere.
 */

const ROWS = 2;
const COLUMNS = 4;
let packedA = new Float64Array(0);
let packedB = new Float64Array(0);

/** Runs a product on memory; `addresses` says where buffers begin. */
export function runProduct(memory: Float64Array, product: Product, addresses: readonly number[]): void {
  const { m, n, k, a, b } = product;
  const panels = Math.ceil(m / ROWS);
  if (packedA.length < panels * ROWS * k) packedA = new Float64Array(panels * ROWS * k);
  if (packedB.length < COLUMNS * k) packedB = new Float64Array(COLUMNS * k);
  const [fromA, fromB] = [
    (addresses[a.buffer] as number) + a.offset,
    (addresses[b.buffer] as number) + b.offset,
  ];
  const to = (addresses[product.output] as number) + product.offset;
  for (let i = 0; i < m; i += ROWS)
    pack(memory, fromA + i * a.row, a.row, a.column, Math.min(ROWS, m - i), k, ROWS, packedA, i * k);
  for (let j = 0; j < n; j += COLUMNS) {
    pack(memory, fromB + j * b.column, b.column, b.row, Math.min(COLUMNS, n - j), k, COLUMNS, packedB, 0);
    for (let i = 0; i < m; i += ROWS)
      block(memory, k, i * k, to + i * n + j, n, Math.min(ROWS, m - i), Math.min(COLUMNS, n - j));
  }
}

/** Groups of `width` numbers that lie across, one group for each step along; 0 beyond `across`. */
function pack(
  memory: Float64Array,
  from: number,
  stride: number,
  step: number,
  across: number,
  along: number,
  width: number,
  packed: Float64Array,
  at: number,
): void {
  for (let q = 0; q < width; q++) {
    let place = from + q * stride;
    for (let k = 0; k < along; k++, place += step)
      packed[at + k * width + q] = q < across ? (memory[place] as number) : 0;
  }
}

/** One block of C, from the packed rows at `p` and the packed columns. */
function block(
  memory: Float64Array,
  depth: number,
  start: number,
  to: number,
  row: number,
  rows: number,
  columns: number,
): void {
  const [A, B] = [packedA, packedB];
  let [c00, c01, c02, c03, c10, c11, c12, c13] = [0, 0, 0, 0, 0, 0, 0, 0];
  let p = start;
  for (let q = 0; q < 4 * depth; q += 4, p += 2) {
    const a0 = A[p] as number;
    const a1 = A[p + 1] as number;
    const b0 = B[q] as number;
    const b1 = B[q + 1] as number;
    const b2 = B[q + 2] as number;
    const b3 = B[q + 3] as number;
    c00 += a0 * b0;
    c01 += a0 * b1;
    c02 += a0 * b2;
    c03 += a0 * b3;
    c10 += a1 * b0;
    c11 += a1 * b1;
    c12 += a1 * b2;
    c13 += a1 * b3;
  }
  memory[to] = c00;
  if (columns > 1) memory[to + 1] = c01;
  if (columns > 2) memory[to + 2] = c02;
  if (columns > 3) memory[to + 3] = c03;
  if (rows === 1) return;
  memory[to + row] = c10;
  if (columns > 1) memory[to + row + 1] = c11;
  if (columns > 2) memory[to + row + 2] = c12;
  if (columns > 3) memory[to + row + 3] = c13;
}
