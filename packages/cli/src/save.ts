import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { messageOf, UsageError } from "./usage";

/** A file to be written: its path and what is to stand in it. */
export interface Output {
  readonly path: string;
  readonly content: string | Uint8Array;
}

/** @throws UsageError where a file stands in the way of a folder */
export function refuseFileAsFolder(folder: string): void {
  if (folder === "") throw new UsageError("--out: expected a folder");
  if (existsSync(folder) && !statSync(folder).isDirectory())
    throw new UsageError(`--out ${folder}: not a folder`);
}

/** @throws UsageError when one of the files exists and may not be overwritten, or is no file */
export function refuseOverwriting(paths: readonly string[], force: boolean): void {
  for (const path of paths.filter((each) => existsSync(each))) {
    if (!statSync(path).isFile()) throw new UsageError(`${path}: exists already, and is not a file`);
    if (!force) throw new UsageError(`${path}: exists already (--force overwrites it)`);
  }
}

/**
 * Writes files so that, whenever it is interrupted, each is the old or the new one, whole: all are written aside first,
 * then each takes its place in one step. The folder is created if there is none.
 * @throws UsageError when that is not possible; no half-written file is left behind then
 */
export function save(folder: string, outputs: readonly Output[]): void {
  const moves = outputs.map(({ path, content }, k) => {
    const partial = join(folder, `.chainrule-${process.pid}-${k}.part`);
    return { partial, path, content };
  });
  createFolder(folder);
  try {
    for (const { partial, content } of moves) writeWhole(partial, content);
    for (const { partial, path } of moves) renameSync(partial, path);
  } catch (error) {
    for (const { partial } of moves) rmSync(partial, { force: true });
    throw new UsageError(`--out ${folder}: cannot be written to (${messageOf(error)})`, { cause: error });
  }
}

function createFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw new UsageError(`--out ${folder}: cannot be created (${messageOf(error)})`, { cause: error });
  }
}

function writeWhole(path: string, content: string | Uint8Array): void {
  const file = openSync(path, "w");
  try {
    writeFileSync(file, content);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
