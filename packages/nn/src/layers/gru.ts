import { type Node, sub } from "@chainrule/graph";
import { affine } from "./affine";
import { type Cell, cellLayer, recurrentLayer } from "./recurrent";
import type { Parameter } from "./weights";

type Gate = "r" | "z" | "n";

/** For each gate (reset, update, candidate): of the input, of the state, and the bias; `d_n` is the bias behind the reset gate. */
export type GruWeights = `${"W" | "U" | "b"}_${Gate}` | "d_n";

const GATES: readonly Gate[] = ["r", "z", "n"];

const cell: Cell<GruWeights> = {
  state: ["h"],
  parameters: (units, inputs) => {
    const entries = GATES.flatMap((gate): [string, Parameter][] => [
      [`W_${gate}`, { shape: [units, inputs], start: "drawn" }],
      [`U_${gate}`, { shape: [units, units], start: "drawn" }],
      [`b_${gate}`, { shape: [units], start: 0 }],
    ]);
    const all = [...entries, ["d_n", { shape: [units], start: 0 }]];
    return Object.fromEntries(all) as Record<GruWeights, Parameter>; // all gates
  },
  step: (x, state, weights, names) => {
    const [h] = state as [Node]; // `state` has it
    const gate = (name: "r" | "z"): Node =>
      affine(x, weights[`W_${name}`])
        .add(affine(h, weights[`U_${name}`]))
        .add(weights[`b_${name}`])
        .sigmoid()
        .named(names(name));
    const r = gate("r");
    const z = gate("z");
    const held = affine(h, weights.U_n, weights.d_n);
    const n = affine(x, weights.W_n, weights.b_n).add(r.mul(held)).tanh().named(names("n"));
    return [sub(1, z).mul(n).add(z.mul(h)).named(names("h"))];
  },
};

/**
 * One step of a GRU (Cho et al. 2014, with the reset gate behind the product, as in PyTorch and Keras): with the gates
 * r, z = sigmoid(W x + U h_before + b) and the candidate n = tanh(W_n x + b_n + r (U_n h_before + d_n)),
 * h = (1 - z) n + z h_before.
 *
 * x: [n] or [N, n] -> [m] or [N, m]; W_r: [m, n], U_r: [m, m], b_r: [m], and so on, d_n: [m]; the state is `[h]`.
 * @throws ChainruleError OPTION, SHAPE
 * @example gruCell(x, { units: 3, state: [h], weights: glorot(1) }).output
 */
export const gruCell = cellLayer("gruCell", cell);

/**
 * The GRU over all steps of a sequence.
 *
 * x: [T, n] or [N, T, n], T a number -> the last output, [m] or [N, m], or all of them, [T, m] or [N, T, m].
 * @throws ChainruleError OPTION, SHAPE, SIZE
 * @example gru(x, { units: 3, returnSequences: true, weights: glorot(1) }).output
 */
export const gru = recurrentLayer("gru", cell);
