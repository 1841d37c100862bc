import {
  type Backend,
  ChainruleError,
  compile,
  evaluate,
  gradient,
  Node,
  operations,
  scalar,
  updated,
} from "@chainrule/graph";
import { all, type BigNumber, create, type MathJsInstance } from "mathjs";
import { describe, expect, test } from "vitest";
import { sampled } from "../../../test/campaign";
import { sources } from "../src/compile/scalar/javascript";
import { lowerScalars } from "../src/compile/scalar/lower";
import { allowed } from "./backends";
import { pointwiseNames, randomGraph, seeded } from "./random-graph";

const EDGES = [
  0,
  -0,
  1,
  -1,
  0.5,
  -0.5,
  2,
  5e-324,
  -5e-324,
  1e-310,
  1e308,
  -1e308,
  Infinity,
  -Infinity,
  NaN,
  709.78,
  710,
  -745,
  -746,
  1e-9,
  1000000.5,
  1e7,
  Math.PI,
  -20,
  0.5625,
  20,
  40,
  -40,
  1e-17,
  Math.SQRT2,
];

/** Operands at and between the edges, and over many powers of ten. */
function points(arity: number, count: number): number[][] {
  const random = seeded(arity);
  const found: number[][] = [];
  for (const a of EDGES)
    for (const b of arity > 1 ? EDGES : [0]) found.push([a, b, random() - 0.5].slice(0, arity));
  while (found.length < count)
    found.push(Array.from({ length: arity }, () => (2 * random() - 1) * 10 ** (8 * random() - 4)));
  return found;
}

const symbols = (count: number): Node<number>[] => Array.from({ length: count }, (_, k) => scalar(`x_${k}`));
const applied = (name: (typeof pointwiseNames)[number], inputs: readonly Node[]): Node<number> =>
  new Node(operations[name], inputs, {}, []) as Node<number>;

describe("every operation, at 2,000 points with all edges: the same bits from every backend", () => {
  test.each(pointwiseNames)("%s", (name) => {
    const { arity } = operations[name];
    const inputs = symbols(arity);
    const node = applied(name, inputs);
    const interpreter = compile(node, inputs, { backend: "interpreter" });
    const wasm = compile(node, inputs, { backend: "wasm" });
    const text = compile(node, inputs, { backend: "javascript" });
    const all = points(arity, 2100);
    // one program of so many operations goes through the loops over runs
    const many = all.map(() => symbols(arity));
    const runs = compile(
      many.map((each) => applied(name, each)),
      many.flat(),
      { backend: "wasm" },
    );
    const together = runs(all.flat());
    const bound = (x: readonly number[]) => new Map(inputs.map((input, k) => [input, x[k]]));
    const expected = all.map((x) => evaluate(node, bound(x)));
    expect(all.map(interpreter), "interpreter").toEqual(expected);
    expect(all.map(wasm), "WebAssembly").toEqual(expected);
    expect(all.map(text), "functions made of text").toEqual(expected);
    expect(together, "runs").toEqual(expected);
    if (!allowed.wasm) return;
    expect(wasm.explain()).toContain("straight-line");
    expect(runs.explain()).toContain("runs of equal operations");
  });
});

const PROGRAMS = sampled(1000, 200);
test(`${PROGRAMS} random programs with their gradients: the same bits from every backend`, () => {
  for (let seed = 0; seed < PROGRAMS; seed++) {
    const { root, symbols: found } = randomGraph(seed, { size: 25, depth: 8 });
    const outputs = [root, ...gradient(root, found)];
    const values = found.map((symbol) => symbol.value);
    const expected = evaluate(outputs);
    for (const backend of ["interpreter", "wasm", "javascript"] as const) {
      const program = compile(outputs, found, { backend });
      expect(program(values), `seed ${seed}, ${backend}`).toEqual(expected);
      expect(program(values), `seed ${seed}, ${backend}, again`).toEqual(expected); // laid out by now
    }
  }
});

