/** Claims about norms: which one an index means decides. */
import { dim, gradient, type Node, norm, tensor } from "@chainrule/graph";
import { describe, expect, test } from "vitest";
import { check } from "../src/index";

const infinity = { p: Number.POSITIVE_INFINITY };

describe.each([
  ["any size", tensor("v", [dim("n")]), tensor("W", [dim("m"), dim("n")])],
  ["numbers", tensor("v", { shape: [3] }), tensor("W", { shape: [2, 3] })],
] as const)("of %s", (_, v, W) => {
  test.each<readonly [Node, string, "right" | "wrong"]>([
    [norm(v), "\\|v\\|_1", "wrong"],
    [norm(v), "\\|v\\|_\\infty", "wrong"],
    [norm(v), "\\|v\\|_2", "right"],
    [norm(v), "\\lVert v \\rVert_2", "right"],
    [norm(v), "\\|v\\|", "right"],
    [v.abs().sum(), "\\|v\\|_1", "right"],
    [v.abs().sum(), "\\|v\\|_2", "wrong"],
    [norm(v, { p: 1 }), "\\sum_i |v_i|", "right"],
    [norm(v, infinity), "\\left\\| v \\right\\|_\\infty", "right"],
    [norm(v, infinity), "\\max_i |v_i|", "right"],
    [norm(v, infinity), "\\|v\\|_1", "wrong"],
    [norm(v).square(), "\\|v\\|^2", "right"],
    [norm(v).square(), "\\|v\\|_2^2", "right"],
    [v.square().sum(), "\\|v\\|_2^2", "right"],
    [v.square().sum(), "\\|v\\|_1^2", "wrong"],
    [W.square().sum(), "\\|A\\|_F^2".replace("A", "W"), "right"],
    [norm(W), "\\|W\\|_F", "right"],
    [gradient(v.square().sum(), v), "2 v", "right"],
    [gradient(norm(v, { p: 1 }), v), "\\operatorname{sign}(v)", "right"],
  ])("%#: %s against %s", (truth, claim, expected) => {
    const { verdict } = check(claim, truth);
    if (expected === "wrong") expect(verdict).toBe("wrong");
    else expect(verdict).not.toMatch(/wrong|undecided/);
  });
});
