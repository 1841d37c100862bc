import { maySleep } from "../threads/host";
import { helpers } from "../threads/pool";
import { CONTROL, RUNNING } from "../wasm/crew";
import type { Instance } from "../wasm/instance";
import type { Room } from "./room";
import type { Sharing } from "./share";

/** What is said of the threads of a program for which more than one was asked. */
export interface Threads {
  /** How many there are, and why not all. */
  readonly state: () => string;
  /** What they share. */
  readonly sharing: Sharing | undefined;
}

/** How many threads share a program, where that is not as many as were asked for. */
export const oneThread = (asked: number, why: string, sharing?: Sharing): Threads => ({
  state: () => `1 of ${asked}: ${why}`,
  sharing,
});

/** A program that runs with helpers. */
export interface Crewed {
  readonly run: (n: number) => void;
  readonly threads: Threads;
}

/** Lets helpers take parts of the work of an instance. */
export function crewed(
  { memory, call, source }: Instance,
  { control, scratch }: Room,
  sharing: Sharing,
): Crewed {
  const words = new Int32Array(memory, control, CONTROL.bytes / 4);
  const ticket = CONTROL.ticket / 4;
  words[CONTROL.maySleep / 4] = maySleep() ? 1 : 0;
  const others = scratch.slice(1);
  const pool = helpers();
  if (typeof pool === "string") {
    return { run: (n) => void call.run?.(n), threads: oneThread(scratch.length, pool, sharing) };
  }
  const whileOthersHelp = pool.enter({ source, scratch: others, bytes: memory.byteLength });
  const splits = [...sharing.values()].filter((split) => typeof split === "object").length;
  const shared = (n: number): void => {
    Atomics.store(words, ticket, RUNNING);
    try {
      call.run?.(n);
    } finally {
      Atomics.store(words, ticket, 0);
      if (Atomics.load(words, CONTROL.sleeping / 4) > 0) Atomics.notify(words, ticket);
    }
  };
  return {
    run: (n) => {
      const isAlone = (words[CONTROL.alone / 4] as number) >= n * splits; // then nobody is woken for nothing
      if (isAlone) call.run?.(n);
      else whileOthersHelp(() => shared(n));
    },
    threads: {
      state: () => {
        const helped = Atomics.load(words, CONTROL.helped / 4) >>> 0;
        return `${pool.state(others.length)}, parts done by others so far: ${helped}`;
      },
      sharing,
    },
  };
}
