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
