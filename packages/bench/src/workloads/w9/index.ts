import { MICROGRAD } from "../../libraries/micrograd";
import type { Goal, Workload } from "../../workload";
import { jsPytorch, tfjs } from "../w3/peers";
import { chainrule, micrograd, tapeOfObjects } from "./engines";
import { DEMO, expected } from "./problem";

const [K1, K10] = ["1e3", "1e4"] as const;
const random = [K1, K10];
const NEW = "leaves made anew as well: never the same graph";

export const w9: Workload = {
  id: "W9",
  title: "define by run",
  what: "Graphs that are built for one pass, `backward()`, the gradient read, the graph discarded: how micrograd is used. Parameters stay. The graphs of W3, for which the output and the derivative by the first leaf are right; and W2's network, trained for 20 steps sample by sample, for which the last loss is.",
  unit: "node",
  cases: [
    { label: K1, size: 1e3 },
    { label: K10, size: 1e4 },
    { label: DEMO, size: 65_715 },
  ],
  reference: "by hand, a tape of objects",
  tolerance: 1e-9,
  expected,
  implementations: [
    { name: "chainrule", kind: "chainrule", prepare: chainrule() },
    { name: "chainrule, new leaves", kind: "chainrule", note: NEW, cases: random, prepare: chainrule("new") },
    { name: "by hand, a tape of objects", kind: "by hand", prepare: tapeOfObjects },
    { name: "micrograd-ts", kind: "peer", from: MICROGRAD, prepare: micrograd() },
    {
      name: "micrograd-ts, new leaves",
      kind: "peer",
      note: NEW,
      from: MICROGRAD,
      cases: random,
      prepare: micrograd("new"),
    },
    { name: "js-pytorch", kind: "peer", cases: random, prepare: jsPytorch },
    { name: "tfjs, cpu", kind: "peer", note: "float32", tolerance: 1e-4, cases: random, prepare: tfjs },
    { name: "PyTorch", kind: "peer", cases: random, script: "w3.py torch", modules: ["torch"] },
  ],
  // a network in training is what the goal is about; the others show what small and random graphs make of it
  goals: [
    { case: DEMO, of: "chainrule", over: "micrograd-ts", atLeast: 1 / 20, aim: 1 / 50 },
    ...[K1, K10].map((label): Goal => ({ case: label, of: "chainrule", over: "micrograd-ts", aim: 1 / 20 })),
  ],
};
