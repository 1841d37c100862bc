// Runs every example from the packages' sources and compares with what is expected: an example that exports a network or a derivation
// is derived with the command, its Markdown compared, and one is drawn; others are programs, and what they print is compared, and
// their pictures, if they export any.
//   node scripts/run-examples.mjs            compares with examples/expected
//   node scripts/run-examples.mjs --write    writes what is expected; read it before you commit it
//   node scripts/run-examples.mjs --set      writes TeX and HTML as well: to out, in matrix notation to out/matrix, in Chinese to out/chinese
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, relative } from "node:path";
import { root, run } from "./packages.mjs";

/** Each example is a process of its own. */
const AT_ONCE = 8;
const isWriting = process.argv.includes("--write");
const isSetting = process.argv.includes("--set");
const expected = join(root, "examples", "expected");
const tsx = ["tsx", "--conditions=@chainrule/source"];
const chainrule = [...tsx, "packages/cli/src/main.ts"];
const command = [...chainrule, "derive"];
/** What is drawn of an example beside its document. */
const drawn = { "pictures.ts": ["network", "graph", "regions", "curve"] };

/** @param {string} file */
const isProgram = (file) =>
  !/^export (?!const pictures\b)/m.test(readFileSync(join(root, "examples", file), "utf8"));

/**
 * What a program prints, and its pictures.
 * @param {string} file
 * @param {string} folder
 */
async function ofProgram(file, folder) {
  const name = basename(file, ".ts");
  const own = join(folder, name);
  mkdirSync(own);
  const printed = await run(root, [...tsx, "scripts/run-program.ts", `examples/${file}`, own]);
  const made = new Map([[`${name}.txt`, printed]]);
  for (const each of readdirSync(own)) made.set(`${name}-${each}`, readFileSync(join(own, each), "utf8"));
  return made;
}

/**
 * The documents of an example by their file names. Pictures inside the Markdown are documents of their own, so that all can be
 * read and compared.
 * @param {string} file
 * @param {string} folder
 */
async function documents(file, folder) {
  if (isProgram(file)) return ofProgram(file, folder);
  const name = basename(file, ".ts");
  await run(root, [...command, `examples/${file}`, "--format", "markdown", "--out", folder]);
  /** @type {Map<string, string>} */
  const made = new Map();
  const markdown = readFileSync(join(folder, `${name}.md`), "utf8").replace(
    /data:image\/svg\+xml;base64,([\w+/=]+)/g,
    (_, data) => {
      const picture = made.size === 0 ? `${name}.svg` : `${name}-${made.size + 1}.svg`;
      made.set(picture, `${Buffer.from(data, "base64").toString("utf8")}\n`);
      return picture;
    },
  );
  made.set(`${name}.md`, markdown);
  for (const what of Object.entries(drawn).find(([each]) => each === file)?.[1] ?? []) {
    await run(root, [...chainrule, "draw", `examples/${file}`, "--what", what, "--out", folder]);
    made.set(`${name}-${what}.svg`, readFileSync(join(folder, `${name}-${what}.svg`), "utf8"));
  }
  return made;
}

/**
 * An example as TeX and HTML: as it asks for it, in matrix notation, and in Chinese.
 * @param {string} file
 */
async function set(file) {
  const variants = {
    out: [],
    "out/matrix": ["--notation", "matrix"],
    "out/chinese": ["--language", "zh-Hans"],
  };
  for (const [folder, options] of Object.entries(variants)) {
    const written = ["--format", "latex,html", "--force", "--out", folder];
    await run(root, [...command, `examples/${file}`, ...written, ...options]);
  }
}

/**
 * The first line where two texts differ, or undefined.
 * @param {string} wanted
 * @param {string} found
 */
function difference(wanted, found) {
  const [a, b] = [wanted.split("\n"), found.split("\n")];
  const k = a.findIndex((line, i) => line !== b[i]);
  const at = k >= 0 ? k : a.length;
  if (at === a.length && a.length === b.length) return undefined;
  return `line ${at + 1}\n  expected ${a[at] ?? "the end"}\n  got      ${b[at] ?? "the end"}`;
}

/**
 * Writes or compares one document; what is wrong.
 * @param {string} name
 * @param {string} found
 */
function settle(name, found) {
  const path = join(expected, name);
  if (isWriting) {
    writeFileSync(path, found);
    return undefined;
  }
  if (!existsSync(path)) return `${relative(root, path)}: missing (npm run examples -- --write)`;
  const differs = difference(readFileSync(path, "utf8"), found);
  return differs && `${relative(root, path)}: ${differs}`;
}

const examples = readdirSync(join(root, "examples")).filter((name) => name.endsWith(".ts"));
if (examples.length === 0) throw new Error("examples: none found");
const folder = mkdtempSync(join(tmpdir(), "chainrule-examples-"));
try {
  mkdirSync(expected, { recursive: true });
  const made = [];
  for (let k = 0; k < examples.length; k += AT_ONCE) {
    made.push(...(await Promise.all(examples.slice(k, k + AT_ONCE).map((file) => documents(file, folder)))));
  }
  for (const file of isSetting ? examples.filter((file) => !isProgram(file)) : []) await set(file);
  const all = new Map(made.flatMap((each) => [...each]));
  const stale = readdirSync(expected).filter((name) => !all.has(name));
  for (const name of isWriting ? stale : []) rmSync(join(expected, name));
  const problems = [
    ...[...all].map(([name, found]) => settle(name, found)).filter((problem) => problem !== undefined),
    ...(isWriting ? [] : stale.map((name) => `examples/expected/${name}: belongs to no example`)),
  ];
  for (const problem of problems) console.error(problem);
  console.log(
    `examples: ${examples.join(", ")}${isWriting ? " written" : `, ${problems.length} differences`}`,
  );
  if (problems.length > 0) process.exitCode = 1;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
