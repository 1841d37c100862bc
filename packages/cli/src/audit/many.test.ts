import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { audit, auditReport } from "@chainrule/check";
import { afterAll, expect, test } from "vitest";
import { UsageError } from "../usage-error";
import { type Audited, auditedFile, documentAt } from "./document";
import { doneIn, keyOf } from "./done";
import { codeOf, worst } from "./exit";
import { documentsIn } from "./files";
import { readOptions, refuseMixture } from "./options";
import { Processes } from "./processes";

const folder = mkdtempSync(join(tmpdir(), "chainrule-many-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const written = (name: string, content: string | Uint8Array): string => {
  const path = join(folder, name);
  mkdirSync(join(path, ".."), { recursive: true });
  writeFileSync(path, content);
  return path;
};

test("folders are walked in order, for documents, without what is hidden and links to folders", () => {
  for (const name of ["b.tex", "a.md", "c/d.txt", "c/e.MARKDOWN", "f.ts", ".git/g.md", "node_modules/h.md"])
    written(`walk/${name}`, "");
  symlinkSync(join(folder, "walk"), join(folder, "walk", "c", "loop"));
  symlinkSync(join(folder, "walk", "a.md"), join(folder, "walk", "z.md"));
  const root = join(folder, "walk");
  const names = (paths: readonly string[]): string[] =>
    [...documentsIn(paths)].map((path) => path.replace(`${root}/`, ""));
  expect(names([root])).toEqual(["a.md", "b.tex", "c/d.txt", "c/e.MARKDOWN", "z.md"]);
  expect(names([join(root, "f.ts"), join(root, "b.tex"), root, "-"])).toEqual([
    "f.ts",
    "b.tex",
    "a.md",
    "c/d.txt",
    "c/e.MARKDOWN",
    "z.md",
    "-",
  ]);
});

const settings = { format: "jsonl", language: undefined, allowsUnchecked: false } as const;

test("a file is read as its ending says; one that cannot be read is a line with its error", () => {
  const latex = written("a.tex", "% y = 3 = 4\n$x = 2$, $y = x^2 = 4$\n");
  expect(auditedFile(latex, settings)).toMatchObject({ code: 0, summary: { right: 1, wrong: 0 } });
  const text = written("a.txt", "\ufeffx = 2\ny = x^2 = 5\n");
  expect(auditedFile(text, settings)).toMatchObject({ code: 1, summary: { wrong: 1 } });
  expect(documentAt(text)).toMatchObject({ mark: "\ufeff", text: "x = 2\ny = x^2 = 5\n" });
  const bad = auditedFile(written("bad.md", Uint8Array.of(0xff, 0xfe)), settings);
  expect(bad.code).toBe(2);
  expect(JSON.parse(bad.report)).toMatchObject({ schemaVersion: 1, error: expect.stringContaining("utf-8") });
  expect(auditedFile(join(folder, "none.md"), { ...settings, format: "github" }).report).toMatch(
    /^::error::.*none\.md/,
  );
  expect(auditedFile(folder, { ...settings, format: "text" }).report).toContain("not a file");
});

test("what stands in a file of reports is known by path and content; its torn end is cut off", async () => {
  const path = written("known.md", "$x = 2$, $y = x^2 = 5$\n");
  const { report } = auditedFile(path, settings);
  const failure = JSON.stringify({ schemaVersion: 1, name: "b.md", error: "no" });
  const out = written("out.jsonl", `${report}\n${failure}\n${report.slice(0, 40)}`);
  const { known, summaries } = await doneIn(out);
  expect([...known]).toEqual([keyOf(path, documentAt(path).hash)]);
  expect(summaries.get(path)).toMatchObject({ wrong: 1 });
  expect(readFileSync(out, "utf8")).toBe(`${report}\n${failure}\n`);
  expect((await doneIn(join(folder, "none.jsonl"))).known.size).toBe(0);
  const other = written("other.txt", "not a report\n");
  await expect(doneIn(other)).rejects.toThrow(UsageError);
  expect(readFileSync(other, "utf8")).toBe("not a report\n");
});

test("a process that dies is replaced: the others know nothing of it", async () => {
  const entry = written(
    "entry.mjs",
    `process.on("message", (path) => (path === "die" ? process.exit(7) : process.send({ report: path, code: 0 })));`,
  );
  const processes = new Processes<Audited>(pathToFileURL(entry), 2, settings);
  try {
    const answers = await Promise.all(["a", "die", "b", "die", "c"].map((path) => processes.ask(path)));
    expect(answers.map((each) => (each instanceof Error ? each.message : each.report))).toEqual([
      "a",
      "the process that read it ended (exit code 7)",
      "b",
      "the process that read it ended (exit code 7)",
      "c",
    ]);
  } finally {
    processes.end();
  }
});

test("the code of several is that of the worst", () => {
  expect(worst([])).toBe(0);
  expect(worst([0, 3, 0])).toBe(3);
  expect(worst([3, 2, 0])).toBe(2);
  expect(worst([2, 1, 3])).toBe(1);
  expect(codeOf(audit("$x = 2$, $y = x^2 = 4$\n<!-- chainrule: ignore -->"), true)).toBe(2);
});

test.each([
  [["a.md", "b.md", "--fix"], /--fix: one document/],
  [["a.md", "b.md", "--format", "html"], /--format html: for one document/],
  [["a.md", "b.md", "--network", "n.ts"], /--network: one document/],
  [["a.md", "b.md", "--resume"], /--resume: goes on with a file/],
  [["a.md", "--jobs", "0"], /--jobs 0: expected a whole number/],
  [["a.md", "--lang", "fr"], /--lang "fr": not known \(expected en, zh-Hans, zh-Hant\)/],
  [["a.md", "--fromat", "html"], /no option --fromat \(nearest: --format/],
  [[], /which file/],
])("refuses %j", (args, message) => {
  expect(() => refuseMixture(readOptions(args), true)).toThrow(message);
});

test("reports in a language that is asked for", () => {
  const path = written("c.md", "$x = 2$, $y = x^2 = 5$\n");
  const { report } = auditedFile(path, { ...settings, format: "text", language: "zh-Hant" });
  expect(report).toContain("有誤：正確的值是 4，不是 5");
  const document = documentAt(path).text;
  expect(report).toContain(auditReport(audit(document), document, { language: "zh-Hant" }));
});
