/**
 * XOR with one hidden unit, whose output unit also sees the inputs (skip connections). The document leaves the hidden unit open
 * at a tie and gives 0 to the output unit at one; corners of the square never tie, points between them do.
 */
import { scalar } from "@chainrule/graph";
import { perceptron, truthTable } from "@chainrule/nn";
import { plotRegions } from "@chainrule/plot";

const x = [scalar("X_1"), scalar("X_2")];
const hidden = perceptron(x, { name: "h", weights: [1, 1], threshold: 1.5 });
const output = perceptron([...x, hidden.output], { name: "y", weights: [1, 1, -2], threshold: 0.5, tie: 0 });

console.log("X_1 X_2 | hidden net  y' | output net  y");
const nodes = [hidden.net, hidden.output, output.net, output.output];
for (const { inputs, outputs } of truthTable(nodes, x)) {
  const [hiddenNet, y1, outputNet, y] = outputs.map(String);
  console.log(
    `${inputs.map((bit) => ` ${bit} `).join(" ")} | ${hiddenNet?.padStart(10)} ${y1?.padStart(3)} | ${outputNet?.padStart(10)} ${y?.padStart(2)}`,
  );
}

console.log("\nalong X_1 = X_2, with s = X_1 + X_2: 1 for 0.5 < s < 1.5 and for s > 2.5");
for (const s of [0.25, 0.5, 0.75, 1, 1.25, 1.5, 2, 2.5, 2.75]) {
  for (const input of x) input.set(s / 2);
  const isTie = hidden.net.value === 0 || output.net.value === 0;
  console.log(`s = ${String(s).padEnd(4)}  y = ${output.output.value}${isTie ? "  (a tie)" : ""}`);
}

const corners = truthTable(output.output, x);
export const pictures = {
  regions: plotRegions(output.output, {
    inputs: x,
    points: corners.map((row) => row.inputs),
    labels: corners.map((row) => row.outputs),
    x: [-0.5, 2],
    y: [-0.5, 2],
    title: "XOR with one hidden unit and skips",
  }),
};
