import { cpus, loadavg, platform, totalmem } from "node:os";

/** Where numbers come from, in one line. */
export function machineText(): string {
  const processors = cpus();
  const model = processors[0]?.model.trim() || "unknown processor";
  const memory = Math.round(totalmem() / 2 ** 30);
  const load = (loadavg()[0] ?? 0).toFixed(1);
  return `${processors.length} × ${model}, ${memory} GiB, ${platform()}, Node ${process.versions.node}, load ${load} at the start`;
}
