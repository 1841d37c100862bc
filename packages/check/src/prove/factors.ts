import { type Rational, rational } from "@chainrule/graph";
import { type Element, numberElement, productOf, sumOf } from "./element";

const { ONE, plus, fraction: reduced, times, ZERO } = rational;

/*
 * Sums as terms with constant coefficients, and products as factors with constant exponents.
 */

/** Sums and products are taken apart into at most so many parts. */
export const MOST_PARTS = 256;

/** A term c x of a sum, or a factor x^c of a product. */
export interface Part {
  readonly element: Element;
  readonly c: Rational;
}

const MINUS_ONE: Rational = { n: -1n, d: 1n };
export const reciprocalOf = ({ n, d }: Rational): Rational => (n < 0n ? { n: -d, d: -n } : { n: d, d: n });

/** The terms of a sum, each with a constant coefficient. */
export function termsOf(x: Element): Part[] {
  const found: Part[] = [];
  const pending: Part[] = [{ element: x, c: ONE }];
  for (let part = pending.pop(); part !== undefined; part = pending.pop()) {
    const { element, c } = part;
    const { args, kind } = element;
    if (found.length + pending.length > MOST_PARTS) found.push(part);
    else if (kind === "sum") for (const arg of [...args].reverse()) pending.push({ element: arg, c });
    else if (kind === "negative") pending.push({ element: args[0] as Element, c: times(c, MINUS_ONE) });
    else if (kind === "quotient" && args[1]?.kind === "number" && args[1].c.n !== 0n)
      pending.push({ element: args[0] as Element, c: times(c, reciprocalOf(args[1].c)) });
    else if (kind === "product") found.push(...termsOfProduct(element, c, pending));
    else found.push(part);
  }
  return found;
}

