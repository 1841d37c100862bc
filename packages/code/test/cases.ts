import {
  apply,
  concat,
  constant,
  dim,
  einsum,
  evaluate,
  gradient,
  logSoftmax,
  logSumExp,
  max,
  mean,
  min,
  type Node,
  norm,
  type OperationName,
  operations,
  scalar,
  softmax,
  sum,
  symbolsOf,
  tensor,
  where,
} from "@chainrule/graph";

/** A scalar graph with values in its symbols, and what its gradient is taken by. */
export interface Case {
  readonly title: string;
  readonly loss: Node;
  readonly wrt: readonly Node[];
}

/** Numbers from 0 to 1 that depend on the seed alone (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

const filled = (shape: readonly number[], next: () => number) => ({
  shape,
  data: Float64Array.from({ length: shape.reduce((product, size) => product * size, 1) }, next),
});

/** A weighted sum, so that every entry counts by itself. */
const weighted = (y: Node, random: () => number): Node => {
  const shape = y.shape as readonly number[]; // no symbolic size is made here
  return shape.length === 0 ? y : y.mul(filled(shape, () => 0.5 + random())).sum();
};

const X = (random: () => number, shape: readonly number[] = [2, 3], name = "X"): Node =>
  tensor(
    name,
    filled(shape, () => 0.1 + 0.8 * random()),
  );

/** One graph or more for each operation that is not pointwise. */
const structured: Readonly<Record<string, (random: () => number) => readonly Node[]>> = {
  contraction: (random) => {
    const [x, y] = [X(random), X(random, [3, 2], "Y")];
    const [v, u] = [X(random, [3], "v"), X(random, [2], "u")];
    const square = X(random, [3, 3], "S");
    return [
      x.matmul(y),
      x.matmul(v),
      u.matmul(x),
      x.transpose().matmul(u),
      y.transpose().named("T").matmul(v),
      x.transpose().matmul(y.transpose()),
      x.transpose(),
      v.outer(u),
      u.outer(v).transpose(),
      v.dot(v),
      square.trace(),
      einsum("ii->i", square),
      einsum("ij->", x),
      einsum("ij,kj,jl->lik", x, x, y),
      x.sum(0),
      x.sum({ axis: 1, keepDims: true }),
      x.sum({ axis: [0, 1], keepDims: true }),
      v.broadcastTo([2, 3]),
      scalar("s", 0.3).broadcastTo([2, 2]),
      mean(x, { axis: 0 }),
      X(random, [2, 3, 2], "Z").transpose([2, 0, 1]),
      X(random, [2, 1], "C").mul(x),
      X(random, [2, 2, 3], "B").matmul(X(random, [3, 2], "D")),
      einsum("ij->ji", v.outer(v)).mul(square),
    ];
  },
  maxOver: (random) => [
    max(X(random)),
    max(X(random), { axis: 0 }),
    max(X(random), { axis: 1, keepDims: true }),
  ],
  minOver: (random) => [min(X(random)), min(X(random), { axis: 0 })],
  softmax: (random) => [softmax(X(random)), softmax(X(random), 0)],
  logSoftmax: (random) => [logSoftmax(X(random))],
  logSumExp: (random) => [logSumExp(X(random)), logSumExp(X(random), { axis: 1, keepDims: true })],
  norm: (random) => [norm(X(random)), norm(X(random), { axis: 0 })],
  concat: (random) => [concat([X(random), X(random, [2, 1], "Y")], 1), concat([X(random), X(random)], 0)],
  slice: (random) => [X(random).slice(1, 1, 3), X(random).at(1, 2)],
  pad: (random) => [X(random).slice(1, 1, 2).square()],
  reshape: (random) => [X(random).reshape([3, 2]), X(random, [1, 1], "Y").reshape([])],
  size: (random) => [mean(tensor("X", [dim("n"), 2]).set(filled([3, 2], random)), { axis: 0 })],
  named: (random) => [X(random).named("alias").named("lambda")],
  constant: (random) => [
    X(random).mul([
      [1, 2, 3],
      [-1, 0.5, 1e-3],
    ]),
  ],
  symbol: (random) => [X(random)],
};

/** The names of operations that are neither pointwise nor have a graph here: those that somebody added since. */
export const withoutCase = (): string[] =>
  Object.entries(operations).flatMap(([name, op]) =>
    op.kind === "pointwise" || Object.hasOwn(structured, name) ? [] : [name],
  );

const isFine = ({ loss, wrt }: Case): boolean =>
  evaluate([loss, ...gradient(loss, wrt)])
    .flatMap((value) => (typeof value === "number" ? [value] : [...value.data]))
    .every((entry) => Number.isFinite(entry) && Math.abs(entry) < 1e4);

const caseOf = (title: string, y: Node, random: () => number): Case => {
  const loss = weighted(y, random).named("E");
  return { title, loss, wrt: symbolsOf([loss]) };
};

