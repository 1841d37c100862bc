import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  renameSync,
  statSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { UsageError } from "./usage";

/** Creates a folder, and what leads to it. @throws UsageError where a file stands in the way */
export function ensureFolder(folder: string): void {
  if (existsSync(folder) && !statSync(folder).isDirectory())
    throw new UsageError(`--out ${folder}: not a folder`);
  mkdirSync(folder, { recursive: true });
}

/** @throws UsageError when one of the files exists and may not be overwritten */
export function refuseOverwriting(paths: readonly string[], force: boolean): void {
  const existing = force ? undefined : paths.find((path) => existsSync(path));
  if (existing !== undefined) throw new UsageError(`${existing}: exists already (--force overwrites it)`);
}

/** Writes a file so that, whenever it is interrupted, the old or the new one is whole. */
export function save(folder: string, name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  const partial = join(folder, `.${name}.${process.pid}.part`);
  const file = openSync(partial, "w");
  try {
    if (typeof content === "string") writeSync(file, content);
    else writeSync(file, content);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(partial, path);
  return path;
}
