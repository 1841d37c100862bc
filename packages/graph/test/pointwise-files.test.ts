/** Pointwise operations that are a file each, at the places that their docstrings speak of. */
import {
  atan2,
  ceil,
  clip,
  compile,
  diagnose,
  evaluate,
  floor,
  gradient,
  hypot,
  logit,
  mish,
  type Node,
  type Operand,
  round,
  scalar,
  softsign,
  stopGradient,
} from "@chainrule/graph";
import { expect, test } from "vitest";
import * as pointwise from "../src/ops/pointwise";
import { operations } from "../src/ops/table";
import { seeded } from "./random-graph";

const { MAX_VALUE, NaN: nan, POSITIVE_INFINITY: inf } = Number;
const numberOf = (node: Node): unknown => evaluate(node);

test("each file's name in the set, in the table and on the operation are one", () => {
  for (const [name, { operation }] of Object.entries(pointwise)) {
    expect(operation.name).toBe(name);
    expect(operations[name as keyof typeof pointwise]).toBe(operation);
  }
});

test("every one refuses what is no operand, and one too many", () => {
  for (const [name, call] of Object.entries(pointwise)) {
    const f = call as (...given: readonly unknown[]) => Node;
    const some = Array.from({ length: call.operation.arity }, () => 0.5);
    expect(f(...some).op.name).toBe(name);
    for (const given of [[], [...some, 1], some.map(() => "0.5"), some.map(() => null)])
      expect(() => f(...given), `${name}(${given})`).toThrow(expect.objectContaining({ code: "OPERAND" }));
  }
});

test("whole numbers around a number are exact, of any size and sign", () => {
  const random = seeded(5);
  const points = [
    0,
    -0,
    0.5,
    1.5,
    2.5,
    2 ** 51 + 0.5,
    2 ** 52 - 0.5,
    2 ** 53,
    1e300,
    5e-324,
    0.49999999999999994,
    inf,
    nan,
  ];
  for (let k = 0; k < 300; k++) points.push(random() * 10 ** (18 * random()));
  for (const x of points.flatMap((each) => [each, -each])) {
    expect(numberOf(floor(x)), `floor(${x})`).toBe(Math.floor(x));
    expect(numberOf(ceil(x)), `ceil(${x})`).toBe(Math.ceil(x));
    const nearest = Math.round(x);
    const even = Math.abs(x - Math.trunc(x)) === 0.5 ? 2 * Math.round(x / 2) : nearest;
    expect((numberOf(round(x)) as number) + 0, `round(${x})`).toBe(even + 0);
  }
});

test("lengths and angles of any size", () => {
  expect(numberOf(hypot(3, -4))).toBe(5);
  expect(numberOf(hypot(3e300, 4e300))).toBeCloseTo(5e300, -286);
  expect(numberOf(hypot(3e-320, 4e-320))).toBe(5e-320);
  expect([hypot(inf, 1), hypot(0, 0), hypot(inf, nan)].map(numberOf)).toEqual([inf, 0, nan]);
  const random = seeded(9);
  for (let k = 0; k < 300; k++) {
    const [y, x] = [random() - 0.5, random() - 0.5].map((each) => each * 10 ** (40 * random() - 20)) as [
      number,
      number,
    ];
    expect(Math.abs((numberOf(atan2(y, x)) as number) / Math.atan2(y, x) - 1)).toBeLessThan(1e-15);
    expect(Math.abs((numberOf(hypot(y, x)) as number) / Math.hypot(y, x) - 1)).toBeLessThan(1e-15);
  }
  for (const [
    y,
    x,
  ] of [[0, 0], [0, -1], [-0, -1], [1, 0], [-2, 0], [inf, -inf], [-inf, inf], [1, inf], [1, -inf]] as const) // biome-ignore format: a table
    expect(numberOf(atan2(y, x)), `${y}, ${x}`).toBeCloseTo(Math.atan2(y, x), 15);
});

test("limits", () => {
  expect([softsign(inf), softsign(-inf), softsign(MAX_VALUE)].map(numberOf)).toEqual([1, -1, 1]);
  expect([mish(inf), mish(-800), logit(0), logit(1)].map(numberOf)).toEqual([inf, -0, -inf, inf]);
  expect(numberOf(mish(1))).toBeCloseTo(0.86509838826731, 13); // 1 tanh(ln(1 + e)) = (e^2 + 2e)/(e^2 + 2e + 2)
});

test("clip: the bound inside, and the upper one where they cross", () => {
  const [x, low, high] = [scalar("x"), scalar("low"), scalar("high")];
  const y = clip(x, low, high);
  const run = compile([y, ...gradient(y, [x, low, high])], [x, low, high]);
  expect(run([5, 0, 1])).toEqual([1, 0, 0, 1]);
  expect(run([-5, 0, 1])).toEqual([0, 0, 1, 0]);
  expect(run([0.5, 0, 1])).toEqual([0.5, 1, 0, 0]);
  expect(run([1, 0, 1])).toEqual([1, 1, 0, 0]);
  expect(run([0.5, 1, 0])).toEqual([0, 0, 0, 1]);
});

test("a stopped gradient is 0, and nothing but the gradient is stopped", () => {
  const x = scalar("x", 3);
  expect(numberOf(gradient(x.mul(stopGradient(x.square())), x))).toBe(9);
  expect(numberOf(gradient(stopGradient(x), x))).toBe(0);
});

test("jumps and borders are diagnosed", () => {
  const codes = (build: (x: Node) => Operand, value: number): string[] =>
    diagnose(build(scalar("x", value)) as Node).map(({ code }) => code);
  expect(codes(floor, 2)).toContain("KINK");
  expect(codes(floor, 2.5)).not.toContain("KINK");
  expect(codes(round, 2.5)).toContain("KINK");
  expect(codes(logit, 1.5)).toContain("DOMAIN");
  expect(codes((x) => hypot(x, 0), 0)).toContain("KINK");
});
