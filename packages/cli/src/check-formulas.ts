import { type AuditLanguage, auditFormulas, auditReport, formulaReport } from "@chainrule/check";
import { terminalLines } from "@chainrule/latex";
import { codeOf, UNREADABLE } from "./audit/exit";
import type { Outcome } from "./outcome";
import { UsageError } from "./usage-error";

interface Settings {
  readonly isJson: boolean;
  readonly language: AuditLanguage;
  readonly allowsUnchecked: boolean;
}

/** Definitions and claims as formulas, each an argument. @throws UsageError for what is no equation */
export function checkedFormulas(formulas: readonly string[], settings: Settings): Outcome {
  const { allowsUnchecked, isJson, language } = settings;
  const found = auditFormulas(formulas);
  let first = 1;
  for (const formula of formulas) {
    const next = first + formula.split("\n").length;
    if (!found.lines.some(({ line }) => first <= line && line < next))
      throw new UsageError(`check: no equation: ${JSON.stringify(formula)}`);
    first = next;
  }
  const isRead = found.lines.every(({ finding }) => finding.kind !== "unread");
  const isJudged = found.lines.some(({ verdict }) => verdict !== "definition" && verdict !== "given");
  const code = codeOf(found, allowsUnchecked);
  return {
    text: isJson
      ? terminalLines(auditReport(found, formulas.join("\n"), { format: "json", language }))
      : formulaReport(found, formulas.join("\n").split("\n"), { language }),
    code: isRead && isJudged && code === UNREADABLE ? 3 : isRead || code === 1 ? code : UNREADABLE,
  };
}
