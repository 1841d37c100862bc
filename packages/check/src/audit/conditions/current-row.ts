import type { Rational } from "@chainrule/graph";
import type { Statement } from "../document/passage";
import type { Places, Tuple } from "../document/places";
import { keyOf, namedBy } from "../names/names";
import { printedIn } from "../names/trees";
import { exactOf, withBindings } from "./inputs";
import { unknownsIn } from "./polynomial";
import { type Bindings, scopeAt } from "./scope";
import { isReason } from "./value";
import type { Vocabulary } from "./vocabulary";

/** Where a wrong number was printed last, and for which name. */
export interface Mistake {
  readonly offset: number;
  readonly values: ReadonlyMap<string, Rational>;
}

/** The row of inputs that a document is at, with the values of weights and thresholds. */
export class CurrentRow {
  readonly #vocabulary: Vocabulary;
  readonly #places: Places;
  bindings: Bindings = new Map();
  /** The output that the row asks for. */
  target: Rational | undefined;
  /** The last chain that numbers were put into, or where the row was announced. */
  offset = 0;
  /** Announced, and nothing said of it yet. */
  isFresh = false;
  mistake: Mistake | undefined;
  #tuple = 0;

  constructor(vocabulary: Vocabulary, places: Places) {
    this.#vocabulary = vocabulary;
    this.#places = places;
  }

  /** Goes on to a statement: past a heading, and past rows that the text announces. */
  goTo(start: number, last: Statement | undefined): void {
    if (last !== undefined && this.#places.section(last.start) !== this.#places.section(start)) this.#leave();
    for (const tuple of this.#places.tuples.slice(this.#tuple).filter(({ offset }) => offset < start)) {
      this.#tuple++;
      this.#announce(tuple, start);
    }
  }

  /** A new section knows nothing of the rows before it. */
  #leave(): void {
    const inputs = new Set(this.#vocabulary.inputs);
    this.bindings = new Map([...this.bindings].filter(([key]) => !inputs.has(key)));
    this.target = undefined;
    this.mistake = undefined;
  }

  /** A row of inputs in the text; several in a line are a list, not a row. */
  #announce({ offset, output, values }: Tuple, start: number): void {
    const { inputs } = this.#vocabulary;
    const isAlone = !this.#places.tuples.some(
      (other) =>
        other.offset !== offset && other.offset < start && this.#places.isSameLine(other.offset, offset),
    );
    if (!isAlone || values.length !== inputs.length) return;
    if (this.#places.section(offset) !== this.#places.section(start)) return;
    this.announce(
      inputs.map((key, k) => [key, { n: BigInt(values[k] as number), d: 1n }] as const),
      offset,
      output === undefined ? undefined : { n: BigInt(output), d: 1n },
    );
  }

  /** From here on, inputs have these values. */
  announce(
    values: Iterable<readonly [string, Rational]>,
    offset: number,
    target: Rational | undefined,
  ): void {
    this.bindings = withBindings(this.bindings, values, offset);
    this.target = target;
    [this.offset, this.isFresh, this.mistake] = [offset, true, undefined];
  }

  bind(values: Iterable<readonly [string, Rational]>, offset: number): void {
    this.bindings = withBindings(this.bindings, values, offset);
  }

  /** Whether the row that was told last is certainly the one that a formula is about. */
  isOf = (start: number): boolean => this.isFresh || this.#places.isSameParagraph(this.offset, start);

  /** Whether the value of a name depends on inputs. */
  varies(key: string, index: number): boolean {
    const { inputs } = this.#vocabulary;
    const value = scopeAt(index, this.#vocabulary, new Map(), "inputs").value(key, 0);
    return inputs.includes(key) || isReason(value) || unknownsIn(value).some((each) => inputs.includes(each));
  }

  /** The number that a wrong chain ends in counts for the name it begins with. */
  keepMistake({ members }: Statement, offset: number): void {
    const name = members[0] && namedBy(members[0].tree);
    const printed = members.flatMap(({ tree }) => printedIn(tree) ?? []).at(-1);
    this.mistake = {
      offset,
      values: new Map(name === undefined || printed === undefined ? [] : [[keyOf(name), exactOf(printed)]]),
    };
  }
}
