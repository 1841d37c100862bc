/*
 * What was found out, kept for when it is asked again: within one audit, whose readings and periods ask the same, and from one audit of a
 * changing document to the next. What is kept depends on nothing but its key, so that an answer that is remembered is the one that
 * would be found.
 */

/** So many letters of keys are kept. */
const MOST_LETTERS = 16_000_000;
/** What an answer takes besides its key, in letters. */
const ANSWER = 200;

/** One thing that is remembered: lets go of it. */
type Forget = () => void;

/** What is remembered for one document; the answers that were not asked for longest are forgotten first. */
export class Memory {
  readonly #kept = new Map<object, { readonly letters: number; readonly forget: Forget }>();
  readonly #most: number;
  #letters = 0;

  constructor(most = MOST_LETTERS) {
    this.#most = most;
  }

  /** How many answers are kept. */
  get size(): number {
    return this.#kept.size;
  }

  /** Counts an answer that is kept. */
  keep(entry: object, letters: number, forget: Forget): void {
    this.#kept.set(entry, { letters, forget });
    this.#letters += letters;
    for (const [oldest, { forget: drop, letters: own }] of this.#kept) {
      if (this.#letters <= this.#most) return;
      this.#kept.delete(oldest);
      this.#letters -= own;
      drop();
    }
  }

  /** Says that an answer was asked for. */
  touch(entry: object): void {
    const found = this.#kept.get(entry);
    if (found === undefined) return;
    this.#kept.delete(entry);
    this.#kept.set(entry, found);
  }
}

let current: Memory | undefined;

/** Does work with a memory, in which it finds what was found out before. */
export function remembering<T>(memory: Memory, work: () => T): T {
  const before = current;
  current = memory;
  try {
    return work();
  } finally {
    current = before;
  }
}

/** Does work with the memory that is in use, else with one of its own. */
export const withMemory = <T>(work: () => T): T => remembering(current ?? new Memory(), work);

/** Answers of one kind, by keys that have all that they depend on. */
export class Answers<T> {
  readonly #of = new WeakMap<Memory, Map<string, { readonly answer: T }>>();

  /** The answer for a key, which is made only where there is a memory: the one that is remembered, else what `find` gives. */
  get(keyOf: () => string, find: () => T): T {
    const memory = current;
    if (memory === undefined) return find();
    const known = this.#in(memory);
    const key = keyOf();
    const found = known.get(key);
    if (found !== undefined) {
      memory.touch(found);
      return found.answer;
    }
    const entry = { answer: find() };
    known.set(key, entry);
    memory.keep(entry, key.length + ANSWER, () => known.delete(key));
    return entry.answer;
  }

  #in(memory: Memory): Map<string, { readonly answer: T }> {
    let known = this.#of.get(memory);
    if (known === undefined) {
      known = new Map();
      this.#of.set(memory, known);
    }
    return known;
  }
}

const identities = new WeakMap<object, number>();
let met = 0;

/** A number for an object that no text describes: another one has another number. */
export function identityOf(object: object): number {
  const known = identities.get(object) ?? met++;
  identities.set(object, known);
  return known;
}

const shorts = new Answers<string>();
let shortened = 0;

/** A short name for a long text, for keys: another text has another name. */
export const shortFor = (text: string): string =>
  shorts.get(
    () => text,
    () => String(shortened++),
  );
