import type { ForeignName } from "../math/arithmetic";
import type { Bytes } from "./bytes";
import { OWN, ownIndex } from "./foreign";
import { TYPE, type ValueType } from "./module";
import type { Primitive, Recorded, Recording } from "./recording";

/** Writes an instruction whose operands are on the stack. */
type Emit = (code: Bytes) => Bytes;

/** 2^52 + 2^51 + 1023: its sum with a whole k has k + 1023, the exponent's field of 2^k, in the low bits. */
const POWER_BIAS = 6755399441055744 + 1023;
const TWO_52_BITS = [0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x98, 0xc3, 0x00]; // 0x4330000000000000, signed LEB128
const MANTISSA = [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x07]; // 2^52 - 1
const ONE_BITS = [0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0xf8, 0x3f]; // the bits of 1.0

const simd = (code: Bytes, op: number): Bytes => code.byte(0xfd).unsigned(op);
const constantLanes = (code: Bytes, low: number, high: number): Bytes => {
  simd(code, 12);
  for (let lane = 0; lane < 2; lane++)
    for (const half of [low, high])
      code.byte(half & 255, (half >>> 8) & 255, (half >>> 16) & 255, half >>> 24);
  return code;
};

/** Everything but inputs, constants and calls, which need to know more than what is on the stack. */
type Plain = Exclude<Primitive, "input" | "number" | "foreign" | "rarely" | "select" | "withSign" | "own">;

const scalar: Readonly<Record<Plain, Emit>> = {
  add: (code) => code.byte(0xa0),
  sub: (code) => code.byte(0xa1),
  mul: (code) => code.byte(0xa2),
  div: (code) => code.byte(0xa3),
  min: (code) => code.byte(0xa4),
  max: (code) => code.byte(0xa5),
  neg: (code) => code.byte(0x9a),
  abs: (code) => code.byte(0x99),
  sqrt: (code) => code.byte(0x9f),
  lt: (code) => code.byte(0x63),
  le: (code) => code.byte(0x65),
  eq: (code) => code.byte(0x61),
  and: (code) => code.byte(0x71),
  power2: (code) => code.byte(0x44).float(POWER_BIAS).byte(0xa0, 0xbd, 0x42, 52, 0x86, 0xbf),
  exponent: (code) =>
    code
      .byte(0xbd, 0x42, 52, 0x88, 0x42, ...TWO_52_BITS, 0x84, 0xbf, 0x44)
      .float(2 ** 52 + 1023)
      .byte(0xa1),
  significand: (code) => code.byte(0xbd, 0x42, ...MANTISSA, 0x83, 0x42, ...ONE_BITS, 0x84, 0xbf),
};

const vector: Readonly<Record<Plain, Emit>> = {
  add: (code) => simd(code, 0xf0),
  sub: (code) => simd(code, 0xf1),
  mul: (code) => simd(code, 0xf2),
  div: (code) => simd(code, 0xf3),
  min: (code) => simd(code, 0xf4),
  max: (code) => simd(code, 0xf5),
  neg: (code) => simd(code, 0xed),
  abs: (code) => simd(code, 0xec),
  sqrt: (code) => simd(code, 0xef),
  lt: (code) => simd(code, 0x49),
  le: (code) => simd(code, 0x4b),
  eq: (code) => simd(code, 0x47),
  and: (code) => simd(code, 0x4e),
  power2: (code) => {
    pushFloat(code, POWER_BIAS, 2);
    simd(code, 0xf0).byte(0x41).signed(52);
    return simd(code, 0xcb);
  },
  exponent: (code) => {
    simd(code.byte(0x41).signed(52), 0xcd);
    simd(constantLanes(code, 0, 0x43300000), 0x50);
    return simd(pushFloat(code, 2 ** 52 + 1023, 2), 0xf1);
  },
  significand: (code) => {
    simd(constantLanes(code, 0xffffffff, 0xfffff), 0x4e);
    return simd(constantLanes(code, 0, 0x3ff00000), 0x50);
  },
};

