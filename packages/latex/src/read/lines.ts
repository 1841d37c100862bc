import {
  Cursor,
  type Formulas,
  type Line,
  parsed,
  refusal,
  relationSigns,
  type Token,
  type Tree,
} from "@chainrule/graph/read";
import { endsRow, environmentName, isDisplay } from "./environment";
import { frontEnd } from "./front-end";
import { tokensOf } from "./tokens";

/**
 * The syntax of a formula, of a display, or of several: `aligned`, `align`, `gather`, `equation`, `split`, rows separated by
 * `\\`, formulas in `$`, `$$`, `\[..\]`. Every part has its place in the text. Names are not looked up: see `formulaReader`.
 * @throws ChainruleError SYNTAX, REFUSED, NUMBER, TOO_LONG, with line, column and an excerpt
 * @example parseLatex("\\delta_j &= a_j - y_j \\\\ \\frac{\\partial E}{\\partial w_{jk}} &= \\delta_j a_k").lines
 */
export function parseLatex(text: string): Formulas {
  const rows = rowsOf(text, tokensOf(text));
  return { text, lines: rows.flatMap((row) => linesOf(text, row)) };
}

const isCommand = (token: Token | undefined, text: string): boolean =>
  token !== undefined && token.text === text && ["command", "separator", "sign"].includes(token.kind);

/** Splits tokens into rows, at line ends and at the borders of displays; a row that continues the one before joins it. */
function rowsOf(text: string, tokens: readonly Token[]): Token[][] {
  const rows: Token[][] = [];
  let row: Token[] = [];
  let depth = 0;
  const finish = (isContinued: boolean): void => {
    const before = rows[rows.length - 1];
    const depths = depthsIn(row); // a & within cases or a matrix stays
    if (row.length > 0 && isContinued && before !== undefined && continues(row))
      rows[rows.length - 1] = before.concat(
        row.filter((token, k) => depths[k] !== 0 || !isCommand(token, "&")),
      );
    else if (row.length > 0) rows.push(row);
    row = [];
  };
  const cursor = new Cursor(text, tokens, frontEnd);
  let follows = false; // the present row follows another of the same display
  for (let token = cursor.peek(); token !== undefined; token = cursor.peek()) {
    const isBegin = isCommand(token, "\\begin");
    if (depth === 0 && (isBegin || isCommand(token, "\\end"))) {
      const from = cursor.at;
      cursor.take();
      const name = environmentName(cursor);
      const isLayout = isDisplay(name) && (!isBegin || (row.length === 0 && !definesParts(cursor)));
      if (isLayout) {
        if (name.startsWith("alignat") && isBegin && cursor.is("{")) cursor.at += 3;
        finish(follows);
        follows = false;
        continue;
      }
      if (!isBegin) throw refusal("SYNTAX", "nothing opens this environment", text, token, { got: name });
      depth++;
      row.push(...tokens.slice(from, cursor.at));
      continue;
    }
    if (isBegin || isCommand(token, "{")) depth++;
    else if (isCommand(token, "\\end") || isCommand(token, "}")) depth--;
    if (isBegin || isCommand(token, "\\end")) {
      const from = cursor.at;
      cursor.take();
      environmentName(cursor);
      row.push(...tokens.slice(from, cursor.at));
      continue;
    }
    if (depth === 0 && isCommand(token, "\\\\")) {
      finish(follows);
      follows = true;
      endsRow(cursor);
    } else if (depth === 0 && ["$", "\\[", "\\]", "\\(", "\\)"].some((sign) => isCommand(token, sign))) {
      finish(follows);
      follows = false;
      cursor.take();
    } else row.push(cursor.take());
  }
  finish(follows);
  return rows;
}

/** Whether a display that begins here names parts t_1, t_2, ... and ends in a line that is made of them. */
function definesParts(cursor: Cursor): boolean {
  const isPart = ["t", "s", "r", "q", "part"].includes(cursor.peek()?.text ?? "");
  const starts =
    isPart && cursor.is("_", 1) && cursor.is("{", 2) && cursor.peek(3)?.text === "1" && cursor.is("}", 4);
  if (!starts) return false;
  let relation = false;
  for (let offset = 0, depth = 1; ; offset++) {
    const token = cursor.peek(offset);
    if (token === undefined) return false;
    if (isCommand(token, "\\begin")) depth++;
    if (isCommand(token, "\\end") && --depth === 0) return !relation;
    if (depth > 1) continue;
    if (isCommand(token, "\\\\")) relation = false;
    else if (relationSigns.has(token.text) && token.kind === "sign")
      relation ||= isCommand(cursor.peek(offset - 1), "&");
  }
}

