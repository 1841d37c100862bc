import { ChainruleError } from "@chainrule/graph";
import { type Line, parseText, type RelationSign, type Tree } from "@chainrule/graph/read";
import { parseLatex } from "@chainrule/latex";
import { DEEPEST, depthOf } from "../../depth";
import type { Member, Passage, Statement, TableCell, TableRow } from "../document/passage";
import { besideRows, clausesOf, isClaim, rowsOf } from "../document/rows";
import type { Reason } from "../findings/reason";
import { unreadAs } from "../findings/unread";
import { namesIn } from "../names/letters";
import { functionDefined, keyOf, namedBy, plainNames, plainTree } from "../names/names";
import { nameTree } from "../names/trees";
import { earlierApart } from "./earlier";
import { listsIn, type NumberList, withoutLists } from "./lists";
import { mendedMembers, type Slip } from "./slips";

/** A formula that could not be read. */
export interface Unreadable {
  readonly start: number;
  readonly end: number;
  readonly because: Reason;
}

export interface Read {
  readonly statements: Statement[];
  readonly unreadable: Unreadable[];
  readonly slips: Slip[];
  /** Words that the document defines as functions. */
  readonly functions: ReadonlySet<string>;
}

/** The chains of all passages, in order. A line that begins with a relation goes on with the chain above. */
export function statementsOf(
  passages: readonly Passage[],
  rows: readonly TableRow[],
  document: string,
): Read {
  const [unreadable, slips]: [Unreadable[], Slip[]] = [[], []];
  const { lists, rest } = entriesListed(passages);
  const parts = earlierApart(rest.flatMap((passage) => readable(passage, { unreadable, slips })));
  const functions = functionsDefined(parts.flatMap(({ lines }) => lines));
  const read: Read = { statements: [], unreadable, slips, functions };
  for (const { lines, passage } of parts) for (const line of lines) add(line, passage, read, document);
  for (const entry of lists.flatMap(({ entries }) => entries)) {
    const statement = equationIn(entry, functions);
    if (statement !== undefined) read.statements.push(statement);
  }
  for (const passage of passages.flatMap(besideRows)) {
    const lines = parsedLines(passage);
    if (lines instanceof ChainruleError) continue;
    for (const line of lines) {
      const isEquation = line.right.length === 1 && line.right[0]?.sign === "=";
      if (line.left !== undefined && namedBy(line.left) === undefined && isEquation)
        add(line, passage, read, document);
    }
  }
  for (const { cells, isCase } of rows) {
    if (isCase) continue;
    for (const cell of cells) {
      const statement = equationIn(cell, functions);
      if (statement !== undefined) read.statements.push(statement);
    }
  }
  read.statements.sort((a, b) => a.start - b.start);
  return read;
}

/** Lists of numbers whose entries a document speaks of, and the passages without them. */
function entriesListed(passages: readonly Passage[]): {
  readonly lists: NumberList[];
  readonly rest: Passage[];
} {
  const found = passages.map(listsIn);
  if (found.every((lists) => lists.length === 0)) return { lists: [], rest: [...passages] };
  const names = passages.flatMap((passage) => {
    const lines = parsedLines(passage);
    if (lines instanceof ChainruleError) return [];
    const trees = lines.flatMap(({ left, right }) => [left ?? [], ...right.map(({ tree }) => tree)].flat());
    return trees.flatMap((tree) => namesIn(plainNames(tree)));
  });
  const bases = new Set(
    names.flatMap(({ base, sub }) => (/^(?:[a-z\d],?){1,2}$/.test(sub) ? [base.toLowerCase()] : [])),
  );
  const isNamed = ({ entries: [first], name }: NumberList): boolean => {
    const lines = name === undefined || first === undefined ? [] : parsedLines(first.header);
    const tree = lines instanceof ChainruleError ? undefined : lines[0]?.left;
    const own = tree === undefined ? undefined : namedBy(plainNames(tree));
    return name === undefined || (own !== undefined && bases.has(own.base.toLowerCase()));
  };
  const kept = found.map((lists) => lists.filter(isNamed));
  return {
    lists: kept.flat(),
    rest: passages.map((passage, k) => withoutLists(passage, kept[k] as readonly NumberList[])),
  };
}

type Refused = Pick<Read, "unreadable" | "slips">;

/** Words whose call is the left side of an equation that has the argument by itself on the right. */
function functionsDefined(lines: readonly Line[]): Set<string> {
  return new Set(
    lines.flatMap(({ left, right: [first] }) =>
      left === undefined || first === undefined || first.sign === "←"
        ? []
        : (functionDefined(left, first.tree) ?? []),
    ),
  );
}