test("long kernels of one level, an odd one among them, that share operands and wait for each other: the same bits", () => {
  const inputs = symbols(5);
  const layer = (from: readonly Node<number>[]): Node<number>[] =>
    from.map((x, k) => {
      const y = from[(k + 1) % from.length] as Node<number>;
      const net = x.mul(0.7).add(y.mul(-0.4));
      return net.sigmoid().add(net.tanh()).add(y.exp().log1p());
    });
  const [first, second] = [layer(inputs), layer(layer(inputs))];
  const root = second.reduce((sum, x) => sum.add(x.mul(x)), first[0] as Node<number>);
  const outputs = [root, ...gradient(root, inputs)];
  const program = compile(outputs, inputs, { backend: "wasm" });
  const random = seeded(5);
  for (let k = 0; k < 100; k++) {
    const values = inputs.map(() => 6 * random() - 3);
    const bound = new Map(inputs.map((input, q) => [input, values[q]]));
    expect(program(values), String(values)).toEqual(evaluate(outputs, bound));
  }
  if (allowed.wasm) expect(program.explain()).toContain("straight-line");
});

test("programs too long for straight-line code, with one operation waiting for another", () => {
  const random = seeded(11);
  const inputs = symbols(8);
  const nodes: Node<number>[] = [...inputs];
  const pick = (): Node<number> =>
    nodes[Math.max(0, nodes.length - 1 - Math.floor(40 * random()))] as Node<number>;
  for (let k = 0; k < 5000; k++) {
    const [a, b] = [pick(), pick()];
    const kinds = [
      () => a.add(b).tanh(),
      () => a.mul(b),
      () => a.sub(b),
      () => a.sigmoid(),
      () => a.gt(b).where(a, b.sin()),
    ];
    nodes.push((kinds[Math.floor(kinds.length * random())] as () => Node<number>)());
  }
  const loss = nodes.slice(-40).reduce((total, node) => total.add(node.square()));
  const outputs = [loss, ...gradient(loss, inputs)];
  const values = inputs.map(() => 2 * random() - 1);
  const program = compile(outputs, inputs, { backend: "wasm" });
  const expected = evaluate(outputs, new Map(inputs.map((input, k) => [input, values[k]])));
  expect(program(values)).toEqual(expected);
  expect(program(values)).toEqual(expected);
  if (allowed.wasm) expect(program.explain()).toContain("runs of equal operations");
  const text = compile(outputs, inputs, { backend: "javascript" });
  expect(text(values)).toEqual(expected);
  expect(text.explain()).toContain(allowed.text ? "functions made of text" : "not allowed here");
});

test("no text and no number of a user's gets into generated source", () => {
  const x = scalar("constructor");
  const lowered = lowerScalars([x.mul(0.1234).named("__proto__").sin()], [x]);
  const text = lowered && sources(lowered.tape, lowered.outputs).join("\n");
  expect(text).toMatch(
    /^("use strict";|const t\d+=(v\[\d+\]|t\d+\*t\d+|k\[\d+\]\((t\d+,?)+\));|v\[\d+\]=t\d+;|\n)+$/,
  );
});

