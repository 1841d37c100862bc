/**
 * The AND gate as one threshold unit, with the weights of document 000: the condition that each row of its truth table puts on
 * weights and threshold, the unit row by row, and the line on which its answer changes.
 */
import { deriveSeparability } from "@chainrule/derive";
import { perceptron, truthTable } from "@chainrule/nn";

const and = perceptron(2, { weights: [1, 1], threshold: 1.5 });
const table = truthTable(and.output, and.inputs);

export const title = "The AND gate as a threshold unit";
export const derivation = deriveSeparability(
  {
    points: table.map((row) => row.inputs),
    labels: table.map((row) => row.outputs[0] ?? 0),
    weights: [1, 1],
    threshold: 1.5,
  },
  { names: { input: (k) => `X_${k}`, weight: (k) => `W_${k}`, output: "Y" } },
);
