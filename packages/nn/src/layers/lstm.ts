import type { Node } from "@chainrule/graph";
import { affine } from "./affine";
import { type Cell, cellLayer, recurrentLayer } from "./recurrent";
import type { Parameter } from "./weights";

type Gate = "i" | "f" | "g" | "o";

/** For each gate (input, forget, candidate, output): of the input, of the state, and the bias. */
export type LstmWeights = `${"W" | "U" | "b"}_${Gate}`;

const GATES: readonly Gate[] = ["i", "f", "g", "o"];

const cell: Cell<LstmWeights> = {
  state: ["h", "c"],
  parameters: (units, inputs) => {
    const entries = GATES.flatMap((gate): [string, Parameter][] => [
      [`W_${gate}`, { shape: [units, inputs], start: "drawn" }],
      [`U_${gate}`, { shape: [units, units], start: "drawn" }],
      [`b_${gate}`, { shape: [units], start: 0 }],
    ]);
    return Object.fromEntries(entries) as Record<LstmWeights, Parameter>; // all gates
  },
  step: (x, [hidden, memory], weights, names) => {
    const [h, c] = [hidden, memory] as [Node, Node]; // `state` has both
    const net = (gate: Gate): Node =>
      affine(x, weights[`W_${gate}`])
        .add(affine(h, weights[`U_${gate}`]))
        .add(weights[`b_${gate}`]);
    const i = net("i").sigmoid().named(names("i"));
    const f = net("f").sigmoid().named(names("f"));
    const g = net("g").tanh().named(names("g"));
    const o = net("o").sigmoid().named(names("o"));
    const next = f.mul(c).add(i.mul(g)).named(names("c"));
    return [o.mul(next.tanh()).named(names("h")), next];
  },
};

/**
 * One step of an LSTM (Hochreiter and Schmidhuber 1997, with the forget gate of Gers et al. 2000): with the gates
 * i, f, o = sigmoid(W x + U h_before + b) and the candidate g = tanh(W x + U h_before + b), each with parameters of its own,
 * c = f c_before + i g and h = o tanh(c).
 *
 * x: [n] or [N, n] -> [m] or [N, m]; W_i: [m, n], U_i: [m, m], b_i: [m], and so on; the state is `[h, c]`.
 * @throws ChainruleError OPTION, SHAPE
 * @example lstmCell(x, { units: 3, state: [h, c], weights: glorot(1) }).state
 */
export const lstmCell = cellLayer("lstmCell", cell);

/**
 * The LSTM over all steps of a sequence.
 *
 * x: [T, n] or [N, T, n], T a number -> the last output, [m] or [N, m], or all of them, [T, m] or [N, T, m].
 * @throws ChainruleError OPTION, SHAPE, SIZE
 * @example lstm(x, { units: 3, weights: glorot(1) }).output
 */
export const lstm = recurrentLayer("lstm", cell);
