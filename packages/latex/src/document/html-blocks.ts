import { type Markup, markup } from "@chainrule/graph/written";
import { sceneToSvg } from "@chainrule/plot";
import type { Inline } from "../language/language";
import { formulaMarkup } from "../safe/katex";
import { tex } from "../safe/tex";
import { alignedCells } from "./aligned";
import type { Block, Row, Table } from "./model";

/* The blocks of a document as HTML. */

/** Text and formulas; a formula stays on one line with the sign that follows it. */
export function inlineMarkup(parts: readonly Inline[]): Markup {
  return markup.join(
    parts.map((part, k) => {
      if (typeof part !== "string") {
        const after = punctuation(parts[k + 1]);
        const formula = formulaMarkup(part.math, false);
        return after === "" ? formula : markup`<span class="whole">${formula}${markup.escape(after)}</span>`;
      }
      const before = parts[k - 1];
      return withoutBreaks(typeof before === "object" ? part.slice(punctuation(part).length) : part);
    }),
  );
}

/** Text in which the number of a line, (6-2-13), does not break at its hyphens. */
const withoutBreaks = (text: string): Markup =>
  markup.join(
    text
      .split(/(\([\p{L}\p{N}.-]*-[\p{L}\p{N}.-]*\))/u)
      .map((part, k) =>
        k % 2 === 1 ? markup`<span class="whole">${markup.escape(part)}</span>` : markup.escape(part),
      ),
  );

const punctuation = (part: Inline | undefined): string =>
  typeof part === "string" ? (/^[,;:.)]+/.exec(part)?.[0] ?? "") : "";

export function blockMarkup(given: Block): Markup {
  switch (given.kind) {
    case "heading":
      return given.level === 1
        ? markup`<h2>${inlineMarkup(given.text)}</h2>`
        : markup`<h3>${inlineMarkup(given.text)}</h3>`;
    case "paragraph":
      return markup`<p>${inlineMarkup(given.text)}</p>`;
    case "list":
      return markup`<ul>${markup.join(given.items.map((item) => markup`<li>${inlineMarkup(item)}</li>`))}</ul>`;
    case "table":
      return table(given);
    case "formulas":
      return formulas(given.rows);
    case "picture":
      return markup`<figure>${sceneToSvg(given.scene, { theme: "light" })}<figcaption>${inlineMarkup(given.caption)}</figcaption></figure>`;
  }
}

function table({ header, rows }: Table): Markup {
  const head = header.map((cell) => markup`<th>${inlineMarkup(cell)}</th>`);
  const body = rows.map(
    (row) => markup`<tr>${markup.join(row.map((cell) => markup`<td>${inlineMarkup(cell)}</td>`))}</tr>`,
  );
  return markup`<table class="data"><thead><tr>${markup.join(head)}</tr></thead><tbody>${markup.join(body)}</tbody></table>`;
}

/** Rows aligned on the relation, with reasons and numbers in columns of their own; a group for each left side. */
function formulas(rows: readonly Row[]): Markup {
  const groups: Markup[][] = [];
  for (const row of rows) {
    if (groups.length === 0 || row.left !== undefined) groups.push([]);
    groups[groups.length - 1]?.push(...rowMarkup(row));
  }
  const bodies = groups.map((lines) => markup`<tbody>${markup.join(lines)}</tbody>`);
  return markup`<div class="formulas"><table>${markup.join(bodies)}</table></div>`;
}

/** A row of formulas as rows of a table: left side, right side, reason, number. */
export function rowMarkup(row: Row): Markup[] {
  const lines = alignedCells(row);
  return lines.map(({ left, right }, k) => {
    const last = k === lines.length - 1;
    const before = left === "" ? markup`` : formulaMarkup(tex`\\displaystyle ${left}`, false);
    const after = formulaMarkup(tex`\\displaystyle {}${right}`, false);
    const reason = last && row.reason !== undefined ? inlineMarkup(row.reason) : markup``;
    const tag = last && row.tag !== undefined ? markup.escape(`(${row.tag})`) : markup``;
    const rise = markup.escape(Math.max(LEAST_RISE, riseOf(before), riseOf(after)).toFixed(2));
    return markup`<tr style="--rise:${rise}rem"><td class="left">${before}</td><td class="right">${after}</td><td class="reason">${reason}</td><td class="tag">${tag}</td></tr>`;
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
function riseOf(formula: Markup): number {
  let rise = 0;
  for (const [, height, depth = "0"] of formula.matchAll(
    /class="strut" style="height:([\d.]+)em;(?:vertical-align:-([\d.]+)em;)?/g,
  ))
    rise = Math.max(rise, Number(height) - Number(depth));
  return rise * KATEX_SIZE;
}
