import {
  compile,
  constant,
  dim,
  evaluate,
  gradient,
  type Node,
  nameText,
  scalar,
  symbolsOf,
  tensor,
  topologicalOrder,
  updated,
  type Value,
} from "@chainrule/graph";
import { describe, expect, test } from "vitest";
import { comparisons } from "./finite-differences";
import { methodNames } from "./random-graph";

type Scalar = Node<number>;

/** The example of micrograd's README. */
function example(a: Scalar, b: Scalar): Scalar {
  let c = a.add(b);
  let d = a.mul(b).add(b.pow(3));
  c = c.add(c.add(1));
  c = c.add(constant(1).add(c).add(a.neg()));
  d = d.add(d.mul(2).add(b.add(a).relu()));
  d = d.add(d.mul(3).add(b.sub(a).relu()));
  const e = c.sub(d);
  const f = e.pow(2);
  const g = f.div(2);
  return g.add(constant(10).div(f));
}

describe("in micrograd's manner", () => {
  const [a, b] = [scalar("a", -4), scalar("b", 2)];
  const g = example(a, b);

  test("its example gives its numbers", () => {
    g.backward();
    expect([g.value, a.grad, b.grad].map((number) => number.toFixed(4))).toEqual([
      "24.7041",
      "138.8338",
      "645.5773",
    ]);
    expect(gradient(g, [a, b]).map((node) => node.value)).toEqual([a.grad, b.grad]);
  });

  test("a second backward gives the same, a new value another", () => {
    const first = [a.grad, b.grad];
    g.backward();
    expect([a.grad, b.grad]).toEqual(first);
    b.set(3);
    g.backward();
    expect(b.grad).not.toBe(first[1]);
    b.set(2);
    g.backward();
    expect([a.grad, b.grad]).toEqual(first);
  });

  test("a symbol used twice sums its gradients; one that is not used has 0", () => {
    const x = scalar("x", 3);
    const other = scalar("other", 1);
    const elsewhere = tensor("elsewhere", [[1, 2]]);
    const y = x.mul(x).add(x);
    y.backward();
    expect([x.grad, other.grad]).toEqual([7, 0]);
    expect(elsewhere.grad).toEqual({ shape: [1, 2], data: new Float64Array(2) });
    const [d, e] = gradient(y, [other, elsewhere]);
    expect([d?.value, e?.value]).toEqual([0, { shape: [1, 2], data: new Float64Array(2) }]);
    expect(gradient(y, y).value).toBe(1);
  });

  test("every node below gets its gradient, also the logarithm in x ln x", () => {
    const x = scalar("x", 2);
    const l = x.log();
    const y = x.mul(l);
    y.backward();
    expect([y.grad, l.grad, x.grad]).toEqual([1, 2, Math.LN2 + 1]);
    expect([gradient(y, l).value, gradient(y, x, { holding: [l] }).value]).toEqual([2, Math.LN2]);
    expect(gradient(y.add(l.square()), l).value).toBe(2 + 2 * Math.LN2);
  });
});

describe("determinism", () => {
  const build = (names: readonly string[], reversed: boolean): Scalar => {
    const made = new Map<string, Scalar>();
    for (const name of reversed ? [...names].reverse() : names) made.set(name, scalar(name, name.length / 3));
    const [p, q, r] = names.map((name) => made.get(name) as Scalar) as [Scalar, Scalar, Scalar];
    const [left, right] = reversed ? [undefined, q.mul(r).tanh()] : [p.mul(q).sigmoid(), undefined]; // made first or last
    return (left ?? p.mul(q).sigmoid()).sub(right ?? q.mul(r).tanh()).square();
  };
  const shape = (roots: readonly Node[]): string[] => {
    const order = topologicalOrder(roots);
    const places = new Map(order.map((node, place) => [node, place]));
    return order.map(({ op, inputs, attrs }) =>
      [
        op.name,
        ...inputs.map((input) => places.get(input)),
        attrs.name ? nameText(attrs.name) : attrs.value,
      ].join(" "),
    );
  };

  test("a graph and its gradient do not depend on the order in which nodes were made", () => {
    const [one, two] = [build(["alpha", "be", "c"], false), build(["alpha", "be", "c"], true)];
    expect(shape([one])).toEqual(shape([two]));
    const [d1, d2] = [one, two].map((y) => gradient(y, symbolsOf([y])));
    expect(shape(d1 ?? [])).toEqual(shape(d2 ?? []));
    expect(d1?.map((node) => node.value)).toEqual(d2?.map((node) => node.value));
  });

  test("operands keep their order", () => {
    const [a, b] = [scalar("a"), scalar("b")];
    expect(b.mul(a).inputs).toEqual([b, a]);
    expect(symbolsOf([b.mul(a)])).toEqual([b, a]);
    expect(gradient(a.mul(2).add(a.exp()), a).inputs.map(({ op }) => op.name)).toEqual(["constant", "exp"]);
  });

  test("the operations that others stand on are methods too", () => {
    for (const name of methodNames) expect(scalar("x")).toHaveProperty(name);
  });
});

