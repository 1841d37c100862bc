/**
 * Data compression, an application that document 004 names: an autoencoder with a quarter of the units. Samples of 16
 * coordinates lie near a plane of four dimensions, as most of real data does; four linear units in the middle keep nearly all of
 * their variance. The samples are made here from a seed.
 */
import { tensor } from "@chainrule/graph";
import { glorot, mlp, seededRandom, squaredError, train } from "@chainrule/nn";

const [SAMPLES, COORDINATES, HIDDEN] = [60, 16, 4];
const random = seededRandom(11);
const centred = (): number => random() + random() + random() - 1.5;
const directions = Array.from({ length: HIDDEN }, () => Array.from({ length: COORDINATES }, centred));
const samples = Array.from({ length: SAMPLES }, () => {
  const amounts = directions.map(centred);
  return Array.from(
    { length: COORDINATES },
    (_, i) =>
      amounts.reduce((sum, amount, k) => sum + amount * (directions[k]?.[i] ?? 0), 0) + 0.1 * centred(),
  );
});
const means = Array.from(
  { length: COORDINATES },
  (_, i) => samples.reduce((sum, row) => sum + (row[i] ?? 0), 0) / SAMPLES,
);
const variance = samples
  .flatMap((row) => row.map((each, i) => (each - (means[i] ?? 0)) ** 2))
  .reduce((a, b) => a + b);

const network = mlp(tensor("x", samples), [HIDDEN, COORDINATES], {
  activation: "identity",
  weights: glorot(2),
});
const loss = squaredError(network.output, samples, { half: false, names: { total: "L" } });
console.log(`${COORDINATES} coordinates through ${HIDDEN} units, ${SAMPLES} samples`);
let done = 0;
for (const steps of [0, 200, 1000, 3000]) {
  if (steps > done) train(loss, network.parameters, { rate: 0.01, steps: steps - done, optimiser: "adam" });
  done = steps;
  const kept = 1 - (loss.value as number) / variance; // a scalar
  console.log(
    `after ${String(steps).padStart(4)} steps: ${(100 * kept).toFixed(2)} % of the variance is kept`,
  );
}
