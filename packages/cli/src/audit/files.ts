import { readdirSync, statSync } from "node:fs";
import { extname, join } from "node:path";

/** Documents by their endings. */
const ENDINGS: ReadonlySet<string> = new Set([".md", ".markdown", ".tex", ".txt"]);

export const isFolder = (path: string): boolean =>
  path !== "-" && (statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false);

/**
 * The documents among files and in folders, one after the other, each once. Folders are walked in the order of their names, without
 * those that begin with a dot, `node_modules`, and links to folders.
 */
export function* documentsIn(paths: readonly string[]): Generator<string> {
  const met = new Set<string>();
  for (const path of paths)
    for (const file of isFolder(path) ? below(path) : [path]) {
      if (met.has(file)) continue;
      met.add(file);
      yield file;
    }
}

/** Whether a file is a document by its ending. */
export const isDocument = (path: string): boolean => ENDINGS.has(extname(path).toLowerCase());

function* below(folder: string): Generator<string> {
  for (const path of filesBelow(folder)) if (isDocument(path)) yield path;
}

/** All files of a folder, as `documentsIn` walks it. */
export function* filesBelow(folder: string): Generator<string> {
  const entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    if (entry.name.startsWith(".") || entry.name === "node_modules") continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* filesBelow(path);
    else if (entry.isFile() || !isFolder(path)) yield path;
  }
}
