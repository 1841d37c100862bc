import { type Array_, jax } from "../../libraries/jax";
import { descend, numberIn, rows, torch } from "../../libraries/js-pytorch";
import {
  mlMatrix as loadMlMatrix,
  numpyTs as loadNumpyTs,
  type Matrix,
  type NdArray,
} from "../../libraries/matrices";
import { tfjs as loadTfjs, matrix, type Tensor } from "../../libraries/tfjs";
import type { Prepared } from "../../workload";
import { BATCH, BATCHES, CLASSES, data, HIDDEN, INPUTS, rate, STEPS } from "./problem";

export const tfjs = (backend: "cpu" | "wasm") => async (): Promise<Prepared> => {
  const tf = await loadTfjs(backend);
  const { x, oneHot, W1, W2 } = data();
  const X = x.map((entries) => matrix(tf, entries, BATCH, INPUTS));
  const Y = oneHot.map((entries) => matrix(tf, entries, BATCH, CLASSES));
  const start = [matrix(tf, W1, INPUTS, HIDDEN), tf.zeros([HIDDEN]), matrix(tf, W2, HIDDEN, CLASSES), tf.zeros([CLASSES])] as const; // biome-ignore format: the parameters
  const w1 = tf.variable(start[0]);
  const b1 = tf.variable(start[1]);
  const w2 = tf.variable(start[2]);
  const b2 = tf.variable(start[3]);
  const optimizer = tf.train.sgd(rate);
  let last = Number.NaN;
  return {
    units: STEPS,
    run() {
      [w1, b1, w2, b2].forEach((p, k) => {
        p.assign(start[k] as Tensor); // one for each
      });
      for (let k = 0; k < STEPS; k++) {
        const input = X[k % BATCHES] as Tensor;
        const cost = optimizer.minimize(() => {
          const h = tf.relu(tf.add(tf.matMul(input, w1), b1));
          return tf.losses.softmaxCrossEntropy(Y[k % BATCHES] as Tensor, tf.add(tf.matMul(h, w2), b2));
        }, true);
        if (k === STEPS - 1) last = cost.dataSync()[0] as number;
        cost.dispose();
      }
    },
    values: () => [last],
  };
};

export const jaxWasm = (dtype: "float32" | "float64") => async (): Promise<Prepared> => {
  const { numpy: np, nn, jit, valueAndGrad, blockUntilReady, of } = await jax(dtype);
  const { x, oneHot, W1, W2 } = data();
  const X = x.map((entries) => of(entries, [BATCH, INPUTS]));
  const Y = oneHot.map((entries) => of(entries, [BATCH, CLASSES]));
  type Parameters = readonly [Array_, Array_, Array_, Array_];
  const start: Parameters = [of(W1, [INPUTS, HIDDEN]), of(new Float64Array(HIDDEN), [HIDDEN]), of(W2, [HIDDEN, CLASSES]), of(new Float64Array(CLASSES), [CLASSES])]; // biome-ignore format: the parameters
  const loss = ([w1, b1, w2, b2]: Parameters, input: Array_, y: Array_): Array_ => {
    const z = np.matmul(nn.relu(np.matmul(input, w1).add(b1)), w2).add(b2);
    return nn
      .logSoftmax(z)
      .mul(y)
      .sum()
      .mul(-1 / BATCH);
  };
  const step = jit((p: Parameters, input: Array_, y: Array_) => {
    const copy = p.map((w) => w.ref) as unknown as Parameters; // as many
    const [value, gradients] = valueAndGrad<[Parameters, Array_, Array_], Array_[]>(loss)(copy, input, y);
    return [
      value,
      p.map((w, k) => w.sub((gradients[k] as Array_).mul(rate))) as unknown as Parameters,
    ] as const;
  });
  let last = Number.NaN;
  return {
    units: STEPS,
    async run() {
      let p = start.map((w) => w.ref) as unknown as Parameters; // as many
      for (let k = 0; k < STEPS; k++) {
        const [value, next] = step(p, (X[k % BATCHES] as Array_).ref, (Y[k % BATCHES] as Array_).ref);
        p = next;
        await blockUntilReady(p);
        if (k === STEPS - 1) last = (await value.data())[0] as number;
        else value.dispose();
      }
      for (const w of p) w.dispose();
    },
    values: () => [last],
  };
};

/** Its relu leaks. */
export async function jsPytorch(): Promise<Prepared> {
  const T = await torch();
  const relu = new T.nn.ReLU();
  const entropy = new T.nn.CrossEntropyLoss();
  const { x, classes, W1, W2 } = data();
  const X = x.map((entries) => T.tensor(rows(entries, INPUTS)));
  const Y = classes.map((list) => T.tensor(Array.from(list)));
  let last = Number.NaN;
  return {
    units: STEPS,
    run() {
      const w1 = T.tensor(rows(W1, HIDDEN), true);
      const w2 = T.tensor(rows(W2, CLASSES), true);
      const b1 = T.tensor(new Array(HIDDEN).fill(0), true);
      const b2 = T.tensor(new Array(CLASSES).fill(0), true);
      for (let k = 0; k < STEPS; k++) {
        const h = relu.forward(T.matmul(X[k % BATCHES]!, w1).add(b1));
        const loss = entropy.forward(T.matmul(h, w2).add(b2), Y[k % BATCHES]!);
        loss.backward();
        descend([w1, w2, b1, b2], rate);
        last = numberIn(loss);
      }
    },
    values: () => [last],
  };
}

