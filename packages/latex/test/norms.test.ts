/** Norms are printed so that none can be taken for another, and are read as they are printed and as people write them. */
import { dim, evaluate, type Node, norm, tensor } from "@chainrule/graph";
import { describe, expect, test } from "vitest";
import { fromLatex, toLatex } from "../src/index";

const infinity = { p: Number.POSITIVE_INFINITY };
const v = tensor("v", [3, -4, 12]);
const W = tensor("W", [
  [3, -4, 1],
  [-5, 12, 2],
]);

describe("printed and read back", () => {
  test.each<readonly [string, Node]>([
    ["\\left\\|v\\right\\|", norm(v)],
    ["\\left\\|v\\right\\|_{1}", norm(v, { p: 1 })],
    ["\\left\\|v\\right\\|_{1}", v.abs().sum()],
    ["\\left\\|v\\right\\|_{\\infty}", norm(v, infinity)],
    ["\\left\\|v\\right\\|_{1}^{2}", norm(v, { p: 1 }).square()],
    ["\\left\\|v\\right\\|_{\\infty}^{2}", norm(v, infinity).square()],
    ["\\left\\|v\\right\\|^{2}", norm(v).square()],
    ["\\left\\|v\\right\\|^{2}", v.square().sum()],
    ["\\left\\|W\\right\\|_{F}", norm(W)],
    ["\\left\\|W\\right\\|_{F}", norm(W, { p: "F" })],
    ["\\left\\|W\\right\\|_{F}^{2}", W.square().sum()],
    ["\\left[\\sqrt{\\sum_{j=1}^{3} W_{ij}^{2}}\\right]_{i}", norm(W, { axis: 1 })],
    ["\\left[\\sqrt{\\sum_{i=1}^{2} W_{ij}^{2}}\\right]_{j}", norm(W, { axis: 0 })],
    ["\\left|W\\right|\\,\\mathbf{1}", norm(W, { p: 1, axis: 1 })],
    [
      "\\left[\\sqrt{\\sum_{j=1}^{3} \\left(\\tanh(W) + W\\right)_{ij}^{2}}\\right]_{i}",
      norm(W.tanh().add(W), { axis: 1 }),
    ],
  ])("%s", (latex, node) => {
    expect(toLatex(node)).toBe(latex);
    const read = evaluate(fromLatex(latex, { v, W }));
    const written = evaluate(node);
    const [a, b] = [read, written].map((value) => (typeof value === "number" ? [value] : [...value.data]));
    expect(a?.length).toBe(b?.length);
    a?.forEach((entry, k) => {
      expect(entry).toBeCloseTo(b?.[k] as number, 10);
    });
  });

  test("a norm over an axis is none of the norms with an index, of any size", () => {
    const X = tensor("X", [dim("m"), dim("n")]);
    for (const axis of [0, 1]) expect(toLatex(norm(X, { axis }))).not.toMatch(/\\\|/);
    expect(toLatex(norm(X, { axis: 1 }))).toBe("\\left[\\sqrt{\\sum_{j=1}^{n} X_{ij}^{2}}\\right]_{i}");
  });
});

describe("as people write them", () => {
  test.each<readonly [string, number]>([
    ["\\|v\\|", 13],
    ["\\|v\\|_2", 13],
    ["\\|v\\|_{2}", 13],
    ["\\|v\\|_1", 19],
    ["\\|v\\|_\\infty", 12],
    ["\\|v\\|_{\\infty}", 12],
    ["‖v‖_∞", 12],
    ["\\|v\\|_3", Math.cbrt(27 + 64 + 1728)],
    ["\\lVert v \\rVert_2", 13],
    ["\\lVert v \\rVert_1", 19],
    ["\\left\\lVert v \\right\\rVert_2", 13],
    ["\\left\\| v \\right\\|_\\infty", 12],
    ["\\|v\\|^2", 169],
    ["\\|v\\|_2^2", 169],
    ["\\|v\\|^2_2", 169],
    ["\\|v\\|_1^2", 361],
    ["\\frac{1}{2} \\|v - 2 v\\|_2^2", 84.5],
    ["\\|W\\|_F^2", 199],
    ["\\|W\\|_{F}^{2} + \\|v\\|_1", 218],
    ["\\|W v\\|_1", Math.abs(9 + 16 + 12) + Math.abs(-15 - 48 + 24)],
  ])("%s", (latex, expected) => {
    expect(evaluate(fromLatex(latex, { v, W }))).toBeCloseTo(expected, 9);
  });

  test.each(["\\|W\\|_1", "\\|W\\|_2", "\\|W\\|_\\infty"])("%s has two readings", (latex) => {
    const read = (): unknown => fromLatex(latex, { W });
    expect(read).toThrow(expect.objectContaining({ code: "REFUSED" }));
    expect(read).toThrow(/two readings.*\\\|W\\\|_F/);
  });

  test.each(["\\|v\\|_0", "\\|v\\|_{0.5}", "\\|W\\|_{2,1}", "\\|v\\|_{*}", "\\|v\\|_v"])(
    "%s is refused",
    (latex) => {
      expect(() => fromLatex(latex, { v, W })).toThrow(
        expect.objectContaining({ code: expect.stringMatching(/REFUSED|SYNTAX/) }),
      );
    },
  );
});
