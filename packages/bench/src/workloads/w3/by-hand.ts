import type { Case, Prepared } from "../../workload";
import { apply, dag, LEAVES, Op } from "./problem";

/** A tape as anybody writes it first: a switch for each operation, forwards, then backwards. */
export function tape({ size }: Case): Prepared {
  const { nodes, op, a, b, value } = dag(size);
  const adjoint: Float64Array & { [k: number]: number } = new Float64Array(nodes);
  const forward = (): void => {
    for (let k = LEAVES; k < nodes; k++)
      value[k] = apply(
        op[k] as number as typeof Op.add,
        value[a[k] as number] as number,
        value[b[k] as number] as number,
      );
  };
  const backward = (): void => {
    adjoint.fill(0);
    adjoint[nodes - 1] = 1;
    for (let k = nodes - 1; k >= LEAVES; k--) {
      const up = adjoint[k] as number;
      const p = a[k] as number;
      const q = b[k] as number;
      const y = value[k] as number;
      switch (op[k]) {
        case Op.add:
          adjoint[p] = (adjoint[p] as number) + up;
          adjoint[q] = (adjoint[q] as number) + up;
          break;
        case Op.sub:
          adjoint[p] = (adjoint[p] as number) + up;
          adjoint[q] = (adjoint[q] as number) - up;
          break;
        case Op.mul: {
          const left = value[p] as number;
          adjoint[p] = (adjoint[p] as number) + up * (value[q] as number);
          adjoint[q] = (adjoint[q] as number) + up * left;
          break;
        }
        case Op.tanh:
          adjoint[p] = (adjoint[p] as number) + up * (1 - y * y);
          break;
        default:
          adjoint[p] = (adjoint[p] as number) + up * y;
      }
    }
  };
  return {
    units: size,
    run() {
      forward();
      backward();
    },
    values: () => [value[nodes - 1] as number, adjoint[0] as number],
  };
}
