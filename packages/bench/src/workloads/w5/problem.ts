import { seededRandom } from "@chainrule/nn";
import type { Case, Numbers, Prepared } from "../../workload";

/** A and B, [n, n] row by row, between -1 and 1. */
export function matrices({ size: n }: Case): readonly [Float64Array, Float64Array] {
  const random = seededRandom(11);
  const next = (): Float64Array => new Float64Array(n * n).map(() => random() * 2 - 1);
  return [next(), next()];
}

/** The entries that are checked. */
const places = (n: number): readonly (readonly [number, number])[] => [
  [Math.floor(n / 2), Math.floor(n / 3)],
  [n - 1, n - 1],
];

export function expected(size: Case): Numbers {
  const [A, B] = matrices(size);
  const n = size.size;
  return places(n).map(([i, j]) => {
    let sum = 0;
    for (let k = 0; k < n; k++) sum += (A[i * n + k] as number) * (B[k * n + j] as number);
    return sum;
  });
}

/** One product a run; `at` reads an entry of the last. */
export const product = (
  n: number,
  run: () => unknown,
  at: (i: number, j: number) => number | undefined,
): Prepared => ({
  units: 1,
  run,
  values: () => places(n).map(([i, j]) => at(i, j) ?? Number.NaN),
});
