import type { Inline } from "../language/language";
import { pictureToTikz } from "../picture/tikz";
import { escapeText, printName, type SymbolOverrides } from "../symbol";
import { alignedBody, reasonLatex } from "./aligned";
import type { Block, Document, Row, Table } from "./model";

const PREAMBLE = `\\documentclass[11pt,a4paper]{article}
\\usepackage[margin=22mm]{geometry}
\\usepackage{amsmath,amssymb}
\\usepackage{longtable}
\\usepackage{tikz}
\\allowdisplaybreaks
\\setlength{\\parindent}{0pt}
\\setlength{\\parskip}{6pt}`;

/** A complete document for pdflatex: the standard classes, amsmath and TikZ. */
export function toTex(document: Document, symbols: SymbolOverrides): string {
  const body = document.blocks.map((given) => block(given, symbols)).join("\n\n");
  return `${PREAMBLE}\n\\title{${inline(document.title)}}\n\\author{}\n\\date{}\n\\begin{document}\n\\maketitle\n\n${body}\n\n\\end{document}\n`;
}

function block(given: Block, symbols: SymbolOverrides): string {
  switch (given.kind) {
    case "heading":
      return `\\${given.level === 1 ? "section" : "subsection"}{${inline(given.text)}}`;
    case "paragraph":
      return inline(given.text);
    case "list":
      return `\\begin{itemize}\n${given.items.map((item) => `\\item ${inline(item)}`).join("\n")}\n\\end{itemize}`;
    case "table":
      return table(given);
    case "formulas":
      return displayed(given.rows);
    case "picture": {
      const drawing = pictureToTikz(given.picture, (name) => printName(name, symbols));
      return `\\begin{center}\n\\resizebox{!}{\\ifdim\\height>9cm 9cm\\else\\height\\fi}{${drawing}}\n\n\\small ${inline(given.caption)}\n\\end{center}`;
    }
  }
}

function inline(parts: readonly Inline[]): string {
  return parts.map((part) => (typeof part === "string" ? escapeProse(part) : `$${part.math}$`)).join("");
}

/** Prose: the escapes of names, and signs that text fonts lack. */
const escapeProse = (text: string): string =>
  escapeText(text).replaceAll("≈", "$\\approx$").replaceAll("δ", "$\\delta$").replaceAll("=", "$=$");

function table({ header, rows }: Table): string {
  const line = (cells: readonly (readonly Inline[])[]): string =>
    `${cells.map(inline).join(" & ")} \\\\[2pt]`;
  const columns = header.map(() => "l").join("@{\\qquad}");
  return `\\begin{longtable}{${columns}}\n\\hline\n${line(header)}\n\\hline\n\\endhead\n${rows.map(line).join("\n")}\n\\hline\n\\end{longtable}`;
}

/** Rows as `align*`: tags stand where others refer to them; pages break between groups only. */
const displayed = (rows: readonly Row[]): string =>
  `\\begin{align*}\n${alignedBody(rows, note, "\\\\*")}\n\\end{align*}`;

function note({ reason, tag }: Row): string {
  const words =
    reason === undefined || reason.length === 0 ? "" : ` &&{\\small ${reasonLatex(reason, escapeProse)}}`;
  return tag === undefined ? words : `${words} \\tag{${tag}}`;
}
