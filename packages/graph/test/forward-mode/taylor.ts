import {
  abs,
  add,
  type Big,
  div,
  exact,
  sub as less,
  mul,
  neg as negated,
  ONE,
  sqrt as root,
  sign,
  times2,
  ZERO,
} from "./big";
import * as real from "./functions";

/*
 * Polynomials in up to two small numbers s and t, up to third order: what is left of a function of a + s and b + t. They know
 * the derivatives of exp, ln, sin, cos, arctan, arcsin, erf, 1/x and the root; those of everything else follow by arithmetic.
 */

/** Coefficients of 1, s, t, s^2, st, t^2, s^3, s^2 t, s t^2, t^3. */
export type Taylor = readonly Big[];

const POWERS = [[0, 0], [1, 0], [0, 1], [2, 0], [1, 1], [0, 2], [3, 0], [2, 1], [1, 2], [0, 3]] as const; // biome-ignore format: a table
const ORDER = 3;
const COUNT = POWERS.length;
/** Which coefficient the product of two belongs to; -1 beyond the order. */
const PRODUCTS = POWERS.map(([a, b]) =>
  POWERS.map(([c, d]) => POWERS.findIndex(([s, t]) => s === a + c && t === b + d)),
);

const filled = (f: (k: number) => Big): Taylor => Array.from({ length: COUNT }, (_, k) => f(k));
export const number = (x: Big): Taylor => filled((k) => (k === 0 ? x : ZERO));
export const numeral = (x: number): Taylor => number(exact(x));
/** The operand at this position (0 or 1), near x. */
export const operand = (x: Big, position: number): Taylor =>
  filled((k) => (k === 0 ? x : k === position + 1 ? ONE : ZERO));

const at = (x: Taylor, k: number): Big => x[k] as Big;
export const plus = (x: Taylor, y: Taylor): Taylor => filled((k) => add(at(x, k), at(y, k)));
export const minus = (x: Taylor, y: Taylor): Taylor => filled((k) => less(at(x, k), at(y, k)));
export const neg = (x: Taylor): Taylor => x.map(negated);
export function times(x: Taylor, y: Taylor): Taylor {
  const result: Big[] = Array.from({ length: COUNT }, () => ZERO);
  for (let i = 0; i < COUNT; i++) {
    if (sign(at(x, i)) === 0) continue;
    for (let j = 0; j < COUNT; j++) {
      const k = PRODUCTS[i]?.[j] as number;
      if (k >= 0 && sign(at(y, j)) !== 0) result[k] = add(result[k] as Big, mul(at(x, i), at(y, j)));
    }
  }
  return result;
}

/** f(x), from f and its derivatives at the number in x, each divided by its factorial. */
function composed(x: Taylor, series: readonly Big[]): Taylor {
  const small = filled((k) => (k === 0 ? ZERO : at(x, k)));
  let result = number(series[ORDER] as Big);
  for (let k = ORDER - 1; k >= 0; k--) result = plus(number(series[k] as Big), times(small, result));
  return result;
}
const ratio = (a: number, b: number): Big => div(exact(a), exact(b));

