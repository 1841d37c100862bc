import { codeMarkdown, type Markdown, markdown } from "@chainrule/latex";
import type { Language } from "../findings/languages/language";
import type { Audit } from "../findings/result";
import { conventionText, counts, noteAtLine, reasonText, titleText, word } from "./phrases";

/** A table of all lines, with conventions and notes. */
export function markdownReport(found: Audit, name: string, language: Language): Markdown {
  const list = (title: string, items: readonly string[]): Markdown[] =>
    items.length === 0
      ? []
      : [
          markdown`## ${markdown.escape(title)}`,
          markdown``,
          ...items.map((each) => markdown`- ${markdown.escape(each)}`),
          markdown``,
        ];
  const row = (cells: readonly Markdown[]): Markdown => markdown`| ${markdown.join(cells, markdown` | `)} |`;
  const head = (["line", "verdict", "formula", "because"] as const).map((each) =>
    markdown.escape(word(each, language)),
  );
  return markdown.join(
    [
      markdown`# ${markdown.escape(titleText(name, language))}`,
      markdown``,
      markdown.escape(counts(found, language)),
      markdown``,
      ...list(
        word("conventions", language),
        found.conventions.map((each) => conventionText(each, language)),
      ),
      row(head),
      markdown`|---|---|---|---|`,
      ...found.lines.map((line) =>
        row([
          markdown`${line.line}`,
          markdown.escape(language.verdicts[line.verdict]),
          codeMarkdown(line.text),
          markdown.escape(reasonText(line, language)),
        ]),
      ),
      markdown``,
      ...list(
        word("notes", language),
        found.lint.map((each) => noteAtLine(each, language)),
      ),
    ],
    markdown`\n`,
  );
}
