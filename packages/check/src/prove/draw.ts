import { Budget } from "../budget";
import { Algebra, coordinates, keyOf, type Root, type Value } from "./algebra";
import { type Element, wholePowerRange } from "./element";
import { primitive } from "./factors";
import { type Logarithm, logarithmFrom } from "./logarithm";
import { NoImage } from "./no-image";
import { fields, type PrimeField, power } from "./primes";
import type { Random } from "./random";
import {
  combinedRange,
  intersection,
  isNegative,
  isNonnegative,
  isNonpositive,
  isPositive,
  NONNEGATIVE,
  negated,
  POSITIVE,
  type Range,
  REALS,
} from "./range";

/** A quantity whose sign a law depends on: with |x| = x the formulas may be the same, without it they are two branches. */
export interface Gate {
  readonly element: Element;
  /**
   * "branch": of a root, a logarithm or an absolute value. "power": of a power with a symbolic exponent, which is defined for
   * negative numbers at single exponents. "piece": of a function that is made of pieces.
   */
  readonly source: "branch" | "power" | "piece";
}

/** Something known of the values of an element. */
export interface Fact {
  readonly element: Element;
  readonly range: Range;
}

/** What a range says of signs alone. */
const signOnly = (x: Range): Range =>
  isPositive(x)
    ? POSITIVE
    : isNonnegative(x)
      ? NONNEGATIVE
      : isNegative(x)
        ? negated(POSITIVE)
        : isNonpositive(x)
          ? negated(NONNEGATIVE)
          : REALS;

/** Of more facts, products are not looked at. */
const MOST_FACTS = 12;

/** The work of an image, of a term in the algebra of roots, of a power; and what one draw may take, about a second. */
const [IMAGE, TERM, POWER, MOST_WORK] = [30, 8, 2_000, 30_000_000];

/** How deep products are taken apart to find the sign of a factor. */
const DEEPEST = 4;

/**
 * One random point: every atom has a random image in each field. Level 0 is the outermost field, in which formulas are
 * compared; the argument of an exp has its images one level further down. What is known of signs is known of images: two
 * forms of one quantity have one image.
 */
export class Draw {
  readonly #random: Random;
  readonly #budget: Budget;
  readonly #top: number;
  readonly #atoms = new Map<string, bigint>();
  readonly #roots = new Map<string, Root>();
  readonly #algebras: Algebra[] = [];
  readonly #facts: Fact[] = [];
  /** What is known of values, by the image at level 0. */
  readonly #ranges = new Map<string, Range>();
  /** What is not negative, by its square: at each level. */
  readonly #squares: Map<string, Value>[] = [];
  readonly #gates = new Map<string, Gate>();
  /** The logarithms of sizes at each level, by the squares of what they are of. */
  readonly #logarithms: Map<string, Logarithm>[] = [];

  /** Whether what holds at single points only is left out: a number that may be 0 is not. */
  readonly isGeneric: boolean;

  /** @param whole the work of which the draw takes a part */
  constructor(random: Random, top: number, isGeneric = false, whole?: Budget) {
    this.#random = random;
    this.#top = top;
    this.isGeneric = isGeneric;
    this.#budget = new Budget(MOST_WORK, whole);
  }

