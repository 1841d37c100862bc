import { numberIn } from "../number-in";
import type { Tree } from "../tree";
import { applied, argumentsIn, raised } from "./attached";
import type { Cursor } from "./cursor";
import { atomOf, missing, unclosed } from "./grammar";
import type { Parsing } from "./request";
import { scripted, subscript } from "./scripted";
import { brackets, relationSigns } from "./signs";
import type { Token } from "./token";

/** Brackets, braces and bars. */
export function* bracketed(cursor: Cursor, open: Token): Parsing {
  if (open.text === "|") return yield* bars(cursor, open);
  if (open.text === "!") throw cursor.refuse("REFUSED", "there is no factorial", open);
  if (open.text === "⟨") return yield* innerProduct(cursor, open);
  const close = brackets.get(open.text);
  if (close === undefined) throw missing(cursor);
  if (open.text === "[" && cursor.front.isCode) return yield* array(cursor, open);
  cursor.take();
  const outer = cursor.enclose();
  const body = yield "formula";
  cursor.barsOpen = outer;
  if (open.text === "⦃" && body.kind === "cases" && !cursor.is(close)) return body; // what closes it is invisible
  if (cursor.is(",") && open.text !== "{") {
    const column = open.text === "(" ? yield* columnAfter(cursor, open, body) : undefined;
    if (column !== undefined) return column;
    throw cursor.refuse("SYNTAX", "a comma only separates arguments", cursor.here(), {
      mend: body.kind === "number" ? "Write a decimal number with a point: 1.5" : "Leave it out",
    });
  }
  if (!cursor.is(close)) throw unclosed(cursor, open, close);
  const end = cursor.take().end;
  const isName =
    open.text === "{" && body.kind === "name" && body.name.sup === undefined && body.name.sub === undefined;
  if (isName) return yield* applied(cursor, yield* scripted(cursor, body.name, open.start));
  const bracket = open.text as "(" | "[" | "{" | "⦃"; // the keys of `brackets`
  return yield* raised(cursor, { kind: "group", bracket, body, start: open.start, end });
}

/** (1, -2) after a relation: a column of numbers. Elsewhere it may be a point that words speak of. Without a space after the comma, (0,5) may be a decimal number. */
function* columnAfter(cursor: Cursor, open: Token, first: Tree): Parsing<Tree | undefined> {
  const rows = [[first]];
  const isSpaced = cursor.peek(1)?.spaced === true;
  let back = -1;
  while ((cursor.peek(back)?.start ?? 0) > open.start) back--;
  const before = cursor.peek(back - 1);
  const isSide = before?.kind === "sign" && relationSigns.has(before.text);
  if (cursor.front.isCode || !isSpaced || !isSide || numberIn(first) === undefined) return undefined;
  for (let offset = 0; !cursor.is(")", offset); offset++) {
    const token = cursor.peek(offset);
    const isPart = token?.kind === "number" || (token?.kind === "sign" && /^[,-]$/.test(token.text));
    if (!isPart) return undefined;
  }
  while (cursor.accept(",")) rows.push([yield "formula"]);
  if (!cursor.is(")")) return undefined;
  const { end } = cursor.take();
  return { kind: "matrix", rows, start: open.start, end };
}

/** ⟨a, b⟩ */
function* innerProduct(cursor: Cursor, open: Token): Parsing {
  const list = yield* argumentsIn(cursor, open);
  const [a, b] = list;
  if (a === undefined || b === undefined || list.length > 2)
    throw cursor.refuse("SYNTAX", "an inner product has two factors", open, { expected: "⟨a, b⟩" });
  return yield* raised(cursor, { kind: "inner", factors: [a, b], start: open.start, end: cursor.reached() });
}

/** How many arrays may stand inside one another: as many as a tensor has axes. */
const DEEPEST_ARRAY = 32;

/** [1, 2] */
function* array(cursor: Cursor, open: Token): Parsing {
  if (++cursor.arrays > DEEPEST_ARRAY) {
    throw cursor.refuse("TOO_DEEP", "too many arrays inside one another", open, {
      got: `more than ${DEEPEST_ARRAY}`,
      expected: `at most ${DEEPEST_ARRAY}`,
    });
  }
  const items = yield* argumentsIn(cursor, open);
  cursor.arrays--;
  return yield* raised(cursor, { kind: "array", items, start: open.start, end: cursor.reached() });
}

export function* bars(cursor: Cursor, open: Token): Parsing {
  const isTwice = isDouble(cursor, 0) && closesTwice(cursor);
  const bar = isTwice ? "||" : open.text;
  cursor.at += bar.length;
  const outer = cursor.enclose(bar);
  const body = yield "formula";
  cursor.barsOpen = outer;
  if (!(isTwice ? isDouble(cursor, 0) : cursor.is(bar))) throw unclosed(cursor, open, bar);
  cursor.at += bar.length;
  const span = { start: open.start, end: cursor.reached() };
  if (bar === "|") return yield* raised(cursor, { kind: "absolute", body, ...span });
  if (!cursor.accept("_")) {
    const norm = yield* raised(cursor, { kind: "norm", body, ...span });
    const isOpen = norm.kind === "power" && norm.base.kind === "norm" && norm.base.sub === undefined;
    if (!isOpen || !cursor.accept("_")) return norm;
    const sub = subscript(cursor); // ‖v‖^2_2 is ‖v‖_2^2
    return { ...norm, base: { ...norm.base, sub, end: sub.end }, end: sub.end };
  }
  const sub = subscript(cursor);
  return yield* raised(cursor, { kind: "norm", body, sub, ...span, end: sub.end });
}

/** ||: two bars without a space between them. */
export const isDouble = (cursor: Cursor, offset: number): boolean =>
  cursor.is("|", offset) && cursor.is("|", offset + 1) && cursor.peek(offset + 1)?.spaced === false;

/** Whether two bars that open here close as two: ||x||, and not ||x| - 1|. */
function closesTwice(cursor: Cursor): boolean {
  let depth = 0;
  for (let offset = 2; ; offset++) {
    const token = cursor.peek(offset);
    if (token === undefined || depth < 0) return false;
    if (token.kind !== "sign") continue;
    if (["(", "[", "{", "⦃"].includes(token.text)) depth++;
    else if ([")", "]", "}", "⦄"].includes(token.text)) depth--;
    else if (depth === 0 && token.text === "|") return isDouble(cursor, offset);
  }
}

/** An argument of a command: a group in braces, or the next single thing. */
export function* argument(cursor: Cursor): Parsing {
  const token = cursor.peek();
  if (token === undefined) throw missing(cursor);
  if (cursor.is("{")) {
    cursor.take();
    if (cursor.is("}")) throw missing(cursor);
    const outer = cursor.enclose();
    const body = yield "formula";
    cursor.barsOpen = outer;
    if (!cursor.is("}")) throw unclosed(cursor, token, "}");
    cursor.take();
    return body;
  }
  if (token.kind === "number" || token.kind === "word" || token.kind === "text")
    return atomOf(cursor.takeFirst());
  if (token.kind === "sign" && token.text !== "(") throw missing(cursor);
  return yield "operand";
}
