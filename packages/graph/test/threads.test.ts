import {
  ChainruleError,
  compile,
  concat,
  einsum,
  gradient,
  logSoftmax,
  max,
  mean,
  type Node,
  norm,
  type Program,
  scalar,
  slice,
  softmax,
  sum,
  symbolsOf,
  type TensorValue,
  tensor,
  tensorOperation,
  updated,
  type Value,
} from "@chainrule/graph";
import { describe, expect, test } from "vitest";
import { sampled } from "../../../test/campaign";
import { pad } from "../src/ops/layout";
import { allowed, withoutWebAssembly } from "./backends";
import { seeded } from "./random-graph";

const isNode = typeof process === "object" && process.versions?.node !== undefined;
const random = seeded(17);
let count = 0;
const filled = (...shape: readonly number[]): Node =>
  tensor(`x_${++count}`, {
    shape: [...shape],
    data: Float64Array.from({ length: shape.reduce((n, each) => n * each, 1) }, () => 2 * random() - 1),
  });

const threadsOf = (program: Program<unknown>): string =>
  program
    .explain()
    .split("\n")
    .find((line) => line.startsWith("threads: ")) ?? "";

/** The same bits; NaN is one number. */
function expectSame(found: readonly Value[], expected: readonly Value[], what: string): void {
  expected.forEach((value, k) => {
    const [a, b] = [found[k] as Value, value].map((each) =>
      typeof each === "number" ? Float64Array.of(each) : each.data,
    ) as [Float64Array, Float64Array];
    const at = a.length === b.length ? a.findIndex((x, q) => !Object.is(x, b[q])) : 0;
    expect(at, `${what}, output ${k}: ${a[at]} and ${b[at]}`).toBe(-1);
  });
}

/** By 1, 2 and 3 threads, again and again, so that helpers come and go: the same bits. */
function sameBits(outputs: readonly Node[], what: string, times = 3): string {
  const inputs = symbolsOf(outputs);
  const values = inputs.map((input) => input.value);
  const expected = compile(outputs, inputs, { backend: "wasm" })(values);
  let said = "";
  for (const threads of [2, 3]) {
    const program = compile(outputs, inputs, { backend: "wasm", threads });
    for (let k = 0; k < times; k++) expectSame(program(values), expected, `${what}, ${threads} threads`);
    said = program.explain();
  }
  return said;
}

/** Runs until helpers have done parts of it. */
async function untilHelped(program: Program<unknown>, values: readonly unknown[]): Promise<void> {
  for (let k = 0; k < 20_000 && /(started|so far: 0)/.test(threadsOf(program)); k++) {
    program(values);
    if (k % 20 === 0) await new Promise((resolve) => setTimeout(resolve, 1));
  }
}

test("helpers start, and take parts", async () => {
  if (!isNode) return; // a page's policy may forbid workers
  const [A, B] = [filled(150, 170), filled(170, 130)];
  const values = [A.value, B.value];
  const expected = compile(A.matmul(B).tanh(), [A, B])(values) as Value;
  const program = compile(A.matmul(B).tanh(), [A, B], { backend: "wasm", threads: 2 });
  program(values);
  await untilHelped(program, values);
  expect(threadsOf(program)).toMatch(/^threads: 2, parts done by others so far: [1-9]/);
  expect(program.explain()).toMatch(/= product \[150,170\] .*; in \d+ parts\n.*tanh.*; in \d+ parts/);
  for (let k = 0; k < 50; k++) expectSame([program(values) as Value], [expected], "with helpers");
});

