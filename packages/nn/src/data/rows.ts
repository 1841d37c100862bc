import {
  ChainruleError,
  constant,
  entryCount,
  type NestedNumbers,
  shown,
  type TensorValue,
} from "@chainrule/graph";

/** Arrays of machine numbers. */
export type NumberArray =
  | Float64Array
  | Float32Array
  | Int8Array
  | Uint8Array
  | Uint8ClampedArray
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array;

/** Samples along the first axis: nested arrays, a typed array (one number for each sample), or one with its shape. */
export type Rows =
  | NestedNumbers
  | NumberArray
  | { readonly shape: readonly number[]; readonly data: NumberArray };

const isNumberArray = (given: unknown): given is NumberArray =>
  ArrayBuffer.isView(given) &&
  !(given instanceof DataView) &&
  !(given instanceof BigInt64Array) &&
  !(given instanceof BigUint64Array);

/**
 * Rows as a tensor, [N, ...]. A Float64Array is used as it is, not copied.
 * @throws ChainruleError OPERAND (the path says where), SHAPE, NUMBER for an entry that is not finite, with its row
 */
export function tensorOf(given: unknown, where: string): TensorValue {
  const value = asTensor(given, where);
  if (value.shape[0] === undefined || value.shape[0] === 0)
    throw new ChainruleError("SHAPE", "there are no samples", { where, got: `[${value.shape.join()}]` });
  const bad = value.data.findIndex((entry) => !Number.isFinite(entry));
  if (bad !== -1) {
    const width = rowLength(value);
    throw new ChainruleError("NUMBER", "not a finite number", {
      where: `${where}: row ${Math.floor(bad / width)}${width > 1 ? `, column ${bad % width}` : ""}`,
      got: shown(value.data[bad]),
      mend: "Rows and columns are counted from 0; leave such rows out, or put a number in",
    });
  }
  return value;
}

function asTensor(given: unknown, where: string): TensorValue {
  if (isNumberArray(given)) return { shape: [given.length], data: doubles(given) };
  if (typeof given === "object" && given !== null && "shape" in given && "data" in given) {
    const { shape, data } = given;
    const isWhole =
      Array.isArray(shape) &&
      shape.length > 0 &&
      shape.every((size) => Number.isSafeInteger(size) && size >= 0) &&
      isNumberArray(data) &&
      data.length === entryCount(shape);
    if (!isWhole)
      throw new ChainruleError("SHAPE", "a tensor is { shape, data }, a typed array that fills the shape", {
        where,
        got: `${shown(data)} for ${shown(shape)}`,
      });
    return { shape, data: doubles(data) };
  }
  if (!Array.isArray(given)) {
    throw new ChainruleError("OPERAND", "samples are arrays of numbers, or a typed array with a shape", {
      where,
      got: shown(given),
    });
  }
  return matrixOf(given) ?? nested(given, where);
}

/** Rows of numbers of one length, the usual case, read without recursion; undefined for anything else. */
function matrixOf(rows: readonly unknown[]): TensorValue | undefined {
  const [first] = rows;
  if (!Array.isArray(first)) return undefined;
  const width = first.length;
  const data = new Float64Array(rows.length * width);
  let at = 0;
  for (const row of rows) {
    if (!Array.isArray(row) || row.length !== width) return undefined;
    for (let k = 0; k < width; k++) {
      const entry: unknown = row[k];
      if (typeof entry !== "number") return undefined;
      data[at++] = entry;
    }
  }
  return { shape: [rows.length, width], data };
}

function nested(given: NestedNumbers, where: string): TensorValue {
  try {
    return constant(given).value;
  } catch (error) {
    if (!(error instanceof ChainruleError)) throw error;
    const { where: place = "", ...details } = error.details;
    throw new ChainruleError(error.code, error.what, { ...details, where: place.replace("constant", where) });
  }
}

const doubles = (data: NumberArray): Float64Array =>
  data instanceof Float64Array ? data : Float64Array.from(data);

/** The number of samples. */
export const rowCount = ({ shape }: TensorValue): number => shape[0] ?? 0;

/** The number of entries of one sample. */
export const rowLength = ({ shape }: TensorValue): number => entryCount(shape.slice(1));

/** Rows of a tensor, in the order of their places. */
export function rowsAt(value: TensorValue, places: ArrayLike<number>): TensorValue {
  const width = rowLength(value);
  const data = new Float64Array(places.length * width);
  for (let k = 0; k < places.length; k++) {
    const from = (places[k] as number) * width; // k is below the length
    if (width === 1) data[k] = value.data[from] as number;
    else data.set(value.data.subarray(from, from + width), k * width);
  }
  return { shape: [places.length, ...value.shape.slice(1)], data };
}

/** The rows from `start` up to, not including, `stop`: a view, not a copy. */
export function rowsBetween(value: TensorValue, start: number, stop: number): TensorValue {
  const width = rowLength(value);
  return {
    shape: [stop - start, ...value.shape.slice(1)],
    data: value.data.subarray(start * width, stop * width),
  };
}
