import katex from "katex";
import { type Inline, plainText } from "../language/language";
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
<title>${escapeHtml(plainText(document.title))}</title>
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

const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`);

/** More macros than any formula needs that a person reads; what goes beyond is a macro that calls itself. */
const MOST_MACROS = 100_000;

/** Strict: whatever KaTeX does not take without a warning is a bug of the printer. */
const math = (latex: string, displayMode: boolean): string =>
  katex.renderToString(latex, {
    displayMode,
    strict: "error",
    throwOnError: true,
    output: "htmlAndMathml",
    maxExpand: MOST_MACROS,
  });

/** Text and formulas; a formula stays on one line with the sign that follows it. */
function inline(parts: readonly Inline[]): string {
  return parts
    .map((part, k) => {
      if (typeof part !== "string") {
        const after = punctuation(parts[k + 1]);
        const formula = math(part.math, false);
        return after === "" ? formula : `<span class="whole">${formula}${after}</span>`;
      }
      const before = parts[k - 1];
      return withoutBreaks(
        escapeHtml(typeof before === "object" ? part.slice(punctuation(part).length) : part),
      );
    })
    .join("");
}

/** The number of a line, (6-2-13), does not break at its hyphens. */
const withoutBreaks = (text: string): string =>
  text.replace(/\([\p{L}\p{N}.-]*-[\p{L}\p{N}.-]*\)/gu, (number) => `<span class="whole">${number}</span>`);

const punctuation = (part: Inline | undefined): string =>
  typeof part === "string" ? (/^[,;:.)]+/.exec(part)?.[0] ?? "") : "";

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
      return `<figure>${pictureToSvg(given.picture, { title: plainText(given.caption) })}<figcaption>${inline(given.caption)}</figcaption></figure>`;
  }
}

function table({ header, rows }: Table): string {
  const cells = (tag: "th" | "td", row: readonly (readonly Inline[])[]): string =>
    `<tr>${row.map((cell) => `<${tag}>${inline(cell)}</${tag}>`).join("")}</tr>`;
  return `<table class="data"><thead>${cells("th", header)}</thead><tbody>${rows.map((row) => cells("td", row)).join("")}</tbody></table>`;
}

/** Rows aligned on the relation, with reasons and numbers in columns of their own; a group for each left side. */
function formulas(rows: readonly Row[]): string {
  const groups: string[][] = [];
  for (const row of rows) {
    if (groups.length === 0 || row.left !== undefined) groups.push([]);
    groups[groups.length - 1]?.push(...formulaLines(row));
  }
  const bodies = groups.map((lines) => `<tbody>${lines.join("")}</tbody>`).join("");
  return `<div class="formulas"><table>${bodies}</table></div>`;
}

function formulaLines(row: Row): string[] {
  const lines = alignedCells(row);
  return lines.map(({ left, right }, k) => {
    const last = k === lines.length - 1;
    const cells = {
      left: left === "" ? "" : math(`\\displaystyle ${left}`, false),
      right: math(`\\displaystyle {}${right}`, false),
      reason: last && row.reason !== undefined ? inline(row.reason) : "",
      tag: last && row.tag !== undefined ? `(${row.tag})` : "",
    };
    const rise = Math.max(LEAST_RISE, riseOf(cells.left), riseOf(cells.right)).toFixed(2);
    const columns = Object.entries(cells).map(([name, content]) => `<td class="${name}">${content}</td>`);
    return `<tr style="--rise:${rise}rem">${columns.join("")}</tr>`;
  });
}

/** How far plain text rises above the line, with the space above it. */
const LEAST_RISE = 1.25;
/** KaTeX's letters are larger than those around them. */
const KATEX_SIZE = 1.21;

/**
 * How far a formula rises above its line, from KaTeX's struts. Every cell of a row is given the same rise, so that its
 * formulas stand on one line also where browsers do not align cells: on paper.
 */
function riseOf(formula: string): number {
  let rise = 0;
  for (const [, height, depth = "0"] of formula.matchAll(
    /class="strut" style="height:([\d.]+)em;(?:vertical-align:-([\d.]+)em;)?/g,
  ))
    rise = Math.max(rise, Number(height) - Number(depth));
  return rise * KATEX_SIZE;
}
