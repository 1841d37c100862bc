import type { Ieee } from "./arithmetic";

/** Constants are those of a function: bundlers make variables of a module's, which engines look up and check at each use. */
function powersOf2(): (k: number) => number {
  const LOWEST = -1022;
  const powers = Float64Array.from({ length: 2046 }, (_, k) => 2 ** (k + LOWEST));
  return (k) => powers[k - LOWEST] as number;
}

/** One number, seen as a float64 and as its two halves; the high half is the second on every machine that runs us. */
const float = new Float64Array(1);
const halves = new Uint32Array(float.buffer);

/** The operations of IEEE 754 on JavaScript numbers. */
export const ieee: Ieee<number, boolean> = {
  number: (x) => x,
  add: (a, b) => a + b,
  sub: (a, b) => a - b,
  mul: (a, b) => a * b,
  div: (a, b) => a / b,
  min: (a, b) => Math.min(a, b),
  max: (a, b) => Math.max(a, b),
  neg: (a) => -a,
  abs: (a) => Math.abs(a),
  sqrt: (a) => Math.sqrt(a),
  withSign: (a, sign) => {
    const size = Math.abs(a);
    return sign < 0 || (sign === 0 && 1 / sign < 0) ? -size : size;
  },
  lt: (a, b) => a < b,
  le: (a, b) => a <= b,
  eq: (a, b) => a === b,
  and: (a, b) => a && b,
  select: (condition, yes, no) => (condition ? yes : no),
  power2: powersOf2(),
  exponent: (x) => {
    float[0] = x;
    return ((halves[1] as number) >>> 20) - 1023;
  },
  significand: (x) => {
    float[0] = x;
    halves[1] = ((halves[1] as number) & 0xfffff) | 0x3ff00000;
    return float[0];
  },
};
