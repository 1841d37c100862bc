import {
  ChainruleError,
  checkChoice,
  checkOptions,
  type OptionNames,
  shown,
  type TensorValue,
  type Value,
} from "@chainrule/graph";
import {
  bytesOf,
  type EntryTypeName,
  entryTypeNames,
  isEntryType,
  readEntries,
  writeEntries,
} from "./entry-types";
import { strictJson } from "./strict-json";

/*
 * safetensors: eight bytes with the length of a header, the header as JSON (for each tensor its type, shape and place), then the
 * numbers. Nothing in it is executed. Files are held to the format's rules: places fill the rest of the file without holes or overlaps.
 * https://github.com/huggingface/safetensors
 */

/** Tensors by name, and texts by name. */
export interface Safetensors {
  readonly tensors: ReadonlyMap<string, Value>;
  readonly metadata: Readonly<Record<string, string>>;
}

/** The limit of the format's own reader. */
const LONGEST_HEADER = 100_000_000;
const METADATA = "__metadata__";
const MOST_AXES = 32;

export interface WriteOptions {
  readonly metadata?: Readonly<Record<string, string>>;
  /** "F64", exact, if left out; "F32" rounds, and takes half the room. */
  readonly type?: "F64" | "F32";
}

const OPTIONS: OptionNames<WriteOptions> = { metadata: true, type: true };

/**
 * Tensors as the bytes of a safetensors file.
 * @throws ChainruleError NAME for a name that the format keeps for itself
 */
export function writeSafetensors(
  tensors: ReadonlyMap<string, Value>,
  options: WriteOptions = {},
): Uint8Array<ArrayBuffer> {
  checkOptions(options, OPTIONS, "writeSafetensors");
  if (!(tensors instanceof Map)) {
    throw new ChainruleError("OPERAND", "tensors are a Map from names to values", {
      where: "writeSafetensors",
      got: shown(tensors),
    });
  }
  const { metadata = {} } = options;
  const type = checkChoice(options.type, ["F64", "F32"], "writeSafetensors: type") ?? "F64";
  const header: Record<string, unknown> = {};
  const parts: ArrayLike<number>[] = [];
  let end = 0;
  if (Object.keys(metadata).length > 0) header[METADATA] = metadata;
  const entries: [string, unknown][] = Object.entries(header);
  for (const [name, value] of tensors) {
    if (name === METADATA) {
      throw new ChainruleError("NAME", "safetensors keeps this name for itself", {
        where: "writeSafetensors",
        got: name,
      });
    }
    const { shape, data } = typeof value === "number" ? { shape: [], data: [value] } : value;
    const start = end;
    end += data.length * bytesOf(type);
    entries.push([name, { dtype: type, shape, data_offsets: [start, end] }]);
    parts.push(data);
  }
  const text = new TextEncoder().encode(objectText(entries));
  const length = 8 * Math.ceil(text.length / 8); // numbers begin at a multiple of 8
  const bytes = new Uint8Array(8 + length + end);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(length), true);
  bytes.fill(0x20, 8, 8 + length);
  bytes.set(text, 8);
  let at = 8 + length;
  for (const data of parts) {
    const stop = at + data.length * bytesOf(type);
    writeEntries(type, data, bytes.subarray(at, stop));
    at = stop;
  }
  return bytes;
}

