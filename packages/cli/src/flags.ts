import { type ParseArgsConfig, parseArgs } from "node:util";
import { alternatives } from "./usage";
import { messageOf, UsageError } from "./usage-error";

/* What every command does with the words it is called with. */

type Flags = NonNullable<ParseArgsConfig["options"]>;

/** The options and files of a call. @throws UsageError for an option that the command does not have, with the nearest */
export function parsedFlags<F extends Flags>(command: string, args: readonly string[], flags: F) {
  const { tokens } = parseArgs({ args: [...args], options: flags, strict: false, tokens: true });
  for (const token of tokens) {
    if (token.kind !== "option" || Object.hasOwn(flags, token.name)) continue;
    const known = Object.keys(flags).map((name) => `--${name}`);
    throw new UsageError(
      `${command}: no option ${token.rawName} (${alternatives(token.rawName, known)}; chainrule ${command} --help lists all)`,
    );
  }
  try {
    return parseArgs({ args: [...args], allowPositionals: true, options: flags });
  } catch (error) {
    throw new UsageError(`${command}: ${messageOf(error)}`, { cause: error });
  }
}

/** The only file of a call. @throws UsageError */
export function onlyFile(command: string, [file, ...more]: readonly string[]): string {
  if (file === undefined) throw new UsageError(`${command}: which file? (chainrule ${command} FILE)`);
  if (more.length > 0) throw new UsageError(`${command}: one file at a time, got also ${more.join(" ")}`);
  return file;
}

/** One of several words. @throws UsageError */
export function oneOf<T extends string>(option: string, text: string, allowed: readonly T[]): T {
  const found = allowed.find((candidate) => candidate === text);
  if (found !== undefined) return found;
  throw new UsageError(`${option} ${JSON.stringify(text)}: not known (${alternatives(text, allowed)})`);
}

const NUMBER = /^(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/** A finite number above 0. @throws UsageError */
export function positive(option: string, text: string, what: string, expected: string): number {
  const number = NUMBER.test(text) ? Number(text) : Number.NaN;
  if (Number.isFinite(number) && number > 0) return number;
  throw new UsageError(`${option} ${text}: not ${what} (expected ${expected})`);
}

/** A whole number of at least 1. @throws UsageError */
export function count(option: string, text: string, most: number): number {
  const number = /^\d+$/.test(text) ? Number(text) : 0;
  if (number >= 1 && number <= most) return number;
  throw new UsageError(`${option} ${text}: expected a whole number from 1 to ${most}`);
}
