/**
 * The demonstration of micrograd: 100 points in two half moons, a network 2-16-16-1 with relu, the hinge loss with weight decay, 100
 * steps at a rate that falls from 1 to 0.1, and the region of either answer. The points are made here from a seed.
 */
import { dim, scalar, tensor } from "@chainrule/graph";
import { mlp, seededRandom, train, uniform } from "@chainrule/nn";
import { plotRegions } from "@chainrule/plot";

const SAMPLES = 100;
const STEPS = 100;
const random = seededRandom(7);
const noise = (): number => 0.1 * Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
const labels = Array.from({ length: SAMPLES }, (_, k) => (k % 2 === 0 ? -1 : 1));
const points = labels.map((label, k) => {
  const angle = (Math.PI * Math.floor(k / 2)) / (SAMPLES / 2 - 1);
  const [a, b] =
    label < 0 ? [Math.cos(angle), Math.sin(angle)] : [1 - Math.cos(angle), 0.5 - Math.sin(angle)];
  return [a + noise(), b + noise()];
});

const samples = dim("N"); // one network for any number of points
const x = tensor("x", [samples, 2]);
const y = tensor("y", [samples, 1]);
const layers = [{ units: 16, activation: "relu" }, { units: 16, activation: "relu" }, 1] as const;
const network = mlp(x, layers, { weights: uniform(3, -1, 1) });
const squares = network.parameters.map((p) => p.square().sum()).reduce((sum, next) => sum.add(next));
const loss = network.output.mul(y).neg().add(1).relu().mean().add(squares.mul(1e-4)).named("E");

const scoresAt = (given: number[][]): Float64Array => {
  x.set(given);
  return (network.output.value as { readonly data: Float64Array }).data; // [N, 1]
};
const rightAnswers = (): number => {
  const scores = scoresAt(points);
  return labels.filter((label, k) => label * (scores[k] ?? 0) > 0).length;
};

x.set(points);
y.set(labels.map((label) => [label]));
const rate = scalar("eta", 1);
train(loss, network.parameters, {
  rate,
  steps: STEPS,
  onStep: ({ step, loss: error }) => {
    rate.set(1 - (0.9 * step) / STEPS);
    if (step % 20 === 0)
      console.log(`step ${step}: loss ${error.toFixed(4)}, right ${rightAnswers()} of 100`);
  },
});

console.log("\nwhere the score is above 0 (dots), with the points of either moon:");
const WIDTH = 61;
const HEIGHT = 23;
const grid = Array.from({ length: WIDTH * HEIGHT }, (_, k) => [
  -1.5 + (4 * (k % WIDTH)) / (WIDTH - 1),
  1.5 - (2.5 * Math.floor(k / WIDTH)) / (HEIGHT - 1),
]);
const cells: string[] = Array.from(scoresAt(grid), (score) => (score > 0 ? "." : " "));
points.forEach(([a = 0, b = 0], k) => {
  const column = Math.round(((a + 1.5) / 4) * (WIDTH - 1));
  const row = Math.round(((1.5 - b) / 2.5) * (HEIGHT - 1));
  cells[row * WIDTH + column] = labels[k] === 1 ? "o" : "x";
});
for (let row = 0; row < HEIGHT; row++)
  console.log(
    cells
      .slice(row * WIDTH, (row + 1) * WIDTH)
      .join("")
      .trimEnd(),
  );

export const pictures = {
  boundary: plotRegions(network, { points, labels, x: [-1.5, 2.5], y: [-1, 1.5], title: "Two moons" }),
};
