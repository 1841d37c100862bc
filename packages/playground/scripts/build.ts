/** Makes the page: `dist/` beside this package, or the folder that is given. Static files that need no server but one that hands them out. */
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { type BuildOptions, build } from "esbuild";
import { PAGE_OPTIONS } from "./page-options";

const here = fileURLToPath(new URL("..", import.meta.url));
const root = join(here, "../..");

/** What of KaTeX's stylesheet and fonts a page needs: one format of fonts, which all browsers read. */
function copyKatex(to: string): void {
  const sheet = createRequire(import.meta.url).resolve("katex/dist/katex.min.css");
  const fonts = join(dirname(sheet), "fonts");
  mkdirSync(join(to, "fonts"), { recursive: true });
  const css = readFileSync(sheet, "utf8").replace(/,url\([^)]*\.(?:woff|ttf)\) format\("[^"]*"\)/g, "");
  writeFileSync(join(to, "katex.min.css"), css);
  for (const name of readdirSync(fonts)) {
    if (name.endsWith(".woff2")) copyFileSync(join(fonts, name), join(to, "fonts", name));
  }
}

/** The documents that can be opened as examples. */
function copyDocuments(to: string): void {
  const from = join(root, "examples/audits");
  mkdirSync(to, { recursive: true });
  for (const name of readdirSync(from))
    if (/^00\d\.md$/.test(name)) copyFileSync(join(from, name), join(to, name));
}

/**
 * Builds the page into a folder, which is made anew.
 * @param guide where the documents are, if they are beside the page
 */
export async function buildPlayground(
  folder: string,
  { guide }: { readonly guide?: string } = {},
): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const source = (name: string): string => join(here, "src", name);
  const options: BuildOptions = {
    ...PAGE_OPTIONS,
    outdir: folder,
    // packages are to choose what runs in workers, which have no document
    conditions: ["@chainrule/source", "worker"],
  };
  await build({ ...options, entryPoints: [source("main.tsx"), source("worker.ts")] });
  // apart from the rest, which would otherwise be cut into parts that have audits in them
  await build({ ...options, entryPoints: [source("auditor.ts")] });
  copyFileSync(source("style.css"), join(folder, "style.css"));
  const link = guide === undefined ? "" : `<link rel="help" href="${guide}">\n`;
  const html = readFileSync(source("index.html"), "utf8").replace("</head>", `${link}</head>`);
  writeFileSync(join(folder, "index.html"), html);
  copyKatex(join(folder, "katex"));
  copyDocuments(join(folder, "examples"));
}
