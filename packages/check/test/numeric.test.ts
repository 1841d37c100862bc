/** Comparisons of two graphs in numbers: what is said is true, at any magnitude, and ends. */
import { type Node, scalar, tensor, where } from "@chainrule/graph";
import { expression } from "@chainrule/graph/mathjs";
import { describe, expect, test } from "vitest";
import { Budget } from "../src/budget";
import { check } from "../src/index";
import { agrees, foundAt, preciseAt, shownValue, sidesOf } from "../src/numeric/at-point";
import { comparePoints } from "../src/numeric/compare";
import { shownPoint } from "../src/numeric/point";

const names = ["x", "y", "z", "w"] as const;
const symbols: Record<string, Node> = Object.fromEntries(names.map((name) => [name, scalar(name)]));
const x = symbols.x as Node;
const compared = (claim: string, truth: string) =>
  comparePoints(expression(claim, symbols), expression(truth, symbols), {}, 1, 24);
const statuses = (claim: string, truth: string): Set<string> =>
  new Set(compared(claim, truth).points.map(({ status }) => status));

describe("different, however close or small", () => {
  test.each([
    ["sqrt(x) * 2e-130", "sqrt(x) * 1e-130"],
    ["exp(x) * (1 + 1e-33)", "exp(x)"],
    ["exp(x) * (1 + 1e-120)", "exp(x)"],
    ["x * erf(12 + x^2)", "x"],
    ["erfc(28 + x^2)", "0 * x"],
    ["1e-200 * sin(x)", "0 * x"],
    ["sin(x)^2 + cos(x)^2 + 1e-100 * exp(x)", "1 + 0 * x"],
    ["tanh(300 + x^2)", "1 + 0 * x"],
    ["exp(-1e6 - x^2)", "exp(-1e6 - x^2) * 2"],
    ["2 * sin(1 / w^2)", "sin(1 / w^2)"],
    ["sin(1e9 * x)", "sin(1e9 * x + 1e-40)"],
    ["sigmoid(x) - 1e-90", "sigmoid(x)"],
  ])("%s and %s", (claim, truth) => {
    expect(statuses(claim, truth)).toContain("different");
    expect(check(claim, expression(truth, symbols), { symbols }).verdict).toBe("wrong");
  });
});

describe("equal, with as many digits as the bound says", () => {
  test.each([
    ["sin(x + y)", "sin(x) * cos(y) + cos(x) * sin(y)"],
    ["log(exp(x) + exp(y))", "y + softplus(x - y)"],
    ["erfc(x)", "1 - erf(x)"],
    ["x^y", "exp(y * log(x))"],
    ["tanh(x)", "(exp(x) - exp(-x)) / (exp(x) + exp(-x))"],
    ["0 * x", "sin(x)^2 + cos(x)^2 - 1"],
  ])("%s and %s", (claim, truth) => {
    const { digits, points } = compared(claim, truth);
    expect(points.filter(({ status }) => status === "equal").length).toBeGreaterThanOrEqual(24);
    expect(points.some(({ status }) => status === "different")).toBe(false);
    expect(digits).toBeGreaterThanOrEqual(150);
    expect(digits).toBeLessThan(800);
  });

  test("fractions are compared exactly", () => {
    expect(compared("(x^2 - y^2) / (x - y)", "x + y").digits).toBe(Number.POSITIVE_INFINITY);
  });
});

describe("what no precision tells is undecided", () => {
  const [zero, one] = ["sin(x)^2 + cos(x)^2 - 1", "exp(exp(exp(10 + x^2)))"];

  test("a condition that hangs on a number which may be 0, and a number beyond all range", () => {
    const step = where(expression(zero, symbols).gt(0), x, x.mul(2));
    const found = comparePoints(step, x, {}, 1, 24);
    expect(new Set(found.points.map(({ status }) => status))).toEqual(new Set(["undecided"]));
    expect(check("x", step, { symbols }).verdict).toBe("undecided");
    expect(statuses(one, `2 * ${one}`)).toEqual(new Set(["undecided"]));
  });

  test("both branches of such a condition count, so that equal ones are equal", () => {
    const step = where(expression(zero, symbols).gt(0), x.exp(), x.exp());
    expect(comparePoints(step, x.exp(), {}, 1, 24).points.every(agrees)).toBe(true);
  });
});

