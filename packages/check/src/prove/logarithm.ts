import { type Algebra, keyOf, type Value } from "./algebra";

/** log |x| and x^2: the same for x and -x. */
export interface Logarithm {
  readonly square: Value;
  readonly log: Value;
}

/** So many logarithms are combined with one another. */
const MOST_LOGARITHMS = 8;

/** The logarithm of a product, quotient or square of what has logarithms already: log |x^2 - 1| = log |x - 1| + log |x + 1|. */
export function logarithmFrom(
  square: Value,
  known: readonly Logarithm[],
  algebra: Algebra,
): Value | undefined {
  if (known.length > MOST_LOGARITHMS) return undefined;
  const key = keyOf(square);
  for (const [k, a] of known.entries()) {
    for (const b of known.slice(k)) {
      if (keyOf(algebra.multiply(a.square, b.square)) === key) return algebra.add(a.log, b.log);
      const difference = algebra.add(a.log, algebra.negate(b.log));
      if (keyOf(algebra.multiply(square, b.square)) === keyOf(a.square)) return difference;
      if (keyOf(algebra.multiply(square, a.square)) === keyOf(b.square)) return algebra.negate(difference);
    }
    if (keyOf(algebra.multiply(square, square)) === keyOf(a.square))
      return algebra.multiply(a.log, algebra.inverse(2n));
  }
  return undefined;
}
