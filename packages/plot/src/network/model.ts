import { ChainruleError, Node } from "@chainrule/graph";
import { described } from "@chainrule/graph/written";

/* What can be drawn as a network: a loss, or what functions that build networks return. */

/** A layer over tensors, as `dense` and `mlp` return it. */
export interface TensorLayerLike {
  readonly input: Node;
  readonly weights: Node;
  readonly bias: Node | undefined;
  readonly threshold: Node | undefined;
  readonly net: Node;
  readonly output: Node;
}

/** A network as its builders return it (a neuron, a layer, layers one after another), or a loss with its parameters. */
export interface NetworkLike {
  /** What is drawn, if there is one: everything that it is computed from. */
  readonly loss?: Node;
  readonly output?: Node;
  readonly outputs?: readonly Node[];
  readonly parameters?: readonly Node[];
  readonly layers?: readonly object[];
}

/** What a network is drawn from. */
export interface Model {
  readonly outputs: readonly Node[];
  /** Weights rather than inputs, where the graph does not tell. */
  readonly trained: readonly Node[];
  /** Its layers, if all are over tensors. */
  readonly tensorLayers: readonly TensorLayerLike[] | undefined;
}

const isRecord = (given: unknown): given is Readonly<Record<string, unknown>> =>
  typeof given === "object" && given !== null && !Array.isArray(given) && !(given instanceof Node);

const areNodes = (given: unknown): given is readonly Node[] =>
  Array.isArray(given) && given.length > 0 && given.every((each) => each instanceof Node);

function isTensorLayer(given: unknown): given is TensorLayerLike {
  return (
    isRecord(given) &&
    [given.input, given.weights, given.net, given.output].every((each) => each instanceof Node)
  );
}

/** @throws ChainruleError OPERAND for what is no network */
export function modelOf(given: unknown, where: string): Model {
  if (given instanceof Node) return { outputs: [given], trained: [], tensorLayers: undefined };
  if (areNodes(given)) return { outputs: given, trained: [], tensorLayers: undefined };
  const outputs = isRecord(given) ? outputsOf(given) : undefined;
  if (!isRecord(given) || outputs === undefined)
    throw new ChainruleError("OPERAND", "not a network", {
      where,
      got: described(given),
      expected: "a loss, or what neuron, dense or mlp returned",
    });
  const layers = isTensorLayer(given) ? [given] : Array.isArray(given.layers) ? given.layers : [];
  return {
    outputs,
    trained: areNodes(given.parameters) ? given.parameters : [],
    tensorLayers: layers.length > 0 && layers.every(isTensorLayer) ? layers : undefined,
  };
}

function outputsOf(given: Readonly<Record<string, unknown>>): readonly Node[] | undefined {
  if (given.loss instanceof Node) return [given.loss];
  if (areNodes(given.outputs)) return given.outputs;
  return given.output instanceof Node ? [given.output] : undefined;
}
