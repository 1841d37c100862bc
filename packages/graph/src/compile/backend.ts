import { ChainruleError, shown } from "../errors";
import type { Value } from "../node";

/**
 * How a program is run. "auto": interpreted at first, as WebAssembly once it has run often enough to repay that.
 * "interpreter": plain JavaScript, under any content security policy. "wasm": WebAssembly from the first run, or the
 * interpreter where a page does not allow it. "javascript": functions made of text from the first run, or the
 * interpreter where a page does not allow them, and for scalars with checkpoints; never chosen by itself.
 */
export type Backend = "auto" | "interpreter" | "wasm" | "javascript";

const backends: readonly Backend[] = ["auto", "interpreter", "wasm", "javascript"];

/** @throws ChainruleError OPTION */
export function checkBackend(given: unknown): Backend {
  if (backends.includes(given as Backend)) return given as Backend;
  throw new ChainruleError("OPTION", "no such backend", {
    where: "compile",
    got: shown(given),
    expected: backends.map((name) => `"${name}"`).join(", "),
  });
}

/** Output `from` becomes the value of input `to` after each step. */
export interface Feed {
  readonly from: number;
  readonly to: number;
}

/** A lowered program and its ways of running. */
export interface Engine {
  /** Does a number of steps and returns the outputs of the last. `values` are those of the inputs. */
  readonly run: (values: readonly Value[], steps: number) => Value[];
  /** Does a step with each of these values of the inputs, of which those that are fed count in the first alone; undefined if it cannot. */
  readonly runOver?: (steps: readonly (readonly Value[])[]) => Value[] | undefined;
  /** Instructions, backend, memory, and why. */
  readonly explain: () => string;
}

/** Decides when a program has run so often that building something faster repays. */
export class Promotion {
  #done = 0;
  #isRefused = false;

  /** `worth`: how many interpreted instructions take as long as the build. */
  constructor(
    readonly backend: Backend,
    readonly worth: number,
  ) {}

  /** Whether to build now, before a run of so many instructions. */
  isDue(instructions: number): boolean {
    if (this.isOver) return false;
    this.#done += instructions;
    return this.backend !== "auto" || this.#done > this.worth;
  }

  /** The page does not allow what was tried; it is not tried again. */
  refuse(): void {
    this.#isRefused = true;
  }

  /** Whether nothing will be built any more. */
  get isOver(): boolean {
    return this.#isRefused || this.backend === "interpreter";
  }

  /** Why the interpreter still runs. */
  get reason(): string {
    if (this.backend === "interpreter") return "asked for";
    if (this.#isRefused)
      return `${this.backend === "javascript" ? "generated JavaScript" : "WebAssembly"} is not allowed here, or memory does not reach`;
    if (this.backend !== "auto") return "it has not run yet";
    return `${this.#done} instructions run so far, a build repays after ${this.worth}`;
  }
}
