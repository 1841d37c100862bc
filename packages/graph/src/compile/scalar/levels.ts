import type { Tape } from "./tape";

/** Equal operations that do not wait for each other: the values `start` up to, not including, `end`. */
export interface Run {
  readonly code: number;
  readonly start: number;
  readonly end: number;
}

/** A tape in another order: by level, and within a level by operation. */
export interface Levelled {
  /** Where each value of the tape stands now. */
  readonly place: Int32Array;
  readonly runs: readonly Run[];
  /** Places, counting those left empty so that runs of `paired` operations have even lengths. */
  readonly length: number;
}

const CODES = 256;

/** Sorts by (level, operation), keeping the order of the tape within. Linear: two counting passes. */
export function levelled({ length, code, a, b, c }: Tape, paired: (code: number) => boolean): Levelled {
  const level = new Int32Array(length);
  let deepest = 0;
  for (let k = 0; k < length; k++) {
    if (code[k] === 0) continue;
    const inputs = Math.max(level[a[k] as number] as number, level[b[k] as number] as number);
    level[k] = Math.max(inputs, level[c[k] as number] as number) + 1;
    if ((level[k] as number) > deepest) deepest = level[k] as number;
  }
  const byLevel = bucketed(deepest + 1, length, (k) => level[k] as number);
  const place = new Int32Array(length);
  const runs: Run[] = [];
  const counts = new Int32Array(CODES);
  let next = 0;
  for (let depth = 0; depth <= deepest; depth++) {
    const [from, to] = [byLevel.starts[depth] as number, byLevel.starts[depth + 1] as number];
    const codes: number[] = [];
    for (let at = from; at < to; at++) {
      const operation = code[byLevel.members[at] as number] as number;
      if (counts[operation] === 0) codes.push(operation);
      counts[operation] = (counts[operation] as number) + 1;
    }
    codes.sort((x, y) => x - y);
    for (const operation of codes) {
      const count = counts[operation] as number;
      const end = next + (operation !== 0 && paired(operation) ? count + (count % 2) : count);
      if (operation !== 0) runs.push({ code: operation, start: next, end });
      counts[operation] = next; // from here on: where the next value of this operation goes
      next = end;
    }
    for (let at = from; at < to; at++) {
      const k = byLevel.members[at] as number;
      const operation = code[k] as number;
      place[k] = counts[operation] as number;
      counts[operation] = (counts[operation] as number) + 1;
    }
    for (const operation of codes) counts[operation] = 0;
  }
  return { place, runs, length: next };
}

/** The numbers below `length` in buckets, each in ascending order. */
function bucketed(
  buckets: number,
  length: number,
  bucketOf: (k: number) => number,
): { readonly starts: Int32Array; readonly members: Int32Array } {
  const starts = new Int32Array(buckets + 1);
  for (let k = 0; k < length; k++) {
    const after = bucketOf(k) + 1;
    starts[after] = (starts[after] as number) + 1;
  }
  for (let bucket = 0; bucket < buckets; bucket++)
    starts[bucket + 1] = (starts[bucket + 1] as number) + (starts[bucket] as number);
  const next = starts.slice();
  const members = new Int32Array(length);
  for (let k = 0; k < length; k++) {
    const bucket = bucketOf(k);
    members[next[bucket] as number] = k;
    next[bucket] = (next[bucket] as number) + 1;
  }
  return { starts, members };
}
