import { type Rational, rational } from "@chainrule/graph";
import type { Draw } from "./draw";
import {
  atom,
  type Element,
  numberElement,
  powered,
  productOf,
  quotient,
  rawExp,
  rawLog,
  sumOf,
} from "./element";

const { ONE, plus, times, ZERO } = rational;

/*
 * exp turns sums into products and log products into sums: exp(a + c log u) = exp(a) u^c and log(u^c exp(a)) = c log u + a.
 * What has these forms is taken apart first. A sum under log is divided by one of the exponentials in its terms, chosen by
 * value, so that log(1 + e^-x) and -x + log(1 + e^x) have one image. The laws of log hold where all of its arguments are
 * positive; whoever asks compares numbers as well.
 */

/** Sums and products are taken apart into at most so many parts. */
const MOST_PARTS = 256;

interface Part {
  readonly element: Element;
  readonly c: Rational;
}

/** The terms of a sum, each with a constant coefficient. */
function termsOf(x: Element): Part[] {
  const found: Part[] = [];
  const pending: Part[] = [{ element: x, c: ONE }];
  for (let part = pending.pop(); part !== undefined; part = pending.pop()) {
    const { element, c } = part;
    const { args, kind } = element;
    if (found.length + pending.length > MOST_PARTS) found.push(part);
    else if (kind === "sum") for (const arg of [...args].reverse()) pending.push({ element: arg, c });
    else if (kind === "negative")
      pending.push({ element: args[0] as Element, c: times(c, { n: -1n, d: 1n }) });
    else if (kind === "quotient" && args[1]?.kind === "number" && args[1].c.n !== 0n) {
      const { n, d } = args[1].c;
      pending.push({ element: args[0] as Element, c: times(c, n < 0n ? { n: -d, d: -n } : { n: d, d: n }) });
    } else if (kind === "product") found.push(...inProduct(element, c, pending));
    else found.push(part);
  }
  return found;
}

/** A product of numbers and one other factor goes on; one with a sum of a number and logarithms is multiplied out. */
function inProduct(x: Element, c: Rational, pending: Part[]): Part[] {
  const numbers = x.args.filter(({ kind }) => kind === "number");
  const others = x.args.filter(({ kind }) => kind !== "number");
  const total = numbers.reduce((product, number) => times(product, number.c), c);
  const [a, b] = others;
  if (others.length === 1 && a !== undefined) pending.push({ element: a, c: total });
  else if (others.length === 2 && a !== undefined && b !== undefined && (hasLog(a) || hasLog(b))) {
    const [factor, logs] = hasLog(b) ? [a, b] : [b, a];
    const constant = constantPart(factor);
    pending.push({ element: logs, c: times(total, constant) });
    const rest = sumOf([factor, numberElement({ n: -constant.n, d: constant.d })]);
    return [{ element: productOf([rest, logs]), c: total }];
  } else return [{ element: productOf(others), c: total }];
  return [];
}

const isLog = ({ args, kind }: Element): boolean =>
  kind === "log" || (kind === "product" && args.some((arg) => arg.kind === "log"));

const hasLog = (x: Element): boolean =>
  isLog(x) || ((x.kind === "sum" || x.kind === "negative") && x.args.some(isLog));

function constantPart(x: Element): Rational {
  if (x.kind === "number") return x.c;
  if (x.kind === "negative" && x.args[0]?.kind === "number") return times(x.args[0].c, { n: -1n, d: 1n });
  if (x.kind !== "sum") return ZERO;
  return x.args.reduce((total, arg) => plus(total, arg.kind === "sum" ? ZERO : constantPart(arg)), ZERO);
}

/** exp(x) */
export function exp(x: Element): Element {
  const parts = termsOf(x);
  const logs = parts.filter(({ element }) => element.kind === "log");
  if (logs.length === 0) return rawExp(x);
  const rest = parts.filter(({ element }) => element.kind !== "log");
  const powers = logs.map(({ element, c }) => powered(element.args[0] as Element, c));
  return rest.length === 0 ? productOf(powers) : productOf([...powers, rawExp(combined(rest))]);
}

const combined = (parts: readonly Part[]): Element =>
  sumOf(parts.map(({ element, c }) => (c.n === c.d ? element : productOf([numberElement(c), element]))));

