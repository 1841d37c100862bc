import { type Rational, rational } from "@chainrule/graph";
import type { Budget } from "../budget";
import { bitLength, magnitude, squareRoot } from "./bits";
import { work } from "./budget";
import { derivativeOf, type Polynomial, valueAt } from "./polynomial";

const { negative, plus, fraction: reduced, times, ZERO } = rational;

/*
 * All real roots of a polynomial: of the first and second degree in closed form, of others by Sturm's theorem (as in Basu,
 * Pollack and Roy, "Algorithms in Real Algebraic Geometry", chapter 2) and halving.
 */

/** Roots are found to so many binary places of their size. */
const BITS = 64;

const signOf = ({ n }: Rational): number => (n > 0n ? 1 : n < 0n ? -1 : 0);
const less = (a: Rational, b: Rational): boolean => a.n * b.d < b.n * a.d;
const whole = (n: bigint): Rational => ({ n, d: 1n });
const half = ({ d, n }: Rational): Rational => reduced(n, 2n * d);

/** From the least to the largest, each once: exact where they are short fractions of degree one, else rounded to 64 bits. */
export function realRoots(p: Polynomial, budget: Budget): Rational[] {
  if (p.length <= 1) return [];
  const [c = ZERO, b = ZERO, a] = p;
  if (p.length === 2) return [reduced(-c.n * b.d, c.d * b.n)];
  if (p.length === 3 && a !== undefined) return quadratic(a, b, c);
  const square = squareFree(p, budget);
  if (square.length <= 3) return realRoots(square, budget);
  const chain = sturmChain(square, budget);
  const bound = rootBound(square);
  const found: Rational[] = [];
  const pending: (readonly [Rational, Rational])[] = [[negative(bound), bound]];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const [lo, hi] = next;
    budget.spend(work(chain.length * square.length, 128));
    const count = changes(chain, lo) - changes(chain, hi);
    if (count === 0) continue;
    if (count === 1) found.push(refined(square, lo, hi, budget));
    else {
      const middle = half(plus(lo, hi));
      pending.push([lo, middle], [middle, hi]);
    }
  }
  return found.sort((x, y) => (less(x, y) ? -1 : 1));
}

function quadratic(a: Rational, b: Rational, c: Rational): Rational[] {
  const discriminant = plus(times(b, b), negative(times(whole(4n), times(a, c))));
  const twice = times(whole(2n), a);
  const over = (x: Rational): Rational => reduced(x.n * twice.d, x.d * twice.n);
  if (discriminant.n < 0n) return [];
  if (discriminant.n === 0n) return [over(negative(b))];
  const root = rootOf(discriminant);
  const [x, y] = [over(plus(negative(b), negative(root))), over(plus(negative(b), root))] as const;
  return less(x, y) ? [x, y] : [y, x];
}

/** The square root of a fraction, exact where it is a fraction of these places. */
function rootOf({ d, n }: Rational): Rational {
  const places = BigInt(4 * BITS + Math.max(0, bitLength(d) - bitLength(n)));
  const [above, below] = [squareRoot(n), squareRoot(d)];
  if (above * above === n && below * below === d) return reduced(above, below);
  return reduced(squareRoot((n << (2n * places)) / d), 1n << places);
}

/** p / gcd(p, p'), which has the same roots, each once. */
function squareFree(p: Polynomial, budget: Budget): Polynomial {
  let [a, b] = [p, derivativeOf(p)];
  while (b.length > 1) [a, b] = [b, primitive(remainder(a, b, budget))];
  return b.length === 1 ? p : primitive(quotient(p, a));
}

function divided(p: Polynomial, by: Polynomial): readonly [quotient: Polynomial, rest: Polynomial] {
  const rest = [...p];
  const out: Rational[] = [];
  const lead = by[by.length - 1] as Rational; // not 0
  for (let k = p.length - by.length; k >= 0; k--) {
    const top = rest[k + by.length - 1] as Rational;
    const factor = reduced(top.n * lead.d, top.d * lead.n);
    out[k] = factor;
    by.forEach((c, j) => {
      rest[k + j] = plus(rest[k + j] as Rational, negative(times(factor, c)));
    });
  }
  let end = Math.min(rest.length, by.length - 1);
  while (end > 0 && (rest[end - 1] as Rational).n === 0n) end--;
  return [out, rest.slice(0, end)];
}

const quotient = (p: Polynomial, by: Polynomial): Polynomial => divided(p, by)[0];
function remainder(p: Polynomial, by: Polynomial, budget: Budget): Polynomial {
  budget.spend(work(20 * p.length * by.length, 128));
  return divided(p, by)[1];
}

/** The polynomial times a positive number that makes its coefficients short whole ones. */
function primitive(p: Polynomial): Polynomial {
  const common = p.reduce((all, { d }) => all * (d / gcd(all, d)), 1n);
  const numbers = p.map(({ d, n }) => n * (common / d));
  const shared = numbers.reduce((all, n) => gcd(all, magnitude(n)), 0n);
  return shared === 0n ? p : numbers.map((n) => whole(n / shared));
}

function gcd(a: bigint, b: bigint): bigint {
  let [x, y] = [a, b];
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
}

function sturmChain(p: Polynomial, budget: Budget): readonly Polynomial[] {
  const chain = [p, primitive(derivativeOf(p))];
  for (;;) {
    const [a, b] = chain.slice(-2) as [Polynomial, Polynomial];
    if (b.length <= 1) return chain;
    const rest = remainder(a, b, budget);
    if (rest.length === 0) return chain;
    chain.push(primitive(rest.map(negative)));
  }
}

/** How often the signs of the chain change at x. */
function changes(chain: readonly Polynomial[], x: Rational): number {
  const signs = chain.map((p) => signOf(valueAt(p, x))).filter((sign) => sign !== 0);
  return signs.filter((sign, k) => k > 0 && sign !== signs[k - 1]).length;
}

/** Cauchy's bound, as a power of two: no root is as far from 0. */
function rootBound(p: Polynomial): Rational {
  const lead = p[p.length - 1] as Rational; // not 0
  const ratios = p.slice(0, -1).map((c) => bitLength(c.n * lead.d) - bitLength(c.d * lead.n) + 1);
  return whole(1n << BigInt(Math.max(1, ...ratios) + 1));
}

/** The only root in (lo, hi], by halving. */
function refined(p: Polynomial, lo: Rational, hi: Rational, budget: Budget): Rational {
  let [a, b] = [lo, hi];
  if (valueAt(p, b).n === 0n) return b;
  const sign = signOf(valueAt(p, b));
  for (let step = 0; step < 4 * BITS; step++) {
    budget.spend(work(2 * p.length, 128));
    const middle = half(plus(a, b));
    const here = signOf(valueAt(p, middle));
    if (here === 0) return middle;
    if (here === sign) b = middle;
    else a = middle;
    const size = bitLength(b.n) - bitLength(b.d);
    const gap = plus(b, negative(a));
    if (bitLength(gap.n) - bitLength(gap.d) < size - BITS) break;
  }
  return half(plus(a, b));
}
