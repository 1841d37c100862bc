import { extname } from "node:path";
import { auditCode, codeReport } from "@chainrule/code";
import { terminalJson, terminalLines } from "@chainrule/latex";
import type { Outcome } from "../outcome";
import { UsageError } from "../usage-error";
import { documentAt } from "./document";
import { UNREADABLE } from "./exit";
import type { Options } from "./options";

/** Whether a name is that of Python code, by its ending. */
export const isCode = (path: string): boolean => extname(path).toLowerCase() === ".py";

/** Audits the backward passes of a file of code; the exit code says what they come to, as of documents. @throws UsageError, ChainruleError */
export function auditedCode(path: string, { allowsUnchecked, fixes, format, network }: Options): Outcome {
  if (format !== "text" && format !== "json")
    throw new UsageError(`--format ${format}: for documents (of code: text, json)`);
  if (fixes || network !== undefined)
    throw new UsageError("--fix and --network: for documents, not for code");
  const found = auditCode(documentAt(path).text);
  const has = (...verdicts: readonly string[]): boolean =>
    found.lines.some(({ verdict }) => verdicts.includes(verdict));
  const code = has("wrong", "inherits")
    ? 1
    : !has("proved", "numerically equal")
      ? UNREADABLE
      : has("not checked") && !allowsUnchecked
        ? 3
        : 0;
  return { text: format === "json" ? terminalJson(found, 2) : terminalLines(codeReport(found)), code };
}
