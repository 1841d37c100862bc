/** What formulas are worth, by plain loops over numbers: the judge of whether an error makes a difference. */
import type { Formula } from "./formula";

/** A scalar, a column or a matrix. */
export interface Grid {
  readonly rows: number;
  readonly columns: number;
  readonly at: (i: number, j: number) => number;
}

export interface Values {
  readonly of: (name: string) => Grid | undefined;
  readonly call: (name: string, primes: number, x: number) => number;
}

const f = (text: string): number => {
  const [above, below] = text.split("/").map(Number) as [number, number?];
  return below === undefined ? above : above / below;
};

const scalar = (x: number): Grid => ({ rows: 1, columns: 1, at: () => x });

/** A formula of whole matrices and columns; undefined where shapes do not fit. */
export function gridOf(formula: Formula, values: Values): Grid | undefined {
  switch (formula.kind) {
    case "name": {
      const grid = values.of(formula.name);
      return grid && (formula.transposed ? turned(grid) : grid);
    }
    case "number":
      return scalar(f(formula.text));
    case "call": {
      const x = gridOf(formula.x, values);
      return x && { ...x, at: (i, j) => values.call(formula.of, formula.primes, x.at(i, j)) };
    }
    case "square": {
      const x = gridOf(formula.x, values);
      return x && { ...x, at: (i, j) => x.at(i, j) ** 2 };
    }
    case "transpose": {
      const x = gridOf(formula.x, values);
      return x && turned(x);
    }
    case "over":
      return undefined;
    case "sum":
      return formula.terms
        .map((term) => gridOf(term, values))
        .reduce<Grid | undefined>((total, each, k) => {
          const sign = formula.minus[k] ? -1 : 1;
          const own = each && { ...each, at: (i: number, j: number) => sign * each.at(i, j) };
          return k === 0 ? own : entrywise(total, own, (a, b) => a + b);
        }, undefined);
    case "product":
      return formula.factors
        .map((each) => gridOf(each, values))
        .reduce<Grid | undefined>((total, each, k) => {
          if (k === 0) return each;
          const isScalar = [total, each].some((grid) => grid?.rows === 1 && grid.columns === 1);
          if (formula.joint === "entrywise" || isScalar) return entrywise(total, each, (a, b) => a * b);
          return matrixProduct(total, each);
        }, undefined);
  }
}

const turned = ({ at, columns, rows }: Grid): Grid => ({
  rows: columns,
  columns: rows,
  at: (i, j) => at(j, i),
});

function entrywise(
  a: Grid | undefined,
  b: Grid | undefined,
  call: (x: number, y: number) => number,
): Grid | undefined {
  if (a === undefined || b === undefined) return undefined;
  const isScalar = (grid: Grid): boolean => grid.rows === 1 && grid.columns === 1;
  if (!isScalar(a) && !isScalar(b) && (a.rows !== b.rows || a.columns !== b.columns)) return undefined;
  const larger = isScalar(a) ? b : a;
  return { rows: larger.rows, columns: larger.columns, at: (i, j) => call(a.at(i, j), b.at(i, j)) };
}

function matrixProduct(a: Grid | undefined, b: Grid | undefined): Grid | undefined {
  if (a === undefined || b === undefined || a.columns !== b.rows) return undefined;
  const at = (i: number, j: number): number => {
    let total = 0;
    for (let k = 0; k < a.columns; k++) total += a.at(i, k) * b.at(k, j);
    return total;
  };
  return { rows: a.rows, columns: b.columns, at };
}

/** A formula of entries, for one choice of its letters; NaN where a letter has no meaning or leaves its axis. */
export function entryOf(
  formula: Formula,
  values: Values,
  at: Readonly<Record<string, number>>,
  size: number,
): number {
  switch (formula.kind) {
    case "name": {
      const grid = values.of(formula.name);
      const [i = 0, j = 0] = [...formula.letters].map((letter) => at[letter] ?? Number.NaN);
      if (grid === undefined || !(i < grid.rows) || !(j < grid.columns)) return Number.NaN;
      return grid.at(i, j);
    }
    case "number":
      return f(formula.text);
    case "call":
      return values.call(formula.of, formula.primes, entryOf(formula.x, values, at, size));
    case "square":
      return entryOf(formula.x, values, at, size) ** 2;
    case "transpose":
      return Number.NaN;
    case "sum":
      return formula.terms.reduce(
        (total, term, k) => total + (formula.minus[k] ? -1 : 1) * entryOf(term, values, at, size),
        0,
      );
    case "product":
      return formula.factors.reduce((total, each) => total * entryOf(each, values, at, size), 1);
    case "over": {
      let total = 0;
      for (let k = 0; k < size; k++) {
        const term = entryOf(formula.x, values, { ...at, [formula.letter]: k }, size);
        if (!Number.isNaN(term)) total += term;
      }
      return total;
    }
  }
}
