import type { Value } from "@chainrule/graph";

/* Numbers as they stand in pictures. */

/** Significant digits where nothing is asked. */
export const DIGITS = 4;

const SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/**
 * A number with so many significant digits, without zeros at the end, with a minus sign rather than a hyphen; powers of ten
 * where it is very large or small.
 * @example numberText(-0.000012345) // "−1.235·10⁻⁵"
 */
export function numberText(value: number, digits = DIGITS): string {
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value < 0 ? "−∞" : "∞";
  if (value === 0) return "0";
  const [mantissa = "", exponent = "0"] = Math.abs(value)
    .toExponential(digits - 1)
    .split("e");
  const power = Number(exponent);
  const sign = value < 0 ? "−" : "";
  if (power < -4 || power > Math.max(6, digits)) {
    const raised = [...String(Math.abs(power))].map((digit) => SUPERSCRIPTS[Number(digit)] ?? "").join("");
    return `${sign}${withoutZeros(mantissa)}·10${power < 0 ? "⁻" : ""}${raised}`;
  }
  return sign + withoutZeros(Math.abs(value).toFixed(Math.min(100, Math.max(0, digits - 1 - power))));
}

const withoutZeros = (text: string): string => (text.includes(".") ? text.replace(/\.?0+$/, "") : text);

/** Entries of a tensor that are written out. */
const MOST_ENTRIES = 3;

/** A value in one line: a number; a short vector; of a larger tensor its sizes and the range of its entries. */
export function valueText(value: Value, digits = DIGITS): string {
  if (typeof value === "number") return numberText(value, digits);
  const short = Math.min(digits, 3);
  if (value.shape.length === 1 && value.data.length <= MOST_ENTRIES)
    return `[${[...value.data].map((entry) => numberText(entry, short)).join(", ")}]`;
  const [low, high] = rangeOf(value.data);
  const range =
    low === high ? numberText(low, short) : `${numberText(low, short)} … ${numberText(high, short)}`;
  return `${value.shape.join("×")}: ${range}`;
}

/** The least and the largest of numbers, NaN left out; NaN twice if there are none. */
export function rangeOf(entries: ArrayLike<number>): readonly [number, number] {
  let [low, high] = [Number.NaN, Number.NaN];
  for (let k = 0; k < entries.length; k++) {
    const entry = entries[k] as number; // k is within
    if (!(entry >= low)) low = Number.isNaN(entry) ? low : entry;
    if (!(entry <= high)) high = Number.isNaN(entry) ? high : entry;
  }
  return [low, high];
}
