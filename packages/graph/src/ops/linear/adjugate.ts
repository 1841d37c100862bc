import type { Field, Grid } from "../../node";

/** The determinant and the adjugate of a square matrix. */
export interface Adjugate<T> {
  readonly determinant: T;
  /** Row by row; over the determinant it is the inverse. */
  readonly entries: readonly T[];
}

/**
 * By Faddeev and LeVerrier: it divides by whole numbers alone, so nobody has to know which entries are 0, and it holds for symbols
 * as for numbers.
 */
export function adjugate<T>(field: Field<T>, { data, shape }: Grid<T>): Adjugate<T> {
  const n = shape[0] as number;
  const entries = Array.from(data);
  const { add, div, mul, neg, number } = field;
  const at = (matrix: readonly T[], i: number, j: number): T => matrix[i * n + j] as T;
  const range = Array.from({ length: n }, (_, k) => k);
  const sum = (terms: readonly T[]): T => terms.reduce(add);
  const product = (a: readonly T[], b: readonly T[]): T[] =>
    range.flatMap((i) => range.map((j) => sum(range.map((k) => mul(at(a, i, k), at(b, k, j))))));
  let matrix = range.flatMap((i) => range.map((j) => number(i === j ? 1 : 0)));
  for (let k = 1; ; k++) {
    const whole = k === 1 ? entries : product(entries, matrix);
    const coefficient = neg(div(sum(range.map((i) => at(whole, i, i))), number(k)));
    const isLast = k === n;
    const isOdd = n % 2 === 1;
    if (isLast)
      return {
        determinant: isOdd ? neg(coefficient) : coefficient,
        entries: isOdd ? matrix : matrix.map(neg),
      };
    matrix = whole.map((x, place) => (place % (n + 1) === 0 ? add(x, coefficient) : x));
  }
}
