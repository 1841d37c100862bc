import { type Big, exact, sign, sub, ONE as UNIT } from "./big";
import {
  type Entry,
  entryOf,
  finite,
  infinite,
  isUnclear,
  NAN,
  neg,
  ONE,
  ROUNDING,
  times,
  UNCLEAR,
  ZERO,
} from "./entry";
import { type Local, outside, regular, same } from "./partials";
import * as taylor from "./taylor";

/*
 * Operations of two operands where they have no power series: at poles, on borders, at infinity. A value or derivative is the one
 * that is promised, or the limit from inside of the domain, or not said.
 */

const MINUS_ONE = entryOf(-1);
const TWO = entryOf(2);
const inf = Number.POSITIVE_INFINITY;

/** a / b where b is 0 or infinite, or a is infinite, from 1/b: -a/b^2 and so on are products of that. */
export function divided(a: Entry, b: Entry, [x, y]: readonly number[]): Local {
  const r = b.kind === "nan" ? NAN : isUnclear(b) ? UNCLEAR : reciprocal(b, y as number);
  const square = times(r, r);
  const quotient = (x === 0 && y === 0) || (!Number.isFinite(x) && !Number.isFinite(y)) ? NAN : times(a, r);
  return {
    value: isUnclear(a) || isUnclear(b) ? UNCLEAR : quotient,
    first: [r, neg(times(a, square))],
    second: [
      [undefined, neg(square)],
      [neg(square), times(TWO, times(a, times(square, r)))],
    ],
  };
}
/** 1/b of float64. */
function reciprocal(b: Entry, given: number): Entry {
  if (b.kind === "infinite") return ZERO;
  if (b.kind !== "finite") return b;
  if (sign(b.big) !== 0)
    return finite(
      taylor.reciprocal(taylor.number(b.big))[0] as Big,
      b.error === 0 ? ROUNDING / Math.abs(b.big.n) : inf,
    );
  return b.error === 0 ? infinite(Object.is(given, -0) ? -1 : 1) : UNCLEAR;
}

/** x^y where x is not a positive number, or either is not finite. */
export function power(x: Entry, y: Entry, [a, b]: readonly [number, number]): Local {
  const value = a ** b;
  if (x.kind !== "finite" || y.kind !== "finite") {
    const isDisputed = Math.abs(a) === 1 || b === 0; // IEEE 754 and ECMAScript differ
    return same(2, isDisputed ? UNCLEAR : entryOf(value), UNCLEAR);
  }
  if (x.error >= Math.abs(x.big.n) && x.error > 0) return same(2, UNCLEAR, UNCLEAR);
  const whole = sign(sub(y.big, exact(Math.round(y.big.n)))) === 0 && y.error === 0;
  if (sign(x.big) < 0 && whole) {
    const f = taylor.exp(taylor.times(taylor.numeral(b), taylor.log(taylor.neg(taylor.operand(x.big, 0)))));
    const local = regular(b % 2 === 0 ? f : taylor.neg(f), [x, y]);
    return { ...local, first: [local.first[0], UNCLEAR], second: [[local.second[0]?.[0], UNCLEAR], [UNCLEAR, UNCLEAR]] }; // biome-ignore format: one value
  }
  if (sign(x.big) < 0) return outside(2);
  if (x.error !== 0 || y.error !== 0) return same(2, UNCLEAR, UNCLEAR);
  // 0^y: the derivatives by x are those of the power, from the right; by y, ln 0 times the value
  const at = (factor: number, exponent: number): Entry => {
    if (factor === 0) return ZERO;
    if (exponent > 0) return ZERO;
    if (exponent === 0) return entryOf(factor);
    return Object.is(a, -0) ? infinite(0) : infinite(factor);
  };
  const first = [at(b, b - 1), b > 0 ? ZERO : infinite(b === 0 ? -1 : 0)];
  return {
    value: b < 0 && Object.is(a, -0) ? infinite(0) : entryOf(b > 0 ? 0 : value),
    first,
    second: [
      [at(b * (b - 1), b - 2), UNCLEAR],
      [UNCLEAR, UNCLEAR],
    ],
  };
}

