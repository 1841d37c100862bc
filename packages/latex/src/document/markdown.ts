import { sceneToSvg } from "@chainrule/plot";
import { type Inline, plainText } from "../language/language";
import { cellMarkdown, displayMarkdown, inlineMarkdown, type Markdown, markdown } from "../safe/markdown";
import { type Tex, tex } from "../safe/tex";
import { alignedBody, reasonTex } from "./aligned";
import type { Block, Document, Row, Table } from "./model";

/** Markdown with formulas between dollar signs, as GitHub, VS Code, Jupyter and most site generators read it. */
export function toMarkdown(document: Document): Markdown {
  const title = markdown`# ${inline(document.title)}`;
  return markdown`${markdown.join([title, ...document.blocks.map(block)], markdown`\n\n`)}\n`;
}

function block(given: Block): Markdown {
  switch (given.kind) {
    case "heading":
      return given.level === 1 ? markdown`## ${inline(given.text)}` : markdown`### ${inline(given.text)}`;
    case "paragraph":
      return inline(given.text);
    case "list":
      return markdown.join(
        given.items.map((item) => markdown`- ${inline(item)}`),
        markdown`\n`,
      );
    case "table":
      return table(given);
    case "formulas":
      return displayMarkdown(aligned(given.rows));
    case "picture": {
      const description = plainText(given.caption);
      const svg = new TextEncoder().encode(sceneToSvg(given.scene, { theme: "light" }));
      const data = btoa(Array.from(svg, (byte) => String.fromCharCode(byte)).join(""));
      return markdown`![${markdown.escape(description)}](data:image/svg+xml;base64,${markdown.escape(data)})`;
    }
  }
}

const inline = (parts: readonly Inline[], formula = inlineMarkdown): Markdown =>
  markdown.join(parts.map((part) => (typeof part === "string" ? markdown.escape(part) : formula(part.math))));

function table({ header, rows }: Table): Markdown {
  const line = (cells: readonly (readonly Inline[])[]): Markdown =>
    markdown`| ${markdown.join(
      cells.map((cell) => inline(cell, cellMarkdown)),
      markdown` | `,
    )} |`;
  const rule = markdown`|${markdown.join(header.map(() => markdown` --- |`))}`;
  return markdown.join([line(header), rule, ...rows.map(line)], markdown`\n`);
}

/** Rows as one `aligned` block: left side, relation and right side, reason. */
const aligned = (rows: readonly Row[]): Tex =>
  tex`\\begin{aligned}\n${alignedBody(rows, { write: tex, formula: (formula) => formula }, note, false)}\n\\end{aligned}`;

function note({ reason, tag }: Row): Tex {
  const words = reason === undefined || reason.length === 0 ? tex`` : reasonTex(reason);
  const number = tag === undefined ? tex`` : tex.escape(`(${tag})`);
  if (words === "" && number === "") return tex``;
  return tex` &&${words}${words !== "" && number !== "" ? tex`\\quad` : tex``}${number}`;
}
