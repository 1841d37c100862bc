/** A network to begin with, what may be asked of it, and a document that is written again as often as it is saved. */
import { once } from "node:events";
import { afterAll, describe, expect, test } from "vitest";
import { Project, removeProjects } from "./command";

afterAll(removeProjects);

describe("a new network", () => {
  test.each(["scalar", "matrix", "layers"])(
    "%s derives as it stands, and its document holds",
    async (kind) => {
      const project = new Project();
      expect(await project.call("new", "network.ts", "--kind", kind)).toMatchObject({ code: 0, stderr: "" });
      const { code, stdout } = await project.call("derive", "network.ts", "--format", "markdown", "--audit");
      expect(stdout).toMatch(/audit: (\d+) of \1 claims hold/);
      expect(code).toBe(0);
    },
  );

  test("nothing is overwritten, and a file that could not be derived is refused", async () => {
    const project = new Project({ "network.ts": "export {};\n" });
    expect(await project.call("new", "network.ts")).toMatchObject({ code: 2 });
    expect(project.read("network.ts")).toBe("export {};\n");
    expect((await project.call("new", "network.txt")).stderr).toContain("expected the name of a module");
    expect((await project.call("new", "other.ts", "--kind", "matrx")).stderr).toContain("nearest: matrix");
  });
});

test("--list has the quantities that may be named, and writes nothing", async () => {
  const project = new Project();
  await project.call("new", "network.ts");
  const { code, stdout } = await project.call("derive", "network.ts", "--list");
  expect(code).toBe(0);
  expect(stdout).toMatch(/^ {2}\* +w_1 +symbol +=? 0\.4$/m);
  expect(stdout).toMatch(/^ +x_1 +symbol +=? 0\.5$/m);
  expect(stdout).toMatch(/^ +net +definition +=? 0\.09$/m);
  expect(stdout).toMatch(/^ +E +loss +=? 0\.409057$/m);
  expect(project.list(".")).toEqual(["network.ts", "node_modules"]);
});

test("of two losses one is asked for", async () => {
  const project = new Project({
    "two.ts": `import { scalar } from "@chainrule/graph";
      const w = scalar("w", 2);
      export const E = w.square().named("E");
      export const F = w.mul(3).named("F");`,
  });
  expect((await project.call("derive", "two.ts")).stderr).toContain("which is the loss: E, F? (--loss E");
  expect((await project.call("derive", "two.ts", "--loss", "G")).stderr).toContain("nearest: E or F");
  expect((await project.call("train", "two.ts", "--loss", "E", "--steps", "1", "--rate", "0.25")).code).toBe(
    0,
  );
  const { code, stdout } = await project.call("derive", "two.ts", "--loss", "F", "--format", "markdown");
  expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining("dF/dw  = 3") });
});

test("--watch derives again after a save, also after a mistake, with modules read anew", async () => {
  const module = (factor: string): string => `import { scalar } from "@chainrule/graph";
    import { factor } from "./factor";
    export const loss = scalar("w", 2).mul(${factor}).named("E");`;
  const project = new Project({ "factor.ts": "export const factor = 3;", "net.ts": module("factor") });
  const child = project.start(["derive", "net.ts", "--format", "markdown", "--watch"]);
  let said = "";
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding("utf8").on("data", (text) => (said += text));
  const met = async (text: string): Promise<void> => {
    while (!said.includes(text)) await once(child.stdout as NodeJS.ReadableStream, "data");
    said = "";
  };
  try {
    await met("waiting for net.ts");
    project.write("net.ts", module("factor.nothing"));
    await met("waiting for net.ts");
    project.write("factor.ts", "export const factor = 7;");
    project.write("net.ts", module("factor"));
    while (!project.read("net.md").includes("14")) await met("waiting for net.ts");
  } finally {
    child.kill();
    await once(child, "close");
  }
  expect(project.read("net.md")).toContain("14");
}, 60_000);