/** The gradient by hand. */
export async function mlMatrix(): Promise<Prepared> {
  const { Matrix } = await loadMlMatrix();
  const { x, classes, W1, W2 } = data();
  const X = x.map((entries) => new Matrix(rows(entries, INPUTS)));
  let last = Number.NaN;
  return {
    units: STEPS,
    run() {
      const w1 = new Matrix(rows(W1, HIDDEN));
      const w2 = new Matrix(rows(W2, CLASSES));
      let b1: number[] = new Array(HIDDEN).fill(0);
      let b2: number[] = new Array(CLASSES).fill(0);
      const less = (b: number[], gradient: Matrix): number[] => {
        const sums = gradient.sum("column");
        return b.map((value, j) => value - rate * (sums[j] as number));
      };
      for (let k = 0; k < STEPS; k++) {
        const input = X[k % BATCHES] as Matrix;
        const h = input.mmul(w1).addRowVector(b1);
        each(BATCH, HIDDEN, (i, j) => h.get(i, j) < 0 && h.set(i, j, 0));
        const z = h.mmul(w2).addRowVector(b2);
        last = softmaxGradient(z, classes[k % BATCHES] as Int32Array);
        const dh = z.mmul(w2.transpose());
        each(BATCH, HIDDEN, (i, j) => !(h.get(i, j) > 0) && dh.set(i, j, 0));
        b1 = less(b1, dh);
        b2 = less(b2, z);
        w2.sub(h.transpose().mmul(z).mul(rate));
        w1.sub(input.transpose().mmul(dh).mul(rate));
      }
    },
    values: () => [last],
  };
}

function each(m: number, n: number, visit: (i: number, j: number) => unknown): void {
  for (let i = 0; i < m; i++) for (let j = 0; j < n; j++) visit(i, j);
}

/** The mean cross-entropy of the logits z; leaves its gradient in z. */
function softmaxGradient(z: Matrix, classes: Int32Array): number {
  let loss = 0;
  for (let i = 0; i < BATCH; i++) {
    const row = Array.from({ length: CLASSES }, (_, j) => z.get(i, j));
    const largest = Math.max(...row);
    const powers = row.map((value) => Math.exp(value - largest));
    const sum = powers.reduce((total, next) => total + next);
    const right = classes[i] as number;
    loss += (Math.log(sum) + largest - (row[right] as number)) / BATCH;
    powers.forEach((e, j) => {
      z.set(i, j, (e / sum - (j === right ? 1 : 0)) / BATCH);
    });
  }
  return loss;
}

/** The gradient by hand. */
export async function numpyTs(): Promise<Prepared> {
  const np = await loadNumpyTs();
  const { x, oneHot, W1, W2 } = data();
  const X = x.map((entries) => np.array(rows(entries, INPUTS)));
  const Y = oneHot.map((entries) => np.array(rows(entries, CLASSES)));
  const start = [np.array(rows(W1, HIDDEN)), np.array(rows(W2, CLASSES))] as const;
  let last = Number.NaN;
  return {
    units: STEPS,
    run() {
      let [w1, w2]: readonly NdArray[] = start as readonly [NdArray, NdArray];
      let b1 = np.zeros([HIDDEN]);
      let b2 = np.zeros([CLASSES]);
      for (let k = 0; k < STEPS; k++) {
        const input = X[k % BATCHES]!;
        const h = np.maximum(np.matmul(input, w1!).add(b1), 0);
        const z = np.matmul(h, w2!).add(b2);
        const largest = np.max(z, 1, true);
        const e = np.exp(z.subtract(largest));
        const sum = np.sum(e, 1, true);
        if (k === STEPS - 1) {
          const logs = np.sum(np.log(sum).add(largest));
          last = (Number(logs) - Number(np.sum(z.multiply(Y[k % BATCHES]!)))) / BATCH;
        }
        const dz = e
          .divide(sum)
          .subtract(Y[k % BATCHES]!)
          .multiply(1 / BATCH);
        const dh = np.matmul(dz, np.transpose(w2!)).multiply(np.greater(h, 0));
        w2 = w2!.subtract(np.matmul(np.transpose(h), dz).multiply(rate));
        w1 = w1!.subtract(np.matmul(np.transpose(input), dh).multiply(rate));
        b1 = b1.subtract(np.sum(dh, 0).multiply(rate));
        b2 = b2.subtract(np.sum(dz, 0).multiply(rate));
      }
    },
    values: () => [last],
  };
}
