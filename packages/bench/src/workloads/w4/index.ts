import type { Workload } from "../../workload";
import { blocked, threeLoops } from "../matmul";
import { typedArrays } from "./by-hand";
import { chainrule } from "./chainrule";
import { jaxWasm, jsPytorch, mlMatrix, numpyTs, tfjs } from "./peers";
import { loss } from "./problem";

const CASE = "784-128-10";

export const w4: Workload = {
  id: "W4",
  title: "one training step of a classifier",
  what: "784-128-10, relu, softmax cross-entropy, batches of 64 in turn, rate 0.1. Right is the loss of step 20.",
  unit: "step",
  cases: [{ label: CASE, size: 64 }],
  reference: "by hand, blocked",
  tolerance: 1e-8,
  expected: () => [loss],
  implementations: [
    { name: "chainrule", kind: "chainrule", prepare: chainrule(1) },
    { name: "chainrule, Node 24", kind: "chainrule", newerNode: true, prepare: chainrule(1) },
    { name: "chainrule, two threads", kind: "chainrule", prepare: chainrule(2) },
    { name: "by hand, blocked", kind: "by hand", prepare: typedArrays(blocked) },
    { name: "by hand, three loops", kind: "by hand", prepare: typedArrays(threeLoops) },
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
    {
      name: "jax-js, float64",
      kind: "peer",
      note: "its exp has float32's accuracy",
      tolerance: 1e-5,
      newerNode: true,
      prepare: jaxWasm("float64"),
    },
    { name: "numpy-ts", kind: "peer", note: "gradient by hand", newerNode: true, prepare: numpyTs },
    { name: "ml-matrix", kind: "peer", note: "gradient by hand", prepare: mlMatrix },
    { name: "js-pytorch", kind: "peer", note: "its relu leaks 0.001 x", tolerance: 1e-3, prepare: jsPytorch },
    { name: "NumPy", kind: "peer", note: "gradient by hand", script: "w4.py numpy", modules: ["numpy"] },
    { name: "PyTorch", kind: "peer", note: "one thread", script: "w4.py torch", modules: ["torch", "numpy"] },
  ],
  goals: [
    { case: CASE, of: "chainrule, Node 24", over: "jax-js, float32", atLeast: 1.25, aim: 0.95 },
    { case: CASE, of: "chainrule, two threads", over: "PyTorch", aim: 0.75 },
  ],
};
