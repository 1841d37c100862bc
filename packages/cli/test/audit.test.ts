import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { example, Project, removeProjects } from "./command";

afterAll(removeProjects);

const RIGHT = "x = 0.5\ny = x^2 = 0.25\n";
const UNCHECKED = "x = 0.5\ny = x^2 = 0.25\n$z = y \\bowtie x$\n";
const WRONG = "x = 0.5\ny = x^2 = 0.5\n";

test("audit: 0 where all is right, 1 where something is wrong, 2 where nothing can be read or judged, 3 where not all is", async () => {
  const project = new Project({
    "right.md": RIGHT,
    "wrong.md": WRONG,
    "unchecked.md": UNCHECKED,
    "nothing.md": "No formula.\n",
  });
  const right = await project.run("audit", "right.md");
  expect(right).toMatchObject({ code: 0, stderr: "" });
  const wrong = await project.run("audit", "wrong.md");
  expect(wrong.code).toBe(1);
  expect(wrong.stdout).toContain("2:11 wrong: the value is 0.25, not 0.5");
  expect(wrong.stdout).toContain("  y = x^2 = 0.5\n            ^^^");
  expect(wrong.stdout).toContain("1 claim: 0 right, 1 wrong, 0 not checked");
  const unchecked = await project.call("audit", "unchecked.md");
  expect(unchecked.code).toBe(3);
  expect((await project.call("audit", "unchecked.md", "--allow-unchecked")).code).toBe(0);
  expect((await project.call("audit", "nothing.md")).code).toBe(2);
  const missing = await project.run("audit", "missing.md");
  expect(missing).toMatchObject({ code: 2, stdout: "" });
  const unknown = await project.call("audit", "right.md", "--format", "pdf");
  expect(unknown).toMatchObject({ code: 2, stdout: "" });
});

test("audit: every format", async () => {
  const project = new Project({ "wrong.md": WRONG });
  const json = await project.run("audit", "wrong.md", "--format", "json");
  expect(JSON.parse(json.stdout)).toMatchObject({
    lines: [{ verdict: "given" }, { verdict: "wrong", line: 2 }],
  });
  const html = await project.call("audit", "wrong.md", "--format", "html");
  expect(html.stdout).toMatch(/^<!doctype html>/);
  const markdown = await project.call("audit", "wrong.md", "--format", "markdown");
  expect(markdown.stdout).toContain("| 2 | wrong |");
});

test("audit: many documents, each a line; a bad one spoils nothing; a second run goes on", async () => {
  const project = new Project({
    "papers/right.md": RIGHT,
    "papers/deep/wrong.tex": "\\section{A}\n$x = 2$, $y = x^2 = 5$\n",
    "papers/deep/bad.md": "",
  });
  writeFileSync(join(project.folder, "papers/deep/bad.md"), Uint8Array.of(0xff));
  const args = ["audit", "papers", "--jobs", "2", "--format", "jsonl", "--out", "out.jsonl"];
  const records = (): { name: string; summary?: object; error?: string }[] =>
    project
      .read("out.jsonl")
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as { name: string });
  const first = await project.run(...args);
  expect(first).toMatchObject({ code: 1, stdout: "" });
  expect(first.stderr).toContain("documents: 3 audited, 1 with mistakes, 1 not readable\n");
  expect(records()).toMatchObject([
    { name: join("papers", "deep", "bad.md"), error: expect.stringContaining("utf-8") },
    { name: join("papers", "deep", "wrong.tex"), summary: { wrong: 1 } },
    { name: join("papers", "right.md"), summary: { right: 1, wrong: 0 } },
  ]);
  project.write("papers/deep/bad.md", RIGHT);
  project.write("papers/deep/wrong.tex", "\\section{A}\n$x = 2$, $y = x^2 = 4$\n");
  const second = await project.run(...args, "--resume", "--badge", "badge.svg");
  expect(second.code).toBe(0);
  expect(second.stderr).toContain("documents: 3 audited, 0 with mistakes, 1 known already\n");
  expect(records().slice(3)).toMatchObject([
    { name: join("papers", "deep", "bad.md"), summary: { right: 1 } },
    { name: join("papers", "deep", "wrong.tex"), summary: { wrong: 0 } },
  ]);
  expect(project.read("badge.svg")).toContain("<title>3 of 3 equations hold</title>");
  expect(await project.run(...args)).toMatchObject({ code: 2, stdout: "" });
});