const UPDATES =
  /(?:after|经过|經過|第|迭代|训练|訓練|when|following)\s*(?:training\s*(?:for\s*)?)?(\d[\d,]*|one|the first|一)\s*(?:updates?|iterations?|steps?|epochs?|rounds?|times?|次|轮|輪)/i;

/** Chains in whose line words count updates: "after 10,000 updates". */
export function withUpdates(
  statements: readonly Statement[],
  lineOf: (offset: number) => string,
): Statement[] {
  return statements.map((statement) => {
    const count = UPDATES.exec(lineOf(statement.start))?.[1];
    if (count === undefined) return statement;
    const updates = /^\d/.test(count) ? Number(count.replace(/,/g, "")) : 1;
    return { ...statement, updates };
  });
}

/** A passage as lines; if it cannot be read as a whole, row by row. */
function readable(
  passage: Passage,
  read: Refused,
): { readonly lines: readonly Line[]; readonly passage: Passage }[] {
  const mended = withoutSlips(passage, read);
  const whole = parsedLines(mended);
  if (!(whole instanceof ChainruleError)) return [{ lines: whole, passage: mended }];
  const all = rowsOf(mended);
  const rows = all.length > 1 ? all : clausesOf(mended);
  if (rows.length > 1) {
    return rows.flatMap((row) => {
      const lines = parsedLines(row);
      if (!(lines instanceof ChainruleError)) return [{ lines, passage: row }];
      refuse(row, lines, read);
      return [];
    });
  }
  refuse(mended, whole, read);
  return [];
}

function refuse(passage: Passage, error: ChainruleError, read: Refused): void {
  if (!passage.isMath || !isClaim(passage.text)) return;
  const lead = passage.text.length - passage.text.trimStart().length;
  const start = passage.offset + lead;
  read.unreadable.push({ start, end: start + passage.text.trim().length, because: unreadAs(error) });
}

/** The lines of a passage. What is typed without LaTeX and cannot be read as text may be LaTeX all the same, but for programs. */
function parsedLines({ isProgram, isText, text }: Passage): readonly Line[] | ChainruleError {
  const plain = isText
    ? refusedOr(() => [inOneChain((isProgram && stepIn(text)) || parseText(text))])
    : undefined;
  return plain === undefined || (plain instanceof ChainruleError && !isProgram) ? latexLines(text) : plain;
}

/** `w -= lr * g` of programs as w ← w - (lr * g); undefined for any other line. @throws ChainruleError as `parseText` */
function stepIn(text: string): Line | undefined {
  const [, before = "", name = "", sign = ""] = /^(\s*)([A-Za-z]\w*)\s*([-+])=(?!=)/.exec(text) ?? [];
  if (sign === "") return undefined;
  const { left } = parseText(name.padStart(before.length + name.length));
  const by = parseText(
    text
      .slice(before.length + name.length)
      .replace(/^(\s*)[-+]=/, "$1  ")
      .padStart(text.length),
  );
  if (left === undefined || by.left === undefined || by.right.length > 0) return undefined;
  const { end, start } = by.left;
  const group: Tree = { kind: "group", bracket: "", body: by.left, start, end };
  const terms = [
    { sign: "+" as const, tree: left },
    { sign: sign as "+" | "-", tree: group },
  ];
  const tree: Tree = { kind: "sum", terms, start, end };
  return { left, right: [{ sign: "←", tree }], start: left.start, end, remarks: [] };
}

/** An equation whose sides are comparisons, as one chain: a document states a < b, where a program asks whether it is so. */
function inOneChain({ left, right, ...line }: Line): Line {
  const sidesOf = (
    tree: Tree,
  ): readonly { readonly sign: RelationSign | undefined; readonly tree: Tree }[] =>
    tree.kind === "relation"
      ? tree.sides.map((side, k) => ({ sign: tree.signs[k - 1], tree: side }))
      : [{ sign: undefined, tree }];
  const [first, ...others] = left === undefined ? [] : sidesOf(left);
  const chain = [
    ...others,
    ...right.flatMap(({ sign, tree }) =>
      sidesOf(tree).map((side) => (side.sign === undefined ? { sign, tree: side.tree } : side)),
    ),
  ];
  return {
    ...line,
    ...(first !== undefined && { left: first.tree }),
    right: chain.flatMap(({ sign, tree }) => (sign === undefined ? [] : [{ sign, tree }])),
  };
}

const latexLines = (text: string): readonly Line[] | ChainruleError =>
  refusedOr(() => parseLatex(text).lines);

