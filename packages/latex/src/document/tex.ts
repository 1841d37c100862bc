import type { Inline } from "../language/language";
import { sceneToTikz, tikzPackage } from "../picture/tikz";
import {
  CHINESE,
  type ChineseFont,
  displayProse,
  inlineProse,
  lackingIn,
  type Prose,
  prose,
  setIn,
} from "../safe/prose";
import { nameTex, type Symbols } from "../symbol";
import { alignedBody } from "./aligned";
import type { Block, Document, Row, Table } from "./model";
import { widthOf } from "./width";

const PREAMBLE = prose`\\documentclass[11pt,a4paper]{article}
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
const LEAD = prose`\\needspace{10\\baselineskip}`;
/** A table of more rows may break over pages. */
const LONGEST_TABLE = 16;
/** A longer reason, in letters, takes several lines beside its formula. */
const LONGEST_REASON = 22;
const REASON_COLUMN = prose`42mm`;

/**
 * Puts Chinese text into the fonts that pdflatex has for it (package CJKutf8): one of those of the arphic project, that of the
 * language unless the other one has more of the characters.
 */
function withChinese(body: Prose, language: string): Prose {
  if (!CHINESE.test(body)) return body;
  const fonts: readonly ChineseFont[] = language === "zh-Hant" ? ["bsmi", "gbsn"] : ["gbsn", "bsmi"];
  const [own, other] = fonts as [ChineseFont, ChineseFont];
  const font = lackingIn(body, other) < lackingIn(body, own) ? other : own;
  return prose`\\begin{CJK}{UTF8}{${font === "gbsn" ? prose`gbsn` : prose`bsmi`}}\n${setIn(body, font)}\n\\end{CJK}`;
}

/** A complete document for pdflatex: the standard classes, amsmath and TikZ; CJKutf8 where it has Chinese text. */
export function toTex(document: Document, symbols: Symbols): Prose {
  const blocks = document.blocks.map((given, k) => {
    const isLead = leadsOn(given, document.blocks[k - 1], document.blocks[k + 1]);
    return isLead ? prose`${LEAD}\n${block(given, symbols)}` : block(given, symbols);
  });
  const body = prose.join(blocks, prose`\n\n`);
  const title = prose`\\title{${inline(document.title)}}\n\\author{}\n\\date{}`;
  const text = withChinese(prose`${title}\n\\maketitle\n\n${body}\n`, document.language);
  const chinese = CHINESE.test(text) ? prose`\n\\usepackage{CJKutf8}` : prose``;
  return prose`${PREAMBLE}${chinese}\n\n\\begin{document}\n${text}\n\\end{document}\n`;
}

/** A heading, or a sentence before a table or formulas that stands under no heading. */
function leadsOn(given: Block, before: Block | undefined, next: Block | undefined): boolean {
  if (given.kind === "heading") return before?.kind !== "heading";
  const leads = next?.kind === "table" || next?.kind === "formulas";
  return given.kind === "paragraph" && leads && before?.kind !== "heading";
}

function block(given: Block, symbols: Symbols): Prose {
  switch (given.kind) {
    case "heading":
      return given.level === 1
        ? prose`\\section{${inline(given.text)}}`
        : prose`\\subsection{${inline(given.text)}}`;
    case "paragraph":
      return prose`${inline(given.text)}\\nopagebreak[3]`;
    case "list":
      return prose`\\begin{itemize}\n${prose.join(
        given.items.map((item) => prose`\\item ${inline(item)}`),
        prose`\n`,
      )}\n\\end{itemize}`;
    case "table":
      return table(given);
    case "formulas":
      return displayed(given.rows);
    case "picture": {
      const drawing = sceneToTikz(given.scene, (name) => nameTex(name, symbols));
      return prose`\\begin{center}\n\\resizebox{!}{\\ifdim\\height>9cm 9cm\\else\\height\\fi}{${drawing}}\n\n\\small ${inline(given.caption)}\n\\end{center}`;
    }
  }
}

const inline = (parts: readonly Inline[]): Prose =>
  prose.join(parts.map((part) => (typeof part === "string" ? prose.escape(part) : inlineProse(part.math))));

function table({ header, rows }: Table): Prose {
  const line = (cells: readonly (readonly Inline[])[]): Prose => {
    const text = prose.join(cells.map(inline), prose` & `);
    const isTall = text.includes("\\displaystyle");
    return isTall ? prose`\\rule{0pt}{5ex}${text} \\\\[2.5ex]` : prose`${text} \\\\`;
  };
  const columns = prose`{${prose.join(
    header.map(() => prose`l`),
    prose`@{\\qquad}`,
  )}}`;
  const body = prose.join(rows.map(line), prose`\n`);
  if (rows.length <= LONGEST_TABLE) {
    // two columns of formulas beside words fit in small print
    const size = header.length > 3 && body.includes("\\displaystyle") ? prose`\\footnotesize` : prose``;
    return prose`\\medskip{${size}\\centering\\begin{tabular}${columns}\n\\toprule\n${line(header)}\n\\midrule\n${body}\n\\bottomrule\n\\end{tabular}\\par}\\medskip`;
  }
  return prose`\\begin{longtable}${columns}\n\\toprule\n${line(header)}\n\\midrule\n\\endhead\n\\bottomrule\n\\endfoot\n${body}\n\\end{longtable}`;
}

/** Rows as `align*`: tags stand where others refer to them; pages break between groups only. */
const displayed = (rows: readonly Row[]): Prose =>
  prose`\\begin{align*}\n${alignedBody(rows, { write: prose, formula: displayProse }, note, true)}\n\\end{align*}`;

function note({ reason = [], tag }: Row): Prose {
  const words = reason.length === 0 ? prose`` : prose` &&${reasonBox(reason)}`;
  return tag === undefined ? words : prose`${words} \\tag{${prose.escape(tag)}}`;
}

function reasonBox(reason: readonly Inline[]): Prose {
  const width = reason.reduce(
    (total, part) => total + (typeof part === "string" ? part.length : widthOf(part.math)),
    0,
  );
  if (width <= LONGEST_REASON) return prose`\\text{\\small ${inline(reason)}}`;
  return prose`\\parbox[t]{${REASON_COLUMN}}{\\small\\raggedright ${inline(reason)}\\strut}`;
}
