import {
  add,
  concat,
  constant,
  div,
  einsum,
  evaluate,
  gradient,
  mul,
  type Node,
  named,
  neg,
  pow,
  type Rule,
  rules,
  scalar,
  simplify,
  square,
  sub,
  type TensorValue,
  tensor,
  topologicalOrder,
  where,
} from "@chainrule/graph";
import { toMathjs } from "@chainrule/graph/mathjs";
import { describe, expect, test } from "vitest";
import { sampled } from "../../../test/campaign";
import { apply } from "../src/ops/apply";
import { transpose } from "../src/ops/matrix";
import type { PointwiseName } from "../src/ops/table";
import { operations } from "../src/ops/table";
import { seeded } from "./random-graph";
import { expectSameValue } from "./simplify-forms";

type Scalar = Node<number>;

const shown = (node: Node): string => toMathjs(simplify(node));
const size = (root: Node): number => topologicalOrder([root]).length;

describe("every rule is sound where it fires", () => {
  type Family = (x: Scalar, y: Scalar, number: () => number) => Node[];
  const f = (name: PointwiseName, ...inputs: Node[]): Node => apply(operations[name], inputs);
  const one =
    (name: PointwiseName, at: number): Family =>
    () => [f(name, constant(at))];
  const whole = (number: () => number): number => 2 + Math.floor(2 * number());

  /** Graphs on which each rule fires, of positive symbols. */
  const families: Readonly<Record<string, Family>> = {
    numbers: (x, y, n) => [
      mul(n(), mul(n(), x)),
      add(n(), add(x, n())),
      div(mul(3, x), 4.5),
      add(mul(2, y), 3).sub(1),
    ],
    zero: (x, y) => [mul(x, 0), add(0, x), sub(x, 0), sub(0, y), div(0, x)],
    one: (x) => [mul(1, x), div(x, 1), mul(x, -1)],
    signs: (x, y, n) => [
      mul(neg(x), y),
      div(neg(x), neg(y)),
      neg(neg(x)),
      add(x, neg(y)),
      sub(x, neg(y)),
      mul(-n(), x),
      add(x, -n()),
    ],
    "like terms": (x, y, n) => [
      add(mul(n(), x), mul(x, n())),
      sub(add(x, y), x),
      add(mul(x, y), mul(mul(2, y), x)),
      add(div(x, 3), div(x, 6)),
    ],
    "like factors": (x, y, n) => [
      mul(x, x),
      div(mul(x, y), x),
      mul(square(x), pow(x, whole(n))),
      div(square(x), pow(x, 5)),
      mul(2, x).mul(x.log()).mul(3),
    ],
    quotients: (x, y, n) => [mul(x, div(1, y)), div(div(x, y), n()), div(x, div(y, x)), mul(x, pow(y, -2))],
    "exp of 0": one("exp", 0),
    "log of 1": one("log", 1),
    "sin of 0": one("sin", 0),
    "cos of 0": one("cos", 0),
    "tanh of 0": one("tanh", 0),
    "sqrt of 0": one("sqrt", 0),
    "sqrt of 1": one("sqrt", 1),
    "log of exp": (x, y) => [f("log", f("exp", x)), f("log", f("exp", neg(y)))],
    "exp of log": (x, y) => [f("exp", f("log", x)), f("exp", f("log", mul(x, y)))],
    "square of sqrt": (x) => [f("square", f("sqrt", x))],
    "written out": (x, y) => [f("oneMinusSquare", x), f("oneMinusSquare", mul(x, y))],
    "root of a square": (x, y) => [f("sqrt", f("square", x)), f("sqrt", f("square", sub(x, y)))],
    "square of neg": (x) => [f("square", neg(x))],
    "square of abs": (x, y) => [f("square", f("abs", sub(x, y)))],
    "abs of neg": (x, y) => [f("abs", neg(x)), f("abs", neg(sub(x, y)))],
    "abs of abs": (x, y) => [f("abs", f("abs", sub(x, y)))],
    "even function": (x) => [f("cos", neg(x)), f("cosh", neg(x))],
    "trivial power": (x, y) => [pow(x, 1), pow(y, 0), pow(neg(x), 1)],
    square: (x) => [pow(x, 2)],
    "power of a power": (x, _, n) => [
      square(square(x)),
      pow(pow(x, whole(n)), -whole(n)),
      square(pow(neg(x), 3)),
    ],
    "power of a number": (_x, _y, n) => [
      square(constant(Number(n().toFixed(4)))),
      pow(whole(n), whole(n)),
      pow(-0.5, 3),
    ],
    "same choice": (x, y) => [where(sub(x, y), x, x), where(x, 2.5, 2.5)],
    "known choice": (x, y, n) => [where(n(), x, y), where(0, x, y), where(-0, x, y)],
    "known comparison": (_x, _y, n) =>
      (["lt", "le", "gt", "ge", "eq", "ne"] as const).flatMap((name) => [
        f(name, constant(n()), constant(n())),
        f(name, constant(0.5), constant(0.5)),
      ]),
    "same operands": (x) => [f("max", x, x), f("min", constant(2), constant(2))],
    "successive reorderings": (x, y) => {
      const matrix = concat([x.reshape([1, 1]), y.reshape([1, 1])], 0);
      return [transpose(transpose(matrix)).sum()];
    },
    "merged contraction": (x, y) => [einsum("i,ij->ij", x.reshape([1]), y.broadcastTo([1, 3])).sum()],
  };

  test("every rule has a family of graphs", () => {
    expect(Object.keys(families).sort()).toEqual([...new Set(rules.map(({ name }) => name))].sort());
    expect(rules.every(({ law, operations: names }) => law !== "" && names.length > 0)).toBe(true);
  });

  /** The node of a graph that a rule rewrites, if any. */
  const fires = ({ rewrite, operations: names }: Rule, root: Node): boolean =>
    rewrite === undefined
      ? simplify(root) !== root
      : topologicalOrder([root]).some(
          (node) => (names as string[]).includes(node.op.name) && rewrite(node) !== undefined,
        );

  test.each(rules.map((rule) => [rule.name, rule] as const))("%s", (name, rule) => {
    for (let seed = 0; seed < 30; seed++) {
      const random = seeded(seed);
      const near = (): number => Number((0.3 + 2 * random()).toPrecision(1 + Math.floor(random() * 8)));
      const [a, b] = [scalar("a", near()), scalar("b", near())];
      const parts = [a, b, a.square().add(b), a.mul(b).sqrt(), b.named("c")];
      const pick = (): Scalar => parts[Math.floor(random() * parts.length)] as Scalar;
      const [x, y] = [pick(), a.exp()];
      for (const [k, graph] of (families[name]?.(x, y, near) ?? []).entries()) {
        expect(fires(rule, graph), `${name} on graph ${k}`).toBe(true);
        expectSameValue(simplify(graph), graph);
      }
    }
  });
});

