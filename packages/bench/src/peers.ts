import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { bench, peers } from "./folders";

/**
 * Installs the peers if they are missing or out of date. They are a workspace of their own: 272 packages of 264 MB, half of it
 * Node 24, would otherwise be part of everybody's `npm test`.
 * @throws Error if the installation failed
 */
export function installPeers(): void {
  const read = (path: string): string | undefined =>
    existsSync(path) ? readFileSync(path, "utf8") : undefined;
  const installed = read(join(peers, "node_modules/.pnpm/lock.yaml"));
  if (installed !== undefined && installed === read(join(peers, "pnpm-lock.yaml"))) return;
  const { packageManager } = JSON.parse(readFileSync(join(bench, "../../package.json"), "utf8"));
  console.error(`bench: installing the peers with ${packageManager}`);
  const command = `npx -y ${packageManager} install --frozen-lockfile --ignore-scripts --reporter=silent`;
  const { status } = spawnSync(command, { cwd: peers, shell: true, stdio: ["ignore", "inherit", "inherit"] });
  if (status !== 0) throw new Error("the peers were not installed");
}

/** A Node that is new enough for every peer: this one, or the one installed with the peers; undefined if there is none. */
export function newerNode(): string | undefined {
  if (Number(process.versions.node.split(".")[0]) >= 24) return process.execPath;
  const installed = join(peers, "node_modules/node24-linux-x64/bin/node");
  return existsSync(installed) ? installed : undefined;
}

/** Which of the Python modules are missing; all of them if there is no Python. */
export function missingModules(modules: readonly string[]): string[] {
  return modules.filter((name) => spawnSync("python3", ["-c", `import ${name}`]).status !== 0);
}
