import { type Rational, rational } from "@chainrule/graph";
import { keyOf } from "./algebra";
import type { Draw, Gate } from "./draw";
import {
  atom,
  type Element,
  negative,
  numberElement,
  powered,
  productOf,
  quotient,
  rawExp,
  rawLog,
  rawModulus,
  sumOf,
  WHOLE,
} from "./element";
import { combined, constantOf, factorsOf, MOST_PARTS, type Part, primeFactors, termsOf } from "./factors";
import { isNonnegative, isNonpositive, range } from "./range";

const { ONE, times } = rational;

/** The work of taking a sum or a product apart. */
const FORM = 500;

/*
 * Roots, logarithms and powers, and where their laws hold.
 *
 * Wherever it is defined, a root, a logarithm or a power with a constant exponent depends on the size of its argument alone:
 * sqrt(u) = |u|^(1/2), log u = log |u|; exp(log u) = |u|. And |u v| = |u| |v|, |u|^a |u|^b = |u|^(a + b), log |u v| = log |u| + log |v|
 * hold without a condition. What is left of conditions is one law: |u| = u where u >= 0 is known, |u| = -u where u <= 0 is. So
 * formulas with one image are equal wherever both are defined; where they are is a question of its own (domain.ts).
 */

/** |x|^c; `source` says what asks for it, should the sign of a factor not be known. */
export function modulus(draw: Draw, x: Element, c: Rational, source: Gate["source"] = "branch"): Element {
  if (c.n === 0n) return WHOLE(1);
  draw.spend(FORM);
  const { absolute, number, plain } = factorsOf(x);
  const found = powersOfNumber({ n: number.n < 0n ? -number.n : number.n, d: number.d }, c);
  for (const { element, c: own } of absolute) found.push(ofFactor(draw, element, times(own, c), source));
  for (const { element, c: own } of plain) {
    const exponent = times(own, c);
    if (isExp(element))
      found.push(exp(draw, productOf([numberElement(exponent), element.args[0] as Element])));
    else if (!isParity(element)) found.push(ofFactor(draw, element, exponent, source));
  }
  const [only] = found;
  return found.length === 1 && only !== undefined ? only : productOf(found);
}

/** |x|^c of what is no product. */
function ofFactor(draw: Draw, x: Element, c: Rational, source: Gate["source"]): Element {
  if (c.d === 1n && c.n % 2n === 0n) return powered(x, c.n);
  const values = draw.known(x);
  if (isNonnegative(values) || isNonpositive(values)) {
    const size = isNonnegative(values) ? x : negative(x);
    return c.d === 1n ? powered(size, c.n) : rawModulus(size, c);
  }
  draw.note({ element: x, source });
  return rawModulus(x, c);
}

/** A positive number to a constant power, by the primes in it. */
function powersOfNumber(number: Rational, c: Rational): Element[] {
  if (c.d === 1n) return [powered(numberElement(number), c.n)];
  return primeFactors(number).map(({ prime, exponent }) => {
    const total = times({ n: exponent, d: 1n }, c);
    const base = numberElement({ n: prime, d: 1n });
    return total.d === 1n ? powered(base, total.n) : rawModulus(base, total);
  });
}

/** What a power of a negative number has beside its size: 1 or -1. */
const PARITY = "parity";
const isParity = ({ name }: Element): boolean => name === PARITY;

/**
 * The factor that x^y has beside |x|^y: 1 for positive x; for negative x and whole y it is (-1)^y. All that is used of it is
 * that it turns sums of exponents and products of bases into products, as it does wherever both sides are defined.
 */
function parity(draw: Draw, x: Element, y: Element): Element[] {
  const { number, plain } = factorsOf(x);
  const turns = number.n < 0n ? [atom("turn", [])] : [];
  for (const { element, c } of plain) {
    const values = draw.known(element);
    if (isNonnegative(values) || c.n % 2n === 0n) continue;
    draw.note({ element, source: "power" });
    turns.push(productOf([numberElement(c), atom("turn", [element])]));
  }
  if (turns.length === 0) return [];
  return [{ ...rawExp(productOf([y, sumOf(turns)])), name: PARITY, range: range(-1, 1) }];
}

/** Whether an element is the exponential of something real, which is positive. */
const isExp = ({ args, kind, name }: Element): boolean =>
  kind === "exp" && name !== PARITY && args[0]?.range !== undefined;

/** x/|x| */
export const signOf = (draw: Draw, x: Element, source: Gate["source"]): Element =>
  productOf([x, modulus(draw, x, { n: -1n, d: 1n }, source)]);

/** x^y */
export function pow(draw: Draw, x: Element, y: Element): Element {
  const c = constantOf(y);
  if (c?.d === 1n) return powered(x, c.n);
  if (c !== undefined) return modulus(draw, x, c);
  const size = exp(draw, productOf([y, log(draw, x)]));
  if (isNonnegative(draw.known(x))) return size; // 0 is a single point
  const terms = termsOf(y);
  const isWhole = (term: Part): boolean =>
    term.element.kind === "number" && times(term.c, term.element.c).d === 1n;
  const steps = terms
    .filter(isWhole)
    .reduce((total, { c: own, element }) => total + times(own, element.c).n, 0n);
  const rest = combined(terms.filter((term) => !isWhole(term)));
  const signs = steps % 2n === 0n ? [] : [signOf(draw, x, "branch")];
  return productOf([size, ...parity(draw, x, rest), ...signs]);
}

