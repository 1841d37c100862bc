import { branches } from "./adversarial/branches";
import { costly } from "./adversarial/costly";
import { everywhere } from "./adversarial/everywhere";
import { hidden } from "./adversarial/hidden";
import type { Pair } from "./adversarial/pair";
import { tensors } from "./adversarial/tensors";

/** Every pair that was written by hand, in a fixed order. */
export const pairs: readonly Pair[] = [...branches, ...everywhere, ...hidden, ...tensors, ...costly];
