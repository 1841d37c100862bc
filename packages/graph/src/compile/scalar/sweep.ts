/**
 * A graph of scalars in arrays, in which it is swept forwards and backwards without another look at its nodes. Value k is
 * that of the rule `codes[k]` on the values `a[k]`, `b[k]`, `c[k]` before it.
 */
export class Sweep {
  room = 0;
  codes = new Int32Array(0);
  a = new Int32Array(0);
  b = new Int32Array(0);
  c = new Int32Array(0);
  values = new Float64Array(0);
  /** How many operands a value is; `MANY` stands for that many and more. */
  uses = new Uint8Array(0);

  constructor(room: number) {
    this.grow(room);
  }

  grow(room: number): void {
    this.room = room;
    this.codes = longer(this.codes, new Int32Array(room));
    this.a = longer(this.a, new Int32Array(room));
    this.b = longer(this.b, new Int32Array(room));
    this.c = longer(this.c, new Int32Array(room));
    this.values = longer(this.values, new Float64Array(room));
    this.uses = longer(this.uses, new Uint8Array(room));
  }
}

function longer<A extends Int32Array | Float64Array | Uint8Array>(old: A, fresh: A): A {
  fresh.set(old);
  return fresh;
}

export const MANY = 3;

/** What has arrived at a value: nothing, something from branches that are not taken alone, or more. */
export const STATE = { untouched: 0, dead: 1, alive: 3 } as const;

/**
 * What arrives at each value from those that use it, the last of them first. The sum begins with the first of them; of one
 * or two that is the same in any order, longer ones are lists.
 */
export class Arrivals {
  readonly uses: Uint8Array;
  /** Sums start from -0, to which anything can be added without a change. */
  readonly adjoints: Float64Array;
  readonly states: Uint8Array;
  #first = NONE;
  #next = NONE;
  #parts = NOTHING;
  #count = 0;
  readonly #asides = new Map<number, number>();

  constructor(count: number, uses: Uint8Array) {
    this.uses = uses;
    this.adjoints = new Float64Array(count).fill(-0);
    this.states = new Uint8Array(count);
  }

  arrive(place: number, value: number): void {
    this.states[place] = STATE.alive;
    if (this.uses[place] === MANY) this.#list(place, value);
    else this.adjoints[place] = (this.adjoints[place] as number) + value;
  }

  /** A zero from a branch that is not taken. */
  arriveDead(place: number): void {
    this.states[place] = (this.states[place] as number) | STATE.dead;
    if (this.uses[place] === MANY) this.#list(place, 0);
    else this.adjoints[place] = (this.adjoints[place] as number) + 0;
  }

  #list(place: number, value: number): void {
    if (this.#first === NONE) this.#first = new Int32Array(this.adjoints.length).fill(-1);
    const part = this.#count++;
    if (part === this.#parts.length) {
      const room = Math.max(64, 2 * part);
      this.#parts = longer(this.#parts, new Float64Array(room));
      this.#next = longer(this.#next, new Int32Array(room));
    }
    this.#parts[part] = value;
    this.#next[part] = this.#first[place] as number;
    this.#first[place] = part;
  }

  /** A part of an adjoint that has reached the values below by another way. */
  arriveAside(place: number, value: number): void {
    this.#asides.set(place, value + (this.#asides.get(place) ?? 0));
  }

  /** Adds these parts when all is done. */
  addAsides(): void {
    for (const [place, value] of this.#asides) {
      const reached = this.states[place] !== STATE.untouched;
      this.adjoints[place] = reached ? (this.adjoints[place] as number) + value : value;
    }
  }

  /** The adjoint of a value that all that use it have passed. */
  total(place: number): number {
    if (this.uses[place] !== MANY) return this.adjoints[place] as number;
    let part = this.#first[place] as number;
    let total = this.#parts[part] as number;
    for (part = this.#next[part] as number; part !== -1; part = this.#next[part] as number)
      total += this.#parts[part] as number;
    this.adjoints[place] = total;
    return total;
  }
}

const NONE = new Int32Array(0);
const NOTHING = new Float64Array(0);

/** Arrays for up to so many values (2 MB) are kept from one sweep to the next: to make them takes longer than to fill them. */
const MOST_KEPT = 2 ** 16;
const FEWEST = 256;
let kept = new Sweep(FEWEST);

/** What a sweep over a graph gives; the arrays in which it is done are lent. */
export function inSweep<T>(over: (sweep: Sweep) => T): T {
  try {
    return over(kept);
  } finally {
    if (kept.room > MOST_KEPT) kept = new Sweep(FEWEST);
  }
}
