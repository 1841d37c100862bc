import { ChainruleError, checkOptions, compile, Node, type OptionNames, shown } from "@chainrule/graph";
import { NEURON_OPTIONS, type Neuron, type NeuronOptions, neuron } from "./neuron";
import type { ScalarParameter } from "./parameter";

/** The output of a step where its net input is exactly 0. */
export type Tie = 0 | 1;

/** A unit with a step, so neither activation nor bias. */
export interface PerceptronOptions extends Omit<NeuronOptions, "activation" | "bias"> {
  /** What comes out where the sum is exactly the threshold: 1 if left out. */
  readonly tie?: Tie;
}

const { activation: _activation, bias: _bias, ...OTHERS } = NEURON_OPTIONS;
const OPTIONS: OptionNames<PerceptronOptions> = { ...OTHERS, tie: true };

/**
 * Rosenblatt's unit: 1 where w_1 x_1 + ... + w_n x_n - theta >= 0 (with `tie: 0`, where it is > 0), else 0. Its derivative
 * is 0, so no rule derived through it trains anything; `trainPerceptron` has a rule that does.
 * @throws ChainruleError OPTION, SHAPE, NAME, OPERAND
 * @example
 * const and = perceptron(2, { weights: [1, 1], threshold: 1.5 });
 * truthTable(and.output, and.inputs).map((row) => row.outputs[0]) // [0, 0, 0, 1]
 */
export function perceptron(
  inputs: number | readonly ScalarParameter[],
  options: PerceptronOptions = {},
): Neuron {
  checkOptions(options, OPTIONS, "perceptron");
  const { threshold = "each", tie = 1, ...rest } = options;
  if (tie !== 0 && tie !== 1) {
    throw new ChainruleError("OPTION", "the output at a tie is 0 or 1", {
      where: "perceptron: tie",
      got: shown(tie),
    });
  }
  const activation = tie === 1 ? "step" : (net: Node): Node => net.gt(0);
  return neuron(inputs, { ...rest, activation, threshold });
}

/** One row of a truth table: 0 or 1 for each input, and what comes out. */
export interface TruthRow {
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
}

const MOST_INPUTS = 16;

/**
 * The values of nodes for every combination of 0 and 1 on the inputs, in counting order, the last input fastest. Ask for
 * net inputs as well as outputs to see the whole calculation.
 * @throws ChainruleError OPTION for more than 16 inputs, NOT_A_LEAF when an input is no symbol, UNBOUND
 * @example truthTable([and.net, and.output], and.inputs)[3] // { inputs: [1, 1], outputs: [0.5, 1] }
 */
export function truthTable(
  outputs: Node<number> | readonly Node<number>[],
  inputs: readonly Node<number>[],
): readonly TruthRow[] {
  if (inputs.length > MOST_INPUTS) {
    throw new ChainruleError("OPTION", `a truth table has at most ${MOST_INPUTS} inputs`, {
      where: "truthTable",
      got: `${inputs.length}`,
    });
  }
  const roots = outputs instanceof Node ? [outputs] : outputs;
  const program = compile(roots, inputs);
  return Array.from({ length: 2 ** inputs.length }, (_, row) => {
    const bits = inputs.map((_, k) => (row >> (inputs.length - 1 - k)) & 1);
    const values = program(bits) as readonly number[]; // all outputs are scalars
    return Object.freeze({ inputs: Object.freeze(bits), outputs: Object.freeze(values) });
  });
}
