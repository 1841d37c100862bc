import { ChainruleError, shown } from "../errors";
import { parseName } from "../name";
import { type NestedNumbers, Node, type TensorValue, type Value } from "../node";
import { contraction } from "../ops/contract";
import { concat } from "../ops/layout";
import { constantNode, nodeLabel, symbolOperation } from "../ops/leaf";
import { type Dim, type Shape, type Size, sameShape, sameSize, shapeText, sizeText } from "../shape";
import { room, toValue, valueShape } from "../value";

/** One quantity of a sample: a number, numbers in nested arrays, or a node. */
export type Quantity = number | NestedNumbers | TensorValue | Node;

/** A sample: one quantity, or several by name. */
export type Sample = Quantity | Readonly<Record<string, Quantity>>;

/** All samples at once, the first axis running over them: one tensor, or several by name. */
export type Columns = Node | TensorValue | Readonly<Record<string, Node | NestedNumbers | TensorValue>>;

export interface MapOptions {
  /** What samples that are no objects are called; "x" if left out. */
  readonly name?: string;
  /** The number of samples as a size with a name and an index: `dim("N", { index: "r" })`. A number if left out. */
  readonly size?: Dim;
}

/** The samples, along the first axis of tensors. */
export interface Batch {
  /** Undefined stands for the name of samples that are no objects. */
  readonly fields: readonly (readonly [field: string | undefined, column: Node])[];
  readonly size: Size;
}

/**
 * Reads samples, whichever way they are given.
 * @throws ChainruleError OPERAND, SHAPE (samples that differ, or none)
 */
export function batchOf(samples: readonly Sample[] | Columns, options: MapOptions): Batch {
  const fields = Array.isArray(samples)
    ? ofRows(samples as readonly Sample[], options)
    : ofColumns(samples, options);
  const [first] = fields;
  const size = first?.[1].shape[0];
  if (first === undefined || size === undefined) throw noSamples();
  for (const [, column] of fields) {
    const own = column.shape[0];
    if (own !== undefined && sameSize(own, size)) continue;
    throw new ChainruleError("SHAPE", "all columns have as many rows as there are samples", {
      where: `map: ${nodeLabel(column)}`,
      got: shapeText(column.shape),
      expected: `[${sizeText(size)}, ...], as ${nodeLabel(first[1])} has`,
    });
  }
  return { fields, size };
}

const noSamples = (): ChainruleError =>
  new ChainruleError("SHAPE", "there are no samples", {
    where: "map",
    expected: "an array of samples, or tensors whose first axis runs over them",
  });

const isTensorValue = (given: unknown): given is TensorValue =>
  typeof given === "object" && given !== null && "data" in given && "shape" in given;

const isQuantity = (given: unknown): boolean =>
  typeof given !== "object" ||
  given === null ||
  Array.isArray(given) ||
  given instanceof Node ||
  isTensorValue(given);

function ofColumns(columns: unknown, options: MapOptions): Batch["fields"] {
  if (isQuantity(columns)) return [[undefined, column(columns, undefined, options)]];
  return Object.entries(columns as Readonly<Record<string, unknown>>).map(
    ([field, given]) => [field, column(given, field, options)] as const, // an object, as was just seen
  );
}

function column(given: unknown, field: string | undefined, options: MapOptions): Node {
  if (given instanceof Node) return given;
  return known(field, toValue(given, `map: ${field ?? "samples"}`), options);
}

function ofRows(samples: readonly Sample[], options: MapOptions): Batch["fields"] {
  const [first] = samples;
  if (first === undefined) throw noSamples();
  if (isQuantity(first)) return [[undefined, stacked(samples, undefined, options)]];
  const names = Object.keys(first);
  return names.map((field) => {
    const entries = samples.map((sample, k) => {
      const entry = isQuantity(sample) ? undefined : (sample as Readonly<Record<string, unknown>>)[field];
      const count = isQuantity(sample) ? 0 : Object.keys(sample as object).length;
      if (entry !== undefined && count === names.length) return entry;
      throw new ChainruleError("OPERAND", "all samples have the fields of the first", {
        where: `map: sample ${k}`,
        got: isQuantity(sample) ? shown(sample) : Object.keys(sample as object).join(", "),
        expected: names.join(", "),
      });
    });
    return [field, stacked(entries, field, options)] as const;
  });
}

/** The quantities of all samples as one tensor: a symbol that has them as values, or nodes one after another. */
function stacked(entries: readonly unknown[], field: string | undefined, options: MapOptions): Node {
  const where = (k: number): string => `map: sample ${k}${field === undefined ? "" : `, ${field}`}`;
  const values = entries.map((entry, k) => (entry instanceof Node ? entry : toValue(entry, where(k))));
  const shapeOf = (value: Node | Value): Shape => (value instanceof Node ? value.shape : valueShape(value));
  const shape = shapeOf(values[0] as Node | Value); // there is a first sample
  values.forEach((value, k) => {
    if (sameShape(shapeOf(value), shape)) return;
    throw new ChainruleError("SHAPE", "samples differ in shape", {
      where: where(k),
      got: shapeText(shapeOf(value)),
      expected: `${shapeText(shape)}, as the first has`,
    });
  });
  if (values.some((value) => value instanceof Node)) return concat(values.map(row));
  const whole = [values.length, ...(shape as readonly number[])]; // the shape of a value
  const data = room(whole, "map");
  let at = 0;
  for (const value of values as readonly Value[]) {
    if (typeof value === "number") data[at++] = value;
    else {
      data.set(value.data, at);
      at += value.data.length;
    }
  }
  return known(field, { shape: whole, data }, options);
}

/** A sample with the axis of samples in front, of size 1. */
function row(value: Node | Value): Node {
  const x = value instanceof Node ? value : constantNode(value);
  const all = x.shape.map((_, axis) => axis);
  return contraction([x], { inputs: [all], output: [all.length, ...all], sizes: [...x.shape, 1] });
}

/** A symbol that has all samples as its value. */
function known(field: string | undefined, value: Value, { name = "x", size }: MapOptions): Node {
  const [count, ...own] = valueShape(value);
  if (count === undefined) throw noSamples();
  return new Node(symbolOperation, [], { name: parseName(field ?? name), cell: { value } }, [
    size ?? count,
    ...own,
  ]);
}
