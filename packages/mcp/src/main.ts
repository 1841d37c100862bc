#!/usr/bin/env node
import { parseArgs } from "node:util";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import { boundedLines } from "./bounded-lines";
import { createServer } from "./create-server";

const HELP = `chainrule-mcp [--seconds 20] [--megabytes 1024] [--characters 200000]
  Tools for assistants that write derivations, over the Model Context Protocol on standard input and output: check_formula,
  audit_derivation, derive_gradient, check_backward. The options say what one call may take.`;

const number = { type: "string" } as const;
const FLAGS = { help: { type: "boolean" }, seconds: number, megabytes: number, characters: number } as const;

/** In bytes: what is longer than this is longer than any call may be. */
const LONGEST_MESSAGE = 4_000_000;

try {
  const { values } = parseArgs({ options: FLAGS });
  if (values.help) process.stdout.write(`${HELP}\n`);
  else await start(values);
} catch (error) {
  process.stderr.write(`chainrule-mcp: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
}

function start(values: Partial<Record<"seconds" | "megabytes" | "characters", string>>): Promise<void> {
  const limits = Object.fromEntries(
    (["seconds", "megabytes", "characters"] as const).flatMap((name) => {
      const text = values[name];
      if (text === undefined) return [];
      if (!/^\d+(\.\d+)?$/.test(text) || Number(text) <= 0)
        throw new Error(`--${name} ${text}: expected a number above 0`);
      return [[name, Number(text)]];
    }),
  );
  const ending = import.meta.url.endsWith(".ts") ? "ts" : "js";
  const server = createServer({ worker: new URL(`./worker.${ending}`, import.meta.url), ...limits });
  process.stdin.on("end", () => void server.close());
  const refuse = (id: string): void => {
    const message = `TOO_LONG: a message of more than ${LONGEST_MESSAGE} bytes. Check it part by part`;
    process.stdout.write(
      `{"jsonrpc":"2.0","id":${id},"error":{"code":-32600,"message":${JSON.stringify(message)}}}\n`,
    );
  };
  const input = process.stdin.pipe(boundedLines(LONGEST_MESSAGE, refuse));
  return server.connect(new StdioServerTransport(input as unknown as typeof process.stdin)); // it only reads
}
