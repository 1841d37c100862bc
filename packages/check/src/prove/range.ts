/*
 * Where the values of a quantity lie, from those of its parts: intervals of float64 numbers, rounded outwards, each end with
 * or without the end itself. That 1 - tanh(x)^2 is above 0 and not only at least 0 is known by an open end.
 */

/** From `low` to `high`. */
export interface Range {
  readonly low: number;
  readonly high: number;
  /** Whether the value is never `low` itself. */
  readonly isLowOpen: boolean;
  readonly isHighOpen: boolean;
}

/** The range from `low` to `high`, each with its end unless said otherwise; infinite ends are never reached. */
export const range = (low: number, high: number, isLowOpen = false, isHighOpen = false): Range => ({
  low,
  high,
  isLowOpen: isLowOpen || low === Number.NEGATIVE_INFINITY,
  isHighOpen: isHighOpen || high === Number.POSITIVE_INFINITY,
});

export const REALS = range(Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY);
export const POSITIVE = range(0, Number.POSITIVE_INFINITY, true);
export const NONNEGATIVE = range(0, Number.POSITIVE_INFINITY);

export const isPositive = ({ isLowOpen, low }: Range): boolean => low > 0 || (low === 0 && isLowOpen);
export const isNonnegative = ({ low }: Range): boolean => low >= 0;
export const isNonpositive = ({ high }: Range): boolean => high <= 0;
export const isNegative = ({ high, isHighOpen }: Range): boolean => high < 0 || (high === 0 && isHighOpen);
export const isNonzero = (x: Range): boolean => isPositive(x) || isNegative(x);

/** The numbers in both of two ranges. */
export function intersection(a: Range, b: Range): Range {
  const low = Math.max(a.low, b.low);
  const high = Math.min(a.high, b.high);
  const isLowOpen = (a.low === low && a.isLowOpen) || (b.low === low && b.isLowOpen);
  const isHighOpen = (a.high === high && a.isHighOpen) || (b.high === high && b.isHighOpen);
  return range(low, high, isLowOpen, isHighOpen);
}

/** The least range that holds two others. */
export function hull(a: Range, b: Range): Range {
  const isLow = (x: Range, y: Range): boolean => x.low > y.low || x.isLowOpen;
  const isHigh = (x: Range, y: Range): boolean => x.high < y.high || x.isHighOpen;
  return range(
    Math.min(a.low, b.low),
    Math.max(a.high, b.high),
    isLow(a, b) && isLow(b, a),
    isHigh(a, b) && isHigh(b, a),
  );
}

/** More than an error of rounding, or of a function of the engine's. */
const STEP = 1e-13;

const isExact = (x: number): boolean => Number.isSafeInteger(x) || !Number.isFinite(x);

/** Whether what was computed of numbers is what it should be: a whole number from whole ones. */
const areExact = (...numbers: readonly number[]): boolean => numbers.every(isExact);

const below = (x: number): number =>
  Number.isFinite(x) ? x - Math.max(Math.abs(x) * STEP, Number.MIN_VALUE) : x;

/** An end that was computed, rounded outwards, but not across 0: what is computed of positive numbers is not negative. */
const lowEnd = (x: number, isKnown: boolean): number =>
  isKnown ? x : x > 0 ? Math.max(0, below(x)) : below(x);
const highEnd = (x: number, isKnown: boolean): number => -lowEnd(-x, isKnown);

/** The range of a fraction n/d, d > 0. */
export function rangeOfFraction(n: bigint, d: bigint): Range {
  const value = Number(n) / Number(d);
  if (d === 1n && Number.isSafeInteger(value)) return range(value, value);
  if (!Number.isFinite(value)) return n > 0n ? POSITIVE : n < 0n ? negated(POSITIVE) : REALS;
  return range(lowEnd(value, false), highEnd(value, false), n > 0n, n < 0n);
}

export const negated = (x: Range): Range => range(-x.high, -x.low, x.isHighOpen, x.isLowOpen);

export const sumOfRanges = (a: Range, b: Range): Range =>
  range(
    sumEnd(lowEnd, a.low, b.low),
    sumEnd(highEnd, a.high, b.high),
    a.isLowOpen || b.isLowOpen,
    a.isHighOpen || b.isHighOpen,
  );

/** Rounding must not take an end to the other side of 0 where both numbers lie on one side. */
const sumEnd = (end: typeof lowEnd, x: number, y: number): number =>
  end(x + y, areExact(x, y) || x === 0 || y === 0);

interface End {
  readonly at: number;
  readonly isOpen: boolean;
  readonly isKnown: boolean;
}

const endsOf = (x: Range): readonly [End, End] => [
  { at: x.low, isOpen: x.isLowOpen, isKnown: isExact(x.low) },
  { at: x.high, isOpen: x.isHighOpen, isKnown: isExact(x.high) },
];

