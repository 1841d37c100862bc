import { plainTex, type Tex, tex } from "./safe/tex";

/** How numbers are printed. */
export interface NumberStyle {
  /** Significant digits of rounded numbers, 1 to 17. */
  readonly digits: number;
  /** "decimal" writes 0.000438568, "scientific" 4.38568 · 10^-4; very large and small numbers are always scientific. */
  readonly notation: "decimal" | "scientific";
}

/** A printed number, and whether the print is the whole number. */
export interface PrintedNumber {
  readonly latex: Tex;
  readonly exact: boolean;
}

const SMALLEST_DECIMAL = 1e-5;
const LARGEST_DECIMAL = 1e15;

/**
 * A number to a stated count of significant digits. Whole numbers and numbers that are shorter anyway are printed as they
 * are; a rounded number keeps its trailing zeros, so that all of a document's numbers show the same precision.
 * `known` is the exact decimal notation, where the caller knows it.
 */
export function printNumber(value: number, style: NumberStyle, known?: string): PrintedNumber {
  if (Number.isNaN(value)) return { latex: tex`\\mathrm{NaN}`, exact: true };
  if (!Number.isFinite(value)) return { latex: value > 0 ? tex`\\infty` : tex`-\\infty`, exact: true };
  const text = known ?? String(value);
  if (
    Number.isInteger(value) &&
    Math.abs(value) < LARGEST_DECIMAL &&
    (known === undefined || known === String(value))
  ) {
    return { latex: tex`${value}`, exact: true };
  }
  const exact = significantDigits(text) <= style.digits;
  const size = Math.abs(value);
  const scientific =
    size < SMALLEST_DECIMAL ||
    size >= LARGEST_DECIMAL ||
    (style.notation === "scientific" && (size < 0.1 || size >= 1000));
  if (exact && !scientific && !text.includes("e")) return { latex: plainTex(text), exact };
  const rounded = exact ? shortestExponential(value) : value.toExponential(style.digits - 1);
  const [coefficient = "", exponent = "0"] = rounded.split("e");
  if (scientific) {
    const power = tex`10^{${Number(exponent)}}`;
    return { latex: coefficient === "1" ? power : tex`${plainTex(coefficient)} \\cdot ${power}`, exact };
  }
  return { latex: plainTex(fixed(value, style.digits)), exact };
}

const significantDigits = (text: string): number =>
  text.replace(/e.*$/, "").replace(/[-.]/g, "").replace(/^0+/, "").replace(/0+$/, "").length;

const shortestExponential = (value: number): string => value.toExponential();

/** Fixed notation with a count of significant digits, zeros kept. */
function fixed(value: number, digits: number): string {
  const [, exponent = "0"] = value.toExponential(digits - 1).split("e");
  return value.toFixed(Math.max(0, Math.min(100, digits - 1 - Number(exponent))));
}
