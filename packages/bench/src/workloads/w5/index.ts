import type { Goal, Workload } from "../../workload";
import { blocked, threeLoops } from "../matmul";
import { byHand } from "./by-hand";
import { chainrule } from "./chainrule";
import {
  stdlib,
  throughJax,
  throughJsPytorch,
  throughMathjs,
  throughMlMatrix,
  throughNumpyTs,
  throughTfjs,
} from "./peers";
import { expected } from "./problem";

const [N64, N256, N512, N1024] = ["64", "256", "512", "1024"] as const;
const small = [N64, N256];
const float32 = { note: "float32", tolerance: 1e-4 };

export const w5: Workload = {
  id: "W5",
  title: "a matrix product",
  what: "C = A B of two dense n by n matrices, entries between -1 and 1. Right are two entries of C.",
  unit: "product",
  cases: [
    { label: N64, size: 64 },
    { label: N256, size: 256 },
    { label: N512, size: 512 },
    { label: N1024, size: 1024, optIn: true },
  ],
  speed: { name: "GFLOP/s", of: ({ size: n }, seconds) => (2 * n ** 3) / seconds / 1e9 },
  reference: "by hand, blocked",
  tolerance: 1e-11,
  expected,
  implementations: [
    { name: "chainrule", kind: "chainrule", prepare: chainrule(1) },
    { name: "chainrule, Node 24", kind: "chainrule", newerNode: true, prepare: chainrule(1) },
    { name: "chainrule, two threads", kind: "chainrule", prepare: chainrule(2) },
    { name: "by hand, blocked", kind: "by hand", prepare: byHand(blocked) },
    { name: "by hand, three loops", kind: "by hand", prepare: byHand(threeLoops) },
    { name: "numpy-ts", kind: "peer", newerNode: true, prepare: throughNumpyTs },
    { name: "tfjs, wasm", kind: "peer", ...float32, prepare: throughTfjs("wasm") },
    { name: "jax-js, float32", kind: "peer", ...float32, newerNode: true, prepare: throughJax("float32") },
    { name: "jax-js, float64", kind: "peer", newerNode: true, prepare: throughJax("float64") },
    { name: "stdlib dgemm", kind: "peer", prepare: stdlib },
    { name: "ml-matrix", kind: "peer", prepare: throughMlMatrix },
    { name: "mathjs", kind: "peer", cases: small, prepare: throughMathjs },
    { name: "js-pytorch", kind: "peer", cases: small, prepare: throughJsPytorch },
    { name: "tfjs, cpu", kind: "peer", ...float32, prepare: throughTfjs("cpu") },
    { name: "NumPy", kind: "peer", note: "OpenBLAS, one thread", script: "w5.py numpy", modules: ["numpy"] },
    { name: "PyTorch", kind: "peer", note: "one thread", script: "w5.py torch", modules: ["torch"] },
  ],
  goals: [
    ...[N64, N256, N512].map(
      (label): Goal => ({
        case: label,
        of: "chainrule, Node 24",
        over: "numpy-ts",
        atLeast: 1,
        aim: 1 / 1.2,
      }),
    ),
  ],
};