  /** Counts work, in the units of a budget; a draw that takes too much gives nothing. @throws NoImage "none" */
  spend(units: number): void {
    if (!this.#budget.takes(units)) throw new NoImage("none");
  }

  /** @throws NoImage "deep" */
  field(level: number): PrimeField {
    const found = fields[this.#top - level];
    if (found === undefined) throw new NoImage("deep");
    return found;
  }

  /** @throws NoImage "deep" */
  algebra(level: number): Algebra {
    const known = this.#algebras[level];
    if (known !== undefined) return known;
    const made = new Algebra(this.field(level).p, (terms) => this.spend(terms * TERM));
    this.#algebras[level] = made;
    return made;
  }

  /** Takes values of an element as known from here on. @throws NoImage */
  assume({ element: given, range }: Fact): void {
    const element = given.kind === "sum" ? primitive(given).element : given; // over a positive number
    const fact = { element, range: given === element ? range : signOnly(range) };
    this.#facts.push(fact);
    this.#squares.length = 0;
    const image = this.image(element, 0);
    const put = (key: string, values: Range): void => {
      this.#ranges.set(key, intersection(this.#ranges.get(key) ?? REALS, values));
    };
    put(keyOf(image), fact.range);
    put(keyOf(this.algebra(0).negate(image)), negated(fact.range));
    if (given !== element) put(keyOf(this.image(given, 0)), range);
  }

  /** What is known of the values of an element, by its form and by what was assumed. @throws NoImage */
  known(x: Element, depth = 0): Range {
    const own = x.range ?? REALS;
    if (this.#ranges.size === 0 || x.range === undefined || isNonnegative(own) || isNonpositive(own))
      return own;
    const key = keyOf(this.image(x, 0));
    const assumed = this.#ranges.get(key) ?? (this.#squaresAt(0).has(key) ? NONNEGATIVE : undefined);
    if (assumed !== undefined) return intersection(own, assumed);
    const sign = depth === 0 ? this.#quotientSign(x) : undefined;
    if (sign !== undefined) return intersection(own, sign > 0 ? POSITIVE : negated(POSITIVE));
    return depth < DEEPEST ? intersection(own, this.#partwise(x, depth + 1)) : own;
  }

  /** The sign of x where those of a y and of x y, or of x / y, are known: from a b > 0 and a > 0 follows b > 0. */
  #quotientSign(x: Element): number | undefined {
    if (this.#facts.length > MOST_FACTS) return undefined;
    const algebra = this.algebra(0);
    const own = this.image(x, 0);
    for (const { element, range } of this.#facts) {
      const sign = isPositive(range) ? 1 : isNegative(range) ? -1 : 0;
      if (sign === 0) continue;
      const known = this.image(element, 0);
      for (const other of [algebra.multiply(own, algebra.inverse(known)), algebra.multiply(own, known)]) {
        for (const key of [keyOf(other), keyOf(algebra.inverse(other))]) {
          const rest = this.#ranges.get(key) ?? REALS;
          if (isPositive(rest)) return sign;
          if (isNegative(rest)) return -sign;
        }
      }
    }
    return undefined;
  }

  /** The range of a form from what is known of its parts. */
  #partwise(x: Element, depth: number): Range {
    const { kind } = x;
    const parts = x.args.map((arg) => this.known(arg, depth));
    if (kind === "power") return wholePowerRange(parts[0] ?? REALS, x.c.n);
    return kind === "sum" || kind === "negative" || kind === "product" || kind === "quotient"
      ? combinedRange(kind, parts)
      : REALS;
  }

  /** Notes that the sign of an element would matter, and is not known. */
  note(gate: Gate): void {
    const key = `${gate.source} ${keyOf(this.image(gate.element, 0))}`;
    if (!this.#gates.has(key)) this.#gates.set(key, gate);
  }

  get gates(): readonly Gate[] {
    return [...this.#gates.values()];
  }

  /** Whether a root was taken of the square of an element. */
  isRootOfSquare(x: Element): boolean {
    const image = this.image(x, 0);
    return this.#roots.has(`0 ${keyOf(this.algebra(0).multiply(image, image))}`);
  }

  /** The image of an element. No recursion: what it is made of is computed first. @throws NoImage */
  image(x: Element, level: number): Value {
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
      const args = each.args.map((arg) => arg.images[below] as Value); // none is missing
      each.images[at] = this.#computed(each, at, args);
      pending.pop();
    }
    return x.images[level] as Value; // just computed
  }

  #computed(x: Element, level: number, args: readonly Value[]): Value {
    this.spend(x.kind === "exp" || x.kind === "power" ? POWER : IMAGE * (1 + args.length));
    const algebra = this.algebra(level);
    const { base, i, p } = this.field(level);
    const [a = 0n, b = 1n] = args;
    switch (x.kind) {
      case "number":
        return algebra.multiply(algebra.whole(x.c.n), algebra.inverse(algebra.whole(x.c.d)));
      case "i":
        return i;
      case "atom":
        return this.#atom(`${level} ${x.name}(${args.map(keyOf).join()})`, p);
      case "log":
        return this.#logarithm(a, level);
      case "sum":
        return args.reduce((total, term) => algebra.add(total, term), 0n);
      case "negative":
        return algebra.negate(a);
      case "product":
        return args.reduce((product, factor) => algebra.multiply(product, factor), 1n);
      case "quotient":
        return algebra.multiply(a, algebra.inverse(b));
      case "power":
        return algebra.power(a, x.c.n);
      case "modulus":
        return this.#modulus(x, a, level);
      case "exp":
        return power(base, this.#exponent(a, level + 1), p);
    }
  }

  /** log |x|, the same for x and -x. */
  #logarithm(x: Value, level: number): Value {
    const algebra = this.algebra(level);
    const square = algebra.multiply(x, x);
    const known = this.#logarithms[level] ?? new Map<string, Logarithm>();
    this.#logarithms[level] = known;
    const key = keyOf(square);
    if (key === "1") return 0n;
    const own = known.get(key)?.log;
    if (own !== undefined) return own;
    const log =
      logarithmFrom(square, [...known.values()], algebra) ?? this.#atom(`${level} log ${key}`, algebra.p);
    known.set(key, { square, log });
    return log;
  }

  /** exp only needs sums of exponents: roots in them are independent exponents of their own. */
  #exponent(x: Value, level: number): bigint {
    const { p } = this.field(level);
    return coordinates(x).reduce(
      (total, [monomial, c]) =>
        (total + c * (monomial === "" ? 1n : this.#atom(`${level} root ${monomial}`, p))) % p,
      0n,
    );
  }

  /**
   * |x|^c: a power of the root of x^2 or, where x is known not to be negative, of the root of x; whatever is the square of
   * something that is not negative has that as its root.
   */
  #modulus(x: Element, image: Value, level: number): Value {
    const algebra = this.algebra(level);
    const isKnown = isNonnegative(x.args[0]?.range ?? REALS);
    let [base, c] = isKnown ? [image, x.c] : [algebra.multiply(image, image), { n: x.c.n, d: 2n * x.c.d }];
    const squares = this.#squaresAt(level);
    for (let known = squares.get(keyOf(base)); known !== undefined; known = squares.get(keyOf(base))) {
      if (keyOf(known) === keyOf(base)) break; // 0 and 1
      [base, c] = [known, { n: 2n * c.n, d: c.d }];
    }
    if (base === 0n) {
      if (c.n < 0n) throw new NoImage("unlucky");
      return 0n;
    }
    const root = this.#root(base, level);
    if (c.n > 0n) return algebra.rootPower(root, c);
    return algebra.inverse(algebra.rootPower(root, { n: -c.n, d: c.d }));
  }

  #root(base: Value, level: number): Root {
    const key = `${level} ${keyOf(base)}`;
    const known = this.#roots.get(key);
    if (known !== undefined) return known;
    const root: Root = { id: this.#roots.size, base };
    this.#roots.set(key, root);
    return root;
  }

  /** What was assumed not to be negative, by its square. */
  #squaresAt(level: number): ReadonlyMap<string, Value> {
    const known = this.#squares[level];
    if (known !== undefined) return known;
    const algebra = this.algebra(level);
    const found = new Map<string, Value>();
    this.#squares[level] = found; // images of facts that are asked for here know of those before them
    for (const { element, range } of this.#facts) {
      if (!isNonnegative(range) && !isNonpositive(range)) continue;
      const image = this.image(element, level);
      const size = isNonnegative(range) ? image : algebra.negate(image);
      found.set(keyOf(algebra.multiply(image, image)), size);
    }
    return found;
  }

  /** A random element, the same for the same key. */
  #atom(key: string, p: bigint): bigint {
    const known = this.#atoms.get(key);
    if (known !== undefined) return known;
    const found = this.#random.belowBig(p - 1n) + 1n;
    this.#atoms.set(key, found);
    return found;
  }

  /** Whether an element is 0, or is the one of x and -x that is chosen by value. */
  isCanonical(x: Element): boolean {
    const { p } = this.field(0);
    const parts = [...coordinates(this.image(x, 0))].sort(([a], [b]) => (a < b ? -1 : 1));
    return (parts[0] as readonly [string, bigint])[1] * 2n < p; // no value is without parts
  }

  /** Whether two elements have the same image. */
  isSame(a: Element, b: Element): boolean {
    return keyOf(this.image(a, 0)) === keyOf(this.image(b, 0));
  }

  /** How many atoms and roots were met. */
  get atoms(): number {
    return this.#atoms.size + this.#roots.size;
  }
}