describe("higher orders", () => {
  const derivative = (y: Scalar, x: Scalar, order: number): Scalar =>
    Array.from({ length: order }).reduce<Scalar>((node) => gradient(node, x), y);

  test.each([
    ["x^5, third", (x: Scalar) => x.pow(5), 3, 1.5, 60 * 1.5 ** 2],
    ["x^5, fifth", (x: Scalar) => x.pow(5), 5, 1.5, 120],
    ["x^5, sixth", (x: Scalar) => x.pow(5), 6, 1.5, 0],
    ["x^5 at 0, fifth", (x: Scalar) => x.pow(5), 5, 0, 120],
    // 50-digit arithmetic
    ["tanh, third", (x: Scalar) => x.tanh(), 3, 0.7, 0.12159227738323637],
    ["sigmoid, fourth", (x: Scalar) => x.sigmoid(), 4, 0.7, 0.12384214122158327],
    ["tanh, third, far out", (x: Scalar) => x.tanh(), 3, 20, 6.797366808466542e-17],
  ])("%s", (_, f, order, at, expected) => {
    const x = scalar("x", at);
    const found = derivative(f(x), x, order).value;
    expect(Math.abs(found - expected)).toBeLessThanOrEqual(1e-14 * Math.abs(expected));
  });

  test("the Hessian of a small network is symmetric, and that of finite differences", () => {
    const weights = Array.from({ length: 9 }, (_, k) => scalar(`w_${k + 1}`, Math.sin(2 * k + 1)));
    const w = (k: number): Scalar => weights[k] as Scalar;
    const hidden = [0, 3].map((k) =>
      w(k)
        .mul(0.5)
        .add(w(k + 1).mul(-0.3))
        .add(w(k + 2))
        .tanh(),
    );
    const out = (hidden[0] as Scalar)
      .mul(w(6))
      .add((hidden[1] as Scalar).mul(w(7)))
      .add(w(8))
      .sigmoid();
    const E = out.sub(0.2).square();
    const rows = gradient(E, weights).map((d) => gradient(d, weights).map((node) => node.value as number));
    rows.forEach((row, i) => {
      row.forEach((entry, j) => {
        expect(Math.abs(entry - (rows[j]?.[i] as number))).toBeLessThan(1e-16);
      });
    });
    const values = weights.map((node) => node.value);
    for (const { found, expected } of comparisons(E, weights, values, 5))
      expect(Math.abs(found - expected)).toBeLessThan(1e-10);
  });
});

describe("symbolic sizes", () => {
  const [n, m] = [dim("n"), dim("m", { index: "j" })];
  const [V, x] = [tensor("V", [n, m]), tensor("x", [m])];
  const E = V.matmul(x).tanh().square().mean();
  const dV = gradient(E, V);
  const filled = (...shape: number[]): Value => ({
    shape,
    data: new Float64Array(shape.reduce((count, size) => count * size, 1)).map((_, k) => Math.sin(k + 1)),
  });

  test.each([
    [1, 1],
    [2, 3],
    [4, 2],
  ])("%i by %i, one graph", (rows, columns) => {
    const values = [filled(rows, columns), filled(columns)];
    for (const { found, expected } of comparisons(E, [V, x], values, 1))
      expect(found).toBeCloseTo(expected, 9);
    const bindings = new Map([V, x].map((node, k) => [node, values[k]]));
    expect(evaluate(dV, bindings)).toMatchObject({ shape: [rows, columns] });
    expect(evaluate(gradient(V.sum(), V), bindings)).toEqual({
      shape: [rows, columns],
      data: new Float64Array(rows * columns).fill(1),
    });
  });

  test("sizes that no value tells are given", () => {
    expect(evaluate(constant(2).broadcastTo([n]).sum(), {}, { sizes: { n: 7 } })).toBe(14);
  });
});

