const SIGNALS: readonly NodeJS.Signals[] = ["SIGINT", "SIGTERM", "SIGHUP"];

/**
 * Does what must not stop half-way. A signal that comes meanwhile aborts the AbortSignal, and ends the process as it
 * would have done, but only when the work has put everything in order.
 */
export async function uninterrupted<T>(work: (aborted: AbortSignal) => T | Promise<T>): Promise<T> {
  const abort = new AbortController();
  let received: NodeJS.Signals | undefined;
  const note = (signal: NodeJS.Signals): void => {
    received ??= signal;
    abort.abort();
  };
  for (const signal of SIGNALS) process.on(signal, note);
  try {
    return await work(abort.signal);
  } finally {
    await new Promise(setImmediate); // signals that came during synchronous work are delivered now
    for (const signal of SIGNALS) process.off(signal, note);
    if (received !== undefined) process.kill(process.pid, received);
  }
}
