import type { Case, Prepared } from "../../workload";
import type { Matmul } from "../matmul";
import { matrices, product } from "./problem";

export const byHand =
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
