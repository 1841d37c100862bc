import { seededRandom } from "@chainrule/nn";
import { SAMPLES, stepper } from "./stepper";

/** micrograd's demo: MLP(2, [16, 16, 1]), relu, relu, linear; max-margin loss and a little weight decay, full batch. */
export const sizes = [2, 16, 16, 1] as const;

/** Fast implementations do 200 steps in a run, slow ones 20. */
export const STEPS = 200;
export const FEWER = 20;

/** Where training starts: at the seeded weights, or where most points are right already and give no gradient. */
export const LEARNED = 2000;

/** The loss that the last of so many steps sees, by NumPy: `python3 python/w2.py losses`. */
export const losses: Readonly<Record<number, Readonly<Record<number, number>>>> = {
  0: { 20: 0.274232519429, 200: 0.1522900226 },
  [LEARNED]: { 20: 0.0112011636353, 200: 0.0111732600179 },
};

/** The same after 20 steps where relu(x) is 0.001 x below 0, by NumPy. */
export const leakyLosses: Readonly<Record<number, number>> = {
  0: 0.273734451744,
  [LEARNED]: 0.00994678086063,
};

/** x: [100, 2] row by row, and the classes 1 and -1. */
export interface Points {
  readonly x: Float64Array;
  readonly y: Float64Array;
}

/** Two half moons that interlock. */
export function points(): Points {
  const random = seededRandom(5);
  const noise = (): number => (random() + random() + random() - 1.5) * 0.2;
  const x = new Float64Array(2 * SAMPLES);
  const y = new Float64Array(SAMPLES);
  for (let k = 0; k < SAMPLES; k++) {
    const angle = Math.PI * random();
    const lower = k % 2 === 1;
    x[2 * k] = (lower ? Math.cos(angle) : 1 - Math.cos(angle)) + noise();
    x[2 * k + 1] = (lower ? Math.sin(angle) : 0.5 - Math.sin(angle)) + noise();
    y[k] = lower ? -1 : 1;
  }
  return { x, y };
}

/** A layer's parameters: weights [units, inputs], biases [units]. */
export interface LayerParameters {
  readonly units: number;
  readonly inputs: number;
  readonly rows: readonly (readonly number[])[];
  readonly biases: readonly number[];
}

/** The parameters after so many steps of the loops by hand. */
export function parameters(steps: number): LayerParameters[] {
  const random = seededRandom(3);
  const seeded = sizes.slice(1).map((units, layer) => {
    const inputs = sizes[layer] as number; // one size more than layers
    const rows = Array.from({ length: units }, () => Array.from({ length: inputs }, () => random() * 2 - 1));
    return { units, inputs, rows, biases: rows.map(() => 0) };
  });
  if (steps === 0) return seeded;
  const p = flat(seeded);
  const { x, y } = points();
  const step = stepper(p, x, y);
  for (let k = 0; k < steps; k++) step();
  let next = 0;
  const take = (count: number): Float64Array => {
    next += count;
    return p.subarray(next - count, next);
  };
  return seeded.map(({ units, inputs, rows }) => {
    const W = take(units * inputs);
    const biases = Array.from(take(units));
    return {
      units,
      inputs,
      biases,
      rows: rows.map((row, j) => row.map((_, i) => W[i * units + j] as number)),
    };
  });
}

/** [inputs, units] row by row, as most tensor libraries want them. */
export const transposed = ({ rows, inputs }: LayerParameters): number[] =>
  Array.from({ length: inputs }, (_, i) => rows.map((row) => row[i] as number)).flat();

/** Layer by layer: weights [inputs, units], then biases. */
export const flat = (layers: readonly LayerParameters[]): Float64Array =>
  Float64Array.from(layers.flatMap((layer) => [...transposed(layer), ...layer.biases]));
