/**
 * The table of decision regions in document 000: without a hidden layer two half planes, with one convex regions, with two any shape.
 * Each structure learns XOR, two meshed arcs, and two islands in a sea; the maps show where it answers 1. Units that bend
 * smoothly do more than the table says: one hidden layer has both islands.
 */
import { dim, tensor } from "@chainrule/graph";
import { crossEntropy, glorot, mlp, separability, train } from "@chainrule/nn";
import { plotRegions } from "@chainrule/plot";

interface Problem {
  readonly points: readonly (readonly [number, number])[];
  readonly labels: readonly (0 | 1)[];
}

const SIDE = 12;
const lattice = Array.from(
  { length: SIDE * SIDE },
  (_, k) =>
    [-1.1 + (2.2 * (k % SIDE)) / (SIDE - 1), -1.1 + (2.2 * Math.floor(k / SIDE)) / (SIDE - 1)] as const,
);
const labelled = (isOne: (a: number, b: number) => boolean): Problem => ({
  points: lattice,
  labels: lattice.map(([a, b]) => (isOne(a, b) ? 1 : 0)),
});
const within = (a: number, b: number, radius: number): boolean => Math.hypot(a, b) < radius;
const arc = Array.from({ length: 20 }, (_, k) => (Math.PI * k) / 19);
const problems: Readonly<Record<string, Problem>> = {
  XOR: {
    points: [[-1, -1], [-1, 1], [1, -1], [1, 1]], // biome-ignore format: corners
    labels: [0, 1, 1, 0],
  },
  meshed: {
    points: arc.flatMap((t) => [
      [0.8 * Math.cos(t) - 0.3, 0.9 * Math.sin(t) - 0.25] as const,
      [0.3 - 0.8 * Math.cos(t), 0.25 - 0.9 * Math.sin(t)] as const,
    ]),
    labels: arc.flatMap(() => [0, 1] as const),
  },
  islands: labelled((a, b) => within(a + 0.55, b + 0.45, 0.4) || within(a - 0.5, b - 0.5, 0.45)),
};
const structures: Readonly<Record<string, readonly number[]>> = {
  "no hidden layer": [],
  "one hidden layer": [6],
  "two hidden layers": [10, 10],
};

const [WIDTH, HEIGHT] = [23, 12];
const grid = Array.from({ length: WIDTH * HEIGHT }, (_, k) => [
  -1.1 + (2.2 * (k % WIDTH)) / (WIDTH - 1),
  1.1 - (2.2 * Math.floor(k / WIDTH)) / (HEIGHT - 1),
]);

const drawn: Record<string, string> = {};
for (const [name, { labels, points }] of Object.entries(problems)) {
  const isSeparable = separability(points, labels).certificate === undefined;
  console.log(
    `${name}: ${isSeparable ? "a line separates" : "no line separates"} the ${points.length} points`,
  );
  const maps = Object.entries(structures).map(([structure, hidden]) => {
    const x = tensor("x", [dim("N"), 2]);
    const y = tensor("y", [dim("N"), 1]);
    const layers = hidden.map((units) => ({ units, activation: "tanh" as const }));
    const { output, parameters } = mlp(x, [...layers, 1], { weights: glorot(4) });
    const scoresAt = (given: number[][]): Float64Array => {
      x.set(given);
      return (output.value as { readonly data: Float64Array }).data; // [N, 1]
    };
    const samples = points.map((point) => [...point]);
    x.set(samples);
    y.set(labels.map((label) => [label]));
    train(crossEntropy(output, y, { binary: true, mean: "samples" }), parameters, {
      rate: 0.02,
      steps: 1500,
      optimiser: "adam",
    });
    const scores = scoresAt(samples);
    const right = labels.filter((label, k) => (scores[k] ?? 0) > 0 === (label === 1)).length;
    console.log(`  ${structure}: ${right} of ${points.length} right`);
    drawn[`${name}-${hidden.length}-hidden`] = plotRegions(output, {
      inputs: [x],
      points,
      labels,
      x: [-1.2, 1.2],
      y: [-1.2, 1.2],
      resolution: 50,
      units: false,
      title: `${name}: ${structure}`,
    });
    const cells = Array.from(scoresAt(grid), (score) => (score > 0 ? "#" : "."));
    return Array.from({ length: HEIGHT }, (_, row) => cells.slice(row * WIDTH, (row + 1) * WIDTH).join(""));
  });
  for (let row = 0; row < HEIGHT; row++) console.log(`  ${maps.map((map) => map[row]).join("   ")}`);
  console.log("");
}

export const pictures = drawn;
