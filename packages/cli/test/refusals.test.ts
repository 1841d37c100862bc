import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import type { Said } from "./call";
import { NEURON, Project, removeProjects } from "./command";

afterAll(removeProjects);

/** Exit code 2, one message on stderr, nothing on stdout. */
function expectRefusal({ code, stdout, stderr }: Said, message: RegExp): void {
  expect(stderr).toMatch(message);
  expect(stderr).toMatch(/^chainrule: /);
  expect(stderr).not.toMatch(/^\s+at /m);
  expect(stdout).toBe("");
  expect(code).toBe(2);
}

const FILES = {
  "network.ts": NEURON,
  "notes.txt": "",
  "folder/network.ts": NEURON,
  "nothing.ts": "export const answer = 42;",
  "empty.ts": "",
  "syntax.ts": 'import { scalar } from "@chainrule/graph";\nconst a = = 1;\n',
  "throws.ts": 'const a: number = 1;\n\nthrow new Error("no luck " + a);\nexport const loss = 1;\n',
  "throws-text.ts": 'throw "just text";',
  "shapes.ts":
    'import { tensor } from "@chainrule/graph";\nexport const loss = tensor("W", [[1, 2, 3]]).matmul(tensor("v", [1, 2]));',
  "missing-import.ts": 'import { nothing } from "./nowhere";\nexport const loss = nothing;',
  "parameters.ts": NEURON.replace("[w, b]", "[w, 3]"),
  "rate.ts": NEURON.replace("rate: 0.1", 'rate: "0.1"'),
  "choice.ts": NEURON.replace("rate: 0.1", "deriveOptions: { kroneker: false }"),
  "choices.ts": NEURON.replace("rate: 0.1", "documentOptions: 7"),
  "taken.ts": NEURON.replace("rate: 0.1", 'deriveOptions: { abbreviations: [{ of: b, as: "w" }] }'),
  "numbering.ts": NEURON.replace("rate: 0.1", 'documentOptions: { numbering: { "dE/dq": "1" } }'),
  "negative-rate.ts": NEURON.replace("rate: 0.1", "rate: -1"),
  "title.ts": NEURON.replace('title: "One neuron"', "title: 1"),
  "loss.ts": "export const network = { loss: 0.5 };",
  "two.ts": NEURON.replace(/export.*/, 'export const E1 = E; export const E2 = E.mul(2).named("E_2");'),
  "never.ts": "await new Promise(() => {}); export const loss = 1;",
};

