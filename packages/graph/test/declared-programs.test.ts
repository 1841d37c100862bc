import { describe, expect, test } from "vitest";
import {
  compile,
  evaluate,
  gradient,
  type Node,
  operation,
  scalar,
  simplify,
  tensor,
  type Value,
} from "../src/index";
import { allowed } from "./backends";
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
import { seeded } from "./random-graph";

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
      if (backend === "wasm" && allowed.wasm)
        expect(program.explain()).toMatch(/WebAssembly, .*runs of equal operations/);
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
      if (backend === "wasm" && allowed.wasm)
        expect(program.explain()).toMatch(/a part of \d+ operations \d+ times/);
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
        if (allowed.wasm)
          expect(program.explain()).toMatch(/WebAssembly[\s\S]*cumulativeSum\(.*called in JavaScript/);
      if (backend === "javascript" && allowed.text)
        expect(program.explain()).toMatch(/made of text[\s\S]*cumulativeSum\(.*called in JavaScript/);
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
