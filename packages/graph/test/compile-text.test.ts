/** Programs over tensors as functions made of text: their numbers, their text, and what runs where they are forbidden. */
import {
  compile,
  concat,
  dim,
  einsum,
  evaluate,
  gradient,
  max,
  min,
  type Node,
  operation,
  slice,
  sum,
  symbolsOf,
  tensor,
  updated,
  type Value,
} from "@chainrule/graph";
import { describe, expect, test } from "vitest";
import { allowed, textsOf, withoutText } from "./backends";
import { seeded } from "./random-graph";

const random = seeded(3);
const filled = (...shape: readonly number[]): Value => ({
  shape,
  data: Float64Array.from({ length: shape.reduce((n, each) => n * each, 1) }, () => 4 * random() - 2),
});
let count = 0;
const t = (...shape: readonly number[]): Node => tensor(`x_${++count}`, filled(...shape) as never);

const MADE = allowed.text
  ? /JavaScript, \d+ functions made of text for the sizes of the last run: asked for/
  : /interpreter, .*: generated JavaScript is not allowed here/;

/** The outputs by functions made of text: the bits of the reference, at the first run and the second. */
function same(outputs: readonly Node[], what = ""): string {
  const inputs = symbolsOf(outputs);
  const expected = evaluate(outputs);
  const program = compile(outputs, inputs, { backend: "javascript" });
  const values = inputs.map((input) => input.value);
  for (const run of [1, 2]) expect(program(values), `${what}, run ${run}`).toEqual(expected);
  expect(program.explain()).toMatch(MADE);
  return program.explain();
}

test("reductions and products over random axes of random sizes, in random transposes: the reference's bits", () => {
  const sizes = [1, 2, 3, 4, 5, 8, 9, 17];
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const letters = ["i", "j", "k", "l"];
  const shuffled = <T>(list: readonly T[]): T[] =>
    list
      .map((x) => [random(), x] as const)
      .sort(([p], [q]) => p - q)
      .map(([, x]) => x);
  const axesOf = (): string[] =>
    shuffled([pick(letters), ...letters].filter((_, k) => k === 0 || random() < 0.4));
  for (let round = 0; round < 250; round++) {
    const sizeOf = new Map(letters.map((letter) => [letter, pick(sizes)]));
    const factors = Array.from({ length: 1 + Math.floor(3 * random()) }, axesOf);
    const all = [...new Set(factors.flat())];
    const kept = shuffled(all.filter(() => random() < 0.5));
    const formula = `${factors.map((axes) => axes.join("")).join()}->${kept.join("")}`;
    const operands = factors.map((axes) => t(...axes.map((letter) => sizeOf.get(letter) as number)));
    const product = einsum(formula, ...operands);
    const [first] = operands as [Node];
    const axes = first.shape.map((_, axis) => axis).filter(() => random() < 0.5);
    const along = { axis: axes };
    const other = [max(first, along), min(first.mul(2), along), sum(first.square().sub(first), along)];
    const loss = product.mul(product.sin().add(0.3)).sum();
    const gradients = gradient(loss, [...new Set(operands)]);
    same([product, ...gradients, ...(axes.length > 0 ? other : [])], `round ${round}: ${formula}`);
  }
});

test("constants of all kinds: zeros of both signs, infinities, NaN", () => {
  const x = t(3, 5);
  same([x.mul(0), x.mul(-0), x.mul(0).mul(-1)]);
  for (const c of [0, -0, 1, -1, 0.1, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN, 5e-324])
    same([x.mul(c), x.add(c), x.gt(c).where(c, x), x.mul(0).mul(c).sum(0), x.div(c), x.pow(c)], `${c}`);
});

test("no entries, and one", () => {
  const none = t(0, 4);
  same([
    none.exp(),
    sum(none, 0),
    sum(none),
    none.transpose(),
    concat([none, t(2, 4)]),
    t(3, 0).matmul(none),
  ]);
  same([t(4, 3).matmul(t(3, 0)), slice(t(3, 4), 0, 1, 1).tanh()]);
  same([t(1, 1).matmul(t(1, 1)).sigmoid(), t(1).sum(), max(t(1, 1, 1))]);
});

test("programs are made for each size that comes", () => {
  const [n, p] = [dim("n"), dim("p")];
  const [x, w] = [tensor("x", [n, p]), tensor("w", [p])];
  const loss = x.matmul(w).tanh().square().mean();
  const program = compile([loss, gradient(loss, w)], [x, w], { backend: "javascript" });
  for (const [rows, columns] of [
    [1, 1],
    [5, 2],
    [2, 5],
    [64, 70],
    [5, 2],
  ] as const) {
    // biome-ignore format: sizes
    const values = [filled(rows, columns), filled(columns)];
    const expected = evaluate([loss, gradient(loss, w)], new Map([x, w].map((node, k) => [node, values[k]]))); // biome-ignore format: one value
    expect(program(values)).toEqual(expected);
    expect(program.explain()).toMatch(MADE);
  }
});

