import { ChainruleError, shown, type TensorValue } from "@chainrule/graph";
import { type Rows, tensorOf } from "../data/rows";
import { readBytes, writeBytes } from "./disk";
import { bytesOf, type EntryTypeName, readEntries, writeEntries } from "./entry-types";

/*
 * NumPy's .npy: a magic word, a version, a header written as a Python dictionary, then the numbers.
 * https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
 */

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59]; // \x93NUMPY

/** NumPy's words for types, little-endian or of one byte. */
const TYPES: Readonly<Record<string, EntryTypeName>> = {
  "<f8": "F64",
  "<f4": "F32",
  "<f2": "F16",
  "<i8": "I64",
  "<u8": "U64",
  "<i4": "I32",
  "<u4": "U32",
  "<i2": "I16",
  "<u2": "U16",
  "|i1": "I8",
  "|u1": "U8",
  "|b1": "BOOL",
};

/** The header as `numpy.save` writes it. What else a dictionary might hold is not read, and nothing is evaluated. */
const HEADER =
  /^\{'descr': '([<>|=][a-z]\d+)', 'fortran_order': (True|False), 'shape': \((?:(\d+(?:, \d+)*),?)?\), \}\s*$/;

/**
 * The array of a .npy file, by its path or as bytes, in float64. An array without axes has shape [1].
 * @throws ChainruleError FILE, REFUSED for anything but such a file, NUMBER for integers beyond 2^53
 * @example fit(model, { x: readNpy("x.npy"), y: readNpy("y.npy") }, { epochs: 10 })
 */
export function readNpy(source: string | Uint8Array): TensorValue {
  const where = typeof source === "string" ? `readNpy: ${source}` : "readNpy";
  const bytes = typeof source === "string" ? readBytes(source, "readNpy") : source;
  if (!(bytes instanceof Uint8Array) || MAGIC.some((byte, k) => bytes[k] !== byte))
    throw refused("not a .npy file", where);
  const isLong = (bytes[6] ?? 0) > 1;
  const start = isLong ? 12 : 10;
  if (bytes.byteLength < start) throw refused("the file ends too early", where);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = start + (isLong ? view.getUint32(8, true) : view.getUint16(8, true));
  const text = new TextDecoder("latin1").decode(bytes.subarray(start, end));
  const [, word = "", order, sizes] = HEADER.exec(text) ?? [];
  const type = Object.hasOwn(TYPES, word) ? TYPES[word] : undefined;
  if (type === undefined)
    throw refused(
      "a header that is not read",
      where,
      shown(text),
      `numbers of type ${Object.keys(TYPES).join(", ")}`,
    );
  const shape = sizes === undefined ? [1] : sizes.split(", ").map(Number);
  const count = shape.reduce((product, size) => product * size, 1);
  if (!Number.isSafeInteger(count) || bytes.byteLength - end !== count * bytesOf(type)) {
    throw refused(
      "the numbers do not fill the shape",
      where,
      `${bytes.byteLength - end} bytes`,
      `[${shape.join()}]`,
    );
  }
  const data = readEntries(type, bytes.subarray(end));
  return { shape, data: order === "True" ? rowMajor(data, shape) : data };
}

/** Entries whose first index runs fastest, in the order in which the last does. */
function rowMajor(data: Float64Array, shape: readonly number[]): Float64Array {
  const strides = shape.map((_, axis) => shape.slice(0, axis).reduce((product, size) => product * size, 1));
  return data.map((_, k) => {
    let [rest, from] = [k, 0];
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      const size = shape[axis] as number; // below the number of axes
      from += (rest % size) * (strides[axis] as number);
      rest = Math.floor(rest / size);
    }
    return data[from] as number; // a place in the same shape
  });
}

/** An array as the bytes of a .npy file, in float64. @throws ChainruleError OPERAND, SHAPE, NUMBER */
export function npyBytes(rows: Rows): Uint8Array<ArrayBuffer> {
  const { shape, data } = tensorOf(rows, "npyBytes");
  const sizes = shape.length === 1 ? `${shape[0]},` : shape.join(", ");
  const text = `{'descr': '<f8', 'fortran_order': False, 'shape': (${sizes}), }`;
  const start = 64 * Math.ceil((10 + text.length + 1) / 64);
  const bytes = new Uint8Array(start + 8 * data.length);
  bytes.set([...MAGIC, 1, 0, (start - 10) & 0xff, (start - 10) >> 8]);
  bytes.set(new TextEncoder().encode(`${text.padEnd(start - 11)}\n`), 10);
  writeEntries("F64", data, bytes.subarray(start));
  return bytes;
}

/** Writes an array as a .npy file, which `numpy.load` reads. @throws ChainruleError FILE, OPERAND, SHAPE, NUMBER */
export const writeNpy = (path: string, rows: Rows): void => writeBytes(path, npyBytes(rows), "writeNpy");

function refused(what: string, where: string, got?: string, expected?: string): ChainruleError {
  return new ChainruleError("REFUSED", what, {
    where,
    ...(got !== undefined && { got }),
    ...(expected !== undefined && { expected }),
  });
}
