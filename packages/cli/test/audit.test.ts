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
