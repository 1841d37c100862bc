/** Thrown when a computation has used up the work that it was given. */
export class TooCostly extends Error {}

/**
 * An amount of work. It is counted by what is computed and not by a clock, so that the same question has the same answer on every
 * machine. A unit is about 30 nanoseconds.
 */
export class Budget {
  #left: number;
  readonly #whole: Budget | undefined;

  constructor(units: number, whole?: Budget) {
    this.#left = units;
    this.#whole = whole;
  }

  /** @throws TooCostly when nothing is left */
  spend(units: number): void {
    this.#left -= units;
    this.#whole?.spend(units);
    if (this.#left < 0) throw new TooCostly();
  }

  /** A part of this budget, which may be used up without the whole. */
  part(units: number): Budget {
    return new Budget(units, this);
  }

  get isUsedUp(): boolean {
    return this.#left < 0;
  }
}

/** How numbers are computed: with so many significant bits, for so much work. */
export interface Precision {
  readonly bits: number;
  readonly budget: Budget;
}

/** The work of passing a value through a graph, besides what is computed with it. */
export const STEP = 60;

/** The work of some products of numbers with so many bits. */
export const work = (products: number, bits: number): number => products * (4 + (bits / 64) ** 1.5);
