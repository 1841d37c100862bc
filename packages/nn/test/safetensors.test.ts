/** safetensors as bytes: every type of numbers, every rule of the format, and files that were changed at random. */
import { ChainruleError, dim, tensor, type Value } from "@chainrule/graph";
import { describe, expect, test } from "vitest";
import { sampled } from "../../../test/campaign";
import { glorot, load, mlp, modelBytes, readSafetensors, seededRandom, writeSafetensors } from "../src/index";
import { failure } from "./expect";

/** A file with a header as it is written here, and so many bytes after it. */
function file(header: string, data: readonly number[] = []): Uint8Array {
  const text = new TextEncoder().encode(header);
  const bytes = new Uint8Array(8 + text.length + data.length);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(text.length), true);
  bytes.set(text, 8);
  bytes.set(data, 8 + text.length);
  return bytes;
}

test("what is written is read back, to the bit", () => {
  const tensors = new Map<string, Value>([
    ["W^(1)", { shape: [2, 3], data: Float64Array.of(1, -0, Number.NaN, 5e-324, Number.MAX_VALUE, 1 / 3) }],
    ["b", 0.1],
    ["empty", { shape: [0, 4], data: new Float64Array(0) }],
    ["__proto__", { shape: [1], data: Float64Array.of(7) }],
    ["3", 3],
  ]);
  const bytes = writeSafetensors(tensors, { metadata: { note: 'two "lines"\nof text' } });
  const read = readSafetensors(bytes);
  expect([...read.tensors]).toEqual([["3", 3], ...[...tensors].slice(0, 4)]); // as objects have their keys
  expect({ ...read.metadata }).toEqual({ note: 'two "lines"\nof text' });
  const [length] = new BigUint64Array(bytes.slice(0, 8).buffer);
  expect(Number(length) % 8).toBe(0);
});

test("F32 rounds to single precision", () => {
  const bytes = writeSafetensors(new Map([["w", 0.1]]), { type: "F32" });
  expect(readSafetensors(bytes).tensors.get("w")).toBe(Math.fround(0.1));
});

test("numbers of all types, little-endian, and spaces after the header", () => {
  const types: readonly (readonly [string, readonly number[], readonly number[]])[] = [
    ["F64", [0, 0, 0, 0, 0, 0, 0xf8, 0xbf], [-1.5]],
    ["F32", [0, 0, 0xc0, 0xbf], [-1.5]],
    ["F16", [0x00, 0xbe, 0x01, 0x00, 0x00, 0x7c], [-1.5, 2 ** -24, Number.POSITIVE_INFINITY]],
    ["BF16", [0xc0, 0xbf], [-1.5]],
    ["I64", [0xfe, 255, 255, 255, 255, 255, 255, 255], [-2]],
    ["U64", [2, 0, 0, 0, 0, 0, 0, 0], [2]],
    ["I32", [0xfe, 255, 255, 255], [-2]],
    ["U32", [0xfe, 255, 255, 255], [2 ** 32 - 2]],
    ["I16", [0xfe, 255], [-2]],
    ["U16", [0xfe, 255], [65534]],
    ["I8", [0xfe], [-2]],
    ["U8", [0xfe], [254]],
    ["BOOL", [0, 1], [0, 1]],
  ]; // biome-ignore format: a table
  for (const [dtype, data, expected] of types) {
    const header = `{"t":{"dtype":"${dtype}","shape":[${expected.length}],"data_offsets":[0,${data.length}]}}   `;
    expect(readSafetensors(file(header, data)).tensors.get("t"), dtype).toEqual({
      shape: [expected.length],
      data: Float64Array.from(expected),
    });
  }
});

test("a file that Python's safetensors 0.8.0 wrote", () => {
  const base64 =
    "CAEAAAAAAAB7Il9fbWV0YWRhdGFfXyI6eyJmb3JtYXQiOiJucCJ9LCJuIjp7ImR0eXBlIjoiSTY0Iiwic2hhcGUiOltdLCJkYXRhX29mZnNldHMiOlswLDhdfSwiZmMud2VpZ2h0Ijp7ImR0eXBlIjoiRjMyIiwic2hhcGUiOlsyLDNdLCJkYXRhX29mZnNldHMiOls4LDMyXX0sImgiOnsiZHR5cGUiOiJGMTYiLCJzaGFwZSI6WzFdLCJkYXRhX29mZnNldHMiOlszMiwzNF19LCJtIjp7ImR0eXBlIjoiQk9PTCIsInNoYXBlIjpbMl0sImRhdGFfb2Zmc2V0cyI6WzM0LDM2XX19ICAgICAHAAAAAAAAAAAAAAAAAIA/AAAAQAAAQEAAAIBAAACgQAA+AQA=";
  const { tensors, metadata } = readSafetensors(Uint8Array.from(atob(base64), (byte) => byte.charCodeAt(0)));
  expect(Object.fromEntries(tensors)).toEqual({
    "fc.weight": { shape: [2, 3], data: Float64Array.of(0, 1, 2, 3, 4, 5) },
    n: 7,
    h: { shape: [1], data: Float64Array.of(1.5) },
    m: { shape: [2], data: Float64Array.of(1, 0) },
  });
  expect(metadata.format).toBe("np");
});

test("a header of one long text, and of a long list, takes no stack", () => {
  const text = "\\\\n".repeat(2_000_000);
  expect(readSafetensors(file(`{"__metadata__":{"t":"${text}"}}`)).metadata.t).toHaveLength(2 * 2_000_000);
  const deep = `{"__metadata__":{"a":"b"},"t":${"[".repeat(200_000)}${"]".repeat(200_000)}}`;
  expect(failure(() => readSafetensors(file(deep))).code).toBe("REFUSED");
});

