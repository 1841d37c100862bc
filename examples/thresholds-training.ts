/**
 * The 2-4-1 network of document 004, with thresholds and all parameters 0 at first, trained for 100 epochs on one sample: with all
 * updates from the old values, and in the order of the document's code, which overwrites the output weights before it uses
 * them for the hidden ones. The four hidden units stay identical: they start alike, so each sees the same gradient.
 */
import { mlp, squaredError, train } from "@chainrule/nn";
import { plotCurves } from "@chainrule/plot";

const inputs = [0.985, 0.211];
const history: Record<string, number[]> = {};

for (const updates of ["as written", "simultaneous"] as const) {
  const network = mlp(inputs, [4, 1], { activation: "sigmoid", weights: () => 0, threshold: "each" });
  const [hidden, last] = network.layers;
  const [output] = network.outputs;
  if (hidden === undefined || last === undefined || output === undefined) throw new Error("no layers");
  const loss = squaredError(network.outputs, [1], { difference: "output - target" });

  let areIdentical = true;
  const outputs: number[] = [];
  history[updates] = outputs;
  console.log(`${updates}: epoch, output`);
  train(loss, network.parameters, {
    rate: 1,
    steps: 100,
    updates,
    onStep: ({ step }) => {
      const units = hidden.units.map(({ threshold, weights }) =>
        [...weights, threshold].map((each) => each?.value).join(),
      );
      if (step < 100) outputs.push(output.value);
      areIdentical &&= new Set(units).size === 1;
      if (step < 5 || step === 9 || step === 19 || step === 49 || step > 94)
        console.log(`${String(step).padStart(3)}  ${output.value}`);
    },
  });

  const [unit] = hidden.units;
  console.log(`v = ${unit?.weights.map((v) => v.value).join(", ")}, gamma = ${unit?.threshold?.value}`);
  console.log(`w = ${last.units[0]?.weights[0]?.value}, theta = ${last.thresholds[0]?.value}`);
  console.log(
    `hidden units identical in every epoch: ${areIdentical}; v_1 / v_2 = ${(unit?.weights[0]?.value ?? 0) / (unit?.weights[1]?.value ?? 0)}\n`,
  );
}

const errors = Object.entries(history).map(([updates, outputs]) => [
  updates,
  outputs.map((y) => Math.abs(y - 1)),
]);
export const pictures = {
  output: plotCurves(history, { x: "epoch", y: "output" }),
  error: plotCurves(Object.fromEntries(errors), { x: "epoch", y: "|output - 1|" }),
};
