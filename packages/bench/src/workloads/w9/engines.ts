import { constant, type Node, scalar } from "@chainrule/graph";
import { micrograd as loadMicrograd, type Value } from "../../libraries/micrograd";
import type { Case, Prepared } from "../../workload";
import { engine as scalars } from "../w3/chainrule";
import { micrograd as operations } from "../w3/peers";
import { apply, Op, type OpCode } from "../w3/problem";
import { passes, type RunningEngine } from "./problem";

/** Leaves that are made once, as the parameters of a network are, or anew for each pass. */
export type Leaves = "kept" | "new";

/** Passes from the same start in each run. */
function running<T>(size: Case, engine: RunningEngine<T>, leaves: Leaves = "kept"): Prepared {
  const { count, nodes, start, pass } = passes(size, engine);
  const made = (): T[] => start.map((value, k) => engine.leaf(value, k));
  const kept = made();
  let last: readonly number[] = [];
  return {
    units: count * nodes,
    run() {
      kept.forEach((leaf, k) => {
        engine.set(leaf, start[k] as number);
      });
      for (let k = 0; k < count; k++) last = pass(leaves === "kept" ? kept : made());
    },
    values: () => last,
  };
}

const ours: RunningEngine<Node> = {
  ...scalars,
  leaf: (value, k) => scalar(`w_${k}`, value),
  relu: (p) => p.relu(),
  times: (p, factor) => p.mul(factor),
  plus: (p, term) => p.add(term),
  number: (value) => constant(value),
  value: (p) => p.value as number, // all are scalars
  backward: (root) => root.backward(),
  gradient: (leaf) => leaf.grad as number,
  set: (leaf, value) => void leaf.set(value),
};

export const chainrule =
  (leaves?: Leaves) =>
  (size: Case): Prepared =>
    running(size, ours, leaves);

export const micrograd =
  (leaves?: Leaves) =>
  async (size: Case): Promise<Prepared> => {
    const library = await loadMicrograd();
    const engine: RunningEngine<Value> = {
      ...operations(library),
      relu: (p) => p.relu(),
      times: (p, factor) => p.mul(factor),
      plus: (p, term) => p.add(term),
      number: (value) => new library.Value(value),
      value: (p) => p.data,
      backward(root, all) {
        for (const leaf of all) leaf.grad = 0;
        root.backward();
      },
      gradient: (leaf) => leaf.grad,
      set(leaf, value) {
        leaf.data = value;
      },
    };
    return running(size, engine, leaves);
  };

/** A node that knows its value and the local derivatives. */
interface TapeNode {
  value: number;
  readonly p: TapeNode | undefined;
  readonly q: TapeNode | undefined;
  readonly dp: number;
  readonly dq: number;
  grad: number;
}

/** The least that defines by running: nodes in the order in which they were made are sorted already. */
export function tapeOfObjects(size: Case): Prepared {
  let made: TapeNode[] = [];
  const leaf = (value: number): TapeNode => ({ value, p: undefined, q: undefined, dp: 0, dq: 0, grad: 0 });
  const node = (value: number, p: TapeNode, dp: number, q?: TapeNode, dq = 0): TapeNode => {
    const next: TapeNode = { value, p, q, dp, dq, grad: 0 };
    made.push(next);
    return next;
  };
  const y = (op: OpCode, p: TapeNode, q = p): number => apply(op, p.value, q.value);
  return running<TapeNode>(size, {
    leaf,
    number: leaf,
    add: (p, q) => node(y(Op.add, p, q), p, 1, q, 1),
    sub: (p, q) => node(y(Op.sub, p, q), p, 1, q, -1),
    mul: (p, q) => node(y(Op.mul, p, q), p, q.value, q, p.value),
    tanh: (p) => {
      const value = y(Op.tanh, p);
      return node(value, p, 1 - value * value);
    },
    exp: (p) => {
      const value = y(Op.exp, p);
      return node(value, p, value);
    },
    relu: (p) => (p.value > 0 ? node(p.value, p, 1) : node(0, p, 0)),
    times: (p, factor) => node(p.value * factor, p, factor),
    plus: (p, term) => node(p.value + term, p, 1),
    value: (p) => p.value,
    backward(root, all) {
      for (const each of all) each.grad = 0;
      root.grad = 1;
      for (let k = made.length - 1; k >= 0; k--) {
        const { p, q, dp, dq, grad } = made[k] as TapeNode;
        if (p !== undefined) p.grad += dp * grad;
        if (q !== undefined) q.grad += dq * grad;
      }
      made = [];
    },
    gradient: ({ grad }) => grad,
    set(each, value) {
      each.value = value;
    },
  });
}
