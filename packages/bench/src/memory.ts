/** Bytes of objects, buffers and WebAssembly memories that are alive. The process runs with --expose-gc. */
export function bytesInUse(): number {
  globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/** The most memory that this process has held, in MB. */
export const peakMegabytes = (): number => process.resourceUsage().maxRSS / 1024;
