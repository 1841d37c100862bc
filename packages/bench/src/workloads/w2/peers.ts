import { type Array_, jax } from "../../libraries/jax";
import { descend, numberIn, rows, type TorchTensor, torch } from "../../libraries/js-pytorch";
import { micrograd as loadMicrograd, type Value } from "../../libraries/micrograd";
import { tfjs as loadTfjs, matrix, type Tensor } from "../../libraries/tfjs";
import type { Case, Prepared } from "../../workload";
import { FEWER, parameters, points, transposed } from "./problem";
import { decay, rate, SAMPLES } from "./stepper";

export const tfjs =
  (backend: "cpu" | "wasm") =>
  async ({ size }: Case): Promise<Prepared> => {
    const tf = await loadTfjs(backend);
    const { x, y } = points();
    const input = matrix(tf, x, SAMPLES, 2);
    const classes = matrix(tf, y, SAMPLES, 1);
    const start = parameters(size).flatMap((layer) => [
      matrix(tf, transposed(layer), layer.inputs, layer.units),
      tf.tensor1d(Float32Array.from(layer.biases)),
    ]);
    const trained = start.map((value) => tf.variable(value));
    const optimizer = tf.train.sgd(rate);
    const loss = (): Tensor => {
      let h: Tensor = input;
      let squares: Tensor = tf.scalar(0);
      for (let l = 0; l < 3; l++) {
        h = tf.add(tf.matMul(h, trained[2 * l] as Tensor), trained[2 * l + 1] as Tensor);
        if (l < 2) h = tf.relu(h);
      }
      for (const p of trained) squares = tf.add(squares, tf.sum(tf.square(p)));
      return tf.add(tf.mean(tf.relu(tf.sub(1, tf.mul(classes, h)))), tf.mul(decay, squares));
    };
    let last = Number.NaN;
    return {
      units: FEWER,
      run() {
        trained.forEach((p, k) => {
          p.assign(start[k] as Tensor); // one for each
        });
        for (let k = 1; k <= FEWER; k++) {
          const cost = optimizer.minimize(loss, true);
          if (k === FEWER) last = cost.dataSync()[0] as number;
          cost.dispose();
        }
      },
      values: () => [last],
    };
  };

export const jaxWasm =
  (dtype: "float32" | "float64") =>
  async ({ size }: Case): Promise<Prepared> => {
    const { numpy: np, nn, jit, valueAndGrad, blockUntilReady, of } = await jax(dtype);
    const { x, y } = points();
    const input = of(x, [SAMPLES, 2]);
    const classes = of(y, [SAMPLES, 1]);
    const one = of([1], [1]);
    const layers = parameters(size);
    const start = (): Array_[] =>
      layers.flatMap((layer) => [
        of(transposed(layer), [layer.inputs, layer.units]),
        of(layer.biases, [layer.units]),
      ]);
    const loss = (p: readonly Array_[]): Array_ => {
      let h = input.ref;
      for (let l = 0; l < 3; l++) {
        h = np.matmul(h, (p[2 * l] as Array_).ref).add((p[2 * l + 1] as Array_).ref);
        if (l < 2) h = nn.relu(h);
      }
      const squares = p.map((w) => np.square(w).sum()).reduce((sum, next) => sum.add(next));
      return nn
        .relu(one.ref.sub(classes.ref.mul(h)))
        .mean()
        .add(squares.mul(decay));
    };
    const step = jit((p: readonly Array_[]) => {
      const [value, gradients] = valueAndGrad<[readonly Array_[]], Array_[]>(loss)(p.map((w) => w.ref));
      return [value, p.map((w, k) => w.sub((gradients[k] as Array_).mul(rate)))] as const;
    });
    let last = Number.NaN;
    return {
      units: FEWER,
      async run() {
        let p = start();
        for (let k = 1; k <= FEWER; k++) {
          const [value, next] = step(p);
          p = next;
          await blockUntilReady(p);
          if (k === FEWER) last = (await value.data())[0] as number;
          else value.dispose();
        }
        for (const w of p) w.dispose();
      },
      values: () => [last],
    };
  };

/** Its relu leaks: 0.001 x below 0. */
export async function jsPytorch({ size }: Case): Promise<Prepared> {
  const T = await torch();
  const relu = new T.nn.ReLU();
  const { x, y } = points();
  const input = T.tensor(rows(x, 2));
  const layers = parameters(size);
  const negative = T.tensor(
    rows(
      y.map((label) => -label),
      1,
    ),
  );
  let last = Number.NaN;
  return {
    units: FEWER,
    run() {
      const trained = layers.flatMap((layer) => [
        T.tensor(rows(transposed(layer), layer.units), true),
        T.tensor([...layer.biases], true),
      ]);
      for (let k = 0; k < FEWER; k++) {
        let h: TorchTensor = input;
        for (let l = 0; l < 3; l++) {
          h = T.matmul(h, trained[2 * l] as TorchTensor).add(trained[2 * l + 1] as TorchTensor);
          if (l < 2) h = relu.forward(h);
        }
        const margins = relu.forward(T.mul(h, negative).add(1));
        let loss = margins
          .sum(0)
          .sum(-1)
          .mul(1 / SAMPLES);
        for (const p of trained) {
          let squares = T.mul(p, p).sum(-1);
          if (p.shape.length > 1) squares = squares.sum(-1);
          loss = loss.add(squares.mul(decay));
        }
        loss.backward();
        descend(trained, rate);
        last = numberIn(loss);
      }
    },
    values: () => [last],
  };
}

export async function micrograd({ size }: Case): Promise<Prepared> {
  const { Value } = await loadMicrograd();
  const { x, y } = points();
  const start = parameters(size);
  let last = Number.NaN;
  return {
    units: FEWER,
    run() {
      const layers = start.map(({ rows: units, biases }) =>
        units.map((row, j) => ({
          w: row.map((value) => new Value(value)),
          b: new Value(biases[j] as number),
        })),
      );
      const trained = layers.flat().flatMap(({ w, b }) => [...w, b]);
      for (let k = 0; k < FEWER; k++) {
        let loss = new Value(0);
        y.forEach((label, sample) => {
          let h = [new Value(x[2 * sample] as number), new Value(x[2 * sample + 1] as number)];
          layers.forEach((units, l) => {
            h = units.map(({ w, b }) => {
              const net = w.reduce((sum, weight, i) => sum.add(weight.mul(h[i] as Value)), b);
              return l < 2 ? net.relu() : net;
            });
          });
          loss = loss.add((h[0] as Value).mul(-label).add(1).relu());
        });
        const squares = trained.reduce((sum, p) => sum.add(p.mul(p)), new Value(0));
        loss = loss.mul(1 / SAMPLES).add(squares.mul(decay));
        for (const p of trained) p.grad = 0;
        loss.backward();
        for (const p of trained) p.data -= rate * p.grad;
        last = loss.data;
      }
    },
    values: () => [last],
  };
}
