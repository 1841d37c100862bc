import {
  ChainruleError,
  checkOptions,
  type NestedNumbers,
  Node,
  type OptionNames,
  type Shape,
  type Size,
  scalar,
  shapeText,
  type TensorValue,
  tensor,
} from "@chainrule/graph";
import { activated } from "./activation";
import type { Initialiser } from "./initialise";
import { type LayerOptions, weightOrderOf } from "./layer-options";
import { type TensorNames, usualTensorNames } from "./names";
import {
  type GivenOffset,
  givenOffset,
  haveValues,
  type OffsetMode,
  type Trainable,
  trainable,
} from "./parameter";
import { checkCount, labelOf } from "./refuse";

/** A tensor in a network: a node is used as it is, numbers become a symbol of that value. */
export type TensorParameter = NestedNumbers | TensorValue | Node;

export interface TensorLayerOptions extends LayerOptions {
  /** The number of units, or a `dim`; may be left out where the weights tell it. */
  readonly units?: Size;
  /** [units, inputs], or [inputs, units] in the order "from, to"; drawn by an initialiser; or left out. */
  readonly weights?: TensorParameter | Initialiser;
  /**
   * A number, or scalar node, is one bias that all units share; a list, or node of shape [units], is one for each unit.
   * `"each"` (if left out), `"shared"`: symbols, 0 at first if the weights have values. `"none"`: no bias.
   */
  readonly bias?: number | TensorParameter | OffsetMode;
  /** The same, subtracted from the sum in place of a bias. */
  readonly threshold?: number | TensorParameter | Exclude<OffsetMode, "none">;
  readonly names?: TensorNames;
}

const NAMES: OptionNames<TensorNames> = { weight: true, bias: true, net: true, output: true };

/** @throws ChainruleError OPERAND, OPTION */
export const checkTensorNames = (names: unknown, where: string): void =>
  checkOptions(names, NAMES, `${where}: names`);

/** A layer over tensors, for n inputs and m units, and any number N of samples. */
export interface TensorLayer extends Trainable<Node> {
  readonly kind: "dense";
  /** [n], or a batch [N, n] of samples in rows. */
  readonly input: Node;
  /** [m, n], or [n, m] in the order "from, to". */
  readonly weights: Node;
  /** [m], or [] if it is shared. */
  readonly bias: Node | undefined;
  readonly threshold: Node | undefined;
  /** The definition `z := W x + b`, or `x W^T + b` for a batch: [m] or [N, m]. */
  readonly net: Node;
  /** The definition `a := f(z)`. */
  readonly output: Node;
  /** The same as the only entry of a list. */
  readonly outputs: readonly Node[];
  /** The same layer, with the same parameters, on another input. */
  apply(x: Node): TensorLayer;
}

/** A layer over a vector or a batch. place: where it stands in a sequence. @throws ChainruleError OPTION, SHAPE, NAME, OPERAND */
export function tensorLayer(
  x: Node,
  options: TensorLayerOptions,
  layer: number,
  place?: string,
): TensorLayer {
  const where = `dense, layer ${place ?? layer}`;
  const fanIn = x.shape[x.shape.length - 1];
  if (fanIn === undefined) {
    throw new ChainruleError("SHAPE", "a layer over tensors takes a vector or a batch", {
      where: `${where}: ${labelOf(x)}`,
      got: "[]",
      mend: "For a layer over scalars give a list of inputs",
    });
  }
  const { offset, given } = givenOffset<number | TensorParameter>(options, where);
  const names = usualTensorNames(options.names ?? {}, offset, place);
  const { W, units } = weightMatrix(options, fanIn, names.weight(layer), where);
  const term = offsetTerm(given, units, haveValues([W]), names.bias(layer), where);
  const sum =
    options.weightOrder === "from, to"
      ? x.matmul(W)
      : x.shape.length === 1
        ? W.matmul(x)
        : x.matmul(W.transpose());
  const whole = term === undefined ? sum : offset === "bias" ? sum.add(term) : sum.sub(term);
  const net = whole.named(names.net(layer));
  const output = activated(net, options.activation, names.output(layer)).named(names.output(layer));
  const made = { ...options, weights: W, [offset]: term ?? "none" };
  return Object.freeze({
    kind: "dense",
    input: x,
    weights: W,
    bias: offset === "bias" ? term : undefined,
    threshold: offset === "threshold" ? term : undefined,
    net,
    output,
    outputs: Object.freeze([output]),
    apply: (other: Node) => tensorLayer(other, made, layer, place),
    ...trainable([W], term === undefined ? [] : [term], options.trainBias ?? true),
  });
}

