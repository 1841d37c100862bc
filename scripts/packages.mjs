// What the scripts need to know about the packages.
import { spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../", import.meta.url));

/** The manifest of the folder's package.json. */
export function manifest(/** @type {string} */ folder) {
  return JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
}

/** Every package that is published: its folder and its manifest. */
export const packages = readdirSync(join(root, "packages"), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => join(root, "packages", name))
  .map((folder) => ({ folder, manifest: manifest(folder) }))
  .filter((one) => one.manifest.private !== true);

const path = `${join(root, "node_modules", ".bin")}${delimiter}${process.env.PATH}`;

/**
 * Runs a command, with the workspace's own tools on the path; its output if it succeeds, an error that contains
 * the output if it fails.
 * @param {string} folder
 * @param {string[]} command words; none may contain a space, as Windows needs a shell to find npm
 * @returns {Promise<string>}
 */
export function run(folder, command) {
  return new Promise((resolve, reject) => {
    const env = { ...process.env, PATH: path };
    const child = spawn(command.join(" "), { cwd: folder, env, shell: true });
    let output = "";
    child.stdout.on("data", (text) => {
      output += text;
    });
    child.stderr.on("data", (text) => {
      output += text;
    });
    child.on("error", reject);
    child.on("close", (code) => {
      if (code === 0) resolve(output);
      else reject(new Error(`${command.join(" ")}: exit code ${code} in ${folder}\n${output}`));
    });
  });
}
