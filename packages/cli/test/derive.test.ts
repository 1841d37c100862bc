import { afterAll, describe, expect, test } from "vitest";
import { example, NEURON, Project, removeProjects } from "./command";

afterAll(removeProjects);

/** The numbers after a label in the summary, as in `dE/dw = 0.5  w: 1 -> 2`. */
function numbersAfter(label: string, summary: string): number[] {
  const line = summary.split("\n").find((each) => each.trim().startsWith(`${label} `)) ?? "";
  return (line.slice(line.indexOf("=")).match(/-?\d+\.?\d*(e[+-]?\d+)?(?![\w^])/g) ?? []).map(Number);
}

describe.concurrent("derive on the worked network", () => {
  // dE/dw_5, dE/dw_1 and the new weights as the published article has them, in more digits
  test.each(["mazur.ts", "mazur-mlp.ts"])("%s: values in the summary, three documents", async (file) => {
    const project = new Project();
    const { code, stdout, stderr } = await project.run("derive", example(file), "--out", "out");
    expect(stderr).toBe("");
    expect(code).toBe(0);
    const name = file.replace(".ts", "");
    expect(project.list("out")).toEqual([`${name}.html`, `${name}.md`, `${name}.tex`]);
    expect(Math.abs((numbersAfter("E_total", stdout)[0] ?? 0) - 0.2983711087600027)).toBeLessThan(1e-12);
    const [gradient, , old, next] = numbersAfter("dE_total/dw_5", stdout);
    expect(gradient).toBeCloseTo(0.0821670405642308, 13);
    expect(old ?? next).toBeDefined();
    expect(stdout).toMatch(/w_5: 0\.4 -> 0\.35891647971788/);
    expect(stdout).toMatch(/dE_total\/dw_1\s+= 0\.00043856773447434/);
    expect(stdout).toMatch(/w_1: 0\.15 -> 0\.1497807161327628/);
    for (const ending of ["html", "tex", "md"]) expect(stdout).toContain(`wrote out/${name}.${ending}`);
  });

  test("the documents hold the derivation", async () => {
    const project = new Project();
    await project.call("derive", example("mazur.ts"), "--out", "out", "--wrt", "w5,w_1");
    const html = project.read("out/mazur.html");
    expect(html).toMatch(/^<!doctype html>/);
    expect(html).toContain("Backpropagation through a 2-2-2 sigmoid network");
    expect(project.read("out/mazur.tex")).toContain("\\begin{document}");
    const markdown = project.read("out/mazur.md");
    expect(markdown).toContain("\\frac{\\partial E_{\\mathrm{total}}}{\\partial w_{5}}");
    expect(markdown).toContain("0.0821670");
    expect(markdown).not.toContain("\\frac{\\partial E_{\\mathrm{total}}}{\\partial w_{6}}");
  });
});

describe.concurrent("a separation of points", () => {
  test("the unit or the contradiction in the summary, three documents", async () => {
    const project = new Project();
    const and = await project.run("derive", example("and-gate.ts"), "--out", "out");
    expect({ code: and.code, stderr: and.stderr }).toEqual({ code: 0, stderr: "" });
    expect(and.stdout).toContain("right about all 4 points:\n  W_1 = 1\n  W_2 = 1\n  theta = 1.5\n");
    const xor = await project.call("derive", example("xor-impossible.ts"), "--out", "out");
    expect(xor.stdout).toContain(
      "no threshold unit is right about all 4 points: 4 of their conditions contradict",
    );
    expect(project.list("out")).toHaveLength(6);
    expect(project.read("out/xor-impossible.tex")).toContain("2 \\theta");
  });

  test("options about gradients are refused", async () => {
    const project = new Project();
    const { code, stderr, stdout } = await project.call("derive", example("and-gate.ts"), "--wrt", "W_1");
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain("--form, --rate and --wrt are for networks");
    expect(project.list(".")).not.toContain("and-gate.html");
  });
});

