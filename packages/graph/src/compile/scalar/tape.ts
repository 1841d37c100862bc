import { ChainruleError } from "../../errors";
import { type Kernel, kernels } from "../../evaluate/kernels";
import type { KernelName } from "../math/recipes";

/** Every kernel by its number on a tape. 0 is a value that is there before the program starts. */
export const kernelNames = Object.keys(kernels) as readonly KernelName[]; // the table's keys are its type's
const GIVEN = 0;
const codeOf = new Map(kernelNames.map((name, k) => [name, k + 1]));

/** The kernel of a code. */
export const kernelName = (code: number): KernelName => kernelNames[code - 1] as KernelName;

/** A function that a user declared; a tape holds those that it calls. */
export interface OwnKernel {
  readonly name: string;
  readonly arity: number;
  readonly forward: Kernel;
}

/** The code of the first function of `own`; the others follow. Codes from 240 on are those of fused tapes. */
export const FIRST_OWN = kernelNames.length + 1;
export const MOST_OWN = 240 - FIRST_OWN;

/** The declared function of a code; undefined for kernels. */
export const ownKernel = ({ own }: Tape, code: number): OwnKernel | undefined =>
  code < FIRST_OWN ? undefined : own[code - FIRST_OWN];

/**
 * A program over scalars as flat arrays: value k is computed by `code[k]` from the values `a[k]`, `b[k]`, `c[k]` before it.
 * Code 0 is a value that is given: the constant of the number `a[k]`, or, for 0, what is written before a run.
 */
export interface Tape {
  readonly length: number;
  readonly code: Uint8Array;
  readonly a: Int32Array;
  readonly b: Int32Array;
  /** The same array as `b` where nothing takes three operands: an operand that is not there repeats the one before. */
  readonly c: Int32Array;
  /** All constants, beginning with number 1. */
  readonly constants: Float64Array;
  /** The functions of the codes from `FIRST_OWN` on. */
  readonly own: readonly OwnKernel[];
}

/** Whether a value is a constant. */
export const isConstant = ({ code, a }: Tape, k: number): boolean => code[k] === GIVEN && a[k] !== 0;

/** What is in the place of a given value before anything is written there: the constant, or 0. */
export const startValue = ({ a, constants }: Tape, k: number): number => constants[(a[k] as number) - 1] ?? 0;

/** Room for all values of a tape, with its constants. */
export function memoryOf(tape: Tape): Float64Array {
  const memory = new Float64Array(tape.length);
  for (let k = 0; k < tape.length; k++) if (tape.code[k] === GIVEN) memory[k] = startValue(tape, k);
  return memory;
}

/** What a tape takes in memory. */
export const tapeBytes = ({ code, a, b, c, constants }: Tape): number =>
  [...new Set([code, a, b, c, constants])].reduce((total, list) => total + list.byteLength, 0);

/** The kernels that compute a + b, a b, ... whatever the order of operands. */
const commutative: ReadonlySet<KernelName> = new Set(["add", "mul", "min", "max", "eq", "ne"]);

const commutativeCodes = Uint8Array.from({ length: FIRST_OWN }, (_, code) =>
  code !== GIVEN && commutative.has(kernelName(code)) ? 1 : 0,
);

export const isCommutative = (code: number): boolean => commutativeCodes[code] === 1;

const NEG = codeOf.get("neg");
const MUL = codeOf.get("mul");

const EMPTY = -1;
/** Places in the table for each value: with fewer it takes longer to find one, more take memory while a graph is there too. */
const SPACE = 1.6;

/** Writes a tape: equal operations on equal values become one, what is constant is computed, exact identities are used. */
export class TapeWriter {
  #length = 0;
  #code: Uint8Array;
  #a: Int32Array;
  #b: Int32Array;
  /** Made for the first operation of three operands. */
  #c: Int32Array | undefined;
  #table: Int32Array;
  readonly #constants: number[] = [];
  readonly #constantAt = new Map<number, number>();
  #minusZero = EMPTY;
  readonly #own = new Map<OwnKernel, number>();

  constructor(expected: number) {
    const room = Math.max(16, expected + (expected >> 6)); // what is constant may take more than its graph
    this.#code = new Uint8Array(room);
    this.#a = new Int32Array(room);
    this.#b = new Int32Array(room);
    this.#table = new Int32Array(Math.ceil(SPACE * room)).fill(EMPTY);
  }

