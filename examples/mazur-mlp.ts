/**
 * The network of `mazur.ts`, from layers and a loss: `mlp` numbers weights and biases and names units as that article does.
 */
import { scalar } from "@chainrule/graph";
import { mlp, squaredError, targets } from "@chainrule/nn";

const layers = mlp(
  [scalar("i_1", 0.05), scalar("i_2", 0.1)],
  [
    {
      weights: [
        [0.15, 0.2],
        [0.25, 0.3],
      ],
      bias: 0.35,
    },
    {
      weights: [
        [0.4, 0.45],
        [0.5, 0.55],
      ],
      bias: 0.6,
    },
  ],
  { activation: "sigmoid", trainBias: false },
);
const goals = targets(layers.outputs, [0.01, 0.99]);

export const title = "Backpropagation through a 2-2-2 sigmoid network";
export const loss = squaredError(layers.outputs, goals, { names: { total: "E_total" } });
export const parameters = layers.parameters;
export const rate = 0.5;

export const network = { ...layers, title, loss, targets: goals, rate };

/** The document has the training too: two updates in full, then table and curve. */
export const documentOptions = { updates: 10_000 };
