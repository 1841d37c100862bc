import type { InstanceSource } from "../wasm/instance";
import { noThreads, startThread, type Thread } from "./host";
import { BELL, type Message, workerText } from "./worker";

/** Engines keep gigabytes of addresses for each shared memory, and do not have very many: small ones count as much as this. */
const LEAST_WEIGHT = 2 ** 22;
/** Of what counts more, each is reason enough to collect garbage. */
const MOST_WEIGHT = 2 ** 26;

/**
 * As how many bytes a shared memory counts when an engine decides whether to collect garbage. Engines do not count what is
 * shared, so a buffer of this size, which nobody touches, lives as long.
 */
const weightOf = (bytes: number): number => Math.min(MOST_WEIGHT, Math.max(LEAST_WEIGHT, bytes));

/** More threads than this are not asked for. */
export const MOST_THREADS = 64;
/** Helpers know so many programs at most; those that ran longest ago are forgotten until they run again. */
const MOST_KNOWN = 16;

/** A program whose parts other threads can take. */
export interface Shareable {
  readonly source: InstanceSource;
  /** Where the scratch memory of each helper begins. */
  readonly scratch: readonly number[];
  /** Bytes of the memory. */
  readonly bytes: number;
}

/**
 * The helpers of this thread: workers that serve all its programs, started when one is first needed. Nobody waits for them:
 * a program says that it runs, and those that are there take parts of its work.
 */
class Pool {
  readonly #bell = new Int32Array(new SharedArrayBuffer(4 * (BELL.messages + MOST_THREADS)));
  readonly #threads: Thread[] = [];
  /** Programs that helpers have been told of, by number, and how many helpers; the one that ran last stands last. */
  readonly #known = new Map<number, number>();
  readonly #gone = new FinalizationRegistry<number>((id) => this.#forget(id));
  #count = 0;
  #failure: string | undefined;

  /** What runs a program's work while helpers may take parts of it. Helpers forget the program when that is gone. */
  enter(program: Shareable): (work: () => void) => void {
    Object.assign(program.source.memory, { weight: new ArrayBuffer(weightOf(program.bytes)) });
    const id = ++this.#count;
    const run = (work: () => void): void => this.#run(id, program, work);
    this.#gone.register(run, id);
    return run;
  }

  #run(id: number, program: Shareable, work: () => void): void {
    this.#tell(id, program);
    const before = Atomics.exchange(this.#bell, BELL.program, id); // an operation of a user's may run a program
    this.#ring();
    try {
      work();
    } finally {
      Atomics.store(this.#bell, BELL.program, before);
    }
  }

  /** How the helpers of a program are. */
  state(wanted: number): string {
    if (this.#failure !== undefined) return `1 of ${wanted + 1}: ${this.#failure}`;
    const up = Math.min(wanted, Atomics.load(this.#bell, BELL.up));
    return up === wanted ? `${wanted + 1}` : `${up + 1} of ${wanted + 1}: others have not started yet`;
  }

  #tell(id: number, { source, scratch, bytes }: Shareable): void {
    if (this.#failure !== undefined) return;
    const told = this.#known.get(id);
    if (told === undefined) {
      this.#start(scratch.length);
      // what is sent to a helper that never starts would be kept for ever
      if (Atomics.load(this.#bell, BELL.up) < scratch.length) return;
      this.#threads.slice(0, scratch.length).forEach((_, k) => {
        this.#post(k, { id, ...source, scratch: scratch[k] as number, weight: weightOf(bytes) });
      });
    }
    this.#known.delete(id);
    this.#known.set(id, told ?? scratch.length);
    const [oldest] = this.#known.keys();
    if (this.#known.size > MOST_KNOWN && oldest !== undefined) this.#forget(oldest);
  }

  #forget(id: number): void {
    const told = this.#known.get(id) ?? 0;
    this.#known.delete(id);
    this.#threads.slice(0, told).forEach((_, k) => {
      this.#post(k, { gone: id });
    });
  }

  #start(count: number): void {
    try {
      while (this.#threads.length < count && this.#failure === undefined) {
        const mail = BELL.messages + this.#threads.length;
        this.#threads.push(startThread(workerText, (why) => this.#fail(why)));
        this.#post(this.#threads.length - 1, { bell: this.#bell, mail });
      }
    } catch (error) {
      this.#fail(error instanceof Error ? error.message : String(error));
    }
  }

  #fail(why: string): void {
    this.#failure ??= `no worker could be started, ${why}`;
    for (const thread of this.#threads.splice(0)) thread.end();
  }

  #post(thread: number, message: Message): void {
    this.#threads[thread]?.post(message);
    Atomics.add(this.#bell, BELL.messages + thread, 1);
    this.#ring();
  }

  /** Wakes those who sleep. */
  #ring(): void {
    Atomics.add(this.#bell, BELL.turn, 1);
    if (Atomics.load(this.#bell, BELL.sleeping) > 0) Atomics.notify(this.#bell, BELL.turn);
  }
}

let pool: Pool | undefined;

/** The helpers of this thread, or why there are none. */
export function helpers(): Pool | string {
  const why = noThreads();
  if (why !== undefined) return why;
  pool ??= new Pool();
  return pool;
}
