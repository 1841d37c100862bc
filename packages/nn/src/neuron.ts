import { ChainruleError, checkOptions, type Node, type OptionNames } from "@chainrule/graph";
import { type Activation, activated } from "./activation";
import type { Initialiser } from "./initialise";
import type { Offset } from "./names";
import {
  givenOffset,
  haveValues,
  type ScalarParameter,
  scalarInputs,
  scalarParameter,
  type Trainable,
  trainable,
} from "./parameter";

/** What the parts of one unit are called. What is left out keeps its usual name. */
export interface NeuronNames {
  readonly input?: (k: number) => string;
  readonly weight?: (from: number) => string;
  readonly bias?: string;
  readonly net?: string;
  readonly output?: string;
}

export interface NeuronOptions {
  /**
   * The unit's name: `h1` gives `net_h1`, `out_h1`, weights `w_{h1,1}, ...` and `b_h1`. Without it they are `net`, `out`,
   * `w_1, ...` and `b`.
   */
  readonly name?: string;
  /** One for each input; drawn by an initialiser; or left out, for symbols without values. */
  readonly weights?: readonly ScalarParameter[] | Initialiser;
  /** Added to the sum. Left out (or `"each"`), a symbol: 0 at first if the weights have values. */
  readonly bias?: ScalarParameter | "each" | "none";
  /** Subtracted from the sum, in place of a bias; `"each"` for one without a value of its own. */
  readonly threshold?: ScalarParameter | "each";
  /** `sigmoid` if left out. */
  readonly activation?: Activation;
  /** Whether the bias, or threshold, is one of `parameters` (true) or of `fixed`. */
  readonly trainBias?: boolean;
  readonly names?: NeuronNames;
}

export const NEURON_OPTIONS: OptionNames<NeuronOptions> = {
  name: true,
  weights: true,
  bias: true,
  threshold: true,
  activation: true,
  trainBias: true,
  names: true,
};

const NAMES: OptionNames<NeuronNames> = { input: true, weight: true, bias: true, net: true, output: true };

/** One unit over scalars. All its nodes have shape []. */
export interface Neuron extends Trainable<Node<number>> {
  readonly inputs: readonly Node<number>[];
  readonly weights: readonly Node<number>[];
  readonly bias: Node<number> | undefined;
  readonly threshold: Node<number> | undefined;
  /** The definition `net := w_1 x_1 + w_2 x_2 + ... + b`, or `- theta`. */
  readonly net: Node<number>;
  /** The definition `out := f(net)`. */
  readonly output: Node<number>;
}

/**
 * One unit: out = f(w_1 x_1 + ... + w_n x_n + b), or with - theta. Inputs are scalar nodes, numbers (which become the
 * symbols `x_1, ...`), or a count of symbols without values.
 * @throws ChainruleError OPTION, SHAPE, NAME, OPERAND
 * @example neuron([0.05, 0.1], { weights: [0.15, 0.2], bias: 0.35, name: "h1" }).output.value // 0.5932699921071872
 */
export function neuron(inputs: number | readonly ScalarParameter[], options: NeuronOptions = {}): Neuron {
  const { name, names = {} } = options;
  const where = name === undefined ? "neuron" : `neuron ${name}`;
  checkOptions(options, NEURON_OPTIONS, where);
  checkOptions(names, NAMES, `${where}: names`);
  const below = name === undefined ? "" : `_${name}`;
  const { offset, given } = givenOffset<ScalarParameter>(options, where);
  const x = scalarInputs(inputs, names.input ?? ((k) => `x_${k}`), where);
  const weightName =
    names.weight ?? ((from: number) => (name === undefined ? `w_${from}` : `w_{${name},${from}}`));
  const weights = unitWeights(options.weights, x.length, 1, weightName, where);
  const offsetName = names.bias ?? `${offset === "bias" ? "b" : "theta"}${below}`;
  const value = typeof given === "string" ? (haveValues(weights) ? 0 : undefined) : given;
  const term = given === "none" ? undefined : scalarParameter(value, offsetName, where);
  return unit({
    inputs: x,
    weights,
    offset,
    term,
    activation: options.activation,
    trainBias: options.trainBias ?? true,
    net: names.net ?? `net${below}`,
    output: names.output ?? `out${below}`,
  });
}

/**
 * The weights of one unit, one for each input.
 * @throws ChainruleError SHAPE when their number is another
 */
export function unitWeights(
  given: readonly ScalarParameter[] | Initialiser | undefined,
  fanIn: number,
  fanOut: number,
  name: (from: number) => string,
  where: string,
): Node<number>[] {
  const initialise = typeof given === "function" ? given : undefined;
  const list = typeof given === "function" ? undefined : given;
  if (list !== undefined && list.length !== fanIn) {
    throw new ChainruleError("SHAPE", "one weight for each input", {
      where,
      got: `${list.length} weights`,
      expected: `${fanIn}`,
    });
  }
  return Array.from({ length: fanIn }, (_, k) =>
    scalarParameter(list === undefined ? initialise?.(fanIn, fanOut) : list[k], name(k + 1), where),
  );
}

/** A unit whose parts are all made. */
export interface UnitParts {
  readonly inputs: readonly Node<number>[];
  readonly weights: readonly Node<number>[];
  readonly offset: Offset;
  /** The bias or threshold, if there is one. */
  readonly term: Node<number> | undefined;
  readonly activation: Activation | undefined;
  readonly trainBias: boolean;
  readonly net: string;
  readonly output: string;
}

export function unit(parts: UnitParts): Neuron {
  const { inputs, weights, offset, term } = parts;
  const products = weights.map((w, k) => w.mul(inputs[k] as Node<number>)); // one weight for each input
  const sum = products.reduce((total, product) => total.add(product));
  const whole = term === undefined ? sum : offset === "bias" ? sum.add(term) : sum.sub(term);
  const net = whole.named(parts.net);
  return Object.freeze({
    inputs: Object.freeze([...inputs]),
    weights: Object.freeze([...weights]),
    bias: offset === "bias" ? term : undefined,
    threshold: offset === "threshold" ? term : undefined,
    net,
    output: activated(net, parts.activation, parts.output).named(parts.output),
    ...trainable(weights, term === undefined ? [] : [term], parts.trainBias),
  });
}
