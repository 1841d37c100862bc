// What would be published: builds and packs every package into out/packages, and says what is in it. Nothing is sent anywhere.
//   node scripts/pack.mjs            packs; fails where a package lacks what a registry shows, or ships what no user needs
//   node scripts/pack.mjs --built    packs what was built last
//   node scripts/pack.mjs --write    first writes homepage, repository and bugs of the root's package.json into every package's
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, join, relative } from "node:path";
import { manifest, packages, root, run } from "./packages.mjs";

const out = join(root, "out", "packages");
const { bugs, homepage, packageManager, repository } = manifest(root);

/** What a package's manifest says of where it comes from: the root's, with the package's folder. */
function origin(/** @type {string} */ folder) {
  const directory = relative(root, folder).replaceAll("\\", "/");
  return { homepage, repository: { ...repository, directory }, bugs };
}

/** The manifest with its origin, behind the licence. */
function withOrigin(/** @type {string} */ folder) {
  const { bugs: _, homepage: __, repository: ___, ...rest } = manifest(folder);
  const entries = Object.entries(rest).flatMap((entry) =>
    entry[0] === "license" ? [entry, ...Object.entries(origin(folder))] : [entry],
  );
  return `${JSON.stringify(Object.fromEntries(entries), null, 2)}\n`;
}

/** What is wrong with a manifest. */
function lacks(/** @type {string} */ folder) {
  const own = manifest(folder);
  const expected = origin(folder);
  const differing = Object.entries(expected).filter(
    ([key, value]) => JSON.stringify(own[key]) !== JSON.stringify(value),
  );
  const missing = ["description", "keywords", "license", "engines", "files", "version"].filter(
    (key) => !(key in own),
  );
  return [
    ...differing.map(([key]) => `${own.name}: ${key} is not the root's; run npm run pack -- --write`),
    ...missing.map((key) => `${own.name}: no ${key}`),
  ];
}

/** What should not be in a package, or is missing there. */
function oddFiles(/** @type {string} */ name, /** @type {string[]} */ files) {
  const needed = ["package.json", "README.md", "LICENSE"].filter((file) => !files.includes(file));
  const surplus = files.filter((file) => /\.test\.|(?:^|\/)test\/|node_modules|\.tsbuildinfo$/.test(file));
  return [
    ...needed.map((file) => `${name}: ${file} is missing`),
    ...surplus.map((file) => `${name}: ${file} is of no use to others`),
  ];
}

/** A package that has its sources has them once: not in source maps too. */
function doubled(/** @type {string} */ folder) {
  if (!manifest(folder).files.includes("src")) return [];
  const dist = join(folder, "dist");
  return readdirSync(dist, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".map"))
    .filter((file) => (JSON.parse(readFileSync(join(dist, file), "utf8")).sourcesContent ?? []).some(Boolean))
    .map((file) => `${basename(folder)}: dist/${file} has the sources inside`);
}

async function pack(/** @type {string} */ folder) {
  const output = await run(folder, [
    "npx",
    "-y",
    packageManager,
    "pack",
    "--json",
    "--pack-destination",
    out,
  ]);
  const { filename, files } = JSON.parse(output.slice(output.indexOf("{"), output.lastIndexOf("}") + 1));
  return { filename, files: files.map((/** @type {{ path: string }} */ { path }) => path) };
}

if (process.argv.includes("--write")) {
  for (const { folder } of packages) writeFileSync(join(folder, "package.json"), withOrigin(folder));
}
const problems = packages.flatMap(({ folder }) => lacks(folder));
rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
try {
  if (!process.argv.includes("--built"))
    console.log((await run(root, ["node", join("scripts", "build.mjs")])).trim());
  for (const { folder, manifest: own } of packages) {
    const { filename, files } = await pack(folder);
    problems.push(...oddFiles(own.name, files), ...doubled(folder));
    const size = Math.round(statSync(filename).size / 1000);
    console.log(
      `${own.name} ${own.version}: ${size} kB packed, ${files.length} files, ${relative(root, filename)}`,
    );
  }
  if (problems.length > 0) throw new Error(problems.join("\n"));
  if (repository.url.includes("OWNER"))
    console.log("The repository is a placeholder: set it in package.json, then npm run pack -- --write");
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
