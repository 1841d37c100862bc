import { ChainruleError, operation, type TensorValue, tensorOperation } from "@chainrule/graph";
import { describe, expect, test } from "vitest";
import { assertOperation, checkOperation, type OperationTest } from "../src/index";
import {
  atan2,
  cumulativeSum,
  decay,
  fused3,
  hardSigmoid,
  layerNorm,
  mish,
  scaledRows,
  softsign,
  straightThrough,
} from "./declared";

const failed = (found: ReturnType<typeof checkOperation>): OperationTest[] => [
  ...new Set(found.failures.map(({ test: kind }) => kind)),
];

describe("right declarations pass", () => {
  test.each([softsign, mish, hardSigmoid, decay, atan2, fused3])("%#", (declared) => {
    const found = checkOperation(declared);
    expect(found.failures).toEqual([]);
    expect(found.passes).toBe(true);
    expect(found.points).toBeGreaterThan(24);
    expect(found.difference).toBeLessThan(1e-4);
  });

  test.each([cumulativeSum, layerNorm])("on tensors %#", (declared) => {
    const found = checkOperation(declared);
    expect(found.failures).toEqual([]);
    expect(found.points).toBeGreaterThan(6);
  });

  test("shapes are given where guesses do not fit", () => {
    expect(() => checkOperation(scaledRows)).toThrow(/shapes/);
    const found = checkOperation(scaledRows, {
      shapes: [
        [[2, 3], [2]],
        [[3, 1], [3]],
      ],
    });
    expect(found.failures).toEqual([]);
  });

  test("it is the same every time, and another seed draws other points", () => {
    expect(checkOperation(mish, { seed: 3 })).toEqual(checkOperation(mish, { seed: 3 }));
    expect(checkOperation(mish, { seed: 3 }).difference).not.toBe(
      checkOperation(mish, { seed: 4 }).difference,
    );
  });
});

describe("wrong declarations are reported", () => {
  test("the straight-through estimator, with the point and what differences show", () => {
    const found = checkOperation(straightThrough);
    expect(found.passes).toBe(false);
    expect(failed(found)).toEqual(["derivative"]);
    expect(found.failures[0]).toMatchObject({ operand: 0, got: 1 });
    expect(found.failures[0]?.expected).toBeCloseTo(0, 9);
  });

  test("a sign, a factor, the other operand's rule", () => {
    const sign = operation("wrongSign", { value: (x) => x * x, derivative: (x) => x.mul(-2) });
    const factor = operation("wrongFactor", { value: (x) => x * x, derivative: (x) => x });
    const swapped = operation("swapped", {
      value: (a, b) => a * b * b,
      derivative: [(a, b) => a.mul(b).mul(2), (_a, b) => b.square()],
    });
    for (const wrong of [sign, factor]) expect(failed(checkOperation(wrong))).toContain("derivative");
    const { failures } = checkOperation(swapped);
    expect(new Set(failures.map(({ operand }) => operand))).toEqual(new Set([0, 1]));
    for (const { at, expected, operand, test: kind } of failures) {
      if (kind !== "derivative") continue;
      const [a, b] = at as [number, number];
      expect(expected).toBeCloseTo(operand === 0 ? b * b : 2 * a * b, 5);
    }
  });

  test("a rule that is right and whose own gradient is not: a declared derivative with a wrong rule", () => {
    const slope = operation("cosine", { value: Math.cos, derivative: (x) => x.sin() });
    const sine = operation("sine", { value: Math.sin, derivative: (x) => slope(x) });
    expect(failed(checkOperation(sine))).toEqual(["second derivative"]);
  });

  test("a domain that is missing", () => {
    const root = operation("root", { value: Math.sqrt, derivative: (_x, y) => y.mul(2).pow(-1) });
    const { failures } = checkOperation(root);
    expect(failures.find(({ test: kind }) => kind === "value")?.message).toMatch(/declare its domain/);
    const declared = operation("root", {
      value: Math.sqrt,
      derivative: (_x, y) => y.mul(2).pow(-1),
      domain: { law: "x > 0", holds: (x) => x > 0 },
    });
    expect(checkOperation(declared).failures).toEqual([]);
  });

  test("a kink that is not declared", () => {
    const bent = operation("bent", { value: Math.abs, derivative: (x) => x.add(1e-300).sign() });
    const { failures } = checkOperation(bent);
    expect(failures[0]).toMatchObject({ test: "derivative", at: [0] });
    expect(failures[0]?.message).toMatch(/kink/);
  });

  test("a NaN that is lost", () => {
    const clipped = operation("clipped", {
      value: (x) => (x > 0 ? 2 * x : 0),
      derivative: (x) => x.gt(0).mul(2),
      kinks: [0],
    });
    expect(failed(checkOperation(clipped))).toEqual(["NaN"]);
  });

  test("a value that depends on more than its operands", () => {
    let calls = 0;
    const counting = operation("counting", { value: (x) => x + ++calls * 1e-3, derivative: () => 1 });
    expect(failed(checkOperation(counting))).toContain("purity");
  });

  test("a definition of another function", () => {
    const off = operation("off", {
      value: (x) => x * x,
      derivative: (x) => x.mul(2),
      definition: (x) => x.square().mul(1.001),
    });
    expect(failed(checkOperation(off))).toEqual(["definition"]);
  });

  test("an adjoint rule that is wrong, or of another shape; operands that are written into", () => {
    const forward = ({ data, shape }: TensorValue): TensorValue => ({ shape, data: data.map((x) => x * x) });
    const wrong = tensorOperation("wrong", { value: forward, adjoint: (x, _y, dy) => dy.mul(x) });
    expect(failed(checkOperation(wrong))).toContain("derivative");
    const misshapen = tensorOperation("misshapen", {
      value: forward,
      adjoint: (x, _y, dy) => dy.mul(x).sum(),
    });
    expect(failed(checkOperation(misshapen))).toContain("derivative");
    const writing = tensorOperation("writing", {
      value: ({ data, shape }) => {
        for (let k = 0; k < data.length; k++) data[k] = (data[k] as number) ** 2;
        return { shape, data };
      },
      adjoint: (x, _y, dy) => dy.mul(x).mul(2),
    });
    expect(failed(checkOperation(writing))).toEqual(["purity"]);
    const short = tensorOperation("short", {
      value: ({ data }) => ({ shape: [1], data: data.slice(0, 1) }),
      adjoint: (_x, _y, dy) => dy,
    });
    expect(failed(checkOperation(short))).toContain("value");
  });

  test("assertOperation throws what checkOperation reports", () => {
    expect(assertOperation(softsign).passes).toBe(true);
    expect(() => assertOperation(straightThrough)).toThrow(ChainruleError);
    expect(() => assertOperation(straightThrough)).toThrow(/straightThrough: derivative: at .* gives 1/);
    expect(() => checkOperation({} as typeof softsign)).toThrow(/checkGradients/);
  });
});
