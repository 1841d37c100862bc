import {
  abs,
  add,
  type Big,
  div,
  exact,
  fixed,
  log2,
  mul,
  neg,
  ONE,
  sign,
  sqrt,
  sub,
  times2,
  unfixed,
  ZERO,
} from "./big";

/*
 * Elementary functions of real numbers by their series, in whole numbers of units of 2^-F. A function that vanishes at 0 is
 * the argument times a series, so that it is exact relatively too.
 */

const F = 240;
const UNIT = 1n << BigInt(F);

/** Sums terms until they vanish: term(n, last) is the term after the last one. */
function series(first: bigint, next: (last: bigint, n: number) => bigint): bigint {
  let total = 0n;
  let term = first;
  for (let n = 1; term !== 0n && term !== -1n; n++) {
    total += term;
    term = next(term, n);
  }
  return total;
}

/** arctan(1/q) in units of 2^-bits. */
function inverseTangent(q: bigint, bits: number): bigint {
  let power = (1n << BigInt(bits)) / q;
  let total = 0n;
  for (let k = 0n; power !== 0n; k++) {
    total += (k % 2n === 0n ? power : -power) / (2n * k + 1n);
    power /= q * q;
  }
  return total;
}
const PI_BITS = 1600;
/** Machin: pi/4 = 4 arctan(1/5) - arctan(1/239). */
const PI_UNITS = (4n * (4n * inverseTangent(5n, PI_BITS + 16) - inverseTangent(239n, PI_BITS + 16))) >> 16n;
export const PI: Big = unfixed(PI_UNITS, PI_BITS);
const HALF_PI = times2(PI, -1);

/** Of z in units: 1 + z/3 + z^2/5 + ..., so that artanh(y) = y times this of y^2 and arctan(y) = y times this of -y^2. */
function oddReciprocals(z: bigint): bigint {
  let power = UNIT;
  let total = 0n;
  for (let k = 1n; power !== 0n && power !== -1n; k += 2n) {
    total += power / k;
    power = (power * z) >> BigInt(F);
  }
  return total;
}
const artanh = (y: Big): Big => mul(y, unfixed(oddReciprocals(fixed(mul(y, y), F)), F));
/** ln 2 = 2 artanh(1/3) */
const LN2 = times2(artanh(div(ONE, exact(3))), 1);

/** Arguments beyond this stand for themselves: their exponentials are far outside any range. */
const FAR = 2 ** 24;

/** (e^x - 1)/x, for |x| < 1, in units. */
const slopeOfExp = (x: bigint): bigint =>
  series(UNIT, (last, n) => ((last * x) >> BigInt(F)) / BigInt(n + 1));

export function exp(x: Big): Big {
  if (Math.abs(x.n) > FAR) return times2(ONE, Math.sign(x.n) * 1.5 * FAR);
  const k = Math.round(x.n / Math.LN2);
  const r = sub(x, mul(exact(k), LN2));
  return times2(add(ONE, mul(r, unfixed(slopeOfExp(fixed(r, F)), F))), k);
}
export function expm1(x: Big): Big {
  return Math.abs(x.n) < 0.5 ? mul(x, unfixed(slopeOfExp(fixed(x, F)), F)) : sub(exp(x), ONE);
}

/** ln of a positive number. */
export function log(x: Big): Big {
  const k = Math.round(log2(x));
  const f = times2(x, -k);
  const whole = mul(exact(k), LN2);
  return add(whole, times2(artanh(div(sub(f, ONE), add(f, ONE))), 1));
}
/** ln(1 + x), for x > -1. */
export const log1p = (x: Big): Big =>
  Math.abs(x.n) < 0.25 ? times2(artanh(div(x, add(exact(2), x))), 1) : log(add(ONE, x));

