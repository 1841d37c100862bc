import { closeSync, createReadStream, ftruncateSync, openSync, statSync } from "node:fs";
import { createInterface } from "node:readline";
import type { AuditRecord, AuditSummary } from "@chainrule/check";
import { messageOf, UsageError } from "../usage-error";

/** What an earlier run wrote: which documents it audited, by path and content. */
export interface Done {
  readonly known: ReadonlySet<string>;
  /** How each came out last. */
  readonly summaries: ReadonlyMap<string, AuditSummary>;
}

export const keyOf = (path: string, hash: string): string => `${hash} ${path}`;

/**
 * The documents that a file of reports has, each a line of JSON; what is torn at its end is cut off. What failed is not among them.
 * @throws UsageError for a file of something else
 */
export async function doneIn(file: string): Promise<Done> {
  const known = new Set<string>();
  const summaries = new Map<string, AuditSummary>();
  if (statSync(file, { throwIfNoEntry: false }) === undefined) return { known, summaries };
  let whole = 0;
  try {
    for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) {
      const record = recordIn(line);
      if (record === undefined) break;
      whole += Buffer.byteLength(line) + 1;
      if (!("summary" in record) || record.name === undefined || record.hash === undefined) continue;
      known.add(keyOf(record.name, record.hash));
      summaries.set(record.name, record.summary);
    }
    const size = statSync(file).size;
    if (whole === 0 && size > 0) throw new UsageError(`${file}: no report of an audit, each line JSON`);
    if (whole < size) cut(file, whole);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`${file}: could not be read: ${messageOf(error)}`, { cause: error });
  }
  return { known, summaries };
}

function recordIn(line: string): AuditRecord | undefined {
  try {
    const record: unknown = JSON.parse(line);
    const isRecord = typeof record === "object" && record !== null && "schemaVersion" in record;
    return isRecord ? (record as AuditRecord) : undefined; // what this command wrote
  } catch {
    return undefined; // torn where a run was interrupted
  }
}

function cut(file: string, size: number): void {
  const open = openSync(file, "r+");
  try {
    ftruncateSync(open, size);
  } finally {
    closeSync(open);
  }
}
