import { type Big, mul, sign, sub, ONE as UNIT } from "./big";
import * as border from "./borders";
import {
  type Entry,
  entryOf,
  finite,
  infinite,
  isUnclear,
  LEAST,
  NAN,
  neg,
  ONE,
  ROUNDING,
  times,
  UNCLEAR,
  ZERO,
} from "./entry";
import { type Curve, curves, depths, isRegular, looseness, type Surface, surfaces } from "./laws";
import { type Local, none, outside, regular, type Slope, same, unary } from "./partials";
import * as taylor from "./taylor";

/*
 * The value of a pointwise operation and its partial derivatives of first and second order, from its law. At regular points they
 * come out of `taylor`; at kinks, poles, borders and infinity they are the values that the package promises, or limits, or
 * not said.
 */

const { NaN: nan, POSITIVE_INFINITY: inf } = Number;
/**
 * f, f', f'' at special points: [x, f, f', f'']. NaN: not said, where the derivative as a reader knows it is infinity times 0,
 * as x e^(-x^2) is at infinity.
 */
const limits: Readonly<Record<string, readonly (readonly [number, number, number, number])[]>> = {
  exp: [[-inf, 0, 0, 0], [inf, inf, inf, inf]],
  expm1: [[-inf, -1, 0, 0], [inf, inf, inf, inf]],
  log: [[0, -inf, inf, -inf], [inf, inf, 0, 0]],
  log1p: [[-1, -inf, inf, -inf], [inf, inf, 0, 0]],
  sqrt: [[0, 0, inf, -inf], [inf, inf, 0, 0]],
  asin: [[-1, -Math.PI / 2, inf, -inf], [1, Math.PI / 2, inf, inf]],
  acos: [[-1, Math.PI, -inf, inf], [1, 0, -inf, -inf]],
  atan: [[-inf, -Math.PI / 2, 0, nan], [inf, Math.PI / 2, 0, nan]],
  sinh: [[-inf, -inf, inf, -inf], [inf, inf, inf, inf]],
  cosh: [[-inf, inf, -inf, inf], [inf, inf, inf, inf]],
  tanh: [[-inf, -1, 0, 0], [inf, 1, 0, 0]],
  sigmoid: [[-inf, 0, 0, 0], [inf, 1, 0, 0]],
  softplus: [[-inf, 0, 0, 0], [inf, inf, 1, 0]],
  silu: [[-inf, 0, nan, nan], [inf, inf, nan, nan]],
  gelu: [[-inf, 0, nan, nan], [inf, inf, nan, nan]],
  erf: [[-inf, -1, 0, nan], [inf, 1, 0, nan]],
  erfc: [[-inf, 2, 0, nan], [inf, 0, 0, nan]],
}; // biome-ignore format: a table

function curve(name: string, x: Entry, given: number): Local {
  if (x.kind === "nan") return same(1, NAN, NAN);
  if (isUnclear(x)) return same(1, UNCLEAR, UNCLEAR);
  const place = x.kind === "infinite" ? x.sign * inf : x.kind === "finite" ? x.big.n : nan;
  if (Number.isNaN(place)) return same(1, UNCLEAR, UNCLEAR); // a pole whose side is not known
  const limit = limits[name]?.find(([at]) => at === place);
  if (limit !== undefined) {
    // at -0 a pole may be met from the other side
    const side = (slope: number): Entry =>
      Number.isNaN(slope)
        ? UNCLEAR
        : Object.is(given, -0) && !Number.isFinite(slope)
          ? infinite(0)
          : entryOf(slope);
    const isSure = x.kind === "infinite" || (x.kind === "finite" && x.error === 0);
    if (!isSure) return same(1, UNCLEAR, UNCLEAR);
    const [, value, first, second] = limit;
    const rounded = entryOf(value);
    const near = rounded.kind === "finite" ? finite(rounded.big, ROUNDING * Math.abs(value)) : rounded;
    return unary(near, side(first), side(second));
  }
  if (x.kind !== "finite") return outside(1);
  const depth = depths[name]?.(x.big);
  if (depth !== undefined && x.error >= Math.abs(depth.n)) return same(1, UNCLEAR, UNCLEAR);
  if (depth !== undefined && sign(depth) < 0) return outside(1);
  const f = curves[name] as Curve; // every unary name that is not treated by itself has one
  return regular(f(taylor.operand(x.big, 0)), [x], looseness[name]?.(x.big.n));
}

