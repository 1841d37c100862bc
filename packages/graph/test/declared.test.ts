import { describe, expect, test } from "vitest";
import {
  bind,
  ChainruleError,
  compile,
  constant,
  diagnose,
  div,
  evaluate,
  functionSymbol,
  gradient,
  hessian,
  hessianVector,
  jacobian,
  jvp,
  type Node,
  operation,
  type PointwiseOperation,
  scalar,
  simplify,
  sum,
  symbolsOf,
  type TensorValue,
  tensor,
  tensorOperation,
  type Value,
  vjp,
} from "../src/index";
import { expression, toMathjs } from "../src/mathjs/index";

import {
  BACKENDS,
  bits,
  clamp,
  cumulativeSum,
  decay,
  mySin,
  myTanh,
  outerSum,
  softsign,
} from "./declared-operations";

describe("values", () => {
  test("numbers and nested arrays lift, shapes broadcast", () => {
    expect(softsign(1).value).toBe(0.5);
    expect(softsign([1, -3]).value).toEqual({ shape: [2], data: Float64Array.of(0.5, -0.75) });
    expect(decay([[1], [2]], [0, Math.LN2]).value).toEqual({
      shape: [2, 2],
      data: Float64Array.of(1, Math.exp(-Math.LN2), 2, 2 * Math.exp(-Math.LN2)),
    });
    expect(clamp(5, 0, 1).value).toBe(1);
    const one: Node<number> = softsign(scalar("x", 1));
    const many: Node<TensorValue> = decay(tensor("v", [1, 2]), 3);
    expect([one.shape, many.shape]).toEqual([[], [2]]);
  });

  test("a function that takes any number of arguments gets as many as the operation has operands", () => {
    const hypotenuse = operation("hypotenuse", {
      value: Math.hypot,
      derivative: [(a, _b, y) => a.div(y), (_a, b, y) => b.div(y)],
    });
    expect(hypotenuse(3, 4).value).toBe(5);
  });

  test("an operation on whole tensors", () => {
    expect(cumulativeSum([1, 2, 3]).value.data).toEqual(Float64Array.of(1, 3, 6));
    expect(outerSum([1, 2], [10, 20, 30]).value).toEqual({
      shape: [2, 3],
      data: Float64Array.of(11, 21, 31, 12, 22, 32),
    });
  });
});

describe("derivatives", () => {
  test("of any order, through other declared operations and through the operation's own value", () => {
    const x = scalar("x", 0.7);
    let sine: Node = mySin(x);
    const values: Value[] = [];
    for (let order = 0; order < 5; order++) {
      values.push(sine.value);
      sine = gradient(sine, x);
    }
    expect(values).toEqual(
      [0, 1, 2, 3, 4]
        .map((k) => [Math.sin, Math.cos][k % 2]?.(0.7) as number)
        .map((y, k) => (k === 2 || k === 3 ? -y : y)),
    );
    const slope = gradient(gradient(myTanh(x), x), x);
    const t = Math.tanh(0.7);
    expect(slope.value).toBeCloseTo(-2 * t * (1 - t * t), 14);
  });

  test("backward, jacobian, hessian, products with them: the closed forms", () => {
    const x = scalar("x", -1.5);
    const w = scalar("w", 0.5);
    softsign(w.mul(x)).backward();
    expect(w.grad).toBeCloseTo(-1.5 / 1.75 ** 2, 14);
    const v = tensor("v", [1, 2, 3]);
    expect(bits(jacobian(cumulativeSum(v), v).value)).toEqual([1, 0, 0, 1, 1, 0, 1, 1, 1]);
    expect(bits(jvp(cumulativeSum(v), v, [1, 10, 100]).value)).toEqual([1, 11, 111]);
    expect(bits(vjp(cumulativeSum(v), v, [1, 10, 100]).value)).toEqual([111, 110, 100]);
    const sums = outerSum(v.square(), v); // one adjoint rule is in built-in operations, one row at a time the other
    const rows = bits(jacobian(sums, v).value);
    for (const [i, j, k] of [
      [0, 1, 0],
      [2, 2, 2],
      [1, 0, 0],
      [2, 0, 1],
    ] as const) {
      const byFirst = i === k ? 2 * (k + 1) : 0;
      expect(rows[9 * i + 3 * j + k]).toBe(byFirst + (j === k ? 1 : 0));
    }
    const cubes = sum(decay(v, v)); // x e^-x, twice: (x - 2) e^-x
    const expected = [1, 2, 3].map((a) => (a - 2) * Math.exp(-a));
    const matrix = bits(hessian(cubes, v).value);
    expected.forEach((y, k) => {
      expect(matrix[4 * k]).toBeCloseTo(y, 14);
    });
    expect(bits(hessianVector(cubes, v, [1, 1, 1]).value)[2]).toBeCloseTo(expected[2] as number, 14);
    const m = tensor("m", [
      [1, 2],
      [3, 4],
    ]);
    m.sum(0).sum().backward();
    outerSum(v, [1, 2]).square().sum().backward();
    expect(bits(v.grad)).toEqual([2 * (2 + 3), 2 * (3 + 4), 2 * (4 + 5)]);
  });

  test("a choice that is not taken does not let a NaN through", () => {
    const root = operation("root", { value: Math.sqrt, derivative: (_x, y) => div(0.5, y) });
    const x = scalar("x", 0);
    const y = x.gt(0).where(root(x), 0);
    y.backward();
    expect(x.grad).toBe(0);
    expect(gradient(y, x).value).toBe(0);
  });
});

