import { expect, test } from "vitest";
import { matrixForm } from "./matrix-form";
import { letterPiece } from "./piece";
import { plainTex } from "./safe/tex";

/** A product as text: factors A, B, ... with T where transposed, 1 for ones, o between what is multiplied entry by entry. */
const shown = (
  inputs: readonly (readonly (number | null)[])[],
  output: readonly number[],
): string | undefined => {
  const factors = inputs.map((indices, k) => ({
    indices,
    piece: letterPiece(plainTex("ABCDEF"[k] as string)),
  }));
  return matrixForm(factors, output, [2, 3, 4, 5, 6])
    ?.latex.replaceAll("^{\\mathsf{T}}", "T")
    .replaceAll("\\mathbf{1}", "1")
    .replaceAll("\\odot", "o")
    .replaceAll(/\\operatorname{(\w+)}/g, "$1")
    .replaceAll("\\,", " ");
};

test.each<readonly [string, readonly (readonly (number | null)[])[], readonly number[], string | undefined]>([
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
  ["an index that three factors share", [[0], [0], [0]], [], "AT (B o C)"],
  ["an index that is kept and shared", [[0], [0, 1]], [0, 1], "diag(A) B"],
  ["both indices kept and shared", [[0], [0, 1], [1]], [0, 1], "diag(A) B diag(C)"],
  ["a weight for each column, summed", [[0, 1], [1], [2, 1]], [0, 2], "A diag(B) CT"],
  [
    "entry by entry, then summed",
    [
      [0, 1],
      [0, 1],
    ],
    [0],
    "(A o B) 1",
  ],
  ["a vector scaled by a product", [[0], [0, 1], [1]], [0], "(B C) o A"],
  [
    "all products of entries",
    [
      [0, 1],
      [0, 1],
    ],
    [],
    "tr(AT B)",
  ],
  [
    "a trace",
    [
      [0, 1],
      [1, 0],
    ],
    [],
    "tr(A B)",
  ],
  ["a vector on the diagonal", [[0]], [0, 0], "diag(A)"],
  ["a diagonal", [[0, 0]], [0], "diag(A)"],
  ["a column repeated", [[0, null]], [0, 1], "A 1T"],
  ["a row repeated as such", [[null, 1]], [0, 1], "1 A"],
  ["all entries", [[0, 1]], [], "1T A 1"],
  ["a sum beside a vector", [[0], [1]], [0], "(1T B) A"],
  ["two products side by side", [[0], [0], [1], [1]], [], "(AT B) (CT D)"],
  ["three axes", [[0, 1, 2]], [0], undefined],
  [
    "three matrices at one index, one of them summed",
    [
      [0, 1],
      [0, 2],
      [0, 3],
    ],
    [1, 2],
    "AT diag(C 1) B",
  ],
  [
    "every index with every other",
    [
      [0, 1],
      [0, 2],
      [0, 3],
      [1, 2],
      [1, 3],
      [2, 3],
    ],
    [],
    undefined,
  ],
])("%s", (_, inputs, output, expected) => {
  expect(shown(inputs, output)).toBe(expected);
});
