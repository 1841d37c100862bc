/**
 * Function approximation, the first application that document 004 names: sin x from -pi to pi by one hidden layer of ten tanh units
 * and a linear output, from 41 samples. The largest error is measured between the samples too.
 */
import { dim, tensor } from "@chainrule/graph";
import { glorot, mlp, train } from "@chainrule/nn";
import { plotCurves } from "@chainrule/plot";

const column = (count: number): number[][] =>
  Array.from({ length: count }, (_, k) => [-Math.PI + (2 * Math.PI * k) / (count - 1)]);
const samples = column(41);

const x = tensor("x", [dim("N"), 1]); // one network for any number of points
const y = tensor("y", [dim("N"), 1]);
const network = mlp(x, [{ units: 10, activation: "tanh" }, 1], { weights: glorot(1) });
const loss = network.output.sub(y).square().mean().named("E");

x.set(samples);
y.set(samples.map(([at = 0]) => [Math.sin(at)]));
for (const rate of [0.01, 0.001]) {
  const { loss: error } = train(loss, network.parameters, { rate, steps: 4000, optimiser: "adam" });
  console.log(`after 4000 steps of adam at the rate ${rate}: mean square ${error.toExponential(3)}`);
}

const between = column(1001);
x.set(between);
const { data } = network.output.value as { readonly data: Float64Array }; // [1001, 1]
const worst = Math.max(...between.map(([at = 0], k) => Math.abs((data[k] ?? 0) - Math.sin(at))));
console.log(`largest error at 1001 points: ${worst.toFixed(4)}, below 0.02: ${worst < 0.02}`);

const curve = (f: (at: number, k: number) => number): [number, number][] =>
  between.map(([at = 0], k) => [at, f(at, k)]);
export const pictures = {
  sine: plotCurves({ "sin x": curve(Math.sin), network: curve((_, k) => data[k] ?? 0) }, { x: "x", y: "y" }),
};
