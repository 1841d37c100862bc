#!/usr/bin/env node
import { readFileSync } from "node:fs";
import { ChainruleError } from "@chainrule/graph";

import { deriveCommand } from "./derive";
import { USAGE, UsageError } from "./usage";

/** Exit codes: 0 done, 2 the call or its input is wrong, 70 a fault of this program. */
async function main(args: readonly string[]): Promise<number> {
  const [command, ...rest] = args;
  if (command === "--version") return print(version());
  if (command === undefined || command === "--help" || command === "help" || rest.includes("--help"))
    return print(USAGE);
  if (command !== "derive")
    throw new UsageError(`no command ${JSON.stringify(command)} (chainrule --help lists them)`);
  return print(await deriveCommand(rest));
}

/** The version in the package's manifest, which stands beside `src` and `dist` alike. */
function version(): string {
  const manifest: unknown = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
  return (manifest as { readonly version: string }).version; // every package has one
}

function print(text: string): number {
  process.stdout.write(`${text}\n`);
  return 0;
}

// a reader that stops reading (`| head`) is no error
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  process.exit(error.code === "EPIPE" ? 0 : 70);
});

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  const isExpected = error instanceof UsageError || error instanceof ChainruleError;
  const text = isExpected ? error.message : error instanceof Error ? error.stack : String(error);
  process.stderr.write(`chainrule: ${text}\n`);
  process.exitCode = isExpected ? 2 : 70;
}
