import { concat, constant, einsum, type Node, type TensorValue } from "@chainrule/graph";
import { checkFlag, checkPositive } from "../refuse";
import { type CommonOptions, layerFunction } from "./plan";
import { checkRank, numberAlong, type Weights, weightsOf } from "./weights";

export interface PositionalEncodingOptions extends CommonOptions {
  /** Whether the encoding is a parameter that is trained (false). */
  readonly learned?: boolean;
  /** The base of the wave lengths: 10,000 if left out. */
  readonly base?: number;
  /** `P`, if it is learned or has other values. */
  readonly weights?: Weights<"P">;
}

/**
 * Adds to each place of a sequence what tells where it is: P_t,2i = sin(t / base^(2i / d)), P_t,2i+1 the cosine of the same
 * (Vaswani et al. 2017); or, if it is learned, a parameter for each place.
 *
 * x: [T, d] or [N, T, d] -> the same; P: [T, d].
 * @throws ChainruleError OPTION, NUMBER, SHAPE, SIZE when length or features are no numbers
 * @example positionalEncoding(x).output
 */
export const positionalEncoding = layerFunction(
  "positionalEncoding",
  { learned: true, base: true, weights: true },
  (x, options: PositionalEncodingOptions, names) => {
    checkRank(x, [2, 3], "[T, d] or [N, T, d]", "positionalEncoding");
    const learned = checkFlag(options.learned, false, "positionalEncoding: learned");
    const base = checkPositive(options.base ?? 10_000, "the base", "positionalEncoding");
    const places = numberAlong(x, -2, "the length of a sequence", "positionalEncoding");
    const features = numberAlong(x, -1, "the number of features", "positionalEncoding");
    const given = options.weights ?? (learned ? undefined : { P: waves(places, features, base) });
    const shape = [places, features];
    const weights = weightsOf({ P: { shape, start: "drawn" } }, given, names, "positionalEncoding");
    return { output: x.add(weights.P), weights, fixed: learned ? [] : [weights.P] };
  },
);

/** Sines and cosines in turn. */
function waves(places: number, features: number, base: number): TensorValue {
  const pairs = Math.ceil(features / 2);
  const count = (length: number): number[] => Array.from({ length }, (_, k) => k);
  const lengths = constant(base).pow(constant(count(pairs)).mul(2).div(features));
  const angles = einsum("t,i->ti", count(places), constant(1).div(lengths));
  const both = [angles.sin(), angles.cos()].map((wave: Node) => einsum("ti,k->tik", wave, [1]));
  return concat(both, 2)
    .reshape([places, 2 * pairs])
    .slice(1, 0, features).value as TensorValue; // it has axes
}
