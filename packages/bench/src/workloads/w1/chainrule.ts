import { compile, type Node } from "@chainrule/graph";
import { mlp, sgd, squaredError } from "@chainrule/nn";
import type { Prepared } from "../../workload";
import { biases, inputs, rate, STEPS, targets, weights } from "./problem";

/** The loss and the eight weights. */
export function problem(): { readonly loss: Node; readonly trained: readonly Node[] } {
  const [w1, w2, w3, w4, w5, w6, w7, w8] = weights;
  const hidden = { weights: [[w1, w2], [w3, w4]], bias: biases[0] }; // biome-ignore format: rows of a matrix
  const output = { weights: [[w5, w6], [w7, w8]], bias: biases[1] }; // biome-ignore format: rows of a matrix
  const network = mlp(inputs, [hidden, output], { activation: "sigmoid", trainBias: false });
  const loss = squaredError(network.outputs, targets);
  return { loss, trained: network.parameters };
}

/** The whole step as one program, run 10,000 times. */
export function chainrule(): Prepared {
  const { loss, trained } = problem();
  const step = compile([loss, ...sgd(loss, trained, { rate })], trained);
  let last = Number.NaN;
  return {
    units: STEPS,
    run() {
      last = step.run(STEPS, weights)[0] as number; // the loss is a scalar
    },
    values: () => [last],
  };
}
