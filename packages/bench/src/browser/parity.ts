import { compile, gradient, type Node, tensor, type Value } from "@chainrule/graph";
import { mlp, seededRandom, sgd, squaredError } from "@chainrule/nn";
import { engine } from "../workloads/w3/chainrule";
import { build, dag, LEAVES } from "../workloads/w3/problem";

/**
 * The bits of what programs compute, as hashes: the same in every engine and under every policy, or evaluators disagree.
 */
export function parityHashes(): Record<string, string> {
  return {
    "training, 100 steps": hash(training()),
    "1,000 scalars": hash(scalars()),
    matrices: hash(matrices()),
  };
}

function training(): Value[] {
  const network = mlp([0.05, 0.1], [{ units: 3, activation: "tanh" }, { units: 2 }], {
    weights: glorotLike(),
  });
  const loss = squaredError(network.outputs, [0.01, 0.99]);
  const step = compile([loss, ...sgd(loss, network.parameters, 0.5)], network.parameters);
  return step.run(
    100,
    network.parameters.map((p) => p.value),
  );
}

function glorotLike(): () => number {
  const random = seededRandom(1);
  return () => random() - 0.5;
}

function scalars(): Value[] {
  const graph = dag(1000);
  const nodes = build(graph, engine);
  const leaves = nodes.slice(0, LEAVES);
  const output = nodes[nodes.length - 1] as Node;
  return compile([output, ...gradient(output, leaves)], leaves)(Array.from(graph.value.subarray(0, LEAVES)));
}

function matrices(): Value[] {
  const random = seededRandom(2);
  const square = (name: string): Node =>
    tensor(name, { shape: [33, 33], data: new Float64Array(33 * 33).map(() => random() * 4 - 2) });
  const [A, B] = [square("A"), square("B")];
  const y = A.matmul(B).div(6).tanh().logSoftmax().exp().sum();
  const inputs = [A, B];
  return compile([y, ...gradient(y, inputs)], inputs)(inputs.map((node) => node.value));
}

/** FNV-1a over the 32-bit words of the values. */
function hash(values: readonly Value[]): string {
  let state = 0x811c9dc5;
  for (const value of values) {
    const entries = typeof value === "number" ? Float64Array.of(value) : value.data;
    for (const word of new Uint32Array(entries.buffer, entries.byteOffset, 2 * entries.length)) {
      state = Math.imul(state ^ word, 0x01000193) >>> 0;
    }
  }
  return state.toString(16).padStart(8, "0");
}
