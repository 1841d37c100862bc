import { expect, test } from "vitest";
import { Random } from "../prove/random";
import { ulpsBetween } from "./ulps";

/** The next float64 above a finite one, by the definition of the format: sign and size, the size counted up by its last bit. */
function above(x: number): number {
  if (x === 0) return Number.MIN_VALUE;
  const size = Math.abs(x);
  const exponent = Math.max(Math.floor(Math.log2(size)), -1022);
  const step = (power: number): number => Math.max(2 ** (power - 52), Number.MIN_VALUE);
  if (x > 0) return [-1, 0, 1].map((k) => x + step(exponent + k)).find((next) => next > x) as number;
  const nearer = [-2, -1, 0].map((k) => x + step(exponent + k)).find((next) => next > x);
  return nearer as number;
}

test("neighbours are one apart, and distances add up", () => {
  const random = new Random(2);
  const starts = [0, Number.MIN_VALUE, 1, -1, 2 ** 52, 1 - 2 ** -53, 2 ** -1022, 1e300, -3.7e-200];
  for (let turn = 0; turn < 60; turn++)
    starts.push((random.below(2) * 2 - 1) * random.bits() * 2 ** -random.below(80));
  for (const x of starts) {
    let [y, count] = [x, 0];
    for (let k = 0; k < 12; k++) {
      y = above(y);
      count++;
      expect(ulpsBetween(x, y)).toBe(count);
      expect(ulpsBetween(y, x)).toBe(count);
    }
  }
});

test("across 0, and over powers of two", () => {
  expect(ulpsBetween(Number.MIN_VALUE, -Number.MIN_VALUE)).toBe(2);
  expect(ulpsBetween(3 * Number.MIN_VALUE, -2 * Number.MIN_VALUE)).toBe(5);
  // there are 2^52 float64 numbers from each power of two to the next
  expect(ulpsBetween(1, 2)).toBe(2 ** 52);
  expect(ulpsBetween(-1, -4)).toBe(2 ** 53);
  expect(ulpsBetween(1, 1.5)).toBe(2 ** 51);
});

test("equal numbers are 0 apart, and there is no way to infinity or to what is no number", () => {
  for (const x of [0, 1.5, -2, Number.POSITIVE_INFINITY, Number.NaN]) expect(ulpsBetween(x, x)).toBe(0);
  expect(ulpsBetween(0, -0)).toBe(0);
  for (const x of [1, -0.5, 0])
    for (const far of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
      expect(ulpsBetween(x, far)).toBe(Number.POSITIVE_INFINITY);
      expect(ulpsBetween(far, x)).toBe(Number.POSITIVE_INFINITY);
    }
});
