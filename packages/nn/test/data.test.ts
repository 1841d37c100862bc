/** What data are made of: generators, scaling, measures, .npy and tables as text. */
import { dim, type TensorValue, tensor } from "@chainrule/graph";
import { parseCsv } from "@chainrule/nn/csv";
import { describe, expect, test } from "vitest";
import {
  accuracy,
  blobs,
  circles,
  classesOf,
  confusionMatrix,
  minMax,
  moons,
  npyBytes,
  r2,
  readNpy,
  sine,
  spirals,
  standardise,
  xor,
} from "../src/index";
import { closeAll, failure, refuses } from "./expect";

describe("generators", () => {
  const planar = { moons, circles, spirals, blobs };
  test.each(Object.entries(planar))("%s: so many points, from a seed", (_, make) => {
    const data = make(31, { seed: 2 });
    expect([data.x.shape, data.y.shape]).toEqual([[31, 2], [31]]);
    expect(make(31, { seed: 2 })).toEqual(data);
    expect(make(31, { seed: 2, noise: 0.3 })).not.toEqual(data);
    refuses("OPTION", () => make(1.5));
    refuses("NUMBER", () => make(9, { noise: -1 }), "noise");
    refuses("OPTION", () => make(9, { sed: 1 } as object), "Did you mean seed?");
  });

  test("circles lie inside each other, spirals turn by half a turn", () => {
    const radii = (data: TensorValue) =>
      Array.from({ length: 20 }, (_, k) =>
        Math.hypot(data.data[2 * k] as number, data.data[2 * k + 1] as number),
      );
    const { x, y } = circles(20, { noise: 0 });
    radii(x).forEach((radius, k) => {
      expect(radius).toBeCloseTo(y.data[k] === 1 ? 0.5 : 1, 12);
    });
    const spiral = spirals(20).x.data;
    for (let k = 0; k < 20; k += 2) {
      expect(spiral[2 * k + 2]).toBeCloseTo(-(spiral[2 * k] as number), 12);
      expect(spiral[2 * k + 3]).toBeCloseTo(-(spiral[2 * k + 1] as number), 12);
    }
  });

  test("xor and sine", () => {
    const corners = xor(4);
    expect([[...corners.x.data], [...corners.y.data]]).toEqual([[0, 0, 0, 1, 1, 0, 1, 1], [0, 1, 1, 0]]); // biome-ignore format: pairs
    const { x, y } = sine(5);
    closeAll(x, [-Math.PI, -Math.PI / 2, 0, Math.PI / 2, Math.PI]);
    y.data.forEach((value, k) => {
      expect(value).toBeCloseTo(Math.sin(x.data[k] as number), 14);
    });
  });
});

describe("scaling", () => {
  const rows = [[1, 10, 5], [3, 30, 5], [5, 20, 5]]; // biome-ignore format: rows
  test("mean 0 and deviation 1, or 0 to 1; a constant column is only moved; and back", () => {
    const deviation = Math.sqrt(8 / 3);
    const standard = standardise(rows);
    closeAll(
      standard.apply(rows),
      [-2 / deviation, -10 / (5 * deviation), 0, 0, 10 / (5 * deviation), 0, 2 / deviation, 0, 0],
      1e-15,
    );
    closeAll(standard.invert(standard.apply(rows)), rows.flat());
    const range = minMax(rows);
    closeAll(range.apply(rows), [0, 0, 0, 0.5, 1, 0, 1, 0.5, 0]);
    closeAll(range.invert([[0.5, 0.5, 0]]), [3, 20, 5]);
    refuses("SHAPE", () => range.apply([[1, 2]]), "another number of columns");
  });

  test("of a node is a part of the graph", () => {
    const x = tensor("x", [dim("N"), 3]);
    x.set(rows);
    const { apply, invert } = standardise(rows);
    expect(apply(x).value).toEqual(apply(rows));
    closeAll(invert(apply(x)).value, rows.flat());
  });
});

describe("measures", () => {
  test("accuracy and who is taken for whom", () => {
    const scores = [[2, 1, 0], [0, 3, 1], [1, 0, 5], [4, 1, 1]]; // biome-ignore format: rows
    expect(classesOf(scores)).toEqual([0, 1, 2, 0]);
    expect(accuracy(scores, [0, 1, 1, 0])).toBe(0.75);
    expect(confusionMatrix(scores, [0, 1, 1, 0])).toEqual([[2, 0, 0], [0, 1, 1], [0, 0, 0]]); // biome-ignore format: rows
    expect(confusionMatrix([[-1], [2]], [0, 0], { threshold: 0 })).toEqual([[1, 1], [0, 0]]); // biome-ignore format: rows
    refuses("SHAPE", () => accuracy(scores, [1]), "one answer for each target");
  });

  test("R² is 1 for right answers, 0 for the mean", () => {
    expect(r2([1, 2, 4], [1, 2, 4])).toBe(1);
    expect(r2([2, 2, 2], [1, 2, 3])).toBe(0);
    expect(r2([3, 2, 1], [1, 2, 3])).toBe(-3);
    expect(r2([1], [1])).toBeNaN();
  });
});

