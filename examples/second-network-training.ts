/**
 * The network of `second-network.ts` trained until its outputs are near 0.5 and 0.9: when the loss first falls below each
 * threshold. E < 1e-6 takes 5,624 updates; the weights there belong to this start and this rate, as eight weights meet two
 * equations in many ways.
 */
import { train } from "@chainrule/nn";
import { network } from "./second-network";

const { loss, outputs, parameters, rate } = network;
const row = (step: number, error: number): string =>
  [String(step).padStart(4), error, ...outputs.map((output) => output.value)].join("  ");

console.log("below   updates, E_total, out_o1, out_o2");
console.log(`        ${row(0, loss.value)}`);
const below = [1e-2, 1e-3, 1e-4, 1e-5, 1e-6];
train(loss, parameters, {
  rate,
  steps: 10_000,
  onStep: ({ step, loss: error }) => {
    while (below[0] !== undefined && error < below[0])
      console.log(`${below.shift()?.toExponential()}    ${row(step, error)}`);
    return below.length > 0;
  },
});

console.log("\nthe weights there:");
parameters.forEach((w, k) => {
  console.log(`w_${k + 1} = ${w.value}`);
});
