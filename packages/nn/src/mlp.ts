import { ChainruleError, checkOptions, Node, type Size, shown } from "@chainrule/graph";
import { checkScalarNames, type ScalarLayer, type ScalarLayerOptions, scalarLayer } from "./dense-scalar";
import { checkTensorNames, type TensorLayer, type TensorLayerOptions, tensorLayer } from "./dense-tensor";
import { LAYER_OPTIONS, type LayerOptions } from "./layer-options";
import { usualInput } from "./names";
import { type ScalarParameter, scalarInputs, type Trainable, trainableOf } from "./parameter";

/** What is the same in all layers, unless a layer says otherwise. Values of weights belong to a single layer. */
type Common<O> = Omit<O, "units">;

/** A network of layers over scalars. */
export interface ScalarMlp extends Trainable<Node<number>> {
  readonly inputs: readonly Node<number>[];
  readonly layers: readonly ScalarLayer[];
  readonly outputs: readonly Node<number>[];
  /** The only output, [], or all of them as one vector, [m]. */
  readonly output: Node;
}

/** A network of layers over tensors. */
export interface TensorMlp extends Trainable<Node> {
  readonly kind: "mlp";
  readonly inputs: readonly Node[];
  readonly layers: readonly TensorLayer[];
  /** The output of the last layer, [m] or [N, m], as the only entry of a list. */
  readonly outputs: readonly Node[];
  /** The output of the last layer. */
  readonly output: Node;
  /** The same network, with the same parameters, on another input. */
  apply(x: Node): TensorMlp;
}

/**
 * A multilayer perceptron: dense layers one after another. A layer is the number of its units, or its options; what
 * stands in `common` holds for every layer that does not say otherwise. Where nothing says what the activation is, it is the
 * sigmoid in hidden layers and the identity in the last one: its outputs are any numbers, for a regression, for margins, or
 * logits.
 *
 * Over a list of scalars (nodes, numbers, or their count): inputs `i_1, i_2`, units `h1, h2` and `o1, o2` (with several
 * hidden layers `h1^(1)`, `h1^(2)`), weights `w_1, w_2, ...` through all layers, unit by unit, biases `b_h1, b_o1` or, if
 * a layer shares one, `b_1, b_2`. Over a tensor x: [n] or a batch [N, n]: `W^(1)`, `b^(1)`, `z^(1)`, `a^(1)`, ...
 * @throws ChainruleError OPTION, SHAPE, SIZE, NAME, OPERAND
 * @example mlp(2, [4, 1], { weights: glorot(42) }).parameters.length // 17
 * @example mlp(2, [4, { units: 1, activation: "sigmoid" }], { weights: glorot(42), activation: "tanh" })
 * @example mlp([0.05, 0.1], [2, 2], { bias: "shared", trainBias: false }) // symbols without values
 */
export function mlp(
  x: Node,
  layers: readonly (Size | TensorLayerOptions)[],
  common?: Common<TensorLayerOptions>,
): TensorMlp;
export function mlp(
  inputs: number | readonly ScalarParameter[],
  layers: readonly (number | ScalarLayerOptions)[],
  common?: Common<ScalarLayerOptions>,
): ScalarMlp;
export function mlp(
  inputs: Node | number | readonly ScalarParameter[],
  layers: readonly (Size | TensorLayerOptions)[] | readonly (number | ScalarLayerOptions)[],
  common: Common<TensorLayerOptions> | Common<ScalarLayerOptions> = {},
): TensorMlp | ScalarMlp {
  if (!Array.isArray(layers) || layers.length === 0)
    throw new ChainruleError("OPTION", "at least one layer, in a list", {
      where: "mlp",
      got: shown(layers),
      expected: "the units or the options of each layer, after the inputs",
      mend: `Write mlp(${insteadOf(inputs)})`,
    });
  // the overloads pair tensors with the one kind of options and scalars with the other
  return inputs instanceof Node
    ? tensorMlp(
        inputs,
        layers as readonly (Size | TensorLayerOptions)[],
        common as Common<TensorLayerOptions>,
      )
    : scalarMlp(
        inputs,
        layers as readonly (number | ScalarLayerOptions)[],
        common as Common<ScalarLayerOptions>,
      );
}

