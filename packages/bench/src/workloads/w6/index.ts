import type { Workload } from "../../workload";
import { chainrule } from "./chainrule";
import { algebrite, mathjs, nerdamer } from "./peers";
import { expected, LAYERS } from "./problem";

const RAW = "mathjs, without simplification";
const shallow = ["depth 1", "depth 8"];

export const w6: Workload = {
  id: "W6",
  title: "a symbolic derivative",
  what: "The derivative by w_1 of d nested sigmoids, and of 12 layers of two sigmoid units. Right is its value at a point. Nodes are those of a graph for chainrule, of a tree for the others.",
  unit: "derivative",
  cases: [
    { label: "depth 1", size: 1 },
    { label: "depth 8", size: 8 },
    { label: "depth 100", size: 100 },
    { label: "depth 1000", size: 1000 },
    { label: LAYERS, size: 12 },
  ],
  reference: "chainrule",
  tolerance: 1e-9,
  expected,
  implementations: [
    { name: "chainrule", kind: "chainrule", prepare: chainrule },
    { name: RAW, kind: "peer", prepare: mathjs(false) },
    { name: "mathjs", kind: "peer", cases: shallow, prepare: mathjs(true) },
    { name: "nerdamer", kind: "peer", cases: shallow, prepare: nerdamer },
    { name: "Algebrite", kind: "peer", cases: [...shallow, "depth 100"], prepare: algebrite },
    {
      name: "SymPy",
      kind: "peer",
      cases: [...shallow, "depth 100"],
      script: "w6.py diff",
      modules: ["sympy"],
    },
  ],
  goals: [{ case: "depth 8", of: "chainrule", over: RAW, atLeast: 1, aim: 0.4 }],
};
