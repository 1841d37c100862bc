import { type Kernel, type Node, type NumberSystem, type PointwiseName, rational } from "@chainrule/graph";
import { OutOfRange } from "./ball";
import { type Precision, STEP, work } from "./budget";
import { declaredEntries } from "./declared";
import * as elementary from "./elementary";
import { erf, erfc } from "./error-function";
import {
  acos,
  add,
  asin,
  atan,
  divide,
  exp,
  expm1,
  gelu,
  identity,
  log,
  log1p,
  multiply,
  oneMinus,
  room,
  sigmoid,
  silu,
  softplus,
  sqrt,
  square,
  subtract,
} from "./functions";
import { type Binary, isReal, ofBalls, on, onBoth, spoiled, turning, type Unary } from "./lift";
import { chosen, comparison, max, min, onlyOne, pieces, someTruth, steps } from "./piecewise";
import { pow, xlogy } from "./powers";
import {
  type Exact,
  exactly,
  fraction,
  negative,
  ONE,
  type Precise,
  type Real,
  signOf,
  times,
  UNKNOWN,
  type Wide,
  ZERO,
} from "./wide";

const { fromNumber: fractionOf } = rational;

/** The number that a float's shortest decimal notation means; undefined for infinities and what is not a number. */
export function decimal(value: number): Exact | undefined {
  const found = fractionOf(value);
  return found && exactly(found);
}

const unaries = {
  neg: (x) => negative(x),
  square: turning(ZERO, square),
  sqrt,
  exp,
  log,
  log1p,
  expm1,
  oneMinusSquare: turning(ZERO, room),
  sin: ofBalls(elementary.sin, [[0n, ZERO]]),
  cos: ofBalls(elementary.cos, [[0n, ONE]]),
  tan: ofBalls(elementary.tan, [[0n, ZERO]]),
  asin,
  acos,
  atan,
  sinh: ofBalls(elementary.sinh, [[0n, ZERO]]),
  cosh: turning(ZERO, ofBalls(elementary.coshOfPositive, [[0n, ONE]])),
  tanh: ofBalls(elementary.tanh, [[0n, ZERO]]),
  sigmoid,
  softplus,
  erf: ofBalls(erf, [[0n, ZERO]]),
  erfc: ofBalls(erfc, [[0n, ONE]]),
  relu: onlyOne(pieces(identity, () => ZERO)),
  silu,
  gelu,
  step: onlyOne(comparison((sign) => sign >= 0)),
  abs: onlyOne(pieces(identity, negative)),
  floor: steps,
  sign: (x, at) => {
    const sign = signOf(x);
    if (sign !== undefined) return fraction(BigInt(sign), 1n);
    return subtract(times(someTruth(), fraction(2n, 1n), at.bits), ONE, at);
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

/** The operations that have a value with error bounds of their own; all others are what they are made of. */
type WideRows = { readonly [K in keyof typeof unaries | keyof typeof binaries | "where"]: Kernel<Wide> };

export type WideName = keyof WideRows;

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
function pointwiseTable(at: Precision): WideRows {
  const cost = STEP + work(2, at.bits);
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
  ]) as WideRows; // these are the keys
  return all;
}

const tables = new WeakMap<Precision, ReturnType<typeof pointwiseTable>>();

/** Where several entries count together, one that is not known spoils all. */
function together(entries: readonly Wide[], at: Precision, join: Binary): Wide {
  if (!entries.every(isReal)) return spoiled(entries);
  const [first, ...rest] = entries as readonly Real[];
  if (first === undefined) return undefined;
  at.budget.spend(entries.length * (STEP + work(1, at.bits)));
  return inRange(() => rest.reduce<Wide>((all, each) => onBoth(all, each, join, at), first));
}

/**
 * Graphs over real numbers with error bounds. `number` says what a number of the graph stands for, which may be all numbers
 * that round to it; abstract functions are bound before.
 */
export function wideTable(
  at: Precision,
  symbol: (node: Node, entry: number) => Precise,
  number: (value: number) => Precise = decimal,
): NumberSystem<Wide> & { readonly pointwise: WideRows } {
  let pointwise = tables.get(at);
  if (pointwise === undefined) {
    pointwise = pointwiseTable(at);
    tables.set(at, pointwise);
  }
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
