import { type Kernel, type NumberSystem, type PointwiseName, rational } from "@chainrule/graph";
import { type Ball, OutOfRange } from "./ball";
import { bitLength, magnitude, squareRoot } from "./bits";
import { type Precision, work } from "./budget";
import { declaredEntries } from "./declared";
import * as elementary from "./elementary";
import { erf, erfc } from "./error-function";
import {
  ballFrom,
  compared,
  type Exact,
  either,
  endsOf,
  exactly,
  fraction,
  isZero,
  minus,
  negative,
  ONE,
  over,
  type Precise,
  plus,
  type Real,
  signOf,
  times,
  UNKNOWN,
  type Wide,
  ZERO,
} from "./wide";

const { fromNumber: fractionOf } = rational;

/** What a function gives for real numbers. */
type Unary = (x: Real, at: Precision) => Wide;
type Binary = (a: Real, b: Real, at: Precision) => Wide;

/** The number that a float's shortest decimal notation means; undefined for infinities and what is not a number. */
export function decimal(value: number): Exact | undefined {
  const found = fractionOf(value);
  return found && exactly(found);
}

const isReal = (x: Wide): x is Real => typeof x === "object";

/** Of operands that are not all known: not defined if one is not, else unknown. */
const spoiled = (operands: readonly Wide[]): Wide => (operands.includes(undefined) ? undefined : UNKNOWN);

/** Applies a function if its operand is known. */
const on = (x: Wide, f: Unary, at: Precision): Wide => (isReal(x) ? f(x, at) : x);
const onBoth = (a: Wide, b: Wide, f: Binary, at: Precision): Wide =>
  isReal(a) && isReal(b) ? f(a, b, at) : spoiled([a, b]);

/** A function of balls; at some fractions its values are fractions too. */
const ofBalls =
  (
    f: (x: Ball, at: Precision) => Ball | undefined,
    known: readonly (readonly [x: bigint, y: Exact])[] = [],
  ): Unary =>
  (x, at) => {
    if (x.kind === "exact") {
      const found = known.find(([n]) => n * x.d === x.n);
      if (found !== undefined) return found[1];
    }
    return f(preciselyBall(x, at), at) ?? UNKNOWN;
  };

/** A ball for functions whose relative error is the absolute one of their operand. */
function preciselyBall(x: Real, { bits }: Precision): Ball {
  if (x.kind === "ball") return x;
  return ballFrom(x, bits + 8 + Math.max(0, bitLength(x.n) - bitLength(x.d)));
}

/** A function that is not defined where a number is negative (or 0), and unknown where it may be. */
const where =
  (condition: (x: Real, at: Precision) => Real, f: Unary, isZeroInside: boolean): Unary =>
  (x, at) => {
    const sign = signOf(condition(x, at));
    if (sign === undefined) return UNKNOWN;
    return sign > 0 || (sign === 0 && isZeroInside) ? f(x, at) : undefined;
  };

/** Falling up to a number, then rising, or the other way round. */
const turning =
  (at0: (at: Precision) => Real, f: Unary): Unary =>
  (x, at) => {
    if (x.kind === "exact" || signOf(minus(x, at0(at), at.bits)) !== undefined) return sides(x, f, at);
    const turn = f(at0(at), at);
    const others = sides(x, f, at);
    return isReal(turn) && isReal(others) ? either(turn, others, at.bits) : spoiled([turn, others]);
  };

/** The values at both ends of a wide ball, and what lies between. */
function sides(x: Real, f: Unary, at: Precision): Wide {
  if (x.kind === "exact" || x.radius === 0 || isNarrow(x)) return f(x, at);
  const [lo, hi] = endsOf(x).map((end) => f(end, at));
  return isReal(lo) && isReal(hi) ? either(lo, hi, at.bits) : spoiled([lo, hi]);
}

/** Whether sums and products of a ball with itself are as good as those of its ends. */
const isNarrow = ({ mantissa, radius }: Ball): boolean => Math.abs(Number(mantissa)) > radius * 2 ** 30;

