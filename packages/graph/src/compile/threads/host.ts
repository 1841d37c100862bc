/** A thread beside this one. */
export interface Thread {
  readonly post: (message: unknown) => void;
  readonly end: () => void;
}

/** The parts of Node's workers and of a page's that we use; types of both worlds do not go together. */
interface NodeWorker {
  postMessage(message: unknown): void;
  on(event: "error", failed: (error: Error) => void): void;
  unref(): void;
  terminate(): unknown;
}
interface NodeThreads {
  readonly Worker: new (text: string, options: object) => NodeWorker;
}
interface PageWorker {
  postMessage(message: unknown): void;
  onerror: ((event: { readonly message?: string; preventDefault?(): void }) => void) | null;
  terminate(): void;
}
interface World {
  readonly process?: { readonly getBuiltinModule?: (name: string) => unknown };
  readonly crossOriginIsolated?: boolean;
  readonly SharedArrayBuffer?: unknown;
  readonly Worker?: new (url: string, options: object) => PageWorker;
  readonly Blob?: new (parts: readonly string[], options: object) => object;
  readonly URL?: { createObjectURL(blob: object): string };
}

const world = globalThis as unknown as World; // what is there depends on where we run

/** Node's threads, without an import that a bundler for pages would follow. */
const nodeThreads = (): NodeThreads | undefined =>
  world.process?.getBuiltinModule?.("node:worker_threads") as NodeThreads | undefined; // what the name says

/** Why no threads can share memory here; undefined if they can. */
export function noThreads(): string | undefined {
  if (world.SharedArrayBuffer === undefined || world.crossOriginIsolated === false)
    return "memory cannot be shared here: the page is not cross-origin isolated";
  const isPage = world.Worker !== undefined && world.Blob !== undefined && world.URL !== undefined;
  if (nodeThreads() === undefined && !isPage) return "there are no workers here";
  return undefined;
}

/** Whether this thread may sleep: the main thread of a page may not. */
export function maySleep(): boolean {
  try {
    return Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 1) === "not-equal";
  } catch {
    return false;
  }
}

/**
 * Starts a thread that runs a program given as text, and does not keep the process alive. `failed` is called, later, where a
 * page's policy forbids it.
 * @throws what the engine throws where it cannot be started
 */
export function startThread(text: string, failed: (why: string) => void): Thread {
  const node = nodeThreads();
  if (node !== undefined) {
    const worker = new node.Worker(text, { eval: true, execArgv: [], name: "chainrule" });
    worker.on("error", ({ message }) => failed(message));
    worker.unref();
    return { post: (message) => worker.postMessage(message), end: () => void worker.terminate() };
  }
  const { Blob: PageBlob, URL: urls, Worker: Page } = world as Required<World>; // noThreads has looked
  const url = urls.createObjectURL(new PageBlob([text], { type: "text/javascript" }));
  const worker = new Page(url, { name: "chainrule" });
  worker.onerror = (event) => {
    event.preventDefault?.();
    failed(event.message || "a worker of a Blob is not allowed (worker-src blob:)");
  };
  return { post: (message) => worker.postMessage(message), end: () => worker.terminate() };
}