describe("what is declared stays what it is", () => {
  test("two operations of one name are two operations", () => {
    const twice = operation("scaled", { value: (x) => 2 * x, derivative: () => 2 });
    const thrice = operation("scaled", { value: (x) => 3 * x, derivative: () => 3 });
    const x = scalar("x", 1);
    const difference = thrice(x).sub(twice(x));
    expect(simplify(difference).value).toBe(1);
    for (const backend of BACKENDS) expect(compile(difference, [x], { backend })([5])).toBe(5);
    const v = tensor("v", [1, 2]);
    for (const backend of BACKENDS)
      expect(bits(compile(thrice(v).sub(twice(v)), [v], { backend })([[5, 6]]))).toEqual([5, 6]);
    expect(simplify(twice(x).sub(twice(x))).value).toBe(0);
  });

  test("simplification leaves the operation and what is in it", () => {
    const x = scalar("x", 0.3);
    expect(toMathjs(simplify(softsign(x.add(0)).mul(1)))).toBe("softsign(x)");
  });

  test("values that a declaration writes into or keeps are copies", () => {
    let kept: TensorValue | undefined;
    const writing = tensorOperation("writing", {
      value: (x) => {
        x.data.fill(7);
        kept = x;
        return x;
      },
      adjoint: (_x, _y, dy) => dy,
    });
    const v = tensor("v", [1, 2]);
    for (const backend of BACKENDS) {
      const program = compile(writing(v.mul(1)).add(v), [v], { backend });
      for (let run = 0; run < 2; run++) expect(bits(program([[1, 2]]))).toEqual([8, 9]);
    }
    const y = writing(v).value;
    kept?.data.fill(0);
    expect([bits(v.value), bits(y)]).toEqual([
      [1, 2],
      [7, 7],
    ]);
  });

  test("formulas call it by name, and are written with it", () => {
    const x = scalar("x", 0.5);
    const y = expression("softsign(x) + decay(x, 2)", { x }, { softsign, decay });
    expect(y.value).toBe(evaluate(softsign(x).add(decay(x, 2))));
    expect(toMathjs(y)).toBe("softsign(x) + decay(x, 2)");
    expect(toMathjs(cumulativeSum(tensor("v", [1, 2])))).toBe("cumulativeSum(v)");
    expect(() => expression("decay(x, 1)", { x })).toThrow(/decay/);
    expect(() => expression("decay(x)", { x }, { decay })).toThrow(/wrong number of arguments.*expected 2/);
  });

  test("diagnose knows its domain and kinks, bind goes through it", () => {
    const root = operation("root", {
      value: Math.sqrt,
      derivative: (_x, y) => div(0.5, y),
      domain: { law: "x >= 0", holds: (x) => x >= 0 },
      kinks: [0],
    });
    expect(diagnose([root(scalar("x", -1))]).map(({ code }) => code)).toContain("DOMAIN");
    expect(diagnose([root(scalar("x", 0))]).map(({ code }) => code)).toContain("KINK");
    const f = functionSymbol("f");
    expect(bind(softsign(f(constant(1))), { f: (x) => x.mul(3) }).value).toBe(0.75);
  });
});