/** x ln y at the border y = 0, or where an operand is infinite. A factor 0 leaves nothing of ln 0 in the value. */
export function logarithmic(x: Entry, y: Entry): Local {
  const isZero = x.kind === "finite" && sign(x.big) === 0 && x.error === 0;
  if (y.kind === "finite" && y.error !== 0 && y.error >= Math.abs(y.big.n)) return same(2, UNCLEAR, UNCLEAR);
  if (y.kind === "finite" && sign(y.big) < 0) return isZero ? same(2, UNCLEAR, UNCLEAR) : outside(2);
  if (y.kind === "infinite" && y.sign < 0) return outside(2);
  const l = logarithm(y);
  const r = y.kind === "infinite" ? ZERO : isPole(y) ? infinite(1) : reciprocal(y, 1);
  const square = times(r, r);
  return {
    value: isZero && isPole(y) ? ZERO : times(x, l),
    first: [l, isZero && isPole(y) ? ZERO : times(x, r)],
    second: [
      [undefined, r],
      [r, isZero && isPole(y) ? ZERO : neg(times(x, square))],
    ],
  };
}
const isPole = (y: Entry): boolean => y.kind === "finite" && sign(y.big) === 0;
function logarithm(y: Entry): Entry {
  if (y.kind !== "finite") return infinite(1);
  if (isPole(y)) return infinite(-1);
  const value = taylor.log(taylor.number(y.big))[0] as Big;
  return finite(value, y.error === 0 ? ROUNDING * Math.abs(value.n) : Number.POSITIVE_INFINITY);
}

/** -(t ln p + (1 - t) ln(1 - p)) where p is 0 or 1. A factor 0 before a logarithm leaves nothing of it. */
export function entropy(p: Entry, t: Entry): Local {
  if (p.kind !== "finite" || t.kind !== "finite" || p.error !== 0 || t.error !== 0)
    return same(2, UNCLEAR, UNCLEAR);
  const isOne = sign(p.big) > 0;
  const rest = sub(UNIT, t.big);
  const weight = finite(isOne ? rest : t.big, 0); // of the logarithm of 0
  const other = finite(isOne ? t.big : rest, ROUNDING * Math.abs(rest.n));
  const isZero = weight.kind === "finite" && sign(weight.big) === 0;
  const pole = infinite(1);
  const towards = isOne ? ONE : MINUS_ONE; // the way in which it rises
  return {
    value: isZero ? ZERO : times(weight, pole),
    first: [
      isZero ? neg(times(towards, other)) : times(times(towards, weight), pole),
      times(neg(towards), pole),
    ],
    second: [
      [isZero ? other : times(weight, pole), neg(pole)],
      [neg(pole), undefined],
    ],
  };
}

/** ln(1 + e^z) - t z where z is infinite. */
export function entropyOfLogits(z: Entry, t: Entry): Local {
  if (z.kind !== "infinite" || z.sign === 0 || t.kind !== "finite") return same(2, UNCLEAR, UNCLEAR);
  const isUp = z.sign > 0;
  const rest = finite(isUp ? sub(UNIT, t.big) : t.big, t.error);
  const isZero = rest.kind === "finite" && sign(rest.big) === 0;
  return {
    value: isZero ? ZERO : times(isUp ? rest : neg(rest), z),
    first: [isUp ? rest : neg(rest), neg(z)],
    second: [
      [ZERO, MINUS_ONE],
      [MINUS_ONE, undefined],
    ],
  };
}

/** What NaN makes of operations that are linear in one operand: only what it stands in. */
export function ofNaN(name: string, x: Entry, y: Entry): Local {
  const value = name === "xlogy" && x.kind === "finite" && sign(x.big) === 0 ? UNCLEAR : NAN;
  return same(2, isUnclear(x) || isUnclear(y) ? UNCLEAR : value, UNCLEAR);
}

/** alpha (e^x - 1) for x = -infinity. */
export function infiniteElu(x: Entry, alpha: Entry): Local {
  if (x.kind !== "infinite" || alpha.kind !== "finite") return same(2, UNCLEAR, UNCLEAR);
  return { value: neg(alpha), first: [ZERO, MINUS_ONE], second: [[ZERO, ZERO], [ZERO, undefined]] }; // biome-ignore format: one value
}
