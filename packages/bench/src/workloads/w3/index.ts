import { MICROGRAD } from "../../libraries/micrograd";
import type { Goal, Workload } from "../../workload";
import { STRICT_FLAGS } from "../strict";
import { tape } from "./by-hand";
import { chainrule, promoted } from "./chainrule";
import { jaxJit, jsPytorch, mathjsForward, tfjs, throughMicrograd } from "./peers";
import { bytesOf, dag, results } from "./problem";

const [K1, K10, K100, M1, M10] = ["1e3", "1e4", "1e5", "1e6", "1e7"] as const;
const small = [K1];
const middle = [K1, K10];
const large = [K1, K10, K100];

const aims = { [K1]: 0.15, [K10]: 0.15, [K100]: 0.25, [M1]: 0.25 };
const goals = Object.entries(aims).flatMap(([label, aim]): Goal[] => [
  { case: label, of: "chainrule", over: "ADOL-C", atLeast: 0.5, aim },
  { case: label, of: "chainrule", over: { figure: "bytes/op" }, aim: 40 },
]);

export const w3: Workload = {
  id: "W3",
  title: "a random scalar graph, forward and backward",
  what: "A graph of N operations (+, -, *, tanh, exp) over 64 leaves, depth N/16, every node live: its output and the gradient by all leaves. Right are the output and the derivative by the first leaf.",
  unit: "operation",
  cases: [
    { label: K1, size: 1e3 },
    { label: K10, size: 1e4 },
    { label: K100, size: 1e5 },
    { label: M1, size: 1e6 },
    { label: M10, size: 1e7, optIn: true },
  ],
  reference: "by hand, tape with a switch",
  tolerance: 1e-9,
  expected: ({ size }) => results[size] ?? [Number.NaN],
  implementations: [
    { name: "chainrule", kind: "chainrule", note: "WebAssembly from the start", prepare: promoted },
    {
      name: "chainrule, strict CSP",
      kind: "chainrule",
      cases: large,
      flags: STRICT_FLAGS,
      prepare: (size) => chainrule(size),
    },
    { name: "by hand, tape with a switch", kind: "by hand", prepare: tape },
    {
      name: "ADOL-C",
      kind: "peer",
      note: "C++",
      source: "w3-adolc.cpp",
      header: "adolc/adolc.h",
      libraries: ["adolc"],
      input: ({ size }) => bytesOf(dag(size)),
    },
    {
      name: "micrograd-ts",
      kind: "peer",
      note: "builds the graph each time",
      from: MICROGRAD,
      cases: large,
      prepare: throughMicrograd,
    },
    {
      name: "mathjs",
      kind: "peer",
      note: "forward only",
      cases: middle,
      expected: ({ size }) => (results[size] ?? []).slice(0, 1),
      prepare: mathjsForward,
    },
    { name: "js-pytorch", kind: "peer", cases: middle, prepare: jsPytorch },
    { name: "tfjs, cpu", kind: "peer", note: "float32", tolerance: 1e-4, cases: middle, prepare: tfjs },
    { name: "jax-js, jit, float64", kind: "peer", newerNode: true, cases: small, prepare: jaxJit },
    { name: "PyTorch", kind: "peer", cases: middle, script: "w3.py torch", modules: ["torch"] },
  ],
  goals: [...goals, { case: M10, of: "chainrule", over: { figure: "peak MB" }, atLeast: 4096, aim: 4096 }],
};
