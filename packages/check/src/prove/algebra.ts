import type { Rational } from "@chainrule/graph";
import { NoImage } from "./no-image";
import { inverse as inverseModulo, power as powerModulo } from "./primes";

/*
 * A prime field with roots beside it. A root stands for the positive root of a number of the field (or of what has such roots
 * itself), of any order: its powers with exponents between 0 and 1 are independent of one another, and its first power is the
 * number. So sqrt(a) sqrt(a) = a holds and nothing else does: which of its roots a number of the field has plays no part.
 */

/** A quantity in the field, or a sum of such times powers of roots. */
export type Value = bigint | Mixed;

/** What a value is the power of. */
export interface Root {
  /** Roots are numbered as they arise: the base of one has only roots of smaller numbers in it. */
  readonly id: number;
  readonly base: Value;
}

interface Power {
  readonly root: Root;
  /** Between 0 and 1, neither of them. */
  readonly exponent: Rational;
}

interface Term {
  readonly c: bigint;
  /** In the order of the roots. */
  readonly powers: readonly Power[];
}

/** A sum of terms of which at least one has a root in it. */
export interface Mixed {
  readonly terms: ReadonlyMap<string, Term>;
  readonly key: string;
}

/** Sums of more terms, and quotients by roots of a higher order, are not computed with. */
const [MOST_TERMS, HIGHEST_ORDER] = [600, 12];

const monomialKey = (powers: readonly Power[]): string =>
  powers.map(({ exponent, root }) => `${root.id}^${exponent.n}/${exponent.d}`).join(" ");

/** The same text for the same value. */
export const keyOf = (x: Value): string => (typeof x === "bigint" ? x.toString(36) : x.key);

/** The coefficient of each product of powers of roots, by a text that is the same for the same product. */
export const coordinates = (x: Value): readonly (readonly [monomial: string, c: bigint])[] =>
  typeof x === "bigint" ? [["", x]] : [...x.terms].map(([key, { c }]) => [key, c]);

/** Arithmetic modulo p with roots. `spend` is told how many terms are computed with, and may throw. */
export class Algebra {
  readonly p: bigint;
  readonly #spend: (terms: number) => void;

  constructor(p: bigint, spend: (terms: number) => void) {
    this.p = p;
    this.#spend = spend;
  }

  whole(n: bigint): bigint {
    return ((n % this.p) + this.p) % this.p;
  }

  add(a: Value, b: Value): Value {
    if (typeof a === "bigint" && typeof b === "bigint") return (a + b) % this.p;
    const terms = new Map(termsOf(a));
    this.#spend(terms.size);
    for (const [key, term] of termsOf(b)) {
      const c = ((terms.get(key)?.c ?? 0n) + term.c) % this.p;
      if (c === 0n) terms.delete(key);
      else terms.set(key, { c, powers: term.powers });
    }
    return mixedOf(terms);
  }

  negate(a: Value): Value {
    return this.scale(a, this.p - 1n);
  }

  scale(a: Value, by: bigint): Value {
    if (typeof a === "bigint") return (a * by) % this.p;
    if (by % this.p === 0n) return 0n;
    this.#spend(a.terms.size);
    return mixedOf(
      new Map([...a.terms].map(([key, { c, powers }]) => [key, { c: (c * by) % this.p, powers }])),
    );
  }

  /** @throws NoImage where there are too many terms */
  multiply(a: Value, b: Value): Value {
    if (typeof a === "bigint") return this.scale(b, a);
    if (typeof b === "bigint") return this.scale(a, b);
    if (a.terms.size * b.terms.size > MOST_TERMS) throw new NoImage("none");
    let total: Value = 0n;
    for (const x of a.terms.values())
      for (const y of b.terms.values()) total = this.add(total, this.#product(x, y));
    return total;
  }

  #product(a: Term, b: Term): Value {
    this.#spend(1);
    const exponents = new Map<Root, Rational>(a.powers.map(({ exponent, root }) => [root, exponent]));
    let carried: Value = (a.c * b.c) % this.p;
    for (const { exponent, root } of b.powers) {
      const known = exponents.get(root);
      const sum =
        known === undefined
          ? exponent
          : fraction(known.n * exponent.d + exponent.n * known.d, known.d * exponent.d);
      const rest = sum.n >= sum.d ? { n: sum.n - sum.d, d: sum.d } : sum;
      if (sum.n >= sum.d) carried = this.multiply(carried, root.base);
      if (rest.n === 0n) exponents.delete(root);
      else exponents.set(root, rest);
    }
    const powers = [...exponents].map(([root, exponent]) => ({ root, exponent }));
    powers.sort((x, y) => x.root.id - y.root.id);
    return this.multiply(carried, mixedOf(new Map([[monomialKey(powers), { c: 1n, powers }]])));
  }

  /** x^n for whole n. @throws NoImage "unlucky" for a negative power of 0 */
  power(x: Value, n: bigint): Value {
    if (n < 0n) return this.power(this.inverse(x), -n);
    if (typeof x === "bigint") return powerModulo(x, n, this.p);
    let [result, square]: [Value, Value] = [1n, x];
    for (const bit of [...n.toString(2)].reverse()) {
      if (bit === "1") result = this.multiply(result, square);
      square = this.multiply(square, square);
    }
    return result;
  }

  /** root^q for q > 0. */
  rootPower(root: Root, q: Rational): Value {
    const whole = q.n / q.d;
    const exponent = fraction(q.n - whole * q.d, q.d);
    const left = whole === 0n ? 1n : this.power(root.base, whole);
    if (exponent.n === 0n) return left;
    const powers = [{ root, exponent }];
    return this.multiply(left, mixedOf(new Map([[monomialKey(powers), { c: 1n, powers }]])));
  }

