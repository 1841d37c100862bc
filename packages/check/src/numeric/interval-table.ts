import type { Kernel, NumberSystem, PointwiseName } from "@chainrule/graph";
import { declaredEntries } from "./declared";
import { toNumber, UNIT } from "./fixed";
import { type Precise, preciseTable } from "./precise-table";

/** All numbers from lo to hi; undefined where a function may not be defined. */
export type Interval = { readonly lo: bigint; readonly hi: bigint } | undefined;

const precise = preciseTable(() => undefined).pointwise;

const at = (name: PointwiseName, a: Precise, b: Precise = 0n): Precise => precise[name](a, b, 0n);

export const exactly = (x: Precise): Interval => (x === undefined ? undefined : { lo: x, hi: x });

function spanned(values: readonly Precise[]): Interval {
  if (values.includes(undefined)) return undefined;
  const known = values as readonly bigint[];
  return {
    lo: known.reduce((least, value) => (value - least < 0n ? value : least)),
    hi: known.reduce((most, value) => (value - most > 0n ? value : most)),
  };
}

/** A declared operation is computed in float64, a few bits of which may be off. */
const FLOAT_BITS = 48n;

/** What is one number in float64; a function of which nothing else is known has no other image. */
const asFloat = (x: Interval): Precise =>
  x !== undefined && toNumber(x.lo) === toNumber(x.hi) ? x.lo : undefined;

type Known = NonNullable<Interval>;

const one =
  (f: (x: Known) => Interval): Kernel<Interval> =>
  (x) =>
    x && f(x);

const two =
  (f: (a: Known, b: Known) => Interval): Kernel<Interval> =>
  (a, b) =>
    a && b && f(a, b);

const monotone = (name: PointwiseName): Kernel<Interval> =>
  one(({ lo, hi }) => spanned([at(name, lo), at(name, hi)]));

/** Monotone in each operand, so that the extremes are at the corners. */
const corners = (name: PointwiseName): Kernel<Interval> =>
  two((a, b) =>
    spanned([at(name, a.lo, b.lo), at(name, a.lo, b.hi), at(name, a.hi, b.lo), at(name, a.hi, b.hi)]),
  );

const holdsZero = ({ lo, hi }: Known): boolean => lo <= 0n && hi >= 0n;

/** Falling, then rising from 0 on. */
const valley = (name: PointwiseName): Kernel<Interval> =>
  one((x) => spanned([at(name, x.lo), at(name, x.hi), ...(holdsZero(x) ? [at(name, 0n)] : [])]));

/** A slope nowhere steeper than a whole number: the value at the middle, give or take. */
const gentle = (name: PointwiseName, slope: bigint): Kernel<Interval> =>
  one(({ lo, hi }) => {
    const middle = at(name, (lo + hi) / 2n);
    const reach = ((hi - lo) / 2n + 1n) * slope;
    return middle === undefined ? undefined : { lo: middle - reach, hi: middle + reach };
  });

const add = two((a, b) => ({ lo: a.lo + b.lo, hi: a.hi + b.hi }));
const neg = one(({ lo, hi }) => ({ lo: -hi, hi: -lo }));
const sub: Kernel<Interval> = (a, b) => add(a, neg(b, b, b), b);
const mul = corners("mul");
const div = two((a, b) => (holdsZero(b) ? undefined : corners("div")(a, b, a)));
const log = one((x) => (x.lo <= 0n ? undefined : monotone("log")(x, x, x)));
const number = (n: number): Interval => exactly(BigInt(n) * UNIT);

const pow = two((x, y) => {
  const isWhole = y.lo === y.hi && y.lo % UNIT === 0n;
  if (!isWhole) return x.lo > 0n ? corners("pow")(x, y, x) : undefined;
  if (y.lo < 0n && holdsZero(x)) return undefined;
  return spanned([
    at("pow", x.lo, y.lo),
    at("pow", x.hi, y.lo),
    ...(holdsZero(x) ? [at("pow", 0n, y.lo)] : []),
  ]);
});

const xlogy: Kernel<Interval> = (x, y) => mul(x, log(y, y, y), x);

