import type { Initialiser, Random } from "../initialise";
import { seededRandom } from "../initialise";
import { checkPositive } from "../refuse";
import { normalStream } from "./normal";

/**
 * Weights whose rows, or columns where there are fewer, are orthogonal and of length `gain` (Saxe, McClelland and Ganguli 2014): a
 * matrix of normal numbers, made orthogonal row by row. A convolution is the matrix [filters, channels times kernel].
 * @throws ChainruleError NUMBER for a seed that is none, or a gain that is not above 0
 * @example rnn(x, { units: 8, weights: orthogonal(1) })
 */
export function orthogonal(seed: number | Random, gain = 1): Initialiser {
  checkPositive(gain, "the gain", "orthogonal");
  const normal = normalStream(typeof seed === "function" ? seed : seededRandom(seed));
  let entries: readonly number[] = [];
  let next = 0;
  let size = "";
  return (fanIn, fanOut, units = fanOut) => {
    const wanted = `${units} ${fanIn}`;
    if (next === entries.length || wanted !== size) {
      entries = orthogonalMatrix(units, fanIn, normal);
      next = 0;
      size = wanted;
    }
    return gain * (entries[next++] as number); // there are units times fanIn
  };
}

/** Row by row; its shorter side is a set of orthogonal vectors of length 1. */
function orthogonalMatrix(rows: number, columns: number, normal: Random): readonly number[] {
  const [count, length] = rows <= columns ? [rows, columns] : [columns, rows];
  const vectors: number[][] = [];
  while (vectors.length < count) {
    const vector = direction(
      Array.from({ length }, () => normal()),
      vectors,
    );
    if (vector !== undefined) vectors.push(vector);
  }
  const entry = (row: number, column: number): number =>
    (rows <= columns ? vectors[row]?.[column] : vectors[column]?.[row]) as number; // of that size
  return Array.from({ length: rows * columns }, (_, k) => entry(Math.floor(k / columns), k % columns));
}

const dot = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, each, k) => sum + each * (b[k] as number), 0); // of one length

/** A vector without its parts along others, of length 1; taken off twice, against rounding. Undefined if too little is left. */
function direction(vector: readonly number[], others: readonly (readonly number[])[]): number[] | undefined {
  let rest = [...vector];
  for (const other of [...others, ...others]) {
    const along = dot(rest, other);
    rest = rest.map((each, k) => each - along * (other[k] as number)); // of one length
  }
  const length = Math.sqrt(dot(rest, rest));
  return length > 1e-6 * Math.sqrt(dot(vector, vector)) ? rest.map((each) => each / length) : undefined;
}
