import { rational } from "@chainrule/graph";
import type { Ball } from "./ball";
import { type Binary, isReal, spoiled, type Unary } from "./lift";
import {
  compared,
  type Exact,
  either,
  endsOf,
  exactly,
  fractionOf,
  ONE,
  type Real,
  signOf,
  UNKNOWN,
  type Wide,
  ZERO,
} from "./wide";

/* What depends on the order of numbers. Where it cannot be told, the result is around all that it may be. */

/** A truth value that cannot be told: one that is not the same as any other. */
export const someTruth = (): Ball => ({ kind: "ball", mantissa: 1n, exponent: -1, radius: 1 });

/** 1 where the order of two numbers is one that holds, 0 where it is not. */
export const comparison =
  (holds: (sign: -1 | 0 | 1) => boolean): Binary =>
  (a, b, at) => {
    const sign = compared(a, b, at.bits);
    if (sign === undefined) return someTruth();
    return holds(sign) ? ONE : ZERO;
  };

/** A function with a law for x > 0 and one for the rest; around all that it may be where the sign cannot be told. */
export const pieces =
  (above: Binary, below: Binary): Binary =>
  (x, parameter, at) => {
    const sign = signOf(x);
    if (sign === 1) return above(x, parameter, at);
    if (sign !== undefined) return below(x, parameter, at);
    const [lo, hi] = endsOf(x) as [Real, Real];
    const border = below(ZERO, parameter, at);
    const values = [
      border,
      below(signOf(lo) === -1 ? lo : ZERO, parameter, at),
      above(signOf(hi) === 1 ? hi : ZERO, parameter, at),
    ];
    return values.every(isReal) ? values.reduce((a, b) => either(a, b, at.bits)) : spoiled(values);
  };

/** Of a function that has no parameter. */
export const onlyOne =
  (f: Binary): Unary =>
  (x, at) =>
    f(x, ZERO, at);

/** The larger of two numbers, or the smaller; between the bounds of both where it cannot be told. */
const larger =
  (sign: 1 | -1): Binary =>
  (a, b, at) => {
    const found = compared(a, b, at.bits);
    if (found !== undefined) return found === sign ? a : b;
    const [x, y] = [endsOf(a), endsOf(b)];
    const best = (p: Real, q: Real): Real => {
      const order = compared(p, q, at.bits);
      return order === undefined ? either(p, q, at.bits) : order === sign ? p : q;
    };
    return either(best(x[0], y[0]), best(x[1], y[1]), at.bits);
  };
export const max = larger(1);
export const min = larger(-1);

/** The largest whole number that is at most x; around all that it may be where a jump is inside. */
export const steps: Unary = (x, at) => {
  const [least, most] = endsOf(x).map((end) => exactly(rational.floor(fractionOf(end)))) as [Exact, Exact];
  return compared(least, most, at.bits) === 0 ? least : either(least, most, at.bits);
};

/** The operand that a condition takes; around both where it cannot be told. */
export function chosen(condition: Wide, yes: Wide, no: Wide, bits: number): Wide {
  if (!isReal(condition)) return condition;
  const sign = signOf(condition);
  if (sign !== undefined) return sign === 0 ? no : yes;
  if (isReal(yes) && isReal(no)) return either(yes, no, bits);
  return yes === no ? yes : UNKNOWN;
}
