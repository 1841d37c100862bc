/** What `nn` can build, as derivations: every layer, every loss, small networks. Their documents are ours, so that nothing in them is wrong. */
import type { AuditClaim, AuditLine, AuditVerdict } from "@chainrule/check";
import { type Derivation, type DeriveOptions, derive } from "@chainrule/derive";
import { dim, mul, type Node, scalar, tensor } from "@chainrule/graph";
import {
  absoluteError,
  activation,
  attention,
  avgPool1d,
  avgPool2d,
  batchNorm,
  binaryCrossEntropy,
  conv1d,
  conv2d,
  crossEntropy,
  dense,
  dropout,
  embedding,
  flatten,
  gru,
  gruCell,
  hinge,
  huber,
  klDivergence,
  l1,
  l2,
  layerNorm,
  lstm,
  lstmCell,
  maxPool1d,
  maxPool2d,
  mlp,
  neuron,
  positionalEncoding,
  rmsNorm,
  rnn,
  rnnCell,
  sequential,
  skip,
  squaredError,
} from "@chainrule/nn";

interface Layer {
  readonly output: Node;
  readonly parameters: readonly Node[];
}

/** The loss and what it is differentiated by. */
interface Differentiated extends DeriveOptions {
  readonly loss: Node;
}

const [m, n] = [dim("m", { index: "j" }), dim("n", { index: "k" })];
const N = dim("N");
const [x, y] = [tensor("x", [n]), tensor("y", [n])];
const batch = tensor("x", [N, n]);
const features = dim("d", { index: "k" });
const shares = tensor("t", [n], { sumsTo: 1 });
const input = (...shape: readonly number[]): Node => tensor("x", { shape });
const state = (...names: readonly string[]): Node[] => names.map((name) => tensor(name, [m]));
const states = (...names: readonly string[]): Node[] => names.map((name) => tensor(name, [N, m]));

/** Half the squared norm of what a layer gives, by its parameters and its input. */
const layer = ({ output, parameters }: Layer, ...by: readonly Node[]): Differentiated => ({
  loss: mul(0.5, output.square().sum()).named("E"),
  wrt: [...parameters, ...by],
});

const applied = (make: (x: Node) => Layer, to: Node): Differentiated => layer(make(to), to);

