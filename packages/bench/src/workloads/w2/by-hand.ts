import type { Case, Prepared } from "../../workload";
import { flat, parameters, points, STEPS } from "./problem";
import { stepper } from "./stepper";

/** Typed arrays, forward and backward sample by sample; samples without a gradient are skipped. */
export function typedArrays({ size }: Case): Prepared {
  const { x, y } = points();
  const start = flat(parameters(size));
  const p = start.slice();
  const step = stepper(p, x, y);
  let last = Number.NaN;
  return {
    units: STEPS,
    run() {
      p.set(start);
      for (let k = 0; k < STEPS; k++) last = step();
    },
    values: () => [last],
  };
}