  #grow(): void {
    const longer = <A extends Uint8Array | Int32Array>(old: A, fresh: A): A => {
      fresh.set(old);
      return fresh;
    };
    const room = 2 * this.#code.length;
    this.#code = longer(this.#code, new Uint8Array(room));
    this.#a = longer(this.#a, new Int32Array(room));
    this.#b = longer(this.#b, new Int32Array(room));
    if (this.#c !== undefined) this.#c = longer(this.#c, new Int32Array(room));
    this.#table = new Int32Array(2 * this.#table.length).fill(EMPTY);
    for (let k = 0; k < this.#length; k++) {
      if (this.#code[k] === GIVEN) continue;
      const [a, b] = [this.#a[k] as number, this.#b[k] as number];
      this.#table[this.#find(this.#code[k] as number, a, b, this.#c?.[k] ?? b)] = k;
    }
  }

  #push(code: number, a: number, b: number, c: number): number {
    if (this.#length === this.#code.length) this.#grow();
    const k = this.#length++;
    this.#code[k] = code;
    this.#a[k] = a;
    this.#b[k] = b;
    if (c !== b) this.#c ??= this.#b.slice();
    if (this.#c !== undefined) this.#c[k] = c;
    return k;
  }

  /** Where an operation stands in the table, or the free place for it. */
  #find(code: number, a: number, b: number, c: number): number {
    const size = this.#table.length;
    const mixed = Math.imul(Math.imul(Math.imul(a, 0x9e3779b1) ^ b, 0x85ebca6b) ^ (c + code), 0xc2b2ae35);
    for (let at = Math.floor(((mixed >>> 0) / 2 ** 32) * size); ; at = at + 1 === size ? 0 : at + 1) {
      const k = this.#table[at] as number;
      if (k === EMPTY) return at;
      const isSame = this.#a[k] === a && this.#b[k] === b && (this.#c ?? this.#b)[k] === c;
      if (isSame && this.#code[k] === code) return at;
    }
  }

  /** A value that is written before the program runs. */
  given(): number {
    return this.#push(GIVEN, 0, 0, 0);
  }

  constant(x: number): number {
    if (Object.is(x, -0)) {
      if (this.#minusZero === EMPTY) this.#minusZero = this.#newConstant(x);
      return this.#minusZero;
    }
    let k = this.#constantAt.get(x);
    if (k === undefined) {
      k = this.#newConstant(x);
      this.#constantAt.set(x, k);
    }
    return k;
  }

  #newConstant(x: number): number {
    return this.#push(GIVEN, this.#constants.push(x), 0, 0);
  }

  /** What a value is, if it is known now. */
  #known(k: number): number | undefined {
    return this.#code[k] === GIVEN ? this.#constants[(this.#a[k] as number) - 1] : undefined;
  }

  operation(name: KernelName, a: number, b: number, c: number): number {
    const [x, y, z] = [this.#known(a), this.#known(b), this.#known(c)];
    if (x !== undefined && y !== undefined && z !== undefined) return this.constant(kernels[name](x, y, z));
    const shorter = this.#identity(name, a, b, x, y);
    if (shorter !== undefined) return shorter;
    const code = codeOf.get(name) as number; // every name has one
    return a > b && isCommutative(code) ? this.#once(code, b, a, a) : this.#once(code, a, b, c);
  }

  /** A function that a user declared. @throws ChainruleError TOO_LONG for more of them than there are codes */
  own(kernel: OwnKernel, a: number, b: number, c: number): number {
    const [x, y, z] = [this.#known(a), this.#known(b), this.#known(c)];
    if (x !== undefined && y !== undefined && z !== undefined) return this.constant(kernel.forward(x, y, z));
    const which = this.#own.get(kernel) ?? this.#own.size;
    if (which >= MOST_OWN) {
      throw new ChainruleError("TOO_LONG", "too many declared operations in one program", {
        where: kernel.name,
        expected: `at most ${MOST_OWN}`,
      });
    }
    this.#own.set(kernel, which);
    return this.#once(FIRST_OWN + which, a, b, c);
  }

  /** An operation on values; the one that is there already if it is the same. */
  #once(code: number, first: number, second: number, third: number): number {
    const at = this.#find(code, first, second, third);
    const found = this.#table[at] as number;
    if (found !== EMPTY) return found;
    const length = this.#code.length;
    const k = this.#push(code, first, second, third);
    this.#table[length === this.#code.length ? at : this.#find(code, first, second, third)] = k;
    return k;
  }

  /** Rewritings that never change a bit of the result. */
  #identity(
    name: KernelName,
    a: number,
    b: number,
    x: number | undefined,
    y: number | undefined,
  ): number | undefined {
    switch (name) {
      case "mul":
        if (x === 1) return b;
        if (y === 1) return a;
        if (x === -1) return this.operation("neg", b, b, b);
        return y === -1 ? this.operation("neg", a, a, a) : undefined;
      case "div": {
        if (y === 1) return a;
        const inverse = y === undefined ? 0 : 1 / y;
        const isPowerOf2 = Number.isFinite(inverse) && Math.abs(Math.log2(Math.abs(inverse))) < 1000;
        if (!isPowerOf2 || inverse === 0 || !isWholePower(inverse)) return undefined;
        const factor = this.constant(inverse);
        return this.operation("mul", a, factor, factor);
      }
      case "neg":
        return this.#code[a] === NEG ? (this.#a[a] as number) : this.#negatedMultiple(a);
      case "add":
        if (this.#code[b] === NEG)
          return this.operation("sub", a, this.#a[b] as number, this.#a[b] as number);
        if (this.#code[a] === NEG)
          return this.operation("sub", b, this.#a[a] as number, this.#a[a] as number);
        return undefined;
      case "sub":
        if (Object.is(y, 0)) return a;
        if (this.#code[b] === NEG)
          return this.operation("add", a, this.#a[b] as number, this.#a[b] as number);
        return undefined;
      case "pow":
        if (y === 2) return this.operation("mul", a, a, a);
        return y === 1 ? a : undefined;
      case "square":
        return this.operation("mul", a, a, a);
      default:
        return undefined;
    }
  }

  /** -(c x) as (-c) x, which is the same number, if c is a constant. */
  #negatedMultiple(k: number): number | undefined {
    if (this.#code[k] !== MUL) return undefined;
    const [a, b] = [this.#a[k] as number, this.#b[k] as number];
    const [factor, other] = this.#known(a) !== undefined ? [a, b] : [b, a];
    const c = this.#known(factor);
    if (c === undefined) return undefined;
    const opposite = this.constant(-c);
    return this.operation("mul", opposite, other, other);
  }

  /**
   * The tape of what the outputs need, and where each value of this writer stands on it (-1 if nowhere). It is written over
   * what was written here, and nothing can be written any more: programs are as long as memory allows.
   */
  done(outputs: readonly number[]): { readonly tape: Tape; readonly place: Int32Array } {
    const [code, a, b, c] = [this.#code, this.#a, this.#b, this.#c];
    const place = this.#table.subarray(0, this.#length).fill(EMPTY); // it has more room
    for (const output of outputs) place[output] = 0;
    for (let k = this.#length - 1; k >= 0; k--) {
      if (place[k] === EMPTY || code[k] === GIVEN) continue;
      place[a[k] as number] = place[b[k] as number] = 0;
      if (c !== undefined) place[c[k] as number] = 0;
    }
    let length = 0;
    for (let k = 0; k < this.#length; k++) {
      if (place[k] === EMPTY) continue;
      const isGiven = code[k] === GIVEN;
      const placeOf = (operand: number): number => (isGiven ? operand : (place[operand] as number));
      code[length] = code[k] as number;
      a[length] = placeOf(a[k] as number);
      b[length] = placeOf(b[k] as number);
      if (c !== undefined) c[length] = placeOf(c[k] as number);
      place[k] = length++;
    }
    const ofB = fitted(b, length);
    const tape = {
      length,
      code: fitted(code, length),
      a: fitted(a, length),
      b: ofB,
      c: c === undefined ? ofB : fitted(c, length),
      constants: Float64Array.from(this.#constants),
      own: [...this.#own.keys()],
    };
    return { tape, place };
  }
}

/** The beginning of a list; a copy where that saves much. */
function fitted<A extends Uint8Array | Int32Array>(list: A, length: number): A {
  const part = length < 0.8 * list.length ? list.slice(0, length) : list.subarray(0, length);
  return part as A; // both are of the kind they are made from
}

const bits = new Float64Array(1);
const halves = new Uint32Array(bits.buffer);

/** Whether a number is a power of two, so that to multiply by it is exact. */
function isWholePower(x: number): boolean {
  bits[0] = x;
  return halves[0] === 0 && ((halves[1] as number) & 0xfffff) === 0;
}
