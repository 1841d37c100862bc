import { type Markup, markup } from "@chainrule/latex";
import { BAD } from "../findings/finding";
import type { Language } from "../findings/languages/language";
import type { Audit, AuditLine } from "../findings/result";
import { conventionText, counts, noteAtLine, reasonText, titleText, word } from "./phrases";

const STYLE = markup`body{font:16px/1.5 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem}table{border-collapse:collapse;width:100%}td,th{border:1px solid #bbb;padding:.3rem .5rem;text-align:left;vertical-align:top}code{overflow-wrap:anywhere}tr.bad td{background:#fdecea}mark{background:#f5b7b1}`;

/** A page that loads nothing. */
export function htmlReport(found: Audit, name: string, language: Language): Markup {
  const list = (title: string, items: readonly string[]): Markup =>
    items.length === 0
      ? markup``
      : markup`<h2>${markup.escape(title)}</h2><ul>${markup.join(items.map((each) => markup`<li>${markup.escape(each)}</li>`))}</ul>`;
  const title = markup.escape(titleText(name, language));
  const head = (["line", "verdict", "formula", "because"] as const).map(
    (each) => markup`<th>${markup.escape(word(each, language))}</th>`,
  );
  const rows = found.lines.map(
    (line) =>
      markup`<tr${BAD.has(line.verdict) ? markup` class="bad"` : markup``}><td>${line.line}</td><td>${markup.escape(language.verdicts[line.verdict])}</td><td><code>${formula(line)}</code></td><td>${markup.escape(reasonText(line, language))}</td></tr>`,
  );
  const conventions = list(
    word("conventions", language),
    found.conventions.map((each) => conventionText(each, language)),
  );
  const notes = list(
    word("notes", language),
    found.lint.map((each) => noteAtLine(each, language)),
  );
  return markup`<!doctype html><html lang="${markup.escape(language.code)}"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'"><title>${title}</title><style>${STYLE}</style></head><body><h1>${title}</h1><p>${markup.escape(counts(found, language))}</p>${conventions}<table><thead><tr>${markup.join(head)}</tr></thead><tbody>\n${markup.join(rows, markup`\n`)}\n</tbody></table>${notes}</body></html>\n`;
}

/** The formula with the part that is wrong marked. */
function formula({ text: whole, where }: AuditLine): Markup {
  const at = where === undefined ? -1 : whole.indexOf(where.text);
  if (where === undefined || at === -1) return markup.escape(whole);
  const [before, after] = [whole.slice(0, at), whole.slice(at + where.text.length)];
  return markup`${markup.escape(before)}<mark>${markup.escape(where.text)}</mark>${markup.escape(after)}`;
}
