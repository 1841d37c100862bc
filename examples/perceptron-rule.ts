/**
 * Rosenblatt's learning rule on AND, from zeros: every correction, and the bound R^2 / gamma^2 that it never exceeds. On XOR the
 * rule never ends, and the certificate says why.
 */
import { perceptron, trainPerceptron } from "@chainrule/nn";
import { plotRegions } from "@chainrule/plot";

const points = [
  [0, 0],
  [0, 1],
  [1, 0],
  [1, 1],
];

const and = perceptron(2);
const { bound, corrections, epochs } = trainPerceptron(and, points, [0, 0, 0, 1]);
console.log("AND: epoch, wrong about, then w_1, w_2, theta");
for (const { epoch, point, threshold, weights } of corrections)
  console.log(`${epoch}  (${points[point]?.join(", ")})  ${[...weights, threshold].join(", ")}`);
console.log(`all right in epoch ${epochs}, after ${corrections.length} corrections`);
console.log(
  `at most ${bound?.corrections}: R = ${bound?.radius.toFixed(4)}, gamma = ${bound?.margin.toFixed(4)}`,
);

const xor = trainPerceptron(perceptron(2), points, [0, 1, 1, 0], { epochs: 1000 });
console.log(
  `\nXOR: all right: ${xor.converged}, corrections in ${xor.epochs} epochs: ${xor.corrections.length}`,
);
console.log(`certificate: ${xor.separability.certificate?.join(", ")}`);

export const pictures = {
  and: plotRegions(and.output, {
    inputs: and.inputs,
    points,
    labels: [0, 0, 0, 1],
    title: "The line that the rule found for AND",
  }),
};
