import type { Prepared } from "../../workload";
import { sigmoid } from "../sigmoid";
import { biases, inputs, rate, STEPS, targets, weights } from "./problem";

/** What one would write for this very network: one loop, everything in local variables. */
export function localVariables(): Prepared {
  const [i1, i2] = inputs;
  const [b1, b2] = biases;
  const [t1, t2] = targets;
  const train = (steps: number): number => {
    let [w1, w2, w3, w4, w5, w6, w7, w8]: number[] = [...weights] as [
      number,
      number,
      number,
      number,
      number,
      number,
      number,
      number,
    ];
    let loss = 0;
    for (let step = 0; step < steps; step++) {
      const h1 = sigmoid(w1 * i1 + w2 * i2 + b1);
      const h2 = sigmoid(w3 * i1 + w4 * i2 + b1);
      const o1 = sigmoid(w5 * h1 + w6 * h2 + b2);
      const o2 = sigmoid(w7 * h1 + w8 * h2 + b2);
      const e1 = o1 - t1;
      const e2 = o2 - t2;
      loss = 0.5 * e1 * e1 + 0.5 * e2 * e2;
      const d1 = e1 * o1 * (1 - o1);
      const d2 = e2 * o2 * (1 - o2);
      const g1 = (d1 * w5 + d2 * w7) * h1 * (1 - h1);
      const g2 = (d1 * w6 + d2 * w8) * h2 * (1 - h2);
      w5 -= rate * d1 * h1;
      w6 -= rate * d1 * h2;
      w7 -= rate * d2 * h1;
      w8 -= rate * d2 * h2;
      w1 -= rate * g1 * i1;
      w2 -= rate * g1 * i2;
      w3 -= rate * g2 * i1;
      w4 -= rate * g2 * i2;
    }
    return loss;
  };
  return prepared(train);
}

/** What one would write for any layers: loops over typed arrays. */
export function typedArrays(): Prepared {
  const sizes = [2, 2, 2];
  const train = (steps: number): number => {
    const W = [Float64Array.from(weights.slice(0, 4)), Float64Array.from(weights.slice(4))];
    const a = sizes.map((units) => new Float64Array(units));
    const delta = sizes.map((units) => new Float64Array(units));
    (a[0] as Float64Array).set(inputs);
    let loss = 0;
    for (let step = 0; step < steps; step++) {
      for (let l = 0; l < 2; l++)
        forward(W[l] as Float64Array, a[l] as Float64Array, a[l + 1] as Float64Array, biases[l] as number);
      loss = 0;
      const out = a[2] as Float64Array;
      for (let j = 0; j < 2; j++) {
        const o = out[j] as number;
        const e = o - (targets[j] as number);
        loss += 0.5 * e * e;
        (delta[2] as Float64Array)[j] = e * o * (1 - o);
      }
      for (let l = 1; l >= 0; l--)
        backward(
          W[l] as Float64Array,
          a[l] as Float64Array,
          delta[l] as Float64Array,
          delta[l + 1] as Float64Array,
        );
    }
    return loss;
  };
  return prepared(train);
}

function forward(W: Float64Array, x: Float64Array, a: Float64Array, b: number): void {
  for (let j = 0; j < a.length; j++) {
    let net = b;
    for (let i = 0; i < x.length; i++) net += (W[j * x.length + i] as number) * (x[i] as number);
    a[j] = sigmoid(net);
  }
}

/** Leaves the deltas of the layer below in `below`, then updates W. */
function backward(W: Float64Array, x: Float64Array, below: Float64Array, delta: Float64Array): void {
  for (let i = 0; i < x.length; i++) {
    let sum = 0;
    for (let j = 0; j < delta.length; j++) sum += (delta[j] as number) * (W[j * x.length + i] as number);
    below[i] = sum * (x[i] as number) * (1 - (x[i] as number));
  }
  for (let j = 0; j < delta.length; j++)
    for (let i = 0; i < x.length; i++)
      W[j * x.length + i] = (W[j * x.length + i] as number) - rate * (delta[j] as number) * (x[i] as number);
}

function prepared(train: (steps: number) => number): Prepared {
  let last = Number.NaN;
  return {
    units: STEPS,
    run() {
      last = train(STEPS);
    },
    values: () => [last],
  };
}
