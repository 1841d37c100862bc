import type { Node } from "../node";
import type { PointwiseName } from "../ops/table";
import { topologicalOrder } from "../order";
import type { Rational } from "../rational";
import * as exact from "../rational";
import { shortFraction } from "../simplify/decimal";
import type { Kernel, NumberSystem } from "./number-system";
import { nodeValue } from "./walk";

/** Beyond this many digits an exact value is of no use to a reader. */
const MOST_DIGITS = 60;

/** Values in float64 that differ by less than this, relative to their size if it is above 1, decide no comparison. */
const UNDECIDED = 1e-9;

/** A number that is known exactly, or in float64, or both. */
interface Known {
  readonly fraction?: Rational | undefined;
  readonly float?: number | undefined;
}

/**
 * The exact values of the nodes that have one: symbols and constants mean the decimals they are written as, and sums,
 * products, quotients, whole powers, comparisons and choices of exact values are exact. Values that are irrational, too
 * long, or tensors are left out. With `float`, the values in float64, a comparison of others is decided by these where
 * they differ clearly.
 */
export function exactValues(
  roots: readonly Node[],
  float: (node: Node) => unknown = () => undefined,
): Map<Node, Rational> {
  const known = new Map<Node, Known>();
  const values = new Map<Node, Rational>();
  const valueAt = (node: Node): Known => known.get(node) ?? NOTHING;
  const given = { valueAt, sizes: {}, system: fractions };
  for (const node of topologicalOrder(roots)) {
    const { fraction } = isEntrywise(node) ? (nodeValue(node, given) as Known) : NOTHING; // it is a scalar
    const isShort = fraction !== undefined && `${fraction.n}${fraction.d}`.length <= MOST_DIGITS;
    if (isShort) values.set(node, fraction);
    const value = float(node);
    known.set(node, { ...(isShort && { fraction }), ...(typeof value === "number" && { float: value }) });
  }
  return values;
}

/** Whether a node is a scalar of scalars; numbers of entries are known to others. */
const isEntrywise = ({ attrs, op, shape }: Node): boolean =>
  shape.length === 0 && attrs.dim === undefined && ["leaf", "naming", "pointwise"].includes(op.kind);

const NOTHING: Known = {};
const ZERO: Known = { fraction: exact.ZERO, float: 0 };
const of = (fraction: Rational | undefined): Known => ({ fraction });
const truth = (holds: boolean): Known => of(holds ? exact.ONE : exact.ZERO);

const one =
  (f: (a: Rational) => Rational): Kernel<Known> =>
  ({ fraction: a }) =>
    of(a && f(a));
const two =
  (f: (a: Rational, b: Rational) => Rational | undefined): Kernel<Known> =>
  ({ fraction: a }, { fraction: b }) =>
    of(a && b && f(a, b));

/** The sign of a - b, where it is known. */
function order(a: Known, b: Known): number | undefined {
  if (a.fraction && b.fraction) return exact.compare(a.fraction, b.fraction);
  if (a.float === undefined || b.float === undefined) return undefined;
  const size = Math.max(1, Math.abs(a.float), Math.abs(b.float));
  return Math.abs(a.float - b.float) > UNDECIDED * size ? Math.sign(a.float - b.float) : undefined;
}

/** What depends on the sign of a - b. */
const decided = (a: Known, b: Known, value: (sign: number) => Known): Known => {
  const sign = order(a, b);
  return sign === undefined ? NOTHING : value(sign);
};
const comparison =
  (holds: (sign: number) => boolean): Kernel<Known> =>
  (a, b) =>
    decided(a, b, (sign) => truth(holds(sign)));

const times = two(exact.times);
const plus = two(exact.plus);
const max: Kernel<Known> = (a, b) => decided(a, b, (sign) => (sign > 0 ? a : b));
const min: Kernel<Known> = (a, b) => decided(a, b, (sign) => (sign > 0 ? b : a));

/** Exact fractions, and nothing where there is none. */
const fractions: NumberSystem<Known> = {
  number: (value) => of(shortFraction(value)),
  symbol: ({ attrs }) => of(shortFraction((attrs.cell?.value ?? Number.NaN) as number)), // of a scalar
  abstract: () => NOTHING,
  declared: () => [NOTHING],
  sum: (terms) => terms.reduce((a, b) => plus(a, b, b), ZERO),
  product: (factors) => factors.reduce((a, b) => times(a, b, b), of(exact.ONE)),
  largest: (entries) => entries.reduce((a, b) => max(a, b, b)),
  smallest: (entries) => entries.reduce((a, b) => min(a, b, b)),
  pointwise: {
    add: plus,
    sub: two(exact.minus),
    mul: times,
    div: two((a, b) => (exact.isZero(b) ? undefined : exact.quotient(a, b))),
    neg: one(exact.negative),
    square: one((a) => exact.times(a, a)),
    oneMinusSquare: one((a) => exact.minus(exact.ONE, exact.times(a, a))),
    pow: two((a, { n, d }) => (d === 1n && n >= 0n && n <= 16n ? exact.power(a, Number(n)) : undefined)),
    abs: one(exact.absolute),
    sign: (x) => decided(x, ZERO, (sign) => of({ n: BigInt(sign), d: 1n })),
    step: (x) => decided(x, ZERO, (sign) => truth(sign >= 0)),
    relu: (x) => max(x, ZERO, x),
    leakyRelu: (x, slope) => decided(x, ZERO, (sign) => (sign > 0 ? x : times(x, slope, x))),
    floor: one(exact.floor),
    max,
    min,
    where: ({ fraction }, yes, no) => (fraction === undefined ? NOTHING : exact.isZero(fraction) ? no : yes),
    lt: comparison((sign) => sign < 0),
    le: comparison((sign) => sign <= 0),
    gt: comparison((sign) => sign > 0),
    ge: comparison((sign) => sign >= 0),
    eq: comparison((sign) => sign === 0),
    ne: comparison((sign) => sign !== 0),
    ...none("sqrt", "exp", "log", "log1p", "expm1", "sin", "cos", "tan", "asin", "acos", "atan"),
    ...none("sinh", "cosh", "tanh", "erf", "erfc", "elu"),
  },
};

/** Rows of functions whose values are irrational almost everywhere. */
function none<K extends PointwiseName>(...names: readonly K[]): Record<K, Kernel<Known>> {
  const rows = names.map((name) => [name, () => NOTHING]);
  return Object.fromEntries(rows) as Record<K, Kernel<Known>>; // one row for each name
}
