import { type Node, type TensorValue, tensor } from "@chainrule/graph";
import {
  activation,
  attention,
  avgPool1d,
  avgPool2d,
  batchNorm,
  conv1d,
  conv2d,
  dense,
  dropout,
  embedding,
  flatten,
  glorot,
  gru,
  gruCell,
  layerNorm,
  lstm,
  lstmCell,
  maxPool1d,
  maxPool2d,
  type Part,
  type Plan,
  positionalEncoding,
  rmsNorm,
  rnn,
  rnnCell,
  sequential,
  skip,
} from "../src/index";

/** Numbers from -0.8 to 0.8 without a pattern, no two equal. */
export function wave(shape: readonly number[], phase = 0): TensorValue {
  const count = shape.reduce((product, size) => product * size, 1);
  return { shape, data: Float64Array.from({ length: count }, (_, k) => 0.8 * Math.sin(1.7 * k + phase)) };
}

/** Every layer, on an input of some shape. */
export const layers: Readonly<Record<string, readonly [shape: readonly number[], plan: () => Plan]>> = {
  dense: [[3, 4], () => dense({ units: 2, activation: "tanh", weights: glorot(1) })],
  "dense of a vector": [[4], () => dense({ units: 2, activation: "silu", weights: glorot(1) })],
  skip: [[3, 2], () => skip(dense({ units: 2, activation: "softplus", weights: glorot(2) }))],
  activation: [[3, 4], () => activation("tanh")],
  softmax: [[3, 4], () => activation("softmax")],
  dropout: [[3, 4], () => dropout({ rate: 0.5, seed: 3 })],
  layerNorm: [[3, 4], () => layerNorm({})],
  rmsNorm: [[3, 4], () => rmsNorm({})],
  batchNorm: [[3, 4], () => batchNorm({})],
  "batchNorm of images": [[2, 2, 2, 2], () => batchNorm({})],
  conv1d: [[2, 2, 5], () => conv1d({ filters: 2, kernelSize: 3, padding: "same", weights: glorot(3) })],
  conv2d: [
    [2, 2, 4, 3],
    () => conv2d({ filters: 2, kernelSize: [3, 2], stride: [1, 2], activation: "tanh", weights: glorot(3) }),
  ],
  maxPool1d: [[2, 2, 5], () => maxPool1d({ size: 2 })],
  avgPool1d: [[2, 2, 5], () => avgPool1d({ size: 3, stride: 1 })],
  maxPool2d: [[2, 1, 4, 4], () => maxPool2d({ size: 2 })],
  avgPool2d: [[2, 1, 4, 4], () => avgPool2d({ size: [2, 1] })],
  rnnCell: [[2, 3], () => rnnCell({ units: 2, weights: glorot(4), state: [tensor("h", wave([2, 2], 1))] })],
  lstmCell: [
    [2, 3],
    () =>
      lstmCell({
        units: 2,
        weights: glorot(4),
        state: [tensor("h", wave([2, 2], 1)), tensor("c", wave([2, 2], 2))],
      }),
  ],
  gruCell: [[2, 3], () => gruCell({ units: 2, weights: glorot(4), state: [tensor("h", wave([2, 2], 1))] })],
  rnn: [[3, 2], () => rnn({ units: 2, weights: glorot(5), returnSequences: true })],
  lstm: [[2, 2, 2], () => lstm({ units: 2, weights: glorot(5) })],
  gru: [[2, 2, 2], () => gru({ units: 2, weights: glorot(5), returnSequences: true })],
  attention: [[3, 2], () => attention({ weights: glorot(6) })],
  "attention of two heads": [[2, 2, 4], () => attention({ heads: 2, causal: true, weights: glorot(6) })],
  positionalEncoding: [[3, 4], () => positionalEncoding({})],
  "positionalEncoding, learned": [[3, 4], () => positionalEncoding({ learned: true, weights: glorot(1) })],
  sequential: [
    [2, 1, 4, 4],
    () =>
      sequential([
        conv2d({ filters: 2, kernelSize: 2, weights: glorot(7) }),
        maxPool2d({ size: 3 }),
        flatten,
        dense({ units: 2, activation: "sigmoid", weights: glorot(8) }),
      ]),
  ],
};

/** The layer on an input of its shape. */
export function made(name: string): { readonly x: Node; readonly part: Part } {
  const [shape, plan] = layers[name] as (typeof layers)[string];
  const x = tensor("x", wave(shape));
  return { x, part: plan().make(x, "1") };
}

/** An embedding has tokens for inputs: its gradients are those of its table. */
export const embedded = (): Part =>
  embedding(tensor("x", [2, 0, 1, 2]), { tokens: 3, units: 2, weights: glorot(9) });
