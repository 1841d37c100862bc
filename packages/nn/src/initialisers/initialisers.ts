import { ChainruleError, checkChoice, shown } from "@chainrule/graph";
import { type Initialiser, type Random, seededRandom } from "../initialise";
import { checkFinite } from "../parameter";
import { normalStream } from "./normal";

/** How weights of a given variance are spread: evenly between two limits, or normally. */
export type Distribution = "uniform" | "normal";

const streamOf = (seed: number | Random): Random => (typeof seed === "function" ? seed : seededRandom(seed));

const within = (random: Random, low: number, high: number): number => low + (high - low) * random();

/** Every weight 0. For biases and gains; units of equal weights stay equal. */
export const zeros = (): Initialiser => () => 0;

/** Every weight 1. */
export const ones = (): Initialiser => () => 1;

/**
 * Every weight the same number.
 * @throws ChainruleError NUMBER unless it is finite
 */
export function constants(value: number): Initialiser {
  checkFinite(value, "constants");
  return () => value;
}

/**
 * Weights of variance 2 / (fanIn + fanOut): Glorot and Bengio 2010, for sigmoid and tanh. Uniform between -limit and limit,
 * limit = sqrt(6 / (fanIn + fanOut)), or normal. One initialiser is one stream: layer after layer takes the next numbers from it.
 * @throws ChainruleError NUMBER for a seed that is none, OPTION
 * @example mlp(2, [4, 1], { weights: glorot(42) })
 * @example dense(x, { units: 8, weights: glorot(42, "normal") })
 */
export function glorot(seed: number | Random, distribution: Distribution = "uniform"): Initialiser {
  return ofVariance(seed, distribution, (fanIn, fanOut) => 2 / (fanIn + fanOut), "glorot");
}

/**
 * Weights of variance 2 / fanIn: He, Zhang, Ren and Sun 2015, for relu. Uniform between -limit and limit,
 * limit = sqrt(6 / fanIn), or normal.
 * @throws ChainruleError NUMBER for a seed that is none, OPTION
 * @example mlp(2, [16, 1], { weights: he(42), activation: "relu" })
 */
export function he(seed: number | Random, distribution: Distribution = "uniform"): Initialiser {
  return ofVariance(seed, distribution, (fanIn) => 2 / fanIn, "he");
}

function ofVariance(
  seed: number | Random,
  distribution: Distribution,
  variance: (fanIn: number, fanOut: number) => number,
  where: string,
): Initialiser {
  checkChoice(distribution, ["uniform", "normal"], `${where}: distribution`);
  const random = streamOf(seed);
  if (distribution === "normal") {
    const normal = normalStream(random);
    return (fanIn, fanOut) => Math.sqrt(variance(fanIn, fanOut)) * normal();
  }
  return (fanIn, fanOut) => {
    const limit = Math.sqrt(3 * variance(fanIn, fanOut));
    return within(random, -limit, limit);
  };
}

/**
 * Uniform weights from `low` to `high`.
 * @throws ChainruleError NUMBER for a seed that is none, or limits that are not finite or in the wrong order
 * @example mlp(2, [4, 1], { weights: uniform(42, -0.5, 0.5) })
 */
export function uniform(seed: number | Random, low: number, high: number): Initialiser {
  if (!Number.isFinite(low) || !Number.isFinite(high) || low > high) {
    throw new ChainruleError("NUMBER", "the limits are finite and in order", {
      where: "uniform",
      got: `${low} and ${high}`,
    });
  }
  const random = streamOf(seed);
  return () => within(random, low, high);
}

/**
 * Normal weights of a mean (0 if left out) and a standard deviation (1 if left out).
 * @throws ChainruleError NUMBER for a seed that is none, a mean that is not finite, or a deviation below 0
 * @example embedding(x, { tokens: 100, units: 16, weights: normal(42, 0, 0.02) })
 */
export function normal(seed: number | Random, mean = 0, deviation = 1): Initialiser {
  checkFinite(mean, "normal: mean");
  if (!(Number.isFinite(deviation) && deviation >= 0)) {
    throw new ChainruleError("NUMBER", "the standard deviation is a finite number of at least 0", {
      where: "normal",
      got: shown(deviation),
    });
  }
  const next = normalStream(streamOf(seed));
  return () => mean + deviation * next();
}