test("entries of one tensor are different things", () => {
  const x = tensor("x", [1, 2, 5]);
  expect(simplify(x.at(1).sub(x.at(0))).value).toBe(1);
  expect(simplify(x.at(2).sub(x.at(0)).add(x.at(0))).value).toBe(5);
  const zero = tensor("z", [1, 1]);
  const signed = (a: number): Node => div(1, constant([a, 1]));
  expect([...(simplify(signed(0).sub(signed(-0)).add(zero)).value as TensorValue).data]).toEqual([
    Number.POSITIVE_INFINITY,
    1,
  ]);
});

describe("names", () => {
  const [a, b, c] = [scalar("a", 2), scalar("b", 3), scalar("c", 5)];

  test("a definition is never opened", () => {
    const s = a.add(b).named("s");
    const simplified = simplify(s.sub(a));
    expect(simplified.inputs[0]).toBe(s);
    const p = a.mul(a).mul(2).named("p");
    const quotient = simplify(mul(p, p).div(a));
    expect(topologicalOrder([quotient]).filter(({ op }) => op.kind === "naming")).toHaveLength(1);
    expect(toMathjs(quotient)).toBe(toMathjs(simplify(square(simplify(p)).div(a))));
  });
  test("a definition is simplified inside and keeps its name", () => {
    const simplified = simplify(a.mul(1).add(0).named("n").mul(1));
    expect([simplified.name, simplified.inputs[0]]).toEqual([named(a, "n").name, a]);
  });
  test("a definition with nothing to do stays the very same node", () => {
    const n = a.mul(b).named("n");
    expect(topologicalOrder([simplify(n.mul(1).add(c.mul(0)))]).includes(n)).toBe(true);
    expect(simplify(n.mul(1))).toBe(n);
  });
  test("what is held is taken as it is", () => {
    const body = a.mul(1);
    const n = body.named("n");
    expect(simplify(n.mul(1), { holding: new Set([n]) })).toBe(n);
    expect(n.inputs[0]).toBe(body);
  });
});

