import type { Ieee } from "./arithmetic";

/** c_0 + c_1 x + c_2 x^2 + ..., even and odd powers apart, so that fewer steps wait for each other. At least two terms. */
export function polynomial<T, M>(p: Ieee<T, M>, coefficients: readonly number[], x: T): T {
  const square = p.mul(x, x);
  const last = coefficients.length - 1;
  let first = p.number(coefficients[last] as number);
  for (let k = last - 2; k >= 0; k -= 2)
    first = p.add(p.mul(first, square), p.number(coefficients[k] as number));
  let second = p.number(coefficients[last - 1] as number);
  for (let k = last - 3; k >= 0; k -= 2)
    second = p.add(p.mul(second, square), p.number(coefficients[k] as number));
  const lastIsEven = last % 2 === 0;
  return p.add(lastIsEven ? first : second, p.mul(x, lastIsEven ? second : first));
}
