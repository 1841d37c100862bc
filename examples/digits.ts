/**
 * Pattern recognition, an application that document 004 names: 10,000 handwritten digits of MNIST by a network 196-100-10. Four of five
 * are learned from, in batches of 40 and each time moved by at most a pixel, the others are asked for. A picture of 28 by 28 pixels is
 * seen as 14 by 14 means.
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { compile, dim, scalar, type TensorValue, tensor, type Value } from "@chainrule/graph";
import { crossEntropy, glorot, mlp, sgd } from "@chainrule/nn";
import { plotConfusion, plotImages } from "@chainrule/plot";

const [WIDTH, SIDE, CLASSES] = [28, 14, 10];
const [PIXELS, BATCH, EPOCHS] = [SIDE * SIDE, 40, 20];

interface Digit {
  readonly pixels: readonly number[];
  readonly class: number;
}

const { resolve } = createRequire(import.meta.url);
const digits: Digit[] = Array.from({ length: CLASSES }, (_, digit) => {
  const text = readFileSync(resolve(`mnist/src/digits/${digit}.json`), "utf8");
  const { data }: { data: number[] } = JSON.parse(text);
  const size = WIDTH * WIDTH;
  return Array.from({ length: data.length / size }, (_, k) => ({
    pixels: data.slice(k * size, (k + 1) * size),
    class: digit,
  }));
}).flat();
const learned = digits.filter((_, k) => k % 5 !== 4);
const others = digits.filter((_, k) => k % 5 === 4);

/** Whole numbers from 0 to below a bound, the same in every run (Numerical Recipes' generator). */
let state = 1;
function random(bound: number): number {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return Math.floor((state / 2 ** 32) * bound);
}

/** Digits as rows of means of four pixels, moved by what `shift` says. */
function rows(given: readonly Digit[], shift: () => number): TensorValue {
  const data = new Float64Array(given.length * PIXELS);
  given.forEach(({ pixels }, row) => {
    const [down, right] = [shift(), shift()];
    pixels.forEach((ink, k) => {
      const [i, j] = [(Math.floor(k / WIDTH) + down) >> 1, ((k % WIDTH) + right) >> 1];
      const at = row * PIXELS + i * SIDE + j;
      if (i >= 0 && i < SIDE && j >= 0 && j < SIDE) data[at] = (data[at] ?? 0) + ink / 4;
    });
  });
  return { shape: [given.length, PIXELS], data };
}

/** A 1 in the column of each class. */
function targets(given: readonly Digit[]): TensorValue {
  const data = new Float64Array(given.length * CLASSES);
  given.forEach((digit, row) => {
    data[row * CLASSES + digit.class] = 1;
  });
  return { shape: [given.length, CLASSES], data };
}

const N = dim("N");
const x = tensor("x", [N, PIXELS]);
const y = tensor("y", [N, CLASSES]);
const { output, parameters } = mlp(x, [{ units: 100, activation: "relu" }, CLASSES], { weights: glorot(1) });
const loss = crossEntropy(output, y, { mean: "samples" });
const answer = compile([output], [x, ...parameters]);
const eta = scalar("eta");
const step = compile([loss, ...sgd(loss, parameters, { rate: eta })], [x, y, eta, ...parameters]);

function answersTo(given: readonly Digit[], values: readonly Value[]): number[] {
  const [scores] = answer([rows(given, () => 0), ...values]) as [TensorValue];
  return given.map((_, k) => {
    const row = [...scores.data.subarray(k * CLASSES, (k + 1) * CLASSES)];
    return row.indexOf(Math.max(...row));
  });
}

function right(given: readonly Digit[], values: readonly Value[]): string {
  const answers = answersTo(given, values);
  const count = given.filter((digit, k) => answers[k] === digit.class).length;
  return `${count} of ${given.length} (${((100 * count) / given.length).toFixed(1)} %)`;
}

let values: readonly Value[] = parameters.map((parameter) => parameter.value);
const order = [...learned];
for (let epoch = 1; epoch <= EPOCHS; epoch++) {
  for (let k = order.length - 1; k > 0; k--) {
    const other = random(k + 1);
    [order[k], order[other]] = [order[other] as Digit, order[k] as Digit]; // both are below its length
  }
  const rate = epoch <= 12 ? 0.3 : epoch <= 17 ? 0.15 : 0.05;
  const batches = Array.from({ length: order.length / BATCH }, (_, k) => {
    const batch = order.slice(k * BATCH, (k + 1) * BATCH);
    return [rows(batch, () => random(3) - 1), targets(batch), rate];
  });
  [, ...values] = step.run(batches, values) as Value[]; // the loss of the last batch comes first
  if (epoch % 5 === 0) console.log(`epoch ${epoch}: ${right(others, values)} of the others right`);
}
console.log(`learned: ${right(learned, values)} right`);
console.log(`others:  ${right(others, values)} right`);

parameters.forEach((parameter, k) => {
  parameter.set(values[k] as Value); // one for each
});
const W = values[0] as TensorValue; // a row for each hidden unit
const units = Array.from({ length: 20 }, (_, k) => [...W.data.subarray(k * PIXELS, (k + 1) * PIXELS)]);
export const pictures = {
  confusion: plotConfusion(
    others.map((digit) => digit.class),
    answersTo(others, values),
    { title: "Digits that were not learned from" },
  ),
  units: plotImages(units, { shape: [SIDE, SIDE], title: "What twenty hidden units look for" }),
};
