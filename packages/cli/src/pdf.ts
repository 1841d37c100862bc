import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { UsageError } from "./usage-error";

const TEX_ENGINES = ["pdflatex", "xelatex"];
const BROWSERS = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];

/** TeX reads and writes no file outside of its folder and its own installation, and starts no program. */
const ENVIRONMENT = { ...process.env, openin_any: "p", openout_any: "p", shell_escape: "f" };

/** A PDF, why there is none, or undefined where the program is not installed. */
type Attempt = Uint8Array | { readonly problem: string } | undefined;

/**
 * A PDF of the document: by the first TeX engine that there is and that can set it, else by Chromium.
 * @throws UsageError if there is neither, or none can
 */
export async function pdfOf(tex: string, html: string, aborted: AbortSignal): Promise<Uint8Array> {
  const folder = mkdtempSync(join(tmpdir(), "chainrule-"));
  const problems: string[] = [];
  const attempts = [
    ...TEX_ENGINES.map((engine) => () => byTex(engine, tex, folder, aborted)),
    ...BROWSERS.map((browser) => () => byBrowser(browser, html, folder, aborted)),
  ];
  try {
    for (const attempt of attempts) {
      const made = await attempt();
      if (made instanceof Uint8Array) return made;
      if (made !== undefined) problems.push(made.problem);
      if (aborted.aborted) break;
    }
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  }
  throw new UsageError(
    problems.length > 0
      ? `--format pdf: ${problems.join("; ")}`
      : "--format pdf: neither a TeX engine (pdflatex, xelatex) nor Chromium was found. Install one, for example Debian's texlive-latex-recommended and texlive-pictures, or print the HTML from a browser",
  );
}

async function byTex(engine: string, tex: string, folder: string, aborted: AbortSignal): Promise<Attempt> {
  writeFileSync(join(folder, "document.tex"), tex);
  const options = ["-interaction=nonstopmode", "-halt-on-error", "-no-shell-escape", "document.tex"];
  // the second pass knows the widths of the tables' columns
  for (let pass = 0; pass < 2; pass++) {
    const code = await exitCode(engine, options, folder, aborted);
    if (code === undefined) return undefined;
    if (code !== 0) return { problem: `${engine} failed: ${firstError(join(folder, "document.log"))}` };
  }
  return readFileSync(join(folder, "document.pdf"));
}

/** The first error in TeX's log. */
function firstError(log: string): string {
  const lines = existsSync(log) ? readFileSync(log, "utf8").split("\n") : [];
  return lines.find((line) => line.startsWith("!"))?.slice(2) ?? "no error in its log";
}

async function byBrowser(
  browser: string,
  html: string,
  folder: string,
  aborted: AbortSignal,
): Promise<Attempt> {
  const page = join(folder, "document.html");
  const output = join(folder, "browser.pdf");
  writeFileSync(page, html);
  const options = [
    "--headless",
    "--no-sandbox", // a sandbox is refused to root and in containers; the page is ours and has no script
    "--disable-gpu",
    "--no-pdf-header-footer",
    `--user-data-dir=${join(folder, "profile")}`,
    `--print-to-pdf=${output}`,
    pathToFileURL(page).href,
  ];
  const code = await exitCode(browser, options, folder, aborted);
  if (code === undefined) return undefined;
  return code === 0 && existsSync(output)
    ? readFileSync(output)
    : { problem: `${browser} failed, exit code ${code}` };
}

/** How a program ended; undefined where there is no such program, -1 where a signal ended it. */
function exitCode(
  command: string,
  args: readonly string[],
  folder: string,
  aborted: AbortSignal,
): Promise<number | undefined> {
  return new Promise((resolve) => {
    const child = spawn(command, [...args], {
      cwd: folder,
      env: ENVIRONMENT,
      stdio: "ignore",
      signal: aborted,
    });
    child.on("error", (error: NodeJS.ErrnoException) => resolve(error.code === "ENOENT" ? undefined : -1));
    child.on("close", (code) => resolve(code ?? -1));
  });
}
