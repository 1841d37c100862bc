import { type Name, type Node, type Size, sizeText, topologicalOrder } from "@chainrule/graph";
import { printIndex, printWord } from "../symbol";

/** The order in which letters are taken when no size asks for one; l, o and e are left out: hard to read, or taken. */
const ALPHABET = [..."ijkmnpqrstuvabcdfgh"];

/** What formulas have signs for: e^x, the sigmoid, Kronecker's delta. */
const RESERVED: ReadonlySet<string> = new Set(["e", "\\sigma", "\\delta"]);

/**
 * Which letter runs over which size: one that no name, size or function of the document has, neither as its letter nor among its own
 * indices, so that what is printed has one reading.
 */
export class Letters {
  readonly #first = new Map<string, string>();
  /** What may not be an index, as it is printed. */
  readonly #taken = new Set<string>(RESERVED);

  /**
   * Reads the letters that the author chose with `dim(..., { index })`, and the names that all letters must avoid: in the graphs, of
   * their sizes, and those given.
   */
  constructor(roots: readonly Node[], names: Iterable<Name> = []) {
    const sizes: Size[] = [];
    for (const node of topologicalOrder(roots)) {
      if (node.name !== undefined) this.#avoid(node.name);
      if (node.op.kind === "pointwise" && node.op.symbol !== undefined) this.#avoid(node.op.symbol.name);
      sizes.push(...node.shape);
    }
    for (const name of names) this.#avoid(name);
    for (const size of sizes) if (typeof size !== "number") this.#avoid(size.name);
    for (const size of sizes) {
      const chosen = typeof size === "number" ? undefined : size.index;
      if (chosen !== undefined && !this.#isTaken(chosen)) this.#first.set(sizeText(size), chosen);
    }
    for (const size of sizes) {
      const text = sizeText(size);
      if (this.#first.has(text) || size === 1) continue;
      const chosen = new Set(this.#first.values());
      const free = ALPHABET.find((letter) => !chosen.has(letter) && !this.#isTaken(letter));
      if (free !== undefined) this.#first.set(text, free);
    }
  }

  /** The letter of a size, or the next ones of the alphabet that belong to no other size, whichever is not in scope yet. */
  take(size: Size, scope: ReadonlySet<string>): string {
    if (size === 1) return ""; // an axis of one entry needs no letter
    const first = this.#first.get(sizeText(size)) ?? this.#outside();
    if (!scope.has(first)) return first;
    const others = new Set(this.#first.values());
    const at = ALPHABET.indexOf(first);
    const following = [...ALPHABET.slice(at + 1), ...ALPHABET.slice(0, Math.max(0, at))];
    const free = following.find(
      (letter) => !scope.has(letter) && !others.has(letter) && !this.#isTaken(letter),
    );
    if (free !== undefined) return free;
    let primed = `${first}'`;
    while (scope.has(primed)) primed += "'";
    return primed;
  }

  /** Letters for all axes of a shape. */
  takeAll(shape: readonly Size[], scope: ReadonlySet<string> = new Set()): string[] {
    const letters: string[] = [];
    for (const size of shape) letters.push(this.take(size, new Set([...scope, ...letters])));
    return letters;
  }

  /** Where names have all letters of the alphabet: one with primes. */
  #outside(): string {
    let letter = "i'";
    while (this.#isTaken(letter)) letter += "'";
    return letter;
  }

  #isTaken(letter: string): boolean {
    return this.#taken.has(printIndex(letter));
  }

  /** The letter of a name, and those of its own indices: of z_j^l the letters z, j and l. */
  #avoid(name: Name): void {
    if (name.kind === "partial") {
      this.#avoid(name.of);
      this.#avoid(name.by);
      return;
    }
    const primes = /'+$/.exec(name.base)?.[0] ?? "";
    this.#taken.add(printWord(name.base.slice(0, name.base.length - primes.length)));
    if (primes !== "") this.#taken.add(`${printWord(name.base.slice(0, -primes.length))}${primes}`);
    for (const part of `${name.sub},${name.sup}`.split(/[^\p{L}]+/u)) {
      this.#taken.add(printWord(part));
      if ([...part].length <= 2) for (const letter of part) this.#taken.add(printWord(letter));
    }
  }
}
