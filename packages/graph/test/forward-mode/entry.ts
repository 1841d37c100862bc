import { add, type Big, exact, mul, ZERO as NOTHING, neg as negated, sign, ONE as UNIT } from "./big";

/*
 * An entry of a value or derivative as the mathematics has it, with what a careful computation in float64 may be off by.
 *
 * finite    a real number of float64's range, and `error`: a bound of the absolute error of an evaluation in which every
 *           operation is right to a few units in the last place. It follows the computation, so that it is small relative to the
 *           number where the number is well-conditioned. An infinite error: the mathematics does not say what float64 has to
 *           give (0 times infinity, infinity less infinity, a border of a domain nearer than rounding, a derivative outside of it).
 * infinite  sign 1 or -1, or 0 where the side of the pole is not known.
 * nan       a value that is not a number must be NaN in float64 too.
 *
 * What does not depend on a symbol at all (a branch not taken, an entry cut away) is no entry but `undefined`: it stays exactly
 * 0 whatever it is multiplied by.
 */
export type Entry =
  | { readonly kind: "finite"; readonly big: Big; readonly error: number }
  | { readonly kind: "infinite"; readonly sign: -1 | 0 | 1 }
  | { readonly kind: "nan" };

/** What an operation of float64 may be off by, relatively: four units in the last place. */
export const ROUNDING = 2 ** -50;
/** And absolutely: where numbers are subnormal. */
export const LEAST = Number.MIN_VALUE;

export const NAN: Entry = { kind: "nan" };
/** Not said. */
export const UNCLEAR: Entry = { kind: "finite", big: NOTHING, error: Number.POSITIVE_INFINITY };
export const infinite = (side: number): Entry => ({
  kind: "infinite",
  sign: Math.sign(side) as -1 | 0 | 1, // of a number that is not NaN
});
export const ZERO: Entry = { kind: "finite", big: NOTHING, error: 0 };
export const ONE: Entry = { kind: "finite", big: UNIT, error: 0 };

/** A real number; infinite where float64 ends. */
export function finite(big: Big, error: number): Entry {
  if (!Number.isFinite(big.n)) return infinite(sign(big));
  return { kind: "finite", big, error: Number.isNaN(error) ? Number.POSITIVE_INFINITY : error };
}
/** A float64 as it is. */
export function entryOf(x: number): Entry {
  if (Number.isNaN(x)) return NAN;
  return Number.isFinite(x) ? finite(exact(x), 0) : infinite(x);
}
export const isUnclear = (a: Entry): boolean => a.kind === "finite" && a.error === Number.POSITIVE_INFINITY;

/** 1 or -1, or 0 where the error reaches over 0. */
const sureSign = (a: Entry): number => {
  if (a.kind === "infinite") return a.sign;
  return a.kind === "finite" && a.error < Math.abs(a.big.n) ? sign(a.big) : 0;
};

export function neg(a: Entry): Entry {
  if (a.kind === "finite") return { ...a, big: negated(a.big) };
  return a.kind === "infinite" ? infinite(-a.sign) : a;
}

export function plus(a: Entry, b: Entry): Entry {
  if (isUnclear(a) || isUnclear(b)) return UNCLEAR;
  if (a.kind === "nan" || b.kind === "nan") return NAN;
  if (a.kind === "infinite" && b.kind === "infinite") return a.sign * b.sign === 1 ? a : UNCLEAR;
  if (a.kind === "infinite") return a;
  if (b.kind === "infinite") return b;
  const big = add(a.big, b.big);
  if (sign(a.big) === 0 && a.error === 0) return b;
  if (sign(b.big) === 0 && b.error === 0) return a;
  // sums may be taken in another order, whose partial sums are as large as the summands
  const largest = Math.max(Math.abs(a.big.n), Math.abs(b.big.n));
  return finite(big, a.error + b.error + ROUNDING * largest);
}

export function times(a: Entry, b: Entry): Entry {
  if (isUnclear(a) || isUnclear(b)) return UNCLEAR;
  if (a.kind === "nan" || b.kind === "nan") return NAN;
  if (a.kind === "finite" && b.kind === "finite") {
    const big = mul(a.big, b.big);
    const [x, y] = [Math.abs(a.big.n), Math.abs(b.big.n)];
    if (x === 1 && a.error === 0) return finite(big, b.error);
    if (y === 1 && b.error === 0) return finite(big, a.error);
    const error = x * b.error + y * a.error + a.error * b.error + ROUNDING * Math.abs(big.n);
    return finite(big, sign(big) === 0 && error === 0 ? 0 : error + LEAST);
  }
  const sides = [sureSign(a), sureSign(b)] as const;
  const isKnown = (e: Entry, side: number): boolean => e.kind === "infinite" || side !== 0;
  if (!isKnown(a, sides[0]) || !isKnown(b, sides[1])) return UNCLEAR;
  return infinite(sides[0] * sides[1]);
}

/** The sum of what is there; undefined if nothing is. */
export function total(a: Entry | undefined, b: Entry | undefined): Entry | undefined {
  if (a === undefined) return b;
  return b === undefined ? a : plus(a, b);
}
/** The product; undefined if either factor is not there. */
export const product = (a: Entry | undefined, b: Entry | undefined): Entry | undefined =>
  a === undefined || b === undefined ? undefined : times(a, b);
