import { constant, Node, operations, scalar, symbolsOf, topologicalOrder } from "../src/index";
import type { Defined, Pointwise } from "../src/node";
import { apply } from "../src/ops/apply";
import type { PointwiseName } from "../src/ops/table";

/** A generator of numbers in [0, 1) that depends on the seed alone (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const MARGIN = 0.1;
const nonZero = (x: number): boolean => Math.abs(x) > MARGIN;
const positive = (x: number): boolean => x > 0.2;
const inUnit = (x: number): boolean => Math.abs(x) < 0.9;
const moderate = (x: number): boolean => Math.abs(x) < 3;
const apart = (a: number, b: number): boolean => Math.abs(a - b) > MARGIN;
const anywhere = (): boolean => true;

/** Where each operation is far enough from the border of its domain, from kinks and poles, to be differentiated by steps. */
const calm: { readonly [K in PointwiseName]?: (a: number, b: number, c: number) => boolean } = {
  neg: anywhere,
  square: anywhere,
  sqrt: positive,
  exp: moderate,
  log: positive,
  log1p: (x) => x > -0.8,
  expm1: moderate,
  oneMinusSquare: moderate,
  sin: anywhere,
  cos: anywhere,
  tan: (x) => Math.abs(Math.cos(x)) > 0.4,
  asin: inUnit,
  acos: inUnit,
  atan: anywhere,
  sinh: moderate,
  cosh: moderate,
  tanh: moderate,
  sigmoid: anywhere,
  softplus: anywhere,
  relu: nonZero,
  silu: anywhere,
  gelu: moderate,
  erf: moderate,
  erfc: moderate,
  step: nonZero,
  abs: nonZero,
  sign: nonZero,
  floor: (x) => apart(x, Math.floor(x)) && apart(x, Math.ceil(x)),
  add: anywhere,
  sub: anywhere,
  mul: anywhere,
  div: (_a, b) => Math.abs(b) > 0.3,
  pow: (x, y) => x > 0.3 && moderate(y),
  max: apart,
  min: apart,
  lt: apart,
  le: apart,
  gt: apart,
  ge: apart,
  eq: apart,
  ne: apart,
  xlogy: (_x, y) => positive(y),
  leakyRelu: nonZero,
  elu: nonZero,
  binaryCrossEntropy: (p) => p > 0.1 && p < 0.9,
  binaryCrossEntropyWithLogits: anywhere,
  where: (c) => c === 0 || nonZero(c),
};

/** What is made of other operations is far enough where these are. */
function isCalm(op: Pointwise, values: readonly number[]): boolean {
  const own = calm[op.name as PointwiseName];
  if (own !== undefined) return own(values[0] ?? 0, values[1] ?? 0, values[2] ?? 0);
  const operands = values.slice(0, op.arity).map((value, k) => scalar(`x_${k}`, value));
  const body = (op as Defined).lower(operands);
  return topologicalOrder([body]).every(
    (node) =>
      node.op.kind !== "pointwise" ||
      isCalm(
        node.op,
        node.inputs.map((input) => input.value as number), // scalars
      ),
  );
}

/** The pointwise operations that nodes have as methods. */
export const methodNames = (Object.keys(calm) as readonly PointwiseName[]).filter(
  (name) => name in Node.prototype,
);
/** Every pointwise operation. */
export const pointwiseNames: readonly PointwiseName[] = [
  ...methodNames,
  ...Object.values(operations).flatMap((op) =>
    op.kind === "pointwise" && !(op.name in Node.prototype) ? [op.name as PointwiseName] : [],
  ),
];

export interface RandomGraph {
  readonly root: Node<number>;
  /** Every symbol below the root, each with a value; at least one. */
  readonly symbols: readonly Node<number>[];
  /** The operation of the root. */
  readonly name: PointwiseName;
}

export interface RandomOptions {
  /** Those that nodes have as methods, if left out. */
  readonly names?: readonly PointwiseName[];
  /** The most operations on a path from the root to a leaf. */
  readonly depth?: number;
  /** The most operations in the graph. */
  readonly size?: number;
  /** Values stay below this, so that steps of a difference stay small. */
  readonly largest?: number;
  /** What the symbols are called, counted from 1. */
  readonly called?: (k: number) => string;
}

interface Candidate {
  readonly node: Node<number>;
  readonly depth: number;
}

const TRIES = 40;
const LARGEST_LEAF = 2;

/**
 * A scalar graph with shared parts, the same for the same seed. Every operand lies inside its operation's domain and away
 * from kinks. The root's operation goes through all names as the seed goes up, so that seeds in a row cover every one.
 */
export function randomGraph(
  seed: number,
  { names = methodNames, depth = 5, size = 12, largest = 30, called = (k) => `x_${k}` }: RandomOptions = {},
): RandomGraph {
  const random = seeded(seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  let count = 0;
  const between = (): number => (2 * random() - 1) * LARGEST_LEAF;
  const symbol = (value: number): Candidate => ({ node: scalar(called(++count), value), depth: 0 });
  const leaf = (value: number): Candidate =>
    random() < 0.2 ? { node: constant(value), depth: 0 } : symbol(value);
  const pool: Candidate[] = [symbol(between()), leaf(between()), leaf(between())];

  const built = (name: PointwiseName): Candidate => {
    const op = operations[name];
    const fits = (values: readonly number[]): boolean => isCalm(op, values);
    const shallow = pool.filter((candidate) => candidate.depth < depth);
    const recent = shallow.slice(-2);
    for (let attempt = 0; attempt < TRIES; attempt++) {
      const chosen = Array.from({ length: op.arity }, () => pick(random() < 0.7 ? recent : shallow));
      const varies = chosen.some(({ node }) => node.attrs.value === undefined); // else it is a constant
      if (varies && fits(chosen.map(({ node }) => node.value))) return joined(name, chosen);
    }
    for (;;) {
      const values = Array.from({ length: op.arity }, between);
      if (fits(values)) return joined(name, values.map(symbol));
    }
  };
  const joined = (name: PointwiseName, operands: readonly Candidate[]): Candidate => ({
    node: apply(
      operations[name],
      operands.map(({ node }) => node),
    ) as Node<number>, // scalars in, a scalar out
    depth: 1 + Math.max(...operands.map((operand) => operand.depth)),
  });

  const steps = Math.ceil(random() * (size - 1));
  for (let k = 0; k < steps; k++) {
    const name = pick(names);
    if (operations[name].partials.every((partial) => partial === "flat") && random() < 0.7) continue;
    const candidate = built(name);
    if (Math.abs(candidate.node.value) < largest) pool.push(candidate);
  }
  const name = names[seed % names.length] as PointwiseName;
  const root = built(name).node;
  return { root, symbols: symbolsOf([root]) as Node<number>[], name }; // every symbol here is a scalar
}
