import type { Span } from "../refusal";
import type { Tree } from "../tree";
import type { Cursor } from "./cursor";
import type { Token } from "./token";

/* What all parts of the grammar share. */

/** Whether a formula ends here. A bar closes only where an operator could stand. */
export function closes(cursor: Cursor, expected: boolean): boolean {
  const token = cursor.peek();
  if (token === undefined) return true;
  if (token.kind === "separator") return true;
  if (token.kind !== "sign") return false;
  if (token.text === ":") return cursor.front.isCode;
  if (token.text === "|" || token.text === "‖")
    return !expected && (cursor.barsOpen.has(token.text) || (cursor.barsOpen.has("||") && cursor.is("|", 1)));
  return [")", "]", "}", "⦄", "⟩", ",", ";", ".", "?"].includes(token.text);
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
