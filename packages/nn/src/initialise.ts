import { ChainruleError, shown } from "@chainrule/graph";

/** Each call gives the next number of a stream, at least 0 and below 1. */
export type Random = () => number;

/**
 * The initial value of one weight, for units of `fanIn` inputs, each of which goes to `fanOut` units. Called for all weights of a
 * layer, unit by unit. units: the number of rows of the matrix, where that is not `fanOut` (as in a convolution).
 */
export type Initialiser = (fanIn: number, fanOut: number, units?: number) => number;

const WORD = 2 ** 32;

/**
 * A small seeded stream of random numbers, 32 bits each: the generator mulberry32 (Tommy Ettinger, public domain). The
 * same seed gives the same stream on every machine.
 * @throws ChainruleError NUMBER unless the seed is a whole number from 0 to 2^32 - 1
 * @example const random = seededRandom(1); random() // 0.6270739405881613
 */
export function seededRandom(seed: number): Random {
  if (!Number.isInteger(seed) || seed < 0 || seed >= WORD) {
    throw new ChainruleError("NUMBER", "a seed is a whole number from 0 to 2^32 - 1", {
      where: "seededRandom",
      got: shown(seed),
    });
  }
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let word = Math.imul(state ^ (state >>> 15), state | 1);
    word ^= word + Math.imul(word ^ (word >>> 7), word | 61);
    return ((word ^ (word >>> 14)) >>> 0) / WORD;
  };
}

const streamOf = (seed: number | Random): Random => (typeof seed === "function" ? seed : seededRandom(seed));

const within = (random: Random, low: number, high: number): number => low + (high - low) * random();

/**
 * Uniform weights between -limit and limit, limit = sqrt(6 / (fanIn + fanOut)): Glorot and Bengio 2010, for sigmoid and
 * tanh. One initialiser is one stream: layer after layer takes the next numbers from it.
 * @throws ChainruleError NUMBER for a seed that is none
 * @example mlp(2, [4, 1], { weights: glorot(42) })
 */
export function glorot(seed: number | Random): Initialiser {
  const random = streamOf(seed);
  return (fanIn, fanOut) => {
    const limit = Math.sqrt(6 / (fanIn + fanOut));
    return within(random, -limit, limit);
  };
}

/**
 * Uniform weights between -limit and limit, limit = sqrt(6 / fanIn): He, Zhang, Ren and Sun 2015, for relu.
 * @throws ChainruleError NUMBER for a seed that is none
 * @example mlp(2, [16, 1], { weights: he(42), activation: "relu" })
 */
export function he(seed: number | Random): Initialiser {
  const random = streamOf(seed);
  return (fanIn) => {
    const limit = Math.sqrt(6 / fanIn);
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
