import { audit } from "@chainrule/check";
import type { Case, Prepared, Workload } from "../../workload";
import { derivation, expected } from "./problem";

function chainrule(size: Case): Prepared {
  const document = derivation(size);
  let found: ReturnType<typeof audit>;
  return {
    units: 1,
    run() {
      found = audit(document);
    },
    values() {
      const wrong = found.lines.filter(({ verdict }) => verdict === "wrong");
      return [wrong.length, Number(/partial w_\{(\d+)\}/.exec(wrong[0]?.text ?? "")?.[1])];
    },
  };
}

export const w10: Workload = {
  id: "W10",
  title: "a derivation by hand, audited",
  what: "A chain of sigmoid units in Markdown, forwards with numbers and backwards in symbols, one line wrong. Right is how many lines are wrong, and which. SymPy gets the backward lines as formulas, already read, and simplifies the difference of both sides; the numbers and the forward lines are left out for it.",
  unit: "derivation",
  cases: [
    { label: "100 lines", size: 100 },
    { label: "500 lines", size: 500 },
  ],
  reference: "chainrule",
  tolerance: 0,
  expected,
  implementations: [
    { name: "chainrule", kind: "chainrule", prepare: chainrule },
    { name: "SymPy", kind: "peer", script: "w10.py", modules: ["sympy"] },
  ],
  goals: [{ case: "100 lines", of: "chainrule", over: { figure: "seconds" }, atLeast: 1, aim: 0.1 }],
};