const one = (fields: string): string => `{"t":{${fields}}}`;

test.each([
  ["too short", Uint8Array.of(1, 2, 3), "too short"],
  ["a huge header", Uint8Array.of(255, 255, 255, 255, 255, 255, 255, 127, 123), "too long"],
  ["a header beyond the file", Uint8Array.of(200, 0, 0, 0, 0, 0, 0, 0, 123, 125), "ends after the file"],
  ["not JSON", file("{t}"), "not JSON"],
  ["a list", file("[]"), "not an object"],
  ["space before the object", file(" {}"), "not an object"],
  ["not UTF-8", Uint8Array.of(2, 0, 0, 0, 0, 0, 0, 0, 123, 255), "not UTF-8"],
  ["deep JSON", file(`{"t":${"[".repeat(100_000)}`), "not JSON"],
  ["a name twice", file(`{"t":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"\\u0074":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}`, [1]), "a key stands twice"],
  ["a field twice", file(one('"dtype":"U8","dtype":"I8","shape":[1],"data_offsets":[0,1]'), [1]), "a key stands twice"],
  ["an unknown type", file(one('"dtype":"F8","shape":[1],"data_offsets":[0,1]'), [1]), "of a type that is not read"],
  ["a type of objects", file(one('"dtype":"constructor","shape":[1],"data_offsets":[0,1]'), [1]), "not read"],
  ["an unknown field", file(one('"dtype":"U8","shape":[1],"data_offsets":[0,1],"code":"x"'), [1]), "no such field"],
  ["no shape", file(one('"dtype":"U8","data_offsets":[0,1]'), [1]), "a list of sizes"],
  ["a negative size", file(one('"dtype":"U8","shape":[-1],"data_offsets":[0,1]'), [1]), "a list of sizes"],
  ["a size beyond numbers", file(one('"dtype":"U8","shape":[1e999],"data_offsets":[0,1]'), [1]), "a list of sizes"],
  ["sizes whose product overflows", file(one('"dtype":"U8","shape":[4294967296,4294967296,4294967296],"data_offsets":[0,1]'), [1]), "do not fill"],
  ["one offset", file(one('"dtype":"U8","shape":[1],"data_offsets":[0]'), [1]), "begins and ends"],
  ["offsets in the wrong order", file(one('"dtype":"U8","shape":[0],"data_offsets":[1,0]'), [1]), "outside the file"],
  ["an offset beyond the file", file(one('"dtype":"U8","shape":[2],"data_offsets":[0,2]'), [1]), "outside the file"],
  ["numbers that do not fill the shape", file(one('"dtype":"F32","shape":[2],"data_offsets":[0,4]'), [1, 2, 3, 4]), "do not fill"],
  ["overlapping tensors", file('{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"b":{"dtype":"U8","shape":[2],"data_offsets":[1,3]}}', [1, 2, 3]), "overlap"],
  ["a hole", file('{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"b":{"dtype":"U8","shape":[1],"data_offsets":[2,3]}}', [1, 2, 3]), "belong to no tensor"],
  ["bytes after the last tensor", file(one('"dtype":"U8","shape":[1],"data_offsets":[0,1]'), [1, 2]), "belong to no tensor"],
  ["metadata that are no texts", file('{"__metadata__":{"a":1}}'), "texts by name"],
  ["no bytes", "text", "not bytes"],
] as const)("refused: %s", (_, bytes, text) => {
  const error = failure(() => readSafetensors(bytes as Uint8Array));
  expect([error.code, error.message]).toEqual(["REFUSED", expect.stringContaining(text)]);
}); // biome-ignore format: a table

describe("files that were changed", () => {
  const x = tensor("x", [dim("N"), 2]);
  const model = mlp(x, [{ units: 3, activation: "tanh" }, 1], { weights: glorot(1) });
  const good = modelBytes(model);
  const header = 8 + Number(new DataView(good.buffer).getBigUint64(0, true));
  const text = new TextDecoder().decode(good.subarray(8, header));
  const PIECES = ['"', "{", "}", "[", "]", ",", ":", "-1", "1e308", "null", "true", '"op"', "9007199254740993", "\\u0000", "F64", "0", "__proto__", "N", "\\"]; // biome-ignore format: a list

  /** A file of which something is another: bytes of it, its length, or the text of its header. */
  function changed(random: () => number): Uint8Array {
    const below = (n: number): number => Math.floor(random() * n);
    if (random() < 0.3) {
      const bytes = good.slice(0, random() < 0.3 ? below(good.length) : good.length);
      for (let k = 0; k < 1 + below(4); k++)
        if (bytes.length > 0) bytes[below(Math.min(bytes.length, header))] = below(256);
      return bytes;
    }
    let other = text.trimEnd();
    for (let k = 0; k < 1 + below(3); k++) {
      const at = below(other.length);
      const piece = PIECES[below(PIECES.length)] as string;
      // in place of a token, or of some characters
      const token = /^\w+/.exec(other.slice(at))?.[0].length ?? 1;
      other = `${other.slice(0, at)}${piece}${other.slice(at + (random() < 0.5 ? token : below(9)))}`;
    }
    return file(other, [...good.subarray(header)]);
  }

  test(`${sampled(5000, 1000)} of them are read whole, or refused with a typed error`, () => {
    const random = seededRandom(17);
    let refused = 0;
    for (let k = 0; k < sampled(5000, 1000); k++) {
      try {
        load(changed(random));
      } catch (error) {
        if (!(error instanceof ChainruleError)) throw error;
        refused++;
      }
    }
    expect(refused).toBeGreaterThan(0.9 * sampled(5000, 1000));
  });
});