/** A constant in every lane. */
export function pushFloat(code: Bytes, x: number, lanes: 1 | 2): Bytes {
  code.byte(0x44).float(x);
  return lanes === 1 ? code : simd(code, 0x14);
}

/** The locals of a function: those in use, and those that are free again. */
export class Locals {
  readonly types: ValueType[] = [];
  readonly #free: Record<ValueType, number[]> = { [TYPE.i32]: [], [TYPE.f64]: [], [TYPE.v128]: [] };

  constructor(readonly parameters: number) {}

  take(type: ValueType): number {
    return this.#free[type].pop() ?? this.fresh(type);
  }

  /** A local that nothing was kept in before. */
  fresh(type: ValueType): number {
    return this.parameters + this.types.push(type) - 1;
  }

  release(local: number): void {
    this.#free[this.types[local - this.parameters] as ValueType].push(local);
  }
}

export interface EmissionTarget {
  readonly code: Bytes;
  readonly locals: Locals;
  /** How many numbers are computed at a time. */
  readonly lanes: 1 | 2;
  /** Pushes an input. */
  readonly input: (which: number) => void;
  /** Pushes a constant; if left out, it is written where it is used. */
  readonly number?: (x: number) => void;
  /** The index of an imported function. */
  readonly foreign: (name: ForeignName) => number;
}

/** f64x2.pmin and pmax: the second if it is smaller, or greater, than the first. */
const PMIN = 0xf6;
const PMAX = 0xf7;
const AND = 0x4e;
const SELECT = 0x52;

interface Extreme {
  readonly instruction: number;
  readonly operands: readonly [Recorded, Recorded];
}

/** A choice of the smaller or greater of two numbers, for which f64x2 has one instruction. */
function extremeOf({ primitive, operands }: Recording, value: Recorded): Extreme | undefined {
  if (primitive[value] !== "select") return undefined;
  const [condition, yes, no] = operands[value] as readonly [Recorded, Recorded, Recorded];
  if (primitive[condition] !== "lt") return undefined;
  const [less, more] = operands[condition] as readonly [Recorded, Recorded];
  if (less === no && more === yes) return { instruction: PMAX, operands: [no, yes] };
  return less === yes && more === no ? { instruction: PMIN, operands: [no, yes] } : undefined;
}

const isTruth = (primitive: Primitive): boolean =>
  primitive === "lt" || primitive === "le" || primitive === "eq" || primitive === "and";

/**
 * Writes values of a recording. A value that is needed once is computed where it is needed; one that is needed again is
 * kept in a local until its last use. Never recursive.
 */
export class Emission {
  readonly #uses: Int32Array;
  readonly #local: Int32Array;

  /** `wanted` are the values that will be pushed, each once. */
  constructor(
    readonly recording: Recording,
    wanted: readonly Recorded[],
    readonly target: EmissionTarget,
  ) {
    const count = recording.primitive.length;
    this.#uses = new Int32Array(count);
    this.#local = new Int32Array(count).fill(-1);
    for (const value of wanted) this.#use(value, 1);
    for (let value = count - 1; value >= 0; value--) {
      if (this.#uses[value] === 0) continue;
      const operands = this.#extreme(value)?.operands ?? (recording.operands[value] as readonly Recorded[]);
      // what stands in the branches of a rare call, or is read lane by lane, is computed before
      const primitive = recording.primitive[value] as Primitive;
      operands.forEach((operand, k) => {
        this.#use(operand, primitive === "rarely" && k > 0 ? 2 : 1);
      });
    }
  }

  #extreme(value: Recorded): Extreme | undefined {
    return this.target.lanes === 2 ? extremeOf(this.recording, value) : undefined;
  }

