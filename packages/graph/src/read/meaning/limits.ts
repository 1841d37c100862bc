import { type Node, topologicalOrder } from "../../index";
import type { Span } from "../refusal";
import type { Place } from "./place";

/** The most parts of formulas that sums and products with numbers for limits are written out to. */
const MOST_WRITTEN = 100_000;
/** The most sums and products inside one another. */
const MOST_SUMS = 100;
/** The highest order of a derivative, those inside one another added up. */
const HIGHEST_ORDER = 9;
/** The largest graph that is differentiated more than once: each time makes it some three times as large. */
const LARGEST_AGAIN = 100_000;

/** What one formula may ask for, so that reading it takes time and memory that grow no faster than its length. */
export class Limits {
  readonly #place: Place;
  #sums = 0;
  #order = 0;
  #written = 0;

  constructor(place: Place) {
    this.#place = place;
  }

  /** Runs what reads the inside of a sum or product. @throws ChainruleError TOO_DEEP */
  *inSum<Request, Answer, Result>(
    head: Span,
    inside: Generator<Request, Result, Answer>,
  ): Generator<Request, Result, Answer> {
    if (this.#sums >= MOST_SUMS)
      throw this.#place.fail("TOO_DEEP", "too many sums inside one another", head, {
        got: `more than ${MOST_SUMS}`,
        expected: `at most ${MOST_SUMS}`,
      });
    this.#sums++;
    try {
      return yield* inside;
    } finally {
      this.#sums--;
    }
  }

  /** Runs what reads a derivative of some order. @throws ChainruleError TOO_DEEP */
  *inDerivative<Request, Answer, Result>(
    order: number,
    span: Span,
    inside: Generator<Request, Result, Answer>,
  ): Generator<Request, Result, Answer> {
    if (this.#order + order > HIGHEST_ORDER)
      throw this.#place.fail("TOO_DEEP", "a derivative of too high an order", span, {
        got: `order ${this.#order + order}`,
        expected: `at most ${HIGHEST_ORDER}, those inside one another added up`,
      });
    this.#order += order;
    try {
      return yield* inside;
    } finally {
      this.#order -= order;
    }
  }

  /** What is about to be differentiated. @throws ChainruleError TOO_LONG where it has become too large for that */
  differentiate(node: Node, span: Span): void {
    const size = this.#order > 1 ? topologicalOrder([node]).length : 0;
    if (size <= LARGEST_AGAIN) return;
    throw this.#place.fail("TOO_LONG", "too large a formula for a derivative of this order", span, {
      got: `${size} operations`,
      expected: `at most ${LARGEST_AGAIN}`,
    });
  }

  /** A term with so many parts is about to be written out. @throws ChainruleError TOO_LONG */
  write(parts: number, head: Span): void {
    this.#written += parts;
    if (this.#written <= MOST_WRITTEN) return;
    throw this.#place.fail("TOO_LONG", "too many terms in sums", head, {
      got: `more than ${MOST_WRITTEN} parts in the terms`,
      expected: `at most ${MOST_WRITTEN}`,
    });
  }
}