const MINUS_ONE = entryOf(-1);
const TWO = entryOf(2);

/** What is made of pieces: the operand decides, as float64 has it. */
function piece(name: string, x: Entry, given: number): Local | undefined {
  const isUndefined = Number.isNaN(given);
  switch (name) {
    case "neg":
      return unary(neg(x), MINUS_ONE, undefined);
    case "square":
      return unary(times(x, x), times(TWO, x), TWO);
    case "oneMinusSquare":
      return unary(oneMinusSquare(x), times(entryOf(-2), x), entryOf(-2));
    case "step":
      return unary(isUndefined ? NAN : given >= 0 ? ONE : ZERO, undefined, undefined);
    case "sign":
      return unary(isUndefined ? NAN : given === 0 ? ZERO : entryOf(Math.sign(given)), undefined, undefined);
    case "relu":
      if (isUndefined) return unary(NAN, NAN, UNCLEAR);
      return given > 0 ? unary(x, ONE, undefined) : unary(ZERO, undefined, undefined);
    case "abs":
      if (isUndefined) return unary(NAN, NAN, UNCLEAR);
      return unary(given < 0 ? neg(x) : x, entryOf(Math.sign(given)), undefined);
    default:
      return undefined;
  }
}

function oneMinusSquare(x: Entry): Entry {
  if (x.kind !== "finite" || isUnclear(x)) return neg(times(x, x));
  const big = sub(UNIT, mul(x.big, x.big));
  return finite(big, 2 * Math.abs(x.big.n) * x.error + ROUNDING * Math.abs(big.n) + LEAST);
}

/** a b */
function multiplied(a: Entry, b: Entry): Local {
  const value = times(a, b);
  return { value, first: [b, a], second: [[undefined, ONE], [ONE, undefined]] }; // biome-ignore format: a matrix
}

const isTrue = (name: string, a: number, b: number): boolean => {
  switch (name) {
    case "lt":
      return a < b;
    case "le":
      return a <= b;
    case "gt":
      return a > b;
    case "ge":
      return a >= b;
    case "eq":
      return a === b;
    default:
      return a !== b;
  }
};
const COMPARISONS: ReadonlySet<string> = new Set(["lt", "le", "gt", "ge", "eq", "ne"]);
const TIED = entryOf(0.5);

function binary(name: string, [x, y]: readonly [Entry, Entry], given: readonly [number, number]): Local {
  const [a, b] = given;
  const isUndefined = Number.isNaN(a) || Number.isNaN(b);
  if (COMPARISONS.has(name)) {
    return {
      value: isUndefined ? NAN : isTrue(name, a, b) ? ONE : ZERO,
      first: [undefined, undefined],
      second: none(2),
    };
  }
  switch (name) {
    case "add":
    case "sub": {
      const second = name === "add" ? y : neg(y);
      const value =
        x.kind === "infinite" && second.kind === "infinite" && x.sign !== second.sign ? NAN : sum(x, second);
      return { value, first: [ONE, name === "add" ? ONE : MINUS_ONE], second: none(2) };
    }
    case "mul":
      return multiplied(x, y);
    case "max":
    case "min": {
      if (isUndefined)
        return { value: NAN, first: [NAN, NAN], second: none(2).map((row) => row.map(() => UNCLEAR)) };
      if (a === b) return { value: x, first: [TIED, TIED], second: none(2) };
      const isFirst = name === "max" ? a > b : a < b;
      return {
        value: isFirst ? x : y,
        first: isFirst ? [ONE, undefined] : [undefined, ONE],
        second: none(2),
      };
    }
    case "leakyRelu":
    case "elu":
      if (Number.isNaN(a)) return { ...same(2, NAN, UNCLEAR), first: [NAN, UNCLEAR] };
      if (a > 0) return { value: x, first: [ONE, undefined], second: none(2) };
      if (name === "leakyRelu") return multiplied(x, y);
      break;
    default:
  }
  return smooth(name, [x, y], given);
}