test("audit: standard input, annotations, and repairs in the file", async () => {
  const project = new Project({ "wrong.md": `\ufeff${WRONG}`, "right.md": RIGHT });
  const annotated = await project.given(WRONG, "audit", "-", "--format", "github");
  expect(annotated.code).toBe(1);
  expect(annotated.stdout).toContain("::error file=-,line=2,col=11,endColumn=14,title=Audit::wrong: ");
  const mended = await project.given(WRONG, "audit", "-", "--fix");
  expect(mended).toMatchObject({ code: 0, stdout: RIGHT });
  expect(mended.stderr).toContain("2:11 mended\n  - y = x^2 = 0.5\n  + y = x^2 = 0.25\n");
  const fixed = await project.run("audit", "wrong.md", "--fix");
  expect(fixed).toMatchObject({ code: 0, stderr: "" });
  expect(project.read("wrong.md")).toBe(`\ufeff${RIGHT}`);
  expect(project.list(".").filter((name) => name !== "node_modules")).toEqual(["right.md", "wrong.md"]);
});

test("check: formulas without a module: 0 right, 1 wrong, 2 not readable, 3 not checked", async () => {
  const project = new Project();
  const check = (claim: string) => project.run("check", "L = (w x - y)^2 / 2", claim);
  expect(await check("dL/dw = (w x - y) x")).toMatchObject({ code: 0, stderr: "" });
  const wrong = await check("dL/dw = (w x - y) y");
  expect(wrong.code).toBe(1);
  expect(wrong.stdout).toMatch(
    /^wrong: [\s\S]*\^\n {2}should be x\n {2}repair: \(w x - y\) x\n {2}at w = .* it is /,
  );
  expect(await check("dL/dw = (w x - ")).toMatchObject({ code: 2 });
  expect(await check("x +")).toMatchObject({ code: 2, stdout: "" });
  expect(await check("dL/dq = 1")).toMatchObject({ code: 3 });
});

test("audit: a module supplies the network", async () => {
  const project = new Project({
    "claims.md":
      "$$out_{h1} = 0.593269992$$\n$$\\frac{\\partial E_{total}}{\\partial w_5} = 0.0821670$$\n$$w_5 = 0.45$$\n",
  });
  const { code, stdout } = await project.call(
    "audit",
    "claims.md",
    "--network",
    example("mazur.ts"),
    "--format",
    "json",
  );
  expect(code).toBe(1);
  const { lines } = JSON.parse(stdout) as { lines: { verdict: string }[] };
  expect(lines.map(({ verdict }) => verdict)).toEqual(["rounding only", "rounding only", "wrong"]);
});

test("check: a claim of a derivative", async () => {
  const project = new Project();
  const args = (claim: string): string[] => [
    "check",
    example("mazur.ts"),
    "--node",
    "dE/dw_5",
    "--claim",
    claim,
  ];
  const right = await project.run(...args("-(target_o1 - out_o1) * out_o1 * (1 - out_o1) * out_h1"));
  expect(right).toMatchObject({ code: 0 });
  expect(right.stdout).toMatch(/^proved: /);
  const wrong = await project.call(...args("-(target_o1 - out_o1) * out_o1 * (1 + out_o1) * out_h1"));
  expect(wrong.code).toBe(1);
  expect(wrong.stdout).toMatch(/^wrong: [\s\S]*\^/);
  expect(
    await project.call("check", example("mazur.ts"), "--node", "dE/dw_99", "--claim", "1"),
  ).toMatchObject({ code: 2, stdout: "" });
});
