import type { Budget } from "../budget";

/** How numbers are computed: with so many significant bits, for so much work. */
export interface Precision {
  readonly bits: number;
  readonly budget: Budget;
}

/** The work of passing a value through a graph, besides what is computed with it. */
export const STEP = 60;

/** The work of some products of numbers with so many bits. */
export const work = (products: number, bits: number): number => products * (4 + (bits / 64) ** 1.5);