const holdsZero = (x: Range): boolean => !isNonzero(x);

export function productOfRanges(a: Range, b: Range): Range {
  const isZeroMet = holdsZero(a) || holdsZero(b);
  const corners = endsOf(a).flatMap((x) =>
    endsOf(b).map((y): End => {
      const at = x.at === 0 || y.at === 0 ? 0 : x.at * y.at;
      const isKnown =
        x.at === 0 ||
        y.at === 0 ||
        (at !== 0 && isExact(at) && x.isKnown && y.isKnown) ||
        x.at === 1 ||
        y.at === 1;
      return { at, isOpen: at === 0 ? !isZeroMet : x.isOpen || y.isOpen, isKnown };
    }),
  );
  const low = Math.min(...corners.map(({ at }) => at));
  const high = Math.max(...corners.map(({ at }) => at));
  const at = (end: number): readonly End[] => corners.filter((corner) => corner.at === end);
  const isOpen = (end: number): boolean => at(end).every((corner) => corner.isOpen);
  const isKnown = (end: number): boolean => at(end).every((corner) => corner.isKnown);
  return range(lowEnd(low, isKnown(low)), highEnd(high, isKnown(high)), isOpen(low), isOpen(high));
}

/** What is known to be positive, whatever underflow made of its ends. */
const positive = (x: Range): Range => intersection(x, POSITIVE);

/** The range of 1/x, wherever that is defined. */
export function reciprocal(x: Range): Range {
  if (isNonnegative(x)) {
    const [low, high] = [1 / x.high, x.low === 0 ? Number.POSITIVE_INFINITY : 1 / x.low];
    return positive(range(lowEnd(low, x.high === 1), highEnd(high, x.low === 1), x.isHighOpen, x.isLowOpen));
  }
  return isNonpositive(x) ? negated(reciprocal(negated(x))) : REALS;
}

/** The range of |x|. */
export function absoluteRange(x: Range): Range {
  if (isNonnegative(x)) return x;
  if (isNonpositive(x)) return negated(x);
  const [low, high] = endsOf(x);
  const [near, far] = -low.at > high.at ? [high, low] : [low, high];
  return range(
    0,
    Math.abs(far.at),
    false,
    far.isOpen && (near.isOpen || Math.abs(near.at) < Math.abs(far.at)),
  );
}

/** The range of x^c for x >= 0; of a power of 0 with c < 0, where it is defined. */
export function powerOfRange(x: Range, c: number): Range {
  if (c < 0) return reciprocal(powerOfRange(x, -c));
  const isKnown = (end: number): boolean => end === 0 || end === 1;
  const [low, high] = [lowEnd(x.low ** c, isKnown(x.low)), highEnd(x.high ** c, isKnown(x.high))];
  const found = range(low, high, x.isLowOpen, x.isHighOpen);
  return isPositive(x) ? positive(found) : intersection(found, NONNEGATIVE);
}

/** The range of e^x: a little wider than any engine's error. */
export function exponentialRange(x: Range): Range {
  const [low, high] = [lowEnd(Math.exp(x.low), false), highEnd(Math.exp(x.high), false)];
  const wide = intersection(range(low, high), POSITIVE);
  if (x.low >= 0) return intersection(wide, range(1, Number.POSITIVE_INFINITY, x.low > 0 || x.isLowOpen));
  return x.high <= 0 ? intersection(wide, range(0, 1, true, x.high < 0 || x.isHighOpen)) : wide;
}

/** The range of ln x, of what is positive in x. */
export function logarithmRange(x: Range): Range {
  if (x.high <= 0) return REALS;
  const low = x.low <= 0 ? Number.NEGATIVE_INFINITY : lowEnd(Math.log(x.low), false);
  const wide = range(low, highEnd(Math.log(x.high), false));
  if (x.low >= 1) return intersection(wide, range(0, Number.POSITIVE_INFINITY, x.low > 1 || x.isLowOpen));
  if (x.high <= 1)
    return intersection(wide, range(Number.NEGATIVE_INFINITY, 0, false, x.high < 1 || x.isHighOpen));
  return wide;
}

/** The range of a sum, difference of nothing, product or quotient of what has these ranges. */
export function combinedRange(
  kind: "sum" | "negative" | "product" | "quotient",
  parts: readonly Range[],
): Range {
  const [a = REALS, b = REALS] = parts;
  switch (kind) {
    case "sum":
      return parts.reduce(sumOfRanges);
    case "negative":
      return negated(a);
    case "product":
      return parts.reduce(productOfRanges);
    case "quotient":
      return productOfRanges(a, reciprocal(b));
  }
}
