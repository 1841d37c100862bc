import { asWritten, visible, type Writer, type Written, writer } from "@chainrule/graph/written";
import type { Tex } from "./tex";

/** Markdown as GitHub, VS Code and Jupyter read it, with formulas between dollar signs. */
export type Markdown = Written<"markdown">;

/** What means something anywhere in a line: marks, tags, entities, links and addresses that become links. */
const MARKS = /[\\`*_{}[\]<>#|$&~!]|:(?=\/\/)|(?<=www)\.|(?<=\S)@/g;
/** What means something only where a line begins: items of lists, rules, headings of the line above. */
const LEADS = /^(\s*)([-+=](?=[-+=\s]|$)|\d+(?=[.)](?:\s|$)))/;

/** Markdown; its escape gives one line that shows as itself. */
export const markdown: Writer<"markdown"> = writer((raw) =>
  visible(raw)
    .replace(/\s+/g, " ")
    .replace(MARKS, (mark) => `\\${mark}`)
    .replace(LEADS, (_, space: string, lead: string) =>
      /\d/.test(lead) ? `${space}${lead}\\` : `${space}\\${lead}`,
    ),
);

/** A formula in a line. Inside it, no sign of a dollar ends it. */
export const inlineMarkdown = (formula: Tex): Markdown => asWritten(`$${withoutDollars(formula)}$`);

/** A formula in a cell of a table, where a bar would end the cell, with a backslash or without. */
export const cellMarkdown = (formula: Tex): Markdown =>
  asWritten(
    `$${withoutDollars(formula).replace(/\\\\|\\\||\|/g, (token) => (token === "\\\\" ? token : token === "|" ? "\\vert " : "\\Vert "))}$`,
  );

/** A formula in lines of its own. */
export const displayMarkdown = (formula: Tex): Markdown => asWritten(`$$\n${withoutDollars(formula)}\n$$`);

const withoutDollars = (formula: Tex): string =>
  formula.replace(/\\\\|\\\$/g, (token) => (token === "\\$" ? "\\textdollar{}" : token));

/** Any text as code in a line or a cell: between more backticks than it has in a row. */
export function codeMarkdown(raw: string): Markdown {
  const text = visible(raw).replace(/\s+/g, " ").replaceAll("|", "\\|");
  const fence = "`".repeat(1 + Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length)));
  return asWritten(fence.length > 1 ? `${fence} ${text} ${fence}` : `${fence}${text}${fence}`);
}
