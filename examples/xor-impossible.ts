/**
 * No single threshold unit is XOR: `separability` decides it exactly and gives multipliers for the conditions of the four
 * rows; the proof adds the conditions up.
 */
import { deriveSeparability } from "@chainrule/derive";
import { separability } from "@chainrule/nn";

const points = [
  [0, 0],
  [0, 1],
  [1, 0],
  [1, 1],
];

export const title = "XOR is impossible for one threshold unit";
export const derivation = deriveSeparability(separability(points, [0, 1, 1, 0]), {
  names: { input: (k) => `X_${k}`, weight: (k) => `W_${k}`, output: "Y" },
});