const LAYERS: Readonly<Record<string, () => Differentiated>> = {
  dense: () => applied((x) => dense(x, { units: m, activation: "tanh" }), x),
  "dense of a batch": () => applied((x) => dense(x, { units: m, activation: "sigmoid" }), batch),
  skip: () => applied((x) => skip(x, activation("tanh")), x),
  "skip over dense": () => applied((x) => skip(x, dense({ units: n, activation: "softplus" })), x),
  softmax: () => applied((x) => activation(x, "softmax"), x),
  "skip over softmax": () => applied((x) => skip(x, activation("softmax")), x),
  relu: () => applied((x) => activation(x, "relu"), x),
  dropout: () => applied((x) => dropout(x, { rate: 0.5, seed: 1 }), x),
  layerNorm: () => applied((x) => layerNorm(x), tensor("x", [features])),
  "layerNorm of a batch": () => applied((x) => layerNorm(x), tensor("x", [N, features])),
  rmsNorm: () => applied((x) => rmsNorm(x), tensor("x", [features])),
  batchNorm: () => applied((x) => batchNorm(x), tensor("x", [N, 3])),
  conv1d: () => applied((x) => conv1d(x, { filters: 2, kernelSize: 2 }), input(2, 4)),
  "conv1d of a batch": () => applied((x) => conv1d(x, { filters: 2, kernelSize: 2 }), tensor("x", [N, 3, 5])),
  "conv1d, padded": () =>
    applied((x) => conv1d(x, { filters: 2, kernelSize: 3, padding: "same" }), input(1, 4)),
  conv2d: () => applied((x) => conv2d(x, { filters: 2, kernelSize: 2 }), input(1, 2, 4)),
  "conv2d of a batch": () =>
    applied(
      (x) => conv2d(x, { filters: 2, kernelSize: [3, 2], stride: [1, 2], activation: "tanh" }),
      input(2, 2, 4, 3),
    ),
  maxPool1d: () => applied((x) => maxPool1d(x, { size: 2 }), input(2, 4)),
  avgPool1d: () => applied((x) => avgPool1d(x, { size: 2 }), input(1, 2, 4)),
  maxPool2d: () => applied((x) => maxPool2d(x, { size: 2 }), input(1, 2, 4)),
  avgPool2d: () => applied((x) => avgPool2d(x, { size: 2 }), input(1, 2, 4)),
  rnnCell: () => applied((x) => rnnCell(x, { units: m, state: state("h_0") }), x),
  "rnnCell of a batch": () => applied((x) => rnnCell(x, { units: m, state: states("h_0") }), batch),
  lstmCell: () => applied((x) => lstmCell(x, { units: m, state: state("h_0", "c_0") }), x),
  gruCell: () => applied((x) => gruCell(x, { units: m, state: state("h_0") }), tensor("x", [features])),
  rnn: () => applied((x) => rnn(x, { units: m }), tensor("x", [3, n])),
  "rnn of a batch, all steps": () =>
    applied((x) => rnn(x, { units: 2, returnSequences: true }), input(2, 2, 2)),
  lstm: () => applied((x) => lstm(x, { units: 2 }), input(2, 2)),
  gru: () => applied((x) => gru(x, { units: m }), tensor("x", [2, features])),
  attention: () => applied((x) => attention(x), input(3, 2)),
  "attention of two heads": () => applied((x) => attention(x, { heads: 2, causal: true }), input(2, 4)),
  positionalEncoding: () => applied((x) => positionalEncoding(x), input(3, 2)),
  "positionalEncoding, learned": () => applied((x) => positionalEncoding(x, { learned: true }), input(3, 2)),
  embedding: () => layer(embedding(input(3), { tokens: 4, units: m })),
  "two layers of a sequence": () =>
    applied((x) => sequential(x, [dense({ units: m, activation: "tanh" }), dense({ units: 2 })]), x),
  "a network of images": () =>
    applied(
      (x) =>
        sequential(x, [
          conv2d({ filters: 2, kernelSize: 2 }),
          maxPool2d({ size: 3 }),
          flatten,
          dense({ units: 2, activation: "sigmoid" }),
        ]),
      input(2, 1, 4, 4),
    ),
};

const LOSSES: Readonly<Record<string, () => Differentiated>> = {
  squaredError: () => ({ loss: squaredError(x, y), wrt: x }),
  "squaredError, mean": () => ({
    loss: squaredError(batch, tensor("y", [N, n]), { mean: "entries" }),
    wrt: batch,
  }),
  absoluteError: () => ({ loss: absoluteError(x, y), wrt: x }),
  huber: () => ({ loss: huber(x, y), wrt: x }),
  hinge: () => ({ loss: hinge(x, y), wrt: x }),
  "hinge, squared": () => ({ loss: hinge(x, y, { squared: true }), wrt: x }),
  crossEntropy: () => ({ loss: crossEntropy(x, shares), wrt: x }),
  "crossEntropy of any targets": () => ({ loss: crossEntropy(x, y), wrt: x }),
  "crossEntropy of a batch": () => ({
    loss: crossEntropy(batch, tensor("t", [N, n]), { mean: "samples" }),
    wrt: batch,
  }),
  "crossEntropy of probabilities": () => ({
    loss: crossEntropy(x, shares, { from: "probabilities" }),
    wrt: x,
  }),
  binaryCrossEntropy: () => ({ loss: binaryCrossEntropy(x, y), wrt: x }),
  "binaryCrossEntropy of probabilities": () => ({
    loss: binaryCrossEntropy(x, y, { from: "probabilities" }),
    wrt: x,
  }),
  klDivergence: () => ({ loss: klDivergence(x, shares), wrt: x }),
  "klDivergence of probabilities": () => ({
    loss: klDivergence(x, shares, { from: "probabilities" }),
    wrt: x,
  }),
  l1: () => ({ loss: l1([x], { strength: 0.5, name: "E" }), wrt: x }),
  l2: () => ({ loss: l2([x], { strength: 0.5, name: "E" }), wrt: x }),
};

