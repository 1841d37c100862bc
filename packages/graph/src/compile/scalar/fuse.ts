import { pairs } from "../math/plain";
import { kernelNames, type Tape } from "./tape";

const code = (name: (typeof kernelNames)[number]): number => kernelNames.indexOf(name) + 1;
const ADD = code("add");
const SUB = code("sub");
const MUL = code("mul");

/**
 * Codes of a fused tape, beside those of the kernels. What updates weights comes last: on its level it runs after all that
 * reads them, so that it may write in their place.
 */
export const FUSED = {
  /** a b + c */
  mulAdd: 240,
  /** a b - c */
  mulSub: 241,
  /** a b c: a slope, what comes back, and a factor. */
  mulMul: 242,
  /** a b c + d */
  mulMulAdd: 243,
  /** a b + c d */
  dot: 244,
  /** a b + c d + e: a neuron of two inputs before its activation. */
  dotAdd: 245,
  /** c - a b */
  subMul: 246,
  /** d - a b c */
  subMulMul: 247,
  skipped: 248,
  firstPair: 249,
} as const;

const firstOf = new Map(pairs.map(({ names }, k) => [code(names[0]), k]));
const secondOf = new Map(pairs.map(({ names }, k) => [code(names[1]), k]));

/** A tape some of whose instructions read five values. */
export interface FusedTape extends Tape {
  readonly d: Int32Array;
  readonly e: Int32Array;
}

export interface Fused {
  readonly tape: FusedTape;
  /** Where each value of the given tape stands on this one; -1 for what is computed inside of an instruction. */
  readonly place: Int32Array;
  /** For each instruction that computes two values: where the second goes. */
  readonly second: ReadonlyMap<number, number>;
}

/**
 * The same tape with fewer instructions to go through. A product that only one instruction reads is computed there, and so
 * are products of three and sums of two products; every step is rounded as before. Two kernels of a pair that read the same
 * value are one instruction, if that is wanted.
 */
export function fused(tape: Tape, outputs: Iterable<number>, withPairs: boolean): Fused {
  const { length } = tape;
  const codes = tape.code.slice();
  const [a, b, c] = [tape.a.slice(), tape.b.slice(), tape.c.slice()];
  const [d, e] = [a.slice(), a.slice()];
  const uses = usesOf(tape, outputs);
  const firsts = new Map<number, number>();
  const second = new Map<number, number>();
  for (let k = 0; k < length && withPairs; k++) {
    const pair = firstOf.get(codes[k] as number);
    if (pair !== undefined) firsts.set((a[k] as number) * pairs.length + pair, k);
  }
  /** Which of the two an instruction may compute itself, if it was made by this code. */
  const inner = (x: number, y: number, made: number): number => {
    if (x === y) return -1;
    if (codes[x] === made && uses[x] === 1) return x;
    return codes[y] === made && uses[y] === 1 ? y : -1;
  };
  const lists = [a, b, c, d, e];
  const skip = (k: number): void => {
    codes[k] = FUSED.skipped;
  };
  /** Makes k compute `taken`, which reads `count` values, and then something with what else it reads. */
  const absorb = (
    k: number,
    taken: number,
    count: number,
    into: number,
    ...others: readonly number[]
  ): void => {
    codes[k] = into;
    lists.forEach((list, which) => {
      const operand = which < count ? list[taken] : others[which - count];
      list[k] = operand ?? (a[k] as number);
    });
    skip(taken);
  };
  for (let k = 0; k < length; k++) {
    const operation = codes[k] as number;
    const [x, y] = [a[k] as number, b[k] as number];
    const other = (taken: number): number => (taken === x ? y : x);
    if (operation === MUL) {
      const taken = inner(x, y, MUL);
      if (taken !== -1) absorb(k, taken, 2, FUSED.mulMul, other(taken));
    } else if (operation === ADD) {
      const [product, long, dot] = [inner(x, y, MUL), inner(x, y, FUSED.mulMul), inner(x, y, FUSED.dot)];
      if (dot !== -1) absorb(k, dot, 4, FUSED.dotAdd, other(dot));
      else if (long !== -1) absorb(k, long, 3, FUSED.mulMulAdd, other(long));
      else if (product !== -1) {
        const rest = other(product);
        if (codes[rest] === MUL && uses[rest] === 1) {
          absorb(k, product, 2, FUSED.dot, a[rest] as number, b[rest] as number);
          skip(rest);
        } else absorb(k, product, 2, FUSED.mulAdd, rest);
      }
    } else if (operation === SUB && x !== y) {
      if (codes[y] === FUSED.mulMul && uses[y] === 1) absorb(k, y, 3, FUSED.subMulMul, x);
      else if (codes[y] === MUL && uses[y] === 1) absorb(k, y, 2, FUSED.subMul, x);
      else if (codes[x] === MUL && uses[x] === 1) absorb(k, x, 2, FUSED.mulSub, y);
    }
    const pair = withPairs ? secondOf.get(operation) : undefined;
    const first = pair === undefined ? undefined : firsts.get(x * pairs.length + pair);
    if (pair === undefined || first === undefined) continue;
    codes[first] = FUSED.firstPair + pair;
    second.set(first, k);
    codes[k] = FUSED.skipped;
  }
  return packed({ ...tape, code: codes, a, b, c, d, e }, second);
}

/** Takes out what is computed inside of other instructions, in place. */
function packed(tape: FusedTape, second: ReadonlyMap<number, number>): Fused {
  const { code, a, b, c, d, e } = tape;
  const seconds = new Set(second.values());
  const place = new Int32Array(tape.length).fill(-1);
  let length = 0;
  for (let k = 0; k < tape.length; k++) {
    const operation = code[k] as number;
    if (operation === FUSED.skipped && !seconds.has(k)) continue;
    code[length] = operation;
    for (const list of [a, b, c, d, e]) {
      const operand = list[k] as number;
      list[length] = operation === 0 ? operand : (place[operand] as number);
    }
    place[k] = length++;
  }
  const placeOf = (k: number): number => place[k] as number;
  return {
    tape: { ...tape, length },
    place,
    second: new Map(Array.from(second, ([first, partner]) => [placeOf(first), placeOf(partner)])),
  };
}

/** By how many instructions each value is read; an output is read once more than any may be that is computed elsewhere. */
function usesOf({ length, code: codes, a, b, c }: Tape, outputs: Iterable<number>): Uint8Array {
  const uses = new Uint8Array(length);
  for (const output of outputs) uses[output] = 2;
  const add = (k: number): void => {
    uses[k] = Math.min(2, (uses[k] as number) + 1); // whether it is one is all that counts
  };
  for (let k = 0; k < length; k++) {
    if (codes[k] === 0) continue;
    const [x, y, z] = [a[k] as number, b[k] as number, c[k] as number];
    add(x);
    if (y !== x) add(y);
    if (z !== x && z !== y) add(z);
  }
  return uses;
}