  /** Whether it is a choice of a number or 0, for which a mask is enough where numbers are computed two at a time. */
  #masked(value: Recorded): boolean {
    const { primitive, operands, payload } = this.recording;
    if (this.target.lanes === 1 || primitive[value] !== "select") return false;
    const no = (operands[value] as readonly Recorded[])[2] as Recorded;
    return primitive[no] === "number" && Object.is(payload[no], 0);
  }

  #use(value: Recorded, count: number): void {
    this.#uses[value] = (this.#uses[value] as number) + count;
  }

  /** Pushes a value. */
  push(root: Recorded): void {
    const { recording, target } = this;
    const { code } = target;
    const work: number[] = [root]; // a value to push, ~value to finish, or DROP
    while (work.length > 0) {
      const item = work.pop() as number;
      if (item === DROP) {
        code.byte(0x1a);
        continue;
      }
      if (item < 0) {
        this.#finish(~item);
        continue;
      }
      const primitive = recording.primitive[item] as Primitive;
      if (primitive === "number") {
        this.#pushNumber(recording.payload[item] as number);
        continue;
      }
      if ((this.#local[item] as number) >= 0) {
        this.#pushLocal(item);
        continue;
      }
      work.push(~item);
      const extreme = this.#extreme(item);
      const masked = this.#masked(item);
      const operands = extreme?.operands ?? (recording.operands[item] as readonly Recorded[]);
      if (primitive === "select" && extreme === undefined) {
        const [condition, yes, no] = operands as readonly [Recorded, Recorded, Recorded];
        if (masked) work.push(condition, yes);
        else work.push(condition, no, yes);
      } else if (primitive === "rarely") {
        const [condition, a, usual] = operands as readonly [Recorded, Recorded, Recorded];
        work.push(condition, DROP, usual, DROP, a);
      } else if ((primitive === "add" || primitive === "mul") && this.#isNumber(operands[0] as Recorded)) {
        work.push(operands[0] as Recorded, operands[1] as Recorded); // engines read a second operand from memory
      } else for (let k = operands.length - 1; k >= 0; k--) work.push(operands[k] as Recorded);
    }
  }

  #isNumber(value: Recorded): boolean {
    return this.recording.primitive[value] === "number";
  }

  #pushNumber(x: number): void {
    const { code, lanes, number } = this.target;
    if (number === undefined) pushFloat(code, x, lanes);
    else number(x);
  }

  #pushLocal(value: Recorded): void {
    const local = this.#local[value] as number;
    this.target.code.byte(0x20).unsigned(local);
    this.#uses[value] = (this.#uses[value] as number) - 1;
    if (this.#uses[value] === 0) this.target.locals.release(local);
  }

  /** The operands are on the stack: computes the value, and keeps it if it is needed again. */
  #finish(value: Recorded): void {
    const { recording, target } = this;
    const { code, lanes } = target;
    const primitive = recording.primitive[value] as Primitive;
    switch (primitive) {
      case "input":
        target.input(recording.payload[value] as number);
        break;
      case "number":
        break; // pushed before
      case "select":
        if (lanes === 1) code.byte(0x1b);
        else simd(code, this.#extreme(value)?.instruction ?? (this.#masked(value) ? AND : SELECT));
        break;
      case "withSign":
        if (lanes === 1) code.byte(0xa6);
        else this.#withSign();
        break;
      case "foreign":
        this.#foreign(recording.names[value] as ForeignName);
        break;
      case "own":
        this.#own(value);
        break;
      case "rarely":
        this.#rarely(value);
        break;
      default:
        (lanes === 1 ? scalar : vector)[primitive](code);
    }
    this.#uses[value] = (this.#uses[value] as number) - 1;
    if ((this.#uses[value] as number) > 0) {
      const type = lanes === 2 ? TYPE.v128 : isTruth(primitive) ? TYPE.i32 : TYPE.f64;
      const local = target.locals.take(type);
      this.#local[value] = local;
      code.byte(0x22).unsigned(local);
    }
  }

  #withSign(): void {
    const { code } = this.target;
    const sign = this.target.locals.take(TYPE.v128);
    code.byte(0x21).unsigned(sign); // size
    simd(code, 0xec);
    constantLanes(code.byte(0x20).unsigned(sign), 0, 0x80000000);
    simd(code, 0x4e);
    simd(code, 0x50);
    this.target.locals.release(sign);
  }

  /** Both operands are on the stack. */
  #foreign(name: ForeignName): void {
    const { code, locals, lanes } = this.target;
    const index = this.target.foreign(name);
    if (lanes === 1) {
      code.byte(0x10).unsigned(index);
      return;
    }
    const [a, b] = [locals.take(TYPE.v128), locals.take(TYPE.v128)];
    code.byte(0x21).unsigned(b).byte(0x21).unsigned(a);
    this.#laneCalls(index, [a, b]);
    locals.release(a);
    locals.release(b);
  }

  /** The operands are on the stack, as many as the declared function has. */
  #own(value: Recorded): void {
    const { code, locals, lanes } = this.target;
    const index = ownIndex(this.recording.payload[value] as number);
    const { length } = this.recording.operands[value] as readonly Recorded[];
    if (lanes === 1) {
      for (let k = length; k < OWN.parameters.length; k++) code.byte(0x44).float(0);
      code.byte(0x10).unsigned(index);
      return;
    }
    const operands = OWN.parameters.map((_, k) => (k < length ? locals.take(TYPE.v128) : undefined));
    for (let k = length - 1; k >= 0; k--) code.byte(0x21).unsigned(operands[k] as number);
    this.#laneCalls(index, operands);
    for (const local of operands) if (local !== undefined) locals.release(local);
  }

  #laneCalls(index: number, operands: readonly (number | undefined)[]): void {
    const { code } = this.target;
    const lane = (k: number): void => {
      for (const local of operands) {
        if (local === undefined) code.byte(0x44).float(0);
        else simd(code.byte(0x20).unsigned(local), 0x21).byte(k);
      }
      code.byte(0x10).unsigned(index);
    };
    lane(0);
    simd(code, 0x14);
    lane(1);
    simd(code, 0x22).byte(1);
  }

  /** The condition is on the stack, the operands are in locals. */
  #rarely(value: Recorded): void {
    const { code, lanes, locals } = this.target;
    const [, a, usual] = this.recording.operands[value] as readonly [Recorded, Recorded, Recorded];
    const index = this.target.foreign(this.recording.names[value] as ForeignName);
    const from = this.#local[a] as number;
    if (lanes === 1) {
      code.byte(0x04, TYPE.f64);
      this.#pushOperand(a);
      code.byte(0x44).float(0).byte(0x10).unsigned(index).byte(0x05);
      this.#pushOperand(usual);
      code.byte(0x0b);
      return;
    }
    const condition = locals.take(TYPE.v128);
    code.byte(0x22).unsigned(condition);
    simd(code, 0x53).byte(0x04, TYPE.v128);
    this.#laneCalls(index, [from, undefined]);
    const kept = this.#local[usual] as number;
    simd(code.byte(0x20).unsigned(kept).byte(0x20).unsigned(condition), 0x52);
    code.byte(0x05).byte(0x20).unsigned(kept).byte(0x0b);
    this.#settle(a);
    this.#settle(usual);
    locals.release(condition);
  }

  #pushOperand(value: Recorded): void {
    if (this.#isNumber(value)) this.#pushNumber(this.recording.payload[value] as number);
    else this.#pushLocal(value);
  }

  #settle(value: Recorded): void {
    this.#uses[value] = (this.#uses[value] as number) - 1;
    if (this.#uses[value] === 0) this.target.locals.release(this.#local[value] as number);
  }
}

const DROP = Number.MIN_SAFE_INTEGER;