/** The sum of two values, as one operation that is rounded once. */
function sum(x: Entry, y: Entry): Entry {
  if (isUnclear(x) || isUnclear(y)) return UNCLEAR;
  if (x.kind === "nan" || y.kind === "nan") return NAN;
  if (x.kind === "infinite") return x;
  if (y.kind === "infinite") return y;
  const big = sub(x.big, { m: -y.big.m, e: y.big.e, n: -y.big.n });
  return finite(big, x.error + y.error + ROUNDING * Math.abs(big.n));
}

function smooth(name: string, [x, y]: readonly [Entry, Entry], given: readonly [number, number]): Local {
  if (isUnclear(x) || isUnclear(y)) return same(2, UNCLEAR, UNCLEAR);
  const isInside = x.kind === "finite" && y.kind === "finite" && isRegular(name, x.big, y.big);
  if (isInside) {
    const f = surfaces[name] as Surface; // every binary name that is not treated above has one
    return entropyInTerms(
      name,
      regular(f(taylor.operand(x.big, 0), taylor.operand(y.big, 1)), [x, y], looseness[name]?.(x.big.n)),
      x.big,
      y.big,
    );
  }
  if (name === "div") return border.divided(x, y, given);
  if (name === "pow") return border.power(x, y, given);
  if (x.kind === "nan" || y.kind === "nan") return border.ofNaN(name, x, y);
  switch (name) {
    case "xlogy":
      return border.logarithmic(x, y);
    case "binaryCrossEntropy":
      if (given[0] === 0 || given[0] === 1) return border.entropy(x, y);
      return given[1] === 0 || given[1] === 1 ? same(2, UNCLEAR, UNCLEAR) : outside(2); // 0 times what is not defined
    case "binaryCrossEntropyWithLogits":
      return border.entropyOfLogits(x, y);
    default:
      return border.infiniteElu(x, y);
  }
}

/** Cross-entropies and their slopes are sums of two terms, which may be larger than the sums. */
function inTerms(local: Local, values: readonly number[], slopes: readonly number[]): Local {
  const loosened = (entry: Slope, terms: readonly number[]): Slope =>
    entry?.kind === "finite"
      ? finite(entry.big, entry.error + terms.reduce((sum, term) => sum + ROUNDING * Math.abs(term), 0))
      : entry;
  return {
    ...local,
    value: loosened(local.value, values) as Entry, // it is there
    first: [loosened(local.first[0], slopes), local.first[1]],
  };
}
function entropyInTerms(name: string, local: Local, { n: x }: Big, target: Big): Local {
  const [t, rest] = [target.n, sub(UNIT, target).n];
  if (name === "binaryCrossEntropy") {
    return inTerms(local, [t * Math.log(x), rest * Math.log1p(-x)], [t / x, rest / (1 - x)]);
  }
  return name === "binaryCrossEntropyWithLogits" ? inTerms(local, [t * x, x], [t, 1]) : local;
}

/** `given` are the operands as float64 has them: they decide which piece is taken. */
export function local(name: string, operands: readonly Entry[], given: readonly number[]): Local {
  const [x, y, z] = operands as readonly [Entry, Entry, Entry];
  const [a, b] = given as readonly [number, number];
  if (name === "where") {
    const first: Slope[] = [undefined, undefined, undefined];
    if (Number.isNaN(a)) return { value: NAN, first: [undefined, NAN, NAN], second: none(3) };
    first[a !== 0 ? 1 : 2] = ONE;
    return { value: a !== 0 ? y : z, first, second: none(3) };
  }
  if (operands.length === 1) return piece(name, x, a) ?? curve(name, x, a);
  return binary(name, [x, y], [a, b]);
}
