import type { Span } from "../refusal";
import type { Tree } from "../tree";
import type { Cursor } from "./cursor";
import { productSigns, relationSigns } from "./signs";
import type { Token } from "./token";

/* What all parts of the grammar share. */

/** Whether a formula ends here, or further on. A bar closes only where an operator could stand. */
export function closes(cursor: Cursor, expected: boolean, offset = 0): boolean {
  const token = cursor.peek(offset);
  if (token === undefined) return true;
  if (token.kind === "separator") return true;
  if (token.kind !== "sign") return false;
  if (token.text === ":") return cursor.front.isCode;
  if (token.text === "|" || token.text === "‖")
    return (
      !expected &&
      (cursor.barsOpen.has(token.text) || (cursor.barsOpen.has("||") && cursor.is("|", offset + 1)))
    );
  return [")", "]", "}", "⦄", "⟩", ",", ";", ".", "?"].includes(token.text);
}

/** Whether a term can begin here, or further on: no sign stands there that needs something before it. */
export function beginsTerm(cursor: Cursor, offset = 0, more: readonly string[] = []): boolean {
  if (closes(cursor, true, offset)) return false;
  const token = cursor.peek(offset) as Token; // the formula ends where there is none
  if (token.kind !== "sign" || more.includes(token.text)) return true;
  const isBetween = productSigns.has(token.text) || relationSigns.has(token.text);
  return !isBetween && !["+", "-", "⊙", "∘", "_", "^"].includes(token.text);
}

export function missing(cursor: Cursor): Error {
  return cursor.refuse("SYNTAX", "a value is missing", cursor.here(), {
    got: cursor.shown(),
    expected: "a number, a name or a bracket",
  });
}

export const unclosed = (cursor: Cursor, open: Token, close: string): Error =>
  cursor.peek() === undefined || cursor.peek()?.kind === "separator"
    ? cursor.refuse("SYNTAX", `this ${cursor.text.slice(open.start, open.end)} is never closed`, open, {
        expected: close,
      })
    : cursor.refuse("SYNTAX", "brackets do not match", cursor.here(), {
        got: cursor.shown(),
        expected: close,
      });

export const negated = (tree: Tree, start: number): Tree => ({
  kind: "sum",
  terms: [{ sign: "-", tree }],
  start,
  end: tree.end,
});

export const atomOf = (token: Token): Tree =>
  token.kind === "number"
    ? { kind: "number", text: token.text, value: Number(token.text), start: token.start, end: token.end }
    : { kind: "name", name: { base: token.text, primes: 0 }, start: token.start, end: token.end };

export const around = (parts: readonly Span[]): Span => ({
  start: parts[0]?.start ?? 0,
  end: parts[parts.length - 1]?.end ?? 0,
});