test("steps that feed on each other, in place and by copies", () => {
  const [x, w, b] = [t(30, 20), t(20, 7), t(7)];
  const loss = x.matmul(w).add(b).tanh().square().mean();
  const next = (node: Node): Node => node.sub(gradient(loss, node).mul(0.5));
  const swapped = [updated(w, next(w)), updated(b, b.add(w.sum(0).mul(0.01))), w.mul(2)]; // w is read later
  for (const outputs of [
    [loss, updated(w, next(w)), updated(b, next(b))],
    [loss, ...swapped],
  ]) {
    let now = [w.value, b.value];
    let expected: Value[] = [];
    for (let step = 0; step < 15; step++) {
      expected = evaluate(outputs, new Map([w, b].map((node, k) => [node, now[k]])));
      now = expected.slice(1, 3);
    }
    const program = compile(outputs, [w, b], { backend: "javascript" });
    expect(program.run(15, [w.value, b.value])).toEqual(expected);
    expect(program.run(15, [w.value, b.value])).toEqual(expected);
    expect(program.explain()).toMatch(MADE);
  }
});

describe("long programs", () => {
  test("an expression of thousands of functions is cut, and deep ones do not overflow the stack", () => {
    let y: Node = t(40);
    for (let k = 0; k < 4000; k++) y = k % 3 === 0 ? y.mul(1.01).sin() : y.add(0.25).tanh();
    const text = same([y, y.sum()]);
    if (allowed.text) expect(Number(/(\d+) instructions/.exec(text)?.[1])).toBeGreaterThan(500);
    let z: Node = t(3);
    for (let k = 0; k < 20_000; k++) z = z.neg().add(0.5);
    same([z]);
  });

  test("what occurs again and again is one function", () => {
    const [W, start] = [t(6, 6), t(6)];
    let h = start;
    for (let step = 0; step < 700; step++) h = W.mul(0.1).matmul(h).add(t(6)).sigmoid();
    const loss = h.square().sum();
    const text = same([loss, ...gradient(loss, [W, start])]);
    if (!allowed.text) return;
    expect(Number(/(\d+) instructions/.exec(text)?.[1])).toBeGreaterThan(1400);
    expect(Number(/(\d+) functions made of text/.exec(text)?.[1])).toBeLessThan(30);
  });
});

describe("the text", () => {
  const twice = operation("alert", { value: (x) => 2 * x, derivative: () => 2 });
  const x = tensor("constructor", { shape: [5, 4], data: (filled(5, 4) as { data: Float64Array }).data });
  const w = tensor("eval", { shape: [4, 3], data: (filled(4, 3) as { data: Float64Array }).data }); // biome-ignore format: one value
  const y = x.mul(0.1234).matmul(w).relu().add(77.25).named("__proto__");
  const outputs = [twice(y), max(y, { axis: 0 }), updated(w, w.mul(-31.5))];
  const run = (): Value[] => compile(outputs, [w, x], { backend: "javascript" }).run(3, [w.value, x.value]);

  test("has nothing of a user's in it: no name, and no constant", () => {
    if (!allowed.text) return;
    const texts = textsOf(run);
    expect(texts).toHaveLength(1);
    const words =
      /^("use strict"|Math\.(max|min|abs|sqrt)|Number\.(NaN|NEGATIVE_INFINITY|POSITIVE_INFINITY)|own|v|v\.fill|v\.copyWithin|const|let|for|if|return|n|left|(a|c|f|i|t|x|step)\d+|c\d+At|p\d+_\d+|total\d*|\d+|[-+*/<>=(){}[\],;:?! ]+|\n)+$/;
    expect(texts[0]).toMatch(words);
    for (const number of ["0.1234", "77.25", "31.5"]) expect(texts[0]).not.toContain(number);
  });

  test("is not asked for by other backends", () => {
    for (const backend of ["interpreter", "wasm", "auto"] as const)
      expect(textsOf(() => compile(outputs, [w, x], { backend }).run(3, [w.value, x.value]))).toEqual([]);
  });

  test("where it is forbidden, loops run with the same bits, and it is tried once", () => {
    const expected = run();
    let tried = 0;
    const program = compile(outputs, [w, x], { backend: "javascript" });
    const found = withoutText(
      () => [1, 2].map(() => program.run(3, [w.value, x.value])),
      () => tried++,
    );
    expect(found).toEqual([expected, expected]);
    expect(tried).toBe(1);
    expect(program.explain()).toMatch(/interpreter, .*: generated JavaScript is not allowed here/);
  });
});
