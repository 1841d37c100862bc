import { lstatSync, readdirSync, rmSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";

/* Files that are being written, and what is left of them where a process was killed. */

const HOST = hostname()
  .replace(/[^A-Za-z0-9]/g, "")
  .slice(0, 32);
/** Names of such files: with the host and the process that writes them. */
const PATTERN = /^\.chainrule-(?:([A-Za-z0-9]*)-)?(\d+)-\d+\.part$/;
/** No writing takes as long; where the process is on another host, or its number is another's by now, age tells. */
const DAY = 86_400_000;

/** The name of the k-th file that this process is writing. */
export const partialName = (k: number): string => `.chainrule-${HOST}-${process.pid}-${k}.part`;

/** Removes what processes that are no more have left half-written in a folder. Nothing else is touched. */
export function removeLeftovers(folder: string): void {
  for (const name of namesIn(folder)) {
    const [, host = HOST, pid] = PATTERN.exec(name) ?? [];
    if (pid === undefined) continue;
    const path = join(folder, name);
    const found = lstatSync(path, { throwIfNoEntry: false });
    if (found === undefined || !found.isFile()) continue;
    const isOld = Date.now() - found.mtimeMs > DAY;
    if (isOld || (host === HOST && !isWriting(Number(pid)))) rmSync(path, { force: true });
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return []; // a folder that can be written to but not listed
  }
}

/** Whether another process of this number runs. */
function isWriting(pid: number): boolean {
  if (pid === process.pid || pid === 0) return false; // this one has not begun
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM"; // of another user; errors of calls to the system have codes
  }
}
