import { ChainruleError } from "@chainrule/graph";

/*
 * Files, where there are any: Node's modules are asked for when they are needed, so that pages load this package as it is. What is
 * written takes its place in one step: whenever a process is killed, the old file or the new one is there, whole.
 */

/** @throws ChainruleError FILE where there is no Node */
function node(where: string) {
  const load = globalThis.process?.getBuiltinModule;
  const fs = load?.("node:fs");
  const path = load?.("node:path");
  const os = load?.("node:os");
  if (fs && path && os) return { fs, path, os };
  throw new ChainruleError("FILE", "there are no files here", {
    where,
    mend: "Give or take bytes: load(bytes), modelBytes(model)",
  });
}

/** The bytes of a file. @throws ChainruleError FILE */
export function readBytes(path: string, where: string): Uint8Array {
  const { fs } = node(where);
  try {
    return fs.readFileSync(path);
  } catch (error) {
    throw cannot("be read", path, where, error);
  }
}

/** Whether there is something at a path. @throws ChainruleError FILE where there are no files at all */
export const exists = (path: string, where: string): boolean => node(where).fs.existsSync(path);

/** Writes a file so that it is the old or the new one, whole, whatever happens. @throws ChainruleError FILE */
export function writeBytes(path: string, bytes: Uint8Array, where: string): void {
  const { fs, path: paths, os } = node(where);
  try {
    const target = fs.existsSync(path) ? fs.realpathSync(path) : paths.resolve(path); // a link stays a link
    const host = os.hostname().replace(/[^A-Za-z0-9]/g, "");
    const [folder, start] = [paths.dirname(target), `.${paths.basename(target)}.${host}-`];
    for (const name of fs.readdirSync(folder)) {
      const pid = name.startsWith(start) ? /^(\d+)\.part$/.exec(name.slice(start.length))?.[1] : undefined;
      if (pid !== undefined && !isRunning(Number(pid))) fs.rmSync(paths.join(folder, name), { force: true });
    }
    const partial = paths.join(folder, `${start}${process.pid}.part`);
    try {
      const file = fs.openSync(partial, "wx"); // never through a link
      try {
        fs.writeFileSync(file, bytes);
        fs.fsyncSync(file);
      } finally {
        fs.closeSync(file);
      }
      fs.renameSync(partial, target);
    } catch (error) {
      fs.rmSync(partial, { force: true });
      throw error;
    }
  } catch (error) {
    throw cannot("be written", path, where, error);
  }
}

/** Whether another process of this number runs: what it has half-written is its own. */
function isRunning(pid: number): boolean {
  if (pid === process.pid || pid === 0) return false; // this one has not begun
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM"; // of another user; errors of calls to the system have codes
  }
}

function cannot(what: string, path: string, where: string, cause: unknown): ChainruleError {
  return new ChainruleError("FILE", `the file cannot ${what}`, {
    where: `${where}: ${path}`,
    got: cause instanceof Error ? cause.message : String(cause),
  });
}
