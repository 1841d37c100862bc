import {
  compile,
  concat,
  einsum,
  evaluate,
  gradient,
  max,
  mean,
  min,
  Node,
  norm,
  operations,
  reshape,
  slice,
  tensor,
  topologicalOrder,
  updated,
  type Value,
  where,
} from "@chainrule/graph";
import { describe, expect, test } from "vitest";
import { allowed, withoutWebAssembly } from "./backends";
import { pointwiseNames, seeded } from "./random-graph";

const random = seeded(5);
const made = (shape: readonly number[]): Value => ({
  shape,
  data: Float64Array.from(
    { length: shape.reduce((product, size) => product * size, 1) },
    () => 4 * random() - 2,
  ),
});
let count = 0;
const t = (...shape: readonly number[]): Node => tensor(`x_${++count}`, made(shape) as never);

const symbolsOf = (node: Node): Node[] =>
  topologicalOrder([node]).filter((each) => each.attrs.cell !== undefined);

/** As on a page whose policy forbids WebAssembly: programs run as loops in plain JavaScript, from the first run. */
function inLoops(nodes: readonly Node[], symbols: readonly Node[]): Value[] {
  return withoutWebAssembly(() => {
    const program = compile(nodes, symbols, { backend: "wasm" });
    const values = program(symbols.map((symbol) => symbol.value));
    expect(program.explain()).toMatch(/interpreter, loops made for the sizes|operations on scalars/);
    return values;
  });
}

/** As functions made of text. */
function inText(nodes: readonly Node[], symbols: readonly Node[]): Value[] {
  const program = compile(nodes, symbols, { backend: "javascript" });
  const values = program(symbols.map((symbol) => symbol.value));
  if (allowed.text) expect(program.explain()).toMatch(/JavaScript, \d+ functions made of text/);
  return values;
}

/** The value and all gradients, by WebAssembly, functions made of text, loops and the reference: the same bits. */
function same(root: Node, order = 1): void {
  const symbols = symbolsOf(root);
  const loss = root.shape.length === 0 ? root : root.mul(root.sin().add(1.5)).sum();
  const first = gradient(loss, symbols);
  const nodes = [root, loss, ...first];
  if (order > 1) {
    const second = first.map((g) => g.square().sum()).reduce<Node>((a, b) => a.add(b), loss);
    nodes.push(...gradient(second, symbols));
  }
  const expected = evaluate(nodes);
  const found = compile(nodes, symbols, { backend: "wasm" })(symbols.map((symbol) => symbol.value));
  const plain = inLoops(nodes, symbols);
  const text = inText(nodes, symbols);
  expected.forEach((value, k) => {
    expect(flat(found[k] as Value), `output ${k}`).toEqual(flat(value));
    expect(flat(plain[k] as Value), `output ${k}, in loops`).toEqual(flat(value));
    expect(flat(text[k] as Value), `output ${k}, in text`).toEqual(flat(value));
  });
}

const flat = (value: Value): unknown =>
  typeof value === "number" ? value : { shape: [...value.shape], data: Array.from(value.data) };

describe("matrix products", () => {
  for (const [m, k, n] of [
    [1, 3, 1],
    [3, 4, 5],
    [4, 4, 4],
    [8, 300, 12],
    [7, 513, 9],
    [64, 10, 33],
    [9, 600, 3],
    [70, 70, 4],
    [5, 1, 6],
    [2, 7, 9],
  ] as const) {
    test(`${m} x ${k} x ${n}, in all transposes`, () => {
      same(t(m, k).matmul(t(k, n)));
      same(t(k, m).transpose().matmul(t(k, n)));
      same(t(m, k).matmul(t(n, k).transpose()));
      same(t(k, m).transpose().matmul(t(n, k).transpose()).transpose());
    });
  }
  test("vectors, batches, einsum, scalars among the factors", () => {
    same(t(3, 4).matmul(t(4)));
    same(t(4).matmul(t(4, 3)));
    same(t(4).dot(t(4)));
    same(t(4).outer(t(3)));
    same(t(2, 3, 4).matmul(t(2, 4, 5)));
    same(t(2, 3, 4).matmul(t(4, 5)));
    same(t(2, 1, 3, 4).matmul(t(3, 4, 5)));
    same(einsum("ij,jk,kl->il", t(2, 3), t(3, 4), t(4, 5)));
    same(einsum("ij,ij->j", t(5, 3), t(5, 3)));
    same(einsum("ii->i", t(3, 3)));
    same(einsum("ij,ji->", t(3, 4), t(4, 3)));
    same(t(3, 3).trace());
    same(t(3, 4).matmul(t(4, 5)).mul(t(1)).sum());
  });
});

