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
  type TensorOperation,
  type TensorValue,
  tensor,
  tensorOperation,
  type Value,
  vjp,
} from "../src/index";
import { expression, toMathjs } from "../src/mathjs/index";
import { seeded } from "./random-graph";

const softsign = operation("softsign", {
  value: (x) => x / (1 + Math.abs(x)),
  derivative: (x) => div(1, x.abs().add(1).square()),
});
/** Its derivative is another declared operation, and that one's is it again. */
const mySin: PointwiseOperation<[number]> = operation("mySin", {
  value: Math.sin,
  derivative: (x) => myCos(x),
});
const myCos: PointwiseOperation<[number]> = operation("myCos", {
  value: Math.cos,
  derivative: (x) => mySin(x).neg(),
});
/** Its derivative is written with its own value. */
const myTanh = operation("myTanh", { value: Math.tanh, derivative: (_x, y) => y.square().neg().add(1) });
const decay = operation("decay", {
  value: (a, b) => a * Math.exp(-b),
  derivative: [(_a, b) => b.neg().exp(), (_a, _b, y) => y.neg()],
});
const clamp = operation("clamp", {
  value: (x, lo, hi) => Math.min(hi, Math.max(lo, x)),
  derivative: [(x, lo, hi) => x.gt(lo).mul(x.lt(hi)), (x, lo) => x.lt(lo), (x, _lo, hi) => x.gt(hi)],
  kinks: (x, lo, hi) => x === lo || x === hi,
});
const cumulativeSum: TensorOperation<[TensorValue]> = tensorOperation("cumulativeSum", {
  value: ({ data, shape }) => {
    let total = 0;
    return {
      shape,
      data: data.map((x) => {
        total += x;
        return total;
      }),
    };
  },
  adjoint: (_x, _y, dy) => dy.sum().sub(cumulativeSum(dy)).add(dy),
});
const outerSum = tensorOperation("outerSum", {
  shape: ([m], [n]) => [m ?? 1, n ?? 1],
  value: (a, b) => [...a.data].map((x) => [...b.data].map((y) => x + y)),
  adjoint: [(_a, _b, _y, dy) => dy.sum(1), (_a, _b, _y, dy) => dy.sum(0)],
});

const BACKENDS = ["interpreter", "javascript", "wasm", "auto"] as const;
const bits = (value: Value): number[] => (typeof value === "number" ? [value] : [...value.data]);

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

/** Graphs that mix declared operations and built-in ones, far from every kink. */
function randomGraph(random: () => number, leaves: readonly Node[], count: number, last = 5): Node {
  const made = [...leaves];
  const pick = (): Node => made[Math.floor(random() * made.length)] as Node;
  const makers: readonly (() => Node)[] = [
    () => softsign(pick().add(0.3)),
    () => myTanh(pick()),
    () => mySin(pick()),
    () => decay(pick(), myTanh(pick())),
    () => clamp(pick(), -7.31, 8.17),
    () => pick().mul(pick()).add(0.1),
    () => pick().sub(pick()).sigmoid(),
    () => pick().tanh(),
  ];
  for (let k = 0; k < count; k++) made.push((makers[Math.floor(random() * makers.length)] as () => Node)());
  return made.slice(-last).reduce((total, node) => total.add(node));
}

