import type { Budget } from "../budget";
import { bitLength, magnitude, squareRoot } from "./bits";
import { work } from "./budget";

/*
 * Functions by their power series, over fixed-point numbers: x stands for x 2^-places. Each says by how many units of the last
 * place its result may be off; arguments are within one unit of what they stand for unless they are exact.
 * Series: NIST Digital Library of Mathematical Functions, chapters 4 and 7.
 */

/** How far off the results of this file may be, in units of the last place. */
export const SERIES_ERROR = 8;

const unit = (places: number): bigint => 1n << BigInt(places);

/** The sum of a series whose terms become smaller than the last place; `next` gives a term from the one before. */
function series(
  first: bigint,
  places: number,
  budget: Budget,
  next: (term: bigint, k: number) => bigint,
): bigint {
  let [total, term] = [first, first];
  const each = work(1, places);
  for (let k = 1; term !== 0n && term !== -1n; k++) {
    budget.spend(each);
    term = next(term, k);
    total += term;
  }
  return total;
}

/** e^x for |x| < 1. With y = x 2^-h, e^y by its series and h squarings, each of which doubles the relative error. */
export function expSeries(x: bigint, places: number, budget: Budget): bigint {
  const halvings = Math.ceil(Math.sqrt(places) / 1.8);
  const inner = places + halvings + 16;
  const wide = BigInt(inner);
  const y = x << BigInt(inner - places - halvings);
  let power = series(unit(inner), inner, budget, (term, k) => ((term * y) >> wide) / BigInt(k));
  for (let k = 0; k < halvings; k++) power = (power * power) >> wide;
  budget.spend(work(halvings, inner));
  return power >> BigInt(inner - places);
}

/** cos x - 1 for |x| < 2: by its series for x 2^-h, and c(2x) = 2 c(x) (c(x) + 2), each of which makes errors 4 times as large. */
export function cosSeries(x: bigint, places: number, budget: Budget): bigint {
  const halvings = Math.ceil(Math.sqrt(places) / 2.5);
  const inner = places + 2 * halvings + 16;
  const wide = BigInt(inner);
  const y = x << BigInt(inner - places - halvings);
  const square = (y * y) >> wide;
  let less = series(
    -(square >> 1n),
    inner,
    budget,
    (term, k) => -((term * square) >> wide) / BigInt((2 * k + 1) * (2 * k + 2)),
  );
  const two = 2n << wide;
  for (let k = 0; k < halvings; k++) less = (less * (less + two)) >> BigInt(inner - 1);
  budget.spend(work(halvings, inner));
  return less >> BigInt(inner - places);
}

/** cos x and sin x for |x| <= 1. */
export function circle(x: bigint, places: number, budget: Budget): readonly [cos: bigint, sin: bigint] {
  const inner = places + 24;
  const angle = magnitude(x) << 24n;
  const less = cosSeries(angle, inner, budget);
  const cos = (unit(inner) + less) >> 24n;
  budget.spend(work(6, inner));
  // sin^2 = 1 - cos^2 = -c (2 + c); next to 0 the root would magnify errors
  const sin =
    bitLength(angle) < inner - 10
      ? (angle * quotientSeries(angle, inner, budget, -1n, sinStep)) >> BigInt(inner)
      : squareRoot(-less * (less + (2n << BigInt(inner))));
  return [cos, x < 0n ? -(sin >> 24n) : sin >> 24n];
}

/** What a term of a series in x^2 is divided by, from the term before. */
type Step = (k: number) => readonly [factor: bigint, divisor: bigint];

const sinStep: Step = (k) => [1n, BigInt(2 * k * (2 * k + 1))];
const oddStep: Step = (k) => [BigInt(2 * k - 1), BigInt(2 * k + 1)];

/** Places for the rounding of as many terms as there are. */
const SPARE = 14;

/** f(x)/x by a series in x^2 whose first term is 1, for |x| < 1/4. */
function quotientSeries(x: bigint, places: number, budget: Budget, sign: bigint, step: Step): bigint {
  const inner = places + SPARE;
  const wide = BigInt(inner);
  const square = (x * x) >> BigInt(places - SPARE);
  const total = series(unit(inner), inner, budget, (term, k) => {
    const [factor, divisor] = step(k);
    return (sign * ((term * square) >> wide) * factor) / divisor;
  });
  return total >> BigInt(SPARE);
}

/** sin x / x, sinh x / x, arctan x / x and artanh x / x for |x| < 2^-6. */
export const sinQuotient = (x: bigint, places: number, budget: Budget): bigint =>
  quotientSeries(x, places, budget, -1n, sinStep);
export const sinhQuotient = (x: bigint, places: number, budget: Budget): bigint =>
  quotientSeries(x, places, budget, 1n, sinStep);
export const atanQuotient = (x: bigint, places: number, budget: Budget): bigint =>
  quotientSeries(x, places, budget, -1n, oddStep);