describe.concurrent("exit code 2, a message on stderr, nothing on stdout", () => {
  test.each<[string, readonly string[], RegExp]>([
    ["unknown command", ["drive"], /no command "drive"/],
    [
      "unknown flag",
      ["derive", "network.ts", "--formt", "html"],
      /no option --formt \(nearest: --form, --format/,
    ],
    ["FILE missing", ["derive"], /which file\?/],
    ["no such file", ["derive", "missing.ts"], /missing\.ts: no such file/],
    ["a folder in place of a file", ["derive", "folder"], /folder: not a file/],
    ["not a module", ["derive", "notes.txt"], /notes\.txt: not a module \(expected one of \.ts/],
    ["unknown form", ["derive", "network.ts", "--form", "chian"], /--form "chian".*nearest: chain/],
    [
      "unknown format",
      ["derive", "network.ts", "--format", "html,tex"],
      /--format "tex".*expected html, latex/,
    ],
    ["unknown variable", ["derive", "network.ts", "--wrt", "w,ouut"], /no quantity "ouut" \(nearest: out/],
    ["empty list of variables", ["derive", "network.ts", "--wrt=,"], /--wrt: expected one name or several/],
    [
      "digits 0",
      ["derive", "network.ts", "--digits", "0"],
      /--digits 0: expected a whole number from 1 to 17/,
    ],
    ["rate 0", ["derive", "network.ts", "--rate", "0"], /--rate 0: not a learning rate/],
    ["unknown notation", ["derive", "network.ts", "--notation", "matrx"], /notation.*"matrx".*scalar/],
    [
      "unknown number notation",
      ["derive", "network.ts", "--number-notation", "hex"],
      /"hex".*decimal, scientific/,
    ],
    ["unknown language", ["derive", "network.ts", "--language", "tlh"], /language.*"tlh".*en/],
    [
      "prototype as language",
      ["derive", "network.ts", "--language", "constructor"],
      /language.*"constructor"/,
    ],
    ["out is a file", ["derive", "network.ts", "--out", "notes.txt"], /--out notes\.txt: not a folder/],
    [
      "out is below a file",
      ["derive", "network.ts", "--out", "notes.txt/deep"],
      /--out notes\.txt\/deep: cannot be created/,
    ],
    ["out is empty", ["derive", "network.ts", "--out="], /--out: expected a folder/],
    ["exports nothing useful", ["derive", "nothing.ts"], /exports no loss.*it exports answer/],
    ["exports nothing", ["derive", "empty.ts"], /exports no loss.*it exports nothing/],
    ["two candidates", ["derive", "two.ts"], /which is the loss: E1, E2\? \(--loss E1/],
    ["loss is a number", ["derive", "loss.ts"], /exports no loss/],
    ["syntax error", ["derive", "syntax.ts"], /syntax\.ts.*could not be loaded[\s\S]*syntax\.ts:2:10/],
    ["throws", ["derive", "throws.ts"], /throws\.ts:3: could not be loaded: no luck 1/],
    ["throws text", ["derive", "throws-text.ts"], /throws-text\.ts: could not be loaded: just text/],
    ["mistake in a graph", ["derive", "shapes.ts"], /shapes\.ts:2: could not be loaded: matmul.*\[1,3\]/],
    ["import of nothing", ["derive", "missing-import.ts"], /could not be loaded.*nowhere/],
    ["parameters with a number", ["derive", "parameters.ts"], /parameters: expected a list of nodes/],
    ["rate is a text", ["derive", "rate.ts"], /rate: expected a number or a symbol, got string/],
    [
      "an option of derive that is none",
      ["derive", "choice.ts"],
      /deriveOptions: no option kroneker \(expected abbreviations, form, kronecker, updates\)/,
    ],
    ["options that are no record", ["derive", "choices.ts"], /documentOptions: expected a record of options/],
    [
      "an abbreviation that is taken",
      ["derive", "taken.ts"],
      /abbreviations 0: another quantity has this name, got w/,
    ],
    [
      "a number for no line",
      ["derive", "numbering.ts"],
      /no line of the derivation is about this symbol, got dE\/dq/,
    ],
    ["rate is negative", ["derive", "negative-rate.ts"], /learning rate/],
    ["title is a number", ["derive", "title.ts"], /title: expected a text, got number/],
  ])("%s", async (_, args, message) => {
    const project = new Project(FILES);
    const before = project.list(".");
    expectRefusal(await project.call(...args), message);
    expect(project.list(".")).toEqual(before);
  });

  test.each<[string, readonly string[], RegExp]>([
    ["a flag, in a process", ["derive", "network.ts", "--formt", "html"], /no option --formt/],
    ["a module, in a process", ["derive", "throws.ts"], /throws\.ts:3: could not be loaded: no luck 1/],
    ["never ready", ["derive", "never.ts"], /never\.ts: awaits something that never comes|top-level await/i],
  ])("%s", async (_, args, message) => {
    const project = new Project(FILES);
    const before = project.list(".");
    expectRefusal(await project.run(...args), message);
    expect(project.list(".")).toEqual(before);
  });

  test("existing output without --force stays as it is; nothing else is written", async () => {
    const project = new Project({ "network.ts": NEURON, "out/network.tex": "mine" });
    const args = ["derive", "network.ts", "--out", "out"];
    expectRefusal(await project.run(...args), /out\/network\.tex: exists already \(--force overwrites it\)/);
    expect(project.list("out")).toEqual(["network.tex"]);
    expect(project.read("out/network.tex")).toBe("mine");
    expect((await project.run(...args, "--force")).code).toBe(0);
    expect(project.read("out/network.tex")).toContain("\\documentclass");
    expect(project.list("out")).toEqual(["network.html", "network.md", "network.tex"]);
  });

  test("a folder where an output belongs", async () => {
    const project = new Project({ "network.ts": NEURON });
    mkdirSync(join(project.folder, "out", "network.md"), { recursive: true });
    const outcome = await project.run("derive", "network.ts", "--out", "out", "--force");
    expectRefusal(outcome, /out\/network\.md: exists already, and is not a file/);
    expect(project.list("out")).toEqual(["network.md"]);
  });
});
