import type { Node } from "@chainrule/graph";
import { micrograd as loadMicrograd, MICROGRAD, type Value } from "../../libraries/micrograd";
import { bytesInUse } from "../../memory";
import type { Case, Prepared, Workload } from "../../workload";
import { engine } from "../w3/chainrule";
import { micrograd } from "../w3/peers";
import { apply, build, dag, LEAVES, Op, type OpCode, results, type ScalarEngine } from "../w3/problem";

/** Builds the graph of W3 in one run; `value` reads the output of the last. */
function building<T>(
  { size }: Case,
  scalars: ScalarEngine<T>,
  value: (nodes: readonly T[]) => number,
): Prepared {
  const graph = dag(size);
  let nodes: readonly T[] = [];
  return {
    units: size,
    run() {
      nodes = [];
      nodes = build(graph, scalars);
    },
    values: () => [value(nodes)],
    figures() {
      nodes = [];
      const before = bytesInUse();
      nodes = build(graph, scalars);
      return { "bytes/node": (bytesInUse() - before) / size };
    },
  };
}

/** What a node needs at least: an operation and its operands. */
interface PlainNode {
  readonly op: OpCode;
  readonly inputs: readonly PlainNode[];
  readonly value: number;
}

function plainObjects(size: Case): Prepared {
  const binary =
    (op: OpCode) =>
    (p: PlainNode, q: PlainNode): PlainNode => ({
      op,
      inputs: [p, q],
      value: apply(op, p.value, q.value),
    });
  const unary =
    (op: OpCode) =>
    (p: PlainNode): PlainNode => ({ op, inputs: [p], value: apply(op, p.value, 0) });
  const scalars: ScalarEngine<PlainNode> = {
    leaf: (value) => ({ op: Op.leaf, inputs: [], value }),
    add: binary(Op.add),
    mul: binary(Op.mul),
    sub: binary(Op.sub),
    tanh: unary(Op.tanh),
    exp: unary(Op.exp),
  };
  return building(size, scalars, (nodes) => nodes[size.size + LEAVES - 1]?.value ?? Number.NaN);
}

const chainrule = (size: Case): Prepared =>
  building(size, engine, (nodes) => (nodes[nodes.length - 1] as Node<number>).value);

async function throughMicrograd(size: Case): Promise<Prepared> {
  const scalars = micrograd(await loadMicrograd());
  return building(size, scalars, (nodes) => (nodes[nodes.length - 1] as Value).data);
}

export const w8: Workload = {
  id: "W8",
  title: "building a graph",
  what: "The graph of W3 built node by node through the public surface. Right is the value of its output.",
  unit: "node",
  cases: [
    { label: "1e5", size: 1e5 },
    { label: "1e6", size: 1e6 },
  ],
  reference: "by hand, plain objects",
  tolerance: 1e-9,
  expected: ({ size }) => (results[size] ?? []).slice(0, 1),
  implementations: [
    { name: "chainrule", kind: "chainrule", prepare: chainrule },
    { name: "by hand, plain objects", kind: "by hand", note: "with their values", prepare: plainObjects },
    {
      name: "micrograd-ts",
      kind: "peer",
      note: "with their values",
      from: MICROGRAD,
      prepare: throughMicrograd,
    },
  ],
  goals: [{ case: "1e6", of: "chainrule", over: { figure: "seconds" }, atLeast: 1e-6, aim: 0.4e-6 }],
};
