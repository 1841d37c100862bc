import { absolute, decimalText, fromNumber, isEqual, type Rational } from "../rational";

/** Numbers with more decimal places than this are not rewritten, */
const MOST_PLACES = 40;
/** nor are numbers as large as this. */
const TOO_LARGE = 10n ** 57n;

/** The fraction that a number means, where it is worth rewriting: undefined for -0 too, which no fraction is. */
export function shortFraction(value: number): Rational | undefined {
  const exact = Object.is(value, -0) ? undefined : fromNumber(value);
  if (exact === undefined || absolute(exact).n >= TOO_LARGE) return undefined;
  return decimalText(exact, MOST_PLACES) === undefined ? undefined : exact;
}

/** The number whose shortest decimal notation means exactly this fraction; undefined for 1/3 and the like. */
export function decimal(a: Rational): number | undefined {
  const value = Number(decimalText(a, MOST_PLACES) ?? Number.NaN);
  const back = shortFraction(value);
  return back !== undefined && isEqual(back, a) ? value : undefined;
}
