import type { Rational } from "../rational";
import * as exact from "../rational";
import { decimal } from "./decimal";

/** The number in front of a product. */
export interface Coefficient {
  readonly value: Rational;
  /** Whether a number stood below a fraction bar: then 1/4 is written as a quotient, else as 0.25. */
  readonly isQuotient: boolean;
}

export const UNIT: Coefficient = { value: exact.ONE, isQuotient: false };

/** A positive coefficient as it is written: a number above the bar and, for a quotient, one below. */
export interface WrittenCoefficient {
  readonly above: number;
  readonly below: number | undefined;
}

/**
 * How a coefficient >= 0 is written without loss; undefined where no number that float64 holds is exactly this, and then the
 * numbers that make it up stay as they are.
 */
export function written({ value, isQuotient }: Coefficient): WrittenCoefficient | undefined {
  if (isQuotient && value.d !== 1n && isSafe(value.n) && isSafe(value.d)) {
    return { above: Number(value.n), below: Number(value.d) };
  }
  const above = decimal(value);
  return above === undefined ? undefined : { above, below: undefined };
}

const isSafe = (n: bigint): boolean => n <= BigInt(Number.MAX_SAFE_INTEGER);

/** The numbers above and below the bar that a coefficient is written with. */
export function sides(coefficient: Coefficient): [number[], number[]] {
  const { above, below } = written(coefficient) as { above: number; below?: number }; // multiplied and added saw to it
  return [above === 1 ? [] : [above], below === undefined ? [] : [below]];
}

/** Products of numbers with more digits than this in all stay as they are. */
const MOST_DIGITS = 300;
/** So do sums of fractions with a larger common denominator. */
const LARGEST_DENOMINATOR = 10n ** 60n;

/** One number in a product, above or below the bar. */
export interface NumberFactor {
  readonly value: Rational;
  readonly exponent: 1 | -1;
}

/** The exact product of numbers; where it cannot be written, of the whole ones among them, and the rest. */
export function multiplied(numbers: readonly NumberFactor[]): {
  readonly coefficient: Coefficient;
  readonly rest: readonly NumberFactor[];
} {
  const all = productOf(numbers);
  if (all !== undefined) return { coefficient: all, rest: [] };
  const isWhole = ({ value, exponent }: NumberFactor): boolean => value.d === 1n && exponent === 1;
  const coefficient = productOf(numbers.filter(isWhole));
  const rest = coefficient === undefined ? numbers : numbers.filter((factor) => !isWhole(factor));
  return { coefficient: coefficient ?? UNIT, rest: rest.filter(({ value }) => !exact.isOne(value)) };
}

function productOf(numbers: readonly NumberFactor[]): Coefficient | undefined {
  if (numbers.length === 0) return UNIT;
  if (numbers.some(({ value }) => exact.isZero(value))) return { value: exact.ZERO, isQuotient: false };
  let digits = 0;
  for (const { value } of numbers) digits += digitsOf(value.n) + digitsOf(value.d);
  if (digits > MOST_DIGITS) return undefined;
  let value = exact.ONE;
  for (const factor of numbers) {
    value = exact.times(value, factor.exponent === 1 ? factor.value : exact.inverse(factor.value));
  }
  const coefficient = { value, isQuotient: numbers.some(({ exponent }) => exponent === -1) };
  return written(coefficient) === undefined ? undefined : coefficient;
}

const digitsOf = (n: bigint): number => (n === 1n ? 0 : Math.log10(Number(n)));

/** The exact sum of signed coefficients; undefined where its size cannot be written. */
export function added(parts: readonly Coefficient[]): Coefficient | undefined {
  let denominator = 1n;
  for (const { value } of parts) {
    denominator = exact.commonMultiple(denominator, value.d);
    if (denominator > LARGEST_DENOMINATOR) return undefined;
  }
  let numerator = 0n;
  for (const { value } of parts) numerator += value.n * (denominator / value.d);
  const value = exact.fraction(numerator, denominator);
  const isQuotient = parts.some((part) => part.isQuotient);
  return written({ value: exact.absolute(value), isQuotient }) === undefined
    ? undefined
    : { value, isQuotient };
}
