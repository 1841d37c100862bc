/*
 * A reader of matrix notation as a person reads it, and its value; it shares nothing with the printer. Vectors are columns.
 * Ones and the identity have the size that their place asks for.
 */

/** Rows and columns, undefined where the place decides, and the entries. */
export interface Matrix {
  readonly rows: number | undefined;
  readonly columns: number | undefined;
  readonly at: (i: number, j: number) => number;
}

export const matrixOf = (rows: number, columns: number, data: ArrayLike<number>): Matrix => ({
  rows,
  columns,
  at: (i, j) => data[i * columns + j] as number,
});

const number = (value: number): Matrix => ({ rows: 1, columns: 1, at: () => value });
const ONES: Matrix = { rows: undefined, columns: 1, at: () => 1 };
const IDENTITY: Matrix = { rows: undefined, columns: undefined, at: (i, j) => (i === j ? 1 : 0) };
const isNumber = ({ rows, columns }: Matrix): boolean => rows === 1 && columns === 1;

const transposed = ({ at, columns, rows }: Matrix): Matrix => ({
  rows: columns,
  columns: rows,
  at: (i, j) => at(j, i),
});
const mapped = (a: Matrix, f: (x: number) => number): Matrix => ({ ...a, at: (i, j) => f(a.at(i, j)) });

const total = (count: number | undefined, term: (k: number) => number): number => {
  if (count === undefined) throw new Error("a sum of unknown length");
  let sum = 0;
  for (let k = 0; k < count; k++) sum += term(k);
  return sum;
};

function same(a: number | undefined, b: number | undefined): number | undefined {
  if (a !== undefined && b !== undefined && a !== b) throw new Error(`sizes ${a} and ${b}`);
  return a ?? b;
}

function entrywise(a: Matrix, b: Matrix, f: (x: number, y: number) => number): Matrix {
  if (isNumber(b)) return mapped(a, (x) => f(x, b.at(0, 0)));
  if (isNumber(a)) return mapped(b, (y) => f(a.at(0, 0), y));
  const [rows, columns] = [same(a.rows, b.rows), same(a.columns, b.columns)];
  return { rows, columns, at: (i, j) => f(a.at(i, j), b.at(i, j)) };
}

function product(a: Matrix, b: Matrix): Matrix {
  if (isNumber(a) || isNumber(b)) return entrywise(a, b, (x, y) => x * y);
  if (a === IDENTITY || b === IDENTITY) return a === IDENTITY ? b : a;
  const inner = same(a.columns, b.rows);
  return { rows: a.rows, columns: b.columns, at: (i, j) => total(inner, (k) => a.at(i, k) * b.at(k, j)) };
}

function diagonal(a: Matrix): Matrix {
  if (a.columns !== 1) return { rows: a.rows, columns: 1, at: (i) => a.at(i, i) };
  return { rows: a.rows, columns: a.rows, at: (i, j) => (i === j ? a.at(i, 0) : 0) };
}

/** Along each column, or each row. */
function softmax(a: Matrix, axis: "1" | "2"): Matrix {
  if (axis === "2") return transposed(softmax(transposed(a), "1"));
  return { ...a, at: (i, j) => Math.exp(a.at(i, j)) / total(a.rows, (k) => Math.exp(a.at(k, j))) };
}

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
const FUNCTIONS: Readonly<Record<string, (x: number) => number>> = {
  "\\ln": Math.log,
  "\\sigma": sigmoid,
  "\\operatorname{softplus}": (x) => Math.log1p(Math.exp(x)),
  "\\tanh": Math.tanh,
  "f''": (x) => -2 * Math.tanh(x) * (1 - Math.tanh(x) ** 2),
  "f'": (x) => 1 - Math.tanh(x) ** 2,
  f: Math.tanh,
};

