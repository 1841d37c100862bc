/**
 * The 2-2-2 network of document 002 with its own values: w_6 and w_1 step by step, then the rest, with updates at the rate 0.1.
 * The biases are shared by the units of a layer and are not trained.
 */
import { scalar } from "@chainrule/graph";
import { mlp, squaredError, targets } from "@chainrule/nn";

const layers = mlp(
  [scalar("i_1", 0.02), scalar("i_2", 0.04)],
  [
    {
      weights: [
        [0.25, 0.25],
        [0.15, 0.2],
      ],
      bias: 0.4,
    },
    {
      weights: [
        [0.3, 0.35],
        [0.4, 0.35],
      ],
      bias: 0.7,
    },
  ],
  { activation: "sigmoid", trainBias: false },
);
const goals = targets(layers.outputs, [0.5, 0.9]);

export const title = "A second 2-2-2 network, with targets 0.5 and 0.9";
export const loss = squaredError(layers.outputs, goals, { names: { total: "E_total" } });
export const parameters = layers.parameters;
export const rate = 0.1;

export const network = { ...layers, title, loss, targets: goals, rate };

/** The document has each gradient as one formula, and the training: two updates in full, then table and curve. */
export const documentOptions = { updates: 5624, wholeFormulas: true };
