import { afterAll, describe, expect, test } from "vitest";
import { sampled } from "../../../test/campaign";
import { ended, NEURON, Project, removeProjects } from "./command";

afterAll(removeProjects);

/** Three tanh layers over scalars: thousands of definitions, seconds of work. */
const LARGE = `import { glorot, mlp, squaredError } from "@chainrule/nn";
const inputs = Array.from({ length: 60 }, (_, k) => k / 60);
const { outputs, parameters } = mlp(inputs, [60, 60, 60, 10], { weights: glorot(1), bias: 0.1, activation: "tanh" });
export const loss = squaredError(outputs, outputs.map(() => 0.5));
export { parameters };
`;

const until = async (what: string, holds: () => boolean): Promise<void> => {
  for (let k = 0; k < 1500; k++) {
    if (holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`waited 15 s for ${what}`);
};

describe.concurrent("interruption", () => {
  test("long work says on stderr what it is doing, while it does it; Ctrl-C ends it and changes no file", async () => {
    const project = new Project({ "network.ts": LARGE, "out/network.md": "old" });
    const started = performance.now();
    const child = project.start(["derive", "network.ts", "--out", "out", "--force"]);
    const outcome = ended(child);
    let said = "";
    child.stderr?.on("data", (text: string) => {
      said += text;
    });
    await until("the line", () => said.includes("chainrule: deriving ...\n"));
    expect(performance.now() - started).toBeGreaterThan(1000);
    expect(child.exitCode).toBeNull();
    child.kill("SIGINT");
    const { code, signal, stdout, stderr } = await outcome;
    // a shell shows 130 for both
    expect(signal === "SIGINT" || code === 130).toBe(true);
    expect(stdout).toBe("");
    expect(stderr).toBe("");
    expect(project.list("out")).toEqual(["network.md"]);
    expect(project.read("out/network.md")).toBe("old");
  });

  test("killed at many moments: every file is old or new, and whole", async () => {
    const project = new Project({ "network.ts": NEURON });
    const args = ["derive", "network.ts", "--out", "out", "--force", "--format", "markdown,latex"];
    await project.run(...args);
    const whole = [project.read("out/network.md"), project.read("out/network.tex")];
    const old = ["old markdown", "old latex"];
    for (const signal of ["SIGINT", "SIGTERM"] as const) {
      for (let k = 0; k < sampled(3, 1); k++) {
        project.write("out/network.md", "old markdown");
        project.write("out/network.tex", "old latex");
        const child = project.start(args);
        const outcome = ended(child);
        setTimeout(() => child.kill(signal), 400 + 150 * k);
        const { stderr } = await outcome;
        expect(stderr).toBe("");
        const found = [project.read("out/network.md"), project.read("out/network.tex")];
        expect([whole, old]).toContainEqual(found);
        expect(project.list("out")).toEqual(["network.md", "network.tex"]);
      }
    }
  });

  test("a closed pipe is no error", async () => {
    const project = new Project({ "network.ts": NEURON });
    for (const args of [["--help"], ["derive", "network.ts", "--format", "markdown"]]) {
      const child = project.start(args);
      child.stdout?.destroy();
      const { code, stderr } = await ended(child);
      expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    }
    expect(project.list(".")).toContain("network.md");
  });

  test("nobody reads stderr: the exit code still tells", async () => {
    const child = new Project().start(["derive", "missing.ts"]);
    child.stderr?.destroy();
    expect((await ended(child)).code).toBe(2);
  });

  test("work below a second is silent", async () => {
    const project = new Project({ "network.ts": NEURON });
    const { code, progress, milliseconds } = await project.run("derive", "network.ts", "--format", "html");
    expect(code).toBe(0);
    expect(progress === "" || milliseconds > 1000).toBe(true);
  });
});
