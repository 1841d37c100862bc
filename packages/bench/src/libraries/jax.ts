import { load } from "./load";

type DType = "float32" | "float64";

/** The part of jax-js that is used. An array is used up by the operation it goes into; `ref` keeps it for one more. */
export interface Jax {
  readonly numpy: {
    array(values: ArrayLike<number>, options: { readonly dtype: unknown }): Array_;
    matmul(a: Array_, b: Array_): Array_;
    square(a: Array_): Array_;
    tanh(a: Array_): Array_;
    exp(a: Array_): Array_;
  } & { readonly [name in DType]: unknown };
  readonly nn: {
    sigmoid(a: Array_): Array_;
    relu(a: Array_): Array_;
    logSoftmax(a: Array_): Array_;
  };
  jit<A extends readonly unknown[], R>(f: (...x: A) => R): (...x: A) => R;
  valueAndGrad<A extends readonly unknown[], G>(
    f: (...x: A) => Array_,
    options?: { readonly argnums: readonly number[] },
  ): (...x: A) => [Array_, G];
  init(backend: string): Promise<unknown>;
  defaultDevice(backend: string): void;
  blockUntilReady(arrays: unknown): Promise<unknown>;
}

export interface Array_ {
  readonly ref: Array_;
  readonly shape: readonly number[];
  add(other: Array_ | number): Array_;
  sub(other: Array_ | number): Array_;
  mul(other: Array_ | number): Array_;
  sum(): Array_;
  mean(): Array_;
  slice(index: number): Array_;
  reshape(shape: readonly number[]): Array_;
  data(): Promise<ArrayLike<number>>;
  dispose(): void;
}

/** Arrays of one precision, on its WebAssembly backend. */
export async function jax(
  dtype: DType,
): Promise<Jax & { readonly of: (values: ArrayLike<number>, shape: readonly number[]) => Array_ }> {
  const library = await load<Jax>("@jax-js/jax");
  await library.init("wasm");
  library.defaultDevice("wasm");
  const Typed = dtype === "float32" ? Float32Array : Float64Array;
  return {
    ...library,
    of: (values, shape) =>
      library.numpy.array(Typed.from(values), { dtype: library.numpy[dtype] }).reshape(shape),
  };
}