  /** 1/x. @throws NoImage "unlucky" where there is none, "none" where it takes too long */
  inverse(x: Value): Value {
    if (typeof x === "bigint") {
      const found = inverseModulo(x, this.p);
      if (found === undefined) throw new NoImage("unlucky");
      return found;
    }
    const root = highestRoot(x);
    const [only] = x.terms.values();
    if (x.terms.size === 1 && only !== undefined) return this.#inverseOfTerm(only);
    const order = orderOf(x, root);
    if (order > HIGHEST_ORDER) throw new NoImage("none");
    const modulus: Polynomial = [this.negate(root.base), ...new Array<Value>(order - 1).fill(0n), 1n];
    const found = this.#inverseOfPolynomial(coefficients(x, root, order), modulus);
    return found.reduce<Value>(
      (total, c, k) =>
        this.add(
          total,
          k === 0 ? c : this.multiply(c, this.rootPower(root, fraction(BigInt(k), BigInt(order)))),
        ),
      0n,
    );
  }

  #inverseOfTerm({ c, powers }: Term): Value {
    return powers.reduce<Value>(
      (total, { exponent: { d, n }, root }) =>
        this.multiply(this.multiply(total, this.rootPower(root, { n: d - n, d })), this.inverse(root.base)),
      this.inverse(c),
    );
  }

  /** The polynomial u with a u = 1 up to multiples of the modulus, by Euclid's algorithm. */
  #inverseOfPolynomial(a: Polynomial, modulus: Polynomial): Polynomial {
    let [r, next] = [modulus, a];
    let [u, v]: [Polynomial, Polynomial] = [[], [1n]];
    while (next.length > 1) {
      const [quotient, rest] = this.#divided(r, next);
      [r, next] = [next, rest];
      [u, v] = [v, this.#minusProduct(u, quotient, v)];
    }
    const [unit] = next;
    if (unit === undefined) throw new NoImage("unlucky");
    const scale = this.inverse(unit);
    return v.map((c) => this.multiply(c, scale));
  }

  #divided(a: Polynomial, b: Polynomial): readonly [quotient: Polynomial, rest: Polynomial] {
    const rest = [...a];
    const quotient: Value[] = new Array<Value>(Math.max(0, a.length - b.length + 1)).fill(0n);
    const lead = this.inverse(b.at(-1) as Value); // the caller's polynomials are not empty
    for (let k = quotient.length - 1; k >= 0; k--) {
      const c = this.multiply(rest[k + b.length - 1] as Value, lead);
      quotient[k] = c;
      b.forEach((each, j) => {
        rest[k + j] = this.add(rest[k + j] as Value, this.negate(this.multiply(c, each)));
      });
    }
    return [trimmed(quotient), trimmed(rest.slice(0, b.length - 1))];
  }

  #minusProduct(a: Polynomial, b: Polynomial, c: Polynomial): Polynomial {
    const result: Value[] = [...a];
    b.forEach((x, j) => {
      c.forEach((y, k) => {
        result[j + k] = this.add(result[j + k] ?? 0n, this.negate(this.multiply(x, y)));
      });
      for (let k = 0; k < result.length; k++) result[k] ??= 0n;
    });
    return trimmed(result);
  }
}

/** From the constant coefficient upwards; the last one is not 0. */
type Polynomial = readonly Value[];

function trimmed(a: readonly Value[]): Polynomial {
  let length = a.length;
  while (length > 0 && a[length - 1] === 0n) length--;
  return a.slice(0, length);
}

const termsOf = (x: Value): readonly (readonly [string, Term])[] =>
  typeof x === "bigint" ? (x === 0n ? [] : [["", { c: x, powers: [] }]]) : [...x.terms];

function mixedOf(terms: ReadonlyMap<string, Term>): Value {
  if (terms.size === 0) return 0n;
  const plain = terms.get("");
  if (terms.size === 1 && plain !== undefined) return plain.c;
  const parts = [...terms].map(([key, { c }]) => `${c.toString(36)}*${key}`).sort();
  return { terms, key: parts.join("+") };
}

function highestRoot(x: Mixed): Root {
  const roots = [...x.terms.values()].flatMap(({ powers }) => powers.slice(-1).map(({ root }) => root));
  return roots.reduce((highest, root) => (root.id > highest.id ? root : highest));
}

const exponentOf = ({ powers }: Term, root: Root): Rational =>
  powers.find((power) => power.root === root)?.exponent ?? { n: 0n, d: 1n };

/** The least number by which all exponents of a root are whole. */
function orderOf(x: Mixed, root: Root): number {
  let order = 1n;
  for (const term of x.terms.values()) {
    const { d } = exponentOf(term, root);
    order = (order * d) / commonDivisor(order, d);
  }
  return Number(order);
}

/** A value as a polynomial in the root of that order of a root. */
function coefficients(x: Mixed, root: Root, order: number): Polynomial {
  const parts = Array.from({ length: order }, () => new Map<string, Term>());
  for (const term of x.terms.values()) {
    const { d, n } = exponentOf(term, root);
    const powers = term.powers.filter((power) => power.root !== root);
    parts[Number((n * BigInt(order)) / d)]?.set(monomialKey(powers), { c: term.c, powers });
  }
  return trimmed(parts.map(mixedOf));
}

function commonDivisor(a: bigint, b: bigint): bigint {
  let [x, y] = [a, b];
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
}

function fraction(n: bigint, d: bigint): Rational {
  const divisor = commonDivisor(n, d);
  return { n: n / divisor, d: d / divisor };
}
