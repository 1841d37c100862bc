import { expect, test } from "vitest";
import { matrixProduct } from "./matrix-product";

/** A product as text: factors A, B, ... with T where transposed, 1 for ones. */
const shown = (inputs: readonly (readonly number[])[], output: readonly number[]): string | undefined =>
  matrixProduct(inputs, output)
    ?.map(({ factor, transposed }) => `${factor === -1 ? "1" : "ABCDE"[factor]}${transposed ? "T" : ""}`)
    .join(" ");

test.each<readonly [string, readonly (readonly number[])[], readonly number[], string | undefined]>([
  ["matrix times vector", [[0, 1], [1]], [0], "A B"],
  ["transposed matrix times vector", [[0, 1], [0]], [1], "AT B"],
  ["outer product", [[0], [1]], [0, 1], "A BT"],
  ["outer product the other way round", [[0], [1]], [1, 0], "B AT"],
  ["inner product", [[0], [0]], [], "AT B"],
  ["bilinear form", [[0], [0, 1], [1]], [], "AT B C"],
  [
    "matrix times matrix",
    [
      [0, 1],
      [1, 2],
    ],
    [0, 2],
    "A B",
  ],
  [
    "gradient of a batch",
    [
      [0, 1],
      [0, 2],
    ],
    [1, 2],
    "AT B",
  ],
  [
    "transpose of a product",
    [
      [0, 1],
      [1, 2],
    ],
    [2, 0],
    "BT AT",
  ],
  ["transpose", [[0, 1]], [1, 0], "AT"],
  ["sum of rows", [[0, 1]], [1], "AT 1"],
  ["sum of columns", [[0, 1]], [0], "A 1"],
  ["a row repeated", [[1]], [0, 1], "1 AT"],
  ["three factors and an outer product", [[0, 1], [1], [2, 3], [3]], [0, 2], "A B DT CT"],
  ["an index that three factors share", [[0], [0], [0]], [], undefined],
  ["an index that is kept and shared", [[0], [0, 1]], [0, 1], undefined],
  ["a diagonal", [[0, 0]], [0], undefined],
  ["three axes", [[0, 1, 2]], [0], undefined],
  ["two products side by side", [[0], [0], [1], [1]], [], undefined],
])("%s", (_, inputs, output, expected) => {
  expect(shown(inputs, output)).toBe(expected);
});
