import {
  type Audit,
  type AuditClaim,
  type AuditLanguage,
  type Auditor,
  type AuditQuantity,
  auditor,
  auditStanding,
  auditSummary,
  claimText,
  documentLanguage,
  replacementsFor,
  verdictKind,
} from "@chainrule/check";
import type { Kind } from "./kind";
import { LineStarts } from "./line-starts";
import type { Name, Remark, Report, Span } from "./report";

/** The audits of a document in Markdown, LaTeX or plain text, one after each edit. */
export function documentAudit(
  kind: Exclude<Kind, "python">,
): (text: string, language: AuditLanguage | "auto") => Report {
  let own: Auditor | undefined;
  return (text, asked) => {
    if (own === undefined) own = auditor(text, { format: kind });
    else own.update(text);
    const language = asked === "auto" ? documentLanguage(text) : asked;
    const { found, quantities } = own;
    const summary = auditSummary(found);
    return {
      remarks: remarksOf(found, text, language),
      names: quantities.map((quantity) => nameOf(quantity)),
      standing: { ...summary, ...auditStanding(summary, { language }) },
    };
  };
}

function remarksOf({ lines }: Audit, text: string, language: AuditLanguage): Remark[] {
  const starts = new LineStarts(text);
  return lines.flatMap(({ claims }) =>
    claims.flatMap((claim): Remark[] => {
      const kind = verdictKind(claim.verdict);
      if (kind === "no claim") return [];
      const edits = replacementsFor(claim, text).map(({ by, end, start }) => ({ start, end, text: by }));
      return [
        {
          ...spanOf(claim, starts),
          kind,
          verdict: claim.verdict,
          message: claimText(claim, language),
          edits,
        },
      ];
    }),
  );
}

function spanOf({ place: { column, length, line } }: AuditClaim, starts: LineStarts): Span {
  const start = starts.offset(line, column);
  return { start, end: start + length };
}

function nameOf({ at, kind, name, said, value }: AuditQuantity): Name {
  const number = value === undefined ? "" : ` = ${Number(value.toPrecision(10))}`;
  const where = said === undefined ? "" : `\n${said.text}  (line ${said.line})`;
  return { text: kind === "free" ? `${name}${number}` : `${name}${number}${where}`, at };
}
