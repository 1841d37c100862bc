import { audit, auditReport, auditSummary } from "@chainrule/check";
import { type Terminal, terminal, terminalLines } from "@chainrule/latex";
import { codeOf } from "./audit/exit";

/** What an audit of a document that was derived came to. */
interface OwnAudit {
  readonly report: Terminal;
  readonly code: number;
}

/**
 * Reads a derived document as `chainrule audit` reads those of others: by its own definitions and values, not by the graph it was
 * printed from. The report is one line, and of what is wrong or was not judged the lines.
 */
export function ownAudit(markdown: string, name: string): OwnAudit {
  const found = audit(markdown, { format: "markdown" });
  const { claims, right } = auditSummary(found);
  const line = terminal.escape(`audit: ${right} of ${claims} claims hold`);
  if (right === claims) return { report: line, code: 0 };
  const report = terminalLines(auditReport(found, markdown, { format: "text", name }).trimEnd());
  return { report: terminal.join([line, report], terminal`\n`), code: codeOf(found, false) };
}
