/**
 * Documents that hold hostile text in every place where text can stand, as readers' programs take them: pdflatex sets each
 * and reads no file, Chromium opens each and finds nothing wrong.
 *   npx tsx --conditions=@chainrule/source scripts/hostile-documents.ts [COUNT] [SEED]
 */
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { hostileDocuments, written } from "../packages/latex/test/hostile";

const [count = 100, seed = 20_811] = process.argv.slice(2).map(Number);
const folder = mkdtempSync(join(tmpdir(), "chainrule-hostile-"));
/** A line of the file that texts try to read. */
const SECRET = readFileSync("/etc/passwd", "utf8").split("\n")[0] ?? "root";
const problems: string[] = [];
const pages: string[] = [];

/** What pdflatex makes of a document; it may read and write as any user's does, but for programs. */
function compile(name: string, source: string): void {
  const own = join(folder, name);
  mkdirSync(own);
  writeFileSync(join(own, "document.tex"), source);
  const options = ["-halt-on-error", "-interaction=nonstopmode", "-no-shell-escape", "document.tex"];
  const { status } = spawnSync("pdflatex", options, { cwd: own, timeout: 60_000 });
  const log = readFileSync(join(own, "document.log"), "latin1");
  if (status !== 0) problems.push(`${name}: pdflatex: ${/^!.*\n(?:.*\n){0,6}/m.exec(log)?.[0] ?? "failed"}`);
  if (log.includes("(/etc/passwd")) problems.push(`${name}: a file was read`);
  if (existsSync(join(own, "pwned"))) problems.push(`${name}: a program was run`);
  if (status !== 0) return;
  const text = execFileSync("pdftotext", ["document.pdf", "-"], { cwd: own, encoding: "utf8" });
  if (text.includes(SECRET)) problems.push(`${name}: a file is shown`);
}

try {
  for (const [k, document] of hostileDocuments(count, seed).entries()) {
    compile(String(k), written(document, "latex"));
    const page = join(folder, `${k}.html`);
    writeFileSync(page, written(document, "html"));
    pages.push(page);
  }
  const checker = fileURLToPath(new URL("check-html.mjs", import.meta.url));
  const chromium = spawnSync(process.execPath, [checker, ...pages], { encoding: "utf8" });
  if (chromium.status !== 0) problems.push(chromium.stderr);
} finally {
  if (problems.length === 0) rmSync(folder, { recursive: true, force: true });
}
for (const problem of problems) console.error(problem);
console.log(
  `${count} documents (seed ${seed}) in LaTeX and HTML: ${problems.length === 0 ? "nothing read, run or broken" : `${problems.length} problems, kept in ${folder}`}`,
);
process.exitCode = problems.length === 0 ? 0 : 1;
