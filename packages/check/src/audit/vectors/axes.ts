const ALPHABET = "abcfghmnpqrstuvwxyz";

/** Which axes are one, and the letters that run along each: names of their own for those that a document has no letters for. */
export class RunningLetters {
  readonly #parent = new Map<string, string>();
  readonly #pools = new Map<string, string[]>();
  readonly #spare: string[];
  readonly #inUse = new Set<string>();

  constructor(taken: ReadonlySet<string>) {
    const free = [...ALPHABET].filter((letter) => !taken.has(letter));
    this.#spare = [...free, ...free.map((letter) => `${letter}'`), ...free.map((letter) => `${letter}''`)];
  }

  root(axis: string): string {
    let at = axis;
    for (let next = this.#parent.get(at); next !== undefined; next = this.#parent.get(at)) at = next;
    return at;
  }

  join(a: string, b: string): void {
    const [x, y] = [this.root(a), this.root(b)];
    if (x !== y) this.#parent.set(x, y);
  }

  /** What is made with a letter of its own for each axis; undefined where the letters are used up. */
  with<T>(axes: readonly string[], make: (letters: readonly string[]) => T): T | undefined {
    const letters: string[] = [];
    for (const axis of axes) {
      const letter = this.#letter(this.root(axis));
      if (letter === undefined) break;
      this.#inUse.add(letter);
      letters.push(letter);
    }
    try {
      return letters.length === axes.length ? make(letters) : undefined;
    } finally {
      for (const letter of letters) this.#inUse.delete(letter);
    }
  }

  #letter(root: string): string | undefined {
    const pool = this.#pools.get(root) ?? [];
    this.#pools.set(root, pool);
    const known = pool.find((letter) => !this.#inUse.has(letter));
    if (known !== undefined) return known;
    const next = this.#spare.shift();
    if (next !== undefined) pool.push(next);
    return next;
  }
}
