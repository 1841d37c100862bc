import { affine } from "./affine";
import { type Cell, cellLayer, recurrentLayer } from "./recurrent";

/** The parameters of a simple recurrent layer: of the input, of the state, and the bias. */
export type RnnWeights = "W" | "U" | "b";

const cell: Cell<RnnWeights> = {
  state: ["h"],
  parameters: (units, inputs) => ({
    W: { shape: [units, inputs], start: "drawn" },
    U: { shape: [units, units], start: "drawn" },
    b: { shape: [units], start: 0 },
  }),
  step: (x, [before], { W, U, b }, names) => {
    const sum = before === undefined ? affine(x, W) : affine(x, W).add(affine(before, U));
    return [sum.add(b).named(names("a")).tanh().named(names("h"))];
  },
};

/**
 * One step of a simple recurrent layer (Elman 1990): h = tanh(W x + U h_before + b).
 *
 * x: [n] or [N, n] -> [m] or [N, m]; W: [m, n], U: [m, m], b: [m]; the state is `[h]`.
 * @throws ChainruleError OPTION, SHAPE
 * @example rnnCell(x, { units: 3, state: [h], weights: glorot(1) }).output
 */
export const rnnCell = cellLayer("rnnCell", cell);

/**
 * The simple recurrent layer over all steps of a sequence; the weights are those of one `rnnCell`.
 *
 * x: [T, n] or [N, T, n], T a number -> the last output, [m] or [N, m], or all of them, [T, m] or [N, T, m].
 * @throws ChainruleError OPTION, SHAPE, SIZE
 * @example rnn(x, { units: 3, returnSequences: true, weights: glorot(1) }).output
 */
export const rnn = recurrentLayer("rnn", cell);