export const artanhQuotient = (x: bigint, places: number, budget: Budget): bigint =>
  quotientSeries(x, places, budget, 1n, oddStep);

/** (e^x - 1) / x for |x| < 2^-6. */
export function expQuotient(x: bigint, places: number, budget: Budget): bigint {
  const inner = places + SPARE;
  return (
    series(unit(inner), inner, budget, (term, k) => ((term * x) >> BigInt(places)) / BigInt(k + 1)) >>
    BigInt(SPARE)
  );
}

/** A float64 between -4 and 4 as a fixed-point number that is exactly what is computed with, however far the float is off. */
const fromFloat = (x: number, places: number): bigint =>
  BigInt(Math.round(x * 2 ** 50)) << BigInt(places - 50);
const toFloat = (x: bigint, places: number): number => Number(x >> BigInt(places - 60)) * 2 ** -60;

/** ln x for 1/2 <= x <= 2: ln x = y + 2 artanh((x - e^y)/(x + e^y)), with a float64 for y. */
export function logSeries(x: bigint, places: number, budget: Budget): bigint {
  const inner = places + 8;
  const value = x << 8n;
  const guess = fromFloat(Math.log(toFloat(value, inner)), inner);
  const power = expSeries(guess, inner, budget);
  const ratio = ((value - power) << BigInt(inner)) / (value + power);
  budget.spend(work(3, inner));
  return (guess + ((2n * ratio * artanhQuotient(ratio, inner, budget)) >> BigInt(inner))) >> 8n;
}

/** arctan x for 0 <= x <= 1: arctan x = y + arctan((x cos y - sin y)/(cos y + x sin y)), with a float64 for y. */
export function atanSeries(x: bigint, places: number, budget: Budget): bigint {
  const inner = places + 8;
  const wide = BigInt(inner);
  const value = x << 8n;
  const guess = fromFloat(Math.atan(toFloat(value, inner)), inner);
  const [cos, sin] = circle(guess, inner, budget);
  const ratio = ((((value * cos) >> wide) - sin) << wide) / (cos + ((value * sin) >> wide));
  budget.spend(work(5, inner));
  return (guess + ((ratio * atanQuotient(ratio, inner, budget)) >> wide)) >> 8n;
}

/** e^(x^2) sqrt(pi)/2 erf(x)/x = the sum of (2x^2)^k / (1 3 5 ... (2k+1)), for the square of x. All terms are positive. */
export function erfQuotient(square: bigint, places: number, budget: Budget): bigint {
  const inner = places + SPARE;
  const wide = BigInt(places - 1);
  return (
    series(unit(inner), inner, budget, (term, k) => ((term * square) >> wide) / BigInt(2 * k + 1)) >>
    BigInt(SPARE)
  );
}

/**
 * e^(x^2) sqrt(pi) x erfc(x) for the square of x > 0, by the asymptotic series 1 - 1/(2x^2) + 1 3/(2x^2)^2 - ..., whose error is
 * less than the first term left out (DLMF 7.12). Its terms shrink up to the one with k = x^2.
 */
export function erfcQuotient(square: bigint, places: number, budget: Budget): bigint {
  const inner = places + SPARE;
  const ratio = unit(inner + places - 1) / square; // 1/(2x^2)
  return (
    series(unit(inner), inner, budget, (term, k) => (-term * BigInt(2 * k - 1) * ratio) >> BigInt(inner)) >>
    BigInt(SPARE)
  );
}

const kept = new Map<string, bigint>();

/** A constant, computed once for some number of places and cut off for fewer. */
function constantOf(name: string, places: number, compute: (places: number) => bigint): bigint {
  const level = 512 * Math.ceil((places + 16) / 512);
  const key = `${name} ${level}`;
  let value = kept.get(key);
  if (value === undefined) {
    value = compute(level);
    kept.set(key, value);
  }
  return value >> BigInt(level - places);
}

/** arctan(1/n) or artanh(1/n), by divisions by whole numbers. */
function inverse(n: bigint, places: number, sign: bigint): bigint {
  const square = n * n;
  let power = unit(places) / n;
  let total = power;
  for (let k = 3n; power !== 0n; k += 2n) {
    power = (sign * power) / square;
    total += power / k;
  }
  return total;
}

/** pi, within 2 units: Machin's formula. */
export const pi = (places: number): bigint =>
  constantOf("pi", places, (all) => 16n * inverse(5n, all, -1n) - 4n * inverse(239n, all, -1n));

/** ln 2, within 2 units: 18 artanh(1/26) - 2 artanh(1/4801) + 8 artanh(1/8749). */
export const ln2 = (places: number): bigint =>
  constantOf(
    "ln 2",
    places,
    (all) => 18n * inverse(26n, all, 1n) - 2n * inverse(4801n, all, 1n) + 8n * inverse(8749n, all, 1n),
  );
