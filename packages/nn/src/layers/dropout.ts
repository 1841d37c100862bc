import { ChainruleError, entryCount, shown, type TensorValue, tensor } from "@chainrule/graph";
import { seededRandom } from "../initialise";
import { type CommonOptions, layerFunction } from "./plan";

export interface DropoutOptions extends CommonOptions {
  /** How many of the entries are dropped, from 0 to below 1. */
  readonly rate: number;
  /** The seed of the masks. */
  readonly seed: number;
}

/**
 * Dropout (Srivastava et al. 2014), with what is kept scaled up: m x / (1 - rate), m a symbol of zeros and ones. `drawNoise`
 * draws it anew, `inference` leaves it out.
 *
 * x: any shape -> the same.
 * @throws ChainruleError NUMBER for a rate or seed that is none, OPTION
 * @example dropout(x, { rate: 0.5, seed: 1 })
 */
export const dropout = layerFunction(
  "dropout",
  { rate: true, seed: true },
  (x, options: DropoutOptions, names) => {
    const { rate } = options;
    if (!(typeof rate === "number" && rate >= 0 && rate < 1)) {
      throw new ChainruleError("NUMBER", "the rate is a number from 0 to below 1", {
        where: "dropout",
        got: shown(rate),
      });
    }
    const random = seededRandom(options.seed);
    const draw = (shape: readonly number[]): TensorValue => ({
      shape,
      data: Float64Array.from({ length: entryCount(shape) }, () => (random() < rate ? 0 : 1)),
    });
    const { shape } = x;
    const isKnown = (sizes: typeof shape): sizes is readonly number[] =>
      sizes.every((size) => typeof size === "number");
    const mask = tensor(names("m"), isKnown(shape) ? draw(shape) : { shape });
    const output = x.mul(mask).div(1 - rate);
    return { output, mask, trainingOnly: [{ node: output, instead: x }], noise: [{ symbol: mask, draw }] };
  },
);
