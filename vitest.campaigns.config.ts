import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { mergeConfig } from "vitest/config";
import base from "./vitest.config";

const root = fileURLToPath(new URL(".", import.meta.url));

/** Test files that take a sample of their cases, except here. */
function campaigns(folder: string): string[] {
  return readdirSync(`${root}${folder}`, { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return entry.name === "node_modules" ? [] : campaigns(path);
    const isTest = path.endsWith(".test.ts");
    return isTest && readFileSync(`${root}${path}`, "utf8").includes('/test/campaign"') ? [path] : [];
  });
}

const config = mergeConfig(base, {});
export default {
  ...config,
  test: {
    ...config.test,
    include: [...campaigns("packages"), ...campaigns("test")],
    env: { CHAINRULE_CAMPAIGN: "1" },
    testTimeout: 300_000,
  },
};
