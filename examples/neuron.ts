/**
 * One neuron in both forms of document 000: a threshold theta that is subtracted, and a bias b that is added. With b = -theta
 * they are the same unit, and their derivatives differ in sign.
 */
import { gradient, scalar } from "@chainrule/graph";
import { neuron } from "@chainrule/nn";
import { plotFunction } from "@chainrule/plot";

const inputs = [0.05, 0.1];
const weights = [0.15, 0.2];
const withThreshold = neuron(inputs, { weights, threshold: -0.35 });
const withBias = neuron(inputs, { weights, bias: 0.35 });

console.log("f(w_1 x_1 + w_2 x_2 - theta):", withThreshold.net.value, withThreshold.output.value);
console.log("f(w_1 x_1 + w_2 x_2 + b):    ", withBias.net.value, withBias.output.value);

for (const { bias, output, threshold } of [withThreshold, withBias]) {
  const offset = threshold ?? bias;
  if (offset !== undefined)
    console.log(`d out / d ${threshold ? "theta" : "b"}:`, gradient(output, offset).value);
}

console.log("\nactivations at a net input of -0.5 and 0.5:");
for (const activation of ["step", "sigmoid", "tanh", "relu", "leakyRelu"] as const) {
  const values = [-0.5, 0.5].map((x) => neuron([x], { weights: [1], bias: "none", activation }).output.value);
  console.log(activation.padEnd(9), ...values);
}

const net = scalar("net");
const [smooth, bent] = [["sigmoid", "tanh"] as const, ["relu", "leakyRelu", "step"] as const].map((names) =>
  names.map((name) => net[name]().named(name)),
);
export const pictures = {
  smooth: plotFunction(smooth ?? [], { of: net, title: "Activations and their derivatives" }),
  bent: plotFunction(bent ?? [], {
    of: net,
    derivatives: 0,
    from: -2,
    to: 2,
    title: "Activations with a bend or a step",
  }),
};
