import { commonMultiple, fraction, negative, ONE, plus, quotient, type Rational, ZERO } from "./rational";

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
 * x >= 0 with the sum of x_k times the columns equal to (0, ..., 0, 1), or prices that prove that there is none. Bland's rule: it
 * ends. The tableau holds whole numbers over one denominator (Edmonds 1967), so no step reduces fractions.
 */
function phaseOne(
  columns: readonly Column[],
  rows: number,
): { readonly values: Rational[] | undefined; readonly prices: Rational[] } {
  const width = columns.length;
  const last = width + rows;
  const scales = columns.map(({ entries }) => entries.reduce((scale, { d }) => commonMultiple(scale, d), 1n));
  // scaled columns, one artificial for each row, the right side
  const table = Array.from({ length: rows }, (_, r) => [
    ...columns.map(({ entries }, k) => scaledBy(entries[r] as Rational, scales[k] as bigint)), // one for each
    ...Array.from({ length: rows }, (_, k) => (k === r ? 1n : 0n)),
    r === rows - 1 ? 1n : 0n,
  ]);
  const basis = Array.from({ length: rows }, (_, r) => width + r);
  // reduced costs of the sum of the artificials
  const cost = Array.from({ length: last + 1 }, (_, k) =>
    k >= width && k < last ? 0n : -table.reduce((total, row) => total + (row[k] as bigint), 0n),
  );
  let denominator = 1n;
  for (;;) {
    const entering = cost.findIndex((each, k) => k < width && each < 0n);
    const leaving = entering === -1 ? -1 : leavingRow(table, basis, entering, last);
    if (leaving === -1) break;
    denominator = pivot([...table, cost], leaving, entering, denominator);
    basis[leaving] = entering;
  }
  const values = columns.map(() => ZERO);
  for (const [r, k] of basis.entries()) {
    const scale = scales[k];
    if (scale !== undefined) values[k] = fraction((table[r]?.[last] as bigint) * scale, denominator);
  }
  const prices = Array.from({ length: rows }, (_, r) =>
    fraction(denominator - (cost[width + r] as bigint), denominator),
  );
  return { values: cost[last] === 0n ? values : undefined, prices };
}

/** The row of the least ratio, of equal ones that of the first basic column; -1 if the column bounds nothing. */
function leavingRow(
  table: readonly (readonly bigint[])[],
  basis: readonly number[],
  entering: number,
  last: number,
): number {
  let leaving = -1;
  let [most, divisor] = [0n, 1n]; // the least ratio so far
  for (const [r, row] of table.entries()) {
    const [entry, right] = [row[entering] as bigint, row[last] as bigint];
    if (entry <= 0n) continue;
    const order = leaving === -1 ? -1n : right * divisor - most * entry;
    if (order > 0n || (order === 0n && (basis[r] as number) > (basis[leaving] as number))) continue;
    leaving = r;
    [most, divisor] = [right, entry];
  }
  return leaving;
}

/** Eliminates a column from all rows but one; all divisions by the old denominator are exact. The new denominator. */
function pivot(rows: readonly bigint[][], r: number, k: number, denominator: bigint): bigint {
  const own = rows[r] as bigint[];
  const divisor = own[k] as bigint; // above 0
  for (const row of rows) {
    if (row === own) continue;
    const by = row[k] as bigint;
    for (const [j, each] of row.entries()) row[j] = (each * divisor - by * (own[j] as bigint)) / denominator;
  }
  return divisor;
}

const scaledBy = ({ n, d }: Rational, scale: bigint): bigint => n * (scale / d);
