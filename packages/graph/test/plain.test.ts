import { expect, test } from "vitest";
import { plainSource } from "../scripts/plain";
import { streamSource } from "../scripts/stream";
import { numbers } from "../src/compile/math/numbers";
import { gathers, plain, sweeps } from "../src/compile/math/plain";
import { type KernelName, recipes } from "../src/compile/math/recipes";
import { seeded } from "./random-graph";

const EDGES = [
  ...[
    0,
    1,
    0.5,
    2,
    3,
    5e-324,
    1e-310,
    2.3e-308,
    1e308,
    Number.POSITIVE_INFINITY,
    1e-9,
    1e-17,
    0.5625,
    20,
    40,
  ],
  ...[709.78, 710, 745.2, 746, 1000000.5, 1e7, Math.PI, Math.SQRT2, Math.LN2],
].flatMap((x) => [x, -x]);
EDGES.push(Number.NaN);

const table = recipes(numbers);
const names = Object.keys(table) as KernelName[]; // the table's keys are its type's

test("the text of the plain kernels is what the recipes say", async () => {
  await expect(plainSource()).toMatchFileSnapshot("../src/compile/math/plain.ts");
});

test("the text of the stream's cells is what its script writes", async () => {
  await expect(streamSource()).toMatchFileSnapshot("../src/compile/scalar/stream.ts");
});

test.each(names)("%s: the same bits as its recipe computed step by step, alone and in loops", (name) => {
  const random = seeded(name.length);
  const points: [number, number, number][] = EDGES.flatMap((a) =>
    EDGES.map((b): [number, number, number] => [a, b, random() - 0.5]),
  );
  const any = (): number => (2 * random() - 1) * 10 ** (8 * random() - 4);
  for (let k = 0; k < 3000; k++) points.push([any(), any(), any()]);
  const n = points.length;
  const expected = Float64Array.from(points, ([a, b, c]) => table[name](a, b, c));
  expect(Float64Array.from(points, ([a, b, c]) => plain[name](a, b, c))).toEqual(expected);

  const columns = [0, 1, 2].map((k) => Float64Array.from(points, (point) => point[k] as number));
  const [x, y, z] = columns as [Float64Array, Float64Array, Float64Array];
  const out = new Float64Array(n);
  sweeps[name](n, out, x, y, z);
  expect(out).toEqual(expected);

  const memory = Float64Array.of(...x, ...y, ...z, ...out.fill(0));
  const places = [0, 1, 2].map((k) => Int32Array.from({ length: 4 * n }, (_, at) => at - (3 - k) * n));
  gathers[name](memory, 3 * n, 4 * n, ...(places as [Int32Array, Int32Array, Int32Array]));
  expect(memory.subarray(3 * n)).toEqual(expected);
});
