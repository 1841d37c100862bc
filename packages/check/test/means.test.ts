/** Means and sums: numbers of entries as numbers and as symbolic sizes, in text and in LaTeX. */
import { dim, gradient, type Node, type Size, scalar, tensor } from "@chainrule/graph";
import { describe, expect, test } from "vitest";
import { check } from "../src/index";

/** Mean squared error of a linear model: p = X w. */
function linear(n: Size, d: Size, reduce: "mean" | "sum"): { w: Node; p: Node; E: Node } {
  const X = tensor("X", { shape: [n, d] });
  const w = tensor("w", { shape: [d] });
  const p = X.matmul(w).named("p");
  const y = tensor("y", { shape: [n] });
  return { w, p, E: p.sub(y).square()[reduce]().named("E") };
}

describe.each<[n: Size, d: Size, count: string]>([
  [dim("n"), dim("d"), "n"],
  [3, 2, "3"],
  [7, 5, "7"],
])("a mean over %s entries", (n, d, count) => {
  const { E, p, w } = linear(n, d, "mean");
  test.each<[claim: string, by: Node]>([
    [`2 * matmul(X', p - y) / ${count}`, w],
    [`\\frac{2}{${count}} X^{\\mathsf T} (p - y)`, w],
    [`\\frac{2}{${count}} \\sum_i (p_i - y_i) X_{ij}`, w],
    [`2 * (p - y) / ${count}`, p],
  ])("%s is proved", (claim, by) => {
    expect(check(claim, gradient(E, by)).verdict).toBe("proved");
  });

  test.each<[claim: string, by: Node, repaired: string]>([
    ["2 * matmul(X', p - y)", w, `(2 * matmul(X', p - y)) / ${count}`],
    ["2 X^{\\mathsf T} (p - y)", w, `\\frac{2}{${count}} X^{\\mathsf T} (p - y)`],
    ["2 \\sum_i (p_i - y_i) X_{ij}", w, `\\frac{2}{${count}} \\sum_i (p_i - y_i) X_{ij}`],
    ["2 * (p - y)", p, `(2 * (p - y)) / ${count}`],
  ])("%s lacks 1/n", (claim, by, repaired) => {
    const { repair, verdict, where } = check(claim, gradient(E, by));
    expect(verdict).toBe("wrong");
    expect(where?.what).toBe("missing factor");
    expect(where?.ratio).toBe(count);
    expect(repair?.edit).toBe("missing 1/n");
    expect(repair?.text).toBe(repaired);
  });

  test.each(["sum((p - y).^2)", "\\sum_i (p_i - y_i)^2"])("%s for the loss", (claim) => {
    const { repair, where } = check(claim, E);
    expect([repair?.edit, where?.ratio]).toEqual(["missing 1/n", count]);
    expect(check(repair?.text ?? "", E).verdict).toBe("proved");
  });

  const sum = linear(n, d, "sum");
  test.each<[claim: string, by: Node]>([
    [`2 * matmul(X', p - y) / ${count}`, sum.w],
    [`\\frac{1}{${count}} X^{\\mathsf T} (2 (p - y))`, sum.w],
    [`\\frac{2}{${count}} \\sum_i (p_i - y_i) X_{ij}`, sum.w],
  ])("%s is the mean for the sum", (claim, by) => {
    const { repair, verdict, where } = check(claim, gradient(sum.E, by));
    expect(verdict).toBe("wrong");
    expect(where?.what).toMatch(/factor$/);
    expect(where?.ratio).toBe(`1/${count}`);
    expect(repair?.edit).toBe("mean for sum");
    expect(check(repair?.text ?? "", gradient(sum.E, by)).verdict).toBe("proved");
  });
});

test("what holds for one number of entries only is not proved", () => {
  const { E, w } = linear(dim("n"), dim("d"), "mean");
  for (const number of ["1", "\\frac{2}{3}", "\\frac{2}{4}", "\\frac{2}{5}", "\\frac{2}{6}", "\\frac{2}{7}"])
    expect(check(`${number} \\cdot \\sum_i (p_i - y_i) X_{ij}`, gradient(E, w)).verdict, number).toBe(
      "wrong",
    );
  const x = scalar("x");
  const repeated = tensor("v", [dim("n")])
    .mul(0)
    .add(x)
    .sum();
  for (const n of [2, 3, 4, 5, 6, 7]) expect(check(`${n} * x`, repeated).verdict).toBe("wrong");
});
