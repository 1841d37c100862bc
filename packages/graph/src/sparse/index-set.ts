/** A set of whole numbers below a bound: in ascending order while they are few, bits once these take less room. */
export type IndexSet = Int32Array | Uint32Array;

const WORD = 32;

export const NOTHING: IndexSet = new Int32Array(0);

/** The union of two sets of numbers below a bound; one of them itself if it holds the other. */
export function union(a: IndexSet, b: IndexSet, bound: number): IndexSet {
  if (a === b || b.length === 0) return a;
  if (a.length === 0) return b;
  if (a instanceof Int32Array && b instanceof Int32Array) return merged(a, b, bound);
  const x = a instanceof Uint32Array ? a : bitsOf(a, bound);
  const y = b instanceof Uint32Array ? b : bitsOf(b, bound);
  if (holds(x, y)) return x;
  if (holds(y, x)) return y;
  return x.map((word, k) => word | (y[k] as number));
}

const holds = (x: Uint32Array, y: Uint32Array): boolean =>
  y.every((word, k) => (word & ~(x[k] as number)) === 0);

function merged(a: Int32Array, b: Int32Array, bound: number): IndexSet {
  const all = new Int32Array(a.length + b.length);
  let [i, j, count] = [0, 0, 0];
  while (i < a.length || j < b.length) {
    const x = i < a.length ? (a[i] as number) : bound;
    const y = j < b.length ? (b[j] as number) : bound;
    if (x <= y) i++;
    if (y <= x) j++;
    all[count++] = Math.min(x, y);
  }
  if (count === a.length) return a;
  if (count === b.length) return b;
  const set = all.slice(0, count);
  return count * WORD > bound ? bitsOf(set, bound) : set;
}

function bitsOf(list: Int32Array, bound: number): Uint32Array {
  const bits = new Uint32Array(Math.ceil(bound / WORD));
  for (const k of list) bits[k >>> 5] = (bits[k >>> 5] as number) | (1 << (k & 31));
  return bits;
}

/** The numbers of a set in ascending order. */
export function members(set: IndexSet): Int32Array {
  if (set instanceof Int32Array) return set;
  const list: number[] = [];
  set.forEach((word, k) => {
    for (let left = word; left !== 0; left &= left - 1) list.push(WORD * k + 31 - Math.clz32(left & -left));
  });
  return Int32Array.from(list);
}