const isSpace = (token: Token): boolean => ["&", "\\quad", "\\qquad"].some((text) => isCommand(token, text));

/** Whether a row without a relation goes on where the one above stopped: it begins with an operator. */
function continues(row: readonly Token[]): boolean {
  const first = row.find((token) => !isSpace(token));
  const operators = ["+", "-", "·", "×", "*", "⊙", "∘"];
  return operators.some((text) => isCommand(first, text)) && !hasRelation(row);
}

function hasRelation(tokens: readonly Token[]): boolean {
  let depth = 0;
  for (const token of tokens) {
    if (!["command", "separator", "sign"].includes(token.kind)) continue;
    if (["{", "(", "[", "\\begin", "⦃"].includes(token.text)) depth++;
    else if (["}", ")", "]", "\\end", "⦄"].includes(token.text)) depth--;
    else if (depth === 0 && relationSigns.has(token.text)) return true;
  }
  return false;
}

/** What a row says: one equation or several, with what stands beside it. */
function linesOf(text: string, row: readonly Token[]): Line[] {
  const remarks: string[] = [];
  let tag: string | undefined;
  let label: string | undefined;
  const depths = depthsIn(row);
  const remarkColumn = row.findIndex((_, k) => depths[k] === 0 && isRemarkColumn(row, k));
  const kept = row.filter((token, k) => {
    const isBeside = remarkColumn !== -1 && k >= remarkColumn; // && \text{coefficient of } w_8
    if (token.command === "\\tag" || token.command === "\\tag*") tag = token.text;
    else if (token.command === "\\label") label = token.text;
    else if (depths[k] === 0 && (isRemark(row, k) || (isBeside && isText(token)))) remarks.push(token.text);
    else return !isBeside;
    return false;
  });
  const statements = statementsIn(kept);
  if (statements.length === 0) return [];
  return statements.map((tokens, k) => {
    const isLast = k === statements.length - 1;
    return {
      ...equation(text, tokens),
      ...(isLast && tag !== undefined && { tag }),
      ...(isLast && label !== undefined && { label }),
      remarks: isLast ? remarks : [],
    };
  });
}

const isText = ({ command, kind }: Token): boolean =>
  kind === "text" && ["\\text", "\\textrm", "\\textit", "\\mbox"].includes(command ?? "");

/** Whether a token begins the second column after a formula: `x &= y && \text{...}`. */
const isSecondColumn = (row: readonly Token[], k: number): boolean =>
  isCommand(row[k - 1], "&") && isCommand(row[k - 2], "&");

/** Whether what begins here stands beside a formula to the end of the row: words, or what is no column of an alignment. */
function isRemarkColumn(row: readonly Token[], k: number): boolean {
  if (!isSecondColumn(row, k)) return false;
  const rest = row.slice(k);
  return isText(rest[0] as Token) || !rest.some((token) => isCommand(token, "&"));
}

/** Words beside a formula, in no environment inside it: with spaces between them, or set apart from it. A name set as text is a part of the formula. */
function isRemark(row: readonly Token[], k: number): boolean {
  const token = row[k] as Token; // callers pass positions in the row
  if (!isText(token)) return false;
  const before = row[k - 1];
  const isApart = before !== undefined && isSpace(before) && (k === row.length - 1 || before.text !== "&");
  return (
    isSecondColumn(row, k) ||
    isWords(token, row[k + 1]) ||
    (isApart && before?.text !== "&" && !isCommand(row[k + 1], "_"))
  );
}

/** Words with spaces between or around them; one word before a bracket is a function: \text{ tr }(X). */
const isWords = ({ text }: Token, next: Token | undefined): boolean =>
  /\s/.test(text.trim()) || (/\s/.test(text) && !isCommand(next, "("));