/** A product of numbers and one other factor goes on; one with a sum of a number and logarithms is multiplied out. */
function termsOfProduct(x: Element, c: Rational, pending: Part[]): Part[] {
  const numbers = x.args.filter(({ kind }) => kind === "number");
  const others = x.args.filter(({ kind }) => kind !== "number");
  const total = numbers.reduce((product, number) => times(product, number.c), c);
  const [a, b] = others;
  if (others.length === 1 && a !== undefined) pending.push({ element: a, c: total });
  else if (others.length === 2 && a !== undefined && b !== undefined && (hasLog(a) || hasLog(b))) {
    const [factor, logs] = hasLog(b) ? [a, b] : [b, a];
    const constant = constantTerm(factor);
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

function constantTerm(x: Element): Rational {
  if (x.kind === "number") return x.c;
  if (x.kind === "negative" && x.args[0]?.kind === "number") return times(x.args[0].c, MINUS_ONE);
  if (x.kind !== "sum") return ZERO;
  return x.args.reduce((total, arg) => plus(total, arg.kind === "sum" ? ZERO : constantTerm(arg)), ZERO);
}

/** A sum of terms with their coefficients. */
export const combined = (parts: readonly Part[]): Element => {
  const terms = parts.map(({ element, c }) =>
    c.n === c.d ? element : productOf([numberElement(c), element]),
  );
  const [only] = terms;
  return terms.length === 1 && only !== undefined ? only : sumOf(terms);
};

/** The number that divides all coefficients of a sum, positive, and the sum over it. */
export function primitive(x: Element): { readonly content: Rational; readonly element: Element } {
  const terms = termsOf(x);
  const content = terms
    .map(({ c, element }) => (element.kind === "number" ? times(c, element.c) : c))
    .reduce(commonFactor, ZERO);
  if (content.n === 0n || content.n === content.d) return { content: ONE, element: x };
  const inverse = reciprocalOf(content);
  return { content, element: combined(terms.map(({ c, element }) => ({ element, c: times(c, inverse) }))) };
}

const size = (n: bigint): bigint => (n < 0n ? -n : n);

/** The largest positive number of which both are whole multiples. */
function commonFactor(a: Rational, b: Rational): Rational {
  let [x, y] = [size(a.n * b.d), size(b.n * a.d)];
  while (y !== 0n) [x, y] = [y, x % y];
  return reduced(x, a.d * b.d);
}

/** A product as a number, factors, and absolute values of factors, each with a constant exponent. */
export interface Factors {
  readonly number: Rational;
  readonly plain: readonly Part[];
  readonly absolute: readonly Part[];
}

export function factorsOf(x: Element): Factors {
  let number = ONE;
  const plain: Part[] = [];
  const absolute: Part[] = [];
  const pending: { readonly element: Element; readonly n: bigint }[] = [{ element: x, n: 1n }];
  for (let part = pending.pop(); part !== undefined; part = pending.pop()) {
    const { element, n } = part;
    const { args, kind } = element;
    const put = (arg: Element | undefined, by: bigint = n): void => {
      if (arg !== undefined) pending.push({ element: arg, n: by });
    };
    const isReal = args.every(({ range }) => range !== undefined); // laws of absolute values are laws of real numbers
    if (!isReal || plain.length + pending.length > MOST_PARTS) plain.push({ element, c: { n, d: 1n } });
    else if (kind === "product") for (const arg of args) put(arg);
    else if (kind === "quotient") {
      put(args[0]);
      put(args[1], -n);
    } else if (kind === "power") put(args[0], n * element.c.n);
    else if (kind === "sum" && args.length === 1) put(args[0]);
    else if (kind === "modulus")
      absolute.push({ element: args[0] as Element, c: times(element.c, { n, d: 1n }) });
    else if (kind === "negative") {
      if (n % 2n !== 0n) number = times(number, MINUS_ONE);
      put(args[0]);
    } else if (kind === "number" && element.c.n !== 0n) number = times(number, wholePower(element.c, n));
    else if (kind === "sum") {
      const { content, element: rest } = primitive(element);
      number = times(number, wholePower(content, n));
      plain.push({ element: rest, c: { n, d: 1n } });
    } else plain.push({ element, c: { n, d: 1n } });
  }
  return { number, plain, absolute };
}

function wholePower(x: Rational, n: bigint): Rational {
  const base = n < 0n ? reciprocalOf(x) : x;
  return { n: base.n ** size(n), d: base.d ** size(n) };
}

/** The number that an element is; sums, products and quotients of numbers are numbers. */
export const constantOf = ({ c, kind }: Element): Rational | undefined => (kind === "number" ? c : undefined);

const LARGEST_FACTOR = 1000n;

/** The prime factors of a positive fraction with their exponents; what is left after the small ones counts as one. */
export function primeFactors({
  n,
  d,
}: Rational): readonly { readonly prime: bigint; readonly exponent: bigint }[] {
  const exponents = new Map<bigint, bigint>();
  const add = (factor: bigint, count: bigint): void => {
    exponents.set(factor, (exponents.get(factor) ?? 0n) + count);
  };
  for (const [value, sign] of [
    [n, 1n],
    [d, -1n],
  ] as const) {
    let rest = value;
    for (let prime = 2n; rest > 1n && prime < LARGEST_FACTOR; prime++)
      for (; rest % prime === 0n; rest /= prime) add(prime, sign);
    const root = wholeRoot(rest);
    if (rest > 1n) add(root ?? rest, root === undefined ? sign : 2n * sign);
  }
  return [...exponents].flatMap(([prime, exponent]) => (exponent === 0n ? [] : [{ prime, exponent }]));
}

function wholeRoot(n: bigint): bigint | undefined {
  if (n < 4n) return undefined;
  let root = 1n << BigInt(Math.ceil(n.toString(2).length / 2));
  for (let next = (root + n / root) / 2n; next < root; next = (root + n / root) / 2n) root = next;
  return root * root === n ? root : undefined;
}
