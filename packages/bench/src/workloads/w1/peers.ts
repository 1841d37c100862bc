import { type Array_, jax } from "../../libraries/jax";
import { descend, numberIn, type TorchTensor, torch } from "../../libraries/js-pytorch";
import { load } from "../../libraries/load";
import { mathjs as loadMathjs, type Scope } from "../../libraries/mathjs";
import { micrograd as loadMicrograd, type Value } from "../../libraries/micrograd";
import { tfjs as loadTfjs, matrix, type Tensor } from "../../libraries/tfjs";
import type { Prepared } from "../../workload";
import { biases, FEWER, inputs, rate, STEPS, targets, weights } from "./problem";

const [w1, w2, w3, w4, w5, w6, w7, w8] = weights;
/** [inputs, units], as tensor libraries want them. */
const hidden = [w1, w3, w2, w4];
const output = [w5, w7, w6, w8];

/** Steps of a run, each of which leaves the loss. */
function stepper(units: number, start: () => () => number | undefined): Prepared {
  let last: number | undefined;
  return {
    units,
    run() {
      const step = start();
      for (let k = 0; k < units; k++) last = step();
    },
    values: () => [last ?? Number.NaN],
  };
}

export async function micrograd(): Promise<Prepared> {
  const { Value } = await loadMicrograd();
  const sigmoid = (x: Value): Value => new Value(1).div(x.mul(-1).exp().add(1));
  const net = (a: Value, x: Value | number, b: Value, y: Value | number, bias: number): Value =>
    a.mul(x).add(b.mul(y)).add(bias);
  const squared = (o: Value, target: number): Value => {
    const error = o.sub(target);
    return error.mul(error).mul(0.5);
  };
  return stepper(FEWER, () => {
    const w = weights.map((value) => new Value(value)) as [
      Value,
      Value,
      Value,
      Value,
      Value,
      Value,
      Value,
      Value,
    ];
    return () => {
      const h1 = sigmoid(net(w[0], inputs[0], w[1], inputs[1], biases[0]));
      const h2 = sigmoid(net(w[2], inputs[0], w[3], inputs[1], biases[0]));
      const o1 = sigmoid(net(w[4], h1, w[5], h2, biases[1]));
      const o2 = sigmoid(net(w[6], h1, w[7], h2, biases[1]));
      const loss = squared(o1, targets[0]).add(squared(o2, targets[1]));
      for (const p of w) p.grad = 0;
      loss.backward();
      for (const p of w) p.data -= rate * p.grad;
      return loss.data;
    };
  });
}

/** The part of brain.js that is used: its training of one pattern. */
interface Brain {
  readonly NeuralNetwork: new (
    options: object,
  ) => {
    sizes: number[];
    weights: Float32Array[][] | number[][][];
    biases: Float32Array[] | number[][];
    trainOpts: object;
    initialize(): void;
    trainPattern(value: { input: Float32Array; output: Float32Array }, logErrorRate?: boolean): unknown;
    run(input: readonly number[]): ArrayLike<number>;
  };
}

/** It trains biases too and has no momentum of 0. */
export async function brain(): Promise<Prepared> {
  const { NeuralNetwork } = await load<Brain>("brain.js");
  const options = { learningRate: rate, momentum: 1e-12, activation: "sigmoid", hiddenLayers: [2] };
  const net = new NeuralNetwork(options);
  net.sizes = [2, 2, 2];
  const reset = (): void => {
    net.initialize();
    net.weights[1] = [Float32Array.of(w1, w2), Float32Array.of(w3, w4)];
    net.weights[2] = [Float32Array.of(w5, w6), Float32Array.of(w7, w8)];
    net.biases[1]?.fill(biases[0]);
    net.biases[2]?.fill(biases[1]);
    Object.assign(net.trainOpts, { learningRate: rate, momentum: 1e-12 });
  };
  const pattern = { input: Float32Array.from(inputs), output: Float32Array.from(targets) };
  return {
    units: STEPS,
    run() {
      reset();
      for (let k = 0; k < STEPS; k++) net.trainPattern(pattern, false);
    },
    values() {
      const out = net.run(inputs);
      return [targets.reduce((sum, target, k) => sum + 0.5 * ((out[k] as number) - target) ** 2, 0)];
    },
  };
}

