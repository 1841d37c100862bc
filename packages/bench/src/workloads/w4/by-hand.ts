import type { Prepared } from "../../workload";
import type { Matmul } from "../matmul";
import { BATCH, BATCHES, CLASSES, data, HIDDEN, INPUTS, rate, STEPS } from "./problem";

type Numbers = Float64Array & { [index: number]: number };

/** The step in typed arrays; the updates W += X^T (-rate dH) are folded into the products. */
export const typedArrays = (matmul: Matmul) => (): Prepared => {
  const { x, classes, W1: start1, W2: start2 } = data();
  const W1 = start1.slice();
  const W2 = start2.slice();
  const b1: Numbers = new Float64Array(HIDDEN);
  const b2: Numbers = new Float64Array(CLASSES);
  const h: Numbers = new Float64Array(BATCH * HIDDEN);
  const z: Numbers = new Float64Array(BATCH * CLASSES);
  const dh: Numbers = new Float64Array(BATCH * HIDDEN);
  const step = (X: Float64Array, y: Int32Array): number => {
    matmul(BATCH, HIDDEN, INPUTS, X, INPUTS, 1, W1, HIDDEN, 1, h, 0);
    for (let k = 0; k < h.length; k++) {
      const net = h[k]! + b1[k % HIDDEN]!;
      h[k] = net > 0 ? net : 0;
    }
    matmul(BATCH, CLASSES, HIDDEN, h, HIDDEN, 1, W2, CLASSES, 1, z, 0);
    const loss = crossEntropy(z, b2, y);
    matmul(BATCH, HIDDEN, CLASSES, z, CLASSES, 1, W2, 1, CLASSES, dh, 0);
    for (let k = 0; k < h.length; k++) if (!(h[k]! > 0)) dh[k] = 0;
    matmul(HIDDEN, CLASSES, BATCH, h, 1, HIDDEN, z, CLASSES, 1, W2, 1);
    matmul(INPUTS, HIDDEN, BATCH, X, 1, INPUTS, dh, HIDDEN, 1, W1, 1);
    for (let k = 0; k < dh.length; k++) b1[k % HIDDEN]! += dh[k]!;
    for (let k = 0; k < z.length; k++) b2[k % CLASSES]! += z[k]!;
    return loss;
  };
  let last = Number.NaN;
  return {
    units: STEPS,
    run() {
      W1.set(start1);
      W2.set(start2);
      b1.fill(0);
      b2.fill(0);
      for (let k = 0; k < STEPS; k++)
        last = step(x[k % BATCHES] as Float64Array, classes[k % BATCHES] as Int32Array);
    },
    values: () => [last],
  };
};

/** The mean cross-entropy of logits z + b; leaves -rate times its gradient in z. */
function crossEntropy(z: Numbers, b: Numbers, y: Int32Array): number {
  let loss = 0;
  for (let i = 0; i < BATCH; i++) {
    const row = i * CLASSES;
    let largest = Number.NEGATIVE_INFINITY;
    for (let j = 0; j < CLASSES; j++) {
      z[row + j]! += b[j]!;
      largest = Math.max(largest, z[row + j]!);
    }
    const right = row + (y[i] as number);
    const logit = z[right]!;
    let sum = 0;
    for (let j = 0; j < CLASSES; j++) {
      const e = Math.exp(z[row + j]! - largest);
      z[row + j] = e;
      sum += e;
    }
    loss += (Math.log(sum) + largest - logit) / BATCH;
    for (let j = 0; j < CLASSES; j++) z[row + j]! *= -rate / sum / BATCH;
    z[right]! += rate / BATCH;
  }
  return loss;
}