export function atan(x: Big): Big {
  if (Math.abs(x.n) > 1) {
    const right = x.n > 0 ? HALF_PI : neg(HALF_PI);
    return sub(right, atan(div(ONE, x)));
  }
  let y = x;
  for (let k = 0; k < 3; k++) y = div(y, add(ONE, sqrt(add(ONE, mul(y, y))))); // the tangent of half the angle
  return times2(mul(y, unfixed(oddReciprocals(fixed(neg(mul(y, y)), F)), F)), 3);
}
/** For |x| <= 1. */
export function asin(x: Big): Big {
  const rest = mul(sub(ONE, x), add(ONE, x));
  if (sign(rest) === 0) return sign(x) > 0 ? HALF_PI : neg(HALF_PI);
  return atan(div(x, sqrt(rest)));
}
export const acos = (x: Big): Big => sub(HALF_PI, asin(x));

/** sin and cos of |r| <= pi/4 or a little more. */
function nearZero(r: Big): { readonly sin: Big; readonly cos: Big } {
  const z = fixed(mul(r, r), F);
  const alternating = (start: number): bigint =>
    series(UNIT, (last, n) => {
      const at = 2 * n + start;
      return -((last * z) >> BigInt(F)) / BigInt(at * (at - 1));
    });
  return { sin: mul(r, unfixed(alternating(1), F)), cos: unfixed(alternating(0), F) };
}
export function sinCos(x: Big): { readonly sin: Big; readonly cos: Big } {
  const units = fixed(x, PI_BITS);
  const half = PI_UNITS >> 1n;
  const turns = (2n * units + half) / (2n * half) - (2n * units + half < 0n ? 1n : 0n); // to the nearest
  const isSmall = turns === 0n;
  const { sin, cos } = nearZero(isSmall ? x : unfixed(units - (turns * PI_UNITS) / 2n, PI_BITS));
  switch (Number(((turns % 4n) + 4n) % 4n)) {
    case 0:
      return { sin, cos };
    case 1:
      return { sin: cos, cos: neg(sin) };
    case 2:
      return { sin: neg(sin), cos: neg(cos) };
    default:
      return { sin: neg(cos), cos: sin };
  }
}

/** 2/sqrt(pi), the slope of the error function at 0. */
export const TWO_OVER_ROOT_PI = div(exact(2), sqrt(PI));

/** erf(x) = 2/sqrt(pi) x e^(-x^2) (1 + 2x^2/3 + (2x^2)^2/(3 5) + ...), for |x| < 8; terms have one sign. */
function erfSeries(x: Big): Big {
  const z = fixed(times2(mul(x, x), 1), F);
  const total = series(UNIT, (last, n) => ((last * z) >> BigInt(F)) / BigInt(2 * n + 1));
  return mul(mul(TWO_OVER_ROOT_PI, mul(x, exp(neg(mul(x, x))))), unfixed(total, F));
}
/** erfc(x) = e^(-x^2)/(x sqrt(pi)) (1 - 1/(2x^2) + 3/(2x^2)^2 - ...), up to its smallest term: to e^(-x^2) relatively. */
function erfcFar(x: Big): Big {
  const z = div(ONE, times2(mul(x, x), 1));
  let term = ONE;
  let total = ZERO;
  for (let k = 0; k < 60 && log2(term) > -200; k++) {
    total = add(total, term);
    const next = neg(mul(mul(term, z), exact(2 * k + 1)));
    if (sign(next) === 0 || log2(next) >= log2(term)) break;
    term = next;
  }
  return mul(mul(div(times2(TWO_OVER_ROOT_PI, -1), x), exp(neg(mul(x, x)))), total);
}
export const erf = (x: Big): Big => {
  if (Math.abs(x.n) < 8) return erfSeries(x);
  const rest = sub(ONE, erfcFar(abs(x)));
  return x.n < 0 ? neg(rest) : rest;
};
/** 1 - erf(x). Between 0 and 8 the difference takes at most 96 of the 180 bits. */
export const erfc = (x: Big): Big => (x.n < 8 ? sub(ONE, erf(x)) : erfcFar(x));