describe("compiled programs", () => {
  const [x, w] = [scalar("x", 3), scalar("w", 0.5)];
  const E = w.mul(x).sub(1).square();
  const next = updated(w, w.sub(gradient(E, w).mul(0.05)));

  test("one output or several, inputs or the values symbols have", () => {
    expect(compile(E, [w])([2])).toBe(25);
    expect(compile([E, gradient(E, w)], [x, w])([1, 3])).toEqual([4, 4]);
    expect(compile([], [])([])).toEqual([]);
    expect([x.value, w.value]).toEqual([3, 0.5]);
  });

  test("run feeds what updated() marks back, and gives the last outputs", () => {
    let expected = 0.5;
    let last = 0;
    for (let k = 0; k < 10; k++) {
      last = (expected * 3 - 1) ** 2;
      expected -= 0.05 * (2 * (expected * 3 - 1) * 3);
    }
    const found = compile([E, next], [w]).run(10, [0.5]) as number[];
    expect(found[0]).toBeCloseTo(last, 14);
    expect(found[1]).toBeCloseTo(expected, 14);
    expect(compile([w.mul(2)], [w]).run(10, [1])).toEqual([1024]);
  });

  test.each<readonly [string, () => unknown, string]>([
    ["too few values", () => compile(E, [w])([]), "OPERAND"],
    ["a wrong shape", () => compile(E, [w])([[1]]), "SHAPE"],
    ["a text", () => compile(E, [w])(["1"]), "OPERAND"],
    ["no value", () => compile(scalar("v").exp(), [])([]), "UNBOUND"],
    ["no steps", () => compile([next], [w]).run(0, [1]), "OPTION"],
    ["half a step", () => compile([next], [w]).run(1.5, [1]), "OPTION"],
    ["nothing to feed back", () => compile([E, E], [w]).run(2, [1]), "OPTION"],
    [
      "outputs of other shapes",
      () => compile([tensor("v", [1, 2])], [tensor("u", [1])]).run(2, [[1]]),
      "OPTION",
    ],
  ])("%s is refused", (_, attempt, code) => {
    expect(attempt).toThrow(expect.objectContaining({ name: "ChainruleError", code }));
  });
});

describe("values are copied", () => {
  test("on the way in", () => {
    const nested = [[1, 2]];
    const typed = Float64Array.of(1, 2);
    const nodes = [
      tensor("a", nested),
      tensor("b", typed),
      constant(nested),
      constant({ shape: [2], data: typed }),
    ];
    const symbol = tensor("c", [0, 0]).set(typed as unknown as number[]);
    const sum = symbol.add(typed as unknown as number[]);
    (nested[0] as number[])[0] = 9;
    typed[0] = 9;
    for (const node of nodes) expect([...(node.value as { data: Float64Array }).data]).toEqual([1, 2]);
    expect([...sum.value.data]).toEqual([2, 4]);
  });

  test("and on the way out", () => {
    const W = tensor("W", [1, 2]);
    W.square().sum().backward();
    for (const read of [
      () => W.value,
      () => W.grad,
      () => evaluate(W),
      () => compile(W, [])([]),
      () => constant([1, 2]).value,
    ]) {
      read().data[0] = 99;
      expect(read().data[0]).not.toBe(99);
    }
  });

  test("set gives a symbol another value of its shape, and returns it", () => {
    const w = scalar("w", 0.35);
    const y = w.mul(2);
    expect(w.set(0.36)).toBe(w);
    expect(y.value).toBe(0.72);
    expect(tensor("W", [dim("n")]).set([1, 2, 3]).value.shape).toEqual([3]);
  });
});