export const tfjs = (backend: "cpu" | "wasm") => async (): Promise<Prepared> => {
  const tf = await loadTfjs(backend);
  const start = [matrix(tf, hidden, 2, 2), matrix(tf, output, 2, 2)] as const;
  const A = tf.variable(matrix(tf, hidden, 2, 2));
  const B = tf.variable(matrix(tf, output, 2, 2));
  const x = matrix(tf, inputs, 1, 2);
  const y = matrix(tf, targets, 1, 2);
  const optimizer = tf.train.sgd(rate);
  const layer = (input: Tensor, W: Tensor, b: number): Tensor => tf.sigmoid(tf.add(tf.matMul(input, W), b));
  const loss = (): Tensor =>
    tf.mul(0.5, tf.sum(tf.square(tf.sub(layer(layer(x, A, biases[0]), B, biases[1]), y))));
  let last = Number.NaN;
  return {
    units: FEWER,
    run() {
      A.assign(start[0]);
      B.assign(start[1]);
      for (let k = 1; k <= FEWER; k++) {
        const cost = optimizer.minimize(loss, true);
        if (k === FEWER) last = cost.dataSync()[0] as number;
        cost.dispose();
      }
    },
    values: () => [last],
  };
};

export const jaxWasm = (dtype: "float32" | "float64") => async (): Promise<Prepared> => {
  const { numpy: np, nn, jit, valueAndGrad, blockUntilReady, of } = await jax(dtype);
  const x = of(inputs, [1, 2]);
  const y = of(targets, [1, 2]);
  const loss = (A: Array_, B: Array_): Array_ => {
    const h = nn.sigmoid(np.matmul(x.ref, A).add(biases[0]));
    const o = nn.sigmoid(np.matmul(h, B).add(biases[1]));
    return np.square(o.sub(y.ref)).sum().mul(0.5);
  };
  const step = jit((A: Array_, B: Array_) => {
    const [value, [gA, gB]] = valueAndGrad<[Array_, Array_], [Array_, Array_]>(loss, { argnums: [0, 1] })(
      A.ref,
      B.ref,
    );
    return [value, A.sub(gA.mul(rate)), B.sub(gB.mul(rate))] as const;
  });
  let last = Number.NaN;
  return {
    units: FEWER,
    async run() {
      let A = of(hidden, [2, 2]);
      let B = of(output, [2, 2]);
      for (let k = 1; k <= FEWER; k++) {
        const [value, nextA, nextB] = step(A, B);
        A = nextA;
        B = nextB;
        // Without waiting now and then the queue of pending work grows and every step gets slower.
        if (k % 8 === 0) await blockUntilReady([A, B]);
        if (k === FEWER) last = (await value.data())[0] as number;
        else value.dispose();
      }
      A.dispose();
      B.dispose();
    },
    values: () => [last],
  };
};

export async function jsPytorch(): Promise<Prepared> {
  const T = await torch();
  const one = T.ones([1, 2]);
  const sigmoid = (z: TorchTensor): TorchTensor => T.div(one, T.exp(T.neg(z)).add(1));
  const x = T.tensor([[...inputs]]);
  const y = T.tensor([[...targets]]);
  return stepper(FEWER, () => {
    const A = T.tensor([[w1, w3], [w2, w4]], true); // biome-ignore format: rows of a matrix
    const B = T.tensor([[w5, w7], [w6, w8]], true); // biome-ignore format: rows of a matrix
    return () => {
      const h = sigmoid(T.matmul(x, A).add(biases[0]));
      const error = sigmoid(T.matmul(h, B).add(biases[1])).sub(y);
      const loss = T.mul(error, error).mul(0.5).sum(-1).sum(-1);
      loss.backward();
      descend([A, B], rate);
      return numberIn(loss);
    };
  });
}

/** The symbolic derivative for each weight, compiled; each evaluates by itself. */
export async function mathjs(): Promise<Prepared> {
  const m = await loadMathjs();
  const sigmoid = (net: string): string => `1/(1+exp(-(${net})))`;
  const h1 = sigmoid("w1*i1+w2*i2+b1");
  const h2 = sigmoid("w3*i1+w4*i2+b1");
  const o1 = sigmoid(`w5*${h1}+w6*${h2}+b2`);
  const o2 = sigmoid(`w7*${h1}+w8*${h2}+b2`);
  const E = m.parse(`(${o1}-t1)^2/2+(${o2}-t2)^2/2`);
  const names = weights.map((_, k) => `w${k + 1}`);
  const loss = E.compile();
  const partials = names.map((name) => m.derivative(E, name, { simplify: false }).compile());
  return stepper(FEWER, () => {
    const scope: Scope = new Map();
    for (const [name, list] of [["i", inputs], ["b", biases], ["t", targets], ["w", weights]] as const) // biome-ignore format: one table
      list.forEach((value, k) => {
        scope.set(`${name}${k + 1}`, value);
      });
    return () => {
      const value = loss.evaluate(scope) as number; // of numbers
      const gradient = partials.map((partial) => partial.evaluate(scope) as number);
      names.forEach((name, k) => {
        scope.set(name, (scope.get(name) as number) - rate * (gradient[k] as number)); // one for each
      });
      return value;
    };
  });
}
