import { Bytes } from "./bytes";
import { Locals } from "./emission";
import { TYPE, type ValueType } from "./module";

/** Instructions on memory that other threads see, all in one order. */
const ATOMIC = {
  notify: 0x00,
  wait: 0x01,
  load: 0x10,
  store: 0x17,
  /** Gives what was there before, as the next two do. */
  add: 0x1e,
  sub: 0x25,
  compareExchange: 0x48,
} as const;

/** A function in the making: instructions by name, counted loops, and locals. Addresses and counters are i32. */
export class Assembler {
  readonly code = new Bytes();
  readonly locals: Locals;

  constructor(parameters: number) {
    this.locals = new Locals(parameters);
  }

  local(type: ValueType): number {
    return this.locals.take(type);
  }
  get(...locals: readonly number[]): this {
    for (const local of locals) this.code.byte(0x20).unsigned(local);
    return this;
  }
  set(local: number): this {
    this.code.byte(0x21).unsigned(local);
    return this;
  }
  i32(value: number): this {
    this.code.byte(0x41).signed(value);
    return this;
  }
  f64(value: number): this {
    this.code.byte(0x44).float(value);
    return this;
  }
  add(): this {
    this.code.byte(0x6a);
    return this;
  }
  /** An instruction without immediates, such as 0x71 (i32.and). */
  plain(...ops: readonly number[]): this {
    this.code.byte(...ops);
    return this;
  }
  sub(): this {
    this.code.byte(0x6b);
    return this;
  }
  mul(): this {
    this.code.byte(0x6c);
    return this;
  }
  /** local += value */
  increase(local: number, value: number): this {
    return value === 0 ? this : this.get(local).i32(value).add().set(local);
  }
  /** The smaller of two unsigned numbers, each pushed by a function. */
  smaller(a: () => void, b: () => void): this {
    a();
    b();
    a();
    b();
    this.code.byte(0x49, 0x1b); // lt_u, select
    return this;
  }
  call(index: number): this {
    this.code.byte(0x10).unsigned(index);
    return this;
  }
  loadFloat(offset: number): this {
    this.code.byte(0x2b, 3).unsigned(offset);
    return this;
  }
  storeFloat(offset: number): this {
    this.code.byte(0x39, 3).unsigned(offset);
    return this;
  }
  loadWord(offset: number): this {
    this.code.byte(0x28, 2).unsigned(offset);
    return this;
  }
  storeWord(offset: number): this {
    this.code.byte(0x36, 2).unsigned(offset);
    return this;
  }
  /** Stores one of the two numbers of a v128. */
  storeLane(lane: number, offset: number): this {
    this.code.byte(0xfd).unsigned(0x5b).byte(3).unsigned(offset).byte(lane);
    return this;
  }
  /** A SIMD instruction without immediates, such as 0xf0 (f64x2.add). */
  simd(op: number): this {
    this.code.byte(0xfd).unsigned(op);
    return this;
  }
  /** A SIMD load or store: 0 v128.load, 10 load64_splat, 11 v128.store. */
  simdMemory(op: number, offset: number): this {
    this.code.byte(0xfd).unsigned(op).byte(3).unsigned(offset);
    return this;
  }
  /** An atomic instruction on an i32 of shared memory; its operands are on the stack. */
  atomic(name: keyof typeof ATOMIC, offset: number): this {
    this.code.byte(0xfe, ATOMIC[name], 2).unsigned(offset);
    return this;
  }
  extractLane(lane: number): this {
    this.code.byte(0xfd).unsigned(0x21).byte(lane);
    return this;
  }
  /** Does the body `count` times; not at all for 0. */
  times(count: number, body: () => void): this {
    if (count <= 0) return this;
    if (count === 1) {
      body();
      return this;
    }
    const left = this.local(TYPE.i32);
    this.i32(count).set(left);
    this.code.byte(0x03, TYPE.empty);
    body();
    this.get(left).i32(1).sub();
    this.code.byte(0x22).unsigned(left).byte(0x0d, 0, 0x0b);
    this.locals.release(left);
    return this;
  }
  /** for (local = 0; local < limit; local += step), both unsigned. */
  upTo(local: number, limit: () => void, step: number, body: () => void): this {
    return this.range(local, () => this.i32(0), limit, step, body);
  }
  /** for (local = start; local < limit; local += step), all unsigned. */
  range(local: number, start: () => void, limit: () => void, step: number, body: () => void): this {
    start();
    this.set(local);
    this.code.byte(0x02, TYPE.empty).byte(0x03, TYPE.empty); // block, loop
    this.get(local);
    limit();
    this.code.byte(0x4f, 0x0d, 1); // ge_u, leave
    body();
    this.increase(local, step);
    this.code.byte(0x0c, 0, 0x0b, 0x0b);
    return this;
  }
  /** Takes a truth value from the stack. */
  when(yes: () => void, no: () => void = () => undefined): this {
    this.code.byte(0x04, TYPE.empty);
    yes();
    this.code.byte(0x05);
    no();
    this.code.byte(0x0b);
    return this;
  }
}
