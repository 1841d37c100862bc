import { accessSync, constants, mkdirSync, rmdirSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { messageOf, UsageError } from "./usage-error";

/*
 * The folder that documents are written to. It is made folder by folder: Node's own `recursive` never ends where a folder
 * says that it cannot have another (/proc).
 */

/**
 * Refuses at once, before any work is done, a folder that nothing can be written to. Nothing is left behind.
 * @throws UsageError
 */
export function refuseFolder(folder: string): void {
  if (folder === "") throw new UsageError("--out: expected a folder");
  const made = createFolder(folder);
  try {
    accessSync(folder, constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new UsageError(`--out ${folder}: cannot be written to (${messageOf(error)})`, { cause: error });
  } finally {
    for (const each of made.reverse()) rmdirSync(each);
  }
}

/** Makes a folder with those above it; those that had to be made, the outermost first. @throws UsageError */
export function createFolder(folder: string): string[] {
  const missing: string[] = [];
  try {
    for (let path = resolve(folder); !isFolder(path, folder); path = dirname(path)) missing.unshift(path);
  } catch (error) {
    throw cannotBe(folder, error);
  }
  const made: string[] = [];
  try {
    for (const path of missing) {
      mkdirSync(path);
      made.push(path);
    }
  } catch (error) {
    for (const path of made.reverse()) rmdirSync(path);
    throw cannotBe(folder, error);
  }
  return made;
}

const cannotBe = (folder: string, error: unknown): UsageError =>
  error instanceof UsageError
    ? error
    : new UsageError(`--out ${folder}: cannot be created (${messageOf(error)})`, { cause: error });

/** Whether there is a folder at a path; false where there is nothing. @throws UsageError where something else is, as `given` */
function isFolder(path: string, given: string): boolean {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) return false;
  if (found.isDirectory()) return true;
  throw new UsageError(`--out ${given}: not a folder`);
}