/** The factors of a product, each with a constant exponent, and the numbers in it. */
function factorsOf(x: Element): { readonly number: Rational; readonly factors: Part[] } {
  let number = ONE;
  const factors: Part[] = [];
  const pending: Part[] = [{ element: x, c: ONE }];
  for (let part = pending.pop(); part !== undefined; part = pending.pop()) {
    const { element, c } = part;
    const { args, kind } = element;
    const put = (arg: Element | undefined, by: Rational = c): void => {
      if (arg !== undefined) pending.push({ element: arg, c: by });
    };
    if (factors.length + pending.length > MOST_PARTS) factors.push(part);
    else if (kind === "product") for (const arg of args) put(arg);
    else if (kind === "quotient") {
      put(args[0]);
      put(args[1], { n: -c.n, d: c.d });
    } else if (kind === "power") put(args[0], times(c, element.c));
    else if (kind === "sum" && args.length === 1) put(args[0]);
    else if (kind === "negative" && c.d === 1n) {
      if (c.n % 2n !== 0n) number = times(number, { n: -1n, d: 1n });
      put(args[0]);
    } else if (kind === "number" && c.d === 1n && element.c.n !== 0n)
      number = times(number, wholePower(element.c, c.n));
    else factors.push(part);
  }
  return { number, factors };
}

const wholePower = ({ n, d }: Rational, k: bigint): Rational => {
  const [a, b] = k < 0n ? [d, n] : [n, d];
  const size = k < 0n ? -k : k;
  return b < 0n ? { n: (-a) ** size, d: (-b) ** size } : { n: a ** size, d: b ** size };
};

/** log(x), of the draw's images: which exponential a sum is divided by depends on them. */
export function log(draw: Draw, x: Element): Element {
  const { number, factors } = factorsOf(x);
  const exponentials = factors.filter(({ element }) => element.kind === "exp");
  const exponents = exponentials.map(({ element, c }) => ({ element: element.args[0] as Element, c }));
  if (number.n <= 0n) {
    const rest = exponentials.map(({ element, c }) => powered(element, { n: -c.n, d: c.d }));
    return combined([{ element: rawLog(productOf([x, ...rest])), c: ONE }, ...exponents]);
  }
  const terms = [...exponents, ...logOfNumber(number)];
  for (const { element, c } of factors) {
    if (element.kind === "exp") continue;
    if (element.kind !== "sum") terms.push({ element: rawLog(element), c });
    else
      for (const term of logOfSum(draw, element)) terms.push({ element: term.element, c: times(c, term.c) });
  }
  const [only] = terms;
  return terms.length === 1 && only?.c.n === only?.c.d ? (only as Part).element : combined(terms);
}

/** Sums whose terms have sums as denominators, inside one another, are brought to one quotient at most so often. */
const MOST_QUOTIENTS = 8;

function logOfSum(draw: Draw, sum: Element, quotients = 0): Part[] {
  const terms = termsOf(sum).map(({ element }) => factorsOf(element).factors);
  const denominators = quotients < MOST_QUOTIENTS ? commonDenominator(draw, terms) : new Map<bigint, Part>();
  const whole = productOf([sum, ...[...denominators.values()].map(({ element, c }) => powered(element, c))]);
  const units = terms.flatMap((factors) => unitsOf(draw, factors, denominators));
  const isPlain = units.every((unit) => unit.length === 0);
  let best: { readonly unit: readonly Part[]; readonly divided: Element } | undefined;
  for (const unit of isPlain ? [[]] : units.slice(0, MOST_PARTS)) {
    const divided = unit.length === 0 ? whole : quotient(whole, rawExp(combined(unit)));
    if (best === undefined || draw.image(divided, 0) < draw.image(best.divided, 0)) best = { unit, divided };
  }
  const { unit, divided } = best ?? { unit: [], divided: whole };
  const below = [...denominators.values()].flatMap(({ element, c }) =>
    logOfSum(draw, element, quotients + 1).map((part) => ({
      ...part,
      c: times(part.c, { n: -c.n, d: c.d }),
    })),
  );
  const isOne = draw.image(divided, 0) === 1n;
  return [...(isOne ? [] : [{ element: rawLog(divided), c: ONE }]), ...unit, ...below];
}