describe("what follows a small product", () => {
  const layers = (m: number, k: number, n: number): Node =>
    t(m, k).matmul(t(k, n)).add(t(n)).relu().matmul(t(n, 3)).add(t(3));

  test("is done as the product is stored, with the reference's bits", () => {
    for (const [m, k, n] of [
      [3, 1, 3],
      [5, 2, 17],
      [7, 5, 9],
      [4, 16, 16],
      [18, 6, 3],
    ] as const) {
      same(layers(m, k, n), 2);
      same(t(m, k).matmul(t(n, k).transpose()).sub(t(m, 1)).abs().matmul(t(n, 4)));
      same(t(k, m).transpose().matmul(t(k, n)).transpose().mul(2).relu().matmul(t(m, 3)));
    }
    const y = layers(7, 5, 9);
    for (const backend of ["wasm", "javascript"] as const) {
      const program = compile([y], [], { backend });
      program([]);
      if (backend === "wasm" ? allowed.wasm : allowed.text)
        expect(program.explain()).toMatch(/= relu\(add\(%\d+, %\d+\)\) of %\d+ = product \[7,5\]/);
    }
  });
  test("is not, where something else reads the product", () => {
    const product = t(5, 4).matmul(t(4, 6));
    same(product.relu().matmul(t(6, 3)).sum().add(product.cos().sum()));
    same(
      product
        .add(t(5, 6))
        .matmul(t(6, 3))
        .mul(product.sum(1).reshape([5, 1])),
    );
  });
});

test("choices by a comparison: NaN, zeros of both signs and infinities", () => {
  const odd = [Number.NaN, 0, -0, 1, -1, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 2, 5e-324];
  const x = tensor("odd", { shape: [odd.length], data: Float64Array.from(odd) });
  const y = t(odd.length);
  const chosen = [x.gt(0), x.ge(0), x.lt(y), x.le(1), x.eq(0), x.ne(0), x.relu().gt(0)].flatMap((c) => [
    where(c, y, 0),
    where(c, 0, y),
    where(c, y, x),
  ]);
  const nodes = [...chosen, ...gradient(x.relu().mul(y).sum(), [x, y])];
  const expected = evaluate(nodes);
  for (const backend of ["wasm", "javascript"] as const) {
    const found = compile(nodes, [], { backend })([]);
    expected.forEach((value, k) => {
      expect(flat(found[k] as Value), `output ${k}, ${backend}`).toEqual(flat(value));
    });
  }
});

describe("what is not a product", () => {
  test("reductions over any axes", () => {
    for (const shape of [[1], [7], [3, 1], [4, 6], [3, 4, 5]]) {
      same(t(...shape).sum());
      same(mean(t(...shape), { axis: 0, keepDims: true }));
      same(
        t(...shape)
          .square()
          .sum(-1),
      );
      same(max(t(...shape), { axis: 0 }));
      same(min(t(...shape)));
      same(norm(t(...shape), -1));
      same(t(...shape).div(norm(t(...shape), { axis: -1, keepDims: true })));
      same(t(...shape).logSumExp(0));
      same(t(...shape).softmax());
      same(t(...shape).logSoftmax(0));
    }
    same(t(3, 4, 5).sum([0, 2]));
    same(t(3, 4, 5).sum(1));
    same(t(3, 4, 5).exp().sum([1, 2]));
  });
  test("what moves entries", () => {
    same(slice(t(5, 4), 0, 1, 4));
    same(slice(t(5, 4).tanh(), 1, 2));
    same(reshape(t(3, 4).transpose(), [2, 6]));
    same(concat([t(2, 3), t(1, 3), t(2, 3).sigmoid()]));
    same(concat([t(2, 3), t(2, 2)], 1).square());
    same(t(3, 4).at(1));
    same(t(2, 3, 4).transpose([1, 2, 0]).exp());
    same(t(3).broadcastTo([2, 3]).sin());
  });
  test("broadcasting", () => {
    for (const [a, b] of [
      [[2, 3], [3]],
      [
        [2, 3],
        [2, 1],
      ],
      [
        [4, 1],
        [1, 5],
      ],
      [[7], [1]],
      [
        [2, 3, 4],
        [3, 1],
      ],
    ] as const) {
      same(
        t(...a)
          .mul(t(...b))
          .add(t(...a).sigmoid()),
      );
    }
    same(where(t(3, 4).gt(0), t(4).exp(), t(3, 1)));
    same(t(3, 4).relu().mul(t(4)).softplus(), 2);
    same(t(6, 3).matmul(t(3, 5)).tanh().matmul(t(5, 4)).logSoftmax().mul(t(6, 4)).sum(), 2);
  });
});

