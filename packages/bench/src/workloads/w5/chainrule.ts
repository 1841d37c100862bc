import { compile, type TensorValue, tensor } from "@chainrule/graph";
import type { Case, Prepared } from "../../workload";
import { matrices, product } from "./problem";

export function chainrule(size: Case): Prepared {
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
