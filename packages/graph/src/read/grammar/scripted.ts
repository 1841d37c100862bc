import type { NameTree, Script, WrittenName } from "../tree";
import type { Cursor } from "./cursor";
import { atomOf, missing, negated } from "./grammar";
import type { Parsing } from "./request";
import { insideBraces, kindOfSuperscript, scriptOf } from "./scripts";

export function* scripted(cursor: Cursor, first: WrittenName, start: number): Parsing<NameTree> {
  let name = first;
  for (;;) {
    if (cursor.is("'")) {
      cursor.take();
      name = { ...name, primes: name.primes + 1 };
    } else if (cursor.is("_")) {
      if (name.sub !== undefined) throw twice(cursor, "subscript");
      cursor.take();
      name = { ...name, sub: subscript(cursor) };
    } else if (cursor.is("^")) {
      const sign = cursor.take();
      const sup = yield* superscript(cursor);
      if (/^'+$/.test(sup.text)) name = { ...name, primes: name.primes + sup.text.length };
      else if (name.sup === undefined) name = { ...name, sup };
      else
        throw cursor.refuse("SYNTAX", "a second superscript", sign, {
          mend: "Put the power of a power in parentheses",
        });
    } else break;
  }
  return { kind: "name", name, start, end: cursor.reached() };
}

/** Signs that tell names apart where they stand below, and nothing else. */
const MARKS: ReadonlySet<string> = new Set(["+", "-", "*"]);

const twice = (cursor: Cursor, what: string): Error =>
  cursor.refuse("SYNTAX", `a second ${what}`, cursor.here(), { mend: "Put the scripts in braces" });

export function subscript(cursor: Cursor): Script {
  const { start } = cursor.here();
  if (cursor.is("{")) {
    const inside = insideBraces(cursor);
    cursor.at += inside.length + 2;
    return scriptOf(inside, start, cursor.reached());
  }
  const token = cursor.peek();
  const isMark = !cursor.front.isCode && MARKS.has(token?.text ?? ""); // d_+
  if (token === undefined || (token.kind === "sign" && token.text !== "∞" && !isMark)) throw missing(cursor);
  const isRun =
    token.kind === "word" && token.text.length === token.end - token.start && token.text.length > 1;
  // out_o1 is one name; in x_iy_j, TeX's reading is the only one
  const next = isRun ? cursor.peek(1) : undefined;
  const splits = next?.kind === "sign" && (next.text === "_" || next.text === "'") && !next.spaced;
  if (!isRun || splits) {
    const taken = token.kind === "word" ? cursor.takeFirst() : cursor.take();
    return scriptOf([taken], start, taken.end);
  }
  cursor.take();
  return { ...scriptOf([token], start, token.end), loose: true };
}

/** Powers of powers of powers ...: what each says is kept as text too, so their number is bounded. */
const MOST_RAISED = 100;

/** x^-y^z: signs, and an operand with its own exponent. */
function* exponent(cursor: Cursor): Parsing<Script> {
  const { start } = cursor.here();
  const from = cursor.at;
  const minuses: number[] = [];
  while (cursor.is("-") || cursor.is("+")) if (cursor.take().text === "-") minuses.push(cursor.reached() - 1);
  const outer = cursor.inExponent;
  cursor.inExponent = true;
  let body = yield "operand";
  cursor.inExponent = outer;
  for (const at of minuses.reverse()) body = negated(body, at);
  const end = cursor.reached();
  if (cursor.at - from > LONGEST_LAYER)
    return { start, end, text: "…", parts: [], formula: body, loose: true };
  return { ...scriptOf(cursor.since(from), start, end, body), loose: true };
}

/** No layer is called by more tokens: a longer exponent is not kept as text, which no name has. */
const LONGEST_LAYER = 8;

export function* superscript(cursor: Cursor): Parsing<Script> {
  if (cursor.front.isCode && !cursor.is("{")) return yield* superscriptHere(cursor);
  if (++cursor.raised > MOST_RAISED) {
    throw cursor.refuse("TOO_DEEP", "too many superscripts inside one another", cursor.here(), {
      got: `more than ${MOST_RAISED}`,
      expected: `at most ${MOST_RAISED}`,
    });
  }
  const script = yield* superscriptHere(cursor);
  cursor.raised--;
  return script;
}

function* superscriptHere(cursor: Cursor): Parsing<Script> {
  const { start } = cursor.here();
  if (cursor.front.isCode && !cursor.is("{") && !cursor.is("⊤")) return yield* exponent(cursor);
  if (cursor.is("{")) {
    const inside = insideBraces(cursor);
    const kind = kindOfSuperscript(inside);
    if (kind !== "formula") {
      cursor.at += inside.length + 2;
      return scriptOf(inside, start, cursor.reached());
    }
    cursor.take();
    const body = yield "side";
    cursor.expect("}", "this superscript cannot be read as a formula");
    return scriptOf(inside, start, cursor.reached(), body);
  }
  if (cursor.is("(")) {
    const from = cursor.at;
    const body = yield "operand";
    return { ...scriptOf(cursor.since(from), start, cursor.reached(), body), loose: true };
  }
  const token = cursor.peek();
  if (token === undefined) throw missing(cursor);
  if (cursor.is("⁄") || cursor.is("√") || token.kind === "command") {
    const body = yield "operand"; // x^⁄{1}{2}
    return { start, end: cursor.reached(), text: "…", parts: [], formula: body };
  }
  const next = cursor.peek(1);
  const hasSign = cursor.is("-") && (next?.kind === "number" || next?.kind === "word") && !next.spaced;
  if (hasSign) {
    const sign = cursor.take();
    const value = cursor.peek()?.kind === "number" ? cursor.take() : cursor.takeFirst();
    const body =
      cursor.is("_") && value.kind === "word"
        ? yield* scripted(cursor, { base: value.text, primes: 0 }, value.start)
        : atomOf(value);
    return scriptOf([sign, value], start, cursor.reached(), negated(body, sign.start));
  }
  const taken = token.kind === "word" ? cursor.takeFirst() : cursor.take();
  const isValue = taken.kind === "number" || taken.kind === "word";
  return scriptOf([taken], start, taken.end, isValue ? atomOf(taken) : undefined);
}
