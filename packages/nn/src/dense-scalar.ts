import { ChainruleError, checkOptions, concat, type Node, type OptionNames, shown } from "@chainrule/graph";
import type { Initialiser } from "./initialise";
import { type LayerOptions, weightOrderOf } from "./layer-options";
import { type ScalarNames, usualNames } from "./names";
import { type Neuron, unit, unitWeights } from "./neuron";
import {
  type GivenOffset,
  givenOffset,
  haveValues,
  type OffsetMode,
  type ScalarParameter,
  scalarParameter,
  type Trainable,
  trainable,
} from "./parameter";
import { checkCount } from "./refuse";

export interface ScalarLayerOptions extends LayerOptions {
  /** The number of units; may be left out where the weights tell it. */
  readonly units?: number;
  /** Rows of numbers or nodes; drawn by an initialiser; or left out, for symbols without values. */
  readonly weights?: readonly (readonly ScalarParameter[])[] | Initialiser;
  /**
   * One number or node is one bias that all units share, a list is one for each unit. `"each"` (if left out), `"shared"`:
   * symbols, 0 at first if the weights have values. `"none"`: no bias.
   */
  readonly bias?: ScalarParameter | readonly ScalarParameter[] | OffsetMode;
  /** The same, subtracted from the sum in place of a bias. */
  readonly threshold?: ScalarParameter | readonly ScalarParameter[] | Exclude<OffsetMode, "none">;
  readonly names?: ScalarNames;
}

const NAMES: OptionNames<ScalarNames> = {
  input: true,
  weight: true,
  bias: true,
  sharedBias: true,
  unit: true,
  net: true,
  output: true,
};

/** @throws ChainruleError OPERAND, OPTION */
export const checkScalarNames = (names: unknown, where: string): void =>
  checkOptions(names, NAMES, `${where}: names`);

/** A layer of units over scalars; all nodes but `output` have shape []. */
export interface ScalarLayer extends Trainable<Node<number>> {
  readonly inputs: readonly Node<number>[];
  readonly units: readonly Neuron[];
  readonly nets: readonly Node<number>[];
  readonly outputs: readonly Node<number>[];
  /** The output of the only unit, [], or those of all as one vector, [m]. */
  readonly output: Node;
  /** One row for each unit, whatever the order in which they were given. */
  readonly weights: readonly (readonly Node<number>[])[];
  /** One for each unit, or the one they share. */
  readonly biases: readonly Node<number>[];
  readonly thresholds: readonly Node<number>[];
}

/** Where in a network a layer stands, counted from 1, and the number of its first weight. */
export interface ScalarPlace {
  readonly layer: number;
  readonly layers: number;
  readonly firstWeight: number;
}

/** A layer over scalar inputs. @throws ChainruleError OPTION, SHAPE, NAME, OPERAND */
export function scalarLayer(
  inputs: readonly Node<number>[],
  options: ScalarLayerOptions,
  place: ScalarPlace,
): ScalarLayer {
  const where = `dense, layer ${place.layer}`;
  const fanIn = inputs.length;
  const { given, units } = weightRows(options, fanIn, where);
  const offset = givenOffset<ScalarParameter | readonly ScalarParameter[]>(options, where);
  const names = usualNames(options.names ?? {}, {
    offset: offset.offset,
    layers: place.layers,
    weightNumber: (_, to, from) => place.firstWeight + (to - 1) * fanIn + from - 1,
  });
  const weights = Array.from({ length: units }, (_, k) =>
    unitWeights(
      typeof given === "function" ? given : given?.[k],
      fanIn,
      units,
      (from) => names.weight(place.layer, k + 1, from),
      `${where}, unit ${k + 1}`,
    ),
  );
  const terms = offsetTerms(offset, weights, names, place.layer, where);
  const trainBias = options.trainBias ?? true;
  const made = weights.map((row, k) =>
    unit({
      inputs,
      weights: row,
      offset: offset.offset,
      term: terms.length === 1 ? terms[0] : terms[k],
      activation: options.activation,
      trainBias,
      net: names.net(place.layer, k + 1),
      output: names.output(place.layer, k + 1),
    }),
  );
  const outputs = made.map(({ output }) => output);
  return Object.freeze({
    inputs: Object.freeze([...inputs]),
    units: Object.freeze(made),
    nets: Object.freeze(made.map(({ net }) => net)),
    outputs: Object.freeze(outputs),
    output: together(outputs),
    weights: Object.freeze(made.map((each) => each.weights)),
    biases: Object.freeze(offset.offset === "bias" ? terms : []),
    thresholds: Object.freeze(offset.offset === "threshold" ? terms : []),
    ...trainable(weights.flat(), terms, trainBias),
  });
}

