// Builds and packs every package, checks the tarballs, installs them with plain npm in an empty project,
// and there imports and requires each entry, renders documents and runs the command, as a user would.
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { manifest, packages, root, run } from "./packages.mjs";

/** What a package of the library lets a user import: "@chainrule/graph", "@chainrule/graph/mathjs". */
function entries(/** @type {{ name: string, exports: object }} */ { name, exports }) {
  const paths = Object.keys(exports).filter((path) => !path.endsWith(".json"));
  return paths.map((path) => name + path.slice(1));
}

/** Packs one package into the target folder and checks the tarball; its file name. */
async function pack(/** @type {string} */ folder, /** @type {string} */ target) {
  const { packageManager } = manifest(root);
  const output = await run(folder, [
    "npx",
    "-y",
    packageManager,
    "pack",
    "--json",
    "--pack-destination",
    target,
  ]);
  const { filename } = JSON.parse(output.slice(output.indexOf("{"), output.lastIndexOf("}") + 1));
  await run(root, ["publint", "--strict", filename]);
  if (entries(manifest(folder)).length > 0) await run(root, ["attw", "--profile", "node16", filename]);
  return filename;
}

/** The rest of a program whose `modules` maps each entry to what it exports: it counts, builds, derives and renders. */
const report = `
const isFunction = (value) => typeof value === "function";
const counts = Object.entries(modules).map(([name, m]) => [name, Object.values(m).filter(isFunction).length]);
const { Node, scalar } = modules["@chainrule/graph"];
const { expression } = modules["@chainrule/graph/mathjs"];
const { neuron, squaredError } = modules["@chainrule/nn"];
const { derive } = modules["@chainrule/derive"];
const { renderDocument } = modules["@chainrule/latex"];
const unit = neuron([scalar("x", 1)], { weights: [0.5], bias: 0.1 });
const derivation = derive(squaredError([unit.output], [1]), { wrt: unit.parameters, rate: 0.1 });
const sizes = ["html", "latex", "markdown"].map((format) => {
  const text = renderDocument(derivation, { format, title: "One neuron" });
  if (!text.includes("One neuron")) throw new Error(format + ": no title");
  if (format === "html" && !text.includes("font/woff2;base64,")) throw new Error("html: no font");
  return format + " " + text.length;
});
const classes = expression("x", { x: scalar("x", 1) }) instanceof Node;
console.log(JSON.stringify({ counts: Object.fromEntries(counts), classes, sizes }));
`;

/** A program in ESM or CJS that loads every entry. */
function program(/** @type {"mjs" | "cjs"} */ kind, /** @type {string[]} */ names) {
  const load = kind === "mjs" ? "await import" : "require";
  const rows = names.map((name) => `  "${name}": ${load}("${name}"),`);
  return `const modules = {\n${rows.join("\n")}\n};\n${report}`;
}

/** Loads every entry in the project and renders a document; what is wrong. */
async function smoke(/** @type {string} */ project, /** @type {"mjs" | "cjs"} */ kind) {
  const libraries = packages.filter((one) => entries(one.manifest).length > 0);
  const names = libraries.flatMap((one) => entries(one.manifest));
  writeFileSync(join(project, `smoke.${kind}`), program(kind, names));
  const { counts, classes, sizes } = JSON.parse(await run(project, ["node", `smoke.${kind}`]));
  console.log(`${kind}: ${names.map((name) => `${name} ${counts[name]} functions`).join(", ")}`);
  console.log(`${kind}: rendered ${sizes.join(", ")} characters`);
  return [
    ...names.filter((name) => counts[name] === 0).map((name) => `${kind}: ${name} exports no function`),
    ...(classes ? [] : [`${kind}: @chainrule/graph and @chainrule/graph/mathjs have two Node classes`]),
  ];
}

/** Runs the command on the worked example, as ESM and as CommonJS: what a user does first. */
async function derivations(/** @type {string} */ project) {
  const bin = join("node_modules", ".bin", "chainrule");
  /** @type {string[]} */
  const problems = [];
  for (const type of ["module", "commonjs"]) {
    const folder = join(project, type);
    mkdirSync(folder);
    writeFileSync(join(folder, "package.json"), JSON.stringify({ type }));
    copyFileSync(join(root, "examples", "mazur.ts"), join(folder, "network.ts"));
    const start = performance.now();
    const said = await run(project, [bin, "derive", `${type}/network.ts`, "--out", type]);
    console.log(`bin: chainrule derive, ${type}, ${Math.round(performance.now() - start)} ms`);
    if (!said.includes("E_total = 0.298371108760002")) problems.push(`chainrule derive, ${type}: ${said}`);
    for (const ending of ["html", "tex", "md"])
      if (!existsSync(join(folder, `network.${ending}`))) problems.push(`${type}: no network.${ending}`);
  }
  return problems;
}

/** Starts every command; it must not fail. */
async function startCommands(/** @type {string} */ project) {
  for (const name of packages.flatMap((one) => Object.keys(one.manifest.bin ?? {}))) {
    const start = performance.now();
    await run(project, [join("node_modules", ".bin", name), "--help"]);
    console.log(`bin: ${name} --help, ${Math.round(performance.now() - start)} ms`);
  }
}

const project = mkdtempSync(join(tmpdir(), "chainrule-packages-"));
try {
  console.log((await run(root, ["node", join("scripts", "build.mjs")])).trim());
  const tarballs = await Promise.all(packages.map(({ folder }) => pack(folder, project)));
  console.log(`packed ${tarballs.length} packages; publint and attw found nothing`);

  // The optional peer is installed too, as by a user who reads formulas from text.
  const { devDependencies, peerDependencies } = manifest(join(root, "packages", "graph"));
  const peers = Object.entries(peerDependencies ?? {}).filter(([name]) => name in (devDependencies ?? {}));
  writeFileSync(
    join(project, "package.json"),
    JSON.stringify({ private: true, dependencies: Object.fromEntries(peers) }),
  );
  await run(project, ["npm", "install", "--prefer-offline", "--no-audit", "--no-fund", ...tarballs]);

  const problems = [...(await smoke(project, "mjs")), ...(await smoke(project, "cjs"))];
  await startCommands(project);
  problems.push(...(await derivations(project)));
  if (problems.length > 0) throw new Error(problems.join("\n"));
  console.log("packages: no problem found");
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  rmSync(project, { recursive: true, force: true });
}
