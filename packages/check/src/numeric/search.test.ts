/** The search for roots of functions that are no polynomials, against roots that are known in closed form or to 15 digits. */
import { type Node, scalar } from "@chainrule/graph";
import { expression } from "@chainrule/graph/mathjs";
import { describe, expect, test } from "vitest";
import { Budget } from "../budget";
import { along, FARTHEST, rootsAlong } from "./search";

const [x, y] = [scalar("x"), scalar("y")];
const symbols: Record<string, Node> = { x, y };
const found = (text: string, work = 1e9) =>
  rootsAlong(along(expression(text, symbols), 0, x, () => 3, {}, new Budget(work)));

const isNear = (a: number, b: number): boolean => Math.abs(a - b) <= 1e-6 * Math.max(Math.abs(b), 1e-3);

/** All roots nearer than what is covered were found, and what was found is a root. */
function expectKnown(text: string, known: readonly number[], work?: number): void {
  const { covered, roots } = found(text, work);
  for (const root of known.filter((each) => Math.abs(each) < covered))
    expect(
      roots.some((each) => isNear(each, root)),
      `${root}`,
    ).toBe(true);
  for (const each of roots)
    expect(
      known.some((root) => isNear(each, root)),
      `${each}`,
    ).toBe(true);
  expect(roots).toEqual([...roots].sort((a, b) => a - b));
  expect(covered).toBeLessThanOrEqual(FARTHEST);
}

describe("all roots", () => {
  test.each<[text: string, roots: readonly number[]]>([
    ["exp(x) - 5", [Math.log(5)]],
    ["x * exp(x) - 1", [0.567143290409784]],
    ["exp(x) - 1e5", [Math.log(1e5)]],
    ["exp(x) - 3 * x", [0.619061286735945, 1.51213455165784]],
    ["(exp(x) - 2) * (exp(-x) - 7)", [-Math.log(7), Math.log(2)]],
    ["x * exp(x)", [0]],
    ["exp(x) - y", [Math.log(3)]],
    ["exp(x) + 1", []],
    ["exp(-x^2) + exp(x)", []],
  ])("%s", (text, roots) => {
    expectKnown(text, roots);
    expect(found(text).covered).toBeGreaterThan(100);
  });

  test.each<[text: string, roots: readonly number[]]>([
    ["cos(x) - x", [0.739085133215161]],
    ["tanh(x - 1000)", [1000]],
    ["softplus(x) - 3", [Math.log(Math.exp(3) - 1)]],
    ["sigmoid(x) + 0.25", []],
    ["atan(x - 123456) - atan(1)", [123457]],
    ["tanh(x) * atan(x + 70)", [-70, 0]],
    ["(atan(x) - atan(2)) * (atan(x) + atan(4)) * (atan(x) + atan(0.3))", [-4, -0.3, 2]],
  ])("%s, as far as is looked", (text, roots) => {
    expectKnown(text, roots);
    expect(found(text).covered).toBe(FARTHEST);
  });

  // next to where a function ends its sign is not known either
  test.each<[text: string, roots: readonly number[]]>([
    ["log(x + 20) - 2", [Math.exp(2) - 20, -20]],
    ["sqrt(x + 2) - 1", [-1, -2]],
    ["log(x)", [1, 0]],
  ])("%s, or where it ends", (text, roots) => {
    expectKnown(text, roots);
  });
});

test("of many roots, those next to 0", () => {
  const { covered, roots } = found("sin(x)");
  expect(roots.length).toBeGreaterThanOrEqual(8);
  expect(covered).toBeGreaterThan(6);
  expectKnown(
    "sin(x)",
    Array.from({ length: 4001 }, (_, k) => (k - 2000) * Math.PI),
  );
  expectKnown(
    "cos(x / 4)",
    Array.from({ length: 4001 }, (_, k) => (k - 2000.5) * 4 * Math.PI),
  );
});

describe("roots at which the sign does not change", () => {
  test.each<[text: string, roots: readonly number[]]>([
    ["(exp(x) - 1)^2", [0]],
    ["(x - 1)^2 * exp(x)", [1]],
    ["log(x + 3)^2", [-2, -3]],
    ["cosh(x) - 1", [0]],
  ])("%s", (text, roots) => {
    const all = found(text).roots;
    expect(all.some((each) => Math.abs(each - (roots[0] as number)) < 1e-4)).toBe(true);
    for (const each of all) expect(roots.some((root) => Math.abs(each - root) < 1e-4)).toBe(true);
  });
});

describe("stretches of zeros", () => {
  test.each<[text: string, end: number]>([
    ["relu(x - 2) * exp(x)", 2],
    ["relu(5 - x) * exp(-x / 9)", 5],
    ["relu(exp(x) - 12)", Math.log(12)],
    ["relu(-x - 40) * exp(x)", -40],
  ])("%s ends at %d", (text, end) => {
    const { roots } = found(text);
    expect(roots.some((root) => isNear(root, end))).toBe(true);
    // other places, if any, lie where the function is 0
    const f = (at: number): number =>
      expression(text.replaceAll("x", `(${at})`).replaceAll(`e(${at})p`, "exp"), {}).value as number;
    for (const root of roots) expect(Math.abs(f(root))).toBeLessThan(1e-4);
  });

  test("what is 0 everywhere has no root that stands out", () => {
    expect(found("0 * exp(x)").roots).toEqual([]);
    expect(found("relu(-exp(x))").roots).toEqual([]);
  });
});

test("where the work ends early, what is said to be covered is", () => {
  for (const work of [2e3, 1e4, 3e4, 1e5, 3e5, 1e6]) {
    expectKnown("exp(x) - 5", [Math.log(5)], work);
    expectKnown("(exp(x / 100) - 5) * exp(-x)", [100 * Math.log(5)], work);
    const all = Array.from({ length: 20001 }, (_, k) => ((k - 10000) * Math.PI) / 3);
    const { covered, roots } = found("sin(3 * x)", work);
    for (const root of all.filter((each) => Math.abs(each) < covered))
      expect(
        roots.some((each) => isNear(each, root)),
        `${work}: ${root}`,
      ).toBe(true);
  }
  expect(found("sin(3 * x) + exp(x)", 100).covered).toBe(0);
});