/** The only one of scalars, or all of them as a vector. */
function together(scalars: readonly Node<number>[]): Node {
  const [only] = scalars;
  return only !== undefined && scalars.length === 1 ? only : concat(scalars.map((each) => each.reshape([1])));
}

interface WeightRows {
  readonly given: readonly (readonly ScalarParameter[])[] | Initialiser | undefined;
  readonly units: number;
}

/** The weights as one row for each unit, and the number of units. */
function weightRows(options: ScalarLayerOptions, fanIn: number, where: string): WeightRows {
  const { weights } = options;
  const weightOrder = weightOrderOf(options, where);
  if (weights === undefined || typeof weights === "function") {
    return { given: weights, units: checkCount(options.units, 1, "the number of units", where) };
  }
  if (!Array.isArray(weights) || !weights.every(Array.isArray)) {
    throw new ChainruleError("OPERAND", "weights are rows of numbers or nodes", {
      where,
      got: shown(weights),
    });
  }
  const rows = weightOrder === "to, from" ? weights : transposed(weights, fanIn, where);
  const units = checkCount(options.units ?? rows.length, 1, "the number of units", where);
  if (rows.length !== units) {
    throw new ChainruleError("SHAPE", "one row of weights for each unit", {
      where,
      got: `${rows.length} rows`,
      expected: `${units}`,
    });
  }
  return { given: rows, units };
}

function transposed(
  rows: readonly (readonly ScalarParameter[])[],
  fanIn: number,
  where: string,
): readonly (readonly ScalarParameter[])[] {
  const first = rows[0];
  if (rows.length !== fanIn || first === undefined || rows.some((row) => row.length !== first.length)) {
    throw new ChainruleError("SHAPE", 'in the order "from, to", weights have a row for each input', {
      where,
      got: `rows of ${rows.map((row) => row.length).join(", ")}`,
      expected: `${fanIn} rows of one length`,
    });
  }
  return first.map((_, to) => rows.map((row) => row[to] as ScalarParameter)); // all rows have one length
}

/** The biases or thresholds: none, one that is shared, or one for each unit. */
function offsetTerms(
  { given }: GivenOffset<ScalarParameter | readonly ScalarParameter[]>,
  weights: readonly (readonly Node<number>[])[],
  names: Required<ScalarNames>,
  layer: number,
  where: string,
): Node<number>[] {
  if (given === "none") return [];
  const preset = haveValues(weights.flat()) ? 0 : undefined;
  if (given === "shared") return [scalarParameter(preset, names.sharedBias(layer), where)];
  if (given !== "each" && !isList(given)) return [scalarParameter(given, names.sharedBias(layer), where)];
  const list = given === "each" ? weights.map(() => preset) : given;
  if (list.length !== weights.length) {
    throw new ChainruleError("SHAPE", "one bias, or threshold, for each unit", {
      where,
      got: `${list.length}`,
      expected: `${weights.length}, or one number for all`,
    });
  }
  return list.map((value, k) => scalarParameter(value, names.bias(layer, k + 1), where));
}

const isList = <T>(given: T | readonly T[]): given is readonly T[] => Array.isArray(given);
