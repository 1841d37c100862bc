import {
  compile,
  erf,
  erfc,
  evaluate,
  expm1,
  gelu,
  gradient,
  log1p,
  type Node,
  scalar,
  sigmoid,
  silu,
  softplus,
} from "@chainrule/graph";
import { describe, expect, test } from "vitest";
import { references } from "./references";

/** The distance between two neighbouring float64 numbers at x. */
function ulp(x: number): number {
  const exponent = Math.floor(Math.log2(Math.abs(x)));
  const found = 2 ** (Math.max(-1022, exponent) - 52);
  return Number.isFinite(found) && found > 0 ? found : Number.MIN_VALUE;
}

type Function1 = (x: Node<number>) => Node<number>;

const slope =
  (f: Function1): Function1 =>
  (x) =>
    gradient(f(x), x);

/** The worst error allowed at x, in ulps of the result. */
type Bound = number | ((x: number) => number);

// gelu goes through x / sqrt(2), whose rounding the exponential in the tail magnifies by x^2.
const tail = (x: number): number => 4 + x * x;

const rows: readonly (readonly [string, Function1, Bound])[] = [
  ["sigmoid", sigmoid, 1],
  ["sigmoidSlope", slope(sigmoid), 4],
  ["tanhSlope", slope((x) => x.tanh()), 2],
  ["softplus", softplus, 2],
  ["gelu", gelu, tail],
  ["geluSlope", slope(gelu), tail],
  ["silu", silu, 4],
  ["siluSlope", slope(silu), 4],
  ["asinSlope", slope((x) => x.asin()), 2],
  ["log1p", log1p, 1],
  ["expm1", expm1, 1],
  ["erf", erf, 2],
  ["erfc", erfc, 4],
];

describe("smooth functions and slopes are accurate over their whole range", () => {
  test("every table of references is used", () => {
    expect(rows.map(([name]) => name).sort()).toEqual(Object.keys(references).sort());
  });

  test.each(rows)("%s", (name, f, bound) => {
    const x = scalar("x");
    const program = compile(f(x), [x]);
    const pairs = references[name] ?? [];
    for (let k = 0; k < pairs.length; k += 2) {
      const [at, expected] = pairs.slice(k, k + 2) as [number, number];
      const limit = typeof bound === "number" ? bound : bound(at);
      const found = program([at]);
      expect(found, `${name}(${at}) by the evaluator and the program`).toBe(evaluate(f(x), { x: at }));
      expect(
        Math.abs(found - expected) / ulp(expected),
        `ulps of ${name}(${at}) = ${found}`,
      ).toBeLessThanOrEqual(limit);
    }
  });
});

test("a derivation's out (1 - out) is as accurate, under any names", () => {
  const x = scalar("x", 40);
  const out = x.named("net").sigmoid().named("out");
  const E = out.named("E");
  expect(gradient(E, x).value).toBe(4.248354255291589e-18);
  const y = x.set(20).tanh().named("y").named("z");
  expect(gradient(y, x).value).toBe(1.6993417021166355e-17);
});