describe(".npy", () => {
  test("an array is read back", () => {
    const rows = { shape: [2, 1, 3], data: Float64Array.of(1, 2, 3, 4, 5, 1 / 3) };
    expect(readNpy(npyBytes(rows))).toEqual(rows);
    expect(readNpy(npyBytes([7, 8]))).toEqual({ shape: [2], data: Float64Array.of(7, 8) });
  });

  /** As NumPy 1.26 writes it: header of a multiple of 64 bytes. */
  const numpy = (header: string, data: readonly number[]): Uint8Array => {
    const text = `${header.padEnd(117)}\n`;
    return Uint8Array.of(
      0x93,
      78,
      85,
      77,
      80,
      89,
      1,
      0,
      text.length,
      0,
      ...new TextEncoder().encode(text),
      ...data,
    );
  };

  test("NumPy's types and orders", () => {
    const read = numpy(
      "{'descr': '<i2', 'fortran_order': True, 'shape': (2, 3), }",
      [1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 255, 255],
    );
    expect(readNpy(read)).toEqual({ shape: [2, 3], data: Float64Array.of(1, 3, 5, 2, 4, -1) });
    const flag = numpy("{'descr': '|b1', 'fortran_order': False, 'shape': (), }", [1]);
    expect(readNpy(flag)).toEqual({ shape: [1], data: Float64Array.of(1) });
  });

  test.each([
    ["other bytes", Uint8Array.of(1, 2, 3), "not a .npy file"],
    [
      "a file that ends early",
      numpy("{'descr': '<f8', 'fortran_order': False, 'shape': (3,), }", [0]),
      "do not fill",
    ],
    ["a header that ends early", npyBytes([1]).slice(0, 20), "header that is not read"],
    [
      "objects",
      numpy("{'descr': '|O', 'fortran_order': False, 'shape': (1,), }", [0]),
      "header that is not read",
    ],
    [
      "big-endian numbers",
      numpy("{'descr': '>f8', 'fortran_order': False, 'shape': (1,), }", [0]),
      "not read",
    ],
    ["code", numpy("{'descr': __import__('os'), 'fortran_order': False, 'shape': (1,), }", [0]), "not read"],
  ] as const)("%s is refused", (_, bytes, text) => {
    refuses("REFUSED", () => readNpy(bytes), text);
  });
});

describe("tables", () => {
  test("names in the first line, classes by name, quotes, and lines that are empty", () => {
    const text =
      '\ufefflength,"width, cm",kind\r\n5.1,3.5,setosa\r\n\r\n7,3.2,"versi\ncolor"\r\n6,3,setosa\r\n';
    expect(parseCsv(text)).toEqual({
      x: { shape: [3, 2], data: Float64Array.of(5.1, 3.5, 7, 3.2, 6, 3) },
      y: { shape: [3], data: Float64Array.of(0, 1, 0) },
      classes: ["setosa", "versi\ncolor"],
      names: ["length", "width, cm"],
    });
  });

  test("no names, and columns by number or name", () => {
    expect(parseCsv("1;2;3\n4;5;6\n", { delimiter: ";", target: 0 })).toEqual({
      x: { shape: [2, 2], data: Float64Array.of(2, 3, 5, 6) },
      y: { shape: [2], data: Float64Array.of(1, 4) },
    });
    const { x, names } = parseCsv("id,a,b,y\nu1,1,2,3\n", { target: "y", columns: ["b", "a"] });
    expect([[...x.data], names]).toEqual([[2, 1], ["b", "a"]]); // biome-ignore format: pairs
  });

  test.each([
    [
      "an entry that is no number",
      "a,b,y\n1,2,3\n4,five,6\n",
      "OPERAND",
      'line 3, column "b": not a number, got "five"',
    ],
    ["an entry that is missing", "a,b,y\n1,,3\n", "OPERAND", 'line 2, column "b": an entry is missing'],
    [
      "a target that is missing",
      "a,b,y\n1,2,3\n1,2,\n",
      "OPERAND",
      'line 3, column "y": an entry is missing',
    ],
    ["without names", "1,2,3\n4,x,6\n", "OPERAND", "line 2, column 1: not a number"],
    [
      "a row that is too long",
      "1,2\n3,4\n5,6,7\n",
      "SHAPE",
      "line 3: rows have one number of columns, got 3",
    ],
    ["a quote that is not closed", 'a,b\n1,"2\n', "SYNTAX", "Quote Not Closed"],
    ["only names", "a,b\n", "SHAPE", "no samples"],
    ["nothing", "", "SHAPE", "no rows"],
  ] as const)("%s", (_, text, code, message) => {
    const error = failure(() => parseCsv(text));
    expect([error.code, error.message]).toEqual([code, expect.stringContaining(message)]);
  });

  test("a column that there is not", () => {
    refuses("OPTION", () => parseCsv("kind,a\nx,1\n", { target: "knd" }), "Did you mean kind?");
    refuses("OPTION", () => parseCsv("1,2\n", { target: 2 }), "no such column");
  });
});