test("nothing to do: the very same node", () => {
  const [x, y, z] = [scalar("x", 2), scalar("y", 3), scalar("z", 5)];
  const still = [
    x,
    constant(3),
    x.add(y),
    x.sub(y.sub(z)),
    neg(x.sub(y)),
    neg(x.sub(y)).mul(1).inputs[0] as Node,
    mul(2, x).mul(y),
    x.mul(y.mul(z)),
    neg(mul(x, y)),
    div(1, x),
    div(1, 3),
    div(x, mul(3, y)),
    mul(0.5, square(x.sub(y))),
    x.sigmoid().mul(sub(1, x.sigmoid())),
    mul(2, x.mul(x.log())),
    tensor("W", [[1, 2]]).matmul(constant([[1], [2]])),
  ];
  for (const node of still) expect(simplify(node), toMathjs(node.sum())).toBe(node);
  const list = simplify(still);
  expect(list.every((node, k) => node === still[k])).toBe(true);
});

describe("numbers are exact decimals", () => {
  const x = scalar("x", 0.7);
  test.each([
    [mul(0.1, 0.2), "0.02"],
    [add(0.1, 0.2), "0.3"],
    [mul(0.5, mul(2, x)), "x"],
    [mul(2, div(1, 3)), "2 / 3"],
    [div(2, 4), "1 / 2"],
    [mul(x, 0.5), "x * 0.5"],
    [mul(div(x, 4), 2), "x / 2"],
    [div(mul(0.1, x), 0.3), "x / 3"],
    [add(div(1, 2), div(1, 3)), "5 / 6"],
    [add(div(x, 2), div(x, 2)), "x"],
    [sub(mul(0.3, x), mul(0.1, x)), "0.2 * x"],
    [mul(-1, mul(-2, x)), "2 * x"],
    [sub(0, x), "-x"],
    [square(constant(0.1)), "0.01"],
    [mul(1e-30, mul(1e30, x)), "x"],
    [mul(0.1234567890123456, mul(x, 0.9876543210987654)), "0.1234567890123456 * (x * 0.9876543210987654)"],
  ] as const)("%#", (graph, text) => {
    expect(shown(graph)).toBe(text);
  });

  test("nothing that is not finite is multiplied out, nor is -0 or a division by 0", () => {
    for (const bad of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
      const c = constant(bad);
      for (const graph of [
        mul(0, c),
        sub(c, c),
        div(c, c),
        mul(c, x).mul(0),
        add(mul(c, x), mul(c, x)).sub(mul(c, x)),
      ]) {
        const [before, after] = evaluate([graph, simplify(graph)]) as [number, number];
        expect(Object.is(before, after), toMathjs(x)).toBe(true);
      }
    }
    const zero = constant(-0);
    for (const graph of [
      div(1, zero),
      div(zero, zero),
      div(0, 0),
      div(x, 0),
      sub(div(x, 0), div(x, 0)),
      div(1, zero.sin()),
      div(1, zero.sqrt()),
      div(1, zero.tanh()),
    ]) {
      const [before, after] = evaluate([graph, simplify(graph)]) as [number, number];
      expect(Object.is(before, after)).toBe(true);
    }
  });

  test("x log x keeps its value at 0", () => {
    const z = scalar("z", 0);
    expect(simplify(mul(2, z.mul(z.log())).mul(3)).value).toBe(0);
    expect(shown(mul(mul(3, z), z.log()).mul(2))).toBe("6 * (z * log(z))");
  });
});

