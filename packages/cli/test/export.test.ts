import { afterAll, describe, expect, test } from "vitest";
import { example, NEURON, Project, removeProjects } from "./command";

afterAll(removeProjects);

describe.concurrent("export", () => {
  test("every target, beside one another", async () => {
    const project = new Project();
    const args = ["--to", "pytorch,jax,numpy", "--to", "c,onnx", "--out", "out"];
    const { code, stdout, stderr } = await project.call("export", example("mazur.ts"), ...args);
    expect(stderr).toBe("");
    expect(code).toBe(0);
    const names = ["mazur_pytorch.py", "mazur_jax.py", "mazur_numpy.py", "mazur.c", "mazur.onnx"];
    expect(project.list("out")).toEqual([...names].sort());
    expect(stdout.trim().split("\n")).toEqual(names.map((name) => `wrote out/${name}`));
    expect(project.read("out/mazur_numpy.py")).toContain("net_h1 = w_1 * i_1 + w_2 * i_2 + b_1");
  });

  test.each<[readonly string[], string]>([
    [["--to", "torch"], '--to "torch": not known (nearest: pytorch)'],
    [["--nme", "x"], "export: no option --nme (nearest: --name"],
    [["--name", "for"], "this cannot be the name of a function"],
    [["--wrt", "q"], '--wrt: the network has no quantity "q"'],
  ])("%j is refused", async (args, message) => {
    const project = new Project({ "network.ts": NEURON });
    const { code, stderr } = await project.call("export", "network.ts", ...args);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
    expect(project.list(".").filter((name) => name.startsWith("network"))).toEqual(["network.ts"]);
  });
});
