import { afterAll, describe, expect, test } from "vitest";
import { NEURON, Project, removeProjects } from "./command";

afterAll(removeProjects);

const COMMONJS = `const { scalar } = require("@chainrule/graph");
const w = scalar("w", 0.5);
exports.E = w.mul(2).sigmoid().named("out").sub(1).square().named("E");
`;
const MODULE = '{ "type": "module" }';
const VALUE = "E = 0.0723294881285132";

describe.concurrent("modules a user may have", () => {
  const neuron = NEURON.replace(".add(b)", "")
    .replace(/^const b.*\n/m, "")
    .replace("[w, b]", "[w]");
  test.each<[string, string, string, string | undefined]>([
    ["TypeScript, no package.json", "network.ts", neuron, undefined],
    ["TypeScript in a CommonJS package", "network.ts", neuron, "{}"],
    ["TypeScript in an ESM package", "network.ts", neuron, MODULE],
    [".mts in a CommonJS package", "network.mts", neuron, "{}"],
    [".cts in an ESM package", "network.cts", COMMONJS, MODULE],
    [".js in an ESM package", "network.js", neuron, MODULE],
    [".js with require in a CommonJS package", "network.js", COMMONJS, "{}"],
    [".mjs", "network.mjs", neuron, "{}"],
    [".cjs in an ESM package", "network.cjs", COMMONJS, MODULE],
    ["module.exports = a node", "network.cjs", COMMONJS.replace("exports.E", "module.exports"), undefined],
    ["spaces and signs in the name", "my net #1 (β).ts", neuron, MODULE],
  ])("%s", async (_, file, text, manifest) => {
    const project = new Project({ [file]: text, ...(manifest && { "package.json": manifest }) });
    const { code, stdout, stderr } = await project.run(
      "derive",
      file,
      "--out",
      "out",
      "--format",
      "markdown",
    );
    expect(stderr).toBe("");
    expect(stdout).toContain(VALUE);
    expect(code).toBe(0);
    expect(project.list("out")).toEqual([file.replace(/\.\w+$/, ".md")]);
  });

  const start = neuron.slice(0, neuron.indexOf("export"));
  test.each<[string, string]>([
    ["export const loss", `${start}export const loss = E;`],
    ["one named scalar beside others", `${start}export const E_total = E; export { w }; export const n = 1;`],
    ["export default network", `${start}export default { loss: E, parameters: [w] };`],
    ["export default node", `${start}export default E;`],
    [
      "network of layers, loss beside it",
      `${start}export const network = { parameters: [w] }; export const loss = E;`,
    ],
  ])("%s, ESM and CommonJS", async (_, text) => {
    for (const manifest of ["{}", MODULE]) {
      const project = new Project({ "network.ts": text, "package.json": manifest });
      const { stdout, stderr } = await project.call(
        "derive",
        "network.ts",
        "--wrt",
        "w",
        "--format",
        "markdown",
      );
      expect(stderr).toBe("");
      expect(stdout).toMatch(/= 0\.0723294881285132\d*\n {2}dE\w*\/dw/);
    }
  });

  test("a module that leaves a timer running does not keep the command alive", async () => {
    const project = new Project({ "network.ts": `${NEURON}setInterval(() => {}, 1000);\n` });
    const { code, stdout } = await project.run("derive", "network.ts", "--format", "markdown");
    expect(code).toBe(0);
    expect(stdout).toContain("wrote network.md");
  });

  test("a module that imports another one", async () => {
    const project = new Project({
      "network.ts": 'export { network } from "./parts/neuron";',
      "parts/neuron.ts": NEURON,
    });
    const { code, stdout } = await project.run("derive", "network.ts", "--format", "markdown");
    expect(code).toBe(0);
    expect(stdout).toContain("dE/dw");
  });
});
