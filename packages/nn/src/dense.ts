import { checkOptions, Node, type OptionNames } from "@chainrule/graph";
import { checkScalarNames, type ScalarLayer, type ScalarLayerOptions, scalarLayer } from "./dense-scalar";
import { checkTensorNames, type TensorLayer, type TensorLayerOptions, tensorLayer } from "./dense-tensor";
import { LAYER_OPTIONS } from "./layer-options";
import type { Plan } from "./layers/model";
import { usualInput } from "./names";
import { type ScalarParameter, scalarInputs } from "./parameter";
import { checkCount } from "./refuse";

/** Where a layer that stands by itself is to be counted. */
export interface DensePlace {
  /** The layer's number in names such as `b_1` or `W^(1)`; 1 if left out. */
  readonly layer?: number;
}

export interface ScalarDensePlace extends DensePlace {
  /** The number of the first weight: 5 gives `w_5, w_6, ...`; 1 if left out. */
  readonly firstWeight?: number;
  /** What units are called before their number: `o` gives `o1, o2`; `h` if left out. */
  readonly unit?: string;
}

const TENSOR_OPTIONS: OptionNames<TensorLayerOptions & DensePlace> = { ...LAYER_OPTIONS, layer: true };
const SCALAR_OPTIONS: OptionNames<ScalarLayerOptions & ScalarDensePlace> = {
  ...LAYER_OPTIONS,
  layer: true,
  firstWeight: true,
  unit: true,
};

/**
 * A layer whose units all see all inputs.
 *
 * Over a list of scalars (nodes, numbers, or their count): units `h1, h2, ...` with definitions `net_h1`, `out_h1`, weights
 * `w_1, w_2, ...` unit by unit. Over a tensor: x: [n] -> a: [m], W: [m, n]; a batch x: [N, n] -> a: [N, m]. With options
 * alone it is a plan, for `sequential`.
 * @throws ChainruleError OPTION, SHAPE, SIZE, NAME, OPERAND
 * @example dense([i1, i2], { weights: [[0.15, 0.2], [0.25, 0.3]], bias: 0.35 }).outputs
 * @example dense(tensor("x", [[1, 0.5], [-0.2, 0.8]]), { units: 3, activation: "tanh", weights: glorot(1) }).output
 */
export function dense(x: Node, options: TensorLayerOptions & DensePlace): TensorLayer;
export function dense(
  inputs: number | readonly ScalarParameter[],
  options: ScalarLayerOptions & ScalarDensePlace,
): ScalarLayer;
export function dense(options: TensorLayerOptions): Plan<TensorLayer>;
export function dense(
  inputs: Node | number | readonly ScalarParameter[] | TensorLayerOptions,
  options?: (TensorLayerOptions & DensePlace) | (ScalarLayerOptions & ScalarDensePlace),
): TensorLayer | ScalarLayer | Plan<TensorLayer> {
  return isPlanned(inputs, options) ? planned(inputs) : layerOn(inputs, options);
}

/** Options alone, without inputs. */
const isPlanned = (
  inputs: Node | number | readonly ScalarParameter[] | TensorLayerOptions,
  options: unknown,
): inputs is TensorLayerOptions =>
  options === undefined &&
  typeof inputs === "object" &&
  inputs !== null &&
  !Array.isArray(inputs) &&
  !(inputs instanceof Node);

function planned(options: TensorLayerOptions): Plan<TensorLayer> {
  checkOptions(options, LAYER_OPTIONS, "dense");
  checkTensorNames(options.names, "dense");
  return Object.freeze({
    kind: "dense",
    make: (x: Node, place: string) => tensorLayer(x, options, 1, place),
  });
}

function layerOn(
  inputs: Node | number | readonly ScalarParameter[],
  options: (TensorLayerOptions & DensePlace) | (ScalarLayerOptions & ScalarDensePlace) = {},
): TensorLayer | ScalarLayer {
  if (inputs instanceof Node) {
    checkOptions(options, TENSOR_OPTIONS, "dense");
    checkTensorNames(options.names, "dense");
  } else {
    checkOptions(options, SCALAR_OPTIONS, "dense");
    checkScalarNames(options.names, "dense");
  }
  const layer = checkCount(options.layer ?? 1, 1, "the number of a layer", "dense");
  if (inputs instanceof Node) return tensorLayer(inputs, options as TensorLayerOptions, layer); // the first overload
  const { unit = "h", firstWeight = 1, names, ...rest } = options as ScalarLayerOptions & ScalarDensePlace;
  checkCount(firstWeight, 1, "the number of the first weight", "dense");
  const place = { layer, layers: layer, firstWeight };
  const called = { unit: (_: number, to: number) => `${unit}${to}`, ...names };
  const x = scalarInputs(inputs, names?.input ?? usualInput, "dense");
  return scalarLayer(x, { ...rest, names: called }, place);
}