/** The sums that terms are divided by, each by its image, with the highest power. */
function commonDenominator(draw: Draw, terms: readonly (readonly Part[])[]): Map<bigint, Part> {
  const found = new Map<bigint, Part>();
  for (const { element, c } of terms.flat()) {
    if (c.n >= 0n || c.d !== 1n || element.kind !== "sum") continue;
    const key = draw.image(element, 0);
    const known = found.get(key);
    if (known === undefined || known.c.n < -c.n) found.set(key, { element, c: { n: -c.n, d: 1n } });
  }
  return found;
}

/** The exponents of the exponentials in a term, once it is multiplied by the common denominator: one list for each term. */
function unitsOf(draw: Draw, factors: readonly Part[], denominators: ReadonlyMap<bigint, Part>): Part[][] {
  const left = new Map(denominators);
  for (const { element, c } of factors) {
    if (element.kind !== "sum") continue;
    const part = left.get(draw.image(element, 0));
    if (part !== undefined && part.c.n + c.n <= 0n) left.delete(draw.image(element, 0));
  }
  let units = [exponentsOf(factors)];
  for (const { element } of left.values()) {
    const inner = termsOf(element).map((term) => exponentsOf(factorsOf(term.element).factors));
    units = units.flatMap((unit) => inner.map((other) => [...unit, ...other])).slice(0, MOST_PARTS);
  }
  return units;
}

const exponentsOf = (factors: readonly Part[]): Part[] =>
  factors.flatMap(({ element, c }) =>
    element.kind === "exp" ? [{ element: element.args[0] as Element, c }] : [],
  );

const LARGEST_FACTOR = 1000n;

/** log of a positive fraction, by the primes in it; what is left after the small ones is an atom of its own. */
function logOfNumber({ n, d }: Rational): Part[] {
  const exponents = new Map<bigint, bigint>();
  for (const [value, sign] of [
    [n, 1n],
    [d, -1n],
  ] as const) {
    let rest = value;
    for (let prime = 2n; rest > 1n && prime < LARGEST_FACTOR; prime++) {
      for (; rest % prime === 0n; rest /= prime) exponents.set(prime, (exponents.get(prime) ?? 0n) + sign);
    }
    if (rest > 1n) exponents.set(rest, (exponents.get(rest) ?? 0n) + sign);
  }
  return [...exponents].flatMap(([prime, count]) =>
    count === 0n ? [] : [{ element: atom(`log ${prime}`, []), c: { n: count, d: 1n } }],
  );
}

/** x^y */
export function pow(draw: Draw, x: Element, y: Element): Element {
  const c = constantOf(y);
  if (c !== undefined) return power(x, c);
  return exp(productOf([y, log(draw, x)]));
}

/** The number that an element without atoms is: 1/3, 1/3 - 1. */
export function constantOf({ args, c, kind }: Element): Rational | undefined {
  if (kind === "number") return c;
  if (args.length === 0 || args.length > 2) return undefined;
  const [a, b] = args.map((arg) => (arg.kind === "number" ? arg.c : constantOf(arg))); // as deep as numbers nest
  if (a === undefined || (args.length === 2 && b === undefined)) return undefined;
  if (kind === "negative") return times(a, { n: -1n, d: 1n });
  if (b === undefined) return undefined;
  if (kind === "sum") return plus(a, b);
  if (kind === "product") return times(a, b);
  return kind === "quotient" && b.n !== 0n ? times(a, inverseOf(b)) : undefined;
}

const inverseOf = ({ n, d }: Rational): Rational => (n < 0n ? { n: -d, d: -n } : { n: d, d: n });

/** x^c for a constant c; the squares of numbers have their roots. */
export function power(x: Element, c: Rational): Element {
  if (c.n === 0n) return numberElement(ONE);
  if (c.d === 1n) return powered(x, c);
  const { number, factors } = factorsOf(x);
  const root = c.d === 2n && number.n > 0n ? squareRoot(number) : undefined;
  if (root === undefined) return powered(x, c);
  return productOf([
    powered(numberElement(root), { n: c.n, d: 1n }),
    ...factors.map((f) => powered(f.element, times(f.c, c))),
  ]);
}

function squareRoot({ n, d }: Rational): Rational | undefined {
  const [a, b] = [wholeRoot(n), wholeRoot(d)];
  return a === undefined || b === undefined ? undefined : { n: a, d: b };
}

function wholeRoot(n: bigint): bigint | undefined {
  let root = BigInt(Math.floor(Math.sqrt(Number(n))));
  for (let step = 0; step < 8 && root > 0n; step++) root = (root + n / root) / 2n;
  return root * root === n ? root : undefined;
}
