import type { Value } from "@chainrule/graph";

/** What an operation is tried for. */
export type OperationTest =
  /** The value is a number of the declared shape wherever the operation is defined. */
  | "value"
  /** An operand that is NaN makes the value NaN. */
  | "NaN"
  /** The same operands give the same value, and stay as they are. */
  | "purity"
  /** The derivative rule agrees with differences of the value. */
  | "derivative"
  /** The gradient of the derivative rule agrees with differences of the rule. */
  | "second derivative"
  /** The declared definition has the value. */
  | "definition"
  /** On tensors it is what it is on their entries, and so is its gradient. */
  | "broadcasting"
  /** Every way of running a program gives the bits of the reference. */
  | "backends";

/** One place where a declaration fails. */
export interface OperationFailure {
  readonly test: OperationTest;
  /** The operands there. */
  readonly at: readonly Value[];
  /** By which operand a derivative was taken, counted from 0. */
  readonly operand?: number;
  readonly got: number;
  readonly expected: number;
  /** In a sentence, with what may mend it. */
  readonly message: string;
}

/** How a declared operation fares. */
export interface OperationCheck {
  readonly passes: boolean;
  readonly operation: string;
  /** How many points of the domain were tried. */
  readonly points: number;
  /** The largest relative difference of a derivative that was measured. */
  readonly difference: number;
  /** The first failures of each test. */
  readonly failures: readonly OperationFailure[];
}

/** So many failures of each test are told. */
const MOST_TOLD = 3;

/** Gathers what fails. */
export class Findings {
  readonly #told = new Map<OperationTest, OperationFailure[]>();
  #difference = 0;

  constructor(readonly operation: string) {}

  /** Notes a difference of derivatives that was within what is allowed. */
  measured(difference: number): void {
    this.#difference = Math.max(this.#difference, difference);
  }

  add(failure: OperationFailure): void {
    const list = this.#told.get(failure.test) ?? [];
    this.#told.set(failure.test, list);
    if (list.length < MOST_TOLD) list.push(failure);
  }

  done(points: number): OperationCheck {
    const failures = [...this.#told.values()].flat();
    const passes = failures.length === 0;
    return { passes, operation: this.operation, points, difference: this.#difference, failures };
  }
}

/** Operands for a reader. */
export function operandsText(at: readonly Value[]): string {
  const text = at.map((value) =>
    typeof value === "number" ? String(value) : `[${value.shape.join()}] of ${[...value.data].join(", ")}`,
  );
  return `(${text.join("; ")})`;
}
