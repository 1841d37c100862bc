/** Roots of sums: identities are proved, and the sign of a root is that of the real one. */
import { dim, gradient, type Node, scalar, tensor } from "@chainrule/graph";
import { describe, expect, test } from "vitest";
import { check } from "../src/index";

const [x, y, z] = [scalar("x"), scalar("y"), scalar("z")];
const symbols = { x, y, z };
const length = x.square().add(y.square()).sqrt();
const n = dim("n");
const [u, v] = [tensor("u", { shape: [n] }), tensor("v", { shape: [n] })];
const dot = u.mul(v).sum();
const [a, b] = [u.square().sum().sqrt().named("a"), v.square().sum().sqrt().named("b")];
const similarity = dot.div(a.mul(b)).named("s");
/** One root inside another, and three beside one another. */
const nested = x.square().add(length).add(1).sqrt();
const three = ["p", "q", "r"].reduce<Node>(
  (sum, name) => sum.mul(scalar(name).square().add(1).add(x.square()).sqrt()),
  x,
);

describe("proved", () => {
  test.each<[claim: string, truth: Node]>([
    ["x / sqrt(x^2 + y^2)", gradient(length, x)],
    ["x * sqrt(x^2 + y^2) / (x^2 + y^2)", gradient(length, x)],
    ["\\frac{x}{\\sqrt{x^2+y^2}} \\cdot \\sqrt{x^2+y^2}", x.mul(1)],
    ["y^2 / (x^2 + y^2)^(3/2)", gradient(gradient(length, x), x)],
    ["1 / (sqrt(x^2 + 1) + x)", x.square().add(1).sqrt().sub(x)],
    ["(x + x / (2 * sqrt(x^2 + y^2))) / sqrt(x^2 + sqrt(x^2 + y^2) + 1)", gradient(nested, x)],
    ["v ./ (a * b) - (u * s) ./ a^2", gradient(similarity, u)],
    ["\\frac{v_i}{a b} - \\frac{s u_i}{a^2}", gradient(similarity, u)],
    ["x * sqrt((p^2 + 1 + x^2) * (q^2 + 1 + x^2) * (r^2 + 1 + x^2))", three],
  ])("%s", (claim, truth) => {
    const { because, evidence, verdict } = check(claim, truth, {
      symbols: { ...symbols, u, v, a, b, s: similarity },
    });
    expect(verdict, because).toBe("proved");
    expect(evidence.method).toBe("prime fields");
  });
});

describe("wrong", () => {
  test.each<[claim: string, truth: Node]>([
    ["x / sqrt(x^2 - y^2)", gradient(length, x)],
    ["-x / sqrt(x^2 + y^2)", gradient(length, x)],
    ["1 / (sqrt(x^2 + 1) - x)", x.square().add(1).sqrt().sub(x)],
    ["v ./ (a * b) - (u * s) ./ a", gradient(similarity, u)],
    ["x + y", length],
    ["sqrt(x^2 + y^2) + 1e-12", length],
    ["x * sqrt((p^2 + 1 + x^2) * (q^2 + 1 + x^2) * (r^2 + 2 + x^2))", three],
  ])("%s", (claim, truth) => {
    expect(check(claim, truth, { symbols: { ...symbols, u, v, a, b, s: similarity } }).verdict).toBe("wrong");
  });
});

test("the root of a square is the absolute value", () => {
  expect(check("abs(x) * sqrt(y^2 + 1)", x.square().mul(y.square().add(1)).sqrt()).verdict).toBe("proved");
});

describe("laws with a condition hold where it does", () => {
  test.each<[claim: string, truth: Node, condition: string, domain: string]>([
    ["sqrt(x^2)", x, "x >= 0", "differs for x < 0"],
    [
      "sqrt(x) * sqrt(y)",
      x.mul(y).sqrt(),
      "x >= 0 and y >= 0",
      "differs for x < 0: the claim is not defined there",
    ],
    ["sqrt(x^2 * (y^2 + 1))", x.mul(y.square().add(1).sqrt()), "x >= 0", "differs for x < 0"],
  ])("%s", (claim, truth, condition, domain) => {
    expect(check(claim, truth, { symbols })).toMatchObject({ verdict: "holds where", condition, domain });
  });

  test("what is assumed is known", () => {
    expect(check("sqrt(x) * sqrt(y)", x.mul(y).sqrt(), { symbols, assume: "x, y > 0" }).verdict).toBe(
      "proved",
    );
    expect(check("sqrt(x^2)", x, { symbols, assume: ["x >= 0"] }).verdict).toBe("proved");
    expect(check("-sqrt(x^2)", x, { symbols, assume: ["x <= 0"] }).verdict).toBe("proved");
    expect(check("log(1 - x) + log(x)", x.sub(x.square()).log(), { assume: "0 < x < 1" }).verdict).toBe(
      "proved",
    );
  });
});
