import { countSymbols, algebrite as loadAlgebrite, nerdamer as loadNerdamer } from "../../libraries/algebra";
import { countNodes, mathjs as loadMathjs } from "../../libraries/mathjs";
import type { Case, Prepared } from "../../workload";
import { scopeOf, text } from "./problem";

export const mathjs =
  (simplify: boolean) =>
  async (size: Case): Promise<Prepared> => {
    const m = await loadMathjs();
    const output = m.parse(text(size));
    let derivative = output;
    return {
      units: 1,
      run() {
        derivative = m.derivative(output, "w1", { simplify });
      },
      values: () => [derivative.evaluate(scopeOf(size))],
      figures: () => ({ "nodes in": countNodes(output), "nodes out": countNodes(derivative) }),
    };
  };

/** An algebra that gives text; mathjs evaluates that. */
const textual =
  (derive: () => Promise<(formula: string) => string>) =>
  async (size: Case): Promise<Prepared> => {
    const m = await loadMathjs();
    const derivativeOf = await derive();
    const formula = text(size);
    let derivative = "";
    return {
      units: 1,
      run() {
        derivative = derivativeOf(formula);
      },
      values: () => [m.parse(derivative).evaluate(scopeOf(size))],
      figures: () => ({ "nodes in": countSymbols(formula), "nodes out": countSymbols(derivative) }),
    };
  };

/** They remember what they have seen, so each run starts anew. */
export const nerdamer = textual(async () => {
  const n = await loadNerdamer();
  return (formula) => {
    n.flush();
    return n(`diff(${formula},w1)`).toString();
  };
});

export const algebrite = textual(async () => {
  const a = await loadAlgebrite();
  return (formula) => {
    a.clearall();
    return a.run(`d(${formula},w1)`);
  };
});
