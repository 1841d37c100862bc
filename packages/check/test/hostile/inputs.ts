import { Random } from "../../src/prove/random";
import { formulasOfCorpora } from "../formulas-of-corpora";
import { growing } from "./growing";
import { jumbled, mutated } from "./mutate";
import type { Hostile } from "./outcome";

/** Of so many inputs one is a shape that grows, and one is no formula at all. */
const EVERY = 20;
/** How often a shape repeats its piece, at the most: the doubling of these shapes goes further. */
const LARGEST = 50;

/** So many hostile texts, the same ones for the same seed. */
export function hostileInputs(count: number, seed: number): Hostile[] {
  const random = new Random(seed);
  const whole = (): string => formulasOfCorpora[random.below(formulasOfCorpora.length)] as string;
  /** A formula as it stands, or its last side alone. */
  const chosen = (): string => {
    const text = whole();
    return random.below(2) === 0 ? text : (text.split("=").pop() as string); // a split text has a part
  };
  return Array.from({ length: count }, (_, k) => {
    const base = chosen();
    if (k % EVERY === 0) {
      const [, text] = growing[random.below(growing.length)] as (typeof growing)[number];
      return { text: text(1 + random.below(LARGEST)), base };
    }
    return { text: k % EVERY === 1 ? jumbled(random) : mutated(base, chosen(), random), base };
  });
}
