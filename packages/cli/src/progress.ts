import { Worker } from "node:worker_threads";
import type { Terminal } from "@chainrule/latex";

/** Work shorter than this is silent. */
const SILENT_MILLISECONDS = 1000;

/*
 * Runs beside the work, which keeps its own thread busy: the line must come while a step takes long, not after it.
 * `writeSync` because what a worker writes by `process.stderr` waits for the main thread.
 */
const watcher = `
const { parentPort, workerData } = require("node:worker_threads");
const { writeSync } = require("node:fs");
let step;
let isSlow = false;
const say = () => { try { writeSync(2, "chainrule: " + step + " ...\\n"); } catch {} };
setTimeout(() => { isSlow = true; if (step !== undefined) say(); }, workerData);
parentPort.on("message", (next) => { step = next; if (isSlow) say(); });
`;

/** Says on stderr what is being done, once the work has taken a second. */
export class Progress {
  readonly #watcher = new Worker(watcher, {
    eval: true,
    workerData: SILENT_MILLISECONDS,
    execArgv: [], // it needs none of the loaders that this process may run with
  });

  constructor() {
    this.#watcher.unref();
  }

  /** What begins now. */
  step(what: Terminal): void {
    this.#watcher.postMessage(what);
  }

  async done(): Promise<void> {
    await this.#watcher.terminate();
  }
}
