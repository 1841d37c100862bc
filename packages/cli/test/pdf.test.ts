import { chmodSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { ended, NEURON, Project, removeProjects } from "./command";

afterAll(removeProjects);

/*
 * Whether a PDF can be made depends on the machine, so these programs stand in for TeX engines and browsers. What the real
 * ones make of our documents, the continuous integration checks.
 */
const succeeds = (file: string) =>
  `#!${process.execPath}\nrequire("node:fs").writeFileSync(${file}, "%PDF-stub");`;
const BY_TEX = succeeds('"document.pdf"');
const BY_BROWSER = succeeds('process.argv.find((a) => a.startsWith("--print-to-pdf=")).slice(15)');
const FAILS = `#!${process.execPath}\nrequire("node:fs").writeFileSync("document.log", "! LaTeX Error: File \`tikz.sty' not found.\\n"); process.exit(1);`;
const HANGS = `#!${process.execPath}\nsetInterval(() => {}, 1000);`;

const scripts = process.platform === "win32" ? [] : ["sh"]; // programs by their first line are Unix's

describe.concurrent.each(scripts)("--format pdf", () => {
  function project(programs: Readonly<Record<string, string>>): Project {
    const made = new Project({ "network.ts": NEURON });
    made.write("bin/README", "");
    for (const [name, text] of Object.entries(programs)) {
      made.write(`bin/${name}`, text);
      chmodSync(join(made.folder, "bin", name), 0o755);
    }
    return made;
  }
  const start = (made: Project) =>
    made.start(["derive", "network.ts", "--format", "pdf", "--out", "out"], {
      PATH: join(made.folder, "bin"),
    });

  test.each<[string, Readonly<Record<string, string>>]>([
    ["pdflatex", { pdflatex: BY_TEX, chromium: FAILS }],
    ["xelatex where there is no pdflatex", { xelatex: BY_TEX }],
    ["a browser where there is no TeX", { chromium: BY_BROWSER }],
    ["a browser where TeX lacks a package", { pdflatex: FAILS, "google-chrome": BY_BROWSER }],
  ])("by %s", async (_, programs) => {
    const made = project(programs);
    const { code, stdout, stderr } = await ended(start(made));
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toContain("wrote out/network.pdf");
    expect(made.read("out/network.pdf")).toBe("%PDF-stub");
    expect(made.list("out")).toEqual(["network.pdf"]);
  });

  test.each<[string, Readonly<Record<string, string>>, RegExp]>([
    ["nothing is installed", {}, /neither a TeX engine.*texlive-latex-recommended/],
    [
      "TeX fails and there is no browser",
      { pdflatex: FAILS },
      /pdflatex failed: LaTeX Error: File `tikz\.sty'/,
    ],
    ["all fail", { pdflatex: FAILS, chromium: FAILS }, /pdflatex failed: .*; chromium failed, exit code 1/],
  ])("%s", async (_, programs, message) => {
    const made = project(programs);
    const { code, stdout, stderr } = await ended(start(made));
    expect(stderr).toMatch(message);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(made.list(".")).not.toContain("out");
  });

  test("Ctrl-C ends the program that is at work too", async () => {
    const made = project({ pdflatex: HANGS });
    const child = start(made);
    const outcome = ended(child);
    child.stderr?.on("data", (text: string) => {
      if (text.includes("writing pdf")) child.kill("SIGINT");
    });
    const { code, signal, stderr, progress } = await outcome;
    expect(signal === "SIGINT" || code === 130).toBe(true);
    expect(progress).toMatch(/writing pdf \.\.\.\n$/);
    expect(stderr).toBe("");
    expect(made.list(".")).not.toContain("out");
  });
});