const self =
  (f: (x: Real, at: Precision) => Real): Unary =>
  (x, at) =>
    f(x, at);

const subtract = (a: Real, b: Real, at: Precision): Real => minus(a, b, at.bits);
const add = (a: Real, b: Real, at: Precision): Real => plus(a, b, at.bits);
const multiply = (a: Real, b: Real, at: Precision): Real => times(a, b, at.bits);
const oneMinus = (x: Real, at: Precision): Real => subtract(ONE, x, at);
const onePlus = (x: Real, at: Precision): Real => add(ONE, x, at);
const half = (x: Real, at: Precision): Real => multiply(x, fraction(1n, 2n), at);
const identity = (x: Real): Real => x;

const square = (x: Real, at: Precision): Real => multiply(x, x, at);

/** The square root of a square of a fraction is a fraction. */
const sqrt: Unary = where(
  identity,
  (x, at) => {
    if (x.kind === "exact") {
      const [n, d] = [squareRoot(x.n), squareRoot(x.d)];
      if (n * n === x.n && d * d === x.d) return fraction(n, d);
      const both = squareRoot(x.n * x.d);
      if (both * both === x.n * x.d) return fraction(both, x.d);
    }
    return elementary.sqrt(ballFrom(x, at.bits), at) ?? UNKNOWN;
  },
  true,
);

const isNearOne = ({ d, n }: Exact): boolean => 2n * n > d && n < 2n * d;

/** Of a fraction near 1 by its distance from 1. */
const log: Unary = where(
  identity,
  (x, at) => (x.kind === "exact" && isNearOne(x) ? logOnePlus(subtract(x, ONE, at), at) : logOfBalls(x, at)),
  false,
);
const log1p: Unary = where(
  onePlus,
  (x, at) => {
    const whole = x.kind === "exact" ? onePlus(x, at) : x;
    return whole.kind === "exact" && !isNearOne(whole) ? logOfBalls(whole, at) : logOnePlus(x, at);
  },
  false,
);
const logOfBalls = ofBalls(elementary.log);
const logOnePlus = ofBalls(elementary.log1p, [[0n, ZERO]]);
const exp: Unary = ofBalls(elementary.exp, [[0n, ONE]]);
const expm1: Unary = ofBalls(elementary.expm1, [[0n, ZERO]]);
const softplus: Unary = ofBalls(elementary.softplus);
const sigmoid: Unary = ofBalls(elementary.sigmoid, [[0n, fraction(1n, 2n)]]);
const atan: Unary = ofBalls(elementary.atan, [[0n, ZERO]]);

/** Whether -1 <= x <= 1. */
const room = (x: Real, at: Precision): Real => multiply(oneMinus(x, at), onePlus(x, at), at);
const halfPi = ({ bits }: Precision): Real => times(elementary.piBall(bits), fraction(1n, 2n), bits);

/** arctan(x / sqrt(1 - x^2)), and a quarter turn at 1 and -1. */
const asin: Unary = where(
  room,
  (x, at) => {
    const sign = signOf(x);
    if (isZero(room(x, at))) return sign === -1 ? negative(halfPi(at)) : halfPi(at);
    return sides(x, (y, own) => on(onBoth(y, on(room(y, own), sqrt, own), divide, own), atan, own), at);
  },
  true,
);

/** Of x > 0 the arctangent of sqrt(1 - x^2)/x, so that it is accurate near 1. */
const acos: Unary = where(
  room,
  (x, at) => {
    if (signOf(x) === 1 && x.kind === "exact") {
      const tangent = onBoth(on(room(x, at), sqrt, at), x, divide, at);
      return on(tangent, atan, at);
    }
    return onBoth(halfPi(at), asin(x, at), subtract, at);
  },
  true,
);

const divide: Binary = (a, b, at) => over(a, b, at.bits);

/** Beyond this exponent, powers go by the logarithm. */
const LARGEST_POWER = 1n << 12n;

/** The whole number that a fraction is; undefined for others. */
const wholeOf = (x: Real): bigint | undefined =>
  x.kind === "exact" && x.n % x.d === 0n ? x.n / x.d : undefined;

