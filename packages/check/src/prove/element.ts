import { type Rational, rational } from "@chainrule/graph";

const { negative: minus, ONE, plus, fraction: reduced, times, ZERO } = rational;

/**
 * A quantity whose images in the fields of a chain are computed when they are asked for. It remembers what it is made of, so
 * that exp finds logarithms in its argument and log finds factors.
 */
export interface Element {
  readonly kind: ElementKind;
  readonly args: readonly Element[];
  /** A number's value, or a power's exponent. */
  readonly c: Rational;
  /** What an atom is called. */
  readonly name: string;
  /** The image in the field at each level, as far as known. */
  readonly images: (bigint | undefined)[];
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
  /** A constant power, of exponent c. */
  | "power"
  /** exp of an argument without logarithms. */
  | "exp"
  /** log of an argument without a factor exp. */
  | "log";

const element = (
  kind: ElementKind,
  args: readonly Element[],
  [top, bottom]: readonly [number, number],
  more: { readonly c?: Rational; readonly name?: string } = {},
): Element => ({ kind, args, c: more.c ?? ONE, name: more.name ?? "", images: [], top, bottom });

export const numberElement = (c: Rational): Element => element("number", [], [0, 0], { c });
export const ROOT_OF_MINUS_ONE = (): Element => element("i", [], [0, 0]);
export const atom = (name: string, args: readonly Element[]): Element =>
  element("atom", args, [1, 0], { name });
export const rawExp = (x: Element): Element => element("exp", [x], [1, 0]);
export const rawLog = (x: Element): Element => element("log", [x], [1, 0]);

const isNumber = ({ kind }: Element): boolean => kind === "number";

export const negative = (x: Element): Element =>
  isNumber(x) ? numberElement(minus(x.c)) : element("negative", [x], [x.top, x.bottom]);

export function sumOf(terms: readonly Element[]): Element {
  if (terms.every(isNumber)) return numberElement(terms.reduce((total, { c }) => plus(total, c), ZERO));
  let [top, bottom] = [0, 0];
  for (const term of terms) {
    top = Math.max(top + term.bottom, term.top + bottom);
    bottom += term.bottom;
  }
  return element("sum", terms, [top, bottom]);
}

export function productOf(factors: readonly Element[]): Element {
  if (factors.every(isNumber)) return numberElement(factors.reduce((total, { c }) => times(total, c), ONE));
  const total = (degree: (x: Element) => number): number => factors.reduce((sum, x) => sum + degree(x), 0);
  return element("product", factors, [total((x) => x.top), total((x) => x.bottom)]);
}

export function quotient(a: Element, b: Element): Element {
  if (isNumber(a) && isNumber(b) && b.c.n !== 0n) return numberElement(reduced(a.c.n * b.c.d, a.c.d * b.c.n));
  return element("quotient", [a, b], [a.top + b.bottom, a.bottom + b.top]);
}

export function powered(x: Element, c: Rational): Element {
  const size = Math.abs(Number(c.n) / Number(c.d));
  const [top, bottom] = c.n < 0n ? [x.bottom, x.top] : [x.top, x.bottom];
  return element("power", [x], [size * top, size * bottom], { c });
}