function weightMatrix(
  options: TensorLayerOptions,
  fanIn: Size,
  name: string,
  where: string,
): { readonly W: Node; readonly units: Size } {
  const { weights } = options;
  const weightOrder = weightOrderOf(options, where);
  const toFirst = weightOrder === "to, from";
  const shapeFor = (units: Size): Shape => (toFirst ? [units, fanIn] : [fanIn, units]);
  if (weights === undefined || typeof weights === "function") {
    const units = checkUnits(options.units, where);
    const W =
      weights === undefined
        ? tensor(name, { shape: shapeFor(units) })
        : tensor(name, drawn(weights, fanIn, units, toFirst, where));
    return { W, units };
  }
  const W = weights instanceof Node ? weights : tensor(name, weights);
  const units = options.units ?? W.shape[toFirst ? 0 : 1] ?? 0;
  if (shapeText(W.shape) !== shapeText(shapeFor(units))) {
    throw new ChainruleError("SHAPE", "the weights do not fit inputs and units", {
      where: `${where}: ${labelOf(W)}`,
      got: shapeText(W.shape),
      expected: `${shapeText(shapeFor(units))}, in the order "${weightOrder}"`,
    });
  }
  return { W, units };
}

function checkUnits(units: Size | undefined, where: string): Size {
  if (typeof units === "object") return units; // a dim; tensor() checks it
  return checkCount(units, 1, "the number of units", where);
}

/** Unit by unit in either order, so that a layer over scalars and one over tensors get the same weights. */
function drawn(
  initialise: Initialiser,
  fanIn: Size,
  units: Size,
  toFirst: boolean,
  where: string,
): TensorValue {
  if (typeof fanIn !== "number" || typeof units !== "number") {
    throw new ChainruleError("SIZE", "weights can be drawn only for sizes that are numbers", {
      where,
      got: shapeText([units, fanIn]),
    });
  }
  const data = new Float64Array(fanIn * units);
  for (let to = 0; to < units; to++) {
    for (let from = 0; from < fanIn; from++) {
      data[toFirst ? to * fanIn + from : from * units + to] = initialise(fanIn, units);
    }
  }
  return { shape: toFirst ? [units, fanIn] : [fanIn, units], data };
}

function offsetTerm(
  given: GivenOffset<number | TensorParameter>["given"],
  units: Size,
  valued: boolean,
  name: string,
  where: string,
): Node | undefined {
  if (given === "none") return undefined;
  if (given === "shared") return scalar(name, valued ? 0 : undefined);
  if (given === "each") {
    return valued && typeof units === "number"
      ? tensor(name, new Float64Array(units))
      : tensor(name, { shape: [units] });
  }
  if (typeof given === "number") return scalar(name, given);
  const term = given instanceof Node ? given : tensor(name, given);
  if (term.shape.length > 0 && shapeText(term.shape) !== shapeText([units])) {
    throw new ChainruleError("SHAPE", "one bias, or threshold, for each unit", {
      where: `${where}: ${labelOf(term)}`,
      got: shapeText(term.shape),
      expected: `${shapeText([units])}, or one number for all`,
    });
  }
  return term;
}