/** An object as JSON, its keys in order, also those that are numbers or `__proto__`. */
const objectText = (entries: readonly (readonly [string, unknown])[]): string =>
  `{${entries.map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`).join(",")}}`;

/**
 * Reads the bytes of a safetensors file, as Python writes them too. Numbers become float64.
 * @throws ChainruleError REFUSED for anything but such a file, whole; NUMBER for integers beyond 2^53
 */
export const readSafetensors = (bytes: Uint8Array): Safetensors => safetensorsIn(bytes, "readSafetensors");

/** The same, with what an error calls the file. @throws ChainruleError REFUSED, NUMBER */
export function safetensorsIn(bytes: Uint8Array, where: string): Safetensors {
  const { header, start } = headerOf(bytes, where);
  const size = bytes.byteLength - start;
  const metadata: Record<string, string> = Object.create(null);
  const places: Place[] = [];
  for (const [name, given] of Object.entries(header)) {
    if (name !== METADATA) places.push(placeOf(name, given, size, where));
    else for (const [key, text] of Object.entries(textsOf(given, where))) metadata[key] = text;
  }
  checkFilled(places, size, where);
  const tensors = new Map<string, Value>();
  for (const { name, type, shape, begin, end } of places) {
    const data = readEntries(type, bytes.subarray(start + begin, start + end));
    tensors.set(name, shape.length === 0 ? (data[0] as number) : ({ shape, data } satisfies TensorValue)); // one entry
  }
  return Object.freeze({ tensors, metadata: Object.freeze(metadata) });
}

interface Place {
  readonly name: string;
  readonly type: EntryTypeName;
  readonly shape: readonly number[];
  readonly begin: number;
  readonly end: number;
}

function headerOf(bytes: Uint8Array, where: string): { readonly header: object; readonly start: number } {
  if (!(bytes instanceof Uint8Array)) throw refused("not bytes", where, shown(bytes), "a Uint8Array");
  if (bytes.byteLength < 8) throw refused("too short for a header", where, `${bytes.byteLength} bytes`);
  const length = new DataView(bytes.buffer, bytes.byteOffset, 8).getBigUint64(0, true);
  if (length > BigInt(LONGEST_HEADER))
    throw refused("the header is too long", where, `${length} bytes`, `at most ${LONGEST_HEADER}`);
  const start = 8 + Number(length);
  if (start > bytes.byteLength)
    throw refused("the header ends after the file", where, `${start}`, `at most ${bytes.byteLength}`);
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes.subarray(8, start));
  } catch {
    throw refused("the header is not UTF-8", where);
  }
  if (!text.startsWith("{")) throw refused("the header is not an object", where, shown(text));
  const header = strictJson(text, where);
  if (typeof header !== "object" || header === null) throw refused("the header is not an object", where);
  return { header, start };
}

function textsOf(given: unknown, where: string): Record<string, string> {
  const isTexts =
    typeof given === "object" &&
    given !== null &&
    !Array.isArray(given) &&
    Object.values(given).every((text) => typeof text === "string");
  if (isTexts) return given as Record<string, string>; // as was just seen
  throw refused("metadata are texts by name", where, shown(given));
}

function placeOf(name: string, given: unknown, size: number, file: string): Place {
  const where = `${file}: ${shown(name)}`;
  if (typeof given !== "object" || given === null || Array.isArray(given))
    throw refused("a tensor is described by an object", where, shown(given));
  const { dtype, shape, data_offsets: offsets, ...others } = given as Readonly<Record<string, unknown>>;
  const [other] = Object.keys(others);
  if (other !== undefined) throw refused("no such field", where, other, "dtype, shape, data_offsets");
  if (!isEntryType(dtype))
    throw refused("numbers of a type that is not read", where, shown(dtype), entryTypeNames().join(", "));
  if (!isCounts(shape) || shape.length > MOST_AXES)
    throw refused("a shape is a list of sizes", where, shown(shape));
  if (!isCounts(offsets) || offsets.length !== 2)
    throw refused("the place of a tensor is where it begins and ends", where, shown(offsets));
  const [begin, end] = offsets as [number, number]; // two of them
  if (begin > end || end > size)
    throw refused("outside the file", where, `${begin} to ${end}`, `0 to ${size}`);
  const count = shape.reduce((product, axis) => product * axis, 1);
  if (!Number.isSafeInteger(count) || count * bytesOf(dtype) !== end - begin) {
    throw refused(
      "the numbers do not fill the shape",
      where,
      `${end - begin} bytes`,
      `[${shape.join()}] of ${dtype}`,
    );
  }
  return { name, type: dtype, shape: Object.freeze(shape), begin, end };
}

const isCounts = (given: unknown): given is number[] =>
  Array.isArray(given) && given.every((size) => Number.isSafeInteger(size) && size >= 0);

/** @throws ChainruleError REFUSED where tensors overlap, or something lies between or after them */
function checkFilled(places: readonly Place[], size: number, where: string): void {
  let at = 0;
  for (const { name, begin, end } of [...places].sort((a, b) => a.begin - b.begin || a.end - b.end)) {
    if (begin !== at) {
      const what = begin < at ? "tensors overlap" : "bytes that belong to no tensor";
      throw refused(what, `${where}: ${shown(name)}`, `${begin}`, `${at}`);
    }
    at = end;
  }
  if (at !== size) throw refused("bytes that belong to no tensor", where, `${size}`, `${at}`);
}

function refused(what: string, where: string, got?: string, expected?: string): ChainruleError {
  return new ChainruleError("REFUSED", what, {
    where,
    ...(got !== undefined && { got }),
    ...(expected !== undefined && { expected }),
  });
}
