/** Comparisons in numbers: differences are found wherever they are, and what is said of where is true. */
import { type Node, operation, scalar, tensor } from "@chainrule/graph";
import { expression } from "@chainrule/graph/mathjs";
import { describe, expect, test } from "vitest";
import { cumulativeSum, softsign } from "../../test/declared";
import { Budget } from "../budget";
import { check } from "../index";
import { Random } from "../prove/random";
import { agrees, foundAt, knowledgeOf, preciseAt, shownValue, sidesOf } from "./at-point";
import { breakpointsOf, pointsBeside, pointsBeyond, regionOf } from "./breakpoints";
import { comparePoints } from "./compare";
import { kinksOf } from "./kinks";
import { isModerate, numericGraphs, type Point, pointFor, valuesAt } from "./point";
import { holdsRounded, isByRounding } from "./rounding";

const names = ["x", "y", "z", "w"] as const;
const symbols: Record<string, Node> = Object.fromEntries(names.map((name) => [name, scalar(name)]));
const x = symbols.x as Node;
const y = symbols.y as Node;
const node = (text: string): Node => expression(text, symbols);
const compared = (claim: string, truth: string) => comparePoints(node(claim), node(truth), {}, 1, 24);

describe("differences in small or far regions are met", () => {
  test.each([
    // in one interval: between kinks, beyond them, next to them
    ["relu(x - 3) - relu(x - 3.001) - 0.001 * (x > 3.001)", "0 * x"],
    ["relu(1 - abs(x - 123456))", "0 * x"],
    ["max(0, 1e-3 - abs(x + 77.25))", "0 * x"],
    ["max(x, 100) + relu(x - 500)", "max(x, 100)"],
    ["max(x, -900)", "x + 0 * abs(x)"],
    ["x < -31 ? x + 1e-3 : x", "x"],
    ["abs((x - 5) * (x - 5.0001))", "(x - 5) * (x - 5.0001)"],
    ["abs((x - 5) * (x - 9) * (x + 40))", "(x - 5) * (x - 9) * (x + 40)"],
    // where two symbols have to be beyond their borders at once
    ["relu(x - 60) * relu(y - 70)", "0 * x * y"],
    ["relu(-60 - x) * relu(y - 70)", "0 * x * y"],
    ["relu(-60 - x) * relu(-70 - y)", "0 * x * y"],
    // off the lines through a point, where a polynomial has its extremum; of two, the lower one counts
    ["relu(1 - (x - 40)^2 - (y - 50)^2)", "0 * x"],
    ["relu(0.01 - (x - 7)^2 * ((x + 7)^2 + 4) - (y - 11)^2)", "0 * x * y"],
    ["relu(0.01 - (x + 7)^2 * ((x - 7)^2 + 4) - (y - 11)^2)", "0 * x * y"],
    // at kinks of each sort
    ["sign(x - 12.75)^2", "1 + 0 * x"],
    ["step(x - 8.125) - step(8.125 - x) + (x < 8.125 ? 1 : -1)", "0 * x"],
    ["x == 13.5 ? 1 : 0", "0 * x"],
    ["x >= 21.25 ? 1 : 0", "x > 21.25 ? 1 : 0"],
    ["x <= y - 4.5 ? 1 : 0", "x < y - 4.5 ? 1 : 0"],
    ["leakyRelu(x - 90)", "0.01 * (x - 90)"],
    ["elu(x - 90)", "exp(x - 90) - 1"],
    ["min(x, 95)", "x"],
    // where a function is no longer defined
    ["log(x + 1000)", "log((x + 1000)^2) / 2"],
    ["sqrt(5000 - x) * sqrt(5000 - x)", "5000 - x"],
    ["(x + 300)^(3/2) * (x + 300)^(1/2)", "(x + 300)^2"],
    ["asin(x / 2000) - asin(x / 2000) + x", "x"],
    ["log1p(x / 400) * 0 + x", "x"],
    ["xlogy(0 * x + 1, x + 222)", "log((x + 222)^2) / 2"],
    ["log(exp(x) - 1e9) * 0 + x", "x"],
    ["1 / sqrt(x * y + 700) * 0 + x", "x"],
    ["binaryCrossEntropy(x / 3000 + 1 / 2, y) * 0 + x", "x"],
  ])("%s and %s", (claim, truth) => {
    const { kinks, points } = compared(claim, truth);
    expect([...points, ...kinks].some((each) => !agrees(each))).toBe(true);
  });

  test.each([
    ["max(x, 100)", "100 + relu(x - 100)"],
    ["abs(x - 5)", "max(x - 5, 5 - x)"],
    ["sqrt((x - 30)^2)", "abs(x - 30)"],
    ["sqrt(x^2 - 2 * x * y + y^2)", "abs(x - y)"],
    ["log(x^2 * y^2)", "2 * log(abs(x)) + 2 * log(abs(y))"],
    ["x > y ? x : y", "max(x, y)"],
    ["min(x, y) + max(x, y)", "x + y"],
    ["tan(x)", "sin(x) / cos(x)"],
    ["sinh(2 * x)", "2 * sinh(x) * cosh(x)"],
  ])("nothing is found between %s and %s", (claim, truth) => {
    const found = compared(claim, truth);
    expect(found.points.filter(({ status }) => status === "equal").length).toBeGreaterThanOrEqual(20);
    expect([...found.points, ...found.kinks].filter((each) => !agrees(each))).toEqual([]);
    expect(found.isTooCostly).toBe(false);
  });
});

