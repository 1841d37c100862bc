import { type Inline, plainText } from "../language/language";
import { pictureToSvg } from "../picture/svg";
import { escapeText } from "../symbol";
import { alignedBody, reasonLatex } from "./aligned";
import type { Block, Document, Row, Table } from "./model";

/** Markdown with formulas between dollar signs, as GitHub, VS Code, Jupyter and most site generators read it. */
export function toMarkdown(document: Document): string {
  const parts = [`# ${inline(document.title)}`, ...document.blocks.map(block)];
  return `${parts.join("\n\n")}\n`;
}

function block(given: Block): string {
  switch (given.kind) {
    case "heading":
      return `${given.level === 1 ? "##" : "###"} ${inline(given.text)}`;
    case "paragraph":
      return inline(given.text);
    case "list":
      return given.items.map((item) => `- ${inline(item)}`).join("\n");
    case "table":
      return table(given);
    case "formulas":
      return `$$\n${aligned(given.rows)}\n$$`;
    case "picture": {
      const description = plainText(given.caption);
      const svg = new TextEncoder().encode(pictureToSvg(given.picture, { title: description }));
      const data = btoa(Array.from(svg, (byte) => String.fromCharCode(byte)).join(""));
      return `![${escapeMarkdown(description)}](data:image/svg+xml;base64,${data})`;
    }
  }
}

function inline(parts: readonly Inline[], math = (latex: string): string => latex): string {
  return parts
    .map((part) => (typeof part === "string" ? escapeMarkdown(part) : `$${math(part.math)}$`))
    .join("");
}

/** In a table a bar would end the cell, with a backslash or without. */
const withoutBars = (latex: string): string => latex.replaceAll("\\|", "\\Vert ").replaceAll("|", "\\vert ");

/** Text that Markdown and HTML leave as it is, in one line. */
const escapeMarkdown = (text: string): string =>
  text.replace(/[\\`*_{}[\]<>#|$&~!]/g, (letter) => `\\${letter}`).replace(/\s+/g, " ");

function table({ header, rows }: Table): string {
  const cell = (parts: readonly Inline[]): string => inline(parts, withoutBars);
  const line = (cells: readonly (readonly Inline[])[]): string => `| ${cells.map(cell).join(" | ")} |`;
  return [line(header), `|${header.map(() => " --- |").join("")}`, ...rows.map(line)].join("\n");
}

/** Rows as one `aligned` block: left side, relation and right side, reason. */
const aligned = (rows: readonly Row[]): string =>
  `\\begin{aligned}\n${alignedBody(rows, note, "\\\\")}\n\\end{aligned}`;

function note({ reason, tag }: Row): string {
  const words = reason === undefined || reason.length === 0 ? "" : reasonLatex(reason, escapeText);
  const number = tag === undefined ? "" : `\\text{(${tag})}`;
  if (words === "" && number === "") return "";
  return ` &&${words}${words !== "" && number !== "" ? "\\quad" : ""}${number}`;
}
