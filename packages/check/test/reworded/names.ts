import type { Random } from "../../src/prove/random";

const GREEK =
  "alpha beta gamma delta epsilon zeta eta theta kappa lambda mu nu xi rho sigma tau phi chi psi omega Gamma Theta Lambda Xi Pi Sigma Phi Psi Omega".split(
    " ",
  );
const LATIN = [..."abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"];
const WORDS = ["net", "out", "target", "loss", "rate", "in", "bias"];
const BELOW = ["1", "2", "12", "h1", "o2", "k", "j"];

/**
 * So many names in random order, of which no two are one: letters of both alphabets, small and capital, with and without what
 * stands below, hats, layers, and words as programs have them.
 */
export function namesFor(random: Random, count: number): string[] {
  const chosen = <T>(list: readonly T[]): T => list[random.below(list.length)] as T;
  const found = new Map<string, string>();
  while (found.size < count) {
    const letter = random.below(4) === 0 ? chosen(GREEK) : chosen(LATIN);
    const kind = random.below(10);
    const name =
      kind < 5
        ? letter
        : kind < 7
          ? `${letter}_${chosen(BELOW)}`
          : kind < 8
            ? `${chosen(WORDS)}_${chosen(BELOW)}`
            : kind < 9
              ? `${chosen(LATIN)}hat`
              : `${letter}^(${1 + random.below(3)})`;
    found.set(name.replace(/[\^(].*/, ""), name);
  }
  return [...found.values()];
}
