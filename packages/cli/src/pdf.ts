import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { UsageError } from "./usage";

const TEX_ENGINES = ["pdflatex", "xelatex"];
const BROWSERS = ["chromium", "chromium-browser", "google-chrome", "chrome"];

/** A PDF of the document: by a TeX engine if there is one, else by Chromium. @throws UsageError if there is neither */
export function pdfOf(tex: string, html: string): Uint8Array {
  const folder = mkdtempSync(join(tmpdir(), "chainrule-"));
  try {
    const made = byTex(folder, tex) ?? byBrowser(folder, html);
    if (made !== undefined) return made;
    throw new UsageError(
      "--format pdf: neither a TeX engine (pdflatex, xelatex) nor Chromium was found. Install one, for example Debian's texlive-latex-recommended and texlive-pictures, or print the HTML from a browser",
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const isInstalled = (command: string): boolean =>
  spawnSync(command, ["--version"], { stdio: "ignore" }).status === 0;

function byTex(folder: string, tex: string): Uint8Array | undefined {
  const engine = TEX_ENGINES.find(isInstalled);
  if (engine === undefined) return undefined;
  writeFileSync(join(folder, "document.tex"), tex);
  const options = ["-interaction=nonstopmode", "-halt-on-error", "document.tex"];
  let status: number | null = 0;
  for (let pass = 0; pass < 2 && status === 0; pass++)
    status = spawnSync(engine, options, { cwd: folder, stdio: "ignore" }).status;
  return status === 0 ? readFileSync(join(folder, "document.pdf")) : undefined;
}

function byBrowser(folder: string, html: string): Uint8Array | undefined {
  const browser = BROWSERS.find(isInstalled);
  if (browser === undefined) return undefined;
  const page = join(folder, "document.html");
  const output = join(folder, "document.pdf");
  writeFileSync(page, html);
  const options = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-pdf-header-footer",
    `--user-data-dir=${join(folder, "profile")}`,
  ];
  const { status } = spawnSync(browser, [...options, `--print-to-pdf=${output}`, pathToFileURL(page).href], {
    stdio: "ignore",
  });
  return status === 0 ? readFileSync(output) : undefined;
}
