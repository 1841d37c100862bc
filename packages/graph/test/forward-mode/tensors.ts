import {
  apply,
  concat,
  constant,
  einsum,
  logSoftmax,
  logSumExp,
  max,
  mean,
  min,
  type Node,
  norm,
  operations,
  scalar,
  softmax,
  sum,
  symbolsOf,
  tensor,
  where,
} from "@chainrule/graph";
import { methodNames } from "../random-graph";
import type { Direction } from "./check";
import { type Case, COMMON, source } from "./source";

const SIZES = [1, 2, 2, 3];
const COMPARISONS = ["lt", "le", "gt", "ge", "eq", "ne"] as const;
/** Of linear and smooth operations there is more to go wrong behind than of others. */
const FAVOURITES = [
  "mul",
  "add",
  "sub",
  "exp",
  "log",
  "sqrt",
  "square",
  "tanh",
  "sigmoid",
  "relu",
  "max",
] as const;
/** Entries of all symbols, and of one node: forward mode takes every derivative of every entry. */
const MOST_SYMBOLS = 24;
const MOST_ENTRIES = 18;
/** Weights of a direction: powers of two, so that weighting rounds nothing. */
const WEIGHTS = [1, -1, 2, -0.5];

const sizes = (x: Node): readonly number[] => x.shape as readonly number[]; // no symbolic size is made here
const entries = (x: Node): number => sizes(x).reduce((product, size) => product * size, 1);

/**
 * A graph of small tensors whose root is a number, the same for the same seed: broadcasting, contractions with repeated indices,
 * reductions, moves, choices and ties. Second derivatives along one direction: one entry, or all with weights.
 */
