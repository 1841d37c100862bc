import type { Inline } from "../language/language";
import { pictureToTikz } from "../picture/tikz";
import { escapeText, printName, type SymbolOverrides } from "../symbol";
import { alignedCells, GROUP_SKIP, reasonLatex } from "./aligned";
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

/** Rows as \`align\`: tags stand where others refer to them. */
function displayed(rows: readonly Row[]): string {
  const lines = rows.flatMap((row, k) => {
    const cells = alignedCells(row);
    return cells.map(({ left, right }, part) => {
      const last = part === cells.length - 1;
      return {
        opensGroup: k > 0 && part === 0 && row.left !== undefined,
        latex: `${left} &${right}${last ? note(row) : ""}${last && row.tag !== undefined ? ` \\tag{${row.tag}}` : ""}`,
      };
    });
  });
  const body = lines.map(({ latex }, k) =>
    lines[k + 1]?.opensGroup
      ? `${latex} \\\\[${GROUP_SKIP}]`
      : k < lines.length - 1
        ? `${latex} \\\\`
        : latex,
  );
  return `\\begin{align*}\n${body.join("\n")}\n\\end{align*}`;
}

const note = ({ reason }: Row): string =>
  reason === undefined || reason.length === 0 ? "" : ` &&{\\small ${reasonLatex(reason, escapeProse)}}`;
