import { compile, type TensorValue, tensor, type Value } from "@chainrule/graph";
import { crossEntropy, mlp, sgd } from "@chainrule/nn";
import type { Prepared } from "../../workload";
import { BATCH, CLASSES, HIDDEN, INPUTS, data as problem, rate, STEPS } from "./problem";

/** Each step gets the next batch; the parameters go from step to step. On so many threads. */
export const chainrule = (threads: number) => (): Prepared => {
  const { x, oneHot, W1, W2 } = problem();
  const value = (shape: readonly number[], entries: Float64Array): TensorValue => ({ shape, data: entries });
  const batches = x.map((entries, k): [TensorValue, TensorValue] => [
    value([BATCH, INPUTS], entries),
    value([BATCH, CLASSES], oneHot[k] as Float64Array), // one for each batch
  ]);
  const input = tensor("x", { shape: [BATCH, INPUTS] });
  const target = tensor("y", { shape: [BATCH, CLASSES] });
  const network = mlp(
    input,
    [
      { weights: value([INPUTS, HIDDEN], W1), activation: "relu" },
      { weights: value([HIDDEN, CLASSES], W2), activation: "identity" },
    ],
    { weightOrder: "from, to" },
  );
  const loss = crossEntropy(network.output, target, { mean: "samples" });
  const step = compile(
    [loss, ...sgd(loss, network.parameters, rate)],
    [input, target, ...network.parameters],
    { threads },
  );
  const start = network.parameters.map((p) => p.value);
  const data = Array.from({ length: STEPS }, (_, k) => batches[k % batches.length] as Value[]);
  let last = Number.NaN;
  return {
    units: STEPS,
    run() {
      last = step.run(data, start)[0] as number; // the loss is a scalar
    },
    values: () => [last],
  };
};
