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

  /** Whether there was so much left, here and in the whole. */
  takes(units: number): boolean {
    this.#left -= units;
    const isLeft = this.#whole?.takes(units) ?? true;
    return this.#left >= 0 && isLeft;
  }

  /** @throws TooCostly when nothing is left */
  spend(units: number): void {
    if (!this.takes(units)) throw new TooCostly();
  }

  /** A part of this budget, which may be used up without the whole. */
  part(units: number): Budget {
    return new Budget(units, this);
  }

  get isUsedUp(): boolean {
    return this.#left < 0 || this.#whole?.isUsedUp === true;
  }
}
