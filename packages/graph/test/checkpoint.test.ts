/** Programs that keep few values: the numbers of programs that keep all, in less memory. */

import {
  type CompileOptions,
  compile,
  evaluate,
  gradient,
  type Node,
  type Program,
  scalar,
  tensor,
  updated,
  type Value,
} from "@chainrule/graph";
import { describe, expect, test } from "vitest";
import { allowed } from "./backends";
import { randomGraph, seeded } from "./random-graph";

interface Problem {
  readonly parameters: readonly Node[];
  readonly outputs: readonly Node[];
}

const total = (terms: readonly Node[]): Node => terms.reduce((sum, term) => sum.add(term));

type Cell = (state: readonly Node[], x: Node, w: readonly Node[]) => readonly Node[];

const cells: Readonly<
  Record<string, { readonly cell: Cell; readonly weights: number; readonly states: number }>
> = {
  "a cell of one weight": {
    cell: ([h], x, [w]) => [
      (h as Node)
        .mul(w as Node)
        .add(x)
        .sin(),
    ],
    weights: 1,
    states: 1,
  },
  "a cell with a bias": {
    cell: ([h], x, [w, u, b]) => [
      (w as Node)
        .mul(h as Node)
        .add((u as Node).mul(x))
        .add(b as Node)
        .tanh(),
    ],
    weights: 3,
    states: 1,
  },
  "a cell with a gate and two states": {
    cell: ([h, c], x, w) => {
      const net = (k: number): Node => (h as Node).mul(w[k] as Node).add(x.mul(w[k + 1] as Node));
      const next = (c as Node).mul(net(0).sigmoid()).add(net(2).sigmoid().mul(net(4).tanh()));
      return [next.tanh().mul(net(6).sigmoid()), next];
    },
    weights: 8,
    states: 2,
  },
};

/** A recurrence written out, its loss at every step or at the last alone, and the gradients by all weights. */
function recurrence(name: string, length: number, everyStep: boolean): Problem {
  const { cell, weights, states } = cells[name] as (typeof cells)[string];
  const random = seeded(length);
  const w = Array.from({ length: weights }, (_, k) => scalar(`w_${k}`, 1.2 * random() - 0.6));
  let state: readonly Node[] = Array.from({ length: states }, (_, k) => scalar(`h_${k}`, random()));
  const losses: Node[] = [];
  for (let step = 0; step < length; step++) {
    state = cell(state, scalar("x", 2 * random() - 1), w);
    losses.push((state[0] as Node).sub(2 * random() - 1).square());
  }
  const E = everyStep ? total(losses) : (losses[length - 1] as Node);
  return { parameters: w, outputs: [E, ...gradient(E, w)] };
}

const valuesOf = (symbols: readonly Node[]): Value[] => symbols.map((symbol) => symbol.value);
const numberIn = (text: string, pattern: RegExp): number => Number(pattern.exec(text)?.[1]);
const bytesOf = (program: Program<unknown>): number => numberIn(program.explain(), /memory: (\d+) bytes/);

function both(
  { parameters, outputs }: Problem,
  options: CompileOptions = {},
): [Program<Value[]>, Program<Value[]>] {
  return [
    compile(outputs, parameters, options),
    compile(outputs, parameters, { ...options, checkpoint: true }),
  ];
}

describe("the same bits", () => {
  const lengths = [1, 2, 3, 17, 400];
  const rows = Object.keys(cells).flatMap((name) =>
    lengths.flatMap((length) => [true, false].map((every) => [name, length, every] as const)),
  );
  test.each(rows)("%s, %i steps, a loss at every step: %s", (name, length, every) => {
    const problem = recurrence(name, length, every);
    const [plain, few] = both(problem);
    const start = valuesOf(problem.parameters);
    expect(few(start)).toEqual(plain(start));
    expect(few(start)).toEqual(evaluate(problem.outputs));
    const other = start.map((x) => (x as number) * 0.9 - 0.05);
    expect(few(other)).toEqual(plain(other));
  });

  test.each(Object.keys(cells))("%s as WebAssembly", (name) => {
    const problem = recurrence(name, 700, true);
    const few = compile(problem.outputs, problem.parameters, { checkpoint: true, backend: "wasm" });
    expect(few(valuesOf(problem.parameters))).toEqual(evaluate(problem.outputs));
    if (allowed.wasm) expect(few.explain()).toMatch(/WebAssembly, straight-line, [1-9]/);
  });

  test("gradients of gradients", () => {
    const { parameters, outputs } = recurrence("a cell with a bias", 60, true);
    const second = gradient(total(outputs.slice(1)), parameters);
    const [plain, few] = both({ parameters, outputs: [...outputs, ...second] });
    expect(few(valuesOf(parameters))).toEqual(plain(valuesOf(parameters)));
  });

  test("steps that feed on each other", () => {
    const { parameters, outputs } = recurrence("a cell with a bias", 100, true);
    const [E, ...gradients] = outputs as [Node, ...Node[]];
    const next = gradients.map((g, k) =>
      updated(parameters[k] as Node, (parameters[k] as Node).sub(g.mul(1e-3))),
    );
    const [plain, few] = both({ parameters, outputs: [E, ...next] });
    expect(few.run(20, valuesOf(parameters))).toEqual(plain.run(20, valuesOf(parameters)));
  });

  test.each(Array.from({ length: 30 }, (_, k) => k + 1))("random graph %i", (seed) => {
    const { root, symbols } = randomGraph(seed, { size: 40 + 20 * (seed % 10), depth: 30 });
    const outputs = [root, ...gradient(root, symbols), ...symbols.slice(0, 1)];
    const few = compile(outputs, symbols, { checkpoint: true });
    expect(few(valuesOf(symbols))).toEqual(compile(outputs, symbols)(valuesOf(symbols)));
  });

  test("a graph that reads from everywhere", () => {
    const random = seeded(9);
    const nodes: Node[] = [scalar("a", 0.3), scalar("b", -0.4)];
    const any = (): Node => nodes[Math.floor(nodes.length * random())] as Node;
    for (let k = 0; k < 4000; k++) nodes.push(any().add(any().mul(0.5)).sin());
    const parameters = nodes.slice(0, 2);
    const E = total(nodes.slice(-50));
    const [plain, few] = both({ parameters, outputs: [E, ...gradient(E, parameters)] });
    expect(few(valuesOf(parameters))).toEqual(plain(valuesOf(parameters)));
    const operations = numberIn(few.explain(), /^(\d+) operations/);
    expect(numberIn(few.explain(), /(\d+) operations computed again/)).toBeLessThanOrEqual(1.25 * operations);
  });
});