test("whether a point was found on each kink", () => {
  expect(compared("abs(x - 3) + abs(y)", "abs(3 - x) + abs(y)").isEachMet).toBe(true);
  expect(compared("abs(exp(x) - 2)", "abs(2 - exp(x))").isEachMet).toBe(false); // at ln 2, which has no end
  expect(compared("x^2", "x * x").isEachMet).toBe(true);
  const met = compared("x > 3 ? x : 3", "x > 3 ? x : 4");
  expect(met.kinks.map(({ status }) => status)).toContain("different");
});

describe("where claims differ", () => {
  test.each<[claim: string, truth: string, domain: string]>([
    ["x", "min(x, 5)", "differs for x > 5"],
    ["x", "max(x, -7)", "differs for x < -7"],
    ["x", "x + relu(x - 3) * relu(8 - x)", "differs for 3 < x < 8"],
    ["x", "max(-5, min(x, 5))", "differs for x < -5 or x > 5"],
    [
      "x",
      "x + relu(x - 3) * relu(4 - x) + relu(x - 20) + relu(-9 - x)",
      "differs for x < -9 or 3 < x < 4 or x > 20",
    ],
    ["x * y", "x * min(y, 6)", "differs for y > 6"],
    ["x - y", "abs(x - y)", "differs for x - y < 0"],
    ["y - x", "abs(x - y)", "differs for y - x < 0"],
    ["2 * log(x)", "log(x^2)", "differs for x < 0: the claim is not defined there"],
    ["log(x^2)", "2 * log(x)", "differs for x < 0: the truth is not defined there"],
    ["sqrt(4 - x)^2", "4 - x", "differs for x > 4: the claim is not defined there"],
  ])("%s and %s: %s", (claim, truth, domain) => {
    expect(check(claim, node(truth), { symbols }).domain).toBe(domain);
  });
  test.each([
    ["x", "x^2"],
    ["exp(x)", "exp(x) + 1"],
    ["relu(x) + 1", "relu(x) + 2"],
    ["x", "x"],
  ])("%s and %s differ everywhere, or nowhere", (claim, truth) => {
    expect(check(claim, node(truth), { symbols }).domain).toBeUndefined();
  });
});