test("the interpreter joins products to sums and pairs of functions, with the same bits", () => {
  const random = seeded(5);
  const inputs = symbols(6);
  for (let round = 0; round < 300; round++) {
    const nodes: Node<number>[] = [...inputs];
    const pick = (): Node<number> =>
      nodes[Math.max(0, nodes.length - 1 - Math.floor(8 * random()))] as Node<number>;
    for (let k = 0; k < 30; k++) {
      const [a, b, c, d] = [pick(), pick(), pick(), pick()];
      const kinds = [
        () => a.mul(b).add(c),
        () => c.add(a.mul(b)),
        () => a.mul(b).sub(c),
        () => c.sub(a.mul(b)),
        () => a.mul(b).add(c.mul(d)),
        () => a.mul(b).sub(a.mul(b).mul(c)),
        () => a.mul(b).mul(c),
        () => a.mul(b).mul(c).add(d),
        () => d.sub(a.mul(b).mul(c)),
        () => a.mul(b).add(c.mul(d)).add(a),
        () => a.mul(b).mul(c).add(a.mul(d).mul(c)),
        () => a.mul(a).add(a),
        () => a.sin().mul(a.cos()),
        () => a.sub(a.sigmoid().neg().add(1)),
        () => a.tanh().square().neg().add(1).mul(a.tanh()),
      ];
      nodes.push((kinds[Math.floor(kinds.length * random())] as () => Node<number>)());
    }
    const loss = nodes.slice(-5).reduce((total, node) => total.add(node));
    const outputs = [...nodes.slice(-12), ...gradient(loss, inputs)];
    const values = inputs.map(() => 2 * random() - 1);
    const program = compile(outputs, inputs, { backend: "interpreter" });
    const expected = evaluate(outputs, new Map(inputs.map((input, k) => [input, values[k]])));
    program(values.map((x) => x + 1)); // what this run leaves in memory must not be seen by the next
    expect(program(values), `round ${round}`).toEqual(expected);
    expect(program.explain()).toContain("runs of equal operations");
  }
});

describe("whole training steps", () => {
  const build = (backend: Backend) => {
    const ws = [0.15, 0.2, 0.25].map((value, k) => scalar(`w_${k}`, value));
    const [a, b, c] = ws as [Node<number>, Node<number>, Node<number>];
    const loss = a.mul(0.3).add(b.mul(-0.7)).sigmoid().mul(c).sub(0.9).square();
    const outputs = [
      loss,
      ...gradient(loss, ws).map((g, k) => updated(ws[k] as Node, (ws[k] as Node).sub(g.mul(0.5)))),
    ];
    return { program: compile(outputs, ws, { backend }), values: ws.map((w) => w.value) };
  };
  const stepped = (n: number): unknown[] => {
    const { program, values } = build("interpreter");
    let last: unknown[] = [];
    let now: unknown[] = values;
    for (let step = 0; step < n; step++) {
      last = program(now);
      now = last.slice(1);
    }
    return last;
  };
  test.each([1, 2, 100, 3000])("%i steps in one go are so many steps", (n) => {
    for (const backend of ["interpreter", "wasm", "auto", "javascript"] as const) {
      const { program, values } = build(backend);
      expect(program.run(n, values), backend).toEqual(stepped(n));
    }
  });
  test("a program that runs often is built, one that runs once is not", () => {
    const { program, values } = build("auto");
    program(values);
    expect(program.explain()).toContain("interpreter");
    program.run(100_000, values);
    expect(program.explain()).toContain(allowed.wasm ? "WebAssembly, straight-line" : "not allowed here");
    expect(program(values)).toEqual(stepped(1));
  });
  test("weights that are read after they are updated, or asked for, or updated alike: the same numbers as from generated JavaScript", () => {
    const random = seeded(6);
    for (let round = 0; round < 200; round++) {
      const ws = symbols(4);
      const [a, b, c, d] = ws as [Node<number>, Node<number>, Node<number>, Node<number>];
      const next = [
        a.sub(b.mul(c)),
        b.sub(a.mul(d).mul(0.5)),
        a.mul(d).add(c.mul(b)),
        d.sub(a.mul(b)).sigmoid(),
      ];
      const pick = (from: readonly Node<number>[]): Node<number> =>
        from[Math.floor(from.length * random())] as Node<number>;
      const asked = [next[0]?.mul(a) as Node<number>, pick(ws), b.sub(c).sigmoid()];
      const outputs = [...asked, ...ws.map((w) => updated(w, pick(next)))];
      const start = ws.map(() => random());
      const run = (backend: Backend, n: number): unknown => compile(outputs, ws, { backend }).run(n, start);
      for (const n of [1, 2, 5])
        expect(run("interpreter", n), `round ${round}`).toEqual(run("javascript", n));
    }
  });
  test("values that change places", () => {
    const [a, b] = [scalar("a"), scalar("b")];
    for (const backend of ["interpreter", "wasm"] as const)
      expect(compile([b, a.add(0)], [a, b], { backend }).run(3, [1, 2])).toEqual([2, 1]);
  });
});

