import { type Auditor, auditor, findingText } from "@chainrule/check";
import { auditCode } from "@chainrule/code";
import type { Answer, Ask, AuditedLine, Language } from "../protocol";

/* Audits of a derivation, and of the backward passes of code. */

let last: { readonly auditor: Auditor } | undefined;

export function audit({ kind, language, source }: Ask<"audit">): Answer<"audit"> {
  const start = performance.now();
  const lines = kind === "code" ? codeLines(source) : documentLines(source, language);
  return { lines, milliseconds: performance.now() - start };
}

/** Where each line of a text begins. */
function startsOf(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return starts;
}

function documentLines(text: string, language: Language): AuditedLine[] {
  last ??= { auditor: auditor("") };
  const { lines } = last.auditor.update(text);
  const starts = startsOf(text);
  const spanOf = (place: { readonly line: number; readonly column: number; readonly length: number }) => {
    const from = (starts[place.line - 1] ?? 0) + place.column - 1;
    return { from, to: from + place.length };
  };
  return lines.flatMap(({ claims, line }) =>
    claims.map((claim): AuditedLine => {
      const { expected, finding, place, repair, verdict } = claim;
      const edit = repair && {
        from: repair.offset,
        to: repair.offset + repair.place.length,
        text: repair.replacement,
      };
      return {
        line,
        ...spanOf(place),
        text: place.text,
        verdict,
        message: findingText(finding, language),
        ...(edit !== undefined && { where: { from: edit.from, to: edit.to }, edit }),
        ...(expected !== undefined && { expected }),
      };
    }),
  );
}

function codeLines(text: string): AuditedLine[] {
  const starts = startsOf(text);
  return auditCode(text).lines.map(({ because, column, line, repair, text: part, verdict }): AuditedLine => {
    const from = (starts[line - 1] ?? 0) + column - 1;
    const edit = repair && { from: repair.from, to: repair.to, text: repair.after };
    return {
      line,
      from,
      to: from + part.length,
      text: part,
      verdict,
      message: because,
      ...(edit !== undefined && { where: { from: edit.from, to: edit.to }, edit }),
    };
  });
}
