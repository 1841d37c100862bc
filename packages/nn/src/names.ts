/**
 * What the parts of a network over scalars are called; each is a text that `parseName` reads. Layers, units and inputs
 * are counted from 1. What is left out keeps its usual name (see `usualNames`).
 * @example { weight: (layer, to, from) => `w_{${to}${from}}^(${layer})` }
 */
export interface ScalarNames {
  readonly input?: (k: number) => string;
  readonly weight?: (layer: number, to: number, from: number) => string;
  /** The bias, or threshold, of one unit. */
  readonly bias?: (layer: number, to: number) => string;
  /** The bias, or threshold, that the units of a layer share. */
  readonly sharedBias?: (layer: number) => string;
  /** A unit, as in `net_<unit>` and `out_<unit>`. */
  readonly unit?: (layer: number, to: number) => string;
  readonly net?: (layer: number, to: number) => string;
  readonly output?: (layer: number, to: number) => string;
}

/**
 * What the parts of a network over tensors are called. Layers are counted from 1. What is left out is called `W^(1)`,
 * `b^(1)` or `theta^(1)`, `z^(1)`, `a^(1)`.
 * @example { weight: (layer) => (layer === 1 ? "V" : "W") }
 */
export interface TensorNames {
  readonly weight?: (layer: number) => string;
  readonly bias?: (layer: number) => string;
  readonly net?: (layer: number) => string;
  readonly output?: (layer: number) => string;
}

/** Additive terms are biases, subtracted ones thresholds. */
export type Offset = "bias" | "threshold";

/**
 * The usual names: inputs `i_1, i_2`; units `h1, h2` and `o1, o2` (with several hidden layers `h1^(1)`, `h1^(2)`);
 * weights `w_1, w_2, ...` numbered through all layers, unit by unit; a shared bias `b_1` or threshold `theta_1` by its
 * layer, one of a single unit `b_h1` or `theta_h1`.
 */
export function usualNames(
  given: ScalarNames,
  place: { readonly offset: Offset; readonly layers: number; readonly weightNumber: WeightNumber },
): Required<ScalarNames> {
  const offset = place.offset === "bias" ? "b" : "theta";
  const unit = given.unit ?? ((layer, to) => usualUnit(layer, to, place.layers));
  return {
    input: given.input ?? usualInput,
    weight: given.weight ?? ((layer, to, from) => `w_${place.weightNumber(layer, to, from)}`),
    bias: given.bias ?? ((layer, to) => `${offset}_${unit(layer, to)}`),
    sharedBias: given.sharedBias ?? ((layer) => `${offset}_${layer}`),
    unit,
    net: given.net ?? ((layer, to) => `net_${unit(layer, to)}`),
    output: given.output ?? ((layer, to) => `out_${unit(layer, to)}`),
  };
}

/** The number of a weight among all weights of a network. */
export type WeightNumber = (layer: number, to: number, from: number) => number;

export const usualInput = (k: number): string => `i_${k}`;

function usualUnit(layer: number, to: number, layers: number): string {
  if (layer === layers) return `o${to}`;
  return layers === 2 ? `h${to}` : `h${to}^(${layer})`;
}

/** place: where the layer stands in a sequence, if that is to be in the usual names. */
export function usualTensorNames(given: TensorNames, offset: Offset, place?: string): Required<TensorNames> {
  const usual =
    (part: string) =>
    (layer: number): string =>
      `${part}^(${place ?? layer})`;
  return {
    weight: given.weight ?? usual("W"),
    bias: given.bias ?? usual(offset === "bias" ? "b" : "theta"),
    net: given.net ?? usual("z"),
    output: given.output ?? usual("a"),
  };
}