describe("everywhere the same", () => {
  test.each([1, 2, 3, 4, 5, 6, 7, 8])("random graphs of scalars, gradients to order 2, seed %i", (seed) => {
    const random = seeded(seed);
    const leaves = ["p", "q", "r"].map((name) => scalar(name, 2 * random() - 1));
    const y = randomGraph(random, leaves, 25);
    const first = gradient(y, leaves);
    const outputs = [
      y,
      ...first,
      ...gradient(
        first.reduce((a, b) => a.add(b)),
        leaves,
      ),
    ];
    const values = leaves.map((leaf) => leaf.value as number);
    const reference = evaluate(outputs).flatMap(bits);
    for (const backend of BACKENDS) {
      const program = compile(outputs, leaves, { backend });
      for (let run = 0; run < 3; run++) expect(program(values).flatMap(bits), backend).toEqual(reference);
    }
    const simple = evaluate(simplify(outputs)).flatMap(bits);
    simple.forEach((value, k) => {
      expect(value).toBeCloseTo(reference[k] as number, 9);
    });
    y.backward();
    leaves.forEach((leaf, k) => {
      expect(leaf.grad).toBeCloseTo(reference[1 + k] as number, 12);
      const [h, at] = [1e-5, values[k] as number];
      const f = (x: number): number => evaluate(y, new Map([[leaf, x]])) as number;
      expect((f(at + h) - f(at - h)) / (2 * h)).toBeCloseTo(reference[1 + k] as number, 6);
    });
  });

  test("a program too long for straight-line code runs level by level, and many steps by themselves", () => {
    const random = seeded(11);
    const leaves = Array.from({ length: 40 }, (_, k) => scalar(`x_${k}`, 2 * random() - 1));
    const y = randomGraph(random, leaves, 1500, 1500);
    const weighted = leaves.map((leaf) =>
      clamp(softsign(leaf.mul(0.9)), -0.99, 0.98)
        .mul(mySin(leaf))
        .add(decay(leaf, 0.2)),
    );
    const wide = Array.from({ length: 60 }, (_, k) => weighted[(7 * k) % 40]?.mul(k) as Node).reduce((a, b) =>
      softsign(a.add(b)),
    );
    const outputs = [y, wide, ...gradient(y.add(wide), leaves)];
    const values = leaves.map((leaf) => leaf.value as number);
    const reference = evaluate(outputs).flatMap(bits);
    for (const backend of BACKENDS) {
      const program = compile(outputs, leaves, { backend });
      for (let run = 0; run < 2; run++) expect(program(values).flatMap(bits), backend).toEqual(reference);
      if (backend === "wasm") expect(program.explain()).toMatch(/WebAssembly, .*runs of equal operations/);
    }
    const [a] = leaves as [Node];
    const step = (backend: (typeof BACKENDS)[number]) =>
      compile([softsign(a.mul(1.5)).add(0.1)], [a], { backend }).run(1000, [0.3]);
    expect(new Set(BACKENDS.map((backend) => bits(step(backend)[0] as Value)[0])).size).toBe(1);
    const fixed = bits(step("wasm")[0] as Value)[0] as number; // a = softsign(1.5 a) + 0.1
    expect(fixed).toBeCloseTo((1.5 * fixed) / (1 + 1.5 * fixed) + 0.1, 12);
  });

  test("repeated parts of a program, two at a time", () => {
    const random = seeded(5);
    const w = Array.from({ length: 12 }, (_, k) => scalar(`w_${k}`, 2 * random() - 1));
    const rows = Array.from({ length: 300 }, () => {
      const x = [2 * random() - 1, 2 * random() - 1];
      const hidden = [0, 3, 6].map((at) =>
        softsign(
          (w[at] as Node)
            .mul(x[0] as number)
            .add((w[at + 1] as Node).mul(x[1] as number))
            .add(w[at + 2] as Node),
        ),
      );
      const out = hidden.map((h, k) => decay(h, w[9 + k] as Node)).reduce((p, q) => p.add(q));
      return clamp(out, -0.5, 0.5).sub(random()).square();
    });
    const loss = rows.reduce((a, b) => a.add(b));
    const outputs = [loss, ...gradient(loss, w)];
    const values = w.map((leaf) => leaf.value as number);
    const reference = evaluate(outputs).flatMap(bits);
    for (const backend of BACKENDS) {
      const program = compile(outputs, w, { backend });
      for (let run = 0; run < 2; run++) expect(program(values).flatMap(bits), backend).toEqual(reference);
      if (backend === "wasm") expect(program.explain()).toMatch(/a part of \d+ operations \d+ times/);
    }
  });

  test.each([1, 2, 3])("graphs of tensors, seed %i", (seed) => {
    const random = seeded(seed);
    const numbers = (count: number): number[] => Array.from({ length: count }, () => 2 * random() - 1);
    const W = tensor("W", [numbers(3), numbers(3), numbers(3), numbers(3)]);
    const x = tensor("x", numbers(3));
    const hidden = softsign(W.matmul(x)).named("h");
    const sums = cumulativeSum(decay(hidden, 0.3)).mul(numbers(4));
    const loss = outerSum(sums, myTanh(x)).square().sum();
    const first = gradient(loss, [W, x]);
    const second = gradient(
      first.map((g) => g.sum()).reduce((a, b) => a.add(b)),
      [W, x],
    );
    const outputs = [loss, sums, ...first, ...second];
    const reference = evaluate(outputs).map(bits);
    for (const backend of BACKENDS) {
      const program = compile(outputs, [W, x], { backend });
      for (let run = 0; run < 3; run++)
        expect(program([W.value, x.value]).map(bits), backend).toEqual(reference);
      if (backend === "wasm")
        expect(program.explain()).toMatch(/WebAssembly[\s\S]*cumulativeSum\(.*called in JavaScript/);
    }
    const at = W.value.data;
    at.forEach((value, k) => {
      const f = (moved: number): number =>
        evaluate(loss, new Map([[W, { shape: [4, 3], data: at.map((old, j) => (j === k ? moved : old)) }]]));
      expect((f(value + 1e-5) - f(value - 1e-5)) / 2e-5).toBeCloseTo(reference[2]?.[k] as number, 5);
    });
  });

  test("more declared operations than a tape has codes", () => {
    const x = scalar("x", 0.5);
    const many = Array.from({ length: 260 }, (_, k) =>
      operation("scaled", { value: (a) => a * k, derivative: () => k }),
    );
    const y = many.map((f) => f(x)).reduce((a, b) => a.add(b));
    const outputs = [y, gradient(y, x)];
    for (const backend of BACKENDS)
      expect(compile(outputs, [x], { backend })([0.5])).toEqual([(259 * 260) / 4, (259 * 260) / 2]);
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
    expect(() => expression("softsign(x)", { x })).toThrow(/softsign/);
    expect(() => expression("decay(x)", { x }, { decay })).toThrow(
      /decay: wrong number of arguments.*expected 2/,
    );
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