/** exp(x): exp turns sums into products, and exp(a + c log |u|) = exp(a) |u|^c. */
export function exp(draw: Draw, x: Element): Element {
  draw.spend(FORM);
  const parts = termsOf(x);
  const logs = parts.filter(({ element }) => element.kind === "log");
  if (logs.length === 0) return rawExp(x);
  const rest = parts.filter(({ element }) => element.kind !== "log");
  const powers = logs.map(({ element, c }) => modulus(draw, element.args[0] as Element, c));
  return productOf(rest.length === 0 ? powers : [...powers, rawExp(combined(rest))]);
}

/**
 * log |x|. log turns products into sums, and log(|u|^c exp(a)) = c log |u| + a. A sum is divided by one of the exponentials in
 * its terms, chosen by value, so that log(1 + e^-x) and -x + log(1 + e^x) have one image.
 */
export function log(draw: Draw, x: Element): Element {
  const terms = logTerms(draw, x);
  return terms.length === 0 ? WHOLE(0) : combined(terms);
}

function logTerms(draw: Draw, x: Element): Part[] {
  draw.spend(FORM);
  if (x.kind === "number" && x.c.n === 0n) return [{ element: rawLog(x), c: ONE }];
  const { absolute, number, plain } = factorsOf(x);
  if (x.range === undefined) return [{ element: rawLog(x), c: ONE }];
  const size = { n: number.n < 0n ? -number.n : number.n, d: number.d };
  const terms: Part[] = primeFactors(size).map(({ exponent, prime }) => ({
    element: rawLog(numberElement({ n: prime, d: 1n })),
    c: { n: exponent, d: 1n },
  }));
  const scaled = (parts: readonly Part[], by: Rational): Part[] =>
    parts.map(({ c, element }) => ({ element, c: times(c, by) }));
  for (const { element, c } of [...plain, ...absolute]) {
    if (isParity(element)) continue;
    if (isExp(element)) terms.push({ element: element.args[0] as Element, c });
    else if (element !== x && ["number", "product", "modulus"].includes(element.kind))
      terms.push(...scaled(logTerms(draw, element), c)); // inside an absolute value
    else if (element.kind === "sum") terms.push(...scaled(logOfSum(draw, element), c));
    else terms.push({ element: rawLog(element), c });
  }
  return terms;
}

/** Sums whose terms have sums as denominators, inside one another, are brought to one quotient at most so often. */
const MOST_QUOTIENTS = 8;

function logOfSum(draw: Draw, sum: Element, quotients = 0): Part[] {
  draw.spend(FORM);
  const terms = termsOf(sum).map(({ element }) => factorsOf(element).plain);
  const denominators = quotients < MOST_QUOTIENTS ? commonDenominator(draw, terms) : new Map<string, Part>();
  const below = [...denominators.values()];
  const whole = productOf([sum, ...below.map(({ element, c }) => powered(element, c.n))]);
  const units = terms.flatMap((factors) => unitsOf(draw, factors, denominators));
  const isPlain = units.every((unit) => unit.length === 0);
  const key = (x: Element): string => keyOf(draw.image(x, 0));
  let best: { readonly unit: readonly Part[]; readonly divided: Element } | undefined;
  for (const unit of isPlain ? [[]] : units.slice(0, MOST_PARTS)) {
    const divided = unit.length === 0 ? whole : quotient(whole, exp(draw, combined(unit)));
    if (best === undefined || key(divided) < key(best.divided)) best = { unit, divided };
  }
  const { unit, divided } = best ?? { unit: [], divided: whole };
  const rest = below.flatMap(({ element, c }) =>
    logOfSum(draw, element, quotients + 1).map((part) => ({
      ...part,
      c: times(part.c, { n: -c.n, d: c.d }),
    })),
  );
  return [{ element: rawLog(divided), c: ONE }, ...unit, ...rest];
}

/** The sums that terms are divided by, each by its image, with the highest power. */
function commonDenominator(draw: Draw, terms: readonly (readonly Part[])[]): Map<string, Part> {
  const found = new Map<string, Part>();
  for (const { element, c } of terms.flat()) {
    if (c.n >= 0n || element.kind !== "sum") continue;
    const key = keyOf(draw.image(element, 0));
    const known = found.get(key);
    if (known === undefined || known.c.n < -c.n) found.set(key, { element, c: { n: -c.n, d: 1n } });
  }
  return found;
}

/** The exponents of the exponentials in a term, once it is multiplied by the common denominator: one list for each term. */
function unitsOf(draw: Draw, factors: readonly Part[], denominators: ReadonlyMap<string, Part>): Part[][] {
  const left = new Map(denominators);
  for (const { element, c } of factors) {
    if (element.kind !== "sum") continue;
    const key = keyOf(draw.image(element, 0));
    const part = left.get(key);
    if (part !== undefined && part.c.n + c.n <= 0n) left.delete(key);
  }
  let units = [exponentsOf(factors)];
  for (const { element } of left.values()) {
    const inner = termsOf(element).map((term) => exponentsOf(factorsOf(term.element).plain));
    units = units.flatMap((unit) => inner.map((other) => [...unit, ...other])).slice(0, MOST_PARTS);
  }
  return units;
}

const exponentsOf = (factors: readonly Part[]): Part[] =>
  factors.flatMap(({ element, c }) => (isExp(element) ? [{ element: element.args[0] as Element, c }] : []));

/** x^c for a constant c that `pow` would not get: the square root. */
export const sqrt = (draw: Draw, x: Element): Element => modulus(draw, x, { n: 1n, d: 2n });
