/** Graphs beyond this many statements or nodes take long enough that a reader wants to know what is going on. */
const LARGE = 20_000;
const SLOW_MILLISECONDS = 1000;

/** Says on stderr what is being done, once the work has taken a second or is sure to. */
export class Progress {
  readonly #started = performance.now();
  readonly #isLarge: boolean;

  constructor(size: number) {
    this.#isLarge = size > LARGE;
  }

  step(what: string): void {
    if (!this.#isLarge && performance.now() - this.#started < SLOW_MILLISECONDS) return;
    process.stderr.write(`chainrule: ${what} ...\n`);
  }
}
