// What action.yml runs in a checkout: audits files with the command, prints annotations, writes a badge, and fails where
// something is wrong. Without dependencies: the command is what npx brings.
import { execFileSync, spawnSync } from "node:child_process";
import { appendFileSync, existsSync, statSync, writeFileSync } from "node:fs";
import { extname } from "node:path";

const {
  CHAINRULE_ALLOW_UNCHECKED: allow = "true",
  CHAINRULE_BADGE: badge = "",
  CHAINRULE_BASE: base = "",
  CHAINRULE_COMMAND: command = "",
  CHAINRULE_LANGUAGE: language = "",
  CHAINRULE_PATHS: paths = "",
  CHAINRULE_VERSION: version = "0.1.0",
  GITHUB_OUTPUT: output = "",
} = process.env;

const DOCUMENTS = [".md", ".markdown", ".tex"];
const CODE = [".py"];
const ENDINGS = [...DOCUMENTS, ...CODE];

/** The files of a listing by git, whose names end in zeros. */
function listed(/** @type {string[]} */ args) {
  const text = execFileSync("git", [...args, "-z"], { encoding: "utf8", maxBuffer: 1e8 });
  return text.split("\0").filter((path) => path !== "");
}

/** The files to audit: those that were asked for, else those that the pull request changes, else all. */
function filesToAudit() {
  const asked = paths.split(/\s+/).filter((path) => path !== "");
  const missing = asked.find((path) => !existsSync(path));
  if (missing !== undefined) throw new Error(`paths: no such file: ${missing}`);
  const found =
    asked.length > 0
      ? asked.flatMap((path) => (statSync(path).isDirectory() ? listed(["ls-files", "--", path]) : [path]))
      : base === ""
        ? listed(["ls-files"])
        : listed(["diff", "--name-only", "--diff-filter=d", `${base}...HEAD`]);
  return [...new Set(found)].filter(
    (path) => ENDINGS.includes(extname(path).toLowerCase()) && existsSync(path),
  );
}

/** Runs `chainrule audit` on a file. */
function audited(/** @type {string} */ path, /** @type {string} */ format) {
  const own =
    command === "" ? ["npx", "-y", `--package=@chainrule/cli@${version}`, "chainrule"] : command.split(" ");
  const [program = "npx", ...first] = own;
  const flags = ["--format", format, ...(language === "" ? [] : ["--lang", language])];
  // a name that begins with a dash is no option
  const file = path.startsWith("-") ? `./${path}` : path;
  const { status, stderr, stdout } = spawnSync(program, [...first, "audit", file, ...flags], {
    encoding: "utf8",
    maxBuffer: 1e8,
  });
  return { status: status ?? 70, stdout, stderr };
}

/** As the runner reads properties and messages. */
const message = (/** @type {string} */ text) =>
  text.replace(/%/g, "%25").replace(/\r/g, "%0D").replace(/\n/g, "%0A");
const property = (/** @type {string} */ text) => message(text).replace(/:/g, "%3A").replace(/,/g, "%2C");

const total = { claims: 0, right: 0, wrong: 0, unchecked: 0, unreadable: 0 };

/** Adds what a file comes to. */
function add(/** @type {{ claims: number, right: number, wrong: number, unchecked: number }} */ summary) {
  for (const name of /** @type {const} */ (["claims", "right", "wrong", "unchecked"]))
    total[name] += summary[name];
}

/** A file that the command could not read: said, and counted. */
function unreadable(/** @type {string} */ path, /** @type {string} */ said) {
  total.unreadable++;
  console.log(`::error file=${property(path)}::${message(said.trim() || "could not be audited")}`);
}

function document(/** @type {string} */ path) {
  const { stderr, stdout } = audited(path, "json");
  if (stdout === "") return unreadable(path, stderr);
  const { summary } = JSON.parse(stdout);
  add(summary);
  if (summary.claims > 0) process.stdout.write(audited(path, "github").stdout);
}

function code(/** @type {string} */ path) {
  const { stderr, stdout } = audited(path, "json");
  if (stdout === "") return unreadable(path, stderr);
  /** @type {{ lines: { line: number, column: number, verdict: string, because: string }[] }} */
  const { lines } = JSON.parse(stdout);
  const claims = lines.filter(({ verdict }) => verdict !== "definition");
  const count = (/** @type {string[]} */ ...verdicts) =>
    claims.filter(({ verdict }) => verdicts.includes(verdict)).length;
  add({
    claims: claims.length,
    right: count("proved", "numerically equal"),
    wrong: count("wrong", "inherits"),
    unchecked: count("not checked"),
  });
  for (const { because, column, line, verdict } of claims) {
    if (verdict === "proved" || verdict === "numerically equal") continue;
    const level = verdict === "not checked" ? "warning" : "error";
    const at = `file=${property(path)},line=${line},col=${column},title=chainrule`;
    console.log(`::${level} ${at}::${message(`${verdict}: ${because}`)}`);
  }
}

try {
  const files = filesToAudit();
  for (const path of files) (CODE.includes(extname(path).toLowerCase()) ? code : document)(path);
  const { claims, right, unchecked, unreadable: unread, wrong } = total;
  console.log(
    `${files.length} files, ${claims} claims: ${right} right, ${wrong} wrong, ${unchecked} not checked; ${unread} files not readable`,
  );
  if (badge !== "") {
    const color = wrong > 0 ? "red" : claims > 0 && right === claims ? "brightgreen" : "lightgrey";
    const shown = { schemaVersion: 1, label: "equations", message: `${right} of ${claims} hold`, color };
    writeFileSync(badge, `${JSON.stringify(shown)}\n`);
  }
  if (output !== "") appendFileSync(output, `claims=${claims}\nright=${right}\nwrong=${wrong}\n`);
  const isOpen = unchecked > 0 && allow !== "true";
  process.exitCode = wrong > 0 || unread > 0 || isOpen ? 1 : 0;
} catch (error) {
  console.log(`::error::${message(error instanceof Error ? error.message : String(error))}`);
  process.exitCode = 2;
}
