import { MICROGRAD } from "../../libraries/micrograd";
import type { Workload } from "../../workload";
import { typedArrays } from "./by-hand";
import { mapped, scalars, throughNn } from "./chainrule";
import { jaxWasm, jsPytorch, micrograd, tfjs } from "./peers";
import { LEARNED, leakyLosses, losses } from "./problem";

const CASE = "after 2,000 steps";
const BY_HAND = "by hand, typed arrays";

export const w2: Workload = {
  id: "W2",
  title: "micrograd's demo",
  what: "MLP 2-16-16-1 (relu) on 100 points of two half moons: max-margin loss, weight decay 1e-4, full batch, rate 0.05. Later most points give no gradient, which loops by hand can skip. Right is the loss at the last step.",
  unit: "step",
  cases: [
    { label: "from the start", size: 0 },
    { label: CASE, size: LEARNED },
  ],
  reference: BY_HAND,
  tolerance: 1e-7,
  expected: ({ size }, steps) => [losses[size]?.[steps] ?? Number.NaN],
  implementations: [
    { name: "chainrule, nn", kind: "chainrule", prepare: throughNn },
    {
      name: "chainrule, scalars",
      kind: "chainrule",
      note: "the whole batch as one scalar graph",
      prepare: scalars,
    },
    {
      name: "chainrule, map",
      kind: "chainrule",
      note: "the scalar graph of one sample, mapped",
      prepare: mapped,
    },
    { name: BY_HAND, kind: "by hand", prepare: typedArrays },
    { name: "tfjs, wasm", kind: "peer", note: "float32", tolerance: 1e-5, prepare: tfjs("wasm") },
    { name: "tfjs, cpu", kind: "peer", note: "float32", tolerance: 1e-5, prepare: tfjs("cpu") },
    {
      name: "jax-js, float32",
      kind: "peer",
      note: "float32",
      tolerance: 1e-5,
      newerNode: true,
      prepare: jaxWasm("float32"),
    },
    { name: "jax-js, float64", kind: "peer", newerNode: true, prepare: jaxWasm("float64") },
    {
      name: "js-pytorch",
      kind: "peer",
      note: "its relu leaks 0.001 x",
      expected: ({ size }) => [leakyLosses[size] ?? Number.NaN],
      prepare: jsPytorch,
    },
    { name: "micrograd-ts", kind: "peer", from: MICROGRAD, prepare: micrograd },
    { name: "NumPy", kind: "peer", note: "gradient by hand", script: "w2.py numpy", modules: ["numpy"] },
    { name: "PyTorch", kind: "peer", script: "w2.py torch", modules: ["torch"] },
  ],
  goals: [
    { case: CASE, of: "chainrule, nn", over: BY_HAND, atLeast: 1, aim: 0.4 },
    { case: CASE, of: "chainrule, scalars", over: BY_HAND, atLeast: 7, aim: 1.05 },
    { case: CASE, of: "chainrule, nn", over: "jax-js, float32", aim: 1 / 40 },
    { case: CASE, of: "chainrule, nn", over: "tfjs, wasm", aim: 1 / 100 },
    { case: CASE, of: "chainrule, nn", over: "PyTorch", aim: 1 / 25 },
  ],
};