function wholePower(x: Real, power: bigint, at: Precision): Wide {
  if (power < 0n) return onBoth(ONE, wholePower(x, -power, at), divide, at);
  let [result, base]: [Real, Real] = [ONE, x];
  for (let rest = power; rest > 0n; rest >>= 1n) {
    if ((rest & 1n) === 1n) result = multiply(result, base, at);
    if (rest > 1n) base = multiply(base, base, at);
    at.budget.spend(work(2, at.bits));
  }
  return result;
}

/** e^(y ln x) for x > 0. */
function realPower(x: Real, y: Real, at: Precision): Wide {
  const inner = { ...at, bits: at.bits + 24 }; // the exponent may be large
  return on(onBoth(on(x, log, inner), y, multiply, inner), exp, at);
}

/** Corners: of x > 0, x^y rises or falls in each operand. */
function positivePower(x: Real, y: Real, at: Precision): Wide {
  const values = cornersOf(x, y, (a, b) => realPower(a, b, at));
  if (!values.every(isReal)) return spoiled(values);
  return values.reduce((all, each) => either(all, each, at.bits));
}

function cornersOf(x: Real, y: Real, f: (a: Real, b: Real) => Wide): readonly Wide[] {
  const list = (each: Real): readonly Real[] =>
    each.kind === "exact" || isNarrow(each) || each.radius === 0 ? [each] : endsOf(each);
  return list(x).flatMap((a) => list(y).map((b) => f(a, b)));
}

const pow: Binary = (x, y, at) => {
  const [sign, whole] = [signOf(x), wholeOf(y)];
  if (whole === 0n) return ONE;
  if (whole !== undefined) {
    if (whole < 0n && sign !== 1 && sign !== -1) return sign === 0 ? undefined : UNKNOWN;
    if (magnitude(whole) <= LARGEST_POWER) {
      const power: Unary = (base, own) => wholePower(base, whole, own);
      return whole % 2n === 0n && whole > 0n ? turning(() => ZERO, power)(x, at) : sides(x, power, at);
    }
    const size = sign === -1 ? negative(x) : x;
    if (sign === 0) return ZERO;
    if (sign === undefined) return UNKNOWN;
    const value = positivePower(size, y, at);
    return sign === -1 && whole % 2n !== 0n ? on(value, negative, at) : value;
  }
  if (sign === 1) return positivePower(x, y, at);
  const direction = signOf(y);
  if (sign === 0) return direction === 1 ? ZERO : direction === -1 ? undefined : UNKNOWN;
  // a negative number has powers with whole exponents only
  return sign === -1 && isNeverWhole(y) ? undefined : UNKNOWN;
};

/** Whether no whole number is among those that y may be. */
function isNeverWhole(y: Real): boolean {
  if (y.kind === "exact") return y.n % y.d !== 0n;
  const [lo, hi] = endsOf(y) as [Ball, Ball];
  if (lo.exponent >= 0 || bitLength(hi.mantissa) + hi.exponent > 4096) return false;
  const places = BigInt(-lo.exponent);
  return lo.mantissa >> places === hi.mantissa >> places && (lo.mantissa >> places) << places !== lo.mantissa;
}

/** x ln y, and 0 where x = 0 and y is not negative. */
const xlogy: Binary = (x, y, at) => {
  const sign = signOf(y);
  if (isZero(x) && (sign === 0 || sign === 1)) return ZERO;
  return onBoth(x, on(y, log, at), multiply, at);
};

/** A truth value that cannot be told: one that is not the same as any other. */
const either01 = (): Ball => ({ kind: "ball", mantissa: 1n, exponent: -1, radius: 1 });

const comparison =
  (holds: (sign: -1 | 0 | 1) => boolean): Binary =>
  (a, b, at) => {
    const sign = compared(a, b, at.bits);
    if (sign !== undefined) return holds(sign) ? ONE : ZERO;
    const known = POSSIBLE.map(holds);
    return known.every((value) => value === known[0]) ? (known[0] ? ONE : ZERO) : either01();
  };