test("a value that is not finite: the document says where, and the exit code is 2", async () => {
  const source = [
    'import { scalar } from "@chainrule/graph";',
    'export const w = scalar("w", -2);',
    'export const loss = w.mul(1).named("z").log().named("u").square().named("L");',
    "export const parameters = [w];",
  ].join("\n");
  const project = new Project({ "network.ts": source });
  const { code, stdout } = await project.call("derive", "network.ts", "--out", "out", "--format", "markdown");
  expect(code).toBe(2);
  expect(stdout).toContain("u is not finite: u: ln x needs x > 0, got -2. The document has no numbers");
  expect(project.read("out/network.md")).toContain("$u$ is not a finite number");
  expect(project.read("out/network.md")).not.toMatch(/NaN|significant digits/);
});

describe.concurrent("options", () => {
  const run = async (...args: readonly string[]) => {
    const project = new Project({ "network.ts": NEURON });
    const outcome = await project.call("derive", "network.ts", "--out", "out", ...args);
    expect(outcome.stderr).toBe("");
    expect(outcome.code).toBe(0);
    return { project, ...outcome };
  };

  test("--format: one, several, repeated, spaces", async () => {
    const { project } = await run("--format", "markdown, latex", "--format", "latex");
    expect(project.list("out")).toEqual(["network.md", "network.tex"]);
  });

  test("--title stands in every format and is text, not markup", async () => {
    const { project } = await run("--title", "50% of <b>x_1</b> & $y$");
    expect(project.read("out/network.html")).toContain("50% of &lt;b&gt;x_1&lt;/b&gt; &amp; $y$");
    expect(project.read("out/network.tex")).toMatch(/\\title\{50\\% of .*x\\_1.* \\& \\\$y\\\$\}/);
    expect(project.read("out/network.md")).toMatch(/^# 50% of \\<b\\>x\\_1/);
  });

  test("the title the module exports, and the default one", async () => {
    const { project } = await run("--format", "markdown");
    expect(project.read("out/network.md")).toMatch(/^# One neuron\n/);
    project.write("bare.ts", NEURON.replace(/export.*/, "export const loss = E;"));
    await project.call("derive", "bare.ts", "--out", "out", "--format", "markdown");
    expect(project.read("out/bare.md")).toMatch(/^# .*\$E\$/);
  });

  test("--no-numbers: formulas only", async () => {
    const { project, stdout } = await run("--format", "markdown", "--no-numbers");
    expect(project.read("out/network.md")).not.toMatch(/0\.\d{3}/);
    expect(stdout).toContain("E = ");
  });

  test("--digits and --number-notation", async () => {
    const { project } = await run("--format", "markdown", "--digits", "3", "--number-notation", "scientific");
    const text = project.read("out/network.md");
    expect(text).toContain("0.750"); // sigmoid(1.1) = 0.7502601055951177
    expect(text).not.toContain("0.7502");
    expect(text).toMatch(/\\cdot 10\^\{-2\}/);
  });

  test("--rate: a number, none, the one exported", async () => {
    expect((await run("--format", "markdown")).stdout).toMatch(/w: 0\.5 -> /);
    const fast = (await run("--format", "markdown", "--rate", "1e1")).stdout;
    expect(fast).toMatch(/dE\/dw\s+= -0\.187/);
    expect(fast).toMatch(/w: 0\.5 -> 2\.37/); // 0.5 + 10 * 0.1872
    const { project, stdout } = await run("--format", "markdown", "--rate", "none");
    expect(stdout).not.toContain("->");
    expect(project.read("out/network.md")).not.toContain("\\eta");
  });

  test("--wrt: definitions too, repeated, in any order, once each", async () => {
    const { stdout } = await run("--format", "markdown", "--wrt", "w", "--wrt", "net, w");
    expect(stdout.match(/dE\/d\w+/g)).toEqual(["dE/dw", "dE/dnet"]);
  });

  test.each(["chain", "delta", "factors"])("--form %s, --notation, --language", async (form) => {
    const { project, stdout } = await run(
      ...["--form", form, "--format", "markdown", "--notation", "scalar", "--language", "en"],
    );
    expect(stdout).toMatch(/dE\/dw\s+= -0\.187/);
    expect(project.list("out")).toEqual(["network.md"]);
  });

  test("a network without values: formulas, and a summary that says so", async () => {
    const project = new Project({ "network.ts": NEURON.replace('"b", 0.1', '"b"') });
    const { code, stdout, stderr } = await project.call("derive", "network.ts", "--format", "markdown");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toContain("E: derived without numbers");
    expect(project.read("network.md")).toContain("\\partial");
  });

  test("--audit, --detail, --describe", async () => {
    const project = new Project({ "network.ts": NEURON });
    const args = ["derive", "network.ts", "--format", "markdown", "--audit", "--detail", "standard"];
    const { code, stdout, stderr } = await project.call(...args, "--describe", "w=slope of the line");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const [, right, claims] = /audit: (\d+) of (\d+) claims hold\n$/.exec(stdout) ?? [];
    expect(right).toBe(claims);
    expect(Number(claims)).toBeGreaterThan(5);
    expect(project.read("network.md")).toContain("slope of the line");
  });

  test("many parameters: the summary stays short", async () => {
    const project = new Project({
      "network.ts": `import { mlp, squaredError } from "@chainrule/nn";
        const { outputs, parameters } = mlp([0.1, 0.2], [{ units: 12, activation: "sigmoid", bias: 0.1, weights: Array.from({ length: 12 }, (_, k) => [k / 9, -k / 7]) }]);
        export const loss = squaredError(outputs, outputs.map(() => 1));
        export { parameters };`,
    });
    const { stdout, stderr } = await project.call("derive", "network.ts", "--format", "markdown");
    expect(stderr).toBe("");
    expect(stdout).toMatch(/\n {2}and \d+ more\n/);
    expect(stdout.split("\n").length).toBeLessThan(30);
  });

  test("--help, -h, --version, no command", async () => {
    const project = new Project();
    for (const args of [["--help"], ["derive", "--help"], ["derive", "-h"], []]) {
      const { code, stdout, stderr } = await project.call(...args);
      expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
      expect(stdout).toContain("chainrule derive FILE");
    }
    for (const args of [
      ["draw", "--help"],
      ["help", "draw"],
    ]) {
      const { code, stdout } = await project.call(...args);
      expect(code).toBe(0);
      expect(stdout).toMatch(/^chainrule draw FILE/);
      expect(stdout).not.toContain("chainrule derive");
    }
    expect((await project.call("darw", "--help")).code).toBe(2);
    expect((await project.run("--version")).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});

describe.concurrent("tensors", () => {
  const TENSORS = `import { tensor } from "@chainrule/graph";
    const W = tensor("W", [[0.1, 0.2], [0.3, 0.4]]);
    const x = tensor("x", [1, -1]);
    export const loss = W.matmul(x).named("z").tanh().square().sum().named("E");
    export const parameters = [W];
    export const rate = 0.5;`;

  test.each(["index", "matrix"])("--notation %s", async (notation) => {
    const project = new Project({ "network.ts": TENSORS });
    const args = ["derive", "network.ts", "--format", "markdown", "--notation", notation];
    const { code, stdout, stderr } = await project.call(...args);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(/^E = 0\.0198674\d+\n {2}dE\/dW {2}= tensor \[2,2\]\n\nwrote network\.md\n$/);
  });

  test("of any size, with functions that are only symbols", async () => {
    const project = new Project();
    const { code, stdout, stderr } = await project.call(
      "derive",
      example("general-layer.ts"),
      "--out",
      "out",
    );
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toContain("E: derived without numbers");
    expect(project.list("out")).toEqual(["general-layer.html", "general-layer.md", "general-layer.tex"]);
  });
});
