/** The places of the words by which a thread and its helpers know of one another; then one for each helper: its messages. */
export const BELL = { turn: 0, program: 1, sleeping: 2, up: 3, messages: 4 } as const;

/** What a helper is sent: first its bell, then programs that it may be needed for, and those that are gone. */
export type Message =
  | { readonly bell: Int32Array; readonly mail: number }
  | {
      readonly id: number;
      readonly module: object;
      readonly memory: object;
      readonly scratch: number;
      /** As how many bytes the memory counts when the helper's engine decides whether to collect garbage. */
      readonly weight: number;
    }
  | { readonly gone: number };

/** How often a helper looks for work before it sleeps: some tenths of a millisecond. */
const LOOKS = 20_000;

/**
 * The program of a helper, as text: it has to run where no bundler looks, in Node and in pages. Between messages it stays in
 * `serve`, which looks which program runs and takes its part in that, and sleeps after a while without one. A message is
 * brought by the event loop, so `serve` ends when one was sent that has not come yet.
 */
export const workerText = `"use strict";
const threads = typeof process === "object" && process.getBuiltinModule
  ? process.getBuiltinModule("node:worker_threads") : undefined;
const programs = new Map();
let bell, mail, received = 0;
const serve = () => {
  for (let looks = 0; ; ) {
    const turn = Atomics.load(bell, ${BELL.turn});
    if (Atomics.load(bell, mail) !== received) return;
    const help = programs.get(Atomics.load(bell, ${BELL.program}));
    if (help !== undefined) {
      help();
      looks = 0;
    } else if (++looks > ${LOOKS}) {
      Atomics.add(bell, ${BELL.sleeping}, 1);
      Atomics.wait(bell, ${BELL.turn}, turn);
      Atomics.sub(bell, ${BELL.sleeping}, 1);
      looks = 0;
    }
  }
};
const helperOf = ({ module, memory, scratch, weight }) => {
  const env = { memory };
  for (const { kind, name } of WebAssembly.Module.imports(module))
    if (kind === "function") env[name] = () => 0; // parts do not call out
  const { help } = new WebAssembly.Instance(module, { env }).exports;
  memory.weight = new ArrayBuffer(weight);
  return () => help(scratch);
};
const receive = (message) => {
  received++;
  if (message.bell !== undefined) {
    bell = message.bell;
    mail = message.mail;
    Atomics.add(bell, ${BELL.up}, 1);
  } else if (message.gone !== undefined) programs.delete(message.gone);
  else {
    try {
      programs.set(message.id, helperOf(message));
    } catch {} // no memory: the others do without this one
  }
  if (Atomics.load(bell, mail) === received) serve();
};
if (threads !== undefined && threads.parentPort) threads.parentPort.on("message", receive);
else onmessage = ({ data }) => receive(data);
`;
