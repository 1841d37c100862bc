import { exact, log2, sign, sub } from "./big";
import { type Entry, entryOf, finite, isUnclear, LEAST, product, ROUNDING, total } from "./entry";
import type { Local, Slope } from "./partials";

/*
 * Forward mode. A jet is one number of the graph with its derivatives: by every entry of a symbol (`first`), along the
 * directions in which second derivatives are asked for (`along`), and by every entry and along every direction (`second`).
 */
export interface Jet {
  readonly value: Entry;
  /** The number as float64 has it. */
  readonly given: number;
  readonly first: readonly Slope[];
  readonly along: readonly Slope[];
  readonly second: readonly (readonly Slope[])[];
  /**
   * The largest sum of the binary exponents of partial derivatives, each without its sign, on a way from a symbol, and on two
   * ways that join. In whichever order such partials are multiplied, no product leaves 2^-span ... 2^span.
   */
  readonly span: number;
  readonly secondSpan: number;
}

/** What all jets of one graph share: how many entries there are, and which directions (by entry, its weight). */
export interface Frame {
  readonly entries: number;
  readonly directions: readonly (readonly Slope[])[];
}

const nothing = (count: number): readonly undefined[] => new Array<undefined>(count).fill(undefined);

export function constantJet({ entries, directions }: Frame, given: number): Jet {
  return {
    value: entryOf(given),
    given,
    first: nothing(entries),
    along: nothing(directions.length),
    second: directions.map(() => nothing(entries)),
    span: 0,
    secondSpan: 0,
  };
}

const ONE = entryOf(1);
/** The entry of a symbol at this position. */
export function symbolJet(frame: Frame, given: number, position: number): Jet {
  return {
    ...constantJet(frame, given),
    first: Array.from({ length: frame.entries }, (_, k) => (k === position ? ONE : undefined)),
    along: frame.directions.map((direction) => direction[position]),
  };
}

const exponent = (slope: Slope): number => {
  if (slope?.kind === "infinite") return 1024;
  return slope?.kind !== "finite" || sign(slope.big) === 0 ? 0 : Math.abs(log2(slope.big));
};

const present = (slopes: readonly Slope[]): boolean => slopes.some((slope) => slope !== undefined);

/** The chain rule: a function of jets from its own partial derivatives. */
export function chained({ value, first, second }: Local, operands: readonly Jet[], given = Number.NaN): Jet {
  const frame = operands[0] as Jet; // an operation has operands
  const living = operands.map((operand, k) => first[k] !== undefined && present(operand.first));
  const sumOver = (term: (k: number) => Slope): Slope => {
    let sum: Slope;
    for (let k = 0; k < operands.length; k++) if (living[k] === true) sum = total(sum, term(k));
    return sum;
  };
  const firsts = frame.first.map((_, i) => sumOver((k) => product(first[k], operands[k]?.first[i])));
  const along = frame.along.map((_, r) => sumOver((k) => product(first[k], operands[k]?.along[r])));
  const seconds = frame.second.map((row, r) => {
    // along the direction, the partial by operand k changes by this
    const change = operands.map((operand, k) => {
      let sum: Slope;
      if (!present(operand.first)) return sum;
      for (const [l, other] of operands.entries()) sum = total(sum, product(second[k]?.[l], other.along[r]));
      return sum;
    });
    return row.map((_, i) => {
      let sum: Slope;
      for (const [k, operand] of operands.entries()) {
        if (living[k] === true) sum = total(sum, product(first[k], operand.second[r]?.[i]));
        if (change[k] !== undefined) sum = total(sum, product(change[k], operand.first[i]));
      }
      return sum;
    });
  });
  let [span, secondSpan] = [0, 0];
  operands.forEach((x, k) => {
    if (!present(x.first)) return;
    const step = exponent(first[k]);
    span = Math.max(span, x.span + step);
    secondSpan = Math.max(secondSpan, x.secondSpan + step, x.span + step);
    operands.forEach((y, l) => {
      if (second[k]?.[l] === undefined || !present(y.first)) return;
      secondSpan = Math.max(secondSpan, x.span + y.span + exponent(second[k]?.[l]));
    });
  });
  return { value, given, first: firsts, along, second: seconds, span, secondSpan };
}

/** Whether a number found in float64 is what an entry says; undefined where it does not say. */
export function agrees(expected: Slope, found: number): boolean | undefined {
  if (expected === undefined) return found === 0;
  if (isUnclear(expected)) return undefined;
  if (expected.kind === "nan") return Number.isNaN(found);
  if (expected.kind === "infinite") {
    return Math.abs(found) === Number.POSITIVE_INFINITY && found * expected.sign !== Number.NEGATIVE_INFINITY;
  }
  if (!Number.isFinite(found))
    return Math.abs(expected.big.n) + expected.error >= Number.MAX_VALUE && !Number.isNaN(found);
  return Math.abs(sub(expected.big, exact(found)).n) <= expected.error + 4 * LEAST;
}

/**
 * A jet whose value float64 has as `given`. What float64 is really off by takes the place of the bound; what overflows goes on
 * as infinite, and what the mathematics does not say goes on as it is if it is not finite.
 */
export function settled(jet: Jet, given: number): Jet {
  const { value } = jet;
  if (value.kind !== "finite") return { ...jet, given };
  if (!Number.isFinite(given)) return { ...jet, given, value: entryOf(given) };
  if (isUnclear(value)) return { ...jet, given };
  const off = sub(value.big, exact(given));
  const error = Math.abs(off.n) + ROUNDING * Math.abs(given) + LEAST;
  return { ...jet, given, value: finite(value.big, sign(off) === 0 ? 0 : error) };
}
