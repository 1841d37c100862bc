/*
 * A chain of primes in which each is one more than a multiple of the one before: exp maps the sum of exponents modulo one
 * prime to products modulo the next, because there are powers of that order. Every prime is 8 m + 1, so i, a root of -1, exists.
 * Roots of other numbers are adjoined (`algebra.ts`). `primes.test.ts` checks all of this.
 */

const FIRST = 2305843009213600169n; // near 2^61

/** p_(k+1) = 8 n_k p_k + 1 */
const MULTIPLES: readonly bigint[] = [
  199n,
  3259n,
  859n,
  5029n,
  5899n,
  2839n,
  36529n,
  15619n,
  289n,
  4939n,
  17179n,
  15529n,
  619n,
  10069n,
  34759n,
  3709n,
  49579n,
  58159n,
  16159n,
  56449n,
  22459n,
  30319n,
  197059n,
  140989n,
  5749n,
  47179n,
  36409n,
  20899n,
  38449n,
  15529n,
  100909n,
  2239n,
];

/** One field of the chain. */
export interface PrimeField {
  readonly p: bigint;
  /** A number whose powers are as many as the elements of the field below; 1 in the lowest. */
  readonly base: bigint;
  /** A square root of -1. */
  readonly i: bigint;
}

/** The fields from the lowest upwards. */
export const fields: readonly PrimeField[] = [1n, ...MULTIPLES].reduce<PrimeField[]>((chain, n) => {
  const below = chain[chain.length - 1];
  const p = below === undefined ? FIRST : 8n * n * below.p + 1n;
  chain.push({ p, base: below === undefined ? 1n : power(3n, 8n * n, p), i: rootOfMinusOne(p) });
  return chain;
}, []);

/** x^n modulo p, for n >= 0. */
export function power(x: bigint, n: bigint, p: bigint): bigint {
  let result = 1n;
  let square = x;
  for (const bit of [...n.toString(2)].reverse()) {
    if (bit === "1") result = (result * square) % p;
    square = (square * square) % p;
  }
  return result;
}

/** The inverse of x modulo m; undefined if they have a common factor. */
export function inverse(x: bigint, m: bigint): bigint | undefined {
  let [a, b] = [((x % m) + m) % m, m];
  let [u, v] = [1n, 0n];
  while (b !== 0n) {
    const quotient = a / b;
    [a, b] = [b, a - quotient * b];
    [u, v] = [v, u - quotient * v];
  }
  return a === 1n ? ((u % m) + m) % m : undefined;
}

function rootOfMinusOne(p: bigint): bigint {
  for (let base = 3n; ; base += 2n) {
    const root = power(base, (p - 1n) / 4n, p);
    if ((root * root) % p === p - 1n) return root;
  }
}
