import type { Ieee } from "./arithmetic";

/**
 * c_0 + c_1 x + c_2 x^2 + ... for at least one term. Neighbours are joined in pairs, then pairs of pairs (Estrin 1960):
 * the sum waits for log2(n) products instead of n.
 */
export function polynomial<T, M>(p: Ieee<T, M>, coefficients: readonly number[], x: T): T {
  let terms = coefficients.map((coefficient) => p.number(coefficient));
  for (let power = x; terms.length > 1; power = p.mul(power, power)) {
    const joined: T[] = [];
    for (let k = 0; k < terms.length; k += 2) {
      const [low, high] = [terms[k] as T, terms[k + 1]];
      joined.push(high === undefined ? low : p.add(low, p.mul(power, high)));
    }
    terms = joined;
  }
  return terms[0] as T;
}
