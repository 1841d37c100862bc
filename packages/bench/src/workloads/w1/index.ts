import { MICROGRAD } from "../../libraries/micrograd";
import type { Workload } from "../../workload";
import { STRICT_FLAGS } from "../strict";
import { localVariables, typedArrays } from "./by-hand";
import { chainrule } from "./chainrule";
import { brain, jaxWasm, jsPytorch, mathjs, micrograd, tfjs } from "./peers";
import { losses } from "./problem";

const BY_HAND = "by hand, local variables";

export const w1: Workload = {
  id: "W1",
  title: "one training step of a 2-2-2 sigmoid network",
  what: "Mazur's network: forward, gradient and update of the 8 weights (rate 0.5, biases fixed), step after step. Right is the loss at the last step.",
  unit: "step",
  cases: [{ label: "2-2-2", size: 2 }],
  reference: BY_HAND,
  tolerance: 1e-7,
  expected: (_, steps) => [losses[steps] ?? Number.NaN],
  implementations: [
    { name: "chainrule", kind: "chainrule", prepare: chainrule },
    { name: "chainrule, strict CSP", kind: "chainrule", flags: STRICT_FLAGS, prepare: chainrule },
    { name: BY_HAND, kind: "by hand", prepare: localVariables },
    { name: "by hand, typed arrays", kind: "by hand", prepare: typedArrays },
    {
      name: "brain.js",
      kind: "peer",
      note: "float32, trains biases too",
      tolerance: 1e-3,
      // The same loops in float64, biases trained, in NumPy: the loss after 10,000 steps.
      expected: () => [2.4475622e-6],
      prepare: brain,
    },
    {
      name: "micrograd-ts",
      kind: "peer",
      note: "7 or 30 µs: V8 settles in one of two states",
      from: MICROGRAD,
      prepare: micrograd,
    },
    { name: "tfjs, cpu", kind: "peer", note: "float32", tolerance: 1e-5, prepare: tfjs("cpu") },
    { name: "tfjs, wasm", kind: "peer", note: "float32", tolerance: 1e-5, prepare: tfjs("wasm") },
    { name: "jax-js, float64", kind: "peer", newerNode: true, prepare: jaxWasm("float64") },
    {
      name: "jax-js, float32",
      kind: "peer",
      note: "float32",
      tolerance: 1e-5,
      newerNode: true,
      prepare: jaxWasm("float32"),
    },
    { name: "js-pytorch", kind: "peer", prepare: jsPytorch },
    { name: "mathjs", kind: "peer", note: "derivative without simplification", prepare: mathjs },
    { name: "NumPy", kind: "peer", note: "gradient by hand", script: "w1.py numpy", modules: ["numpy"] },
    { name: "PyTorch", kind: "peer", script: "w1.py torch", modules: ["torch"] },
  ],
  goals: [
    { case: "2-2-2", of: "chainrule", over: BY_HAND, atLeast: 1, aim: 0.72 },
    { case: "2-2-2", of: "chainrule, strict CSP", over: BY_HAND, aim: 1.6 },
    { case: "2-2-2", of: "chainrule", over: "brain.js", aim: 1 / 2.8 },
    { case: "2-2-2", of: "chainrule", over: "micrograd-ts", aim: 1 / 500 },
    { case: "2-2-2", of: "chainrule", over: "PyTorch", aim: 1 / 900 },
  ],
};
