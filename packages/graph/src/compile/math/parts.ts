import type { Ieee } from "./arithmetic";

/** A number as a float64 and what its rounding lost. */
export interface Parts<T> {
  readonly high: T;
  readonly low: T;
}

/** a + b, exactly (Knuth's sum). */
export function sum<T, M>(p: Ieee<T, M>, a: T, b: T): Parts<T> {
  const high = p.add(a, b);
  const share = p.sub(high, a);
  return { high, low: p.add(p.sub(a, p.sub(high, share)), p.sub(b, share)) };
}

/** 2^27 + 1: a multiple of it splits a float64 into halves of 26 bits. */
const SPLITTER = 134217729;

/** A number as two of 26 bits and fewer (Veltkamp). Sizes below 2^996. */
function split<T, M>(p: Ieee<T, M>, a: T): Parts<T> {
  const wide = p.mul(a, p.number(SPLITTER));
  const high = p.sub(wide, p.sub(wide, a));
  return { high, low: p.sub(a, high) };
}

/** a b, exactly where nothing overflows or falls below the normal numbers (Dekker's product). */
export function product<T, M>(p: Ieee<T, M>, a: T, b: T): Parts<T> {
  const high = p.mul(a, b);
  const [x, y] = [split(p, a), split(p, b)];
  const first = p.sub(p.mul(x.high, y.high), high);
  const cross = p.add(p.add(first, p.mul(x.high, y.low)), p.mul(x.low, y.high));
  return { high, low: p.add(cross, p.mul(x.low, y.low)) };
}

/** A sum of parts, to some 2^-104. */
export function addParts<T, M>(p: Ieee<T, M>, a: Parts<T>, b: Parts<T>): Parts<T> {
  const { high, low } = sum(p, a.high, b.high);
  return sum(p, high, p.add(low, p.add(a.low, b.low)));
}

/** A product of parts, to some 2^-100. */
export function multiplyParts<T, M>(p: Ieee<T, M>, a: Parts<T>, b: Parts<T>): Parts<T> {
  const { high, low } = product(p, a.high, b.high);
  return sum(p, high, p.add(low, p.add(p.mul(a.high, b.low), p.mul(a.low, b.high))));
}

/** A quotient of parts, to some 2^-100. */
export function divideParts<T, M>(p: Ieee<T, M>, a: Parts<T>, b: Parts<T>): Parts<T> {
  const high = p.div(a.high, b.high);
  const back = product(p, high, b.high);
  const rest = p.sub(p.sub(p.sub(a.high, back.high), back.low), p.sub(p.mul(high, b.low), a.low));
  return { high, low: p.div(rest, b.high) };
}
