import {
  type CodeAction,
  CodeActionKind,
  type Diagnostic,
  DiagnosticSeverity,
  type Hover,
  MarkupKind,
  type Position,
  type Range,
} from "vscode-languageserver";
import type { TextDocument } from "vscode-languageserver-textdocument";
import { type Moved, movedTo } from "./moved";
import type { Remark, Report, Span } from "./report";
import type { Settings, Severity } from "./settings";

const SEVERITIES: Readonly<Record<Exclude<Severity, "off">, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

const SOURCE = "chainrule";

/** A document as it was audited last: what is said of it is answered from here, whatever is being audited meanwhile. */
export class Audited {
  readonly #text: string;
  readonly #report: Report;
  #now: { readonly text: string; readonly moved: Moved } | undefined;

  constructor(text: string, report: Report) {
    this.#text = text;
    this.#report = report;
  }

  diagnostics(document: TextDocument, settings: Settings): Diagnostic[] {
    return this.#report.remarks.flatMap((remark): Diagnostic[] => {
      const severity =
        remark.kind === "wrong" ? settings.wrong : remark.kind === "open" ? settings.notChecked : "off";
      const range = this.#range(remark, document);
      if (severity === "off" || range === undefined) return [];
      return [
        {
          range,
          severity: SEVERITIES[severity],
          source: SOURCE,
          code: remark.verdict,
          message: remark.message,
        },
      ];
    });
  }

  /** What is known of a place: of the name that stands there, and of the claim that it is a part of. */
  hover(document: TextDocument, position: Position): Hover | undefined {
    const offset = document.offsetAt(position);
    const moved = this.#moved(document);
    const isAt = (span: Span): boolean => {
      const now = moved(span);
      return now !== undefined && now.start <= offset && offset < Math.max(now.end, now.start + 1);
    };
    const { names, remarks } = this.#report;
    const name = names.find(({ at }) => at.some(isAt));
    const claims = remarks.filter(isAt).sort((a, b) => a.end - a.start - (b.end - b.start));
    const said = [...(name === undefined ? [] : [name.text]), ...claims.map(({ message }) => message)];
    const span = name?.at.find(isAt) ?? claims[0];
    const range = span && this.#range(span, document);
    if (said.length === 0) return undefined;
    return {
      contents: { kind: MarkupKind.PlainText, value: said.join("\n\n") },
      ...(range !== undefined && { range }),
    };
  }

  /** What mends the claims of a range, as edits of the document as it is now. */
  repairs(document: TextDocument, range: Range): CodeAction[] {
    const [from, to] = [document.offsetAt(range.start), document.offsetAt(range.end)];
    const moved = this.#moved(document);
    return this.#report.remarks
      .filter((remark) => {
        const now = moved(remark);
        return now !== undefined && now.start <= to && from <= now.end;
      })
      .flatMap((remark) => this.#actions(remark, document));
  }

  #actions(remark: Remark, document: TextDocument): CodeAction[] {
    return remark.edits.flatMap((edit, k): CodeAction[] => {
      const [range, place] = [this.#range(edit, document), this.#range(remark, document)];
      if (range === undefined || place === undefined) return [];
      const before = document.getText(range);
      const title = before === "" ? `Insert ${edit.text}` : `Replace ${before} by ${edit.text}`;
      return [
        {
          title,
          kind: CodeActionKind.QuickFix,
          isPreferred: k === 0,
          diagnostics: [{ range: place, message: remark.message, source: SOURCE, code: remark.verdict }],
          edit: { changes: { [document.uri]: [{ range, newText: edit.text }] } },
        },
      ];
    });
  }

  #range(span: Span, document: TextDocument): Range | undefined {
    const now = this.#moved(document)(span);
    return now && { start: document.positionAt(now.start), end: document.positionAt(now.end) };
  }

  #moved(document: TextDocument): Moved {
    const text = document.getText();
    if (this.#now?.text !== text) this.#now = { text, moved: movedTo(this.#text, text) };
    return this.#now.moved;
  }
}
