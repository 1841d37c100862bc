/** What a process of `chainrule audit` runs, beside this file: in a built command, and from the sources. */
export const WORKER = new URL(
  import.meta.url.endsWith(".ts") ? "./audit-worker.ts" : "./audit-worker.js",
  import.meta.url,
);
