import { readFileSync, statSync } from "node:fs";
import { basename } from "node:path";
import { parseArgs } from "node:util";
import { type AuditFormat, type AuditSummary, audit, auditReport, auditSummary } from "@chainrule/check";
import { terminalLines } from "@chainrule/latex";
import { loadNetwork } from "./load";
import type { Outcome } from "./outcome";
import { messageOf, UsageError } from "./usage";

const FORMATS: readonly AuditFormat[] = ["text", "json", "markdown", "html"];

/** `chainrule audit FILE`: the report, with the code that says what it comes to. @throws UsageError, ChainruleError */
export async function auditCommand(args: readonly string[]): Promise<Outcome> {
  const { allowsUnchecked, file, format, network } = optionsOf(args);
  const document = contentOf(file);
  const found = audit(document, network === undefined ? {} : { network: (await loadNetwork(network)).loss });
  return {
    text: terminalLines(auditReport(found, document, { format, name: basename(file) }).trimEnd()),
    code: codeOf(auditSummary(found), allowsUnchecked),
  };
}

/** 0: every claim was judged and is right; 1: something is wrong; 2: nothing was judged; 3: nothing is wrong, but not all was judged. */
function codeOf({ right, unchecked, wrong }: AuditSummary, allowsUnchecked: boolean): number {
  if (wrong > 0) return 1;
  if (right === 0) return 2;
  return unchecked > 0 && !allowsUnchecked ? 3 : 0;
}

function optionsOf(args: readonly string[]): {
  readonly file: string;
  readonly format: AuditFormat;
  readonly network: string | undefined;
  readonly allowsUnchecked: boolean;
} {
  let parsed: {
    readonly values: {
      readonly "allow-unchecked"?: boolean;
      readonly format?: string;
      readonly network?: string;
    };
    readonly positionals: readonly string[];
  };
  try {
    parsed = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        "allow-unchecked": { type: "boolean" },
        format: { type: "string" },
        network: { type: "string" },
      },
    });
  } catch (error) {
    throw new UsageError(`audit: ${messageOf(error)}`, { cause: error });
  }
  const [file, ...more] = parsed.positionals;
  if (file === undefined) throw new UsageError("audit: which file? (chainrule audit FILE)");
  if (more.length > 0) throw new UsageError(`audit: one file at a time, got also ${more.join(" ")}`);
  const format = FORMATS.find((each) => each === (parsed.values.format ?? "text"));
  const allowsUnchecked = parsed.values["allow-unchecked"] ?? false;
  if (format !== undefined) return { allowsUnchecked, file, format, network: parsed.values.network };
  throw new UsageError(
    `--format ${JSON.stringify(parsed.values.format)}: not known (expected one of ${FORMATS.join(", ")})`,
  );
}

function contentOf(file: string): string {
  try {
    if (!statSync(file).isFile()) throw new UsageError(`${file}: not a file`);
    return new TextDecoder("utf-8", { fatal: true }).decode(readFileSync(file));
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`${file}: could not be read: ${messageOf(error)}`, { cause: error });
  }
}
