import { type Prose, prose } from "@chainrule/latex";
import { verdictKind } from "../findings/finding";
import type { Language } from "../findings/languages/language";
import type { Audit, AuditClaim } from "../findings/result";
import { messageOf } from "./message";
import { counts } from "./phrases";

/*
 * Marks that `chainrule.sty` reads: `\ChainruleMark{at}{line}{kind}{message}{the same for the log}`, in the order of `at`: the line on
 * which the formula begins, where TeX sets it. `\ChainruleAudit{text}` says what the document comes to.
 */

/** Formulas that TeX sets as a whole, from the line on which they begin. */
const DISPLAY =
  /\\begin\{((?:equation|align|alignat|gather|multline|flalign|eqnarray|displaymath|math)\*?)\}[\s\S]*?\\end\{\1\}|\\\[[\s\S]*?\\\]|\$\$[\s\S]*?\$\$/g;

export function texReport(found: Audit, document: string, language: Language): Prose {
  const displays = [...document.matchAll(DISPLAY)].map(({ 0: { length }, index }) => {
    const first = document.slice(0, index).split("\n").length;
    return { first, last: first + document.slice(index, index + length).split("\n").length - 1 };
  });
  const marks = found.lines
    .flatMap(({ claims }) => claims)
    .filter(({ verdict }) => ["wrong", "open"].includes(verdictKind(verdict)))
    .map((claim) => {
      const { line } = claim.place;
      const display = displays.find(({ first, last }) => first <= line && line <= last);
      return { at: display?.first ?? line, line, claim };
    })
    .sort((a, b) => a.at - b.at || a.line - b.line);
  const rows = marks.map(({ at, claim, line }) => mark(at, line, claim, messageOf(claim, language)));
  return prose.join(
    [...rows, prose`\\ChainruleAudit{${prose.escape(counts(found, language))}}`, prose``],
    prose`\n`,
  );
}

function mark(at: number, line: number, { verdict }: AuditClaim, message: string): Prose {
  const kind = prose.escape(verdictKind(verdict));
  const oneLine = message.replaceAll("\n", "; ");
  return prose`\\ChainruleMark{${at}}{${line}}{${kind}}{${prose.escape(oneLine)}}{${forLog(oneLine)}}`;
}

/** What may stand in a message of TeX's log, where commands are carried out: letters, and names for what TeX reads otherwise. */
const forLog = (text: string): Prose =>
  prose.join(
    [...text].map((character) => {
      if (character === "\\") return prose`\\ChainruleBackslash `;
      if (character === "{") return prose`\\ChainruleOpen `;
      if (character === "}") return prose`\\ChainruleClose `;
      return prose.escape(
        /[A-Za-z0-9 ()[\]+*/.,;:!'-]/.test(character) ? character : character === "=" ? "is" : "?",
      );
    }),
    prose``,
  );