describe("breakpoints", () => {
  const at = (numbers: Readonly<Record<string, number>>): Point =>
    new Map(Object.entries(numbers).map(([name, value]) => [symbols[name] as Node, [value]]));
  const along = (text: string, base: Point) =>
    breakpointsOf(kinksOf([node(text)]), base, {}, new Budget(1e8));
  test.each<[text: string, roots: readonly number[]]>([
    ["abs(x - 3) + relu(x + 8)", [-8, 3]],
    ["abs((x - 1) * (x - 2) * (x + 5))", [-5, 1, 2]],
    ["abs(x^2 - 2)", [-Math.SQRT2, Math.SQRT2]],
    ["relu(exp(x) - 20)", [Math.log(20)]],
    ["max(x, y)", [2]],
    ["log(x - y)", [2]],
    ["abs(x - y) + abs(x - 9)", [2, 9]],
  ])("of %s along x, for y = 2", (text, roots) => {
    const [found] = along(text, at({ x: 0.5, y: 2 }));
    expect(found?.symbol).toBe(x);
    expect(found?.roots.length).toBe(roots.length);
    found?.roots.forEach((root, k) => {
      expect(root).toBeCloseTo(roots[k] as number, 9);
    });
    const points = pointsBeside(found as NonNullable<typeof found>).map(
      (point) => point.get(x)?.[0] as number,
    );
    const borders = [Number.NEGATIVE_INFINITY, ...roots, Number.POSITIVE_INFINITY];
    // each interval between roots, and both sides beyond, have a point; and each root has one close by on both sides
    for (let k = 1; k < borders.length; k++)
      expect(points.some((p) => p > (borders[k - 1] as number) && p < (borders[k] as number))).toBe(true);
    for (const root of roots)
      for (const side of [-1, 1])
        expect(
          points.some(
            (p) => side * (p - root) > 0 && Math.abs(p - root) < 1e-4 * Math.max(1, Math.abs(root)),
          ),
        ).toBe(true);
    const gap = Math.min(...roots.slice(1).map((root, k) => root - (roots[k] as number)));
    for (const p of points)
      expect(roots.every((root) => Math.abs(p - root) > 1e-12 * Math.min(1, gap))).toBe(true);
  });
  test("close to one another", () => {
    const [found] = along("abs((x - 5) * (x - 5.0001))", at({ x: 1 }));
    const points = pointsBeside(found as NonNullable<typeof found>).map(
      (point) => point.get(x)?.[0] as number,
    );
    expect(points.filter((p) => p > 5 && p < 5.0001).length).toBeGreaterThanOrEqual(3);
  });
  test("of two symbols: points beyond both", () => {
    const found = along("abs(x - 3) + abs(y - 8)", at({ x: 1, y: 1 }));
    const points = pointsBeyond(found).map(
      (point) => [point.get(x)?.[0], point.get(y)?.[0]] as [number, number],
    );
    for (const [p, q] of [
      [1, 1],
      [1, -1],
      [-1, 1],
      [-1, -1],
    ] as const)
      expect(points.some(([a, b]) => p * (a - 3) > 0 && q * (b - 8) > 0)).toBe(true);
  });
  test("the region in which all were looked for", () => {
    const region = (text: string): string | undefined =>
      regionOf(along(text, at({ x: 0.5, y: 2 })), () => "x");
    expect(region("abs(x - 3)")).toBeUndefined();
    expect(region("abs(tanh(x - 3))")).toBe("|x| <= 1e6");
    const [, limit = ""] = /^\|x\| <= ([\d.e+]+)$/.exec(region("abs(sin(x))") ?? "") ?? [];
    const found = along("abs(sin(x))", at({ x: 0.5 }))[0];
    for (let k = 0; k * Math.PI < Number(limit); k++)
      for (const root of [k * Math.PI, -k * Math.PI])
        expect(
          found?.roots.some((each) => Math.abs(each - root) < 1e-6),
          String(root),
        ).toBe(true);
    expect(Number(limit)).toBeGreaterThan(3);
  });
});

describe("points", () => {
  test("have numbers of few digits, of many sizes, on both sides of 0 and none of them 0", () => {
    const random = new Random(1);
    const drawn = Array.from({ length: 600 }, (_, turn) => ({
      turn,
      value: pointFor([x], {}, random, turn).get(x)?.[0] as number,
    }));
    for (const { turn, value } of drawn) {
      expect(value).not.toBe(0);
      expect(
        String(Math.abs(value))
          .replace(/e.*|\.|^0\.0*/g, "")
          .replace(/^0+|0+$/g, "").length,
      ).toBeLessThanOrEqual(2);
      expect(Math.abs(value)).toBeLessThan(isModerate(turn) ? 5 : 1e6);
      expect(Math.abs(value)).toBeGreaterThan(isModerate(turn) ? 0.005 : 9e-5);
    }
    const moderate = drawn.filter(({ turn }) => isModerate(turn)).map(({ value }) => value);
    const far = drawn.filter(({ turn }) => !isModerate(turn)).map(({ value }) => value);
    for (const list of [moderate, far])
      for (const side of [-1, 1]) expect(list.filter((value) => side * value > 0).length).toBeGreaterThan(20);
    expect(moderate.filter((value) => value > 0 && value < 1).length).toBeGreaterThan(50);
    expect(moderate.filter(Number.isInteger).length).toBeGreaterThan(50);
    expect(far.some((value) => Math.abs(value) > 1e5) && far.some((value) => Math.abs(value) < 1e-3)).toBe(
      true,
    );
  });
  test("one for each entry", () => {
    const v = tensor("v", { shape: [2, 3] });
    const point = pointFor([v, x], {}, new Random(1), 0);
    expect([point.get(v)?.length, point.get(x)?.length]).toEqual([6, 1]);
    expect(valuesAt(point, {}).get(v)).toMatchObject({ shape: [2, 3] });
    expect(new Set(point.get(v)).size).toBeGreaterThan(1);
  });
  test("two abstract functions are two functions, and their derivatives have no symmetry", () => {
    const { roots, symbols: left } = numericGraphs([node("x * y")]);
    expect(roots).toHaveLength(1);
    expect(left).toEqual([x, y]);
  });
});

