import type { Node } from "@chainrule/graph";
import { MICROGRAD } from "../../libraries/micrograd";
import type { Case, Goal, Prepared, Workload } from "../../workload";
import { engine } from "../w3/chainrule";
import { jsPytorch, tfjs, throughMicrograd } from "../w3/peers";
import { apply, build, dag, Op, type OpCode, results, type ScalarEngine } from "../w3/problem";

/** Build, `backward()`, read, discard. */
function chainrule({ size }: Case): Prepared {
  const graph = dag(size);
  let last: readonly number[] = [];
  return {
    units: size,
    run() {
      const nodes = build(graph, engine);
      const output = nodes[nodes.length - 1] as Node<number>; // scalars only
      output.backward();
      last = [output.value, (nodes[0] as Node<number>).grad];
    },
    values: () => last,
  };
}

/** A node that knows its value and the local derivatives. */
interface TapeNode {
  readonly value: number;
  readonly p: TapeNode | undefined;
  readonly q: TapeNode | undefined;
  readonly dp: number;
  readonly dq: number;
  grad: number;
}

/** The least that defines by running: nodes in the order in which they were made are sorted already. */
function tapeOfObjects({ size }: Case): Prepared {
  const graph = dag(size);
  const node = (value: number, p?: TapeNode, dp = 0, q?: TapeNode, dq = 0): TapeNode => ({
    value,
    p,
    q,
    dp,
    dq,
    grad: 0,
  });
  const y = (op: OpCode, p: TapeNode, q = p): number => apply(op, p.value, q.value);
  const scalars: ScalarEngine<TapeNode> = {
    leaf: (value) => node(value),
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
  };
  let last: readonly number[] = [];
  return {
    units: size,
    run() {
      const nodes = build(graph, scalars);
      const output = nodes[nodes.length - 1] as TapeNode;
      output.grad = 1;
      for (let k = nodes.length - 1; k >= 0; k--) {
        const { p, q, dp, dq, grad } = nodes[k] as TapeNode;
        if (p !== undefined) p.grad += dp * grad;
        if (q !== undefined) q.grad += dq * grad;
      }
      last = [output.value, (nodes[0] as TapeNode).grad];
    },
    values: () => last,
  };
}

const [K1, K10] = ["1e3", "1e4"] as const;

export const w9: Workload = {
  id: "W9",
  title: "define by run",
  what: "The graph of W3 built, `backward()`, the gradient read, the graph discarded: how micrograd is used. Right are the output and the derivative by the first leaf.",
  unit: "node",
  cases: [
    { label: K1, size: 1e3 },
    { label: K10, size: 1e4 },
  ],
  reference: "by hand, a tape of objects",
  tolerance: 1e-9,
  expected: ({ size }) => results[size] ?? [],
  implementations: [
    { name: "chainrule", kind: "chainrule", prepare: chainrule },
    { name: "by hand, a tape of objects", kind: "by hand", prepare: tapeOfObjects },
    { name: "micrograd-ts", kind: "peer", from: MICROGRAD, prepare: throughMicrograd },
    { name: "js-pytorch", kind: "peer", prepare: jsPytorch },
    { name: "tfjs, cpu", kind: "peer", note: "float32", tolerance: 1e-4, prepare: tfjs },
    { name: "PyTorch", kind: "peer", script: "w3.py torch", modules: ["torch"] },
  ],
  goals: [K1, K10].map(
    (label): Goal => ({ case: label, of: "chainrule", over: "micrograd-ts", atLeast: 1 / 20, aim: 1 / 50 }),
  ),
};
