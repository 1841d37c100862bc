import katex from "katex";
import type { Inline } from "../language/language";
import { pictureToSvg } from "../picture/svg";
import { alignedCells } from "./aligned";
import { mathStyle } from "./math-style";
import type { Block, Document, Row, Table } from "./model";
import { PAGE_STYLE } from "./page-style";

/** One self-contained HTML page: styles, fonts and picture inside, no script, readable offline, fit for printing. */
export function toHtml(document: Document): string {
  const body = document.blocks.map(block).join("\n");
  const style = mathStyle(body);
  return `<!doctype html>
<html lang="${escapeHtml(document.language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(plain(document.title))}</title>
<style>${style}</style>
<style>${PAGE_STYLE}</style>
</head>
<body>
<main>
<h1>${inline(document.title)}</h1>
${body}
</main>
</body>
</html>
`;
}

export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`);

const plain = (parts: readonly Inline[]): string =>
  parts
    .map((part) => (typeof part === "string" ? part : part.math.replace(/\\[a-z]+|[{}\\_^]/g, "")))
    .join("");

/** Strict: whatever KaTeX does not take without a warning is a bug of the printer. */
const math = (latex: string, displayMode: boolean): string =>
  katex.renderToString(latex, { displayMode, strict: "error", throwOnError: true, output: "htmlAndMathml" });

const inline = (parts: readonly Inline[]): string =>
  parts.map((part) => (typeof part === "string" ? escapeHtml(part) : math(part.math, false))).join("");

function block(given: Block): string {
  switch (given.kind) {
    case "heading":
      return given.level === 1 ? `<h2>${inline(given.text)}</h2>` : `<h3>${inline(given.text)}</h3>`;
    case "paragraph":
      return `<p>${inline(given.text)}</p>`;
    case "list":
      return `<ul>${given.items.map((item) => `<li>${inline(item)}</li>`).join("")}</ul>`;
    case "table":
      return table(given);
    case "formulas":
      return formulas(given.rows);
    case "picture":
      return `<figure>${pictureToSvg(given.picture)}<figcaption>${inline(given.caption)}</figcaption></figure>`;
  }
}

function table({ header, rows }: Table): string {
  const cells = (tag: "th" | "td", row: readonly (readonly Inline[])[]): string =>
    `<tr>${row.map((cell) => `<${tag}>${inline(cell)}</${tag}>`).join("")}</tr>`;
  return `<table class="data"><thead>${cells("th", header)}</thead><tbody>${rows.map((row) => cells("td", row)).join("")}</tbody></table>`;
}

/** Rows aligned on the relation, with reasons and numbers in columns of their own. */
function formulas(rows: readonly Row[]): string {
  const lines = rows.flatMap((row) => {
    const cells = alignedCells(row);
    return cells.map(({ left, right }, part) => {
      const last = part === cells.length - 1;
      const opens = part === 0 && row.left !== undefined ? ' class="opens"' : "";
      const reason = last && row.reason !== undefined ? inline(row.reason) : "";
      const tag = last && row.tag !== undefined ? `(${row.tag})` : "";
      const leftCell = left === "" ? "" : math(`\\displaystyle ${left}`, false);
      return `<tr${opens}><td class="left">${leftCell}</td><td class="right">${math(`\\displaystyle {}${right}`, false)}</td><td class="reason">${reason}</td><td class="tag">${tag}</td></tr>`;
    });
  });
  return `<div class="formulas"><table>${lines.join("")}</table></div>`;
}
