import { compile, type TensorValue, tensor } from "@chainrule/graph";
import { seededRandom } from "@chainrule/nn";
import { jax } from "../../libraries/jax";
import { rows, torch } from "../../libraries/js-pytorch";
import { mathjs } from "../../libraries/mathjs";
import { dgemm, mlMatrix, numpyTs } from "../../libraries/matrices";
import { matrix, type Tensor, tfjs } from "../../libraries/tfjs";
import type { Case, Goal, Numbers, Prepared, Workload } from "../../workload";
import { blocked, type Matmul, threeLoops } from "../matmul";

/** A and B, [n, n] row by row, between -1 and 1. */
function matrices({ size: n }: Case): readonly [Float64Array, Float64Array] {
  const random = seededRandom(11);
  const next = (): Float64Array => new Float64Array(n * n).map(() => random() * 2 - 1);
  return [next(), next()];
}

/** The entries that are checked. */
const places = (n: number): readonly (readonly [number, number])[] => [
  [Math.floor(n / 2), Math.floor(n / 3)],
  [n - 1, n - 1],
];

function expected(size: Case): Numbers {
  const [A, B] = matrices(size);
  const n = size.size;
  return places(n).map(([i, j]) => {
    let sum = 0;
    for (let k = 0; k < n; k++) sum += (A[i * n + k] as number) * (B[k * n + j] as number);
    return sum;
  });
}

/** One product a run; `at` reads an entry of the last. */
const product = (
  n: number,
  run: () => unknown,
  at: (i: number, j: number) => number | undefined,
): Prepared => ({
  units: 1,
  run,
  values: () => places(n).map(([i, j]) => at(i, j) ?? Number.NaN),
});

function chainrule(size: Case): Prepared {
  const n = size.size;
  const [a, b] = matrices(size).map((data): TensorValue => ({ shape: [n, n], data }));
  const A = tensor("A", { shape: [n, n] });
  const B = tensor("B", { shape: [n, n] });
  const multiply = compile(A.matmul(B), [A, B]);
  let C: TensorValue | undefined;
  return product(
    n,
    () => {
      C = multiply([a, b]) as TensorValue; // of matrices
    },
    (i, j) => C?.data[i * n + j],
  );
}

const byHand =
  (matmul: Matmul) =>
  (size: Case): Prepared => {
    const n = size.size;
    const [A, B] = matrices(size);
    const C = new Float64Array(n * n);
    return product(
      n,
      () => matmul(n, n, n, A, n, 1, B, n, 1, C, 0),
      (i, j) => C[i * n + j],
    );
  };

async function stdlib(size: Case): Promise<Prepared> {
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

const throughTfjs =
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

const throughJax =
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

const throughNumpyTs = nested(async () => {
  const np = await numpyTs();
  return { of: np.array, multiply: np.matmul, at: (c, i, j) => c.get([i, j]) };
});

const throughMlMatrix = nested(async () => {
  const { Matrix } = await mlMatrix();
  return { of: (list) => new Matrix(list), multiply: (a, b) => a.mmul(b), at: (c, i, j) => c.get(i, j) };
});

const throughMathjs = nested(async () => {
  const m = await mathjs();
  return { of: m.matrix, multiply: m.multiply, at: (c, i, j) => c.get([i, j]) };
});

const throughJsPytorch = nested(async () => {
  const T = await torch();
  return { of: T.tensor, multiply: T.matmul, at: (c, i, j) => (c.data as number[][])[i]?.[j] ?? Number.NaN };
});

const [N64, N256, N512, N1024] = ["64", "256", "512", "1024"] as const;
const small = [N64, N256];
const float32 = { note: "float32", tolerance: 1e-4 };

export const w5: Workload = {
  id: "W5",
  title: "a matrix product",
  what: "C = A B of two dense n by n matrices, entries between -1 and 1. Right are two entries of C.",
  unit: "product",
  cases: [
    { label: N64, size: 64 },
    { label: N256, size: 256 },
    { label: N512, size: 512 },
    { label: N1024, size: 1024, optIn: true },
  ],
  reference: "by hand, blocked",
  tolerance: 1e-11,
  expected,
  implementations: [
    { name: "chainrule", kind: "chainrule", prepare: chainrule },
    { name: "chainrule, Node 24", kind: "chainrule", newerNode: true, prepare: chainrule },
    { name: "by hand, blocked", kind: "by hand", prepare: byHand(blocked) },
    { name: "by hand, three loops", kind: "by hand", prepare: byHand(threeLoops) },
    { name: "numpy-ts", kind: "peer", newerNode: true, prepare: throughNumpyTs },
    { name: "tfjs, wasm", kind: "peer", ...float32, prepare: throughTfjs("wasm") },
    { name: "jax-js, float32", kind: "peer", ...float32, newerNode: true, prepare: throughJax("float32") },
    { name: "jax-js, float64", kind: "peer", newerNode: true, prepare: throughJax("float64") },
    { name: "stdlib dgemm", kind: "peer", prepare: stdlib },
    { name: "ml-matrix", kind: "peer", prepare: throughMlMatrix },
    { name: "mathjs", kind: "peer", cases: small, prepare: throughMathjs },
    { name: "js-pytorch", kind: "peer", cases: small, prepare: throughJsPytorch },
    { name: "tfjs, cpu", kind: "peer", ...float32, prepare: throughTfjs("cpu") },
    { name: "NumPy", kind: "peer", note: "OpenBLAS, one thread", script: "w5.py numpy", modules: ["numpy"] },
    { name: "PyTorch", kind: "peer", note: "one thread", script: "w5.py torch", modules: ["torch"] },
  ],
  goals: [
    ...[N64, N256, N512].map(
      (label): Goal => ({
        case: label,
        of: "chainrule, Node 24",
        over: "numpy-ts",
        atLeast: 1,
        aim: 1 / 1.2,
      }),
    ),
  ],
};
