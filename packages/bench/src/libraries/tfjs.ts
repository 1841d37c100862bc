import { fileURLToPath } from "node:url";
import { load } from "./load";

/** The part of TensorFlow.js that is used. It computes in float32. */
export interface Tfjs {
  setBackend(name: string): Promise<boolean>;
  getBackend(): string;
  ready(): Promise<void>;
  scalar(value: number): Tensor;
  zeros(shape: readonly number[]): Tensor;
  tensor1d(values: ArrayLike<number>): Tensor;
  tensor2d(values: ArrayLike<number>, shape: readonly [number, number]): Tensor;
  variable(initial: Tensor): Variable;
  add(a: Tensor, b: Tensor | number): Tensor;
  sub(a: Tensor | number, b: Tensor | number): Tensor;
  mul(a: Tensor | number, b: Tensor): Tensor;
  tanh(a: Tensor): Tensor;
  exp(a: Tensor): Tensor;
  relu(a: Tensor): Tensor;
  sigmoid(a: Tensor): Tensor;
  square(a: Tensor): Tensor;
  sum(a: Tensor): Tensor;
  mean(a: Tensor): Tensor;
  matMul(a: Tensor, b: Tensor): Tensor;
  valueAndGrads(f: (...x: Tensor[]) => Tensor): (x: readonly Tensor[]) => {
    readonly value: Tensor;
    readonly grads: readonly Tensor[];
  };
  readonly train: { sgd(rate: number): Optimizer };
  readonly losses: { softmaxCrossEntropy(labels: Tensor, logits: Tensor): Tensor };
}

export interface Tensor {
  dataSync(): Float32Array;
  dispose(): void;
}

export interface Variable extends Tensor {
  assign(value: Tensor): void;
}

interface Optimizer {
  minimize(f: () => Tensor, returnCost: true): Tensor;
}

/** The program that `bundle.ts` makes of its parts: of the core's packages only sources know all gradients. */
export const tfjsSource = `
import "@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops";
import "@tensorflow/tfjs-core/dist/register_all_gradients";
import "@tensorflow/tfjs-backend-cpu";
export * from "@tensorflow/tfjs-core";
export { setWasmPaths } from "@tensorflow/tfjs-backend-wasm";
`;

/** What is set before it starts. */
interface Setting {
  setWasmPaths(folder: string): void;
  env(): { set(flag: string, value: boolean): void };
}

/** @throws Error if the backend does not start */
export async function tfjs(backend: "cpu" | "wasm"): Promise<Tfjs> {
  const tf = await load<Tfjs & Setting>(new URL("./tfjs.cjs", import.meta.url).href);
  const binaries = new URL("../node_modules/@tensorflow/tfjs-backend-wasm/dist/", import.meta.url);
  tf.setWasmPaths(fileURLToPath(binaries));
  tf.env().set("WASM_HAS_MULTITHREAD_SUPPORT", false); // its threads come from blobs, which pages may forbid
  await tf.setBackend(backend);
  await tf.ready();
  if (tf.getBackend() !== backend) throw new Error(`the backend is ${tf.getBackend()}`);
  return tf;
}

/** Float32 of a row-major array. */
export const matrix = (tf: Tfjs, values: ArrayLike<number>, rows: number, columns: number): Tensor =>
  tf.tensor2d(Float32Array.from(values), [rows, columns]);
