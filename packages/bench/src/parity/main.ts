/** The bits that Node 20, 22 and 24 and Chromium, under two content security policies, compute: `npm run parity`. */
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { bundled, inChromium, POLICIES } from "../browser/chromium";
import { bench } from "../folders";
import { EXPECTED } from "./expected";
import type { EngineSaid } from "./page";
import { ulpsApart } from "./ulps";

const NODES = [20, 22, 24] as const;
/** How long an engine may take. */
const LIMIT_MS = 120_000;
const SAYS = "chainrule ";

interface Engine extends EngineSaid {
  readonly name: string;
}

/** A program run by the Node of a version: this one, or one that npm installs for the purpose. */
async function byNode(version: number, file: string): Promise<Engine> {
  const isThis = Number(process.versions.node.split(".")[0]) === version;
  const [command, words] = isThis
    ? [process.execPath, [file]]
    : ["npx", ["-y", "-p", `node@${version}`, "node", file]];
  const options = { maxBuffer: 2 ** 28, timeout: LIMIT_MS };
  const { stdout } = await promisify(execFile)(command, words, options);
  const line = stdout.split("\n").find((text) => text.startsWith(SAYS)) ?? `${SAYS}{"failed":"said nothing"}`;
  const said = JSON.parse(line.slice(SAYS.length));
  if (said.failed !== undefined) throw new Error(`Node ${version}: ${said.failed}`);
  return { name: `Node ${version}`, ...said };
}

async function engines(): Promise<Engine[]> {
  const script = await bundled(join(bench, "src/parity/page.ts"));
  const folder = mkdtempSync(join(tmpdir(), "chainrule-parity-"));
  try {
    const file = join(folder, "page.mjs");
    writeFileSync(file, script);
    const found: Engine[] = [];
    for (const version of NODES) found.push(await byNode(version, file));
    const { version, pages } = await inChromium<EngineSaid>(script, { limitMs: LIMIT_MS });
    return [...found, ...pages.map((said, k) => ({ name: `Chromium ${version}, ${POLICIES[k]}`, ...said }))];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function main(): Promise<void> {
  const all = await engines();
  const judge = all[0] as Engine; // NODES is not empty
  let differing = 0;
  for (const { name, hashes, values } of all) {
    const wrong = Object.keys(EXPECTED).filter((what) => hashes[what] !== EXPECTED[what]);
    const unknown = Object.keys(hashes).filter((what) => EXPECTED[what] === undefined);
    console.log(`${name}: ${Object.keys(hashes).length - wrong.length - unknown.length} hashes as expected`);
    for (const what of [...wrong, ...unknown]) {
      const ulps = ulpsApart(values[what] ?? [], judge.values[what] ?? []);
      console.log(`  ${what}: ${hashes[what]}, at most ${ulps} ulp from ${judge.name}`);
    }
    differing += wrong.length + unknown.length;
  }
  if (differing > 0) process.exitCode = 1;
}

main().catch((error: unknown) => {
  console.error(`parity: ${error instanceof Error ? error.message : error}`);
  process.exitCode = 1;
});