/** What is certain of a comparison: 1, 0, or anything between. */
const comparison = (name: PointwiseName): Kernel<Interval> =>
  two((a, b) => {
    const apart = a.hi < b.lo || b.hi < a.lo || (a.lo === a.hi && b.lo === b.hi);
    return apart ? exactly(at(name, a.lo, b.lo)) : { lo: 0n, hi: UNIT };
  });

const either = (a: Interval, b: Interval): Interval => a && b && spanned([a.lo, a.hi, b.lo, b.hi]);

const where: Kernel<Interval> = (condition, yes, no) => {
  if (condition === undefined) return undefined;
  if (condition.lo === 0n && condition.hi === 0n) return no;
  return holdsZero(condition) ? either(yes, no) : yes;
};

/** Every pointwise operation over intervals. */
const pointwise: { readonly [K in PointwiseName]: Kernel<Interval> } = {
  add,
  sub,
  mul,
  div,
  neg,
  pow,
  square: valley("square"),
  sqrt: monotone("sqrt"),
  exp: monotone("exp"),
  log,
  log1p: one((x) => log(add(x, number(1), x), x, x)),
  expm1: monotone("expm1"),
  oneMinusSquare: valley("oneMinusSquare"),
  xlogy,
  sin: gentle("sin", 1n),
  cos: gentle("cos", 1n),
  tan: one((x) => {
    const [s, c] = [gentle("sin", 1n)(x, x, x), gentle("cos", 1n)(x, x, x)];
    return div(s, c, s);
  }),
  asin: monotone("asin"),
  acos: monotone("acos"),
  atan: monotone("atan"),
  sinh: monotone("sinh"),
  cosh: valley("cosh"),
  tanh: monotone("tanh"),
  erf: monotone("erf"),
  erfc: monotone("erfc"),
  sigmoid: monotone("sigmoid"),
  softplus: monotone("softplus"),
  relu: monotone("relu"),
  leakyRelu: kinked("leakyRelu"),
  elu: kinked("elu"),
  silu: gentle("silu", 2n),
  gelu: gentle("gelu", 2n),
  binaryCrossEntropy: two((p, t) =>
    neg(add(xlogy(t, p, p), xlogy(sub(number(1), t, t), sub(number(1), p, p), p), p), p, p),
  ),
  binaryCrossEntropyWithLogits: two((z, t) => sub(monotone("softplus")(z, z, z), mul(t, z, z), z)),
  step: monotone("step"),
  abs: valley("abs"),
  sign: monotone("sign"),
  min: corners("min"),
  max: corners("max"),
  where,
  lt: comparison("lt"),
  le: comparison("le"),
  gt: comparison("gt"),
  ge: comparison("ge"),
  eq: comparison("eq"),
  ne: comparison("ne"),
};

/** Monotone on each side of x = 0, where it is 0. */
function kinked(name: PointwiseName): Kernel<Interval> {
  return two((x, parameter) => {
    const ends = corners(name)(x, parameter, x);
    return holdsZero(x) ? either(ends, exactly(0n)) : ends;
  });
}

const extreme = (entries: readonly Interval[], name: "min" | "max"): Interval =>
  entries.reduce((best, entry) => pointwise[name](best, entry, entry));

/** Graphs over intervals: `number` says how far a printed number may be from what it stands for. */
export const intervalTable = (
  number: (value: number) => Interval,
  symbol: NumberSystem<Interval>["symbol"],
): NumberSystem<Interval> => ({
  number,
  symbol,
  abstract: () => undefined,
  declared: (op, operands, shape) => {
    const exact = operands.map((operand) => ({ ...operand, data: operand.data.map(asFloat) }));
    return declaredEntries(op, exact, shape).map((x) => {
      if (x === undefined) return undefined;
      const room = (x < 0n ? -x : x) >> FLOAT_BITS;
      return { lo: x - room, hi: x + room };
    });
  },
  pointwise,
  sum: (terms) => terms.reduce((total, term) => add(total, term, term), exactly(0n)),
  product: (factors) => factors.reduce((product, factor) => mul(product, factor, factor), exactly(UNIT)),
  largest: (entries) => extreme(entries, "max"),
  smallest: (entries) => extreme(entries, "min"),
});
