import type { Node } from "@chainrule/graph";
import type { Tree } from "@chainrule/graph/read";
import type { Statement } from "../document/passage";
import { keyOf, namedBy } from "../names/names";
import { numbersIn, type Printed } from "../names/trees";

/** A number that a chain ended in. */
export interface Result {
  readonly printed: Printed;
  readonly statement: Statement;
  readonly bad: boolean;
  /** The statement whose mistake it carries. */
  readonly root: Statement;
  /** What it is the value of, if that is known. */
  readonly truth: Node | undefined;
}

/** The numbers that chains ended in so far, and which of them are wrong. */
export class Results {
  readonly #found = new Map<string, Result>();
  /** Given data: never taken for a result. */
  readonly #exact: ReadonlySet<number>;

  constructor(exact: ReadonlySet<number>) {
    this.#exact = exact;
  }

  set(key: string, result: Result): void {
    this.#found.set(key, result);
  }

  /** All of them, by the names of their quantities. */
  entries(): (readonly [string, Result])[] {
    return [...this.#found];
  }

  /** The wrong result that some number of a formula repeats. */
  badIn(tree: Tree): Result | undefined {
    for (const printed of numbersIn(tree)) {
      const found = this.badNumber(printed);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** The bad result that this number repeats. */
  badNumber(printed: Printed): Result | undefined {
    if (this.#exact.has(Math.abs(printed.value))) return undefined;
    return [...this.#found.values()].find(
      (result) => result.bad && Math.abs(result.printed.value) === Math.abs(printed.value),
    );
  }

  /** The wrong result of a quantity, if this is the number printed for it. */
  badOf(of: Tree, printed: Printed): Result | undefined {
    const name = namedBy(of);
    const result = name === undefined ? undefined : this.#found.get(keyOf(name));
    return result?.bad && result.printed.value === printed.value ? result : undefined;
  }
}
