import type { Inline } from "../language/language";
import { pictureToTikz, tikzPackage } from "../picture/tikz";
import { escapeText, printName, type SymbolOverrides } from "../symbol";
import { alignedBody } from "./aligned";
import type { Block, Document, Row, Table } from "./model";
import { widthOf } from "./width";

const PREAMBLE = `\\documentclass[11pt,a4paper]{article}
\\usepackage[margin=19mm,bottom=22mm]{geometry}
\\usepackage{amsmath,amssymb}
\\usepackage{booktabs,longtable}
\\usepackage{${tikzPackage}}
\\allowdisplaybreaks
\\setlength{\\parindent}{0pt}
\\setlength{\\parskip}{6pt}
\\clubpenalty=10000
\\widowpenalty=10000
\\makeatletter
% starts a new page where less than the given height is left
\\newcommand{\\needspace}[1]{\\par\\penalty0\\begingroup\\dimen@=#1\\relax\\dimen@ii=\\pagegoal\\advance\\dimen@ii-\\pagetotal
  \\ifdim\\dimen@>\\dimen@ii\\vfil\\break\\fi\\endgroup}
\\makeatother`;

/** What stands under a sentence that leads to it, at least, on the same page. */
const LEAD = "\\needspace{10\\baselineskip}";
/** A table of more rows may break over pages. */
const LONGEST_TABLE = 16;
/** A longer reason, in letters, takes several lines beside its formula. */
const LONGEST_REASON = 22;
const REASON_COLUMN = "42mm";

/** Chinese, with its punctuation. */
const CHINESE = /[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]/;

/** Puts Chinese text into the fonts that pdflatex has for it (package CJKutf8): one of those of the arphic project. */
function withChinese(body: string, language: string): string {
  const font = language === "zh-Hant" ? "bsmi" : "gbsn";
  return CHINESE.test(body) ? `\\begin{CJK}{UTF8}{${font}}\n${body}\n\\end{CJK}` : body;
}

/** A complete document for pdflatex: the standard classes, amsmath and TikZ; CJKutf8 where it has Chinese text. */
export function toTex(document: Document, symbols: SymbolOverrides): string {
  const body = document.blocks
    .map((given, k) => {
      const isLead = leadsOn(given, document.blocks[k - 1], document.blocks[k + 1]);
      return `${isLead ? `${LEAD}\n` : ""}${block(given, symbols)}`;
    })
    .join("\n\n");
  const title = `\\title{${inline(document.title)}}\n\\author{}\n\\date{}`;
  const text = withChinese(`${title}\n\\maketitle\n\n${body}\n`, document.language);
  const preamble = CHINESE.test(text) ? `${PREAMBLE}\n\\usepackage{CJKutf8}` : PREAMBLE;
  return `${preamble}\n\\begin{document}\n${text}\n\\end{document}\n`;
}

/** A heading, or a sentence before a table or formulas that stands under no heading. */
function leadsOn(given: Block, before: Block | undefined, next: Block | undefined): boolean {
  if (given.kind === "heading") return before?.kind !== "heading";
  const leads = next?.kind === "table" || next?.kind === "formulas";
  return given.kind === "paragraph" && leads && before?.kind !== "heading";
}

function block(given: Block, symbols: SymbolOverrides): string {
  switch (given.kind) {
    case "heading":
      return `\\${given.level === 1 ? "section" : "subsection"}{${inline(given.text)}}`;
    case "paragraph":
      return `${inline(given.text)}\\nopagebreak[3]`;
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

/** What pdflatex's text fonts lack. */
const SIGNS: Readonly<Record<string, string>> = {
  "<": "\\textless{}",
  ">": "\\textgreater{}",
  "|": "\\textbar{}",
  "=": "$=$",
  "≈": "$\\approx$",
  δ: "$\\delta$",
};

const escapeProse = (text: string): string =>
  escapeText(text).replace(/[<>|=≈δ]/g, (sign) => SIGNS[sign] ?? sign);

function table({ header, rows }: Table): string {
  const line = (cells: readonly (readonly Inline[])[]): string => {
    const text = cells.map(inline).join(" & ");
    const isTall = text.includes("\\displaystyle");
    return isTall ? `\\rule{0pt}{5ex}${text} \\\\[2.5ex]` : `${text} \\\\`;
  };
  const columns = `{${header.map(() => "l").join("@{\\qquad}")}}`;
  const body = rows.map(line).join("\n");
  if (rows.length <= LONGEST_TABLE) {
    // two columns of formulas beside words fit in small print
    const size = header.length > 3 && body.includes("\\displaystyle") ? "\\footnotesize" : "";
    return `\\medskip{${size}\\centering\\begin{tabular}${columns}\n\\toprule\n${line(header)}\n\\midrule\n${body}\n\\bottomrule\n\\end{tabular}\\par}\\medskip`;
  }
  return `\\begin{longtable}${columns}\n\\toprule\n${line(header)}\n\\midrule\n\\endhead\n\\bottomrule\n\\endfoot\n${body}\n\\end{longtable}`;
}

/** Rows as `align*`: tags stand where others refer to them; pages break between groups only. */
const displayed = (rows: readonly Row[]): string =>
  `\\begin{align*}\n${alignedBody(rows, note, "\\\\*")}\n\\end{align*}`;

function note({ reason = [], tag }: Row): string {
  const words = reason.length === 0 ? "" : ` &&${reasonBox(reason)}`;
  return tag === undefined ? words : `${words} \\tag{${tag}}`;
}

function reasonBox(reason: readonly Inline[]): string {
  const width = reason.reduce(
    (total, part) => total + (typeof part === "string" ? part.length : widthOf(part.math)),
    0,
  );
  if (width <= LONGEST_REASON) return `\\text{\\small ${inline(reason)}}`;
  return `\\parbox[t]{${REASON_COLUMN}}{\\small\\raggedright ${inline(reason)}\\strut}`;
}
