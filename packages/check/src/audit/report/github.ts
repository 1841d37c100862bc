import { type Terminal, terminal } from "@chainrule/latex";
import { type AuditVerdict, BAD, RIGHT } from "../findings/finding";
import type { Language } from "../findings/languages/language";
import type { Audit } from "../findings/result";
import { messageOf } from "./message";
import { counts, noteText, titleText, word } from "./phrases";

/* Annotations of GitHub Actions: `::error file=a.md,line=3,col=5::message`. */

const CLAIMLESS: ReadonlySet<AuditVerdict> = new Set<AuditVerdict>(["given", "definition"]);

/** An error for each claim that is wrong, a warning for each that was not judged, notices for notes and for what it comes to. */
export function githubReport(found: Audit, name: string, language: Language): Terminal {
  const title = titleText("", language);
  const annotated = found.lines.flatMap((line) =>
    line.claims
      .filter(({ verdict }) => !RIGHT.has(verdict) && !CLAIMLESS.has(verdict))
      .map((claim) => {
        const { column, length, line: row } = claim.place;
        const at = { file: name, line: row, col: column, endColumn: column + length, title };
        return annotation(BAD.has(claim.verdict) ? "error" : "warning", at, messageOf(claim, language));
      }),
  );
  const notes = found.lint.map((each) =>
    annotation(
      "notice",
      { file: name, line: each.line, title: word("notes", language) },
      noteText(each, language),
    ),
  );
  const summary = annotation("notice", { file: name, title }, counts(found, language));
  return terminal.join([...annotated, ...notes, summary], terminal`\n`);
}

/** A workflow command; a property without a value is left out. */
function annotation(
  command: "error" | "warning" | "notice",
  properties: Readonly<Record<string, string | number | undefined>>,
  message: string,
): Terminal {
  const told = Object.entries(properties).flatMap(([name, value]) =>
    value === undefined || value === "" ? [] : [`${name}=${escapedProperty(String(value))}`],
  );
  return terminal.escape(`::${command} ${told.join(",")}::${escaped(message)}`);
}

/** As the runner reads them back: https://github.com/actions/toolkit/blob/main/packages/core/src/command.ts */
const escaped = (text: string): string =>
  text.replace(/%/g, "%25").replace(/\r/g, "%0D").replace(/\n/g, "%0A");
const escapedProperty = (text: string): string => escaped(text).replace(/:/g, "%3A").replace(/,/g, "%2C");
