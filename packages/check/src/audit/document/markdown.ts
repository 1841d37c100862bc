import type { Nodes, Parents, TableCell, TableRow } from "mdast";
import { fromMarkdown } from "mdast-util-from-markdown";
import { gfmTableFromMarkdown } from "mdast-util-gfm-table";
import { gfmTable } from "micromark-extension-gfm-table";
import { type Blocks, type Code, replacedAt, type TableBlock } from "./blocks";
import { bracketed } from "./brackets";
import type { Cell } from "./table-entries";

/** Code within a line that has one of these is a formula by itself; else it is a part of the text around it. */
const RELATION = /[=<>≈≤≥←]/;

/** The blocks of a document in Markdown, with GitHub's tables. */
export function markdownBlocks(text: string): Blocks {
  const [code, spans, tables]: [Code[], Code[], TableBlock[]] = [[], [], []];
  const blanks: { readonly start: number; readonly end: number }[] = [];
  const harmless = withoutDepth(replacedAt(text, bracketed(text), withoutSigns));
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
        blanks.push({ start: from, end: to });
        break;
      case "inlineCode":
        if (RELATION.test(node.value)) {
          spans.push(spanned(text.slice(from, to), from));
          blanks.push({ start: from, end: to });
        }
        break;
      case "html":
        for (const { 0: comment, index } of node.value.matchAll(/<!--[\s\S]*?(?:-->|$)/g))
          blanks.push({ start: from + index, end: from + index + comment.length });
        break;
      case "table": {
        // a line without a bar below a table is text, whatever GitHub makes of it
        const rows = node.children.filter((row) => harmless.slice(...placeOf(row)).includes("|"));
        tables.push({ lines: rows.map((row) => lineOf(text, row)) });
        for (const row of rows) {
          const [start, end] = placeOf(row);
          blanks.push({ start, end });
        }
        break;
      }
      case "definition":
        blanks.push({ start: from, end: to });
        break;
      default:
        if ("children" in node) pending.push(...(node as Parents).children);
    }
  }
  blanks.sort((a, b) => a.start - b.start);
  return { prose: replacedAt(text, blanks), code, spans, tables };
}

const placeOf = ({ position }: Nodes): readonly [from: number, to: number] => [
  position?.start.offset ?? 0,
  position?.end.offset ?? 0,
];

/**
 * A formula in which no sign is one of Markdown: neither the bars of a norm in a table, nor `<` before a letter. Line breaks, and the
 * marks of quotes and lists, stay.
 */
const withoutSigns = (formula: string): string => formula.replace(/[|<`*_[\]\\#~$]/g, "x");

/** Longer lines are text, and so are marks that go deeper: no document has them, and the parser's time grows with their square. */
const [LONGEST_LINE, DEEPEST] = [20_000, 20];
const MARKS = new RegExp(`^(?:[ \\t]*(?:[-+*>]|\\d{1,9}[.)])(?=[ \\t>])){${DEEPEST},}`);

const withoutDepth = (text: string): string =>
  text
    .split("\n")
    .map((line) =>
      line.length > LONGEST_LINE
        ? "x".repeat(line.length)
        : line.replace(MARKS, (marks) => "x".repeat(marks.length)),
    )
    .join("\n");

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
  const isMath = /^\s*(?:\$[^$]+\$|`[^`]+`)\s*$/.test(whole);
  return { text: bare.trim(), at: from + lead, ...(isMath && { isMath }) };
}
