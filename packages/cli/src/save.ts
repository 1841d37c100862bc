import {
  chmodSync,
  closeSync,
  fsyncSync,
  lstatSync,
  openSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { createFolder } from "./folder";
import { partialName, removeLeftovers } from "./leftovers";
import { messageOf, UsageError } from "./usage-error";

/** A file to be written: its path and what is to stand in it. */
export interface Output {
  readonly path: string;
  readonly content: string | Uint8Array;
}

/** @throws UsageError when one of the files exists and may not be overwritten, is no file, or could not be one */
export function refuseOverwriting(paths: readonly string[], force: boolean): void {
  for (const path of paths) {
    const found = entryAt(path);
    if (found === undefined) continue;
    const target = found.isSymbolicLink() ? entryAt(targetOf(path)) : found;
    if (target !== undefined && !target.isFile())
      throw new UsageError(`${path}: exists already, and is not a file`);
    if (!force) throw new UsageError(`${path}: exists already (--force overwrites it)`);
  }
}

/** What stands at a path, links not followed; undefined where nothing does. @throws UsageError where nothing can */
function entryAt(path: string): Stats | undefined {
  try {
    return lstatSync(path, { throwIfNoEntry: false });
  } catch (error) {
    throw new UsageError(`${path}: cannot be written (${messageOf(error)})`, { cause: error });
  }
}

/**
 * Writes files so that, whenever it is interrupted, each is the old or the new one, whole: all are written aside first, in the
 * folders where they belong, and are on the disk before each takes its place in one step. What killed processes left there is
 * removed. A link stays a link: who made it wants the file to be where it leads.
 * @throws UsageError when that is not possible; no half-written file is left behind then
 */
export function save(folder: string, outputs: readonly Output[]): void {
  createFolder(folder);
  const begun: string[] = [];
  try {
    const moves = outputs.map(({ path, content }, k) => {
      const target = targetOf(path);
      return { content, partial: join(dirname(target), partialName(k)), target };
    });
    const folders = new Set(moves.map(({ target }) => dirname(target)));
    for (const each of folders) removeLeftovers(each);
    for (const { content, partial, target } of moves) {
      begun.push(partial);
      writeWhole(partial, content, statSync(target, { throwIfNoEntry: false })?.mode);
    }
    for (const { partial, target } of moves) renameSync(partial, target);
    for (const each of folders) keepNames(each);
  } catch (error) {
    for (const partial of begun) rmSync(partial, { force: true });
    throw new UsageError(`--out ${folder}: cannot be written to (${messageOf(error)})`, { cause: error });
  }
}

const MOST_LINKS = 40;

/** Where a path leads, through links, also to a file that does not exist yet. */
function targetOf(path: string): string {
  let target = resolve(path);
  for (let k = 0; lstatSync(target, { throwIfNoEntry: false })?.isSymbolicLink(); k++) {
    if (k === MOST_LINKS) throw new UsageError(`${path}: its links lead nowhere`);
    target = resolve(dirname(target), readlinkSync(target));
  }
  return join(realpathSync(dirname(target)), basename(target));
}

/** A new file, on the disk when this returns; with the permissions of the one that it is to replace. */
function writeWhole(path: string, content: string | Uint8Array, mode: number | undefined): void {
  const file = openSync(path, "wx"); // never through a link
  try {
    writeFileSync(file, content);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  if (mode !== undefined) chmodSync(path, mode & 0o777);
}

/** Puts the names in a folder on the disk, where the system can. */
function keepNames(folder: string): void {
  try {
    const file = openSync(folder, "r");
    try {
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
  } catch (error) {
    // some file systems have no such thing for folders; errors of calls to the system have codes
    const { code = "" } = error as NodeJS.ErrnoException;
    if (!["EACCES", "EINVAL", "EISDIR", "ENOTSUP", "EPERM"].includes(code)) throw error;
  }
}
