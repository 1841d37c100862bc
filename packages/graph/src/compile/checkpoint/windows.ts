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

/** How much a window may compute again for each unit of its own; the next is tried if all exceed `MOST_REPEATED`. */
const RATIOS = [8, 2, 0.5];
const MOST_REPEATED = 1.25;
/** A window reads from so many earlier ones. */
const MOST_OPEN = 6;
/** Windows that compute something again are at most so many times as long as others. */
const LONGEST = 8;

/** The windows of a program; those that compute nothing again are at most `longest` units long, or one step if that is longer. */
export function windowsOf(units: Units, longest: number = Number.POSITIVE_INFINITY): Plan {
  const order = lateOrder(units);
  const length = windowLength(units, order, longest);
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
function windowLength({ count, kinds }: Units, order: Int32Array, longest: number): number {
  const root = Math.max(1, Math.min(longest, Math.ceil(Math.sqrt(count))));
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
  const { windowOf, begins, kept } = cutUp(units, order, length);
  const placeOf = new Int32Array(units.count);
  order.forEach((unit, place) => {
    placeOf[unit] = place;
  });
  const seen = new Int32Array(units.count).fill(-1);
  let repeated = 0;
  const windows = begins.map((begin, which): Window => {
    const own = order.slice(begin, begins[which + 1] ?? units.count);
    const look = (unit: number, found: number[]): void => {
      for (let k = units.starts[unit] as number; k < (units.starts[unit + 1] as number); k++) {
        const operand = units.operands[k] as number;
        if (windowOf[operand] === which || kept[operand] === 1 || seen[operand] === which) continue;
        seen[operand] = which;
        found.push(operand);
      }
    };
    const far: number[] = [];
    for (const unit of own) look(unit, far);
    const again = [...far];
    const most = ratio * Math.max(own.length, length);
    for (let k = 0; k < again.length && again.length <= most; k++) look(again[k] as number, again);
    if (again.length > most) {
      for (const unit of far) kept[unit] = 1;
      again.length = 0;
    }
    repeated += again.length;
    const sorted = again.sort((a, b) => (placeOf[a] as number) - (placeOf[b] as number));
    return { again: Int32Array.from(sorted), own };
  });
  return { windows, kept, repeated };
}

interface Cut {
  /** By unit: the window that computes it first. */
  readonly windowOf: Int32Array;
  /** Where in the order each window begins. */
  readonly begins: readonly number[];
  readonly kept: Uint8Array;
}

/** Cuts the order into windows. Each has a list of earlier ones, open in it, whose values it computes again. */
function cutUp({ count, starts, operands, results }: Units, order: Int32Array, length: number): Cut {
  const kept = new Uint8Array(count);
  for (const unit of results) kept[unit] = 1;
  const windowOf = new Int32Array(count).fill(-1);
  const begins: number[] = [0];
  const openIn: number[][] = [[]];
  const withOpen = (home: number): number[] => [home, ...(openIn[home] as number[])];
  const begin = (place: number, open: number[]): void => {
    begins.push(place);
    openIn.push(open);
  };
  /** Sees to it that the window at hand can read a value; false if it takes a new window. */
  const canRead = (operand: number, place: number): boolean => {
    const home = windowOf[operand] as number;
    const now = begins.length - 1;
    const open = openIn[now] as number[];
    if (home === now || kept[operand] === 1 || open.includes(home)) return true;
    const isNear = now > 0 && (home === now - 1 || (openIn[now - 1] as number[]).includes(home));
    if (!isNear) {
      const isShort = 2 * (place - (begins[now] as number)) < length;
      if (!isShort) return false;
      const wider = [...new Set([...open, ...withOpen(home)])];
      if (wider.length <= MOST_OPEN) {
        openIn[now] = wider;
        return true;
      }
    }
    kept[operand] = 1;
    return true;
  };
  order.forEach((unit, place) => {
    const now = begins.length - 1;
    const limit = openIn[now]?.length === 0 ? length : LONGEST * length;
    if (place - (begins[now] as number) >= limit) begin(place, []);
    for (let k = starts[unit] as number; k < (starts[unit + 1] as number); k++) {
      const operand = operands[k] as number;
      if (canRead(operand, place)) continue;
      begin(place, withOpen(windowOf[operand] as number));
      k = (starts[unit] as number) - 1; // what the old window could read is looked at from the new one
    }
    windowOf[unit] = begins.length - 1;
  });
  return { windowOf, begins, kept };
}
