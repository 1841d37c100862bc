import type { Script, Tree } from "../tree";
import type { Cursor } from "./cursor";
import type { Token } from "./token";

/** What is taken for a transposition when it stands above right. */
const TRANSPOSED = new Set(["T", "⊤"]);

/** The parts of the tokens of a script: letters with their primes, numbers, words and signs. */
function partsOf(tokens: readonly Token[]): string[] {
  const parts: string[] = [];
  let accent = "";
  for (const { kind, text, start, end } of tokens) {
    if (kind === "accent") {
      accent = text;
      continue;
    }
    const isTyped = kind === "word" && text.length === end - start;
    if (isTyped) parts.push(...(text.match(/[A-Za-z]|\d+/g) ?? []));
    else if (kind === "sign" && text === "'" && parts.length > 0) parts[parts.length - 1] += "'";
    else if (text !== "{" && text !== "}") parts.push(kind === "command" ? text.slice(1) : text);
    else continue;
    parts[parts.length - 1] += accent; // ŷ is yhat, as in a name's base
    accent = "";
  }
  return parts;
}

export function scriptOf(tokens: readonly Token[], start: number, end: number, formula?: Tree): Script {
  const parts = partsOf(tokens);
  return { start, end, text: parts.join(""), parts, ...(formula !== undefined && { formula }) };
}

/** Whether tokens above right mean a transposition, a prime, a mark such as + or *, or can be an exponent. */
export function kindOfSuperscript(tokens: readonly Token[]): "transpose" | "primes" | "mark" | "formula" {
  const [first] = tokens;
  const last = tokens[tokens.length - 1];
  if (first === undefined || last === undefined) return "mark";
  if (tokens.every(({ kind, text }) => kind === "sign" && text === "'")) return "primes";
  if (tokens.length === 1 && TRANSPOSED.has(first.text)) return "transpose";
  if (last.kind === "sign" && ["+", "-", "*", "'"].includes(last.text)) return "mark";
  if (last.text === "⊤") return "mark";
  if (hasOwnComma(tokens)) return "mark";
  if (tokens.length === 1 && first.kind === "text" && first.text.length > 1) return "mark";
  return "formula";
}

/** Whether a comma stands outside all brackets: a list of indices, no formula. */
function hasOwnComma(tokens: readonly Token[]): boolean {
  let depth = 0;
  for (const { kind, text } of tokens) {
    if (kind !== "sign") continue;
    if (["(", "[", "{", "⦃"].includes(text)) depth++;
    else if ([")", "]", "}", "⦄"].includes(text)) depth--;
    else if (text === "," && depth === 0) return true;
  }
  return false;
}

/** The tokens between a brace that opens at the cursor and its partner; the cursor stays. */
export function insideBraces(cursor: Cursor): Token[] {
  const inside: Token[] = [];
  for (let offset = 1, depth = 1; ; offset++) {
    const token = cursor.peek(offset);
    if (token === undefined)
      throw cursor.refuse("SYNTAX", "this { is never closed", cursor.here(), { expected: "}" });
    if (cursor.is("{", offset)) depth++;
    if (cursor.is("}", offset) && --depth === 0) return inside;
    inside.push(token);
  }
}