/** A graph for each operation, pointwise ones with operands of their domain and of both signs, broadcast too. */
export function operationCases(): Case[] {
  const cases: Case[] = [];
  for (const [name, op] of Object.entries(operations)) {
    const random = seeded(cases.length + 1);
    if (op.kind !== "pointwise") {
      for (const [k, y] of (structured[name]?.(random) ?? []).entries())
        cases.push(caseOf(`${name} ${k + 1}`, y, random));
      continue;
    }
    const operands = (low: number, high: number): Node[] =>
      Array.from({ length: op.arity }, (_, k) =>
        tensor(
          `x_${k + 1}`,
          filled(k === 1 ? [3] : [2, 3], () => low + (high - low) * random()),
        ),
      );
    cases.push(caseOf(name, apply(op, operands(0.1, 0.9)), random));
    for (const [low, high] of [
      [-3, 3],
      [4, 9],
    ] as const) {
      const more = caseOf(`${name} from ${low} to ${high}`, apply(op, operands(low, high)), random);
      if (isFine(more)) cases.push(more);
    }
  }
  return cases;
}

const SMOOTH: readonly OperationName[] = ["tanh", "sigmoid", "sin", "cos", "softplus", "relu", "silu", "gelu", "atan", "erf", "abs", "square"]; // biome-ignore format: one line
const PAIRS = ["add", "sub", "mul", "max", "min"] as const;

/** A random graph of small tensors: layers, activations, reductions, moves, choices, shared parts and names. */
export function randomCase(seed: number): Case {
  for (let attempt = 0; ; attempt++) {
    const found = randomGraph(seed * 1000 + attempt);
    if (isFine(found)) return found;
  }
}

function randomGraph(seed: number): Case {
  const random = seeded(seed);
  const below = (count: number): number => Math.floor(random() * count);
  const pick = <T>(list: readonly T[]): T => list[below(list.length)] as T;
  let count = 0;
  const fresh = (shape: readonly number[]): Node => {
    const values = filled(shape, () => 2 * random() - 1);
    return shape.length === 0
      ? scalar(`w_${++count}`, values.data[0] as number)
      : tensor(`W_${++count}`, values);
  };
  const sizes = (x: Node): readonly number[] => x.shape as readonly number[]; // no symbolic size is made here
  const axisOf = (x: Node): number => below(x.shape.length);
  const partner = (x: Node): Node =>
    fresh(
      sizes(x)
        .slice(below(x.shape.length + 1))
        .map((size) => (random() < 0.2 ? 1 : size)),
    );
  const steps: readonly ((x: Node) => Node)[] = [
    (x) => apply(operations[pick(SMOOTH) as "tanh"], [x]),
    (x) => apply(operations[pick(SMOOTH) as "tanh"], [x]),
    (x) => apply(operations[pick(PAIRS)], [x, random() < 0.5 ? x.mul(0.5) : partner(x)]),
    (x) => x.matmul(fresh([sizes(x).at(-1) as number, 1 + below(3)])),
    (x) => x.matmul(fresh([sizes(x).at(-1) as number])),
    (x) => x.transpose(),
    (x) => pick([sum, mean, norm, logSumExp, max, min])(x, { axis: axisOf(x), keepDims: random() < 0.5 }),
    (x) => pick([softmax, logSoftmax])(x, axisOf(x)),
    (x) => x.slice(axisOf(x), 0, 1),
    (x) => concat([x, random() < 0.5 ? x : x.square()], axisOf(x)),
    (x) => x.reshape([sizes(x).reduce((product, size) => product * size, 1)]),
    (x) => where(x.gt(partner(x)), x.square(), 0.25),
    (x) => x.div(x.square().add(1)),
    (x) => mean(x, { axis: axisOf(x), keepDims: true }).sub(x),
    (x) => einsum(x.shape.length === 1 ? "i,j->ij" : `${"ijkl".slice(0, x.shape.length)},j->${"ijkl".slice(0, x.shape.length)}j`.replace("ijj", "ij").replace("ijkj", "ijk").replace("ijklj", "ijkl"), x, fresh([x.shape.length === 1 ? 2 : (sizes(x)[1] as number)])), // biome-ignore format: one line
    (x) => x.named(`h_${++count}`),
    (x) => x.add(constant(0.5)).exp().log1p(),
  ];
  const pool: Node[] = [fresh([1 + below(3), 1 + below(3)])];
  const length = 3 + below(8);
  for (let k = 0; k < length; k++) {
    const x = pick(pool.slice(-2));
    const isSmall =
      x.shape.length > 0 && x.shape.length < 4 && sizes(x).reduce((product, size) => product * size, 1) < 40;
    pool.push(isSmall ? pick(steps)(x) : x.shape.length === 0 ? x.mul(fresh([2])) : x.sum(0));
  }
  const last = pool.at(-1) as Node;
  const joined =
    random() < 0.4
      ? weighted(last, random).add(weighted(pool.at(-2) as Node, random))
      : weighted(last, random);
  return { title: `random ${seed}`, loss: joined.named("E"), wrt: symbolsOf([joined]) };
}
