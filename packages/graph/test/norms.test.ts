/** Norms by their p, over all entries and over axes: values, gradients, and what is refused. */
import {
  ChainruleError,
  evaluate,
  gradient,
  type Node,
  norm,
  type TensorValue,
  tensor,
} from "@chainrule/graph";
import { describe, expect, test } from "vitest";

const entries = (node: Node): number[] => {
  const value = evaluate(node);
  return typeof value === "number" ? [value] : [...(value as TensorValue).data].map((entry) => entry + 0); // -0 is 0
};

const v = tensor("v", [3, -4, 12]);
const W = tensor("W", [
  [3, -4],
  [-5, 12],
]);

describe("values", () => {
  test.each<readonly [string, Node, readonly number[]]>([
    ["p = 1", norm(v, { p: 1 }), [19]],
    ["p = 2", norm(v, { p: 2 }), [13]],
    ["none", norm(v), [13]],
    ["infinity", norm(v, { p: Number.POSITIVE_INFINITY }), [12]],
    ["p = 3", norm(v, { p: 3 }), [Math.cbrt(27 + 64 + 1728)]],
    ["Frobenius", norm(W, { p: "F" }), [Math.sqrt(194)]],
    ["p = 1 of rows", norm(W, { p: 1, axis: 1 }), [7, 17]],
    ["p = 2 of rows", W.norm({ p: 2, axis: 1 }), [5, 13]],
    ["an axis by its number", norm(W, 1), [5, 13]],
    ["infinity of columns", W.norm({ p: Number.POSITIVE_INFINITY, axis: 0 }), [5, 12]],
    ["kept axes", norm(W, { p: 1, axis: 1, keepDims: true }), [7, 17]],
  ])("%s", (_, node, expected) => {
    entries(node).forEach((entry, k) => {
      expect(entry).toBeCloseTo(expected[k] as number, 12);
    });
    expect(entries(node).length).toBe(expected.length);
  });

  test("kept axes have size 1", () => {
    expect(norm(W, { p: 1, axis: 1, keepDims: true }).shape).toEqual([2, 1]);
    expect(norm(W, { p: Number.POSITIVE_INFINITY, axis: 1 }).shape).toEqual([2]);
  });
});

test("gradients: signs, the largest entry, and x |x|^(p-2) / norm^(p-1)", () => {
  expect(entries(gradient(norm(v, { p: 1 }), v))).toEqual([1, -1, 1]);
  expect(entries(gradient(norm(v, { p: Number.POSITIVE_INFINITY }), v))).toEqual([0, 0, 1]);
  const size = Math.cbrt(27 + 64 + 1728);
  entries(gradient(norm(v, { p: 3 }), v)).forEach((entry, k) => {
    const x = [3, -4, 12][k] as number;
    expect(entry).toBeCloseTo((x * Math.abs(x)) / size ** 2, 12);
  });
});

test.each([0, 0.5, -1, Number.NaN, "1", "fro", null])("p = %s is no norm", (p) => {
  const build = (): unknown => norm(v, { p: p as 1 }); // as from plain JavaScript
  expect(build).toThrow(ChainruleError);
  expect(build).toThrow(expect.objectContaining({ code: "OPTION" }));
});
