import { readFileSync } from "node:fs";
import { ChainruleError } from "@chainrule/graph";
import { type Terminal, terminal, terminalLines } from "@chainrule/latex";
import { deriveCommand } from "./derive";
import type { Answer, Outcome } from "./outcome";
import { alternatives, commands, overview, usageOf } from "./usage";
import { UsageError } from "./usage-error";

/**
 * Answers one call, given the arguments after `chainrule`. Exit codes: 0 done, 1 a formula is wrong (audit, check), 2 the call or
 * its input is wrong (a value is not finite, too; an audit judged nothing), 3 an audit or a mark left something open, 70 a fault of
 * this program.
 */
export async function answer(args: readonly string[]): Promise<Answer> {
  try {
    return { ...(await outcome(args)), isError: false };
  } catch (error) {
    const isExpected = error instanceof UsageError || error instanceof ChainruleError;
    const text = isExpected
      ? error.message
      : error instanceof Error
        ? (error.stack ?? error.message)
        : String(error);
    return { text: terminalLines(`chainrule: ${text}`), code: isExpected ? 2 : 70, isError: true };
  }
}

async function outcome(args: readonly string[]): Promise<Outcome> {
  const [command, ...rest] = args;
  if (command === "--version") return done(terminal.escape(version()));
  if (command === undefined || isHelp(command)) return done(terminalLines(helpFor(rest[0])));
  if (rest.includes("--help") || rest.includes("-h")) return done(terminalLines(helpFor(command)));
  if (command === "derive") return deriveCommand(rest);
  if (command === "audit") return (await import("./audit/audit")).auditCommand(rest);
  if (command === "check") return (await import("./check")).checkCommand(rest);
  if (command === "grade") return (await import("./grade/grade")).gradeCommand(rest);
  if (command === "draw") return (await import("./draw")).drawCommand(rest);
  if (command === "export") return (await import("./export")).exportCommand(rest);
  if (command === "new") return (await import("./new")).newCommand(rest);
  if (command === "train") return (await import("./train")).trainCommand(rest);
  throw noCommand(command);
}

const noCommand = (command: string): UsageError =>
  new UsageError(
    `no command ${JSON.stringify(command)} (${alternatives(command, commands())}; chainrule --help lists them)`,
  );

const isHelp = (arg: string): boolean => arg === "help" || arg === "--help" || arg === "-h";

/** How a command is called, or which ones there are. */
function helpFor(command: string | undefined): string {
  if (command === undefined || command.startsWith("-")) return overview();
  const usage = usageOf(command);
  if (usage === undefined) throw noCommand(command);
  return usage;
}

const done = (text: Terminal): Outcome => ({ text, code: 0 });

/** The version in the package's manifest, which stands beside `src` and `dist` alike. */
function version(): string {
  const manifest: unknown = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
  return (manifest as { readonly version: string }).version; // every package has one
}
