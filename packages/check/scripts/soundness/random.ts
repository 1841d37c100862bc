import { uniform } from "../../test/adversarial/points";

/** Random choices, the same for the same seed. */
export interface Random {
  /** In [0, 1). */
  readonly unit: () => number;
  /** A whole number from 0 up to, not including, n. */
  readonly below: (n: number) => number;
  readonly pick: <T>(list: readonly T[]) => T;
  readonly chance: (probability: number) => boolean;
}

export function randomFrom(seed: number): Random {
  const unit = uniform(seed);
  const below = (n: number): number => Math.floor(unit() * n);
  return {
    unit,
    below,
    pick: (list) => {
      const found = list[below(list.length)];
      if (found === undefined) throw new Error("pick: nothing to pick from");
      return found;
    },
    chance: (probability) => unit() < probability,
  };
}

const MIXED = 0x9e3779b1;

/** A seed for a pair, from that of the run and its place. */
export const seedOf = (seed: number, place: number): number =>
  Math.imul(seed + 1, MIXED) ^ Math.imul(place + 1, 0x85ebca6b);