export function tensorCase(seed: number): Case {
  const { random, pick, below, number, border } = source(seed);
  let [count, made] = [0, 0];
  const fresh = (shape: readonly number[]): Node => {
    const length = shape.reduce((product, size) => product * size, 1);
    const data = Float64Array.from({ length }, random() < 0.2 ? border : number);
    if (random() < 0.05) data.fill(0);
    if (length > 1 && random() < 0.3) data[below(length)] = data[below(length)] as number; // a tie
    const isConstant = made + length > MOST_SYMBOLS || random() < 0.1;
    if (shape.length === 0 && isConstant) return constant(data[0] as number);
    if (isConstant) return constant({ shape, data });
    made += length;
    if (shape.length === 0) return scalar(`x_${++count}`, data[0] as number);
    return tensor(`X_${++count}`, { shape, data });
  };
  const axisOf = (x: Node): number => below(x.shape.length);
  const someAxes = (x: Node): { axis: number[]; keepDims: boolean } => {
    const axis = sizes(x).flatMap((_, k) => (random() < 0.6 ? [k] : []));
    return { axis: axis.length > 0 ? axis : [axisOf(x)], keepDims: random() < 0.4 };
  };
  const pool: Node[] = [fresh([pick(SIZES), pick(SIZES)]), fresh([pick(SIZES)])];
  /** An operand that broadcasts with x: with some axes left out, some of size 1; or x itself, or of its shape. */
  const partner = (x: Node): Node => {
    const known = pool.filter((other) => sizes(other).join() === sizes(x).join());
    if (random() < 0.5) return pick(known.length > 0 ? known : [x]);
    const kept = sizes(x).slice(below(x.shape.length + 1));
    return fresh(kept.map((size) => (random() < 0.3 ? 1 : size)));
  };
  const pointwise = (x: Node): Node => {
    const op = operations[random() < 0.4 ? pick(FAVOURITES) : pick(methodNames)];
    const operands = [x, ...Array.from({ length: op.arity - 1 }, () => partner(x))];
    if (op.arity === 2 && random() < 0.3) operands.reverse();
    return apply(op, operands);
  };
  const condition = (x: Node): Node =>
    apply(operations[pick(COMPARISONS)], [x, random() < 0.5 ? partner(x) : constant(pick(COMMON))]);
  /** A contraction in which any index may stand twice on an operand, and any may be kept. */
  const contraction = (x: Node): Node => {
    const letters = "ijkl";
    const used = new Map<string, number>();
    const term = (own: readonly number[]): string =>
      own
        .map((size) => {
          const known = [...used].filter(([, of]) => of === size).map(([letter]) => letter);
          if (known.length > 0 && random() < 0.5) return pick(known);
          const letter = letters[used.size] ?? pick(known.length > 0 ? known : [""]);
          if (letter !== "") used.set(letter, size);
          return letter;
        })
        .join("");
    const second = random() < 0.7 ? [random() < 0.5 ? partner(x) : fresh([pick(sizes(x)), pick(SIZES)])] : [];
    const terms = [x, ...second].map((operand) => term(sizes(operand)));
    if (terms.some((text, k) => text.length !== [x, ...second][k]?.shape.length)) return x.sum();
    const kept = [...used.keys()].filter(() => random() < 0.5).slice(0, 2);
    return einsum(`${terms.join()}->${kept.join("")}`, x, ...second);
  };
  const steps: readonly ((x: Node) => Node)[] = [
    pointwise,
    pointwise,
    pointwise,
    pointwise,
    (x) => where(condition(x), random() < 0.5 ? pointwise(x) : x, random() < 0.5 ? 0 : partner(x)),
    contraction,
    contraction,
    (x) => x.matmul(fresh([sizes(x).at(-1) as number, pick(SIZES)])),
    (x) => x.transpose(),
    (x) => pick([sum, mean])(x, someAxes(x)),
    (x) => pick([max, min])(x, someAxes(x)),
    (x) => pick([norm, logSumExp])(x, someAxes(x)),
    (x) => pick([softmax, logSoftmax])(x, axisOf(x)),
    (x) => mean(x, { axis: axisOf(x), keepDims: true }).sub(x),
    (x) => {
      const axis = axisOf(x);
      const start = below(sizes(x)[axis] as number);
      return x.slice(axis, start, start + 1 + below((sizes(x)[axis] as number) - start));
    },
    (x) => x.at(below(sizes(x)[0] as number)),
    (x) => {
      const axis = axisOf(x);
      return concat(
        [x, random() < 0.5 ? x : fresh(sizes(x).map((size, k) => (k === axis ? pick(SIZES) : size)))],
        axis,
      );
    },
    (x) => x.reshape(random() < 0.5 ? [entries(x)] : [1, ...sizes(x)]),
    (x) => x.broadcastTo([pick(SIZES), ...sizes(x)]),
    (x) => (x.shape.length === 2 && sizes(x)[0] === sizes(x)[1] ? x.trace() : x.reshape([entries(x)]).dot(x.reshape([entries(x)]))), // biome-ignore format: one line
    (x) => x.named(`h_${pool.length}`),
  ];
  const length = 2 + below(6);
  for (let k = 0; k < length; k++) {
    const x = pick(pool.slice(-3));
    if (x.shape.length === 0) pool.push(random() < 0.5 ? pointwise(x) : x.mul(fresh([pick(SIZES)])));
    else pool.push(entries(x) <= MOST_ENTRIES && x.shape.length < 4 ? pick(steps)(x) : x.sum(0));
  }
  const scalarOf = (x: Node): Node => {
    if (x.shape.length === 0) return x;
    if (random() < 0.15) return x.at(...sizes(x).map(below));
    const weights = { shape: sizes(x), data: Float64Array.from({ length: entries(x) }, () => pick(WEIGHTS)) };
    return random() < 0.5 ? x.sum() : x.mul(weights).sum();
  };
  const root = random() < 0.3 ? scalarOf(pool.at(-1) as Node).add(scalarOf(pool.at(-2) as Node)) : scalarOf(pool.at(-1) as Node); // biome-ignore format: one line
  const found = symbolsOf([root]);
  const symbols = found.length > 0 ? found : [tensor("X_0", [1])]; // of constants alone, every derivative is 0
  const total = symbols.reduce((all, symbol) => all + entries(symbol), 0);
  const only = below(total);
  const isOne = random() < 0.5;
  const direction: Direction = Array.from({ length: total }, (_, k) => (isOne ? (k === only ? 1 : undefined) : pick(WEIGHTS))); // biome-ignore format: one line
  return { root, symbols, directions: [direction] };
}
