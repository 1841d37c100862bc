import { Assembler } from "./assembler";
import { CALLED, type FunctionType, TYPE, type WasmFunction } from "./module";

/*
 * Sharing out work inside WebAssembly. The main thread runs the program; where it comes to a task that is made of parts, it
 * publishes the task and takes parts itself until none is left. Helpers that are awake take parts as well, so nobody waits for
 * a thread that is not there: only for the parts that others have taken.
 *
 * The ticket says it all in one word: the number of the task, and how many of its parts nobody has taken. Whoever lowers it by
 * one has taken a part, and the same ticket at another time means the same part, so an exchange is never wrong.
 */

/** Words in shared memory, each in a cache line of its own. */
export const CONTROL = {
  /** 0 when the program does not run. */
  ticket: 0,
  /** How many parts of the task are done. */
  done: 64,
  /** How many helpers sleep until the ticket changes. */
  sleeping: 128,
  /** Whether the main thread may sleep. */
  maySleep: 192,
  /** How many parts helpers have done. */
  helped: 256,
  /** How many tasks the main thread will do alone. Helpers do not read this line. */
  alone: 320,
  /** How many it will do alone when it has next been kept waiting. */
  penalty: 324,
  bytes: 384,
} as const;

/** A ticket of no task: the program runs, but does nothing that can be shared. */
export const RUNNING = 1 << 30;
const PARTS_BITS = 16;
const PARTS_MASK = 2 ** PARTS_BITS - 1;
/** Numbers of tasks, from 0 on, stay below that of `RUNNING`. */
export const MOST_TASKS = 2 ** 14 - 2;

/** task(which part, the scratch memory of the thread) */
export const TASK: FunctionType = { parameters: [TYPE.i32, TYPE.i32], results: [] };

export const ticketOf = (task: number, parts: number): number => ((task + 1) << PARTS_BITS) | parts;

/** How often a helper looks for parts before it sleeps: some tenths of a millisecond. */
const LOOKS = 100_000;
/** The same of the main thread, which waits for parts that are being done, perhaps on the core that it takes. */
const MAIN_LOOKS = 25_000;
/** How long the main thread sleeps before it looks again, in nanoseconds. */
const NAP = 50_000;
/** It has been kept waiting if it slept more often than this, and than two parts take. */
const NAPS = 3;
/** A helper that takes a part and is then interrupted costs many tasks: on a busy machine, fewer of them are shared. */
const MOST_ALONE = 256;

/** How often the main thread may sleep until parts of so many nanoseconds are done. */
export const patience = (nanoseconds: number): number => NAPS + Math.ceil((2 * nanoseconds) / NAP);

/** take(scratch): does one part that nobody has taken, and gives 2; 1 if somebody was faster, 0 if there was none. */
function take(control: number): WasmFunction {
  const f = new Assembler(1);
  const ticket = f.local(TYPE.i32);
  const partsLeft = (): Assembler => f.get(ticket).i32(PARTS_MASK).plain(0x71); // and
  f.i32(control).atomic("load", CONTROL.ticket).set(ticket);
  partsLeft();
  f.plain(0x45, 0x04, TYPE.empty).i32(0).plain(0x0f, 0x0b); // none: return 0
  f.i32(control).get(ticket, ticket).i32(1).sub().atomic("compareExchange", CONTROL.ticket);
  f.get(ticket).plain(0x47, 0x04, TYPE.empty).i32(1).plain(0x0f, 0x0b); // somebody was faster: return 1
  partsLeft();
  f.i32(1).sub().get(0);
  f.get(ticket).i32(PARTS_BITS).plain(0x76).i32(1).sub(); // shr_u
  f.plain(0x11, CALLED, 0); // call_indirect
  f.i32(control).i32(1).atomic("add", CONTROL.done).plain(0x1a);
  f.i32(2);
  return {
    type: { parameters: [TYPE.i32], results: [TYPE.i32] },
    locals: f.locals.types,
    code: f.code.done(),
  };
}

