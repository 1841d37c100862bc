import { gradient } from "@chainrule/graph";
import { toLatex } from "@chainrule/latex";
import katex from "katex";
import { nerdamer as loadNerdamer } from "../../libraries/algebra";
import { mathjs as loadMathjs } from "../../libraries/mathjs";
import type { Case, Prepared, Workload } from "../../workload";
import { graphOf } from "../w6/chainrule";
import { text } from "../w6/problem";

/** A derivative, printed; right if KaTeX can set it. */
function printing(print: () => string): Prepared {
  let latex = "";
  return {
    units: 1,
    run() {
      latex = print();
    },
    values: () => [katex.renderToString(latex, { displayMode: true, strict: "ignore" }).length > 0 ? 1 : 0],
    figures: () => ({ characters: latex.length }),
  };
}

function chainrule(size: Case): Prepared {
  const { output, w1 } = graphOf(size);
  return printing(() => toLatex(gradient(output, w1)));
}

async function mathjs(size: Case): Promise<Prepared> {
  const m = await loadMathjs();
  const output = m.parse(text(size));
  return printing(() => m.derivative(output, "w1", { simplify: false }).toTex());
}

async function nerdamer(size: Case): Promise<Prepared> {
  const n = await loadNerdamer();
  const formula = text(size);
  return printing(() => {
    n.flush();
    return n(`diff(${formula},w1)`).toTeX();
  });
}

const shallow = ["depth 1", "depth 8"];

export const w7: Workload = {
  id: "W7",
  title: "a derivative as LaTeX",
  what: "The derivative of W6 by w_1, and its LaTeX. Right is what KaTeX can set (SymPy's is only measured).",
  unit: "formula",
  cases: [
    { label: "depth 1", size: 1 },
    { label: "depth 8", size: 8 },
    { label: "depth 100", size: 100 },
  ],
  reference: "chainrule",
  tolerance: 0,
  expected: () => [1],
  implementations: [
    { name: "chainrule", kind: "chainrule", prepare: chainrule },
    { name: "mathjs, without simplification", kind: "peer", prepare: mathjs },
    { name: "nerdamer", kind: "peer", cases: shallow, prepare: nerdamer },
    { name: "SymPy", kind: "peer", cases: shallow, script: "w6.py latex", modules: ["sympy"] },
  ],
  goals: [{ case: "depth 8", of: "chainrule", over: "SymPy", atLeast: 1 / 50, aim: 1 / 50 }],
};
