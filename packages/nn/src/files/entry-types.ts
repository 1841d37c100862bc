import { ChainruleError } from "@chainrule/graph";

/* How the numbers of a file are written: little-endian, by the words of safetensors. */

interface EntryType {
  readonly bytes: number;
  readonly read: (view: DataView, at: number) => number;
}

const entryTypes = {
  F64: { bytes: 8, read: (view, at) => view.getFloat64(at, true) },
  F32: { bytes: 4, read: (view, at) => view.getFloat32(at, true) },
  F16: { bytes: 2, read: (view, at) => fromHalf(view.getUint16(at, true)) },
  BF16: { bytes: 2, read: fromBrainFloat },
  I64: { bytes: 8, read: (view, at) => fromBig(view.getBigInt64(at, true)) },
  U64: { bytes: 8, read: (view, at) => fromBig(view.getBigUint64(at, true)) },
  I32: { bytes: 4, read: (view, at) => view.getInt32(at, true) },
  U32: { bytes: 4, read: (view, at) => view.getUint32(at, true) },
  I16: { bytes: 2, read: (view, at) => view.getInt16(at, true) },
  U16: { bytes: 2, read: (view, at) => view.getUint16(at, true) },
  I8: { bytes: 1, read: (view, at) => view.getInt8(at) },
  U8: { bytes: 1, read: (view, at) => view.getUint8(at) },
  BOOL: { bytes: 1, read: (view, at) => (view.getUint8(at) === 0 ? 0 : 1) },
} as const satisfies Readonly<Record<string, EntryType>>;

export type EntryTypeName = keyof typeof entryTypes;

export const isEntryType = (name: unknown): name is EntryTypeName =>
  typeof name === "string" && Object.hasOwn(entryTypes, name);

export const entryTypeNames = (): string[] => Object.keys(entryTypes);

export const bytesOf = (type: EntryTypeName): number => entryTypes[type].bytes;

/** Numbers as float64, which holds all but large integers of 64 bits. @throws ChainruleError NUMBER for those */
export function readEntries(type: EntryTypeName, bytes: Uint8Array): Float64Array {
  const { bytes: width, read } = entryTypes[type];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Float64Array.from({ length: bytes.byteLength / width }, (_, k) => read(view, k * width));
}

/** Numbers as bytes; F32 rounds. */
export function writeEntries(type: "F64" | "F32", data: ArrayLike<number>, into: Uint8Array): void {
  const view = new DataView(into.buffer, into.byteOffset, into.byteLength);
  for (let k = 0; k < data.length; k++) {
    const entry = data[k] as number; // k is below the length
    if (type === "F64") view.setFloat64(8 * k, entry, true);
    else view.setFloat32(4 * k, entry, true);
  }
}

/** IEEE 754 binary16: a sign, 5 bits of exponent, 10 of fraction. */
function fromHalf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const [exponent, fraction] = [(bits >> 10) & 0x1f, bits & 0x3ff];
  if (exponent === 0x1f) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1024 + fraction) * 2 ** (exponent - 25);
}

/** The upper half of a float32. */
function fromBrainFloat(view: DataView, at: number): number {
  const whole = new DataView(new ArrayBuffer(4));
  whole.setUint32(0, view.getUint16(at, true) << 16);
  return whole.getFloat32(0);
}

function fromBig(value: bigint): number {
  const number = Number(value);
  if (Number.isSafeInteger(number)) return number;
  throw new ChainruleError("NUMBER", "an integer beyond 2^53 has no exact float64", { got: `${value}` });
}
