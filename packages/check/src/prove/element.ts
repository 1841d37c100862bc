import { type Rational, rational } from "@chainrule/graph";
import type { Value } from "./algebra";
import {
  absoluteRange,
  exponentialRange,
  intersection,
  logarithmRange,
  negated,
  POSITIVE,
  powerOfRange,
  productOfRanges,
  type Range,
  REALS,
  range,
  rangeOfFraction,
  reciprocal,
  sumOfRanges,
} from "./range";

const { negative: minus, ONE, plus, fraction: reduced, times, ZERO } = rational;

/**
 * A quantity whose images in the fields of a chain are computed when they are asked for. It remembers what it is made of, so
 * that exp finds logarithms in its argument and log finds factors.
 */
export interface Element {
  readonly kind: ElementKind;
  readonly args: readonly Element[];
  /** A number's value, or the exponent of a power. */
  readonly c: Rational;
  /** What an atom is called. */
  readonly name: string;
  /** The image in the field at each level, as far as known. */
  readonly images: (Value | undefined)[];
  /** Where its values lie, by its form alone; undefined for what is not real. */
  readonly range: Range | undefined;
  /** Degrees of numerator and denominator as a quotient of polynomials in symbols and atoms: upper bounds. */
  readonly top: number;
  readonly bottom: number;
}

export type ElementKind =
  | "number"
  | "i"
  /** The same random element whenever name and arguments are the same. */
  | "atom"
  | "sum"
  | "negative"
  | "product"
  | "quotient"
  /** A whole power, of exponent c. */
  | "power"
  /** |x|^c for any constant c. */
  | "modulus"
  /** exp of an argument without logarithms. */
  | "exp"
  /** log |x| for an x without a factor exp. */
  | "log";

interface More {
  readonly c?: Rational;
  readonly name?: string;
}

const element = (
  kind: ElementKind,
  args: readonly Element[],
  [top, bottom]: readonly [number, number],
  values: Range | undefined,
  more: More = {},
): Element => ({
  kind,
  args,
  c: more.c ?? ONE,
  name: more.name ?? "",
  images: [],
  range: values,
  top,
  bottom,
});

export const numberElement = (c: Rational): Element =>
  element("number", [], [0, 0], rangeOfFraction(c.n, c.d), { c });
export const WHOLE = (n: number): Element => numberElement({ n: BigInt(n), d: 1n });
export const ROOT_OF_MINUS_ONE = (): Element => element("i", [], [0, 0], undefined);
export const atom = (name: string, args: readonly Element[], values: Range = REALS): Element =>
  element("atom", args, [1, 0], values, { name });

/** The element with values of which more is known than its form tells; real, if its form does not tell. */
export const within = (x: Element, values: Range): Element => ({
  ...x,
  range: x.range === undefined ? values : intersection(x.range, values),
});

const map = (x: Range | undefined, f: (x: Range) => Range): Range | undefined =>
  x === undefined ? undefined : f(x);
const both = (
  a: Range | undefined,
  b: Range | undefined,
  f: (a: Range, b: Range) => Range,
): Range | undefined => (a === undefined || b === undefined ? undefined : f(a, b));

export const rawExp = (x: Element): Element => element("exp", [x], [1, 0], map(x.range, exponentialRange));
export const rawLog = (x: Element): Element =>
  element(
    "log",
    [x],
    [1, 0],
    map(x.range, (values) => logarithmRange(absoluteRange(values))),
  );

const isNumber = ({ kind }: Element): boolean => kind === "number";

export const negative = (x: Element): Element =>
  isNumber(x)
    ? numberElement(minus(x.c))
    : x.kind === "negative"
      ? (x.args[0] as Element) // a negative has one
      : element("negative", [x], [x.top, x.bottom], map(x.range, negated));

export function sumOf(terms: readonly Element[]): Element {
  if (terms.every(isNumber)) return numberElement(terms.reduce((total, { c }) => plus(total, c), ZERO));
  let [top, bottom] = [0, 0];
  let values: Range | undefined = range(0, 0);
  for (const term of terms) {
    top = Math.max(top + term.bottom, term.top + bottom);
    bottom += term.bottom;
    values = both(values, term.range, sumOfRanges);
  }
  return element("sum", terms, [top, bottom], values);
}

export function productOf(factors: readonly Element[]): Element {
  if (factors.every(isNumber)) return numberElement(factors.reduce((total, { c }) => times(total, c), ONE));
  const total = (degree: (x: Element) => number): number => factors.reduce((sum, x) => sum + degree(x), 0);
  return element("product", factors, [total((x) => x.top), total((x) => x.bottom)], productRange(factors));
}

/** Two factors that are one thing make a square. */
function productRange(factors: readonly Element[]): Range | undefined {
  const counts = new Map<Element, number>();
  for (const factor of factors) counts.set(factor, (counts.get(factor) ?? 0) + 1);
  let values: Range | undefined = range(1, 1);
  for (const [factor, count] of counts)
    values = both(
      values,
      map(factor.range, (each) => wholePowerRange(each, BigInt(count))),
      productOfRanges,
    );
  return values;
}

/** The range of x^n for whole n. */
export function wholePowerRange(x: Range, n: bigint): Range {
  if (n === 1n) return x;
  const size = powerOfRange(absoluteRange(x), Number(n));
  if (n % 2n === 0n) return size;
  return x.low >= 0 ? size : x.high <= 0 ? negated(size) : REALS;
}

export function quotient(a: Element, b: Element): Element {
  if (isNumber(a) && isNumber(b) && b.c.n !== 0n) return numberElement(reduced(a.c.n * b.c.d, a.c.d * b.c.n));
  const values = both(a.range, map(b.range, reciprocal), productOfRanges);
  return element("quotient", [a, b], [a.top + b.bottom, a.bottom + b.top], values);
}

const degrees = (x: Element, { d, n }: Rational): readonly [number, number] => {
  const size = Math.abs(Number(n) / Number(d));
  return n < 0n ? [size * x.bottom, size * x.top] : [size * x.top, size * x.bottom];
};

/** x^n for whole n. */
export function powered(x: Element, n: bigint): Element {
  const c = { n, d: 1n };
  if (n === 0n) return numberElement(ONE);
  if (n === 1n) return x;
  if (isNumber(x) && n > 0n && n <= 64n) return numberElement({ n: x.c.n ** n, d: x.c.d ** n });
  return element(
    "power",
    [x],
    degrees(x, c),
    map(x.range, (values) => wholePowerRange(values, n)),
    { c },
  );
}

/** |x|^c as it stands: for whoever has taken x apart already. */
export const rawModulus = (x: Element, c: Rational): Element =>
  element(
    "modulus",
    [x],
    degrees(x, c),
    intersection(
      powerOfRange(absoluteRange(x.range ?? REALS), Number(c.n) / Number(c.d)),
      c.n < 0n ? POSITIVE : range(0, Number.POSITIVE_INFINITY),
    ),
    { c },
  );
