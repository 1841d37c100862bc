import type { Case } from "../../workload";
import { FEWER, losses, parameters, points } from "../w2/problem";
import { decay, rate, SAMPLES } from "../w2/stepper";
import { build, dag, LEAVES, results, type ScalarEngine } from "../w3/problem";

/** What an engine that defines by running offers. */
export interface RunningEngine<T> extends ScalarEngine<T> {
  relu(p: T): T;
  times(p: T, factor: number): T;
  plus(p: T, term: number): T;
  /** A number among nodes. */
  number(value: number): T;
  value(p: T): number;
  /** Puts d root/d leaf where `gradient` finds it. */
  backward(root: T, leaves: readonly T[]): void;
  gradient(leaf: T): number;
  /** Gives a leaf another value. */
  set(leaf: T, value: number): void;
}

/** What a pass is: from leaves that are there to numbers. */
export interface Passes<T> {
  /** How many of them a run takes, and the nodes that each of them makes. */
  readonly count: number;
  readonly nodes: number;
  readonly start: readonly number[];
  pass(leaves: readonly T[]): readonly number[];
}

export const DEMO = "micrograd's demo";

export const passes = <T>({ label, size }: Case, engine: RunningEngine<T>): Passes<T> =>
  label === DEMO ? demo(size, engine) : randomGraph(size, engine);

export const expected = ({ label, size }: Case): readonly number[] =>
  label === DEMO ? [losses[0]?.[FEWER] ?? Number.NaN] : (results[size] ?? []);

/** The graph of W3: its output and the derivative by the first leaf. */
function randomGraph<T>(size: number, engine: RunningEngine<T>): Passes<T> {
  const graph = dag(size);
  return {
    count: 1,
    nodes: size,
    start: Array.from(graph.value.subarray(0, LEAVES)),
    pass(leaves) {
      const made = build(graph, { ...engine, leaf: (_, k) => leaves[k] as T });
      const root = made[made.length - 1] as T;
      engine.backward(root, leaves);
      return [engine.value(root), engine.gradient(leaves[0] as T)];
    },
  };
}

/** One step of training the network of W2, sample by sample: the loss. */
function demo<T>(nodes: number, engine: RunningEngine<T>): Passes<T> {
  const { x, y } = points();
  const layers = parameters(0);
  return {
    count: FEWER,
    nodes,
    start: layers.flatMap(({ rows, biases }) => [...rows.flat(), ...biases]),
    pass(leaves) {
      let next = 0;
      const units = layers.map(({ rows, biases }) => {
        const w = rows.map((row) => row.map(() => leaves[next++] as T));
        return biases.map((_, j) => ({ row: w[j] as T[], b: leaves[next++] as T }));
      });
      let total: T | undefined;
      for (let sample = 0; sample < SAMPLES; sample++) {
        let h = [engine.number(x[2 * sample] as number), engine.number(x[2 * sample + 1] as number)];
        units.forEach((layer, l) => {
          h = layer.map(({ row, b }) => {
            const net = row.reduce((sum, w, i) => engine.add(sum, engine.mul(w, h[i] as T)), b);
            return l < 2 ? engine.relu(net) : net;
          });
        });
        const margin = engine.plus(engine.times(h[0] as T, -(y[sample] as number)), 1);
        const error = engine.relu(margin);
        total = total === undefined ? error : engine.add(total, error);
      }
      const squares = leaves.map((p) => engine.mul(p, p)).reduce((sum, each) => engine.add(sum, each));
      const loss = engine.add(engine.times(total as T, 1 / SAMPLES), engine.times(squares, decay));
      engine.backward(loss, leaves);
      const value = engine.value(loss);
      for (const p of leaves) engine.set(p, engine.value(p) - rate * engine.gradient(p));
      return [value];
    },
  };
}
