import { ChainruleError, checkOptions, type OptionNames, shown, type TensorValue } from "@chainrule/graph";
import { type Rows, rowCount, rowsAt, tensorOf } from "./rows";
import { derivedSeed, shuffled } from "./shuffle";

/** What is to come out: numbers for each sample, or the class of each, by number (from 0) or by name. */
export type Targets = Rows | readonly string[];

/** Samples, and what is to come out for each. */
export interface Data {
  /** [N, ...] */
  readonly x: Rows;
  /** [N], or [N, m] */
  readonly y: Targets;
  /** The names of the classes in the order of their numbers; of classes by name, in alphabetical order if left out. */
  readonly classes?: readonly string[];
  /** What the columns of x are called. */
  readonly names?: readonly string[];
}

const KEYS: OptionNames<Data> = { x: true, y: true, classes: true, names: true };

/** The same, read and checked. */
export interface Samples {
  readonly x: TensorValue;
  /** Classes by name are numbers here. */
  readonly y: TensorValue;
  readonly classes: readonly string[] | undefined;
  readonly count: number;
}

/**
 * Reads data, whichever way they are given.
 * @throws ChainruleError OPERAND, OPTION, SHAPE, NUMBER (with row and column)
 */
export function samplesOf(given: unknown, where: string): Samples {
  checkOptions<Data>(given, KEYS, where);
  const data: Readonly<Partial<Record<keyof Data, unknown>>> = given ?? {};
  if (data.x === undefined || data.y === undefined) {
    throw new ChainruleError("OPERAND", "data are { x, y }: samples, and what is to come out for each", {
      where,
      got: shown(given),
    });
  }
  const x = tensorOf(data.x, `${where}: x`);
  const { y, classes } = targetsOf(data.y, data.classes, where);
  if (rowCount(x) === rowCount(y)) return { x, y, classes, count: rowCount(x) };
  throw new ChainruleError("SHAPE", "one target for each sample", {
    where: `${where}: y`,
    got: `${rowCount(y)}`,
    expected: `${rowCount(x)}`,
  });
}

function targetsOf(y: unknown, given: unknown, where: string): Pick<Samples, "y" | "classes"> {
  const named = classNames(given, where);
  if (!Array.isArray(y) || typeof y[0] !== "string") return { y: tensorOf(y, `${where}: y`), classes: named };
  const classes = named ?? [...new Set(y.map(String))].sort();
  const numbers = new Map(classes.map((name, k) => [name, k]));
  const data = Float64Array.from(y, (name: unknown, k) => {
    const number = typeof name === "string" ? numbers.get(name) : undefined;
    if (number !== undefined) return number;
    throw new ChainruleError("OPERAND", "no such class", {
      where: `${where}: y[${k}]`,
      got: shown(name),
      expected: classes.join(", "),
    });
  });
  return { y: { shape: [y.length], data }, classes };
}

function classNames(given: unknown, where: string): readonly string[] | undefined {
  if (given === undefined) return undefined;
  const isList = Array.isArray(given) && given.length > 0 && given.every((name) => typeof name === "string");
  if (isList && new Set(given).size === given.length) return given;
  throw new ChainruleError("OPTION", "classes are names, each once", {
    where: `${where}: classes`,
    got: shown(given),
  });
}

export interface SplitOptions {
  /** The share of samples that go into the second part, from 0 to below 1: 0.2 if left out. */
  readonly share?: number;
  /** 1 if left out. */
  readonly seed?: number;
}

const SPLIT: OptionNames<SplitOptions> = { share: true, seed: true };

/** Data that hold tensors. */
export interface TensorData extends Data {
  readonly x: TensorValue;
  readonly y: TensorValue;
}

/**
 * Data in two parts, in an order shuffled by the seed: the first to learn from, the second to test on.
 * @throws ChainruleError OPTION unless both parts have samples, OPERAND, SHAPE, NUMBER
 * @example const [learned, others] = split(moons(200, { seed: 1 }), { share: 0.25, seed: 1 })
 */
export function split(data: Data, options: SplitOptions = {}): readonly [TensorData, TensorData] {
  checkOptions(options, SPLIT, "split");
  const samples = samplesOf(data, "split");
  const [first, second] = splitSamples(samples, options.share ?? 0.2, options.seed ?? 1, "split: share");
  const { names } = data;
  const dataOf = ({ x, y, classes }: Samples): TensorData => ({
    x,
    y,
    ...(classes !== undefined && { classes }),
    ...(names !== undefined && { names }),
  });
  return [dataOf(first), dataOf(second)];
}

/** @throws ChainruleError OPTION, NUMBER for a seed that is none */
export function splitSamples(
  samples: Samples,
  share: unknown,
  seed: number,
  where: string,
): readonly [Samples, Samples] {
  const taken = typeof share === "number" ? Math.round(samples.count * share) : Number.NaN;
  if (!(taken >= 1 && taken < samples.count)) {
    throw new ChainruleError("OPTION", "a share is between 0 and 1, and leaves samples in both parts", {
      where,
      got: `${shown(share)} of ${samples.count}`,
    });
  }
  const order = shuffled(samples.count, derivedSeed(seed, SPLITTING));
  const part = (places: Uint32Array): Samples => ({
    x: rowsAt(samples.x, places),
    y: rowsAt(samples.y, places),
    classes: samples.classes,
    count: places.length,
  });
  const border = samples.count - taken;
  return [part(order.subarray(0, border)), part(order.subarray(border))];
}

/** Not the number of an epoch, which shuffle with the same seed. */
const SPLITTING = 0xffff_ffff;