describe("the same bits", () => {
  const products: readonly (readonly [m: number, n: number, k: number])[] = [
    [61, 53, 47],
    [129, 131, 257],
    [3, 5003, 17],
    [5003, 3, 17],
    [7, 9, 5001],
    [1001, 999, 2],
    [97, 33, 1],
    [40, 9001, 300],
    [9, 4097, 600],
  ];
  test.each(products)("products of %i x %i, %i summed, and their transposes", (m, n, k) => {
    const [a, b, at, bt] = [filled(m, k), filled(k, n), filled(k, m), filled(n, k)];
    sameBits([a.matmul(b), at.transpose().matmul(b), a.matmul(bt.transpose())], `${m} ${n} ${k}`, 1);
    sameBits([a.matmul(bt.transpose()).add(filled(n)).relu()], `${m} ${n} ${k}, finished`, 1);
  });

  test("many products at once", () => {
    sameBits([filled(7, 45, 61).matmul(filled(7, 61, 51))], "batch");
  });

  const reductions: Readonly<Record<string, () => Node>> = {
    "sums of rows": () => sum(filled(301, 403), 1),
    "sums of columns": () => sum(filled(301, 403), 0),
    "sums of columns, too long for tiles": () => sum(filled(9001, 31), 0),
    "sums along the middle": () => sum(filled(11, 301, 53), 1),
    "sums over the outside": () => sum(filled(41, 37, 43).exp(), [0, 2]),
    "one sum": () => sum(filled(301, 403).exp()),
    "largest entries": () => max(filled(403, 301).exp(), { axis: 0 }),
    norms: () => norm(filled(403, 301), 0),
    "sums of products": () => einsum("ij,ij->j", filled(403, 301), filled(403, 301)),
    softmax: () => softmax(filled(201, 303), -1),
  };
  test.each(Object.entries(reductions))("%s", (name, make) => {
    sameBits([make()], name);
  });

  const moves: Readonly<Record<string, () => Node>> = {
    "broadcast": () => filled(301, 1).mul(filled(203)).tanh(),
    "a transpose": () => filled(301, 203).transpose().mul(filled(203, 301)).add(1),
    "a concat": () => concat([filled(201, 203).exp(), filled(200, 203)]),
    "a slice": () => slice(filled(501, 203), 0, 13, 490).sigmoid(),
    "padding": () => pad(filled(301, 203).exp(), 1, 2, 3),
    "one long axis": () => filled(40_001).exp(),
    "a diagonal": () => einsum("ii->i", filled(401, 401).exp()),
    "sines, which may call out": () => filled(301, 203).sin(),
  }; // biome-ignore format: a table
  test.each(Object.entries(moves))("%s", (name, make) => {
    sameBits([make()], name);
  });

  const programs = sampled(100, 20);
  test(`${programs} random programs of large tensors, with their gradients`, () => {
    const size = (): number => 33 + Math.floor(random() * 110);
    const rows = (x: Node): number => x.shape[0] as number;
    const columns = (x: Node): number => x.shape[1] as number;
    const like = (x: Node): Node => filled(rows(x), columns(x));
    const steps: readonly ((x: Node) => Node)[] = [
      (x) => x.matmul(filled(columns(x), size())),
      (x) => filled(size(), rows(x)).matmul(x),
      (x) => x.transpose().tanh(),
      (x) => x.mul(like(x)).sigmoid(),
      (x) => x.add(filled(columns(x))).relu(),
      (x) => softmax(x, random() < 0.5 ? 0 : 1),
      (x) => x.sub(mean(x, { axis: 0, keepDims: true })),
      (x) => x.mul(max(x, { axis: 1, keepDims: true })),
      (x) =>
        x.div(
          norm(x, 1)
            .reshape([rows(x), 1])
            .add(1),
        ),
      (x) => slice(x, 0, 1, rows(x)),
      (x) => concat([x, like(x).exp()], 1),
      (x) => logSoftmax(x, 1),
    ];
    for (let seed = 0; seed < programs; seed++) {
      let x = filled(size(), size());
      for (let k = 0; k < 4; k++) x = (steps[Math.floor(random() * steps.length)] as (x: Node) => Node)(x);
      const loss = x.square().sum();
      sameBits([loss, ...gradient(loss, symbolsOf([loss]))], `program ${seed}`, 1);
    }
  });

  test.each([false, true])("training in a loop, checkpoints: %s", (checkpoint) => {
    const [x, y] = [filled(64, 300), filled(64, 10)];
    const parameters = [filled(300, 101), filled(101), filled(101, 10), filled(10)];
    const [W1, b1, W2, b2] = parameters as [Node, Node, Node, Node];
    const z = x.matmul(W1).add(b1).relu().matmul(W2).add(b2);
    const loss = logSoftmax(z, 1).mul(y).mean().neg();
    const next = gradient(loss, parameters).map((g, k) => {
      const p = parameters[k] as Node;
      return updated(p, p.sub(g.mul(0.1)));
    });
    const run = (threads: number): Value[] =>
      compile([loss, ...next], [x, y, ...parameters], { backend: "wasm", threads, checkpoint }).run(
        40,
        [x, y, ...parameters].map((p) => p.value),
      );
    const expected = run(1);
    for (const threads of [2, 3]) expectSame(run(threads), expected, `${threads} threads`);
  });
});

