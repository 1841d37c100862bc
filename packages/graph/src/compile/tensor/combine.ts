import type { Combine } from "./instruction";

type Reducing = Exclude<Combine, "store">;

/** The start of what is combined. */
export const START: Readonly<Record<Reducing, number>> = {
  sum: 0,
  max: Number.NEGATIVE_INFINITY,
  min: Number.POSITIVE_INFINITY,
};
/** The instructions that combine two numbers. */
export const SCALAR_COMBINE: Readonly<Record<Reducing, number>> = { sum: 0xa0, max: 0xa5, min: 0xa4 };
/** The same on two pairs. */
export const LANES_COMBINE: Readonly<Record<Reducing, number>> = { sum: 0xf0, max: 0xf5, min: 0xf4 };
