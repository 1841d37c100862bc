/**
 * What the form of data costs: the same training on nested arrays and on typed arrays, in turns.
 *   npx tsx --conditions=@chainrule/source packages/nn/scripts/forms.ts
 */
import { dim, tensor } from "@chainrule/graph";
import { type Data, fit, glorot, mlp, seededRandom } from "../src/index";

const [SAMPLES, COLUMNS, ROUNDS] = [20_000, 32, 7];
const random = seededRandom(1);
const data = Float64Array.from({ length: SAMPLES * COLUMNS }, random);
const y = Float64Array.from({ length: SAMPLES }, random);
const nested = Array.from({ length: SAMPLES }, (_, k) => [...data.subarray(k * COLUMNS, (k + 1) * COLUMNS)]);
const forms: Readonly<Record<string, Data>> = {
  typed: { x: { shape: [SAMPLES, COLUMNS], data }, y },
  nested: { x: nested, y: [...y] },
};

const times: Record<string, number[]> = { typed: [], nested: [] };
for (let round = 0; round < ROUNDS; round++) {
  for (const [form, given] of Object.entries(forms)) {
    const network = mlp(tensor("x", [dim("N"), COLUMNS]), [{ units: 16, activation: "tanh" }, 1], {
      weights: glorot(1),
    });
    const before = performance.now();
    fit(network, given, { epochs: 1, batchSize: 64 });
    times[form]?.push(performance.now() - before);
  }
}
const median = (list: readonly number[] = []): number =>
  [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)] ?? Number.NaN;
const [typed, other] = [median(times.typed), median(times.nested)];
console.log(
  `an epoch of ${SAMPLES} samples: typed ${typed.toFixed(0)} ms, nested ${other.toFixed(0)} ms, ${(other / typed).toFixed(2)} times`,
);