const scalars = (): Node<number>[] => [scalar("x_1", 0.5), scalar("x_2", -0.25)];

const NETWORKS: Readonly<Record<string, () => Differentiated>> = {
  "a neuron": () => {
    const unit = neuron(scalars(), { activation: "sigmoid" });
    return { loss: squaredError([unit.output], [1]), wrt: unit.parameters, rate: 0.1 };
  },
  "a perceptron of two layers": () => {
    const network = mlp(scalars(), [{ units: 2, activation: "tanh" }, 1]);
    return { loss: squaredError(network.outputs, [1]), wrt: network.parameters };
  },
  "a classifier of scalars": () => {
    const network = mlp(scalars(), [2]);
    return { loss: crossEntropy(network.outputs, [1, 0]), wrt: network.parameters };
  },
  "a perceptron of symbolic sizes": () => {
    const network = mlp(x, [
      { units: m, activation: "tanh" },
      { units: n, activation: "sigmoid" },
    ]);
    return { loss: squaredError(network.output, y), wrt: network.parameters, rate: scalar("eta") };
  },
  "softmax with cross-entropy": () => {
    const network = mlp(x, [m]);
    return {
      loss: crossEntropy(network.output, tensor("t", [m], { sumsTo: 1 })),
      wrt: network.parameters,
    };
  },
  "a batch": () => {
    const network = mlp(batch, [{ units: m, activation: "tanh" }, 2]);
    return { loss: squaredError(network.output, tensor("y", [N, 2])), wrt: network.parameters };
  },
};

const ALL = { ...LAYERS, ...LOSSES, ...NETWORKS };

export const OWN: readonly string[] = Object.keys(ALL);

/** The derivation of one of `OWN`. */
export function ownDerivation(name: string): Derivation {
  const { loss, ...options } = (ALL[name] as () => Differentiated)(); // one of the table
  return derive(loss, options);
}

/** What an audit found in documents of ours. */
export interface Counts {
  readonly documents: number;
  readonly claims: number;
  /** Proved, equal in numbers, or up to rounding. */
  readonly confirmed: number;
  /** Definitions, and what is given. */
  readonly told: number;
  readonly open: readonly AuditClaimed[];
  /** Called wrong, or wrong given another. */
  readonly accused: readonly AuditClaimed[];
}

type AuditClaimed = Pick<AuditClaim, "because" | "verdict"> & { readonly text: string };

const CONFIRMED: readonly AuditVerdict[] = ["proved", "numerically equal", "rounding only"];
const TOLD: readonly AuditVerdict[] = ["definition", "given"];
const OPEN: readonly AuditVerdict[] = ["not checked", "undecided", "holds where"];

/** Counts what an audit says of each claim. */
export function countsOf(lines: readonly AuditLine[]): Counts {
  const claims = lines.flatMap((line) =>
    line.claims.map(({ because, place, verdict }) => ({
      because,
      verdict,
      text: `${line.line}: ${place.text}`,
    })),
  );
  const of = (verdicts: readonly AuditVerdict[]): typeof claims =>
    claims.filter(({ verdict }) => verdicts.includes(verdict));
  return {
    documents: 1,
    claims: claims.length,
    confirmed: of(CONFIRMED).length,
    told: of(TOLD).length,
    open: of(OPEN),
    accused: claims.filter(({ verdict }) => ![...CONFIRMED, ...TOLD, ...OPEN].includes(verdict)),
  };
}

/** The counts of several documents together. */
export const total = (counts: readonly Counts[]): Counts => ({
  documents: counts.reduce((sum, { documents }) => sum + documents, 0),
  claims: counts.reduce((sum, { claims }) => sum + claims, 0),
  confirmed: counts.reduce((sum, { confirmed }) => sum + confirmed, 0),
  told: counts.reduce((sum, { told }) => sum + told, 0),
  open: counts.flatMap(({ open }) => open),
  accused: counts.flatMap(({ accused }) => accused),
});
