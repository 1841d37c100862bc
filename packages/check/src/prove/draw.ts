import { type Element, numberElement } from "./element";
import { fields, inverse, type PrimeField, power } from "./primes";
import type { Random } from "./random";

/** Why an evaluation at one random point gave nothing. */
export class NoImage extends Error {
  /** "unlucky": another point may do. "deep": a longer chain of fields may do. "none": no point will. */
  readonly why: "unlucky" | "deep" | "none";

  constructor(why: NoImage["why"]) {
    super(why);
    this.why = why;
  }
}

/**
 * One random point: every atom has a random image in each field. Level 0 is the outermost field, in which formulas are
 * compared; the argument of an exp has its images one level further down.
 */
export class Draw {
  readonly #random: Random;
  readonly #top: number;
  readonly #atoms: Map<string, bigint>;
  /** How many of the atoms there were when the last root was found. */
  #settled = 0;

  /** Whether what is 0 at single points only counts as never 0. */
  readonly isGeneric: boolean;

  /** `kept`: atoms of another draw from the same fields. */
  constructor(random: Random, top: number, isGeneric = false, kept: ReadonlyMap<string, bigint> = new Map()) {
    this.#atoms = new Map(kept);
    this.#random = random;
    this.#top = top;
    this.isGeneric = isGeneric;
  }

  /** @throws NoImage "deep" */
  field(level: number): PrimeField {
    const found = fields[this.#top - level];
    if (found === undefined) throw new NoImage("deep");
    return found;
  }

  /** The image of an element. No recursion: what it is made of is computed first. @throws NoImage */
  image(x: Element, level: number): bigint {
    const pending: [Element, number][] = [[x, level]];
    for (let next = pending.at(-1); next !== undefined; next = pending.at(-1)) {
      const [each, at] = next;
      if (each.images[at] !== undefined) {
        pending.pop();
        continue;
      }
      const below = each.kind === "exp" ? at + 1 : at;
      const missing = each.args.filter((arg) => arg.images[below] === undefined);
      if (missing.length > 0) {
        for (const arg of missing) pending.push([arg, below]);
        continue;
      }
      each.images[at] = this.#computed(
        each,
        at,
        each.args.map((arg) => arg.images[below] as bigint),
      );
      pending.pop();
    }
    return x.images[level] as bigint;
  }

  #computed(x: Element, level: number, args: readonly bigint[]): bigint {
    const { p, base, i } = this.field(level);
    const [a = 0n, b = 1n] = args;
    switch (x.kind) {
      case "number":
        return modulo(x.c.n * this.#inverse(x.c.d, p), p);
      case "i":
        return i;
      case "atom":
        return this.#atom(`${level} ${x.name}(${args.join()})`, p);
      case "log":
        return this.#atom(`${level} log(${a})`, p);
      case "sum":
        return args.reduce((total, term) => total + term, 0n) % p;
      case "negative":
        return a === 0n ? 0n : p - a;
      case "product":
        return args.reduce((product, factor) => (product * factor) % p, 1n);
      case "quotient":
        return (a * this.#inverse(b, p)) % p;
      case "power":
        return this.#power(a, x, p);
      case "exp":
        return power(base, a, p);
    }
  }

  #inverse(x: bigint, p: bigint): bigint {
    const found = inverse(x, p);
    if (found === undefined) throw new NoImage("unlucky");
    return found;
  }

  #power(a: bigint, { c }: Element, p: bigint): bigint {
    if (c.d === 1n) return c.n >= 0n ? power(a, c.n, p) : this.#inverse(power(a, -c.n, p), p);
    const m = (p - 1n) / 8n;
    const root = inverse(c.d, m);
    if (root === undefined) throw new NoImage("none");
    if (a === 0n || power(a, m, p) !== 1n) throw new NoImage("unlucky"); // not one of the numbers whose roots multiply
    this.#settled = this.#atoms.size;
    return power(a, modulo(c.n * root, m), p);
  }

  /** A random element, the same for the same key; an 8th power, so that it has roots. */
  #atom(key: string, p: bigint): bigint {
    const known = this.#atoms.get(key);
    if (known !== undefined) return known;
    const found = power(this.#random.belowBig(p - 1n) + 1n, 8n, p);
    this.#atoms.set(key, found);
    return found;
  }

  /** Whether an element is 0, or has the smaller image of itself and its negative: one of x and -x, chosen by value. */
  isCanonical(x: Element): boolean {
    return this.image(x, 0) * 2n < this.field(0).p;
  }

  /** Whether two elements have the same image. */
  isSame(a: Element, b: Element): boolean {
    return this.image(a, 0) === this.image(b, 0);
  }

  /** The atoms that the roots found so far depend on: with new ones for all others, another draw finds these roots too. */
  get settled(): ReadonlyMap<string, bigint> {
    if (this.#settled === this.#atoms.size) return new Map(); // nothing else to draw anew
    return new Map([...this.#atoms].slice(0, this.#settled));
  }

  /** How many atoms were met. */
  get atoms(): number {
    return this.#atoms.size;
  }
}

const modulo = (x: bigint, p: bigint): bigint => ((x % p) + p) % p;

export const WHOLE = (n: number): Element => numberElement({ n: BigInt(n), d: 1n });
