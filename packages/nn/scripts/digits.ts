/**
 * How well, and how fast, `fit` learns the 10,000 handwritten digits of the package mnist: four of five are learned from, each also moved
 * by a pixel in eight directions, the others are asked for.
 *   npx tsx --conditions=@chainrule/source packages/nn/scripts/digits.ts [EPOCHS] [UNITS]
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dim, type TensorValue, tensor } from "@chainrule/graph";
import { accuracy, fitEpochs, he, mlp, predict } from "../src/index";

const [WIDTH, SIDE, CLASSES, BATCH] = [28, 14, 10, 64];
const [EPOCHS = 12, UNITS = 256] = process.argv.slice(2).map(Number);

interface Digit {
  readonly pixels: readonly number[];
  readonly class: number;
}

const { resolve } = createRequire(import.meta.url);
const digits: Digit[] = Array.from({ length: CLASSES }, (_, digit) => {
  const { data }: { data: number[] } = JSON.parse(
    readFileSync(resolve(`mnist/src/digits/${digit}.json`), "utf8"),
  );
  const size = WIDTH * WIDTH;
  return Array.from({ length: data.length / size }, (_, k) => ({
    pixels: data.slice(k * size, (k + 1) * size),
    class: digit,
  }));
}).flat();

/** Pictures of 14 by 14 means, moved by so many pixels. */
function rows(given: readonly Digit[], moves: readonly (readonly [number, number])[]): TensorValue {
  const data = new Float64Array(given.length * moves.length * SIDE * SIDE);
  moves.forEach(([down, right], move) => {
    given.forEach(({ pixels }, picture) => {
      const start = (move * given.length + picture) * SIDE * SIDE;
      pixels.forEach((ink, k) => {
        const [i, j] = [(Math.floor(k / WIDTH) + down) >> 1, ((k % WIDTH) + right) >> 1];
        const at = start + i * SIDE + j;
        if (i >= 0 && i < SIDE && j >= 0 && j < SIDE) data[at] = (data[at] ?? 0) + ink / 4;
      });
    });
  });
  return { shape: [given.length * moves.length, SIDE * SIDE], data };
}

const learned = digits.filter((_, k) => k % 5 !== 4);
const others = digits.filter((_, k) => k % 5 === 4);
const moves = [-1, 0, 1].flatMap((down) => [-1, 0, 1].map((right) => [down, right] as const));
const classes = (given: readonly Digit[]): number[] => given.map((digit) => digit.class);
const data = { x: rows(learned, moves), y: moves.flatMap(() => classes(learned)) };
const asked = { x: rows(others, [[0, 0]]), y: classes(others) };

const x = tensor("x", [dim("N"), SIDE * SIDE]);
const network = mlp(x, [{ units: UNITS, activation: "relu" }, CLASSES], { weights: he(1) });
const rate = (epoch: number): number => 0.002 * 0.7 ** (epoch - 1);
let before = performance.now();
for (const { epoch, loss } of fitEpochs(network, data, { epochs: EPOCHS, batchSize: BATCH, rate, seed: 1 })) {
  const seconds = (performance.now() - before) / 1000;
  const right = accuracy(predict(network, asked.x), asked.y);
  console.log(
    `epoch ${epoch}: loss ${loss.toFixed(4)}, ${(100 * right).toFixed(2)} % of ${others.length} others right, ${seconds.toFixed(1)} s`,
  );
  before = performance.now();
}
