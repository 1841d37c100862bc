import { seededRandom } from "@chainrule/nn";

/** A classifier of handwritten digits, on synthetic ones: 784-128-10, relu, softmax cross-entropy, batches of 64 in turn. */
export const BATCH = 64;
export const INPUTS = 784;
export const HIDDEN = 128;
export const CLASSES = 10;
export const BATCHES = 10;
export const rate = 0.1;
export const STEPS = 20;

/** The loss of step 20 before its update: NumPy and PyTorch in float64 agree on these digits. */
export const loss = 2.274765628;

export interface Data {
  /** [64, 784] each. */
  readonly x: readonly Float64Array[];
  /** The classes of each batch. */
  readonly classes: readonly Int32Array[];
  /** The classes as rows of 0 and 1, [64, 10] each. */
  readonly oneHot: readonly Float64Array[];
  /** [784, 128] and [128, 10]; biases are 0 at first. */
  readonly W1: Float64Array;
  readonly W2: Float64Array;
}

export function data(): Data {
  const random = seededRandom(9);
  const x: Float64Array[] = [];
  const classes: Int32Array[] = [];
  for (let k = 0; k < BATCHES; k++) {
    x.push(new Float64Array(BATCH * INPUTS).map(() => random()));
    classes.push(new Int32Array(BATCH).map(() => Math.floor(random() * CLASSES)));
  }
  const glorot = (from: number, to: number): Float64Array => {
    const limit = Math.sqrt(6 / (from + to));
    return new Float64Array(from * to).map(() => (random() * 2 - 1) * limit);
  };
  const oneHot = classes.map((list) => {
    const rows = new Float64Array(BATCH * CLASSES);
    list.forEach((c, k) => {
      rows[k * CLASSES + c] = 1;
    });
    return rows;
  });
  return { x, classes, oneHot, W1: glorot(INPUTS, HIDDEN), W2: glorot(HIDDEN, CLASSES) };
}
