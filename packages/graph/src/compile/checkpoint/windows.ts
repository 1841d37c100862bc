/*
 * Which values of a program are kept and which are computed again, so that a long unrolled recurrence and its gradients
 * take memory of the order of the square root of its length (Griewank 1992, "Achieving logarithmic growth"; here with one
 * level, as sums of contributions run from the first step to the last and so need a third pass).
 *
 * The units of a program (operations on scalars, buffers of tensors) are put as late as what needs them allows, and cut into
 * windows one after another. What the next window reads is kept; what a later one reads is computed again there, from what
 * is kept. A window that reads from one far back is cut where it begins to read from another, so windows of the way back
 * begin and end where those of the way there do, and each is computed again once. Nothing here decides a value: operations
 * and their operands stay the same.
 */

/** What depends on what. Units stand after their operands; values that are given are no units. */
export interface Units {
  readonly count: number;
  /** The operands of unit k are those from `starts[k]` up to `starts[k + 1]`. */
  readonly starts: Int32Array;
  readonly operands: Int32Array;
  /** Units that are read when all is done. */
  readonly results: readonly number[];
  /** Units that compute the same function of their operands have the same number. */
  readonly kinds: ArrayLike<number>;
}

export interface Window {
  /** Units of earlier windows that are computed again, then those that are computed here; each in an order that works. */
  readonly again: Int32Array;
  readonly own: Int32Array;
}

export interface Plan {
  readonly windows: readonly Window[];
  /** 1 for units whose values stay until the end. */
  readonly kept: Uint8Array;
  /** How many units are computed again, in all. */
  readonly repeated: number;
}

/** How much a window may compute again, for each unit of its own; the next if all windows together exceed the total. */
const RATIOS = [8, 2, 0.5];
const MOST_REPEATED = 1.25;
/** A window reads from so many earlier ones. */
const MOST_OPEN = 6;
/** Windows that compute something again are at most so many times as long as others. */
const LONGEST = 8;

export function windowsOf(units: Units): Plan {
  const order = lateOrder(units);
  const length = windowLength(units, order);
  let best: Plan | undefined;
  for (const ratio of RATIOS) {
    best = planned(units, order, length, ratio);
    if (best.repeated <= MOST_REPEATED * units.count) break;
  }
  return best as Plan; // there are ratios
}

/** By the longest way to the end, from long to short. */
function lateOrder({ count, starts, operands }: Units): Int32Array {
  const height = new Int32Array(count);
  let highest = 0;
  for (let unit = count - 1; unit >= 0; unit--) {
    const own = height[unit] as number;
    if (own > highest) highest = own;
    for (let k = starts[unit] as number; k < (starts[unit + 1] as number); k++) {
      const operand = operands[k] as number;
      if ((height[operand] as number) <= own) height[operand] = own + 1;
    }
  }
  const next = new Int32Array(highest + 2);
  for (let unit = 0; unit < count; unit++) {
    const after = highest - (height[unit] as number) + 1;
    next[after] = (next[after] as number) + 1;
  }
  for (let k = 1; k < next.length; k++) next[k] = (next[k] as number) + (next[k - 1] as number);
  const order = new Int32Array(count);
  for (let unit = 0; unit < count; unit++) {
    const level = highest - (height[unit] as number);
    order[next[level] as number] = unit;
    next[level] = (next[level] as number) + 1;
  }
  return order;
}

const LONGEST_PERIOD = 2048;

/** About the square root of the number of units; whole steps of a recurrence, if the kinds of units show how long they are. */
function windowLength({ count, kinds }: Units, order: Int32Array): number {
  const root = Math.max(1, Math.ceil(Math.sqrt(count)));
  const from = Math.floor(count / 16);
  const kindAt = (k: number): number | undefined => kinds[order[k] as number];
  for (let period = 1; period <= LONGEST_PERIOD && from + 5 * period + root < count; period++) {
    let k = from;
    const end = from + 4 * period + root;
    while (k < end && kindAt(k) === kindAt(k + period)) k++;
    if (k === end) return period * Math.ceil(root / period);
  }
  return root;
}

function planned(units: Units, order: Int32Array, length: number, ratio: number): Plan {
  const { count, starts, operands } = units;
  const kept = new Uint8Array(count);
  for (const unit of units.results) kept[unit] = 1;
  const windowOf = new Int32Array(count).fill(-1);
  const begins: number[] = [0];
  const openIn: number[][] = [[]];
  const last = (): number => begins.length - 1;
  const cut = (at: number, open: number[]): void => {
    begins.push(at);
    openIn.push(open);
  };
  const read = (operand: number, at: number): boolean => {
    const home = windowOf[operand] as number;
    const now = last();
    const open = openIn[now] as number[];
    if (home === now || kept[operand] === 1 || open.includes(home)) return true;
    const wasOpen = now > 0 && (home === now - 1 || (openIn[now - 1] as number[]).includes(home));
    const wider = [...new Set([...open, home, ...(openIn[home] as number[])])];
    const isShort = 2 * (at - (begins[now] as number)) < length;
    if (wasOpen || (isShort && wider.length > MOST_OPEN)) kept[operand] = 1;
    else if (isShort) openIn[now] = wider;
    else return false;
    return true;
  };
  for (let at = 0; at < count; at++) {
    const unit = order[at] as number;
    const now = last();
    const limit = (openIn[now] as number[]).length === 0 ? length : LONGEST * length;
    if (at - (begins[now] as number) >= limit) cut(at, []);
    for (let k = starts[unit] as number; k < (starts[unit + 1] as number); k++) {
      const operand = operands[k] as number;
      if (read(operand, at)) continue;
      const home = windowOf[operand] as number;
      cut(at, [home, ...(openIn[home] as number[])]);
      k = (starts[unit] as number) - 1; // what was read in the old window is looked at from the new one
    }
    windowOf[unit] = last();
  }
  const windows: Window[] = [];
  const place = new Int32Array(count);
  order.forEach((unit, at) => {
    place[unit] = at;
  });
  const seen = new Int32Array(count).fill(-1);
  let repeated = 0;
  begins.forEach((begin, which) => {
    const own = order.slice(begin, begins[which + 1] ?? count);
    const again: number[] = [];
    const far: number[] = [];
    const look = (unit: number, found: number[]): void => {
      for (let k = starts[unit] as number; k < (starts[unit + 1] as number); k++) {
        const operand = operands[k] as number;
        if (windowOf[operand] === which || kept[operand] === 1 || seen[operand] === which) continue;
        seen[operand] = which;
        found.push(operand);
      }
    };
    for (const unit of own) look(unit, far);
    again.push(...far);
    const most = ratio * Math.max(own.length, length);
    for (let k = 0; k < again.length && again.length <= most; k++) look(again[k] as number, again);
    if (again.length > most) {
      for (const unit of far) kept[unit] = 1;
      again.length = 0;
    }
    again.sort((a, b) => (place[a] as number) - (place[b] as number));
    repeated += again.length;
    windows.push({ again: Int32Array.from(again), own });
  });
  return { windows, kept, repeated };
}