/** How many environments are open before each token. */
function depthsIn(row: readonly Token[]): number[] {
  let depth = 0;
  return row.map((token) => {
    const before = depth;
    if (isCommand(token, "\\begin")) depth++;
    if (isCommand(token, "\\end")) depth--;
    return Math.max(0, before);
  });
}

/** A row without the signs of some kind that stand in no environment inside it. */
function withoutOwn(row: readonly Token[], isLeftOut: (token: Token) => boolean): Token[] {
  const depths = depthsIn(row);
  return row.filter((token, k) => depths[k] !== 0 || !isLeftOut(token));
}

/** The equations of a row: columns of an alignment in pairs, or what commas and wide spaces separate, if each has a relation. */
function statementsIn(row: readonly Token[]): Token[][] {
  const all = trimmed(withoutOwn(row, (token) => isCommand(token, "&")));
  const pieces: Token[][] = [[]];
  let depth = 0;
  for (const token of all) {
    if (["command", "separator", "sign"].includes(token.kind)) {
      if (["{", "(", "[", "\\begin", "⦃"].includes(token.text)) depth++;
      if (["}", ")", "]", "\\end", "⦄"].includes(token.text)) depth--;
    }
    const separates = depth === 0 && [",", ";", "\\quad", "\\qquad"].some((text) => isCommand(token, text));
    if (separates) pieces.push([]);
    else pieces[pieces.length - 1]?.push(token);
  }
  const pairs = columnsInPairs(row);
  if (pairs !== undefined) return pairs;
  const filled = pieces.map(trimmed).filter((piece) => piece.length > 0);
  if (filled.length > 1 && filled.every(hasRelation)) return filled;
  return all.length === 0 ? [] : [withoutOwn(all, isSpace)];
}

/** Columns of an alignment two by two, where each pair has its relation: x &= 2 & y &= 3. */
function columnsInPairs(row: readonly Token[]): Token[][] | undefined {
  const depths = depthsIn(row);
  const columns: Token[][] = [[]];
  for (const [k, token] of row.entries()) {
    if (depths[k] === 0 && isCommand(token, "&")) columns.push([]);
    else columns[columns.length - 1]?.push(token);
  }
  if (columns.length < 4 || columns.length % 2 === 1) return undefined;
  const pairs = columns.flatMap((column, k) =>
    k % 2 === 0 ? [trimmed([...column, ...(columns[k + 1] ?? [])])] : [],
  );
  return pairs.every((pair) => pair.length > 0 && hasRelation(pair)) ? pairs : undefined;
}

/** Without punctuation and spaces at the ends. */
function trimmed(tokens: readonly Token[]): Token[] {
  const isEdge = (token: Token | undefined): boolean =>
    token !== undefined && (isSpace(token) || [",", ".", ";"].some((text) => isCommand(token, text)));
  let [from, to] = [0, tokens.length];
  while (isEdge(tokens[from])) from++;
  while (to > from && isEdge(tokens[to - 1])) to--;
  return tokens.slice(from, to);
}

function equation(text: string, tokens: readonly Token[]): Omit<Line, "remarks"> {
  const cursor = new Cursor(text, tokens, frontEnd);
  const span = { start: tokens[0]?.start ?? 0, end: tokens[tokens.length - 1]?.end ?? 0 };
  const relationAt = (): Line["right"][number]["sign"] | undefined => {
    const token = cursor.peek();
    return token?.kind === "sign" ? relationSigns.get(token.text) : undefined;
  };
  const side = (): Tree => {
    const tree = parsed(cursor, "side");
    const rest = cursor.peek();
    if (rest === undefined || relationAt() !== undefined) return tree;
    const isClosing = [")", "]", "}", "⦄"].includes(rest.text);
    throw cursor.refuse(
      "SYNTAX",
      isClosing ? "nothing opens this bracket" : "the formula does not go on like this",
      rest,
      { got: cursor.shown() },
    );
  };
  const left = relationAt() === undefined ? side() : undefined;
  const right: Line["right"][number][] = [];
  for (let sign = relationAt(); sign !== undefined; sign = relationAt()) {
    cursor.take();
    right.push({ sign, tree: side() });
  }
  return { ...(left !== undefined && { left }), right, ...span };
}
