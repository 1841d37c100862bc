import { createHash } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import { basename, extname } from "node:path";
import {
  type AuditFailure,
  type AuditOptions,
  type AuditSummary,
  audit,
  auditReport,
  auditSummary,
} from "@chainrule/check";
import { ChainruleError } from "@chainrule/graph";
import { type Terminal, terminal, terminalJson, terminalLines } from "@chainrule/latex";
import { messageOf, UsageError } from "../usage-error";
import { codeOf, UNREADABLE } from "./exit";
import type { Settings } from "./options";

/** A text that was read, with what tells it from others. */
export interface Document {
  readonly path: string;
  readonly text: string;
  readonly hash: string;
  /** A mark that some editors write before a text; it is no part of it. */
  readonly mark: string;
}

/** What a document came to. */
export interface Audited {
  readonly report: Terminal;
  readonly code: number;
  readonly summary?: AuditSummary;
}

const MARK = "\ufeff";
/** More bytes are not read. */
const LARGEST = 16_000_000;

/** @throws UsageError for what cannot be read as a text */
export function documentAt(path: string): Document {
  const bytes = bytesOf(path);
  try {
    const decoded = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    const mark = decoded.startsWith(MARK) ? MARK : "";
    return { path, text: decoded.slice(mark.length), mark, hash: hashOf(bytes) };
  } catch (error) {
    throw new UsageError(`${path}: could not be read: ${messageOf(error)}`, { cause: error });
  }
}

export const hashOf = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

/** What stands in a file; of "-" what comes by standard input. @throws UsageError */
export function bytesOf(path: string): Uint8Array {
  try {
    if (path === "-") return readFileSync(0);
    const found = statSync(path);
    if (!found.isFile()) throw new UsageError(`${path}: not a file`);
    if (found.size > LARGEST)
      throw new UsageError(`${path}: too large (${found.size} bytes, expected at most ${LARGEST})`);
    return readFileSync(path);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`${path}: could not be read: ${messageOf(error)}`, { cause: error });
  }
}

/** What a file is written in, by its ending; Markdown and LaTeX in others are told apart by what they have. */
export function formatOf(path: string): Pick<AuditOptions, "format"> {
  const ending = extname(path).toLowerCase();
  if (ending === ".tex") return { format: "latex" };
  return ending === ".txt" ? { format: "text" } : {};
}

/** Audits a document and reports it. @throws ChainruleError */
export function auditedDocument(
  { hash, path, text }: Document,
  { allowsUnchecked, format, language }: Settings,
  network?: AuditOptions["network"],
): Audited {
  const found = audit(text, { ...formatOf(path), ...(network !== undefined && { network }) });
  const isWhole = format === "github" || format === "jsonl";
  const report = auditReport(found, text, {
    format,
    name: isWhole ? path : basename(path),
    hash,
    ...(language !== undefined && { language }),
  });
  return {
    report: terminalLines(report.trimEnd()),
    code: codeOf(found, allowsUnchecked),
    summary: auditSummary(found),
  };
}

/** The same of one of many, which may fail without an end to the others. */
export function auditedFile(path: string, settings: Settings): Audited {
  let hash: string | undefined;
  try {
    const document = documentAt(path);
    hash = document.hash;
    const { report, ...rest } = auditedDocument(document, settings);
    return {
      ...rest,
      report: settings.format === "text" ? terminal`${terminal.escape(path)}\n${report}\n` : report,
    };
  } catch (error) {
    if (!(error instanceof UsageError || error instanceof ChainruleError)) throw error;
    return failed(path, error.message, settings, hash);
  }
}

/** What is said of a file that could not be audited. */
export function failed(path: string, error: string, { format }: Settings, hash?: string): Audited {
  const failure: AuditFailure = {
    schemaVersion: 1,
    name: path,
    ...(hash !== undefined && { hash }),
    error,
  };
  return { report: failureReport(failure, format), code: UNREADABLE };
}

function failureReport(failure: AuditFailure, format: Settings["format"]): Terminal {
  const { error, name } = failure;
  if (format === "jsonl") return terminalJson(failure, 0);
  const told = error.startsWith(`${name}: `) ? error : `${name}: ${error}`;
  const line = told.split("\n")[0] as string;
  if (format === "github") return terminal.escape(`::error::${line.replace(/%/g, "%25")}`);
  return terminal`${terminal.escape(line)}\n`;
}