describe("the published derivation reads as it should", () => {
  const [t, o] = [scalar("t", 0.01), scalar("o", 0.75)];
  test("of the squared error", () => {
    expect(shown(gradient(mul(0.5, t.sub(o).square()), o))).toBe("-(t - o)");
    expect(shown(gradient(t.sub(o).square().div(2), o))).toBe("-(t - o)");
    expect(shown(gradient(t.sub(o).square().div(3), o))).toBe("-(2 * (t - o) / 3)");
  });
  test("of e^-x / (1 + e^-x)^2", () => {
    const e = neg(o).exp();
    expect(shown(gradient(div(1, add(1, e)), o))).toBe("exp(-o) / square(1 + exp(-o))");
  });
});

describe("linear time", () => {
  const many = (count: number): Scalar[] => Array.from({ length: count }, (_, k) => scalar(`x_${k}`, 1));
  const count = sampled(200_000, 20_000);
  const symbols = many(count);
  const cycled = symbols.map((_, k) => symbols[k % 100] as Scalar);

  test(`${count} terms, ${count} factors, many alike`, () => {
    expect(size(simplify(cycled.reduce((a, b) => a.add(b))))).toBe(100 + 100 + 100 + 99);
    expect(size(simplify(cycled.reduce((a, b) => a.mul(b))))).toBe(100 + 100 + 100 + 99);
  });
  test(`${count} terms`, () => {
    const sum = symbols.reduce((a, b) => a.add(b));
    expect(simplify(sum)).toBe(sum);
    expect(size(simplify(sum.add(0)))).toBe(size(sum));
  });
  test(`${count} factors`, () => {
    const product = symbols.reduceRight((a, b) => b.mul(a));
    expect(simplify(product)).toBe(product);
    expect(size(simplify(product.mul(1)))).toBe(size(product));
  });
  test(`${count} numbers`, () => {
    const numbers: Node[] = symbols.map((_, k) => constant(Number((1 + (k % 1000) / 1000).toFixed(3))));
    expect(simplify(numbers.reduce((a, b) => add(a, b))).value).toBe(1.4995 * count);
    const product = numbers.reduce((a, b) => mul(a, b));
    expect(simplify(product).op.name).toBe("mul");
  });
  test("sums that share parts", () => {
    const [x, y] = symbols as [Scalar, Scalar];
    let [sum, product] = [x, x];
    for (let k = 0; k < 60; k++) [sum, product] = [sum.add(sum), product.mul(product)];
    expect(simplify(sum).value).toBe(2 ** 60);
    expect(size(simplify(product))).toBeLessThan(10);
    let [f, g, p, q] = [x, y, x, y];
    for (let k = 0; k < 90; k++) [f, g, p, q] = [g, f.add(g), q, p.mul(q)];
    expect(simplify(g.mul(1)).value).toBe(g.value);
    expect(simplify(q.add(1).add(1)).value).toBe(3);
    let running: Scalar = x;
    let total: Scalar = y;
    for (const symbol of symbols.slice(0, 20_000)) {
      running = running.add(symbol);
      total = total.add(running.mul(1).sin());
    }
    expect(simplify(total).value).toBeCloseTo(total.value, 6);
  });
  test("a long chain of additions", () => {
    const chain = many(5 * count).reduce((a, b) => a.add(b));
    expect(simplify(chain)).toBe(chain);
  });
});
