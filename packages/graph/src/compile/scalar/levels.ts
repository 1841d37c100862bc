import type { Tape } from "./tape";

/** A tape in another order: by level, and within a level by operation. */
export interface Levelled {
  /** Where each value of the tape stands now. */
  readonly place: Int32Array;
  /**
   * Equal operations that do not wait for each other, three numbers for each run: the code, and the first value of the run
   * and of what follows it.
   */
  readonly runs: Int32Array;
  /** Places, counting those left empty so that runs of `paired` operations have even lengths. */
  readonly length: number;
}

/** The fourth and fifth operands of instructions that have so many. */
interface More {
  readonly d: Int32Array;
  readonly e: Int32Array;
}

const CODES = 256;

/**
 * Sorts by (level, operation), keeping the order of the tape within. Linear: two counting passes. Given values from
 * `later.from` up to `later.to` are computed elsewhere, after everything before them on the tape and before everything
 * behind them.
 */
export function levelled(
  { length, code, a, b, c, d, e }: Tape & Partial<More>,
  paired: (code: number) => boolean,
  later: { readonly from: number; readonly to: number } = { from: 0, to: 0 },
): Levelled {
  const level = new Int32Array(length);
  let deepest = 0;
  for (let k = 0; k < length; k++) {
    if (code[k] === 0) {
      if (k === later.from && k < later.to) deepest++;
      if (k >= later.from && k < later.to) level[k] = deepest;
      continue;
    }
    const inputs = Math.max(level[a[k] as number] as number, level[b[k] as number] as number);
    level[k] = Math.max(inputs, level[c[k] as number] as number) + 1;
    if (d !== undefined && e !== undefined) {
      const more = Math.max(level[d[k] as number] as number, level[e[k] as number] as number);
      level[k] = Math.max(level[k] as number, more + 1);
    }
    if ((level[k] as number) > deepest) deepest = level[k] as number;
  }
  const byLevel = bucketed(deepest + 1, length, (k) => level[k] as number);
  const place = new Int32Array(length);
  let runs = new Int32Array(3 << 10);
  let used = 0;
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
      if (operation !== 0) {
        if (used === runs.length) runs = lengthened(runs);
        runs[used++] = operation;
        runs[used++] = next;
        runs[used++] = end;
      }
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
  return { place, runs: runs.subarray(0, used), length: next };
}

function lengthened(list: Int32Array): Int32Array<ArrayBuffer> {
  const longer = new Int32Array(2 * list.length);
  longer.set(list);
  return longer;
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