export function exp(x: Taylor): Taylor {
  const e = real.exp(at(x, 0));
  return composed(x, [e, e, mul(e, ratio(1, 2)), mul(e, ratio(1, 6))]);
}
export function expm1(x: Taylor): Taylor {
  const [, ...rest] = exp(x);
  return [real.expm1(at(x, 0)), ...rest];
}
/** The slopes of ln at a. */
const ofLog = (value: Big, a: Big): Big[] => {
  const r = div(ONE, a);
  const square = mul(r, r);
  return [value, r, mul(square, ratio(-1, 2)), mul(mul(square, r), ratio(1, 3))];
};
export const log = (x: Taylor): Taylor => composed(x, ofLog(real.log(at(x, 0)), at(x, 0)));
export const log1p = (x: Taylor): Taylor => composed(x, ofLog(real.log1p(at(x, 0)), add(ONE, at(x, 0))));
export function reciprocal(x: Taylor): Taylor {
  const r = div(ONE, at(x, 0));
  const square = mul(r, r);
  return composed(x, [r, negated(square), mul(square, r), negated(mul(square, square))]);
}
export function sqrt(x: Taylor): Taylor {
  const w = root(at(x, 0));
  const r = div(ONE, at(x, 0));
  const slope = times2(div(ONE, w), -1);
  return composed(x, [w, slope, mul(mul(slope, r), ratio(-1, 4)), mul(mul(mul(slope, r), r), ratio(1, 8))]);
}
/** sinh and cosh, without cancellation near 0. */
function hyperbolic(x: Big): { readonly sinh: Big; readonly cosh: Big } {
  const rise = real.expm1(abs(x)); // e^|x| - 1
  const fall = div(rise, add(ONE, rise)); // 1 - e^-|x|
  const sinh = times2(add(rise, fall), -1);
  return { sinh: sign(x) < 0 ? negated(sinh) : sinh, cosh: add(ONE, times2(less(rise, fall), -1)) };
}
export function sinh(x: Taylor): Taylor {
  const { sinh: s, cosh: c } = hyperbolic(at(x, 0));
  return composed(x, [s, c, mul(s, ratio(1, 2)), mul(c, ratio(1, 6))]);
}
export function cosh(x: Taylor): Taylor {
  const { sinh: s, cosh: c } = hyperbolic(at(x, 0));
  return composed(x, [c, s, mul(c, ratio(1, 2)), mul(s, ratio(1, 6))]);
}
export function sin(x: Taylor): Taylor {
  const { sin: s, cos: c } = real.sinCos(at(x, 0));
  return composed(x, [s, c, mul(s, ratio(-1, 2)), mul(c, ratio(-1, 6))]);
}
export function cos(x: Taylor): Taylor {
  const { sin: s, cos: c } = real.sinCos(at(x, 0));
  return composed(x, [c, negated(s), mul(c, ratio(-1, 2)), mul(s, ratio(1, 6))]);
}
export function atan(x: Taylor): Taylor {
  const a = at(x, 0);
  const r = div(ONE, add(ONE, mul(a, a)));
  const third = mul(less(mul(exact(3), mul(a, a)), ONE), ratio(1, 3));
  return composed(x, [real.atan(a), r, negated(mul(a, mul(r, r))), mul(third, mul(r, mul(r, r)))]);
}
export function asin(x: Taylor): Taylor {
  const a = at(x, 0);
  const r = div(ONE, mul(less(ONE, a), add(ONE, a)));
  const slope = root(r);
  const third = mul(add(ONE, times2(mul(a, a), 1)), ratio(1, 6));
  return composed(x, [
    real.asin(a),
    slope,
    times2(mul(a, mul(slope, r)), -1),
    mul(third, mul(slope, mul(r, r))),
  ]);
}
export function acos(x: Taylor): Taylor {
  const [, ...rest] = neg(asin(x));
  return [real.acos(at(x, 0)), ...rest];
}
export function erf(x: Taylor): Taylor {
  const a = at(x, 0);
  const slope = mul(real.TWO_OVER_ROOT_PI, real.exp(negated(mul(a, a))));
  const third = mul(less(times2(mul(a, a), 1), ONE), ratio(1, 3));
  return composed(x, [real.erf(a), slope, negated(mul(a, slope)), mul(third, slope)]);
}
export function erfc(x: Taylor): Taylor {
  const [, ...rest] = neg(erf(x));
  return [real.erfc(at(x, 0)), ...rest];
}

/** The partial derivatives of a function of at most two operands, from its polynomial. */
export interface Partials {
  readonly value: Big;
  readonly first: readonly Big[];
  readonly second: readonly (readonly Big[])[];
  readonly third: readonly (readonly (readonly Big[])[])[];
}
export function partials(f: Taylor, arity: number): Partials {
  const all = Array.from({ length: arity }, (_, k) => k);
  const factorial = [1, 1, 2, 6];
  const derivative = (...by: readonly number[]): Big => {
    const t = by.reduce((count, k) => count + k, 0);
    const s = by.length - t;
    const place = POWERS.findIndex(([a, b]) => a === s && b === t);
    return mul(at(f, place), exact((factorial[s] as number) * (factorial[t] as number)));
  };
  return {
    value: at(f, 0),
    first: all.map((i) => derivative(i)),
    second: all.map((i) => all.map((j) => derivative(i, j))),
    third: all.map((i) => all.map((j) => all.map((k) => derivative(i, j, k)))),
  };
}