describe("both sides at a point", () => {
  const at = (claim: string, truth: string, value: number, off: readonly Node[] = []) =>
    foundAt(sidesOf(node(claim), node(truth), {}, new Budget(1e9)), new Map([[x, [value]]]), off);
  test.each<[claim: string, truth: string, value: number, status: string]>([
    ["exp(x)", "exp(x)", 2, "equal"],
    ["exp(2 * x)", "exp(x)^2", 2, "equal"],
    ["sin(x)^2 + cos(x)^2", "1", 2, "equal"],
    ["exp(x)", "exp(x) + 1e-100", 2, "different"],
    ["exp(x) * (1 + 1e-140)", "exp(x)", 2, "different"],
    ["log(x)", "x", -2, "claim undefined"],
    ["x", "log(x)", -2, "truth undefined"],
    ["1 / x", "sqrt(x - 1)", 0, "both undefined"],
    ["exp(exp(exp(x)))", "2 * exp(exp(exp(x)))", 10, "undecided"],
  ])("%s and %s at %d", (claim, truth, value, status) => {
    expect(at(claim, truth, value)?.status).toBe(status);
  });
  test("nothing is said on a kink", () => {
    expect(at("abs(x - 2)", "x", 2, [node("x - 2")])).toBeUndefined();
    expect(at("abs(x - 2)", "x", 3, [node("x - 2")])?.status).toBe("different");
    expect(at("abs(x - 2)", "x - 2", 3, [node("x - 2"), node("x - 3")])).toBeUndefined();
  });
  test("entries: the first that differs is named, whatever stands before it", () => {
    const v = tensor("v", { shape: [4] });
    const of = (claim: Node, truth: Node, numbers: readonly number[]) =>
      foundAt(sidesOf(claim, truth, {}, new Budget(1e9)), new Map([[v, numbers]]));
    const log = v.log();
    expect(of(log, log, [1, 2, 3, 4])).toMatchObject({ status: "equal" });
    expect(of(log, log, [1, -2, 3, 4])).toMatchObject({ status: "both undefined", entry: 1 });
    expect(of(log, v.square().log().div(2), [1, 2, -3, 4])).toMatchObject({
      status: "claim undefined",
      entry: 2,
    });
    expect(of(v.add(v.sub(3).relu()), v, [1, 2, 3, 4])).toMatchObject({ status: "different", entry: 3 });
    expect(of(log.mul(v), log.mul(v.add(v.sub(3).relu())), [-1, 2, 3, 4])).toMatchObject({
      status: "different",
      entry: 3,
    });
    expect(of(v.exp().exp().exp().sub(v.sub(3).relu()), v.exp().exp().exp(), [30, 1, 3, 4])?.status).not.toBe(
      "equal",
    );
  });
});

