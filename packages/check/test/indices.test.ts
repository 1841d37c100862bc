/** Index letters that are summed over and free, collide, or are nowhere bound: findings, not errors. */
import { dim, gradient, type Node, tensor } from "@chainrule/graph";
import { describe, expect, test } from "vitest";
import { check } from "../src/index";

const [n, m] = [dim("n"), dim("m")];
const W = tensor("W", { shape: [n, m] });
const [x, t] = [tensor("x", { shape: [m] }), tensor("t", { shape: [n] })];
const z = W.matmul(x).named("z");
const o = z.tanh().named("o");
const E = o.sub(t).square().sum().mul(0.5).named("E");
const [byX, byW] = [gradient(E, x), gradient(E, W)];
const DX = "\\frac{\\partial E}{\\partial x_j} =";
const DW = "\\frac{\\partial E}{\\partial W_{ij}} =";

describe("right claims, with any letters", () => {
  test.each<[claim: string, truth: Node]>([
    [`${DX} \\sum_i W_{ij} (o_i - t_i)(1 - o_i^2)`, byX],
    [`${DX} \\sum_k (o_k - t_k) W_{kj} (1 - o_k^2)`, byX],
    ["\\sum_a W_{ab} (o_a - t_a)(1 - o_a^2)", byX],
    [`${DW} (o_i - t_i)(1 - o_i^2) x_j`, byW],
    ["\\frac{\\partial E}{\\partial W_{pq}} = (o_p - t_p)(1 - o_p^2) x_q", byW],
  ])("%s is proved", (claim, truth) => {
    expect(check(claim, truth).verdict).toBe("proved");
  });
});

describe("letters that do not fit", () => {
  test.each<[claim: string, truth: Node, place: string, expected: string, repaired: string]>([
    // the summed letter is the free one
    [
      `${DX} \\sum_j W_{ij} (o_i - t_i)(1 - o_i^2)`,
      byX,
      "\\sum_j",
      "\\sum_i",
      `${DX} \\sum_i W_{ij} (o_i - t_i)(1 - o_i^2)`,
    ],
    // the sum is over a letter that its summand does not have
    [
      "\\sum_k W_{ij} (o_i - t_i)(1 - o_i^2)",
      byX,
      "\\sum_k",
      "\\sum_i",
      "\\sum_i W_{ij} (o_i - t_i)(1 - o_i^2)",
    ],
    // nowhere bound
    [
      `${DX} \\sum_i W_{ij} (o_i - t_i)(1 - o_k^2)`,
      byX,
      "o_k^2",
      "o_{i}^2",
      `${DX} \\sum_i W_{ij} (o_i - t_i)(1 - o_{i}^2)`,
    ],
    [`${DW} (o_i - t_i)(1 - o_i^2) x_k`, byW, "x_k", "x_{j}", `${DW} (o_i - t_i)(1 - o_i^2) x_{j}`],
    // bound in one place, free in another
    [`${DX} (1 - o_i^2) \\sum_i W_{ij} (o_i - t_i)`, byX, "", "", ""],
    // bound twice
    [
      `${DX} \\sum_i \\sum_i W_{ij} (o_i - t_i)(1 - o_i^2)`,
      byX,
      "\\sum_i",
      "",
      `${DX} \\sum_i W_{ij} (o_i - t_i)(1 - o_i^2)`,
    ],
    // the sum was forgotten
    [
      `${DX} W_{ij} (o_i - t_i)(1 - o_i^2)`,
      byX,
      "W_{ij} (o_i - t_i)(1 - o_i^2)",
      "\\sum_{i} W_{ij} (o_i - t_i)(1 - o_i^2)",
      `${DX} \\sum_{i} W_{ij} (o_i - t_i)(1 - o_i^2)`,
    ],
    // the left side has another letter
    [
      "\\frac{\\partial E}{\\partial x_k} = \\sum_i W_{ij} (o_i - t_i)(1 - o_i^2)",
      byX,
      "W_{ij}",
      "W_{ik}",
      "\\frac{\\partial E}{\\partial x_k} = \\sum_i W_{ik} (o_i - t_i)(1 - o_i^2)",
    ],
  ])("%s", (claim, truth, place, expected, repaired) => {
    const found = check(claim, truth);
    expect(found.verdict).toBe("wrong");
    expect(found.evidence.method).toBe("indices");
    expect(found.because).toMatch(/index/);
    expect(found.where?.what).toBe("index");
    expect(found.repair?.text ?? "").toBe(repaired);
    if (repaired === "") return;
    expect(found.where?.place.text).toBe(place);
    expect(found.where?.expected).toBe(expected);
    expect(check(repaired, truth).verdict).toBe("proved");
  });

  test("two terms, one of them with the letter of the other's sum", () => {
    const block = z.tanh().sum().add(x.sum().square()).named("L");
    const claim = "\\frac{\\partial L}{\\partial x_j} = \\sum_i W_{ij} (1 - o_i^2) + 2 \\sum_j x_j";
    const { repair, verdict, where } = check(claim, gradient(block, x), { symbols: { o } });
    expect([verdict, where?.what]).toEqual(["wrong", "index"]);
    expect(check(repair?.text ?? "", gradient(block, x), { symbols: { o } }).verdict).toBe("proved");
  });
});

test("errors of syntax and unknown names remain errors", () => {
  for (const claim of [
    "\\sum_i W_{ij} (o_i - t_i",
    "\\sum W_{ij} o_i",
    "\\sum_i W_{ij} q_i",
    "\\sum_{i=2} W_{ij} o_i",
  ])
    expect(() => check(claim, byX), claim).toThrow();
});