const POSSIBLE = [-1, 0, 1] as const;

/** A function with a law for x > 0 and one for the rest; around all that it may be where the sign cannot be told. */
const pieces =
  (above: Binary, below: Binary): Binary =>
  (x, parameter, at) => {
    const sign = signOf(x);
    if (sign === 1) return above(x, parameter, at);
    if (sign !== undefined) return below(x, parameter, at);
    const [lo, hi] = endsOf(x) as [Real, Real];
    const at0 = below(ZERO, parameter, at);
    const values = [
      at0,
      below(signOf(lo) === -1 ? lo : ZERO, parameter, at),
      above(signOf(hi) === 1 ? hi : ZERO, parameter, at),
    ];
    return values.every(isReal) ? values.reduce((a, b) => either(a, b, at.bits)) : spoiled(values);
  };

const onlyOne =
  (f: Binary): Unary =>
  (x, at) =>
    f(x, ZERO, at);

const larger =
  (sign: 1 | -1): Binary =>
  (a, b, at) => {
    const found = compared(a, b, at.bits);
    if (found !== undefined) return found === sign ? a : b;
    const [x, y] = [endsOf(a), endsOf(b)];
    const best = (p: Real, q: Real): Real => (compared(p, q, at.bits) === sign ? p : q);
    return either(best(x[0], y[0]), best(x[1], y[1]), at.bits);
  };
const max = larger(1);
const min = larger(-1);

/** Where silu and gelu turn, and their derivatives are 0. */
const SILU_TURN = fraction(-12784645427610737951n, 10n ** 19n);
const GELU_TURN = fraction(-7517915245935210n, 10n ** 16n);
/** A neighbourhood of a turn that holds it. */
const near = (turn: Exact): (() => Real) => {
  const reach = fraction(1n, 10n ** 13n);
  const found = either(plus(turn, negative(reach), 128), plus(turn, reach, 128), 128);
  return () => found;
};

const gaussian = (x: Real, at: Precision): Wide =>
  on(multiply(negative(x), ROOT_HALF, at), ofBalls(erfc, [[0n, ONE]]), at);
const ROOT_HALF = decimal(Math.SQRT1_2) ?? ONE;
const gelu: Unary = (x, at) => on(onBoth(x, gaussian(x, at), multiply, at), half, at);
const silu: Unary = (x, at) => onBoth(x, sigmoid(x, at), multiply, at);

const unaries = {
  neg: self(negative),
  square: turning(() => ZERO, square),
  sqrt,
  exp,
  log,
  log1p,
  expm1,
  oneMinusSquare: turning(() => ZERO, room),
  sin: ofBalls(elementary.sin, [[0n, ZERO]]),
  cos: ofBalls(elementary.cos, [[0n, ONE]]),
  tan: ofBalls(elementary.tan, [[0n, ZERO]]),
  asin,
  acos,
  atan,
  sinh: ofBalls(elementary.sinh, [[0n, ZERO]]),
  cosh: turning(() => ZERO, ofBalls(elementary.coshOfPositive, [[0n, ONE]])),
  tanh: ofBalls(elementary.tanh, [[0n, ZERO]]),
  sigmoid,
  softplus,
  erf: ofBalls(erf, [[0n, ZERO]]),
  erfc: ofBalls(erfc, [[0n, ONE]]),
  relu: onlyOne(pieces(identity, () => ZERO)),
  silu: turning(near(SILU_TURN), silu),
  gelu: turning(near(GELU_TURN), gelu),
  step: onlyOne(comparison((sign) => sign >= 0)),
  abs: onlyOne(pieces(identity, negative)),
  sign: (x, at) => {
    const sign = signOf(x);
    if (sign !== undefined) return fraction(BigInt(sign), 1n);
    return subtract(times(either01(), fraction(2n, 1n), at.bits), ONE, at);
  },
} satisfies { readonly [K in PointwiseName]?: Unary };

