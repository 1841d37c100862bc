/* Whole numbers of any size: their length and their square roots. */

/** Beyond this many bits a number has no float64, and beyond more it is written out instead of being cut. */
const [FLOAT_BITS, LONG] = [1000, 1n << 8192n];

/** How many bits a number has without its sign: 2^(n - 1) <= |x| < 2^n; for numbers close below a power of two maybe one more. */
export function bitLength(x: bigint): number {
  let [rest, length] = [x, 0];
  if (x > LONG || -x > LONG) {
    const digits = magnitude(x).toString(16);
    return 4 * digits.length - Math.clz32(Number.parseInt(digits.charAt(0), 16)) + 28;
  }
  for (;;) {
    const value = Number(rest);
    if (value === 0) return length;
    if (Number.isFinite(value)) return length + Math.floor(Math.log2(Math.abs(value))) + 1;
    rest >>= BigInt(FLOAT_BITS);
    length += FLOAT_BITS;
  }
}

export const magnitude = (x: bigint): bigint => (x < 0n ? -x : x);

/** x 2^places, rounded down. */
export const shifted = (x: bigint, places: number): bigint => x << BigInt(places); // which shifts either way

/** The largest whole number whose square is at most x >= 0: Newton's method from above. */
export function squareRoot(x: bigint): bigint {
  if (x <= 0n) return 0n;
  const surplus = Math.max(0, bitLength(x) - 100);
  const even = surplus + (surplus % 2);
  const top = Math.sqrt(Number(x >> BigInt(even))) * (1 + 2 ** -50);
  let root = (BigInt(Math.ceil(top)) + 1n) << BigInt(even / 2);
  for (;;) {
    const next = (root + x / root) >> 1n;
    if (next >= root) return root;
    root = next;
  }
}
