import { compile, type TensorValue, tensor } from "@chainrule/graph";
import type { Case, Prepared } from "../../workload";
import { matrices, product } from "./problem";

/** A product on so many threads. */
export const chainrule =
  (threads: number) =>
  (size: Case): Prepared => {
    const n = size.size;
    const [a, b] = matrices(size).map((data): TensorValue => ({ shape: [n, n], data }));
    const A = tensor("A", { shape: [n, n] });
    const B = tensor("B", { shape: [n, n] });
    const multiply = compile(A.matmul(B), [A, B], { threads });
    let C: TensorValue | undefined;
    return product(
      n,
      () => {
        C = multiply([a, b]) as TensorValue; // of matrices
      },
      (i, j) => C?.data[i * n + j],
    );
  };
