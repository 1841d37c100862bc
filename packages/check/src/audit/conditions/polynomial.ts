import { type Rational, rational } from "@chainrule/graph";

const { absolute, isOne, negative, ONE, plus, times } = rational;

/** A sum of products of unknowns with exact coefficients, by product: "" for none, `W_1`, `W_1*X_1`. */
export type Polynomial = ReadonlyMap<string, Rational>;

const JOINED = "*";

export const constantPolynomial = (value: Rational): Polynomial =>
  new Map(value.n === 0n ? [] : [["", value]]);
export const unknown = (name: string): Polynomial => new Map([[name, ONE]]);

export function sum(...parts: readonly Polynomial[]): Polynomial {
  const terms = new Map<string, Rational>();
  for (const part of parts) {
    for (const [product, coefficient] of part) {
      const own = terms.get(product);
      const total = own === undefined ? coefficient : plus(own, coefficient);
      if (total.n === 0n) terms.delete(product);
      else terms.set(product, total);
    }
  }
  return terms;
}

export const scaled = (a: Polynomial, by: Rational): Polynomial =>
  by.n === 0n
    ? new Map()
    : new Map([...a].map(([product, coefficient]) => [product, times(coefficient, by)]));

export const difference = (a: Polynomial, b: Polynomial): Polynomial => sum(a, scaled(b, negative(ONE)));

export function product(a: Polynomial, b: Polynomial): Polynomial {
  let total: Polynomial = new Map();
  for (const [x, p] of a)
    total = sum(
      total,
      new Map([...b].map(([y, q]) => [[...factors(x), ...factors(y)].sort().join(JOINED), times(p, q)])),
    );
  return total;
}

export const factors = (of: string): string[] => (of === "" ? [] : of.split(JOINED));

/** The number that it is; undefined if it has unknowns. */
export function constantIn(a: Polynomial): Rational | undefined {
  if (a.size === 0) return rational.ZERO;
  return a.size === 1 ? a.get("") : undefined;
}

/** Whether no two unknowns are multiplied. */
export const isLinear = (a: Polynomial): boolean => [...a.keys()].every((each) => !each.includes(JOINED));

/** The unknowns in it, in their order of appearance. */
export const unknownsIn = (a: Polynomial): string[] => [...new Set([...a.keys()].flatMap(factors))];

/** With numbers in place of some unknowns. */
export function substituted(a: Polynomial, values: ReadonlyMap<string, Rational>): Polynomial {
  let total: Polynomial = new Map();
  for (const [key, coefficient] of a) {
    let value = coefficient;
    const left: string[] = [];
    for (const name of factors(key)) {
      const known = values.get(name);
      if (known === undefined) left.push(name);
      else value = times(value, known);
    }
    if (value.n !== 0n) total = sum(total, new Map([[left.join(JOINED), value]]));
  }
  return total;
}

/** A fraction as people write it: a decimal where that is short, else n/d. */
export const rationalText = (a: Rational): string => rational.decimalText(a, 12) ?? `${a.n}/${a.d}`;

/** `W_1 + W_2 - 2 theta`. */
export function polynomialText(a: Polynomial): string {
  if (a.size === 0) return "0";
  const terms = [...a].sort(
    ([x], [y]) => Number(x === "") - Number(y === "") || Number(x > y) - Number(x < y),
  );
  return terms
    .map(([key, coefficient], k) => {
      const size = absolute(coefficient);
      const sign = coefficient.n < 0n ? (k === 0 ? "-" : " - ") : k === 0 ? "" : " + ";
      const letters = factors(key).join(" ");
      return `${sign}${key === "" ? rationalText(size) : isOne(size) ? letters : `${rationalText(size)} ${letters}`}`;
    })
    .join("");
}
