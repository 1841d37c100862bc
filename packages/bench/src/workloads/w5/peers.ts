import { jax } from "../../libraries/jax";
import { rows, torch } from "../../libraries/js-pytorch";
import { mathjs } from "../../libraries/mathjs";
import { dgemm, mlMatrix, numpyTs } from "../../libraries/matrices";
import { matrix, type Tensor, tfjs } from "../../libraries/tfjs";
import type { Case, Prepared } from "../../workload";
import { matrices, product } from "./problem";

export async function stdlib(size: Case): Promise<Prepared> {
  const multiply = await dgemm();
  const n = size.size;
  const [A, B] = matrices(size);
  const C = new Float64Array(n * n);
  return product(
    n,
    () => multiply("row-major", "no-transpose", "no-transpose", n, n, n, 1, A, n, B, n, 0, C, n),
    (i, j) => C[i * n + j],
  );
}

export const throughTfjs =
  (backend: "cpu" | "wasm") =>
  async (size: Case): Promise<Prepared> => {
    const tf = await tfjs(backend);
    const n = size.size;
    const [A, B] = matrices(size).map((entries) => matrix(tf, entries, n, n)) as [Tensor, Tensor];
    let C: Float32Array | undefined;
    return product(
      n,
      () => {
        const c = tf.matMul(A, B);
        C = c.dataSync();
        c.dispose();
      },
      (i, j) => C?.[i * n + j],
    );
  };

export const throughJax =
  (dtype: "float32" | "float64") =>
  async (size: Case): Promise<Prepared> => {
    const { numpy: np, of } = await jax(dtype);
    const n = size.size;
    const [A, B] = matrices(size);
    const [a, b] = [of(A, [n, n]), of(B, [n, n])];
    let C: ArrayLike<number> | undefined;
    return product(
      n,
      async () => {
        C = await np.matmul(a.ref, b.ref).data();
      },
      (i, j) => C?.[i * n + j],
    );
  };

/** Libraries whose matrices are made of nested rows. */
const nested =
  <M>(
    make: () => Promise<{
      of(rows: number[][]): M;
      multiply(a: M, b: M): M;
      at(c: M, i: number, j: number): number;
    }>,
  ) =>
  async (size: Case): Promise<Prepared> => {
    const { of, multiply, at } = await make();
    const n = size.size;
    const [A, B] = matrices(size);
    const [a, b] = [of(rows(A, n)), of(rows(B, n))];
    let C = multiply(a, b);
    return product(
      n,
      () => {
        C = multiply(a, b);
      },
      (i, j) => at(C, i, j),
    );
  };

export const throughNumpyTs = nested(async () => {
  const np = await numpyTs();
  return { of: np.array, multiply: np.matmul, at: (c, i, j) => c.get([i, j]) };
});

export const throughMlMatrix = nested(async () => {
  const { Matrix } = await mlMatrix();
  return { of: (list) => new Matrix(list), multiply: (a, b) => a.mmul(b), at: (c, i, j) => c.get(i, j) };
});

export const throughMathjs = nested(async () => {
  const m = await mathjs();
  return { of: m.matrix, multiply: m.multiply, at: (c, i, j) => c.get([i, j]) };
});

export const throughJsPytorch = nested(async () => {
  const T = await torch();
  return { of: T.tensor, multiply: T.matmul, at: (c, i, j) => (c.data as number[][])[i]?.[j] ?? Number.NaN };
});