describe("where an operation of a user's runs in between", () => {
  const X = filled(150, 160);
  const [W, U] = [filled(160, 140), filled(140, 120)];
  const around = (middle: (value: TensorValue) => TensorValue): Node => {
    const op = tensorOperation("middle", {
      value: (value: TensorValue) => middle(value),
      shape: (shape) => shape,
      adjoint: (_x, _y, dy) => dy,
    });
    return op(X.matmul(W)).matmul(U);
  };
  const inputs = [X, W, U];
  const values = inputs.map((input) => input.value);

  test("another program on threads", () => {
    const inner = compile(W.matmul(U).tanh(), [W, U], { backend: "wasm", threads: 2 });
    const expected = inner([W.value, U.value]) as TensorValue;
    const outer = compile(
      around((value) => {
        expectSame([inner([W.value, U.value]) as Value], [expected], "inner");
        return value;
      }),
      inputs,
      { backend: "wasm", threads: 2 },
    );
    const plain = compile(X.matmul(W).matmul(U), inputs)(values) as Value;
    for (let k = 0; k < 5; k++) expectSame([outer(values) as Value], [plain], "outer");
    if (allowed.wasm) expect(outer.explain()).toMatch(/middle.*; one thread: it is called in JavaScript/);
  });

  test("an error: the program runs again after it", () => {
    let isWrong = true;
    const program = compile(
      around((value) => {
        if (isWrong) throw new Error("mine");
        return value;
      }),
      inputs,
      { backend: "wasm", threads: 2 },
    );
    expect(() => program(values)).toThrow("mine");
    isWrong = false;
    const plain = compile(X.matmul(W).matmul(U), inputs)(values) as Value;
    for (let k = 0; k < 5; k++) expectSame([program(values) as Value], [plain], "after");
  });
});

describe("what is said", () => {
  test.each([0, -1, 1.5, 65, Number.NaN, "2", null, true])("threads: %s is refused", (threads) => {
    const x = scalar("x", 1);
    let error: unknown;
    try {
      compile(x, [x], { threads: threads as number });
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(ChainruleError);
    expect((error as ChainruleError).code).toBe("OPTION");
    expect((error as ChainruleError).message).toContain("compile: the number of threads is a whole number");
  });

  test("which instructions are split, and why not where not", () => {
    const [A, B] = [filled(150, 160), filled(160, 140)];
    const text = sameBits([A.matmul(B), sum(A.exp()), A.sin(), sum(B)], "said");
    if (!allowed.wasm) expect(text).toContain("threads: 1 of 3: these loops are run by one");
    else {
      expect(text).toMatch(/product .*; in \d+ parts/);
      expect(text).toMatch(/sum of .*exp.*; one thread: all of it falls on one entry/);
      expect(text).toMatch(/sin.*; one thread: it calls functions in JavaScript/);
      expect(text).toMatch(/sum of .*; one thread: little work/);
    }
  });

  test("small programs, scalars, and loops in JavaScript have one thread", () => {
    const [A, B] = [filled(3, 4), filled(4, 5)];
    const small = compile(A.matmul(B), [A, B], { backend: "wasm", threads: 4 });
    small([A.value, B.value]);
    if (allowed.wasm) expect(threadsOf(small)).toBe("threads: 1 of 4: no instruction is much work");
    const x = scalar("x", 2);
    const square = compile(x.square(), [x], { threads: 2 });
    expect(square([3])).toBe(9);
    expect(threadsOf(square)).toBe("threads: 1 of 2: operations on scalars are too little work to share");
    withoutWebAssembly(() => {
      const program = compile(filled(200, 200).exp(), [], { backend: "wasm", threads: 2 });
      program([]);
      expect(threadsOf(program)).toBe("threads: 1 of 2: these loops are run by one");
    });
  });

  test("a page that is not isolated has one thread", () => {
    const world = globalThis as { SharedArrayBuffer?: unknown };
    const own = world.SharedArrayBuffer;
    const program = compile(filled(200, 200).exp(), [], { backend: "wasm", threads: 2 });
    try {
      world.SharedArrayBuffer = undefined;
      program([]);
    } finally {
      world.SharedArrayBuffer = own;
    }
    if (allowed.wasm) expect(threadsOf(program)).toContain("1 of 2: memory cannot be shared here");
  });

  test("without threads nothing is said of them", () => {
    const program = compile(filled(200, 200).exp(), [], { backend: "wasm" });
    program([]);
    expect(program.explain()).not.toMatch(/thread|parts/);
  });
});