test("where WebAssembly may not be compiled, the interpreter runs, and says why", () => {
  const { WebAssembly: engine } = globalThis as { WebAssembly?: unknown };
  const world = globalThis as { WebAssembly?: unknown };
  try {
    for (const missing of [
      undefined,
      {
        Memory: class {},
        Module: class {
          constructor() {
            throw new Error("blocked by the page's policy");
          }
        },
      },
    ]) {
      world.WebAssembly = missing;
      const x = scalar("x");
      const program = compile(x.exp(), [x], { backend: "wasm" });
      expect(program([1])).toBe(x.set(1).exp().value);
      expect(program.explain()).toContain("not allowed here");
    }
  } finally {
    world.WebAssembly = engine;
  }
});

test("a backend that is none is refused", () => {
  const x = scalar("x");
  expect(() => compile(x, [x], { backend: "gpu" as Backend })).toThrow(ChainruleError);
});

test("equal operations are one, constants are computed, what no output needs is left out", () => {
  const x = scalar("x");
  const y = x
    .mul(2)
    .sin()
    .add(x.mul(2).sin())
    .mul(Math.PI / 3)
    .add(x.mul(1))
    .sub(0);
  expect(compile(y, [x]).explain()).toMatch(/^5 operations/);
});

describe("own functions are within 1 ulp of 50 digits", () => {
  const big: MathJsInstance = create(all as NonNullable<typeof all>, { number: "BigNumber", precision: 50 });
  const { bignumber } = big;
  const one = bignumber(1);
  /** A float64 as the fraction it is; the decimals that a number prints as are not exact. */
  const fraction = (x: number): BigNumber => {
    let [whole, halvings] = [x, 0];
    for (; !Number.isInteger(whole); whole *= 2) halvings++;
    return bignumber(BigInt(whole).toString()).div(bignumber(2).pow(halvings));
  };
  type Exact = (x: BigNumber) => BigNumber;
  const exact: Readonly<Record<string, readonly [of: Exact, from: number, to: number]>> = {
    exp: [(x) => x.exp(), -700, 700],
    log: [(x) => x.ln(), 1e-3, 4],
    tanh: [(x) => x.tanh(), -20, 20],
    sigmoid: [(x) => one.div(one.plus(x.neg().exp())), -40, 40],
    softplus: [(x) => one.plus(x.exp()).ln(), -40, 40],
    sin: [(x) => x.sin(), -30, 30],
    cos: [(x) => x.cos(), -30, 30],
    tan: [(x) => x.tan(), -30, 30],
    asin: [(x) => x.asin(), -1, 1],
    acos: [(x) => x.acos(), -1, 1],
    atan: [(x) => x.atan(), -5, 5],
    sinh: [(x) => x.sinh(), -25, 25],
    cosh: [(x) => x.cosh(), -25, 25],
    expm1: [(x) => x.exp().minus(one), -40, 45],
  };
  test.each(Object.keys(exact))("%s", (name) => {
    const [of, from, to] = exact[name] as (typeof exact)[string];
    const random = seeded(3);
    const x = scalar("x");
    const program = compile(applied(name as (typeof pointwiseNames)[number], [x]), [x], { backend: "wasm" });
    const isSlow = ["asin", "acos", "atan"].includes(name); // in 50 digits
    for (let k = 0; k < (isSlow ? sampled(300, 100) : sampled(2000, 600)); k++) {
      const at = k % 2 === 0 || to === 1 ? from + (to - from) * random() : 1 + random();
      const expected = of(fraction(at));
      const near = Math.abs(expected.toNumber());
      const ulp = 2 ** (Math.floor(Math.log2(near)) - 52);
      expect(
        fraction(program([at]))
          .minus(expected)
          .abs()
          .toNumber() / ulp,
        `${name}(${at})`,
      ).toBeLessThanOrEqual(1);
    }
  });
});
