/** Formulas as mathjs has parsed them, and random texts: mathjs itself says what they are worth. */
import { all, create } from "mathjs";
import { describe, expect, test } from "vitest";
import { sampled } from "../../../../test/campaign";
import { seeded } from "../../test/random-graph";
import { type Node, scalar } from "../index";
import { expression } from "./index";

const mathjs = create({ ...all });
const values = { x: 0.7, y: -1.3, w_1: 2.1, a: 0.4 };
const symbols: Record<string, Node> = Object.fromEntries(
  Object.entries(values).map(([name, value]) => [name, scalar(name, value)]),
);

test("a MathNode is read as its text is, and so is what mathjs derives", () => {
  const node = mathjs.parse("sin(x)^2 * exp(-y) / (1 + w_1)");
  expect(expression(node, symbols).value).toBeCloseTo(node.evaluate({ ...values }) as number, 14);
  const slope = mathjs.derivative(node, "x");
  expect(expression(slope, symbols).value).toBeCloseTo(slope.evaluate({ ...values }) as number, 14);
});

/** A random text of mathjs's grammar: signs, spaces, powers, products without a sign, choices, comparisons in a row. */
function textOf(random: () => number, depth: number): string {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const inner = (): string => textOf(random, depth - 1);
  if (depth === 0) return pick(["x", "y", "w_1", "a", "2", "0.5", "3e-1", ".25", "(x)", "pi", "e"]);
  return pick([
    () => `${inner()} + ${inner()}`,
    () => `${inner()}-${inner()}`,
    () => `${inner()} * ${inner()}`,
    () => `(${inner()}) / (${inner()})`,
    () => `-${inner()}`,
    () => `(${inner()})^2`,
    () => `x^-${inner()}`,
    () => `2^(${inner()})`,
    () => `2${pick(["x", "y", " a", "(x + 1)"])}`,
    () => `(${inner()})(${inner()})`,
    () => `${pick(["sin", "cos", "exp", "tanh", "abs"])}(${inner()})`,
    () => `max(${inner()}, ${inner()})`,
    () => `(${inner()} < ${inner()} ? ${inner()} : ${inner()})`,
    () => `(${inner()} <= ${inner()} < ${inner()} ? 1 : 2)`,
  ])();
}

describe("random texts are worth what mathjs says", () => {
  const count = sampled(10_000, 2_000);
  test(`${count} of them`, () => {
    const random = seeded(12);
    const apart: string[] = [];
    let compared = 0;
    for (let k = 0; k < count; k++) {
      const text = textOf(random, 1 + Math.floor(random() * 3));
      const theirs: unknown = mathjs.evaluate(text, { ...values });
      const own = asked(text);
      if (typeof theirs !== "number" || own === undefined) continue; // complex there, or asked about here
      compared++;
      const isSame =
        Object.is(own, theirs) ||
        Math.abs(own - theirs) <= 1e-12 * Math.max(1, Math.abs(own), Math.abs(theirs));
      if (!isSame) apart.push(`${text}: ${own}, mathjs ${theirs}`);
    }
    expect(apart.slice(0, 10)).toEqual([]);
    expect(compared).toBeGreaterThan(0.8 * count);
  });
});

/** The value of a text; undefined where what to type is asked. */
function asked(text: string): number | undefined {
  try {
    return expression(text, symbols).value as number;
  } catch (error) {
    if ((error as { code?: string }).code === "REFUSED") return undefined;
    throw error;
  }
}
