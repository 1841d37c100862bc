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
  /** For each instruction that computes two values: where the second goes. */
  readonly second: ReadonlyMap<number, number>;
}

/**
 * The same tape with fewer instructions to go through. A product that only one instruction reads is computed there, and so
 * are products of three and sums of two products; every step is rounded as before. Two kernels of a pair that read the same
 * value are one instruction.
 */
export function fused(tape: Tape, outputs: readonly number[]): Fused {
  const { length } = tape;
  const codes = tape.code.slice();
  const [a, b, c] = [tape.a.slice(), tape.b.slice(), tape.c.slice()];
  const [d, e] = [a.slice(), a.slice()];
  const uses = usesOf(tape, outputs);
  const firsts = new Map<number, number>();
  const second = new Map<number, number>();
  for (let k = 0; k < length; k++) {
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
  /** What is skipped waits for nothing: its places lie together, not among those that are read. */
  const skip = (k: number): void => {
    codes[k] = FUSED.skipped;
    for (const list of lists) list[k] = k;
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
    const pair = secondOf.get(operation);
    const first = pair === undefined ? undefined : firsts.get(x * pairs.length + pair);
    if (pair === undefined || first === undefined) continue;
    codes[first] = FUSED.firstPair + pair;
    second.set(first, k);
    codes[k] = FUSED.skipped;
  }
  return { tape: { ...tape, code: codes, a, b, c, d, e }, second };
}

/** By how many instructions each value is read; an output is read once more than any may be that is computed elsewhere. */
function usesOf({ length, code: codes, a, b, c }: Tape, outputs: readonly number[]): Int32Array {
  const uses = new Int32Array(length);
  for (const output of outputs) uses[output] = 2;
  for (let k = 0; k < length; k++) {
    if (codes[k] === 0) continue;
    const [x, y, z] = [a[k] as number, b[k] as number, c[k] as number];
    uses[x] = (uses[x] as number) + 1;
    if (y !== x) uses[y] = (uses[y] as number) + 1;
    if (z !== x && z !== y) uses[z] = (uses[z] as number) + 1;
  }
  return uses;
}
