/** Claims that hold in places: regions, single points, kinks, small intervals. */
import { constant, dim, gradient, type Node, scalar, tensor, where } from "@chainrule/graph";
import { describe, expect, test } from "vitest";
import { check, type Verdict } from "../src/index";

const [x, y] = [scalar("x"), scalar("y")];
const symbols = { x, y };
const clipped = x.min(5).max(-5);

describe("regions", () => {
  test.each<[claim: string, truth: Node, verdict: Verdict, domain: string]>([
    ["2 * log(x)", x.square().log(), "holds where", "differs for x < 0: the claim is not defined there"],
    ["log(x^2)", x.log().mul(2), "numerically equal", "differs for x < 0: the truth is not defined there"],
    [
      "2 * log(5 - x)",
      x.neg().add(5).square().log(),
      "holds where",
      "differs for x > 5: the claim is not defined there",
    ],
    ["sqrt(x^2)", x, "holds where", "differs for x < 0"],
    ["sqrt(x)^2", x, "holds where", "differs for x < 0: the claim is not defined there"],
    ["x + y", x.square().add(x.mul(y).mul(2)).add(y.square()).sqrt(), "holds where", "differs for x + y < 0"],
    ["x", x.min(5), "wrong", "differs for x > 5"],
    ["x", clipped, "wrong", "differs for x < -5 or x > 5"],
    ["1", gradient(clipped, x), "wrong", "differs for x < -5 or x > 5"],
    ["x", where(x.gt(100), x.mul(2), x), "wrong", "differs for x > 100"],
    ["x", x.add(x.sub(0.505).abs().neg().add(0.01).max(0)), "wrong", "differs for 0.495 < x < 0.515"],
    ["x * y", x.mul(y).add(y.sub(8).relu()), "wrong", "differs for y > 8"],
  ])("%s for truth %#: %s, %s", (claim, truth, verdict, domain) => {
    const found = check(claim, truth, { symbols });
    expect(found.verdict).toBe(verdict);
    expect(found.domain).toBe(domain);
    expect(found.because).toContain(domain);
    if (verdict !== "numerically equal") expect(found.counterexample).toBeDefined();
  });

  test.each<[claim: string, truth: Node]>([
    ["sqrt(x^2)", x.abs()],
    ["min(max(x, -5), 5)", clipped],
    ["x < -5 ? 0 : (x < 5 ? 1 : 0)", gradient(clipped, x)],
    ["sqrt(x^2 + 2 * x * y + y^2)", x.add(y).abs()],
    ["log(exp(x))", x],
    ["x < 5 ? x : 5", x.min(5)],
  ])("%s holds everywhere", (claim, truth) => {
    const { domain, verdict } = check(claim, truth);
    expect(["proved", "numerically equal"]).toContain(verdict);
    expect(domain).toBeUndefined();
  });
});

describe("single points", () => {
  test.each<[claim: string, truth: Node, at: string]>([
    ["x / x", constant(1), "x = 0"],
    ["(x^2 - 1) / (x - 1)", x.add(1), "x - 1 = 0"],
    ["(x - 0.35) * y / (x - 0.35)", y, "x - 0.35 = 0"],
  ])("%s is proved, with a note", (claim, truth, at) => {
    const { because, kinks, verdict } = check(claim, truth, { symbols });
    expect(verdict).toBe("proved");
    expect(kinks).toEqual([expect.objectContaining({ at, claim: "undefined", equal: false })]);
    expect(because).toContain(`away from ${at}`);
  });

  test("a norm's gradient: what the graph says of 0 is told", () => {
    const v = tensor("v", [dim("n")]);
    const { kinks, verdict } = check("v / norm(v)", gradient(v.norm(), v));
    expect(verdict).toBe("proved");
    expect(kinks).toEqual([{ at: "norm(v) = 0", claim: "undefined", truth: 0, equal: false }]);
    expect(check("v / norm(v)^2", gradient(v.norm(), v)).verdict).toBe("wrong");
  });

  test("two values at one point are no proof", () => {
    const jump = where(x.eq(0), constant(5), x);
    const { because, verdict } = check("x", jump);
    expect(verdict).toBe("numerically equal");
    expect(because).toBe("equal away from x = 0; there the claim is 0, the truth 5");
  });

  test("points where neither side is defined are not mentioned", () => {
    const found = check("1 / x - 1 / y", y.sub(x).div(x.mul(y)));
    expect(found.verdict).toBe("proved");
    expect(found.kinks).toBeUndefined();
  });
});
