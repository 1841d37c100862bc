/** Networks beyond layers one after another: every statement holds, and what should collapse does. */
import { derive, verify } from "@chainrule/derive";
import { evaluate, type Node, nameText, tensor } from "@chainrule/graph";
import { crossEntropy } from "@chainrule/nn";
import { describe, expect, test } from "vitest";
import { sampled } from "../../../test/campaign";
import { networks, randomNetwork } from "./random-networks";

describe("every statement holds at sizes that all differ", () => {
  test.each(networks)("$name", ({ loss, variables }) => {
    for (const form of ["chain", "delta"] as const) {
      const { compared, worst } = verify(derive(loss, { wrt: variables, form }));
      expect(compared).toBeGreaterThanOrEqual(variables.length);
      expect(worst).toBeLessThan(1e-12);
    }
  });

  test.each(networks)("$name, second derivatives", ({ loss, variables }) => {
    const { compared, worst } = verify(derive(loss, { wrt: variables.slice(0, 2), order: 2 }));
    expect(compared).toBeGreaterThanOrEqual(5);
    expect(worst).toBeLessThan(1e-11);
  });

  const count = sampled(500, 100);
  test(`${count} random networks`, () => {
    for (let seed = 1; seed <= count; seed++) {
      const { loss, name, variables } = randomNetwork(seed);
      const { worst } = verify(derive(loss, { wrt: variables, form: seed % 2 === 0 ? "chain" : "delta" }));
      expect(worst, name).toBeLessThan(1e-10);
    }
  });
});

/** The last statement about a symbol, with the reasons of all. */
function settled(
  loss: Node,
  wrt: Node,
  symbol: string,
): { readonly expression: Node; readonly reasons: string[] } {
  const about = derive(loss, { wrt }).statements.filter((statement) => nameText(statement.symbol) === symbol);
  const expression = about[about.length - 1]?.expression as Node;
  return { expression, reasons: about.map(({ because }) => because.kind) };
}

describe("softmax with cross-entropy", () => {
  const p = (z: Node): Node => z.softmax().named("p");
  const z = tensor("z", [0.3, -0.2, 0.9]);

  test("with a sum that is declared comes to p - t, step by step", () => {
    const t = tensor("t", [0, 1, 0], { sumsTo: 1 });
    const { expression, reasons } = settled(crossEntropy(p(z), t, { from: "probabilities" }), z, "dE/dz");
    expect(reasons).toEqual(["chain rule", "substituted", "multiplied out", "delta", "known sums"]);
    expect([
      expression.op.name,
      ...expression.inputs.map(({ attrs }) => attrs.name && nameText(attrs.name)),
    ]).toEqual(["sub", "p", "t"]);
  });

  test("without it the sum of the targets stands, and is right for targets that sum to anything", () => {
    const t = tensor("t", [0.5, 2, -1]);
    const { expression, reasons } = settled(t.mul(p(z).log()).sum().neg().named("E"), z, "dE/dz");
    expect(reasons).not.toContain("known sums");
    const exponentials = [0.3, -0.2, 0.9].map(Math.exp);
    const whole = exponentials.reduce((sum, each) => sum + each);
    const expected = exponentials.map((each, k) => (1.5 * each) / whole - ([0.5, 2, -1][k] as number));
    const value = evaluate(expression) as { readonly data: Float64Array };
    for (const [k, entry] of value.data.entries()) expect(entry).toBeCloseTo(expected[k] as number, 12);
  });

  test("targets given as classes are known to sum to 1", () => {
    const { expression, reasons } = settled(crossEntropy(p(z), 2, { from: "probabilities" }), z, "dE/dz");
    expect(reasons).toContain("known sums");
    expect(expression.op.name).toBe("sub");
  });

  test("what is declared is held against values", () => {
    expect(() => tensor("t", [0.5, 0.6], { sumsTo: 1 })).toThrow(/do not sum to what was declared/);
    expect(() => tensor("t", [0.5, 0.5], { sumsTo: 1 }).set([0, 2])).toThrow(/do not sum/);
    expect(
      tensor(
        "t",
        [
          [1, 0],
          [0.25, 0.75],
        ],
        { sumsTo: 1 },
      ).set([
        [0, 1],
        [1, 0],
      ]).value.data[1],
    ).toBe(1);
    expect(() => tensor("t", [1], { sumsTo: Number.NaN })).toThrow(/finite/);
  });
});

test("sigmoid with binary cross-entropy comes to y - t", () => {
  const [z, t] = [tensor("z", [0.3, -0.2]), tensor("t", [1, 0.25])];
  const loss = crossEntropy(z.sigmoid().named("y"), t, { from: "probabilities", binary: true });
  const { expression } = settled(loss, z, "dE/dz");
  expect([
    expression.op.name,
    ...expression.inputs.map(({ attrs }) => attrs.name && nameText(attrs.name)),
  ]).toEqual(["sub", "y", "t"]);
});

test("an order that is none is refused", () => {
  const x = tensor("x", [1, 2]);
  expect(() => derive(x.square().sum(), { wrt: x, order: 3 as 2 })).toThrow(/order 1 or 2/);
});