describe("operations that users declare are known in float64", () => {
  const nowhere = operation("below", { value: (u) => (u > 0 ? Number.NaN : u), derivative: () => 1 });
  const statuses = (claim: Node, truth: Node): Set<string> =>
    new Set(comparePoints(claim, truth, {}, 1, 24).points.map(({ status }) => status));
  test("equal to nine digits", () => {
    expect(knowledgeOf([softsign(x)])).toBe(9);
    expect(knowledgeOf([x.exp(), x.silu()])).toBe("any");
    expect(statuses(softsign(x), node("x / (1 + abs(x))"))).toEqual(new Set(["equal"]));
    expect(statuses(softsign(x).mul(y.exp()), node("exp(y) * x / (1 + abs(x))"))).toEqual(new Set(["equal"]));
    expect(statuses(softsign(x).mul(1 + 1e-7), node("x / (1 + abs(x))"))).toContain("different");
    expect(statuses(softsign(x).mul(1 - 1e-7), node("x / (1 + abs(x))"))).toContain("different");
    expect(statuses(softsign(x.exp().log()), softsign(x))).toEqual(new Set(["equal"]));
    expect(comparePoints(softsign(x), node("x / (1 + abs(x))"), {}, 1, 24).digits).toBeLessThan(17);
  });
  test("so are those on tensors", () => {
    const v = tensor("v", { shape: [3] });
    expect(knowledgeOf([cumulativeSum(v).sum()])).toBe(9);
    const written = v.mul([3, 2, 1]).sum();
    expect(statuses(cumulativeSum(v).sum(), written)).toEqual(new Set(["equal"]));
    expect(statuses(cumulativeSum(v.exp().log()).sum(), written)).toEqual(new Set(["equal"]));
    expect(statuses(cumulativeSum(v).sum(), v.mul([3, 2, 1.0001]).sum())).toContain("different");
  });
  test("0 is 0, and where there is no value there is none", () => {
    const at = (claim: Node, truth: Node, value: number) =>
      foundAt(sidesOf(claim, truth, {}, new Budget(1e9)), new Map([[x, [value]]]))?.status;
    expect(at(softsign(x), x, 0)).toBe("equal");
    expect(at(x.div(softsign(x)), x, 0)).toBe("claim undefined");
    expect(at(nowhere(x), x, 2)).toBe("claim undefined");
    expect(at(nowhere(x), x, -2)).toBe("equal");
    expect(at(nowhere(x.log()), x, -2)).not.toBe("equal");
    expect(at(softsign(x.sin().square().add(x.cos().square()).sub(1)), x.mul(0), 1)).not.toBe("different");
    expect(at(softsign(x.mul(1e300).exp()), x, 2)).toBe("undecided");
  });
});

describe("numbers that were rounded", () => {
  test("have as many digits as a float64", () => {
    for (const value of [Math.SQRT1_2, Math.PI, 1 / 3, 2 / 3e-5, -Math.E * 1e20])
      expect(holdsRounded(value)).toBe(true);
    for (const value of [0.5, 0.1, 3, 1e300, 0.123456, 100, -2.75, "x", undefined, Number.NaN])
      expect(holdsRounded(value)).toBe(false);
  });
  const byRounding = (
    claim: string,
    truth: string,
    printed: readonly (readonly [number, number])[] = [],
  ): boolean => {
    const sides = [node(claim), node(truth)] as const;
    const point = new Map([[x, [1.5]]]);
    const found = foundAt(sidesOf(...sides, {}, new Budget(1e9)), point);
    if (found === undefined) throw new Error("on a kink");
    return isByRounding(sides, new Map(printed), found, {});
  };
  test("explain differences of their last place and no others", () => {
    expect(byRounding("x / sqrt(2)", `x * ${Math.SQRT1_2}`)).toBe(true);
    expect(byRounding("x / sqrt(2)", `x * ${Math.SQRT1_2 + 1e-12}`)).toBe(false);
    expect(byRounding("x / sqrt(2)", "x * 0.7071")).toBe(false);
    expect(byRounding("x / sqrt(2) + 1e-9", `x * ${Math.SQRT1_2}`)).toBe(false);
    expect(byRounding("x * 2", "x * 3")).toBe(false);
    expect(byRounding("x * 2 + 1e-60", `x * 2 + 1e-30 * ${Math.PI}`)).toBe(false);
  });
});

test("values for readers", () => {
  const root = node("exp(x) * x");
  expect(shownValue(preciseAt([root], new Map([[x, [2]]]), {})(root)[0])).toBeCloseTo(2 * Math.exp(2), 13);
  const none = node("log(x)");
  expect(shownValue(preciseAt([none], new Map([[x, [-2]]]), {})(none)[0])).toBe("undefined");
});
