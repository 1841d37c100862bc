/** The limit form of a value, by places; see `limit.ts`. */
export interface LimitAt {
  readonly x: number;
  /** Which operand reaches x. */
  readonly over: number;
  /** That operand and what is between it and x, each with the sign by which it passes things on. */
  readonly between: readonly (readonly [place: number, sign: 1 | -1])[];
  /** df/dx from the values of x and of the other operand. */
  readonly partial: (x: number, other: number) => number;
  /** The local partial by the operand on the way to x, from the same. */
  readonly passed: (x: number, other: number) => number;
  readonly other: number;
  /** Whether x is that other operand, and `partial` is all that arrives there. */
  readonly isWhole: boolean;
}

/**
 * A graph of scalars in arrays, in which it is swept forwards and backwards without another look at its nodes. Value k is
 * that of the rule `codes[k]` on the values `a[k]`, `b[k]`, `c[k]` before it. The arrays of a sweep are used again for the
 * next: to make them takes longer than to fill them.
 */
export class Sweep {
  room = 0;
  codes = new Int32Array(0);
  a = new Int32Array(0);
  b = new Int32Array(0);
  c = new Int32Array(0);
  values = new Float64Array(0);
  /** How many operands a value is. */
  uses = new Int32Array(0);
  /** What has arrived at a value: nothing, strong zeros alone, or more. */
  states = new Uint8Array(0);
  adjoints = new Float64Array(0);
  readonly #few = new Float64Array(SMALL);
  /** What arrives at values that are many operands, in a row for each; the last part of a row, and the last that came. */
  parts = new Float64Array(0);
  ends = new Int32Array(0);
  nexts = new Int32Array(0);
  #parts = 0;
  /** What is differentiated by something below its operands, by place. */
  limits: ReadonlyMap<number, LimitAt> | undefined;
  readonly #asides = new Map<number, number>();

  constructor() {
    this.grow(FEWEST);
  }

  /** Makes room for so many values; those that are there stay. */
  grow(room: number): void {
    this.room = room;
    this.codes = longer(this.codes, new Int32Array(room));
    this.a = longer(this.a, new Int32Array(room));
    this.b = longer(this.b, new Int32Array(room));
    this.c = longer(this.c, new Int32Array(room));
    this.values = longer(this.values, new Float64Array(room));
    this.uses = longer(this.uses, new Int32Array(room));
  }

  /**
   * Begins the way back from the last of so many values; where adjoints were given away before, they may be taken again.
   * Sums start from -0, which changes nothing that is added to it.
   */
  turn(count: number, before?: ArrayLike<number>): void {
    if (this.states.length < count) {
      this.states = new Uint8Array(this.room);
      this.ends = new Int32Array(this.room);
      this.nexts = new Int32Array(this.room);
    }
    this.states.fill(STATE.untouched, 0, count);
    const again = before instanceof Float64Array ? (before as Float64Array<ArrayBuffer>) : undefined; // made here
    this.adjoints = count > SMALL ? (again ?? new Float64Array(count)) : this.#few;
    this.adjoints.fill(-0, 0, count);
    this.#parts = 0;
    if (this.#asides.size > 0) this.#asides.clear();
  }

  /** Adds to an adjoint. Parts arrive from the last value that uses this one; the sum begins with the first. */
  arrive(place: number, part: number): void {
    if ((this.uses[place] as number) <= 2) this.adjoints[place] = (this.adjoints[place] as number) + part;
    else this.#keep(place, part);
    this.states[place] = STATE.alive;
  }

  /** Adds a strong zero: from a branch that is not taken, or a multiple of such, 0 or -0; a NaN counts as 0. */
  arriveDead(place: number, part: number): void {
    const before = this.states[place] as number;
    const zero = Number.isNaN(part) ? 0 : part;
    if ((this.uses[place] as number) <= 2) this.adjoints[place] = (this.adjoints[place] as number) + zero;
    else this.#keep(place, zero);
    if (before === STATE.untouched && Number.isNaN(part)) this.states[place] = STATE.numb;
    else if (before !== STATE.alive) this.states[place] = STATE.dead;
  }

  /** A sum of one or two is the same in any order; the parts of others are kept until all are there. */
  #keep(place: number, part: number): void {
    if (this.states[place] === STATE.untouched) {
      this.#parts += this.uses[place] as number;
      if (this.#parts > this.parts.length)
        this.parts = longer(this.parts, new Float64Array(2 * this.#parts + FEWEST));
      this.ends[place] = this.nexts[place] = this.#parts;
    }
    const next = (this.nexts[place] as number) - 1;
    this.nexts[place] = next;
    this.parts[next] = part;
  }

  /** The adjoint of a value that all which use it have passed. */
  total(place: number): number {
    if ((this.uses[place] as number) <= 2) return this.adjoints[place] as number;
    const end = this.ends[place] as number;
    let total = -0;
    for (let k = this.nexts[place] as number; k < end; k++) total += this.parts[k] as number;
    this.adjoints[place] = total;
    return total;
  }

  /** A part of an adjoint that has reached the values below by another way. */
  arriveAside(place: number, value: number): void {
    this.#asides.set(place, value + (this.#asides.get(place) ?? 0));
  }

  /** Adds these parts when all is done, and gives all adjoints away. */
  allAdjoints(count: number): ArrayLike<number> {
    for (const [place, value] of this.#asides) {
      const reached = this.states[place] !== STATE.untouched;
      this.adjoints[place] = reached ? (this.adjoints[place] as number) + value : value;
    }
    if (this.adjoints !== this.#few) return this.adjoints;
    const few: number[] = [];
    for (let place = 0; place < count; place++) few.push(this.#few[place] as number);
    return few;
  }
}

/** What is numb is dead, and would be NaN: what follows is 0 without a sign. */
export const STATE = { untouched: 0, numb: 1, dead: 2, alive: 3 } as const;

function longer<A extends Int32Array | Float64Array>(old: A, fresh: A): A {
  fresh.set(old);
  return fresh;
}

const FEWEST = 256;
/** Up to so many numbers, an ordinary array is made faster than a typed one. */
const SMALL = 128;
/** Arrays for up to so many values (4 MB) are kept. */
const MOST_KEPT = 2 ** 16;
let kept = new Sweep();

/** What a sweep over a graph gives; the arrays in which it is done are lent. */
export function inSweep<T>(over: (sweep: Sweep) => T): T {
  try {
    return over(kept);
  } finally {
    if (kept.room > MOST_KEPT) kept = new Sweep();
  }
}
