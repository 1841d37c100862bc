import { ChainruleError, Node, type Value } from "@chainrule/graph";
import type { Phrases } from "../language";
import { modelOf, type NetworkLike } from "../network/model";
import { knownGradients } from "../numbers/values";
import { numbersOf } from "./numbers-of";
import { saturatedShare } from "./saturation";

/* What stands in each histogram of a picture: numbers with a name, or of a network each layer's. */

export interface Panel {
  readonly name: string;
  readonly numbers: Float64Array;
  /** The share that learns nothing, from 0 to 1, where the numbers are of an activation. */
  readonly saturated: number | undefined;
}

/** Rows of panels side by side. */
export type Panels = readonly (readonly Panel[])[];

/** Numbers by name, or one list of them. @throws ChainruleError OPERAND, UNBOUND */
export function panelsOf(given: unknown, where: string): Panels {
  const isList =
    Array.isArray(given) || given instanceof Float64Array || given instanceof Node || isTensor(given);
  if (isList) return [[panel(given instanceof Node ? String(given) : "", given, where)]];
  if (typeof given !== "object" || given === null)
    throw new ChainruleError(
      "OPERAND",
      "a histogram is of numbers, of several lists by name, or of a network",
      { where },
    );
  return Object.entries(given).map(([name, numbers]) => [panel(name, numbers, `${where}: ${name}`)]);
}

const isTensor = (given: unknown): boolean =>
  typeof given === "object" && given !== null && "shape" in given && "data" in given;

const panel = (name: string, numbers: unknown, where: string): Panel => ({
  name,
  numbers: numbersOf(numbers, where),
  saturated: numbers instanceof Node ? saturatedShare(numbers) : undefined,
});

interface LayerLike {
  readonly weights: Node | readonly (Node | readonly Node[])[];
  readonly output?: Node;
  readonly outputs?: readonly Node[];
}

type Layered = Omit<NetworkLike, "layers"> & { readonly layers: readonly LayerLike[] };

/** Whether something is a network whose layers can be looked into. */
export const hasLayers = (given: unknown): given is Layered =>
  typeof given === "object" &&
  given !== null &&
  "layers" in given &&
  Array.isArray(given.layers) &&
  given.layers.length > 0;

/** For each layer its weights, its activations and the gradients of its weights; of the loss, or as `backward()` left them. */
export function layerPanels(model: Layered, loss: Node | undefined, phrases: Phrases): Panels {
  modelOf(model, "plotHistogram");
  const weights = model.layers.map((layer) => nodesOf(layer.weights));
  const gradients = loss === undefined ? undefined : knownGradients(loss, weights.flat());
  return model.layers.map((layer, k) => {
    const own = weights[k] ?? [];
    const outputs = layer.output ? [layer.output] : [...(layer.outputs ?? [])];
    const left = own.filter((node) => node.adjoint !== undefined).map((node) => node.grad as Value);
    const back = gradients === undefined ? left : own.flatMap((node) => gradients.get(node) ?? []);
    const shares = outputs.map(saturatedShare).filter((share) => share !== undefined);
    const number = k + 1;
    return [
      {
        name: `${phrases.weights} ${number}`,
        numbers: joined(own.map(({ value }) => value)),
        saturated: undefined,
      },
      {
        name: `${phrases.activations} ${number}`,
        numbers: joined(outputs.map(({ value }) => value)),
        saturated:
          shares.length === 0 ? undefined : shares.reduce((sum, share) => sum + share, 0) / shares.length,
      },
      ...(back.length === 0
        ? []
        : [{ name: `${phrases.gradients} ${number}`, numbers: joined(back), saturated: undefined }]),
    ];
  });
}

const nodesOf = (weights: LayerLike["weights"]): Node[] =>
  weights instanceof Node ? [weights] : (weights.flat() as Node[]); // rows of nodes

function joined(values: readonly Value[]): Float64Array {
  return Float64Array.from(
    values.flatMap((value) => (typeof value === "number" ? [value] : [...value.data])),
  );
}
