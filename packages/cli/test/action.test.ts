/** What action.yml runs, in a repository of its own with planted mistakes. */
import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect, test } from "vitest";
import { Project, removeProjects } from "./command";
import { command } from "./installed";

const script = fileURLToPath(new URL("../../../scripts/action.mjs", import.meta.url));
afterAll(removeProjects);

const RIGHT = "$x = 2$, $y = x^2 = 4$\n";
const WRONG = "Some words, 100 %.\n\n$x = 2$, $y = x^2 = 5$\n";
const CODE = "def f(x):\n    return x * x\n\ndef f_backward(dout, x):\n    dx = x * dout\n    return dx\n";

function git(project: Project, ...args: string[]): string {
  const own = ["-c", "user.name=a", "-c", "user.email=a@example.org", ...args];
  return execFileSync("git", own, { cwd: project.folder, encoding: "utf8" }).trim();
}

function run(project: Project, env: Readonly<Record<string, string>>) {
  return spawnSync(process.execPath, [script], {
    cwd: project.folder,
    encoding: "utf8",
    env: { ...process.env, CHAINRULE_COMMAND: `${process.execPath} ${command}`, ...env },
  });
}

test("only what the pull request changes is audited; each mistake is an annotation at its place", () => {
  const project = new Project({ "old, wrong.md": WRONG, ".gitignore": "node_modules\n" });
  git(project, "init", "-q");
  git(project, "add", ".");
  git(project, "commit", "-qm", "first");
  const base = git(project, "rev-parse", "HEAD");
  project.write("a, b.md", WRONG);
  project.write("right.tex", RIGHT);
  project.write("layer.py", CODE);
  project.write("notes.txt", WRONG);
  git(project, "add", ".");
  git(project, "commit", "-qm", "second");
  const { status, stdout } = run(project, {
    CHAINRULE_BASE: base,
    CHAINRULE_BADGE: join(project.folder, "badge.json"),
    GITHUB_OUTPUT: join(project.folder, "outputs"),
  });
  expect(status).toBe(1);
  const errors = stdout.split("\n").filter((line) => line.startsWith("::error"));
  expect(errors).toEqual([
    expect.stringMatching(
      /^::error file=a%2C b\.md,line=3,col=21,endColumn=22,title=[^:]*::wrong: the value is 4, not 5/,
    ),
    expect.stringMatching(
      /^::error file=layer\.py,line=5,col=5,title=chainrule::wrong: .*it should read `dx = 2 \* \(x \* dout\)`$/,
    ),
  ]);
  expect(stdout).toContain("3 files, 3 claims: 1 right, 2 wrong, 0 not checked");
  expect(JSON.parse(readFileSync(join(project.folder, "badge.json"), "utf8"))).toEqual({
    schemaVersion: 1,
    label: "equations",
    message: "1 of 3 hold",
    color: "red",
  });
  expect(readFileSync(join(project.folder, "outputs"), "utf8")).toBe("claims=3\nright=1\nwrong=2\n");
});

test("what is right passes; a path that there is not is refused", () => {
  const project = new Project({ "right.md": RIGHT });
  expect(run(project, { CHAINRULE_PATHS: "right.md" }).status).toBe(0);
  const missing = run(project, { CHAINRULE_PATHS: "wrong.md" });
  expect([missing.status, missing.stdout]).toEqual([2, "::error::paths: no such file: wrong.md\n"]);
});