describe("memory", () => {
  interface Found {
    readonly kept: number;
    readonly window: number;
    readonly again: number;
    readonly bytesEach: number;
  }

  test.each(Object.keys(cells))("%s: of the order of the square root of the length", (name) => {
    const [short, long] = [200, 3200].map((length) => {
      const problem = recurrence(name, length, true);
      const text = compile(problem.outputs, problem.parameters, { checkpoint: true }).explain();
      const operations = numberIn(text, /^(\d+) operations/);
      return {
        kept: numberIn(text, /(\d+) values kept/),
        window: numberIn(text, /at most (\d+) values/),
        again: numberIn(text, /(\d+) operations computed again/) / operations,
        bytesEach: numberIn(text, /memory: (\d+) bytes/) / operations,
      };
    }) as [Found, Found];
    // 16 times as long: 4 times as much
    expect(long.kept).toBeLessThan(6 * short.kept);
    expect(long.window).toBeLessThan(6 * short.window);
    expect(long.again).toBeLessThan(1.25);
    expect(long.bytesEach).toBeLessThan(6); // where all values are kept, each takes 8, and its operation 8 or more
  });
});

describe("tensors", () => {
  const problem = (length: number): Problem => {
    const random = seeded(4);
    const matrix = (rows: number, columns: number): number[][] =>
      Array.from({ length: rows }, () => Array.from({ length: columns }, () => random() - 0.5));
    const parameters = [tensor("W", matrix(16, 16)), tensor("U", matrix(3, 16)), tensor("b", matrix(1, 16))];
    const [W, U, b] = parameters as [Node, Node, Node];
    let h: Node = tensor("h", matrix(12, 16));
    const losses: Node[] = [];
    for (let step = 0; step < length; step++) {
      h = h
        .matmul(W)
        .add(tensor("x", matrix(12, 3)).matmul(U))
        .add(b)
        .tanh();
      losses.push(h.sub(0.2).square().sum());
    }
    const E = total(losses);
    const next = gradient(E, parameters).map((g, k) =>
      updated(parameters[k] as Node, (parameters[k] as Node).sub(g.mul(0.01))),
    );
    return { parameters, outputs: [E, ...next] };
  };

  test.each(["wasm", "interpreter", "javascript"] as const)(
    "%s: the same bits, in less memory",
    (backend) => {
      const given = problem(200);
      const [plain, few] = both(given, { backend });
      const start = valuesOf(given.parameters);
      expect(few(start)).toEqual(plain(start));
      expect(few.run(4, start)).toEqual(plain.run(4, start));
      expect(few.explain()).toMatch(/checkpoints: \d+ windows, \d+ of \d+ buffers computed again/);
      plain.run(40, start); // so that it has been laid out
      expect(bytesOf(few)).toBeLessThan(0.6 * bytesOf(plain));
    },
  );
});

test("values of symbols that are no inputs are read at each run, and missed", () => {
  const [w, x] = [scalar("w", 2), scalar("x")];
  const program = compile(w.mul(x).exp(), [w], { checkpoint: true });
  expect(() => program([1])).toThrow("x");
  x.set(3);
  expect(program([0.5])).toBe(Math.exp(1.5));
  x.set(0);
  expect(program([0.5])).toBe(1);
});

test("outputs that are inputs, constants, or none", () => {
  const w = scalar("w", 2);
  expect(compile([w, w.mul(0).add(7), scalar("u", 5)], [w], { checkpoint: true })([3])).toEqual([3, 7, 5]);
  expect(compile([], [w], { checkpoint: true })([3])).toEqual([]);
});

test("another value is refused", () => {
  expect(() => compile(scalar("w"), [], { checkpoint: 3 as never })).toThrow("checkpoint is true or false");
});