/** The inputs and the layers that were meant: the sizes of all in one list, as elsewhere, have the inputs first. */
const insteadOf = (inputs: Node | number | readonly ScalarParameter[]): string =>
  Array.isArray(inputs) && inputs.length > 1 && inputs.every((each) => Number.isInteger(each))
    ? `${inputs[0]}, [${inputs.slice(1).join(", ")}]`
    : "2, [3, 1]";

const { units: _units, ...COMMON } = LAYER_OPTIONS;

function scalarMlp(
  given: number | readonly ScalarParameter[],
  layers: readonly (number | ScalarLayerOptions)[],
  common: Common<ScalarLayerOptions>,
): ScalarMlp {
  checkOptions(common, COMMON, "mlp: options of all layers");
  checkScalarNames(common.names, "mlp");
  const inputs = scalarInputs(given, common.names?.input ?? usualInput, "mlp");
  const made: ScalarLayer[] = [];
  let from = inputs;
  let firstWeight = 1;
  for (const [k, layer] of layers.entries()) {
    const own = typeof layer === "number" ? { units: layer } : layer;
    checkOptions(own, LAYER_OPTIONS, `mlp, layer ${k + 1}`);
    checkScalarNames(own.names, `mlp, layer ${k + 1}`);
    const options = merged(common, own, k === layers.length - 1);
    const next = scalarLayer(from, options, { layer: k + 1, layers: layers.length, firstWeight });
    made.push(next);
    firstWeight += from.length * next.units.length;
    from = [...next.outputs];
  }
  const last = made[made.length - 1] as ScalarLayer; // there is at least one
  return Object.freeze({
    inputs: Object.freeze(inputs),
    layers: Object.freeze(made),
    outputs: last.outputs,
    output: last.output,
    ...trainableOf(made),
  });
}

function tensorMlp(
  x: Node,
  layers: readonly (Size | TensorLayerOptions)[],
  common: Common<TensorLayerOptions>,
): TensorMlp {
  checkOptions(common, COMMON, "mlp: options of all layers");
  checkTensorNames(common.names, "mlp");
  const made: TensorLayer[] = [];
  let output = x;
  for (const [k, layer] of layers.entries()) {
    const own = isSize(layer) ? { units: layer } : layer;
    checkOptions(own, LAYER_OPTIONS, `mlp, layer ${k + 1}`);
    checkTensorNames(own.names, `mlp, layer ${k + 1}`);
    const next = tensorLayer(output, merged(common, own, k === layers.length - 1), k + 1);
    made.push(next);
    output = next.output;
  }
  return ofTensorLayers(x, made);
}

function ofTensorLayers(x: Node, layers: readonly TensorLayer[]): TensorMlp {
  const { output, outputs } = layers[layers.length - 1] as TensorLayer; // there is at least one
  return Object.freeze({
    kind: "mlp",
    inputs: Object.freeze([x]),
    layers: Object.freeze(layers),
    outputs,
    output,
    apply: (other: Node) => {
      let from = other;
      const again = layers.map((layer) => {
        const next = layer.apply(from);
        from = next.output;
        return next;
      });
      return ofTensorLayers(other, again);
    },
    ...trainableOf(layers),
  });
}

const isSize = (layer: Size | TensorLayerOptions): layer is Size =>
  typeof layer === "number" || (typeof layer === "object" && layer !== null && "kind" in layer);

/**
 * A layer's own options over the common ones; a threshold of its own takes the place of a common bias, and vice versa. The last
 * layer is linear where neither has an activation.
 */
function merged<
  O extends LayerOptions & { readonly bias?: unknown; readonly threshold?: unknown; readonly names?: object },
>(common: Omit<O, "units">, own: O, isLast: boolean): O {
  const { bias, threshold, ...rest } = common as O;
  const offset = own.bias === undefined && own.threshold === undefined;
  const activation = own.activation !== undefined ? own.activation : rest.activation;
  return {
    ...rest,
    ...(offset && bias !== undefined && { bias }),
    ...(offset && threshold !== undefined && { threshold }),
    ...own,
    activation: activation === undefined && isLast ? "identity" : activation, // null is no way to leave it out
    names: { ...common.names, ...own.names },
  } as O; // O but for keys that are undefined
}
