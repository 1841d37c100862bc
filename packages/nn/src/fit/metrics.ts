import { ChainruleError, shown, type TensorValue } from "@chainrule/graph";
import { type Rows, rowCount, rowLength, tensorOf } from "../data/rows";

/* How good answers are. Answers and targets are rows: a column for each class, or one, or the numbers of classes as they are. */

export interface ClassOptions {
  /** Above this an answer of one column means class 1: 0.5 if left out, 0 for logits and for labels -1 and 1. */
  readonly threshold?: number;
}

/**
 * The class of each answer: the column of the largest entry, or, of one column, 1 above the threshold and else 0.
 * @throws ChainruleError OPERAND, SHAPE, NUMBER
 * @example classesOf([[0.1, 2, -1], [3, 0, 0]]) // [1, 0]
 */
export function classesOf(answers: Rows, { threshold = 0.5 }: ClassOptions = {}): number[] {
  const value = tensorOf(answers, "classesOf");
  const width = rowLength(value);
  return Array.from({ length: rowCount(value) }, (_, row) => {
    const entries = value.data.subarray(row * width, (row + 1) * width);
    if (width === 1) return (entries[0] as number) > threshold ? 1 : 0; // there is one
    return entries.indexOf(Math.max(...entries));
  });
}

/** Classes by number: as they are where they are numbers of classes, of a tensor of rows the class of each. */
function numbersOf(given: Rows, options: ClassOptions, where: string): number[] {
  const value = tensorOf(given, where);
  const areNumbers =
    value.shape.length === 1 && value.data.every((entry) => Number.isInteger(entry) && entry >= 0);
  return areNumbers ? [...value.data] : classesOf(value, options);
}

/**
 * The share of right answers, from 0 to 1.
 * @throws ChainruleError OPERAND, SHAPE, NUMBER
 * @example accuracy(predict(model, x), classes)
 */
export function accuracy(answers: Rows, wanted: Rows, options: ClassOptions = {}): number {
  const [given, right] = pair(answers, wanted, options, "accuracy");
  return given.filter((answer, k) => answer === right[k]).length / right.length;
}

/**
 * How often a class, the row, was taken for which, the column. As many classes as there are columns of answers, or numbers.
 * @throws ChainruleError OPERAND, SHAPE, NUMBER
 * @example confusionMatrix([0, 1, 1], [0, 0, 1]) // [[1, 1], [0, 1]]
 */
export function confusionMatrix(answers: Rows, wanted: Rows, options: ClassOptions = {}): number[][] {
  const [given, right] = pair(answers, wanted, options, "confusionMatrix");
  const columns = rowLength(tensorOf(answers, "confusionMatrix"));
  const largest = [...given, ...right].reduce((most, k) => Math.max(most, k));
  const count = Math.max(columns === 1 ? 2 : columns, largest + 1);
  const table = Array.from({ length: count }, () => new Array<number>(count).fill(0));
  right.forEach((is, k) => {
    const row = table[is] as number[]; // classes are below the count
    const taken = given[k] as number;
    row[taken] = (row[taken] ?? 0) + 1;
  });
  return table;
}

function pair(
  answers: Rows,
  wanted: Rows,
  options: ClassOptions,
  where: string,
): readonly [number[], number[]] {
  const given = numbersOf(answers, options, `${where}: answers`);
  const right = numbersOf(wanted, options, `${where}: targets`);
  checkLengths(given.length, right.length, where);
  return [given, right];
}

function checkLengths(answers: number, targets: number, where: string): void {
  if (answers === targets) return;
  throw new ChainruleError("SHAPE", "one answer for each target", {
    where,
    got: `${answers} for ${targets}`,
  });
}

/**
 * The coefficient of determination, R² = 1 - sum (y - a)² / sum (y - mean of y)²: 1 where all answers are right, 0 where they are no
 * better than the mean. NaN where all targets are the same.
 * @throws ChainruleError OPERAND, SHAPE, NUMBER
 */
export function r2(answers: Rows, wanted: Rows): number {
  const [a, y] = [tensorOf(answers, "r2: answers").data, tensorOf(wanted, "r2: targets").data];
  checkLengths(a.length, y.length, "r2");
  const mean = y.reduce((sum, entry) => sum + entry, 0) / y.length;
  const squares = (other: (k: number) => number): number =>
    y.reduce((sum, entry, k) => sum + (entry - other(k)) ** 2, 0);
  const total = squares(() => mean);
  return total === 0 ? Number.NaN : 1 - squares((k) => a[k] as number) / total; // as many as targets
}

/** A measure by name, or one of your own: what it finds good about outputs, given targets of the same shape. */
export type Metric = "accuracy" | "r2" | ((answers: TensorValue, wanted: TensorValue) => number);

/** A measure with its name. */
export interface NamedMetric {
  readonly name: string;
  readonly of: (answers: TensorValue, wanted: TensorValue) => number;
}

/** @throws ChainruleError OPTION for what is no measure, or has no name, or that of another */
export function metricsOf(given: unknown, options: ClassOptions, where: string): NamedMetric[] {
  if (given === undefined) return [];
  if (!Array.isArray(given)) throw noMetric(given, where);
  const metrics = given.map((metric: unknown): NamedMetric => {
    if (metric === "accuracy") return { name: metric, of: (a, y) => accuracy(a, y, options) };
    if (metric === "r2") return { name: metric, of: r2 };
    if (typeof metric !== "function" || metric.name === "") throw noMetric(metric, where);
    return { name: metric.name, of: (a, y) => Number(metric(a, y)) };
  });
  const names = metrics.map(({ name }) => name);
  if (new Set([...names, "loss"]).size === names.length + 1) return metrics;
  throw new ChainruleError("OPTION", "measures have names of their own", { where, got: names.join(", ") });
}

const noMetric = (given: unknown, where: string): ChainruleError =>
  new ChainruleError("OPTION", "no such measure", {
    where,
    got: shown(given),
    expected: 'a list of "accuracy", "r2" and functions with names',
  });
