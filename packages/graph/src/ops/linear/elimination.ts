import type { TensorValue } from "../../node";

/** A = P^-1 L U of a square matrix, by elimination with the largest pivot of each column (Golub and Van Loan, 3.4). */
export interface Elimination {
  readonly n: number;
  /** U, and below its diagonal L without its diagonal of ones; row by row. */
  readonly factors: Float64Array;
  /** Which row of the matrix each row was. */
  readonly rows: Int32Array;
  /** 1, or -1 for an odd number of exchanges. */
  readonly sign: number;
}

/** The elimination of a matrix that the caller gives away. A column without a pivot is left with a 0 on the diagonal. */
export function elimination({ data, shape }: TensorValue): Elimination {
  const n = shape[0] as number;
  const factors = data.slice();
  const at = (i: number, j: number): number => factors[i * n + j] as number;
  const rows = Int32Array.from({ length: n }, (_, k) => k);
  let sign = 1;
  for (let k = 0; k < n; k++) {
    let best = k;
    for (let i = k + 1; i < n; i++) if (Math.abs(at(i, k)) > Math.abs(at(best, k))) best = i;
    if (best !== k) {
      for (let j = 0; j < n; j++) [factors[k * n + j], factors[best * n + j]] = [at(best, j), at(k, j)];
      [rows[k], rows[best]] = [rows[best] as number, rows[k] as number];
      sign = -sign;
    }
    const pivot = at(k, k);
    if (pivot === 0) continue;
    for (let i = k + 1; i < n; i++) {
      const factor = at(i, k) / pivot;
      factors[i * n + k] = factor;
      for (let j = k + 1; j < n; j++) factors[i * n + j] = at(i, j) - factor * at(k, j);
    }
  }
  return { n, factors, rows, sign };
}

/** The pivots, whose product is the determinant up to its sign. */
export const pivots = ({ factors, n }: Elimination): number[] =>
  Array.from({ length: n }, (_, k) => factors[k * n + k] as number);

/** X of A X = B for B of m columns, row by row; NaN everywhere where A is singular. */
export function solved(lu: Elimination, b: Float64Array, m: number): Float64Array {
  const { factors, n, rows } = lu;
  const x = new Float64Array(n * m);
  if (pivots(lu).includes(0)) return x.fill(Number.NaN);
  for (let column = 0; column < m; column++) {
    for (let i = 0; i < n; i++) {
      let total = b[(rows[i] as number) * m + column] as number;
      for (let j = 0; j < i; j++) total -= (factors[i * n + j] as number) * (x[j * m + column] as number);
      x[i * m + column] = total;
    }
    for (let i = n - 1; i >= 0; i--) {
      let total = x[i * m + column] as number;
      for (let j = i + 1; j < n; j++) total -= (factors[i * n + j] as number) * (x[j * m + column] as number);
      x[i * m + column] = total / (factors[i * n + i] as number);
    }
  }
  return x;
}
