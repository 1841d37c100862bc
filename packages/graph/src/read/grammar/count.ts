/* Numbers that count: of orders, and of choices. */

/** The largest whole number whose factorial is below infinity in float64. */
const LARGEST_FACTORIAL = 170;
/** The largest number of things of which every number of choices is below infinity in float64. */
const LARGEST_CHOICE = 1029;

const isCount = (value: number, largest: number): boolean =>
  Number.isInteger(value) && value >= 0 && value <= largest;

/** n!; undefined for what is no whole number from 0 to 170. */
export function factorial(n: number): number | undefined {
  if (!isCount(n, LARGEST_FACTORIAL)) return undefined;
  let product = 1;
  for (let k = 2; k <= n; k++) product *= k;
  return product;
}

/** How many ways there are to choose k of n things, rounded once; undefined for what are no whole numbers up to 1029. */
export function binomial(n: number, k: number): number | undefined {
  if (!isCount(n, LARGEST_CHOICE) || !isCount(k, LARGEST_CHOICE)) return undefined;
  if (k > n) return 0;
  let choices = 1n;
  for (let j = 1; j <= Math.min(k, n - k); j++) choices = (choices * BigInt(n - j + 1)) / BigInt(j); // never a remainder
  return Number(choices);
}
