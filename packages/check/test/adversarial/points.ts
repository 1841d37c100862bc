import type { Values } from "./pair";

/** Uniform numbers in [0, 1), the same for the same seed (mulberry32). */
export function uniform(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A number of any size and sign: its decimal logarithm is spread evenly from 10^-2 to 10^4.5. */
export function anyNumber(random: () => number): number {
  const size = 10 ** (random() < 0.6 ? random() * 2.5 - 1.5 : random() * 6.5 - 2);
  return random() < 0.5 ? -size : size;
}

/** Points over names, some of which share their size or are near one another. */
export function pointsOver(names: readonly string[], count: number, seed: number): Values[] {
  const random = uniform(seed);
  return Array.from({ length: count }, () => {
    const size = Math.abs(anyNumber(random));
    const isAlike = random() < 0.4;
    return Object.fromEntries(
      names.map((name) => [name, isAlike ? size * (random() * 4 - 2) : anyNumber(random)]),
    );
  });
}
