/** Inverses and determinants: printed, set by KaTeX, and read back to the same values, in LaTeX and in text. */
import { det, gradient, inverse, kron, logdet, type Node, solve, tensor, vec } from "@chainrule/graph";
import { expression } from "@chainrule/graph/mathjs";
import { fromLatex, toLatex } from "@chainrule/latex";
import katex from "katex";
import { expect, test } from "vitest";

const A = tensor("A", [[3, 1], [0.5, 2]]); // biome-ignore format: a matrix
const B = tensor("B", [[1, -2], [0.25, 4]]); // biome-ignore format: a matrix
const b = tensor("b", [1, -2]);

test.each<readonly [string, Node]>([
  ["A^{-1}", inverse(A)],
  ["(A\\,B)^{-1}", inverse(A.matmul(B))],
  ["A^{-1}\\,B", solve(A, B)],
  ["A^{-1}\\,b", solve(A, b)],
  ["\\det(A)", det(A)],
  ["\\operatorname{logdet}(A)", logdet(A)],
  ["A^{-1}\\,B", inverse(A).matmul(B)],
])("%s", (expected, node) => {
  const latex = toLatex(node);
  expect(latex).toBe(expected);
  katex.renderToString(latex, { strict: "error", throwOnError: true });
  const [read, value] = [fromLatex(latex, [A, B, b]).value, node.value];
  const numbers = (x: typeof value): number[] => (typeof x === "number" ? [x] : [...x.data]);
  numbers(read).forEach((entry, k) => {
    expect(entry).toBeCloseTo(numbers(value)[k] as number, 13);
  });
});

test("the slope of a determinant is read back too", () => {
  const slope = gradient(det(A), A);
  expect(fromLatex(toLatex(slope), [A]).value).toEqual(slope.value);
});

test("by name, in text and in LaTeX", () => {
  for (const [text, node] of [
    ["inv(A)", inverse(A)],
    ["det(A)", det(A)],
    ["logdet(A)", logdet(A)],
    ["solve(A, b)", solve(A, b)],
    ["kron(A, B)", kron(A, B)],
    ["vec(A)", vec(A)],
  ] as const) {
    expect(expression(text, { A, B, b }).value, text).toEqual(node.value);
    const [name, operands] = text.split("(") as [string, string];
    expect(fromLatex(`\\operatorname{${name}}(${operands}`, [A, B, b]).value, text).toEqual(node.value);
  }
});
