// Written by scripts/stream.ts; not by hand.
import { ieee } from "../math/ieee";
import type { Gather } from "../math/plain";
import { feed } from "./feed";

const { power2 } = ieee;

/** Instructions that a stream has by themselves. */
export interface Cell {
  /** The operation for the first of `counts`; those for the others follow, and one for many. */
  readonly first: number;
  readonly operands: number;
  /** How many instructions one operation does, ascending. */
  readonly counts: readonly number[];
}

/** What a stream needs beside its instructions. */
export interface Beside {
  /** The loops of other kernels by code, and their operands. */
  readonly gather: readonly Gather[];
  readonly a: Int32Array;
  readonly b: Int32Array;
  readonly c: Int32Array;
  /** Values that are copied to others between steps. */
  readonly from: Int32Array;
  readonly to: Int32Array;
}

export const cells = {
  add: { first: 1, operands: 2, counts: [1, 2, 4] },
  sub: { first: 5, operands: 2, counts: [1, 2, 4] },
  mul: { first: 9, operands: 2, counts: [1, 2, 4] },
  mulAdd: { first: 13, operands: 3, counts: [1, 2, 4] },
  mulSub: { first: 17, operands: 3, counts: [1, 2, 4] },
  mulMul: { first: 21, operands: 3, counts: [1, 2, 4] },
  mulMulAdd: { first: 25, operands: 4, counts: [1, 2, 4] },
  dot: { first: 29, operands: 4, counts: [1, 2, 4] },
  dotAdd: { first: 33, operands: 5, counts: [1, 2, 4] },
  subMul: { first: 37, operands: 3, counts: [1, 2, 4] },
  subMulMul: { first: 41, operands: 4, counts: [1, 2, 4] },
  sigmoidPair: { first: 45, operands: 2, counts: [1, 2] },
} as const satisfies Readonly<Record<string, Cell>>;

/**
 * Runs a stream so many times. An operation is followed by the operands and the result of each of its instructions;
 * one for many by their number, where their results begin, and the operands of each;
 * operation 0 by the code of a kernel and by the first value and what follows the last, which its loop computes.
 */
