import { type Rational, rational } from "@chainrule/graph";
import type { Printed } from "../names/trees";
import { exactOf } from "./inputs";

const { minus, signOf } = rational;

/** Whether a printed number is a value, or the value rounded; a whole number stands for itself. */
export function roundedTo(value: Rational, printed: Printed): "exact" | "rounded" | undefined {
  const error = minus(value, exactOf(printed));
  if (error.n === 0n) return "exact";
  const { places } = printed;
  if (places === undefined || places < 0) return undefined;
  const size = { n: error.n < 0n ? -error.n : error.n, d: error.d };
  return signOf(minus({ n: 1n, d: 2n * 10n ** BigInt(places) }, size)) >= 0 ? "rounded" : undefined;
}
