/* What processes run: files beside this one, in a built command and from the sources. */

const beside = (name: string): URL =>
  new URL(`./${name}.${import.meta.url.endsWith(".ts") ? "ts" : "js"}`, import.meta.url);

export const AUDIT_WORKER = beside("audit-worker");
export const GRADE_WORKER = beside("grade-worker");
export const DERIVE_WORKER = beside("derive-worker");
