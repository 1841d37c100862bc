import type { Arithmetic } from "../math/arithmetic";
import type { InnerKernel } from "./expression";

const SMALLEST_NORMAL = 2.2250738585072014e-308;

/** The parts of a norm: a power of two near the largest size, and the root of the scaled squares, scaled back. */
export function normParts<T, M>(p: Arithmetic<T, M>): Readonly<Record<InnerKernel, (a: T, b: T, c: T) => T>> {
  const infinity = p.number(Number.POSITIVE_INFINITY);
  return {
    scaleOf: (m) => {
      const power = p.power2(p.exponent(p.max(m, p.number(SMALLEST_NORMAL))));
      const isUsual = p.and(p.lt(p.number(0), m), p.lt(m, infinity));
      return p.select(isUsual, power, p.number(1));
    },
    scaledBack: (m, total, scale) => p.select(p.lt(m, infinity), p.mul(p.sqrt(total), scale), m),
  };
}