const binaries = {
  add,
  sub: subtract,
  mul: multiply,
  div: divide,
  pow,
  max,
  min,
  xlogy,
  lt: comparison((sign) => sign < 0),
  le: comparison((sign) => sign <= 0),
  gt: comparison((sign) => sign > 0),
  ge: comparison((sign) => sign >= 0),
  eq: comparison((sign) => sign === 0),
  ne: comparison((sign) => sign !== 0),
  leakyRelu: pieces(identity, (x, slope, at) => multiply(x, slope, at)),
  elu: pieces(identity, (x, alpha, at) => onBoth(alpha, expm1(x, at), multiply, at)),
  binaryCrossEntropy: (p, t, at) => {
    const [own, other] = [xlogy(t, p, at), xlogy(oneMinus(t, at), oneMinus(p, at), at)];
    return on(onBoth(own, other, add, at), negative, at);
  },
  binaryCrossEntropyWithLogits: (z, t, at) => onBoth(softplus(z, at), multiply(t, z, at), subtract, at),
} satisfies { readonly [K in PointwiseName]?: Binary };

/** The operand that a condition takes; around both where it cannot be told. */
function chosen(condition: Wide, yes: Wide, no: Wide, bits: number): Wide {
  if (!isReal(condition)) return condition;
  const sign = signOf(condition);
  if (sign !== undefined) return sign === 0 ? no : yes;
  if (isReal(yes) && isReal(no)) return either(yes, no, bits);
  return yes === no ? yes : UNKNOWN;
}

/** A number beyond all range is unknown. */
function inRange(compute: () => Wide): Wide {
  try {
    return compute();
  } catch (error) {
    if (error instanceof OutOfRange) return UNKNOWN;
    throw error;
  }
}

/** Every pointwise operation with so much precision. */
function pointwiseTable(at: Precision): { readonly [K in PointwiseName]: Kernel<Wide> } {
  const cost = work(2, at.bits);
  const one =
    (f: Unary): Kernel<Wide> =>
    (x) => {
      at.budget.spend(cost);
      return inRange(() => on(x, f, at));
    };
  const two =
    (f: Binary): Kernel<Wide> =>
    (a, b) => {
      at.budget.spend(cost);
      return inRange(() => onBoth(a, b, f, at));
    };
  const all = Object.fromEntries([
    ...Object.entries(unaries).map(([name, f]) => [name, one(f)]),
    ...Object.entries(binaries).map(([name, f]) => [name, two(f)]),
    ["where", (condition: Wide, yes: Wide, no: Wide) => inRange(() => chosen(condition, yes, no, at.bits))],
  ]) as Record<keyof typeof unaries | keyof typeof binaries | "where", Kernel<Wide>>; // these are the keys
  return all;
}

const tables = new WeakMap<Precision, ReturnType<typeof pointwiseTable>>();

/** Where several entries count together, one that is not known spoils all. */
function together(entries: readonly Wide[], at: Precision, join: Binary): Wide {
  if (!entries.every(isReal)) return spoiled(entries);
  const [first, ...rest] = entries as readonly Real[];
  if (first === undefined) return undefined;
  at.budget.spend(work(entries.length, at.bits));
  return inRange(() => rest.reduce<Wide>((all, each) => onBoth(all, each, join, at), first));
}

/**
 * Graphs over real numbers with error bounds. `number` says what a number of the graph stands for, which may be all numbers
 * that round to it; abstract functions are bound before.
 */
export function wideTable(
  at: Precision,
  symbol: (node: Parameters<NumberSystem<Wide>["symbol"]>[0], entry: number) => Precise,
  number: (value: number) => Precise = decimal,
): NumberSystem<Wide> {
  let pointwise = tables.get(at);
  if (pointwise === undefined) tables.set(at, (pointwise = pointwiseTable(at)));
  return {
    number,
    symbol,
    abstract: () => undefined,
    declared: declaredEntries,
    pointwise,
    sum: (terms) => (terms.length === 0 ? ZERO : together(terms, at, add)),
    product: (factors) => (factors.length === 0 ? ONE : together(factors, at, multiply)),
    largest: (entries) => together(entries, at, max),
    smallest: (entries) => together(entries, at, min),
  };
}