test.each(pointwiseNames)("%s two at a time and one at a time", (name) => {
  for (const size of [1, 2, 5]) {
    const operands = [t(size), t(size), t(size)];
    const parameter = name === "leakyRelu" || name === "elu" ? [operands[0]?.[name]().second] : [];
    const inputs = [...operands.slice(0, operations[name].arity - parameter.length), ...parameter] as Node[];
    const root = new Node(operations[name], inputs, {}, [size]);
    const symbols = symbolsOf(root);
    const found = compile(root, symbols, { backend: "wasm" });
    expect(flat(found(symbols.map((symbol) => symbol.value)))).toEqual(flat(evaluate(root)));
  }
});

test("the interpreter of a program that runs often: steps in loops are steps of the reference", () => {
  const [x, w] = [t(30, 20), t(20, 7)];
  const loss = x.matmul(w).tanh().square().mean();
  const outputs = [loss, updated(w, w.sub(gradient(loss, w).mul(0.5)))];
  let now = w.value;
  for (let step = 0; step < 19; step++) now = evaluate(outputs, new Map([[w, now]]))[1] as Value;
  const expected = evaluate(outputs, new Map([[w, now]]));
  const program = compile(outputs, [w], { backend: "interpreter" });
  expect(program.run(20, [w.value])).toEqual(expected);
  expect(program.explain()).toContain("loops made for the sizes of the last run: asked for");
});

test("numbers that are handed over stay the caller's: nothing is written to them, and results are copies", () => {
  const x = tensor("x", { shape: [2, 3] });
  for (const backend of ["interpreter", "wasm", "javascript"] as const) {
    const given = { shape: [2, 3], data: Float64Array.of(1, 2, 3, 4, 5, 6) };
    const program = compile([x, updated(x, x.mul(2))], [x], { backend });
    const [same, next] = program.run(3, [given]) as { data: Float64Array }[];
    expect([...given.data]).toEqual([1, 2, 3, 4, 5, 6]);
    expect([...(next as { data: Float64Array }).data]).toEqual([8, 16, 24, 32, 40, 48]);
    const [first] = program([given]) as { data: Float64Array }[];
    (first as { data: Float64Array }).data[0] = 9;
    expect([...given.data, ...(same as { data: Float64Array }).data]).toEqual([
      1, 2, 3, 4, 5, 6, 4, 8, 12, 16, 20, 24,
    ]);
    expect(() => program([{ shape: [3, 2], data: given.data }])).toThrow("another shape");
  }
});

test("large tensors: value and backward are compiled on the way, with the reference's numbers", () => {
  const [x, w, v] = [t(40, 200), t(200, 150), t(150, 10)] as [Node, Node, Node];
  const loss = x.matmul(w).tanh().matmul(v).logSoftmax().mean();
  expect(loss.value).toBe(evaluate(loss));
  loss.backward();
  for (const node of [x, w, v]) {
    expect(flat(node.grad)).toEqual(flat(evaluate(gradient(loss, node))));
    expect((node.grad as { shape: readonly number[] }).shape).toEqual(node.shape);
  }
});