export function runStream(steps: number, s: Int32Array, v: Float64Array, { gather, a, b, c, from, to }: Beside): void {
  const end = s.length;
  for (let step = 0; step < steps; step++) {
    if (step > 0 && from.length > 0) feed(v, from, to);
    for (let p = 0; p < end; ) {
      switch (s[p]) {
case 1: // add, 1
{ v[s[p + 3] as number] = (v[s[p + 1] as number] as number) + (v[s[p + 2] as number] as number); }
p += 4;
break;
case 2: // add, 2
{ v[s[p + 3] as number] = (v[s[p + 1] as number] as number) + (v[s[p + 2] as number] as number); }
{ v[s[p + 6] as number] = (v[s[p + 4] as number] as number) + (v[s[p + 5] as number] as number); }
p += 7;
break;
case 3: // add, 4
{ v[s[p + 3] as number] = (v[s[p + 1] as number] as number) + (v[s[p + 2] as number] as number); }
{ v[s[p + 6] as number] = (v[s[p + 4] as number] as number) + (v[s[p + 5] as number] as number); }
{ v[s[p + 9] as number] = (v[s[p + 7] as number] as number) + (v[s[p + 8] as number] as number); }
{ v[s[p + 12] as number] = (v[s[p + 10] as number] as number) + (v[s[p + 11] as number] as number); }
p += 13;
break;
case 4: { // add, many
const last = p + 3 + 2 * (s[p + 1] as number);
let k = s[p + 2] as number;
for (p += 3; p < last; p += 2, k++) { v[k] = (v[s[p + 0] as number] as number) + (v[s[p + 1] as number] as number); }
break;
}
case 5: // sub, 1
{ v[s[p + 3] as number] = (v[s[p + 1] as number] as number) - (v[s[p + 2] as number] as number); }
p += 4;
break;
case 6: // sub, 2
{ v[s[p + 3] as number] = (v[s[p + 1] as number] as number) - (v[s[p + 2] as number] as number); }
{ v[s[p + 6] as number] = (v[s[p + 4] as number] as number) - (v[s[p + 5] as number] as number); }
p += 7;
break;
case 7: // sub, 4
{ v[s[p + 3] as number] = (v[s[p + 1] as number] as number) - (v[s[p + 2] as number] as number); }
{ v[s[p + 6] as number] = (v[s[p + 4] as number] as number) - (v[s[p + 5] as number] as number); }
{ v[s[p + 9] as number] = (v[s[p + 7] as number] as number) - (v[s[p + 8] as number] as number); }
{ v[s[p + 12] as number] = (v[s[p + 10] as number] as number) - (v[s[p + 11] as number] as number); }
p += 13;
break;
case 8: { // sub, many
const last = p + 3 + 2 * (s[p + 1] as number);
let k = s[p + 2] as number;
for (p += 3; p < last; p += 2, k++) { v[k] = (v[s[p + 0] as number] as number) - (v[s[p + 1] as number] as number); }
break;
}
case 9: // mul, 1
{ v[s[p + 3] as number] = (v[s[p + 1] as number] as number) * (v[s[p + 2] as number] as number); }
p += 4;
break;
case 10: // mul, 2
{ v[s[p + 3] as number] = (v[s[p + 1] as number] as number) * (v[s[p + 2] as number] as number); }
{ v[s[p + 6] as number] = (v[s[p + 4] as number] as number) * (v[s[p + 5] as number] as number); }
p += 7;
break;
case 11: // mul, 4
{ v[s[p + 3] as number] = (v[s[p + 1] as number] as number) * (v[s[p + 2] as number] as number); }
{ v[s[p + 6] as number] = (v[s[p + 4] as number] as number) * (v[s[p + 5] as number] as number); }
{ v[s[p + 9] as number] = (v[s[p + 7] as number] as number) * (v[s[p + 8] as number] as number); }
{ v[s[p + 12] as number] = (v[s[p + 10] as number] as number) * (v[s[p + 11] as number] as number); }
p += 13;
break;
case 12: { // mul, many
const last = p + 3 + 2 * (s[p + 1] as number);
let k = s[p + 2] as number;
for (p += 3; p < last; p += 2, k++) { v[k] = (v[s[p + 0] as number] as number) * (v[s[p + 1] as number] as number); }
break;
}
case 13: // mulAdd, 1
{ v[s[p + 4] as number] = (v[s[p + 1] as number] as number) * (v[s[p + 2] as number] as number) + (v[s[p + 3] as number] as number); }
p += 5;
break;
case 14: // mulAdd, 2
{ v[s[p + 4] as number] = (v[s[p + 1] as number] as number) * (v[s[p + 2] as number] as number) + (v[s[p + 3] as number] as number); }
{ v[s[p + 8] as number] = (v[s[p + 5] as number] as number) * (v[s[p + 6] as number] as number) + (v[s[p + 7] as number] as number); }
p += 9;
break;
case 15: // mulAdd, 4
{ v[s[p + 4] as number] = (v[s[p + 1] as number] as number) * (v[s[p + 2] as number] as number) + (v[s[p + 3] as number] as number); }
{ v[s[p + 8] as number] = (v[s[p + 5] as number] as number) * (v[s[p + 6] as number] as number) + (v[s[p + 7] as number] as number); }
{ v[s[p + 12] as number] = (v[s[p + 9] as number] as number) * (v[s[p + 10] as number] as number) + (v[s[p + 11] as number] as number); }
{ v[s[p + 16] as number] = (v[s[p + 13] as number] as number) * (v[s[p + 14] as number] as number) + (v[s[p + 15] as number] as number); }
p += 17;
break;
case 16: { // mulAdd, many
const last = p + 3 + 3 * (s[p + 1] as number);
let k = s[p + 2] as number;
for (p += 3; p < last; p += 3, k++) { v[k] = (v[s[p + 0] as number] as number) * (v[s[p + 1] as number] as number) + (v[s[p + 2] as number] as number); }
break;
}
case 17: // mulSub, 1
{ v[s[p + 4] as number] = (v[s[p + 1] as number] as number) * (v[s[p + 2] as number] as number) - (v[s[p + 3] as number] as number); }
p += 5;
break;
case 18: // mulSub, 2
{ v[s[p + 4] as number] = (v[s[p + 1] as number] as number) * (v[s[p + 2] as number] as number) - (v[s[p + 3] as number] as number); }
{ v[s[p + 8] as number] = (v[s[p + 5] as number] as number) * (v[s[p + 6] as number] as number) - (v[s[p + 7] as number] as number); }
p += 9;
break;
case 19: // mulSub, 4
{ v[s[p + 4] as number] = (v[s[p + 1] as number] as number) * (v[s[p + 2] as number] as number) - (v[s[p + 3] as number] as number); }
{ v[s[p + 8] as number] = (v[s[p + 5] as number] as number) * (v[s[p + 6] as number] as number) - (v[s[p + 7] as number] as number); }
{ v[s[p + 12] as number] = (v[s[p + 9] as number] as number) * (v[s[p + 10] as number] as number) - (v[s[p + 11] as number] as number); }
{ v[s[p + 16] as number] = (v[s[p + 13] as number] as number) * (v[s[p + 14] as number] as number) - (v[s[p + 15] as number] as number); }
p += 17;
break;
case 20: { // mulSub, many
const last = p + 3 + 3 * (s[p + 1] as number);
let k = s[p + 2] as number;
for (p += 3; p < last; p += 3, k++) { v[k] = (v[s[p + 0] as number] as number) * (v[s[p + 1] as number] as number) - (v[s[p + 2] as number] as number); }
break;
}
case 21: // mulMul, 1
{ v[s[p + 4] as number] = (v[s[p + 1] as number] as number) * (v[s[p + 2] as number] as number) * (v[s[p + 3] as number] as number); }
p += 5;
break;
case 22: // mulMul, 2
{ v[s[p + 4] as number] = (v[s[p + 1] as number] as number) * (v[s[p + 2] as number] as number) * (v[s[p + 3] as number] as number); }
{ v[s[p + 8] as number] = (v[s[p + 5] as number] as number) * (v[s[p + 6] as number] as number) * (v[s[p + 7] as number] as number); }
p += 9;
break;
case 23: // mulMul, 4
{ v[s[p + 4] as number] = (v[s[p + 1] as number] as number) * (v[s[p + 2] as number] as number) * (v[s[p + 3] as number] as number); }
{ v[s[p + 8] as number] = (v[s[p + 5] as number] as number) * (v[s[p + 6] as number] as number) * (v[s[p + 7] as number] as number); }
{ v[s[p + 12] as number] = (v[s[p + 9] as number] as number) * (v[s[p + 10] as number] as number) * (v[s[p + 11] as number] as number); }
{ v[s[p + 16] as number] = (v[s[p + 13] as number] as number) * (v[s[p + 14] as number] as number) * (v[s[p + 15] as number] as number); }
p += 17;
break;
case 24: { // mulMul, many
const last = p + 3 + 3 * (s[p + 1] as number);
let k = s[p + 2] as number;
for (p += 3; p < last; p += 3, k++) { v[k] = (v[s[p + 0] as number] as number) * (v[s[p + 1] as number] as number) * (v[s[p + 2] as number] as number); }
break;
}
case 25: // mulMulAdd, 1
{ v[s[p + 5] as number] = (v[s[p + 1] as number] as number) * (v[s[p + 2] as number] as number) * (v[s[p + 3] as number] as number) + (v[s[p + 4] as number] as number); }
p += 6;
break;
case 26: // mulMulAdd, 2
{ v[s[p + 5] as number] = (v[s[p + 1] as number] as number) * (v[s[p + 2] as number] as number) * (v[s[p + 3] as number] as number) + (v[s[p + 4] as number] as number); }
{ v[s[p + 10] as number] = (v[s[p + 6] as number] as number) * (v[s[p + 7] as number] as number) * (v[s[p + 8] as number] as number) + (v[s[p + 9] as number] as number); }
p += 11;
break;
case 27: // mulMulAdd, 4
{ v[s[p + 5] as number] = (v[s[p + 1] as number] as number) * (v[s[p + 2] as number] as number) * (v[s[p + 3] as number] as number) + (v[s[p + 4] as number] as number); }
{ v[s[p + 10] as number] = (v[s[p + 6] as number] as number) * (v[s[p + 7] as number] as number) * (v[s[p + 8] as number] as number) + (v[s[p + 9] as number] as number); }
{ v[s[p + 15] as number] = (v[s[p + 11] as number] as number) * (v[s[p + 12] as number] as number) * (v[s[p + 13] as number] as number) + (v[s[p + 14] as number] as number); }
{ v[s[p + 20] as number] = (v[s[p + 16] as number] as number) * (v[s[p + 17] as number] as number) * (v[s[p + 18] as number] as number) + (v[s[p + 19] as number] as number); }
p += 21;
break;
case 28: { // mulMulAdd, many
const last = p + 3 + 4 * (s[p + 1] as number);
let k = s[p + 2] as number;
for (p += 3; p < last; p += 4, k++) { v[k] = (v[s[p + 0] as number] as number) * (v[s[p + 1] as number] as number) * (v[s[p + 2] as number] as number) + (v[s[p + 3] as number] as number); }
break;
}
case 29: // dot, 1
{ v[s[p + 5] as number] = (v[s[p + 1] as number] as number) * (v[s[p + 2] as number] as number) + (v[s[p + 3] as number] as number) * (v[s[p + 4] as number] as number); }
p += 6;
break;
case 30: // dot, 2
{ v[s[p + 5] as number] = (v[s[p + 1] as number] as number) * (v[s[p + 2] as number] as number) + (v[s[p + 3] as number] as number) * (v[s[p + 4] as number] as number); }
{ v[s[p + 10] as number] = (v[s[p + 6] as number] as number) * (v[s[p + 7] as number] as number) + (v[s[p + 8] as number] as number) * (v[s[p + 9] as number] as number); }
p += 11;
break;
case 31: // dot, 4
{ v[s[p + 5] as number] = (v[s[p + 1] as number] as number) * (v[s[p + 2] as number] as number) + (v[s[p + 3] as number] as number) * (v[s[p + 4] as number] as number); }
{ v[s[p + 10] as number] = (v[s[p + 6] as number] as number) * (v[s[p + 7] as number] as number) + (v[s[p + 8] as number] as number) * (v[s[p + 9] as number] as number); }
{ v[s[p + 15] as number] = (v[s[p + 11] as number] as number) * (v[s[p + 12] as number] as number) + (v[s[p + 13] as number] as number) * (v[s[p + 14] as number] as number); }
{ v[s[p + 20] as number] = (v[s[p + 16] as number] as number) * (v[s[p + 17] as number] as number) + (v[s[p + 18] as number] as number) * (v[s[p + 19] as number] as number); }
p += 21;
break;
case 32: { // dot, many
const last = p + 3 + 4 * (s[p + 1] as number);
let k = s[p + 2] as number;
for (p += 3; p < last; p += 4, k++) { v[k] = (v[s[p + 0] as number] as number) * (v[s[p + 1] as number] as number) + (v[s[p + 2] as number] as number) * (v[s[p + 3] as number] as number); }
break;
}
case 33: // dotAdd, 1
{ v[s[p + 6] as number] = (v[s[p + 1] as number] as number) * (v[s[p + 2] as number] as number) + (v[s[p + 3] as number] as number) * (v[s[p + 4] as number] as number) + (v[s[p + 5] as number] as number); }
p += 7;
break;
case 34: // dotAdd, 2
{ v[s[p + 6] as number] = (v[s[p + 1] as number] as number) * (v[s[p + 2] as number] as number) + (v[s[p + 3] as number] as number) * (v[s[p + 4] as number] as number) + (v[s[p + 5] as number] as number); }
{ v[s[p + 12] as number] = (v[s[p + 7] as number] as number) * (v[s[p + 8] as number] as number) + (v[s[p + 9] as number] as number) * (v[s[p + 10] as number] as number) + (v[s[p + 11] as number] as number); }
p += 13;
break;
case 35: // dotAdd, 4
{ v[s[p + 6] as number] = (v[s[p + 1] as number] as number) * (v[s[p + 2] as number] as number) + (v[s[p + 3] as number] as number) * (v[s[p + 4] as number] as number) + (v[s[p + 5] as number] as number); }
{ v[s[p + 12] as number] = (v[s[p + 7] as number] as number) * (v[s[p + 8] as number] as number) + (v[s[p + 9] as number] as number) * (v[s[p + 10] as number] as number) + (v[s[p + 11] as number] as number); }
{ v[s[p + 18] as number] = (v[s[p + 13] as number] as number) * (v[s[p + 14] as number] as number) + (v[s[p + 15] as number] as number) * (v[s[p + 16] as number] as number) + (v[s[p + 17] as number] as number); }
{ v[s[p + 24] as number] = (v[s[p + 19] as number] as number) * (v[s[p + 20] as number] as number) + (v[s[p + 21] as number] as number) * (v[s[p + 22] as number] as number) + (v[s[p + 23] as number] as number); }
p += 25;
break;
case 36: { // dotAdd, many
const last = p + 3 + 5 * (s[p + 1] as number);
let k = s[p + 2] as number;
for (p += 3; p < last; p += 5, k++) { v[k] = (v[s[p + 0] as number] as number) * (v[s[p + 1] as number] as number) + (v[s[p + 2] as number] as number) * (v[s[p + 3] as number] as number) + (v[s[p + 4] as number] as number); }
break;
}
case 37: // subMul, 1
{ v[s[p + 4] as number] = (v[s[p + 3] as number] as number) - (v[s[p + 1] as number] as number) * (v[s[p + 2] as number] as number); }
p += 5;
break;
case 38: // subMul, 2
{ v[s[p + 4] as number] = (v[s[p + 3] as number] as number) - (v[s[p + 1] as number] as number) * (v[s[p + 2] as number] as number); }
{ v[s[p + 8] as number] = (v[s[p + 7] as number] as number) - (v[s[p + 5] as number] as number) * (v[s[p + 6] as number] as number); }
p += 9;
break;
case 39: // subMul, 4
{ v[s[p + 4] as number] = (v[s[p + 3] as number] as number) - (v[s[p + 1] as number] as number) * (v[s[p + 2] as number] as number); }
{ v[s[p + 8] as number] = (v[s[p + 7] as number] as number) - (v[s[p + 5] as number] as number) * (v[s[p + 6] as number] as number); }
{ v[s[p + 12] as number] = (v[s[p + 11] as number] as number) - (v[s[p + 9] as number] as number) * (v[s[p + 10] as number] as number); }
{ v[s[p + 16] as number] = (v[s[p + 15] as number] as number) - (v[s[p + 13] as number] as number) * (v[s[p + 14] as number] as number); }
p += 17;
break;
case 40: { // subMul, many
const last = p + 3 + 3 * (s[p + 1] as number);
let k = s[p + 2] as number;
for (p += 3; p < last; p += 3, k++) { v[k] = (v[s[p + 2] as number] as number) - (v[s[p + 0] as number] as number) * (v[s[p + 1] as number] as number); }
break;
}
case 41: // subMulMul, 1
{ v[s[p + 5] as number] = (v[s[p + 4] as number] as number) - (v[s[p + 1] as number] as number) * (v[s[p + 2] as number] as number) * (v[s[p + 3] as number] as number); }
p += 6;
break;
case 42: // subMulMul, 2
{ v[s[p + 5] as number] = (v[s[p + 4] as number] as number) - (v[s[p + 1] as number] as number) * (v[s[p + 2] as number] as number) * (v[s[p + 3] as number] as number); }
{ v[s[p + 10] as number] = (v[s[p + 9] as number] as number) - (v[s[p + 6] as number] as number) * (v[s[p + 7] as number] as number) * (v[s[p + 8] as number] as number); }
p += 11;
break;
case 43: // subMulMul, 4
{ v[s[p + 5] as number] = (v[s[p + 4] as number] as number) - (v[s[p + 1] as number] as number) * (v[s[p + 2] as number] as number) * (v[s[p + 3] as number] as number); }
{ v[s[p + 10] as number] = (v[s[p + 9] as number] as number) - (v[s[p + 6] as number] as number) * (v[s[p + 7] as number] as number) * (v[s[p + 8] as number] as number); }
{ v[s[p + 15] as number] = (v[s[p + 14] as number] as number) - (v[s[p + 11] as number] as number) * (v[s[p + 12] as number] as number) * (v[s[p + 13] as number] as number); }
{ v[s[p + 20] as number] = (v[s[p + 19] as number] as number) - (v[s[p + 16] as number] as number) * (v[s[p + 17] as number] as number) * (v[s[p + 18] as number] as number); }
p += 21;
break;
case 44: { // subMulMul, many
const last = p + 3 + 4 * (s[p + 1] as number);
let k = s[p + 2] as number;
for (p += 3; p < last; p += 4, k++) { v[k] = (v[s[p + 3] as number] as number) - (v[s[p + 0] as number] as number) * (v[s[p + 1] as number] as number) * (v[s[p + 2] as number] as number); }
break;
}
case 45: // sigmoidPair, 1
{ const x = (v[s[p + 1] as number] as number);
const t8 = Math.abs(x);
const t11 = ((746 < t8) ? 746 : t8);
const t16 = (((t11 * 1.4426950408889634) + 6755399441055744) - 6755399441055744);
const t19 = (t11 - (t16 * 0.6931471803691238));
const t21 = (t16 * 1.9082149292705877e-10);
const t22 = (t19 - t21);
const t24 = (t19 + 100663296);
const t26 = (t24 - 100663295);
const t30 = (t22 * t22);
const t31 = (t30 * t30);
const t36 = (t30 * (0.5 + (t22 * 0.16666666666666685)));
const t62 = ((t36 + (t31 * ((0.041666666666602646 + (t22 * 0.008333333333313974)) + (t30 * (0.0013888888927335566 + (t22 * 0.00019841269904806596)))))) + (((t19 - (t24 - 100663296)) - t21) + ((t31 * t31) * ((0.0000248015080002136 + (t22 * 0.000002755722616273334)) + (t30 * (2.7625458949326024e-7 + (t22 * 2.5115073667681004e-8)))))));
const t65 = power2((64 - t16));
const t67 = (t65 * 5.421010862427522e-20);
const t68 = (t26 + t67);
const t69 = (t36 + t68);
const t78 = ((100663296 + (2.293 + (t69 * ((-1.588) + (t69 * 0.3392))))) - 100663296);
const t90 = (5.421010862427522e-20 * (t65 * (t78 + ((((1 - (t26 * t78)) - (t67 * t78)) - (t62 * t78)) * (1 / (t62 + t68))))));
const t91 = (x < 0);
const t92 = (1 - t90);
v[s[p + 3] as number] = (t91 ? t90 : t92);
v[s[p + 2] as number] = (t91 ? t92 : t90); }
p += 4;
break;
case 46: // sigmoidPair, 2
{ const x = (v[s[p + 1] as number] as number);
const t8 = Math.abs(x);
const t11 = ((746 < t8) ? 746 : t8);
const t16 = (((t11 * 1.4426950408889634) + 6755399441055744) - 6755399441055744);
const t19 = (t11 - (t16 * 0.6931471803691238));
const t21 = (t16 * 1.9082149292705877e-10);
const t22 = (t19 - t21);
const t24 = (t19 + 100663296);
const t26 = (t24 - 100663295);
const t30 = (t22 * t22);
const t31 = (t30 * t30);
const t36 = (t30 * (0.5 + (t22 * 0.16666666666666685)));
const t62 = ((t36 + (t31 * ((0.041666666666602646 + (t22 * 0.008333333333313974)) + (t30 * (0.0013888888927335566 + (t22 * 0.00019841269904806596)))))) + (((t19 - (t24 - 100663296)) - t21) + ((t31 * t31) * ((0.0000248015080002136 + (t22 * 0.000002755722616273334)) + (t30 * (2.7625458949326024e-7 + (t22 * 2.5115073667681004e-8)))))));
const t65 = power2((64 - t16));
const t67 = (t65 * 5.421010862427522e-20);
const t68 = (t26 + t67);
const t69 = (t36 + t68);
const t78 = ((100663296 + (2.293 + (t69 * ((-1.588) + (t69 * 0.3392))))) - 100663296);
const t90 = (5.421010862427522e-20 * (t65 * (t78 + ((((1 - (t26 * t78)) - (t67 * t78)) - (t62 * t78)) * (1 / (t62 + t68))))));
const t91 = (x < 0);
const t92 = (1 - t90);
v[s[p + 3] as number] = (t91 ? t90 : t92);
v[s[p + 2] as number] = (t91 ? t92 : t90); }
{ const x = (v[s[p + 4] as number] as number);
const t8 = Math.abs(x);
const t11 = ((746 < t8) ? 746 : t8);
const t16 = (((t11 * 1.4426950408889634) + 6755399441055744) - 6755399441055744);
const t19 = (t11 - (t16 * 0.6931471803691238));
const t21 = (t16 * 1.9082149292705877e-10);
const t22 = (t19 - t21);
const t24 = (t19 + 100663296);
const t26 = (t24 - 100663295);
const t30 = (t22 * t22);
const t31 = (t30 * t30);
const t36 = (t30 * (0.5 + (t22 * 0.16666666666666685)));
const t62 = ((t36 + (t31 * ((0.041666666666602646 + (t22 * 0.008333333333313974)) + (t30 * (0.0013888888927335566 + (t22 * 0.00019841269904806596)))))) + (((t19 - (t24 - 100663296)) - t21) + ((t31 * t31) * ((0.0000248015080002136 + (t22 * 0.000002755722616273334)) + (t30 * (2.7625458949326024e-7 + (t22 * 2.5115073667681004e-8)))))));
const t65 = power2((64 - t16));
const t67 = (t65 * 5.421010862427522e-20);
const t68 = (t26 + t67);
const t69 = (t36 + t68);
const t78 = ((100663296 + (2.293 + (t69 * ((-1.588) + (t69 * 0.3392))))) - 100663296);
const t90 = (5.421010862427522e-20 * (t65 * (t78 + ((((1 - (t26 * t78)) - (t67 * t78)) - (t62 * t78)) * (1 / (t62 + t68))))));
const t91 = (x < 0);
const t92 = (1 - t90);
v[s[p + 6] as number] = (t91 ? t90 : t92);
v[s[p + 5] as number] = (t91 ? t92 : t90); }
p += 7;
break;
case 47: { // sigmoidPair, many
const last = p + 3 + 2 * (s[p + 1] as number);
let k = s[p + 2] as number;
for (p += 3; p < last; p += 2, k++) { const x = (v[s[p + 0] as number] as number);
const t8 = Math.abs(x);
const t11 = ((746 < t8) ? 746 : t8);
const t16 = (((t11 * 1.4426950408889634) + 6755399441055744) - 6755399441055744);
const t19 = (t11 - (t16 * 0.6931471803691238));
const t21 = (t16 * 1.9082149292705877e-10);
const t22 = (t19 - t21);
const t24 = (t19 + 100663296);
const t26 = (t24 - 100663295);
const t30 = (t22 * t22);
const t31 = (t30 * t30);
const t36 = (t30 * (0.5 + (t22 * 0.16666666666666685)));
const t62 = ((t36 + (t31 * ((0.041666666666602646 + (t22 * 0.008333333333313974)) + (t30 * (0.0013888888927335566 + (t22 * 0.00019841269904806596)))))) + (((t19 - (t24 - 100663296)) - t21) + ((t31 * t31) * ((0.0000248015080002136 + (t22 * 0.000002755722616273334)) + (t30 * (2.7625458949326024e-7 + (t22 * 2.5115073667681004e-8)))))));
const t65 = power2((64 - t16));
const t67 = (t65 * 5.421010862427522e-20);
const t68 = (t26 + t67);
const t69 = (t36 + t68);
const t78 = ((100663296 + (2.293 + (t69 * ((-1.588) + (t69 * 0.3392))))) - 100663296);
const t90 = (5.421010862427522e-20 * (t65 * (t78 + ((((1 - (t26 * t78)) - (t67 * t78)) - (t62 * t78)) * (1 / (t62 + t68))))));
const t91 = (x < 0);
const t92 = (1 - t90);
v[k] = (t91 ? t90 : t92);
v[s[p + 1] as number] = (t91 ? t92 : t90); }
break;
}
default:
(gather[s[p + 1] as number] as Gather)(v, s[p + 2] as number, s[p + 3] as number, a, b, c);
p += 4;
      }
    }
  }
}
