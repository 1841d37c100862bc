/** Plain arithmetic of lists and tables, for what formulas mean. */

/** A number of a list or a table that is there. */
export const at = (list: readonly number[], k: number): number => list[k] as number;
export const cell = (table: readonly (readonly number[])[], i: number, j: number): number =>
  (table[i] as readonly number[])[j] as number;

export const range = (count: number): number[] => Array.from({ length: count }, (_, k) => k);
export const list = (count: number, entry: (k: number) => number): number[] => range(count).map(entry);
export const table = (rows: number, columns: number, entry: (i: number, j: number) => number): number[][] =>
  range(rows).map((i) => list(columns, (j) => entry(i, j)));

export const sum = (terms: readonly number[]): number => terms.reduce((total, term) => total + term, 0);
export const over = (count: number, term: (k: number) => number): number => sum(list(count, term));
export const product = (count: number, factor: (k: number) => number): number =>
  list(count, factor).reduce((total, each) => total * each, 1);

export const dot = (a: readonly number[], b: readonly number[]): number =>
  over(a.length, (k) => at(a, k) * at(b, k));
export const squares = (a: readonly number[]): number => dot(a, a);
export const mapped = (a: readonly number[], f: (x: number, k: number) => number): number[] =>
  a.map((x, k) => f(x, k));
export const added = (a: readonly number[], b: readonly number[], factor = 1): number[] =>
  a.map((x, k) => x + factor * at(b, k));
export const scaled = (factor: number, a: readonly number[]): number[] => a.map((x) => factor * x);
export const outer = (a: readonly number[], b: readonly number[]): number[][] =>
  a.map((x) => b.map((y) => x * y));

export const turned = (a: readonly (readonly number[])[]): number[][] =>
  table((a[0] as readonly number[]).length, a.length, (i, j) => cell(a, j, i));
export const apply = (a: readonly (readonly number[])[], x: readonly number[]): number[] =>
  a.map((row) => dot(row, x));
export const times = (a: readonly (readonly number[])[], b: readonly (readonly number[])[]): number[][] =>
  a.map((row) => turned(b).map((column) => dot(row, column)));
export const plus = (
  a: readonly (readonly number[])[],
  b: readonly (readonly number[])[],
  factor = 1,
): number[][] => a.map((row, i) => added(row, b[i] as readonly number[], factor));
export const enlarged = (factor: number, a: readonly (readonly number[])[]): number[][] =>
  a.map((row) => scaled(factor, row));
export const each = (
  a: readonly (readonly number[])[],
  f: (x: number, i: number, j: number) => number,
): number[][] => a.map((row, i) => row.map((x, j) => f(x, i, j)));
export const trace = (a: readonly (readonly number[])[]): number => over(a.length, (k) => cell(a, k, k));
/** The sum of the products of the entries of two tables. */
export const inner = (a: readonly (readonly number[])[], b: readonly (readonly number[])[]): number =>
  over(a.length, (i) => dot(a[i] as readonly number[], b[i] as readonly number[]));

export const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
export const softmax = (a: readonly number[]): number[] => {
  const total = sum(a.map(Math.exp));
  return a.map((x) => Math.exp(x) / total);
};
export const is = (condition: boolean): number => (condition ? 1 : 0);
