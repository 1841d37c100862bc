// Installs the dependencies if they are missing or out of date; needs Node and npm only.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";

const root = new URL("../", import.meta.url);

/** @param {string} path */
function read(path) {
  try {
    return readFileSync(new URL(path, root), "utf8");
  } catch {
    return undefined;
  }
}

const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`setup: Node ${process.versions.node} is too old (expected 20.19 or newer)`);
  process.exit(1);
}

// pnpm keeps a copy of the lockfile that it last installed.
if (read("pnpm-lock.yaml") !== read("node_modules/.pnpm/lock.yaml")) {
  const { packageManager } = JSON.parse(read("package.json") ?? "{}");
  console.log(`setup: installing dependencies with ${packageManager}`);
  const { status, error } = spawnSync(
    `npx -y ${packageManager} install --frozen-lockfile --reporter=silent`,
    { cwd: root, shell: true, stdio: "inherit" },
  );
  if (status !== 0) {
    console.error(`setup: the installation failed${error ? `, ${error.message}` : ""}`);
    process.exit(status ?? 1);
  }
}
