import { check } from "@chainrule/check";
import { gradient, type Node, scalar } from "@chainrule/graph";
import type { Case, Prepared, Workload } from "../../workload";

/** d nested sigmoids, and the derivative by the first weight as it is written by hand: right, and with one factor lost. */
function chainrule({ size }: Case): Prepared {
  let h: Node = scalar("h_0");
  const weights: Node[] = [];
  for (let k = 1; k <= size; k++) {
    const w = scalar(`w_${k}`);
    weights.push(w);
    h = w.mul(h).sigmoid().named(`h_${k}`);
  }
  const truth = gradient(h, weights[0] as Node);
  const factors = Array.from({ length: size }, (_, k) => `h_${k + 1} * (1 - h_${k + 1})`);
  const links = weights.slice(1).map((_, k) => `w_${k + 2}`);
  const right = [...factors, ...links, "h_0"].join(" * ");
  const wrong = [...factors.slice(1), ...links, "h_0"].join(" * ");
  let verdicts: string[] = [];
  return {
    units: 2,
    run() {
      verdicts = [check(right, truth).verdict, check(wrong, truth).verdict];
    },
    values: () =>
      verdicts.map((verdict) => (verdict === "proved" ? 1 : verdict === "wrong" ? 0 : Number.NaN)),
  };
}

export const w11: Workload = {
  id: "W11",
  title: "a formula by hand, checked",
  what: "The derivative of d nested sigmoids by the first weight as one writes it, y (1 - y) by y (1 - y): once right, to be proved, once with a factor lost, to be found. Chainrule also says which factor. SymPy simplifies the difference from its own derivative.",
  unit: "formula",
  cases: [
    { label: "depth 2", size: 2 },
    { label: "depth 8", size: 8 },
  ],
  reference: "chainrule",
  tolerance: 0,
  expected: () => [1, 0],
  implementations: [
    { name: "chainrule", kind: "chainrule", prepare: chainrule },
    { name: "SymPy", kind: "peer", script: "w11.py", modules: ["sympy"] },
  ],
  goals: [{ case: "depth 8", of: "chainrule", over: { figure: "seconds" }, atLeast: 0.1, aim: 0.05 }],
};
