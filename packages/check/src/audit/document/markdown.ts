import type { Nodes, Parents, TableCell, TableRow } from "mdast";
import { fromMarkdown } from "mdast-util-from-markdown";
import { gfmTableFromMarkdown } from "mdast-util-gfm-table";
import { gfmTable } from "micromark-extension-gfm-table";
import type { Blocks, Code, TableBlock } from "./blocks";
import type { Cell } from "./table-entries";

/** Code within a line that has one of these is a formula by itself; else it is a part of the text around it. */
const RELATION = /[=<>≈≤≥←]/;

/** The blocks of a document in Markdown, with GitHub's tables. */
export function markdownBlocks(text: string): Blocks {
  const [code, spans, tables]: [Code[], Code[], TableBlock[]] = [[], [], []];
  const blanks: (readonly [from: number, to: number])[] = [];
  const harmless = masked(text);
  const tree = fromMarkdown(harmless, {
    extensions: [gfmTable(), { disable: { null: ["codeIndented", "setextUnderline"] } }],
    mdastExtensions: [gfmTableFromMarkdown()],
  });
  const pending: Nodes[] = [tree];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    const [from, to] = placeOf(node);
    switch (node.type) {
      case "code":
        code.push(fenced(text.slice(from, to), from, node.lang ?? ""));
        blanks.push([from, to]);
        break;
      case "inlineCode":
        if (RELATION.test(node.value)) {
          spans.push(spanned(text.slice(from, to), from));
          blanks.push([from, to]);
        }
        break;
      case "html":
        for (const { 0: comment, index } of node.value.matchAll(/<!--[\s\S]*?(?:-->|$)/g))
          blanks.push([from + index, from + index + comment.length]);
        break;
      case "table": {
        // a line without a bar below a table is text, whatever GitHub makes of it
        const rows = node.children.filter((row) => harmless.slice(...placeOf(row)).includes("|"));
        tables.push({ lines: rows.map((row) => lineOf(text, row)) });
        blanks.push(...rows.map(placeOf));
        break;
      }
      case "definition":
        blanks.push([from, to]);
        break;
      default:
        if ("children" in node) pending.push(...(node as Parents).children);
    }
  }
  return { prose: blankedAll(text, blanks), code, spans, tables };
}

const placeOf = ({ position }: Nodes): readonly [from: number, to: number] => [
  position?.start.offset ?? 0,
  position?.end.offset ?? 0,
];

/**
 * The text with what stands between mathematical brackets made harmless, so that no sign of a formula is one of Markdown: neither the
 * bars of a norm in a table, nor `<` before a letter. Line breaks, and the marks of quotes and lists, stay.
 */
const masked = (text: string): string =>
  text.replace(FORMULA, (whole: string) => whole.replace(/[|<>`*_[\]\\#~]/g, "x"));

const FORMULA =
  /(?<!\\)\$\$[^$]*\$\$|(?<![\\$\d])\$(?![\s$])(?:[^$\n\\]|\\.)*?(?<!\s)\$(?![\d$])|\\\[[\s\S]*?\\\]|\\\((?:[^\n])*?\\\)/g;

/** The text between the fences, and where it begins. */
function fenced(whole: string, offset: number, language: string): Code {
  const opening = whole.indexOf("\n") + 1;
  const closing = /\n[ \t>]*(?:`{3,}|~{3,})[ \t]*$/.exec(whole)?.index;
  return opening === 0
    ? { text: "", offset, language }
    : {
        text: whole.slice(opening, Math.max(opening, closing ?? whole.length)),
        offset: offset + opening,
        language,
      };
}

function spanned(whole: string, offset: number): Code {
  const marks = /^`+/.exec(whole)?.[0].length ?? 0;
  return { text: whole.slice(marks, whole.length - marks), offset: offset + marks, language: "" };
}

function lineOf(text: string, row: TableRow): TableBlock["lines"][number] {
  const [from, to] = placeOf(row);
  return {
    line: { text: text.slice(from, to), at: from },
    cells: row.children.map((cell) => cellIn(text, cell)),
  };
}

/** A cell without bars, spaces and marks around what it says. */
function cellIn(text: string, cell: TableCell): Cell {
  const [from, to] = placeOf(cell);
  const whole = text
    .slice(from, to)
    .replace(/^\|/, " ")
    .replace(/(?<!\\)\|$/, " ");
  const plain = whole.replace(/\\\|/g, " |").replace(/[`$]/g, " ");
  const bare = /\w\s*\*\s*\w/.test(plain)
    ? plain
    : plain.replace(/\*{1,2}/g, (mark) => " ".repeat(mark.length));
  const lead = bare.length - bare.trimStart().length;
  return { text: bare.trim(), at: from + lead };
}

/** Every part blanked; they do not overlap. */
function blankedAll(text: string, parts: readonly (readonly [from: number, to: number])[]): string {
  let [result, at] = ["", 0];
  for (const [from, to] of [...parts].sort((a, b) => a[0] - b[0])) {
    if (from < at) continue;
    result += text.slice(at, from) + text.slice(from, to).replace(/[^\n]/g, " ");
    at = to;
  }
  return result + text.slice(at);
}