describe("kinks and borders are solved for", () => {
  test.each([
    ["relu(1 - (3 * x - 100)^2)", "0 * x"],
    ["max(0, x - 37.5)", "0 * x"],
    ["max(0, -x - 1e7)", "0 * x"],
    ["relu(1e-3 - (x - 12345)^2)", "0 * x"],
    ["max(0, sin(x) - 0.999999)", "0 * x"],
    ["x + (x > 1e5 ? 1e-9 : 0)", "x"],
    ["abs(x - 1e5)", "1e5 - x"],
    ["relu((x - 20) * (x - 21) * (22 - x) * (x^2 + 1))", "0 * x"],
    ["relu(1e-4 - (x^3 - 4000)^2)", "0 * x"],
    ["sqrt((x + 50)^2 * (x + 51)^2)", "(x + 50) * (x + 51)"],
    ["relu(exp(x) - 1e8)", "0 * x"],
    ["relu(1 - (x - 40)^2 - (y - 50)^2)", "0 * x"],
    ["relu(1 - relu(abs(x - 300) - 1))", "0 * x"],
    ["log(1e4 - x)", "log((1e4 - x)^2) / 2"],
    ["x^2 / (x - 1234) - x^2 / (x - 1234) + max(x, 777)", "777 + relu(x - 777) * 1.0000001"],
  ])("%s and %s", (claim, truth) => {
    const { points } = compared(claim, truth);
    expect(points.some((each) => !agrees(each))).toBe(true);
  });

  test("the verdict says where they differ", () => {
    const found = check("0 * x", expression("relu(1 - (3 * x - 100)^2)", symbols), { symbols });
    expect(found.verdict).toBe("wrong");
    expect(found.counterexample?.at.x).toBeGreaterThan(33);
    expect(found.counterexample?.at.x).toBeLessThan(33.67);
  });

  test("a region that was covered is stated where there is more", () => {
    const found = comparePoints(
      expression("max(0, sin(x) + 2)", symbols),
      expression("sin(x) + 2", symbols),
      {},
      1,
      24,
    );
    expect(found.region).toBe("|x| <= 1e6");
    expect(compared("max(0, sin(x))", "max(0, sin(x))").region).toMatch(/^\|x\| <= [\d.]+$/);
    expect(compared("max(x, 5)", "5 + relu(x - 5)").region).toBeUndefined();
    expect(compared("exp(x)", "exp(x)").region).toBeUndefined();
    const { because } = check("relu(sin(x) + 2)", expression("max(0, 2 + sin(x) * 1)", symbols), { symbols });
    expect(because).toMatch(/\|x\| <= 1e6$|proved|equal in large prime fields/);
  });
});

describe("points", () => {
  test("have both signs and many magnitudes", () => {
    const at = compared("x * y", "y * x").points.map(({ point }) => shownPoint(point).x as number);
    const sizes = at.map((value) => Math.log10(Math.abs(value)));
    expect(Math.min(...sizes)).toBeLessThan(-2);
    expect(Math.max(...sizes)).toBeGreaterThan(3);
    expect(at.some((value) => value < 0) && at.some((value) => value > 0)).toBe(true);
  });

  test("only those that are accepted count, drawn or beside a kink", () => {
    const accept = (point: ReadonlyMap<Node, readonly number[]>): boolean => (point.get(x)?.[0] ?? 0) > 0;
    const { points } = comparePoints(x.abs(), x, {}, 1, 24, { accept });
    expect(points.length).toBeGreaterThanOrEqual(24);
    expect(points.every(agrees)).toBe(true);
    expect(comparePoints(x.abs(), x, {}, 1, 24).points.every(agrees)).toBe(false);
  });
});

describe("work is bounded", () => {
  test("a comparison that is too costly says so, and the same each time", () => {
    const sum = Array.from({ length: 400 }, (_, k) =>
      x
        .mul(k + 1)
        .sin()
        .exp(),
    ).reduce((a, b) => a.add(b));
    const run = () => comparePoints(sum.add(1e-40), sum, {}, 1, 24, { budget: new Budget(1_000_000) });
    const [first, second] = [run(), run()];
    expect(first.isTooCostly).toBe(true);
    expect(first.points.length).toBe(second.points.length);
  });

  test("what was found before stands", () => {
    const { isTooCostly, points } = comparePoints(x.exp().mul(2), x.exp(), {}, 1, 24, {
      budget: new Budget(6_000),
    });
    expect(isTooCostly).toBe(true);
    expect(points.some(({ status }) => status === "different")).toBe(true);
  });

  test.each([
    ["erf(1e4 * x) * erfc(-1e3 * x)", "erf(1e4 * x) * erfc(-1e3 * x) * 1"],
    ["sin(exp(exp(x)))", "sin(exp(exp(x))) + 0"],
    ["sin(exp(1e3 * x))", "2 * sin(exp(1e3 * x))"],
    ["tan(1 / w^5)", "2 * tan(1 / w^5)"],
    ["x^(x^(x^x))", "2 * x^(x^(x^x))"],
  ])(
    "%s ends",
    (claim, truth) => {
      const { points } = compared(claim, truth);
      expect(points.length).toBeGreaterThan(0);
    },
    20_000,
  );

  test("a product of large matrices ends", () => {
    const [A, B] = [tensor("A", { shape: [16, 16] }), tensor("B", { shape: [16, 16] })];
    const both = A.matmul(B).matmul(A).matmul(B);
    expect(
      comparePoints(both, A.matmul(B.matmul(A)).matmul(B), {}, 1, 20).points.some(
        ({ status }) => status === "different",
      ),
    ).toBe(false);
  });
});

test("values at a point", () => {
  const root = x.exp();
  const [e] = preciseAt([root], new Map([[x, [1]]]), {})(root);
  expect(shownValue(e)).toBe(Math.E);
  const found = foundAt(sidesOf(root, root.mul(1), {}, new Budget(1e8)), new Map([[x, [1]]]));
  expect(found?.status).toBe("equal");
});
