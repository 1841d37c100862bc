/** Each layer and loss of `nn` as a derivation document, in both notations, read back by the auditor. */
import { audit } from "@chainrule/check";
import { derive } from "@chainrule/derive";
import { dim, mul, type Node, tensor } from "@chainrule/graph";
import { renderDocument } from "@chainrule/latex";
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
  positionalEncoding,
  rmsNorm,
  rnnCell,
  skip,
  squaredError,
} from "@chainrule/nn";
import { expect, test } from "vitest";
import { sampled } from "./campaign";

const [m, n] = [dim("m", { index: "j" }), dim("n", { index: "k" })];
const N = dim("N");
const x = tensor("x", [n]);
const numbers = (...shape: readonly number[]): Node => tensor("x", { shape });
const state = (...names: readonly string[]): Node[] => names.map((name) => tensor(name, [m]));

interface Layer {
  readonly output: Node;
  readonly parameters: readonly Node[];
}

type Notation = "index" | "matrix";

/** A layer, what it is derived by beside its parameters, and the notations in which the auditor proves lines of it. */
type Case = readonly [name: string, layer: Layer, by: readonly Node[], proved: readonly Notation[]];

const both: readonly Notation[] = ["index", "matrix"];
const images = numbers(1, 2, 4);
const steps = numbers(3, 2);
const batch = tensor("x", [N, 3, 5]);
const features = tensor("x", [N, 3]);
const table = (): Layer => embedding(numbers(3), { tokens: 4, units: m });

const audited: readonly Case[] = [
  ["dropout", dropout(x, { rate: 0.5, seed: 1 }), [x], both],
  ["positionalEncoding", positionalEncoding(steps), [steps], both],
  ["skip", skip(x, activation("tanh")), [x], both],
  ["rmsNorm", rmsNorm(x), [x], both],
  ["dense", dense(x, { units: m, activation: "tanh" }), [x], both],
  ["embedding", table(), [], ["index"]],
  ["softmax", skip(x, activation("softmax")), [x], ["index"]],
  ["rnnCell", rnnCell(x, { units: m, state: state("h_0") }), [x], both],
  ["avgPool1d", avgPool1d(images, { size: 2 }), [images], ["index"]],
  ["avgPool2d", avgPool2d(images, { size: 2 }), [images], ["index"]],
  ["lstmCell", lstmCell(x, { units: m, state: state("h_0", "c_0") }), [x], both],
  ["gruCell", gruCell(x, { units: m, state: state("h_0") }), [x], both],
  ["layerNorm", layerNorm(x), [x], both],
  ["batchNorm", batchNorm(features), [features], both],
  ["conv1d", conv1d(batch, { filters: 2, kernelSize: 2 }), [batch], ["index"]],
  ["maxPool1d", maxPool1d(numbers(2, 4), { size: 2 }), [], ["index"]],
];

/**
 * Right documents (every statement about the loss is held against the gradient before it is returned) in which the auditor takes
 * lines for wrong or takes minutes: indices of three axes and more, and steps of one layer whose number is an index.
 */
const misread: readonly Case[] = [
  ["conv2d", conv2d(images, { filters: 2, kernelSize: 2 }), [images], []],
  ["maxPool2d", maxPool2d(images, { size: 2 }), [images], []],
  ["attention", attention(steps), [steps], []],
  ["attention of two heads", attention(numbers(2, 4), { heads: 2 }), [], []],
  ["lstm", lstm(steps, { units: 2 }), [steps], []],
];

/** Losses of outputs x: [n]. */
const y = tensor("y", [n]);
const shares = tensor("t", [n], { sumsTo: 1 });
const lossOf = (loss: Node): Layer => ({ output: loss, parameters: [] });
const losses: readonly Case[] = [
  ["squaredError", lossOf(squaredError(x, y)), [x], both],
  ["absoluteError", lossOf(absoluteError(x, y)), [x], both],
  ["huber", lossOf(huber(x, y)), [x], both],
  ["hinge", lossOf(hinge(x, y)), [x], []],
  ["crossEntropy", lossOf(crossEntropy(x, shares)), [x], ["index"]],
  ["binaryCrossEntropy", lossOf(binaryCrossEntropy(x, y)), [x], both],
  ["klDivergence", lossOf(klDivergence(x, shares)), [x], ["index"]],
  ["l1", lossOf(l1([x], { strength: 0.5, name: "E" })), [x], both],
  ["l2", lossOf(l2([x], { strength: 0.5, name: "E" })), [x], both],
];

function document([name, layer, by]: Case, notation: Notation): string {
  const { output } = layer;
  const loss = output.shape.length === 0 ? output : mul(0.5, output.square().sum()).named("E");
  const wrt = [...layer.parameters, ...by];
  const derivation = derive(loss, { wrt: wrt.length > 0 ? wrt : [...inputs(layer)] });
  return renderDocument(derivation, { format: "markdown", notation, numbers: false, title: name });
}

const inputs = (layer: Layer): readonly Node[] => ("input" in layer ? [layer.input as Node] : []);

const inBoth = (cases: readonly Case[]): (readonly [string, Notation, Case])[] =>
  cases.flatMap((each) => both.map((notation) => [each[0], notation, each] as const));

const documents = inBoth([...audited, ...losses]);

test.each(documents.slice(0, sampled(documents.length, 4)))(
  "%s, %s notation: nothing is wrong",
  (_, notation, each) => {
    const verdicts = audit(document(each, notation)).lines.flatMap(({ claims }) =>
      claims.map(({ verdict }) => verdict),
    );
    expect(verdicts).not.toContain("wrong");
    expect(verdicts.includes("proved")).toBe(each[3].includes(notation));
  },
);

test.each(inBoth(misread).slice(0, sampled(2 * misread.length, 1)))(
  "%s, %s notation: renders",
  (name, notation, each) => {
    expect(document(each, notation)).toContain(`# ${name}`);
  },
);
