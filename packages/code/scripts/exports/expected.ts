import { evaluate, gradient, type Node, symbolsOf, type Value } from "@chainrule/graph";
import type { Case } from "../../test/cases";

export const numbersOf = (value: Value): readonly number[] =>
  typeof value === "number" ? [value] : [...value.data];

/** All symbols of a case in the order in which exports take them. */
export const symbolsIn = ({ loss, wrt }: Case): readonly Node[] => [
  ...new Set([...wrt, ...symbolsOf([loss])]),
];

/** The loss and its gradient as our evaluator computes them. */
export const expected = ({ loss, wrt }: Case): number[][] =>
  evaluate([loss, ...gradient(loss, wrt)]).map((value) => [...numbersOf(value)]);

const TOLERANCE = 1e-12;

/** The largest difference, of numbers beyond 1 relative to them; NaN where lengths differ. */
export function difference(
  found: readonly (readonly number[])[],
  right: readonly (readonly number[])[],
): number {
  let largest = 0;
  for (const [k, entries] of right.entries()) {
    if (found[k]?.length !== entries.length) return Number.NaN;
    for (const [j, entry] of entries.entries()) {
      const off = Math.abs((found[k]?.[j] as number) - entry) / Math.max(1, Math.abs(entry));
      if (!(off <= largest)) largest = off;
    }
  }
  return largest;
}

/** What is wrong with the results of a case; undefined where they are right. */
export function complaint(
  found: string | readonly (readonly number[])[],
  right: readonly (readonly number[])[],
): string | undefined {
  if (typeof found === "string") return found;
  const off = difference(found, right);
  return off <= TOLERANCE ? undefined : `off by ${off}`;
}
