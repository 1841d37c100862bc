import { minus, negative, ONE, plus, quotient, type Rational, signOf, times, ZERO } from "./rational";

/**
 * A condition on unknowns: the sum of the coefficients times their unknowns (of "", a number alone) is above 0, at least 0,
 * or 0. Products of unknowns count as unknowns.
 */
export interface Constraint {
  readonly polynomial: ReadonlyMap<string, Rational>;
  readonly sign: ">" | ">=" | "=";
}

export type Feasibility =
  /** The sum of the constraints times these numbers is 0 > 0, or a negative number that is at least 0. */
  | { readonly kind: "contradiction"; readonly multipliers: readonly Rational[] }
  /** Values that satisfy all of them. */
  | { readonly kind: "point"; readonly at: ReadonlyMap<string, Rational> };

interface Column {
  readonly entries: readonly Rational[];
  /** Which constraint it multiplies; -1 for the slack. */
  readonly of: number;
  readonly isNegative: boolean;
}

/**
 * Whether constraints can hold together: exactly, by Motzkin's theorem of the alternative. They cannot if and only if there are
 * multipliers, at least 0 for inequalities, with a sum without unknowns and a constant below 0, or 0 with some strict one among them.
 * (Schrijver, Theory of Linear and Integer Programming, section 7.8.) Phase one of the simplex method finds the multipliers, or else
 * its dual prices are a point.
 * @example feasibility([{ polynomial: new Map([["x", rational.ONE]]), sign: ">" }]).kind // "point"
 */
export function feasibility(constraints: readonly Constraint[]): Feasibility {
  const unknowns = [...new Set(constraints.flatMap(({ polynomial }) => [...polynomial.keys()]))].filter(
    (key) => key !== "",
  );
  const columns: Column[] = constraints.flatMap(({ polynomial, sign }, of) => {
    const entries = [
      ...unknowns.map((key) => polynomial.get(key) ?? ZERO),
      polynomial.get("") ?? ZERO,
      sign === ">" ? ONE : ZERO,
    ];
    const own: Column = { entries, of, isNegative: false };
    return sign === "=" ? [own, { entries: entries.map(negative), of, isNegative: true }] : [own];
  });
  columns.push({ entries: [...unknowns.map(() => ZERO), ONE, ONE], of: -1, isNegative: false });
  const { prices, values } = phaseOne(columns, unknowns.length + 2);
  if (values !== undefined) {
    const multipliers = constraints.map(() => ZERO);
    for (const [k, { isNegative, of }] of columns.entries()) {
      const value = values[k] as Rational;
      if (of >= 0) multipliers[of] = plus(multipliers[of] as Rational, isNegative ? negative(value) : value);
    }
    return { kind: "contradiction", multipliers };
  }
  // prices y: y . column <= 0 for each column and y . rhs > 0; the price of the constants' row scales the point
  const scale = negative(prices[unknowns.length] as Rational);
  return {
    kind: "point",
    at: new Map(unknowns.map((key, k) => [key, quotient(negative(prices[k] as Rational), scale)])),
  };
}

/**
 * x >= 0 with the sum of x_k times the columns equal to (0, ..., 0, 1), or prices that prove that there is none. Bland's rule: it ends.
 */
function phaseOne(
  columns: readonly Column[],
  rows: number,
): { readonly values: Rational[] | undefined; readonly prices: Rational[] } {
  // the tableau: columns, one artificial for each row, the right side
  const width = columns.length;
  const table = Array.from({ length: rows }, (_, r) => [
    ...columns.map(({ entries }) => entries[r] as Rational),
    ...Array.from({ length: rows }, (_, k) => (k === r ? ONE : ZERO)),
    r === rows - 1 ? ONE : ZERO,
  ]);
  const basis = Array.from({ length: rows }, (_, r) => width + r);
  const last = width + rows;
  // reduced costs of the sum of the artificials
  const cost = Array.from({ length: last + 1 }, (_, k) =>
    k >= width && k < last
      ? ZERO
      : negative(table.reduce((total, row) => plus(total, row[k] as Rational), ZERO)),
  );
  for (;;) {
    const entering = cost.findIndex((each, k) => k < width && signOf(each) < 0);
    if (entering === -1) break;
    let leaving = -1;
    let least: Rational | undefined;
    for (const [r, row] of table.entries()) {
      const pivot = row[entering] as Rational;
      if (signOf(pivot) <= 0) continue;
      const ratio = quotient(row[last] as Rational, pivot);
      const order = least === undefined ? -1 : signOf(minus(ratio, least));
      if (order < 0 || (order === 0 && (basis[r] as number) < (basis[leaving] as number)))
        [leaving, least] = [r, ratio];
    }
    if (leaving === -1) break; // cannot be: the sum of the artificials is at least 0
    pivot(table, cost, leaving, entering);
    basis[leaving] = entering;
  }
  const isFeasible = signOf(cost[last] as Rational) === 0;
  const values = columns.map(() => ZERO);
  for (const [r, k] of basis.entries()) if (k < width) values[k] = (table[r] as Rational[])[last] as Rational;
  const prices = Array.from({ length: rows }, (_, r) => minus(ONE, cost[width + r] as Rational));
  return { values: isFeasible ? values : undefined, prices };
}

function pivot(table: Rational[][], cost: Rational[], r: number, k: number): void {
  const divisor = (table[r] as Rational[])[k] as Rational;
  const row = (table[r] as Rational[]).map((each) => quotient(each, divisor));
  table[r] = row;
  for (const other of [...table.filter((each) => each !== row), cost]) {
    const by = other[k] as Rational;
    if (by.n === 0n) continue;
    for (const [j, each] of row.entries()) other[j] = minus(other[j] as Rational, times(by, each));
  }
}
