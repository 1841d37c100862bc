import { pairs } from "../math/plain";
import { kernelNames, type Tape } from "./tape";

const code = (name: (typeof kernelNames)[number]): number => kernelNames.indexOf(name) + 1;
const ADD = code("add");
const SUB = code("sub");
const MUL = code("mul");

/** Codes of a fused tape, beside those of the kernels. */
export const FUSED = { mulAdd: 240, mulSub: 241, subMul: 242, skipped: 243, firstPair: 244 } as const;

const firstOf = new Map(pairs.map(({ names }, k) => [code(names[0]), k]));
const secondOf = new Map(pairs.map(({ names }, k) => [code(names[1]), k]));

export interface Fused {
  readonly tape: Tape;
  /** For each instruction that computes two values: where the second goes. */
  readonly second: ReadonlyMap<number, number>;
}

/**
 * The same tape with fewer instructions to go through. A product that only one sum or difference reads is computed there,
 * rounded as before: a b + c, a b - c, c - a b. Two kernels of a pair that read the same value are one instruction.
 */
export function fused(tape: Tape, outputs: readonly number[]): Fused {
  const { length } = tape;
  const codes = tape.code.slice();
  const [a, b, c] = [tape.a.slice(), tape.b.slice(), tape.c.slice()];
  const uses = new Int32Array(length);
  for (const output of outputs) uses[output] = 2;
  for (let k = 0; k < length; k++) {
    if (codes[k] === 0) continue;
    const [x, y, z] = [a[k] as number, b[k] as number, c[k] as number];
    uses[x] = (uses[x] as number) + 1;
    if (y !== x) uses[y] = (uses[y] as number) + 1;
    if (z !== x && z !== y) uses[z] = (uses[z] as number) + 1;
  }
  const isInner = (k: number): boolean => codes[k] === MUL && uses[k] === 1;
  const firsts = new Map<number, number>();
  const second = new Map<number, number>();
  for (let k = 0; k < length; k++) {
    const pair = firstOf.get(codes[k] as number);
    if (pair !== undefined) firsts.set((a[k] as number) * pairs.length + pair, k);
  }
  const absorb = (k: number, inner: number, other: number, into: number): void => {
    codes[k] = into;
    codes[inner] = FUSED.skipped;
    a[k] = a[inner] as number;
    b[k] = b[inner] as number;
    c[k] = other;
  };
  for (let k = 0; k < length; k++) {
    const operation = codes[k] as number;
    const [x, y] = [a[k] as number, b[k] as number];
    if (operation === ADD && x !== y) {
      if (isInner(x)) absorb(k, x, y, FUSED.mulAdd);
      else if (isInner(y)) absorb(k, y, x, FUSED.mulAdd);
    } else if (operation === SUB && x !== y) {
      if (isInner(y)) absorb(k, y, x, FUSED.subMul);
      else if (isInner(x)) absorb(k, x, y, FUSED.mulSub);
    }
    const pair = secondOf.get(operation);
    const first = pair === undefined ? undefined : firsts.get(x * pairs.length + pair);
    if (pair === undefined || first === undefined) continue;
    codes[first] = FUSED.firstPair + pair;
    second.set(first, k);
    codes[k] = FUSED.skipped;
  }
  return { tape: { ...tape, code: codes, a, b, c }, second };
}
