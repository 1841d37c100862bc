import {
  concat,
  logSoftmax,
  logSumExp,
  max,
  mean,
  min,
  type Node,
  norm,
  operations,
  reshape,
  slice,
  softmax,
  symbolsOf,
  tensor,
} from "../src/index";
import { apply } from "../src/ops/apply";
import { pad } from "../src/ops/layout";
import { pointwiseNames, seeded } from "./random-graph";

export interface RandomTensors {
  readonly outputs: readonly Node[];
  readonly symbols: readonly Node[];
}

const SIZES = [1, 2, 3, 4, 5, 7];

/**
 * A graph of small tensors with shared parts, the same for the same seed: pointwise functions with broadcasting, products,
 * reductions and moves. Values may leave any domain: what matters is that every evaluator says the same.
 */
export function randomTensors(seed: number, size = 9): RandomTensors {
  const random = seeded(seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  let count = 0;
  const fresh = (shape: readonly number[]): Node =>
    tensor(`x_${++count}`, {
      shape: [...shape],
      data: Float64Array.from({ length: shape.reduce((n, each) => n * each, 1) }, () => 4 * random() - 2),
    });
  const shape = (x: Node): readonly number[] => x.shape as readonly number[]; // no symbolic size is made here
  const axisOf = (x: Node): number => Math.floor(random() * x.shape.length);
  const pool: Node[] = [fresh([pick(SIZES), pick(SIZES)]), fresh([pick(SIZES)])];

  /** An operand that broadcasts with x: with some axes left out, some of size 1. */
  const partner = (x: Node): Node => {
    const known = pool.find((other) => other !== x && shape(other).join() === shape(x).join());
    if (known !== undefined && random() < 0.6) return known;
    const kept = shape(x).slice(Math.floor(random() * x.shape.length));
    return fresh(kept.map((n) => (random() < 0.3 ? 1 : n)));
  };
  const steps: readonly ((x: Node) => Node)[] = [
    (x) => {
      const op = operations[pick(pointwiseNames)];
      return apply(op, [x, ...Array.from({ length: op.arity - 1 }, () => partner(x))]);
    },
    (x) => x.mul(partner(x)).add(partner(x)),
    (x) => x.matmul(fresh([shape(x).at(-1) as number, pick(SIZES)])),
    (x) => fresh([pick(SIZES), shape(x)[Math.max(0, x.shape.length - 2)] as number]).matmul(x), // rows, or all
    (x) => x.transpose(),
    (x) => x.sum(axisOf(x)),
    (x) => mean(x, { axis: axisOf(x), keepDims: true }).sub(x),
    (x) => pick([max, min])(x, { axis: axisOf(x) }),
    (x) => pick([softmax, logSoftmax, logSumExp, norm])(x, axisOf(x)),
    (x) => slice(x, 0, 0, Math.max(1, (shape(x)[0] as number) - 1)),
    (x) => concat([x, fresh([pick(SIZES), ...shape(x).slice(1)])]),
    (x) => pad(x, axisOf(x), 1, 2),
    (x) => reshape(x, [shape(x).reduce((n, each) => n * each, 1)]),
    (x) => reshape(x, [...shape(x), 1]).mul(fresh([pick(SIZES)])),
  ];
  for (let k = 0; k < size; k++) {
    const x = pick(pool.slice(-3));
    const isSmall = shape(x).reduce((n, each) => n * each, 1) <= 200 && x.shape.length < 3;
    if (x.shape.length === 0) pool.push(x.mul(fresh([pick(SIZES)])));
    else pool.push(isSmall ? pick(steps)(x) : x.sum(0));
  }
  const outputs = pool.slice(-3);
  return { outputs, symbols: symbolsOf(outputs) };
}
