/** Derivations of what reaches its output directly and through a reduction over the same indices. */
import { derive, verify } from "@chainrule/derive";
import {
  dim,
  evaluate,
  type Name,
  type Node,
  nameText,
  type Operand,
  type Size,
  symbolsOf,
  tensor,
} from "@chainrule/graph";
import { describe, expect, test } from "vitest";
import { sampled } from "../../../test/campaign";
import { NORMALISATIONS, randomReductions } from "./random-reductions";

const X = [
  [0.7, -0.4, 1.3],
  [0.9, 1.1, 0.2],
];
const T = [
  [0.3, 0.8, -0.5],
  [-0.2, 0.6, 0.4],
];

const GRAPHS = sampled(300, 60);

/** The last statement about dE/dx, evaluated. */
function derived(loss: Node, x: Node, options: object, values: Readonly<Record<string, Operand>>): number[] {
  const { statements } = derive(loss, { wrt: x, ...options });
  const last = statements.filter(({ symbol }) => nameText(symbol) === "dE/dx").at(-1)?.expression as Node;
  const met = new Set(symbolsOf([last]).map(({ name }) => nameText(name as Name)));
  const used = Object.fromEntries(Object.entries(values).filter(([name]) => met.has(name)));
  const value = evaluate(last, used, { sizes: { m: 2, n: 3 } });
  return typeof value === "number" ? [value] : [...value.data];
}

describe.each([
  { kronecker: false, form: "chain" },
  { kronecker: false, form: "delta" },
  { kronecker: true, form: "chain" },
  { kronecker: true, form: "delta" },
] as const)("%o", (options) => {
  test(`every statement of ${GRAPHS} random graphs holds`, () => {
    let blind = 0; // where the gradient is rounding alone: what is centred over its sum, which is 0
    for (let seed = 1; seed <= GRAPHS; seed++) {
      const { loss, variables } = randomReductions(seed);
      const { compared, unchecked, worst } = verify(derive(loss, { wrt: variables, ...options }));
      if (unchecked > 0) blind++;
      else expect(compared, `seed ${seed}`).toBeGreaterThanOrEqual(variables.length);
      expect(worst, `seed ${seed}`).toBeLessThan(1e-9);
    }
    expect(blind).toBeLessThan(GRAPHS / 50);
  });

  test.each(Object.entries(NORMALISATIONS))("%s has the values of central differences", (_, step) => {
    const sizes: Size[][] = [
      [2, 3],
      [dim("m"), dim("n")],
    ];
    for (const shape of sizes) {
      for (const axis of [[0], [1], [0, 1]]) {
        const [x, t] = [tensor("x", { shape }), tensor("t", { shape })];
        const E = step(x, { axis, keepDims: true }).named("a").mul(t).sum().named("E");
        const at = (k: number, by: number): number =>
          evaluate(E, {
            x: X.map((row, i) => row.map((v, j) => (i * 3 + j === k ? v + by : v))),
            t: T,
          }) as number;
        derived(E, x, options, { x: X, t: T }).forEach((entry, k) => {
          expect(entry).toBeCloseTo((at(k, 1e-5) - at(k, -1e-5)) / 2e-5, 7);
        });
      }
    }
  });

  test("x - mean(x) has t - mean(t), x + sum(x) has t + sum(t)", () => {
    const [x, t] = [tensor("x", [dim("n")]), tensor("t", [dim("n")])];
    const values = { x: [0.7, -0.4, 1.3], t: [1, 2, 6] };
    const centred = x.sub(x.mean()).named("a").mul(t).sum().named("E");
    expect(derived(centred, x, options, values)).toEqual([-2, -1, 3]);
    const shifted = x.add(x.sum()).named("a").mul(t).sum().named("E");
    expect(derived(shifted, x, options, values)).toEqual([10, 11, 15]);
  });

  test("rows by a weight, columns by their means, and what one axis shares beside one that it does not", () => {
    const [m, n] = [dim("m"), dim("n")];
    const [x, w, t] = [tensor("x", [n]), tensor("w", [m]), tensor("t", [m, n])];
    const a = w.sub(w.mean()).outer(x.sub(x.sum())).add(x).named("a");
    const E = a.mul(t).sum().named("E");
    const values = { x: [0.7, -0.4, 1.3], w: [0.5, 2], t: T };
    const at = (k: number, by: number): number =>
      evaluate(E, { ...values, x: values.x.map((v, j) => (j === k ? v + by : v)) }) as number;
    derived(E, x, options, values).forEach((entry, k) => {
      expect(entry).toBeCloseTo((at(k, 1e-5) - at(k, -1e-5)) / 2e-5, 8);
    });
  });
});

describe("derive compares what it states with the gradient", () => {
  const [x, t] = [tensor("x", [dim("n")]), tensor("t", [dim("n")])];
  const loss = x.tanh().named("a").mul(t).sum().named("E");

  test.each([
    { wrt: [x], rate: 0.1 },
    { wrt: [x], rate: 0.1, updates: "change" },
    { wrt: [x], order: 2 },
    { wrt: [x], kronecker: false },
  ] as const)("%#: first and second derivatives and updates", (options) => {
    const derivation = derive(loss, options);
    const of = derivation.statements.filter(
      ({ role, symbol, stands }) =>
        role === "update" || nameText(stands ?? symbol).startsWith("dE/") || role === "second",
    );
    expect(verify(derivation)).toMatchObject({
      compared: of.filter(({ role }) => role !== "update").length,
      unchecked: 0,
    });
    for (const wrong of of) {
      const statements = derivation.statements.map((statement) =>
        statement === wrong ? { ...statement, expression: statement.expression.mul(1.000001) } : statement,
      );
      expect(() => verify({ ...derivation, statements })).toThrow(
        expect.objectContaining({ code: "WRONG", message: expect.stringContaining(nameText(wrong.symbol)) }),
      );
    }
  });

  test("a derivative that is not 0 is not said to be", () => {
    const other = tensor("b", [3]);
    const derivation = derive(loss, { wrt: [x, other] });
    const statements = derivation.statements.map((statement) =>
      statement.because.kind === "independent" ? { ...statement, expression: other.add(1) } : statement,
    );
    expect(() => verify({ ...derivation, statements })).toThrow(/differs from the gradient/);
  });

  test("where numbers between 0 and 1 have no gradient, others are taken", () => {
    for (const inner of [x.sub(1), x.neg(), x.sub(5), x.mul(-1).sub(1), x.sub(50)]) {
      const { compared, unchecked } = verify(derive(inner.log().sum().named("E"), { wrt: [x] }));
      expect(unchecked).toBe(0);
      expect(compared).toBeGreaterThan(0);
    }
  });

  test("what has a gradient nowhere is said to be unchecked", () => {
    const nowhere = x.square().neg().sub(1).sqrt().sum().named("E");
    expect(verify(derive(nowhere, { wrt: [x] })).unchecked).toBeGreaterThan(0);
  });
});