/** Lines that are not nested too deeply for the passes of an audit, or why there are none. */
function refusedOr(read: () => readonly Line[]): readonly Line[] | ChainruleError {
  try {
    const lines = read();
    const tooDeep = lines.some(({ left, right }) =>
      [left, ...right.map(({ tree }) => tree)].some((tree) => tree !== undefined && depthOf(tree) > DEEPEST),
    );
    return tooDeep
      ? new ChainruleError("TOO_DEEP", "nested too deeply", { expected: `at most ${DEEPEST} levels` })
      : lines;
  } catch (error) {
    if (error instanceof ChainruleError) return error;
    throw error;
  }
}

/** A remark beside a row of an alignment: what follows `&&` up to the row's end, unless there are more columns. */
const REMARK =
  /&&(?:\s*\\text\{(?:(?!\\\\|\\end\{|\n).)*|(?:(?!\\\\|\\end\{|\n)[^&])*(?=\\\\|\\end\{|\n|$))/g;

/** `\sum_{j-1}^{l}`: a sum has to begin somewhere, so the minus is an equals sign that lost a stroke. */
function withoutSlips(passage: Passage, read: Refused): Passage {
  const plain = passage.text.replace(REMARK, (found) => " ".repeat(found.length));
  const text = plain.replace(
    /(\\sum\s*_\s*\{\s*[a-z])\s*-\s*([01]\s*\})/g,
    (found, before: string, after: string, at: number) => {
      const meant = `${before}=${after}`;
      const start = passage.offset + at;
      read.slips.push({ kind: "sum begins", start, end: start + found.length, text: found, meant });
      return meant.padEnd(found.length);
    },
  );
  return { ...passage, text };
}

function add(line: Line, passage: Passage, read: Read, document: string): void {
  if (line.right.length === 0) return;
  const typed: Member[] = [
    ...(line.left === undefined
      ? []
      : [{ sign: undefined, tree: plainNames(line.left, read.functions), passage }]),
    ...line.right.map(({ sign, tree }) => ({ sign, tree: plainNames(tree, read.functions), passage })),
  ];
  const { members, slips } = mendedMembers(typed);
  read.slips.push(...slips);
  const marks = {
    ...(line.tag !== undefined && { tag: line.tag }),
    ...(line.label !== undefined && { label: line.label }),
  };
  const [start, end] = [passage.offset + line.start, passage.offset + line.end];
  const last = read.statements[read.statements.length - 1];
  if (line.left !== undefined) read.statements.push({ members, start, end, ...marks });
  else if (last !== undefined && isNext(document.slice(last.end, Math.min(start, last.end + FARTHEST + 1)))) {
    read.statements[read.statements.length - 1] = {
      ...last,
      ...marks,
      members: [...last.members, ...members],
      end,
    };
  }
}

/** What a cell under its head says: `head = cell`, and on as the cell goes on; undefined where one of them is no formula. */
export function equationIn(
  { cell, derivative, header }: TableCell,
  functions: ReadonlySet<string>,
): Statement | undefined {
  const [head, first] = [header, cell].map((passage) => {
    const lines = parsedLines(passage);
    return lines instanceof ChainruleError ? undefined : lines[0];
  });
  if (head?.left === undefined || first?.left === undefined || head.right.length > 0) return undefined;
  const whole = plainNames(head.left, functions);
  const left = derivative === undefined ? whole : derivativeOf(whole, derivative.by);
  if (left === undefined) return undefined;
  const members: Member[] = [
    { sign: undefined, tree: left, passage: header },
    { sign: "=", tree: plainNames(first.left, functions), passage: cell },
    ...first.right.map(({ sign, tree }) => ({ sign, tree: plainNames(tree, functions), passage: cell })),
  ];
  return { members, start: cell.offset, end: cell.offset + cell.text.length };
}

/** The derivative of a formula by a name in it, or by the only one. */
function derivativeOf(of: Tree, by?: string): Tree | undefined {
  const names = new Map(namesIn(of).map((name) => [keyOf(name), name]));
  names.delete("e");
  const only = by === undefined && names.size === 1 ? [...names.values()][0] : names.get(by ?? "");
  const { end, start } = of;
  return only === undefined
    ? undefined
    : { kind: "derivative", symbol: "d", of, by: [plainTree(only, nameTree({ base: "x", primes: 0 }, of))], start, end }; // biome-ignore format: one record
}

/** Whether nothing but layout stands between a chain and the line that continues it. */
const isNext = (between: string): boolean =>
  between.length <= FARTHEST &&
  /^[\s$&|>.,;\\[\](){}*0-9]*$/.test(
    between.replace(/&&(?:(?!\\\\)[^\n])*/g, "").replace(/\\[A-Za-z]+(?:\{[^{}]*\})*/g, ""),
  );

/** So many characters may stand between a chain and the line that continues it. */
const FARTHEST = 200;