describe("errors say what to mend", () => {
  const x = scalar("x", 1);
  const v = tensor("v", [1, 2]);
  const rows: readonly (readonly [string, () => unknown, ChainruleError["code"], RegExp])[] = [
    [
      "a built-in name",
      () => operation("tanh", { value: Math.tanh, derivative: () => 1 }),
      "NAME",
      /built in/,
    ],
    [
      "no identifier",
      () => operation("soft sign", { value: (a) => a, derivative: () => 1 }),
      "NAME",
      /identifier/,
    ],
    [
      "too few rules",
      () => operation("f", { value: (a: number, b: number) => a + b, derivative: (() => 1) as never }),
      "OPTION",
      /1 for 2 operands/,
    ],
    ["no rule", () => operation("f", { value: (a) => a, derivative: 1 as never }), "OPTION", /functions/],
    [
      "too many operands",
      () => operation("f", { value: () => 1, derivative: [1, 2, 3, 4].map(() => () => 1) as never }),
      "OPTION",
      /tensorOperation/,
    ],
    [
      "too few operands",
      () => (decay as unknown as (a: number) => Node)(1),
      "OPERAND",
      /decay.*got 1.*expected 2/,
    ],
    [
      "a value that is no number",
      () => operation("f", { value: (a) => `${a}` as never, derivative: () => 1 })(x).value,
      "OPERAND",
      /value of an operation/,
    ],
    [
      "a rule that is no graph",
      () => gradient(operation("f", { value: (a) => a, derivative: () => "1" as never })(x), x),
      "OPERAND",
      /derivative by operand 0/,
    ],
    [
      "a rule on tensors",
      () => gradient(operation("f", { value: (a) => a, derivative: () => [1, 2] })(x), x),
      "SHAPE",
      /one entry/,
    ],
    [
      "a rule that sums",
      () => gradient(operation("f", { value: (a) => a, derivative: (a) => a.logSumExp() })(v).sum(), v),
      "OPERAND",
      /pointwise/,
    ],
    [
      "a rule with a symbol of its own",
      () => gradient(operation("f", { value: (a) => a, derivative: () => scalar("k", 1) })(x), x),
      "OPERAND",
      /Make it an operand/,
    ],
    [
      "a definition by itself",
      () => {
        const f: PointwiseOperation<[number]> = operation("f", {
          value: (a) => a,
          derivative: () => 1,
          definition: (a) => f(a),
        });
        return f.operation.lower?.([x]);
      },
      "OPTION",
      /defined by itself/,
    ],
    [
      "another shape than declared",
      () => tensorOperation("f", { value: () => [1, 2, 3], adjoint: (_x, _y, dy) => dy })(v).value,
      "SHAPE",
      /got \[3\].*expected \[2\]/,
    ],
    [
      "an adjoint of another shape",
      () =>
        gradient(
          tensorOperation("f", { value: (a) => a, adjoint: (_x, _y, dy) => dy.outer([1, 2]) })(v).sum(),
          v,
        ),
      "SHAPE",
      /adjoint of operand 0/,
    ],
    [
      "no adjoint",
      () => tensorOperation("f", { value: (a) => a, adjoint: undefined as never }),
      "OPTION",
      /adjoint/,
    ],
  ];
  test.each(rows)("%s", (_name, run, code, message) => {
    let thrown: unknown;
    try {
      run();
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(ChainruleError);
    expect((thrown as ChainruleError).code).toBe(code);
    expect((thrown as ChainruleError).message).toMatch(message);
  });

  test("symbols of a declared operation's operands are those of the graph", () => {
    expect(symbolsOf([softsign(x)])).toEqual([x]);
  });
});
