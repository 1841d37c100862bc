/** What a Node process says of itself; in a page there is nobody to ask. */
const node = typeof process === "undefined" ? undefined : process;

/** Bytes of objects, buffers and WebAssembly memories that are alive. The process runs with --expose-gc. */
export function bytesInUse(): number {
  globalThis.gc?.();
  const { heapUsed = Number.NaN, external = Number.NaN } = node?.memoryUsage() ?? {};
  return heapUsed + external;
}

/** The most memory that this process has held, in MB. */
export const peakMegabytes = (): number => (node?.resourceUsage().maxRSS ?? Number.NaN) / 1024;
