import { ChainruleError, shown } from "./errors";
import type { NestedNumbers, TensorValue, Value } from "./node";
import { checkShape, entryCount, isConcrete } from "./shape";

/**
 * Copies whatever a caller hands over as numbers: a number, nested arrays, a typed array, or `{ shape, data }`.
 * An array that is changed afterwards changes nothing here.
 * @throws ChainruleError OPERAND (not numbers, the path says where), SHAPE (ragged, the row is named)
 */
export function toValue(given: unknown, where: string): Value {
  if (typeof given === "number") return given;
  if (Array.isArray(given)) return fromNested(given as NestedNumbers, where);
  if (given instanceof Float64Array || given instanceof Float32Array) {
    return { shape: [given.length], data: Float64Array.from(given) };
  }
  if (typeof given === "object" && given !== null && "data" in given && "shape" in given) {
    return fromParts(given.shape, given.data, where);
  }
  throw new ChainruleError("OPERAND", "not a number, an array of numbers or a node", {
    where,
    got: shown(given),
  });
}

function fromParts(shape: unknown, data: unknown, where: string): Value {
  const checked = checkShape(shape, where);
  if (!isConcrete(checked)) throw new ChainruleError("SIZE", "a value has sizes that are numbers", { where });
  const entries =
    data instanceof Float64Array ? data : Array.isArray(data) ? numbersOf(data, where) : undefined;
  if (entries === undefined) {
    throw new ChainruleError("OPERAND", "data must be a Float64Array or an array of numbers", {
      where,
      got: shown(data),
    });
  }
  const expected = entryCount(checked);
  if (entries.length !== expected) {
    throw new ChainruleError("SHAPE", "data does not fill the shape", {
      where,
      got: `${entries.length} numbers for [${checked.join(",")}]`,
      expected: `${expected}`,
    });
  }
  if (checked.length === 0) return entries[0] as number;
  return { shape: checked, data: Float64Array.from(entries) };
}

function numbersOf(entries: readonly unknown[], where: string): number[] {
  return entries.map((entry, k) => {
    if (typeof entry === "number") return entry;
    throw new ChainruleError("OPERAND", `entry ${k} is not a number`, { where, got: shown(entry) });
  });
}

function fromNested(rows: NestedNumbers, where: string): TensorValue {
  const shape: number[] = [];
  for (let level: unknown = rows; Array.isArray(level); level = level[0]) {
    shape.push(level.length);
    if (shape.length > 32) throw new ChainruleError("SHAPE", "more than 32 axes", { where });
  }
  const data = room(shape, where);
  let filled = 0;
  const fill = (row: unknown, axis: number, path: string): void => {
    if (axis === shape.length) {
      if (typeof row !== "number") {
        const what = Array.isArray(row) ? "rows differ in depth" : "not a number";
        throw new ChainruleError(Array.isArray(row) ? "SHAPE" : "OPERAND", what, {
          where: `${where}${path}`,
          got: shown(row),
        });
      }
      data[filled++] = row;
      return;
    }
    if (!Array.isArray(row) || row.length !== shape[axis]) {
      throw new ChainruleError("SHAPE", "rows differ in length (a ragged array)", {
        where: `${where}${path}`,
        got: Array.isArray(row) ? `${row.length} entries` : shown(row),
        expected: `${shape[axis]} entries, as in the first row`,
      });
    }
    for (let k = 0; k < row.length; k++) fill(row[k], axis + 1, `${path}[${k}]`);
  };
  fill(rows, 0, "");
  return { shape: Object.freeze(shape), data };
}

/**
 * Room for the entries of a shape, all 0.
 * @throws ChainruleError SIZE when there is not that much memory
 */
export function room(shape: readonly number[], where: string): Float64Array {
  try {
    return new Float64Array(entryCount(shape));
  } catch {
    throw new ChainruleError("SIZE", "a tensor does not fit into memory", {
      where,
      got: `[${shape.join(",")}]`,
    });
  }
}

/** The shape of a value; `[]` for a number. */
export function valueShape(value: Value): readonly number[] {
  return typeof value === "number" ? [] : value.shape;
}

/** A copy that shares nothing with the original. */
export function copyValue<V extends Value>(value: V): V {
  if (typeof value === "number") return value;
  const tensor: TensorValue = value;
  return { shape: tensor.shape, data: tensor.data.slice() } as unknown as V; // V is TensorValue here
}
