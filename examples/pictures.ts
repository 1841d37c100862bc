/**
 * XOR by two hidden units, an OR and a NAND, and an AND behind them, to be drawn: `chainrule draw examples/pictures.ts
 * --what network,graph,regions,curve`. What is trained is one of the four rows; the regions are those before.
 */
import { scalar } from "@chainrule/graph";
import { mlp, squaredError } from "@chainrule/nn";

const model = mlp(
  [scalar("x_1", 0), scalar("x_2", 1)],
  [
    {
      weights: [
        [6, 6], // h1: x_1 or x_2
        [-6, -6], // h2: not both
      ],
      bias: [-3, 9],
    },
    { weights: [[8, 8]], bias: [-12] },
  ],
  { activation: "sigmoid" },
);

export const points = [
  [0, 0],
  [0, 1],
  [1, 0],
  [1, 1],
];
export const labels = [0, 1, 1, 0];

export const network = {
  title: "XOR by two hidden units",
  loss: squaredError(model.outputs, [1]),
  inputs: model.inputs,
  outputs: model.outputs,
  parameters: model.parameters,
  rate: 0.5,
};
