import { ChainruleError, Node, type TensorValue } from "@chainrule/graph";
import { described } from "@chainrule/graph/written";

/** Numbers however a caller has them: nested arrays, a tensor's value, a node with a value. */
export type Numbers = readonly unknown[] | Float64Array | TensorValue | Node;

/** A table of numbers, row-major. */
export interface Table {
  readonly rows: number;
  readonly columns: number;
  readonly data: Float64Array;
}

/** All numbers in a row. @throws ChainruleError OPERAND */
export function numbersOf(given: unknown, where: string): Float64Array {
  return tensorOf(given, where).data;
}

/**
 * Numbers as a table: a vector is one row; of more than two axes the first half are rows, so that derivatives of tensors by
 * tensors are tables too.
 * @throws ChainruleError OPERAND
 */
export function tableOf(given: unknown, where: string): Table {
  const { shape, data } = tensorOf(given, where);
  const half = Math.floor(shape.length / 2);
  const rows = shape.slice(0, half).reduce((product, size) => product * size, 1);
  return { rows, columns: rows === 0 ? 0 : data.length / rows, data };
}

function tensorOf(given: unknown, where: string): TensorValue {
  const value: unknown = given instanceof Node ? given.value : given;
  if (typeof value === "number") return { shape: [], data: Float64Array.of(value) };
  if (value instanceof Float64Array) return { shape: [value.length], data: value };
  if (typeof value === "object" && value !== null && "shape" in value && "data" in value)
    return value as TensorValue; // as graph's values are
  const shape: number[] = [];
  for (let level: unknown = value; Array.isArray(level); level = level[0]) shape.push(level.length);
  const flat = Array.isArray(value) ? value.flat(Number.POSITIVE_INFINITY) : undefined;
  const isWhole = flat?.length === shape.reduce((product, size) => product * size, 1);
  if (flat !== undefined && isWhole && flat.every((entry) => typeof entry === "number"))
    return { shape, data: Float64Array.from(flat) };
  throw new ChainruleError("OPERAND", "not a table of numbers", {
    where,
    got: Array.isArray(value) ? "arrays of other things, or of different lengths" : described(value),
    expected: "nested arrays of numbers, a tensor's value or a node",
  });
}
