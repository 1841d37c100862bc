import type { Node } from "@chainrule/graph";
import { seeded } from "../random-graph";
import type { Direction } from "./check";

/** A graph of a scalar with values in its symbols, and along what its second derivatives are taken. */
export interface Case {
  readonly root: Node;
  readonly symbols: readonly Node[];
  readonly directions: readonly Direction[];
}

const { NaN: nan, POSITIVE_INFINITY: infinity } = Number;
/** Numbers that float64, or a function, treats in a way of its own. */
const SPECIAL = [nan, infinity, -infinity, 0, -0, 5e-324, -1e-310, 1e308, -1e308, 1e200, 1, -1];
/** Few, so that some are equal. */
export const COMMON = [0, 0.5, 1, 2, -1, -2, 3];

/** Choices that depend on the seed alone. */
export interface Source {
  readonly random: () => number;
  readonly pick: <T>(list: readonly T[]) => T;
  /** A whole number below this. */
  readonly below: (count: number) => number;
  readonly number: () => number;
  /** A number at which some function has a border, a kink or a pole, or beyond all. */
  readonly border: () => number;
}

export function source(seed: number): Source {
  const random = seeded(seed);
  const below = (count: number): number => Math.floor(random() * count);
  const pick = <T>(list: readonly T[]): T => list[below(list.length)] as T;
  // a third of the graphs has ordinary numbers alone, a third a special one here and there, the others many
  const share = pick([0, 0.08, 0.3]);
  const number = (): number => {
    if (random() < share) return pick(SPECIAL);
    if (random() < 0.3) return pick(COMMON);
    return random() < 0.1 ? (2 * random() - 1) * 10 ** (16 * random() - 8) : 4 * random() - 2;
  };
  const border = (): number => (share === 0 ? pick(COMMON) : pick(random() < 0.6 ? COMMON : SPECIAL));
  return { random, pick, below, number, border };
}