/** The value of a formula; names have the values of `scope`, by their print, and f is tanh. @throws Error where it cannot be read */
export function matrixValue(latex: string, scope: ReadonlyMap<string, Matrix>): Matrix {
  const names = [...scope.keys()].sort((a, b) => b.length - a.length);
  let at = 0;
  const skip = (): void => {
    while (/^(?:\s|\\,|\\cdot(?![a-z]))/.test(latex.slice(at)))
      at += latex.startsWith("\\cdot", at) ? 5 : latex[at] === "\\" ? 2 : 1;
  };
  const next = (text: string): boolean => {
    skip();
    if (!latex.startsWith(text, at)) return false;
    at += text.length;
    return true;
  };
  const expect = (text: string): void => {
    if (!next(text)) throw new Error(`expected ${text} at ${latex.slice(at, at + 30)} of ${latex}`);
  };
  const whole = (): Matrix => {
    try {
      return sum();
    } catch (error) {
      throw new Error(`${latex}: ${error instanceof Error ? error.message : error}`);
    }
  };
  const sum = (): Matrix => {
    let value = next("-") ? mapped(chain(), (x) => -x) : chain();
    for (;;) {
      if (next("+")) value = entrywise(value, chain(), (x, y) => x + y);
      else if (next("-")) value = entrywise(value, chain(), (x, y) => x - y);
      else return value;
    }
  };
  const chain = (): Matrix => {
    let value = factors();
    while (next("\\odot")) value = entrywise(value, factors(), (x, y) => x * y);
    return value;
  };
  const isEnd = (): boolean => {
    skip();
    return at === latex.length || /^(?:[+\-)}\],]|\\right|\\odot)/.test(latex.slice(at));
  };
  const factors = (): Matrix => {
    const list = [power()];
    while (!isEnd()) list.push(power());
    return list.reduceRight((right, left) => product(left, right));
  };
  const power = (): Matrix => {
    let value = primary();
    for (;;) {
      if (next("^{\\mathsf{T}}")) value = transposed(value);
      else if (next("^{2}")) value = mapped(value, (x) => x * x);
      else return value;
    }
  };
  const grouped = (open: string, close: string): Matrix | undefined => {
    if (!next(open)) return undefined;
    const value = sum();
    expect(close);
    return value;
  };
  const parenthesised = (): Matrix | undefined => grouped("(", ")") ?? grouped("\\left(", "\\right)");
  const argument = (): Matrix => {
    const value = parenthesised();
    if (value === undefined) throw new Error(`no argument at ${latex.slice(at, at + 30)}`);
    return value;
  };
  const primary = (): Matrix => {
    const inside = parenthesised() ?? grouped("\\sqrt{", "}");
    if (inside !== undefined) return latex[at - 1] === "}" ? mapped(inside, Math.sqrt) : inside;
    const exponent = grouped("e^{", "}");
    if (exponent !== undefined) return mapped(exponent, Math.exp);
    if (next("\\left\\|")) {
      const inner = sum();
      expect("\\right\\|");
      next("_{F}");
      expect("^{2}");
      return number(total(inner.rows, (i) => total(inner.columns, (j) => inner.at(i, j) ** 2)));
    }
    for (const axis of ["1", "2"] as const) {
      if (next(`\\operatorname{softmax}_{${axis}}`)) return softmax(argument(), axis);
      if (next(`\\operatorname{logsoftmax}_{${axis}}`)) return mapped(softmax(argument(), axis), Math.log);
    }
    if (next("\\operatorname{softmax}")) return softmax(argument(), "1");
    if (next("\\operatorname{logsoftmax}")) return mapped(softmax(argument(), "1"), Math.log);
    if (next("\\operatorname{diag}")) return diagonal(argument());
    if (next("\\operatorname{tr}")) {
      const inner = argument();
      return number(total(same(inner.rows, inner.columns), (k) => inner.at(k, k)));
    }
    if (next("\\mathbf{1}")) return ONES;
    skip();
    const name = names.find((candidate) => latex.startsWith(candidate, at));
    if (name !== undefined) {
      at += name.length;
      return scope.get(name) as Matrix;
    }
    if (next("I")) return IDENTITY;
    if (next("\\frac{")) {
      const above = sum();
      expect("}");
      expect("{");
      const below = sum();
      expect("}");
      return entrywise(above, below, (x, y) => x / y);
    }
    for (const [text, f] of Object.entries(FUNCTIONS)) if (next(text)) return mapped(argument(), f);
    const digits = /^\d+(?:\.\d+)?/.exec(latex.slice(at))?.[0];
    if (digits === undefined) throw new Error(`cannot read ${latex.slice(at, at + 30)} of ${latex}`);
    at += digits.length;
    return number(Number(digits));
  };
  const value = whole();
  skip();
  if (at !== latex.length) throw new Error(`unread: ${latex.slice(at)}`);
  return value;
}
