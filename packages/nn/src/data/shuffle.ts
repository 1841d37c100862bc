import { seededRandom } from "../initialise";

/** The numbers from 0 to below a count in random order (Fisher and Yates 1938, as Durstenfeld 1964 does it in place). */
export function shuffled(count: number, seed: number): Uint32Array {
  const random = seededRandom(seed);
  const order = Uint32Array.from({ length: count }, (_, k) => k);
  for (let k = count - 1; k > 0; k--) {
    const other = Math.floor(random() * (k + 1));
    const kept = order[k] as number; // both are below the count
    order[k] = order[other] as number;
    order[other] = kept;
  }
  return order;
}

/** A seed for the k-th use of a seed, so that each may be repeated alone: the finaliser of MurmurHash3 (Appleby). */
export function derivedSeed(seed: number, k: number): number {
  let word = (seed ^ Math.imul(k + 1, 0x9e3779b9)) | 0;
  word = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
  word = Math.imul(word ^ (word >>> 13), 0xc2b2ae35);
  return (word ^ (word >>> 16)) >>> 0;
}
