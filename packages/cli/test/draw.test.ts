import { afterAll, describe, expect, test } from "vitest";
import { example, NEURON, Project, removeProjects } from "./command";

afterAll(removeProjects);

describe.concurrent("draw", () => {
  test("network, graph, regions and curve, in every format", async () => {
    const project = new Project();
    const what = ["--what", "network,graph", "--what", "regions,curve", "--steps", "20"];
    const { code, stdout, stderr } = await project.run(
      "draw",
      example("mazur.ts"),
      ...what,
      "--format",
      "svg,png,tikz",
      "--out",
      "out",
    );
    expect(stderr).toBe("");
    expect(code).toBe(0);
    const names = ["network", "graph", "regions", "curve"].flatMap((each) =>
      ["svg", "png", "tex"].map((ending) => `mazur-${each}.${ending}`),
    );
    expect(project.list("out")).toEqual([...names].sort());
    expect(stdout.trim().split("\n")).toEqual(names.map((name) => `wrote out/${name}`));
    expect(project.read("out/mazur-network.svg")).toContain("w_5 = 0.4, ∂ 0.08217");
    expect(project.read("out/mazur-graph.svg")).toContain("out_h1 = 0.5933");
    expect(project.read("out/mazur-network.tex")).toMatch(
      /^(\\resizebox\{440pt\}\{!\}\{%\n)?\\begin\{tikzpicture\}/,
    );
  });

  test("languages, themes and highlights go to the picture", async () => {
    const project = new Project({ "network.ts": NEURON });
    const { code } = await project.call(
      "draw",
      "network.ts",
      "--highlight",
      "w",
      "--language",
      "zh-Hans",
      "--theme",
      "dark",
      "--title",
      "一个 <单元>",
    );
    expect(code).toBe(0);
    const svg = project.read("network-network.svg");
    expect(svg).toContain("w 的反向路径");
    expect(svg).toContain("一个 &lt;单元&gt;");
    expect(svg).not.toContain("prefers-color-scheme");
  });

  test.each<[readonly string[], string]>([
    [["--what", "grph"], '--what "grph": not known (nearest: graph)'],
    [["--format", "pgn"], '--format "pgn": not known (expected svg, png, tikz)'],
    [["--tite", "x"], "draw: no option --tite (nearest: --title"],
    [["--highlight", "ww"], "the network has no such quantity, got ww. The nearest is w"],
    [["--what", "curve", "--rate", "0"], "--rate 0: not a learning rate"],
    [["--what", "regions"], "regions are drawn over two inputs"],
  ])("refuses %j", async (args, message) => {
    const project = new Project({ "network.ts": NEURON });
    const { code, stdout, stderr } = await project.call("draw", "network.ts", "--out", "out", ...args);
    expect(stderr).toContain(message);
    expect(stdout).toBe("");
    expect(code).toBe(2);
  });

  test("overwrites by force only", async () => {
    const project = new Project({ "network.ts": NEURON, "network-network.svg": "mine" });
    const refused = await project.call("draw", "network.ts");
    expect(refused.code).toBe(2);
    expect(project.read("network-network.svg")).toBe("mine");
    expect((await project.call("draw", "network.ts", "--force")).code).toBe(0);
    expect(project.read("network-network.svg")).toMatch(/^<svg /);
  });
});

describe.concurrent("train", () => {
  // the losses of the worked network after 1, 10, 100 and 1000 simultaneous updates
  test.each([
    [10, 0.220918592053904],
    [100, 0.0200468282494252],
    [1000, 0.00111434945373374],
  ])("%i updates of the worked network", async (steps, loss) => {
    const { code, stdout, stderr } = await new Project().run(
      "train",
      example("mazur.ts"),
      "--steps",
      String(steps),
    );
    expect(stderr).toBe("");
    expect(code).toBe(0);
    const [, from, to] = /^E_total = (\S+) -> (\S+) after/.exec(stdout) ?? [];
    expect(Number(from)).toBeCloseTo(0.2983711087600027, 14);
    expect(Number(to)).toBeCloseTo(loss, 14);
    expect(stdout).toContain(`after ${steps} updates`);
  });

  test("--plot where the output is no terminal: a line for each record", async () => {
    const { stdout } = await new Project().run("train", example("mazur.ts"), "--steps", "3", "--plot");
    expect(stdout).not.toContain("\u001b");
    const steps = [...stdout.matchAll(/^step (\d+) loss (\S+)$/gm)].map(([, step, loss]) => [
      Number(step),
      Number(loss),
    ]);
    expect(steps.map(([step]) => step)).toEqual([0, 1, 2, 3]);
    expect(steps[1]?.[1]).toBeCloseTo(0.291027773693599, 14);
  });

  test("asks for a rate, and for steps that are whole", async () => {
    const project = new Project({ "network.ts": NEURON.replace(/,?\s*rate: [\d.]+/, "") });
    expect((await project.call("train", "network.ts")).stderr).toContain("which learning rate?");
    expect((await project.call("train", "network.ts", "--steps", "1.5")).stderr).toContain(
      "--steps 1.5: expected a whole number",
    );
  });
});