/** share(ticket, patience): does a task with whoever helps, and ends when it is done. */
function share(control: number, scratch: number, takeIndex: number): WasmFunction {
  const f = new Assembler(2);
  const [done, left, naps] = [f.local(TYPE.i32), f.local(TYPE.i32), f.local(TYPE.i32)];
  const word = (offset: number): Assembler => f.i32(control).loadWord(offset);
  word(CONTROL.alone);
  f.plain(0x04, TYPE.empty); // alone, all parts one after another
  f.i32(control);
  word(CONTROL.alone).i32(1).sub().storeWord(CONTROL.alone);
  f.get(0).i32(PARTS_MASK).plain(0x71).set(left);
  f.plain(0x03, TYPE.empty);
  f.increase(left, -1).get(left).i32(scratch);
  f.get(0).i32(PARTS_BITS).plain(0x76).i32(1).sub().plain(0x11, CALLED, 0);
  f.get(left).plain(0x0d, 0, 0x0b, 0x0f, 0x0b); // until none is left; return
  f.i32(control).i32(0).atomic("store", CONTROL.done);
  f.i32(control).get(0).atomic("store", CONTROL.ticket);
  f.i32(control).atomic("load", CONTROL.sleeping);
  f.plain(0x04, TYPE.empty).i32(control).i32(-1).atomic("notify", CONTROL.ticket).plain(0x1a, 0x0b);
  f.plain(0x03, TYPE.empty).i32(scratch).call(takeIndex).plain(0x0d, 0, 0x0b);
  f.i32(MAIN_LOOKS).set(left);
  f.plain(0x02, TYPE.empty, 0x03, TYPE.empty); // block, loop
  f.i32(control).atomic("load", CONTROL.done).set(done);
  f.get(done, 0).i32(PARTS_MASK).plain(0x71, 0x46, 0x0d, 1); // all are done: leave
  f.increase(left, -1).get(left).plain(0x0d, 0);
  f.i32(1).set(left);
  f.i32(control).loadWord(CONTROL.maySleep).plain(0x45, 0x0d, 0);
  f.i32(control).get(done).plain(0x42);
  f.code.signed(NAP);
  f.atomic("wait", CONTROL.done).plain(0x1a).increase(naps, 1).plain(0x0c, 0, 0x0b, 0x0b);
  f.get(naps, 1).plain(0x4b); // gt_u
  f.when(
    () => {
      f.i32(control);
      f.smaller(
        () => word(CONTROL.penalty).i32(2).mul().i32(1).plain(0x72), // or
        () => f.i32(MOST_ALONE),
      ).storeWord(CONTROL.penalty);
      f.i32(control);
      word(CONTROL.penalty).storeWord(CONTROL.alone);
    },
    () => {
      f.i32(control);
      word(CONTROL.penalty);
      word(CONTROL.penalty).i32(0).plain(0x47).sub().storeWord(CONTROL.penalty); // less one, if it is not 0
    },
  );
  return {
    type: { parameters: [TYPE.i32, TYPE.i32], results: [] },
    locals: f.locals.types,
    code: f.code.done(),
  };
}

/** help(scratch): takes parts until the program ends; sleeps where it long has none. */
function help(control: number, takeIndex: number): WasmFunction {
  const f = new Assembler(1);
  const [ticket, left, taken] = [f.local(TYPE.i32), f.local(TYPE.i32), f.local(TYPE.i32)];
  f.i32(LOOKS).set(left);
  f.plain(0x02, TYPE.empty, 0x03, TYPE.empty); // block, loop
  f.get(0).call(takeIndex).set(taken);
  f.get(taken).plain(0x04, TYPE.empty).i32(LOOKS).set(left); // if there was something
  f.i32(control).get(taken).i32(1).plain(0x76).atomic("add", CONTROL.helped).plain(0x1a); // one part of 2
  f.plain(0x0c, 1, 0x0b);
  f.i32(control).atomic("load", CONTROL.ticket).set(ticket);
  f.get(ticket).plain(0x45, 0x0d, 1); // the program has ended: leave
  f.get(ticket).i32(PARTS_MASK).plain(0x71, 0x0d, 0); // there is something to take
  f.increase(left, -1).get(left).plain(0x0d, 0);
  f.i32(control).i32(1).atomic("add", CONTROL.sleeping).plain(0x1a);
  f.i32(control).get(ticket).plain(0x42, 0x7f).atomic("wait", CONTROL.ticket).plain(0x1a); // for as long as it takes
  f.i32(control).i32(1).atomic("sub", CONTROL.sleeping).plain(0x1a);
  f.i32(LOOKS).set(left);
  f.plain(0x0c, 0, 0x0b, 0x0b);
  return {
    type: { parameters: [TYPE.i32], results: [] },
    locals: f.locals.types,
    code: f.code.done(),
    exported: "help",
  };
}

/**
 * The functions by which threads share work, to stand from index `first` on, and the index of `share`. `control` is where the
 * words begin, `scratch` the main thread's scratch memory.
 */
export function crewFunctions(
  first: number,
  control: number,
  scratch: number,
): { readonly functions: readonly WasmFunction[]; readonly share: number } {
  return {
    functions: [take(control), share(control, scratch, first), help(control, first)],
    share: first + 1,
  };
}
