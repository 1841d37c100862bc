import type { NameTree, Tree, WrittenName } from "../tree";
import { accented } from "./accented";
import { applied, calledWith, isOnes, raised } from "./attached";
import { argument, bars, bracketed } from "./bracketed";
import type { Cursor } from "./cursor";
import { differentialQuotient } from "./derivative";
import { differential } from "./differential";
import { functionCall } from "./function-call";
import { atomOf, missing } from "./grammar";
import type { Parsing } from "./request";
import { scripted, superscript } from "./scripted";
import { insideBraces } from "./scripts";
import { parameterised, relationSigns } from "./signs";
import type { Token } from "./token";

/** A single operand with everything that is attached to it: scripts, primes, arguments. */
export function* operand(cursor: Cursor): Parsing {
  let tree = yield* operandHere(cursor);
  for (;;) {
    if (cursor.front.isCode && cursor.is(".") && cursor.peek(1)?.kind === "word") {
      tree = yield* member(cursor, tree);
      continue;
    }
    if (!cursor.accept(".^")) return tree;
    const { end, formula: power } = yield* superscript(cursor);
    if (power === undefined) throw missing(cursor);
    tree = { kind: "power", base: tree, exponent: power, entrywise: true, start: tree.start, end };
  }
}

/** What stands after a point in a program: X.dot(Y), X.sum(axis=0), and w.grad, which is a name. */
function* member(cursor: Cursor, object: Tree): Parsing {
  const point = cursor.take();
  const word = cursor.take(); // looked at before
  const isExtremum = word.text === "max" || word.text === "min"; // over axes: A.max(0) is no larger one of two
  const base = isExtremum ? `a${word.text}` : word.text;
  const head: NameTree = { kind: "name", name: { base, primes: 0 }, start: word.start, end: word.end };
  const open = cursor.peek();
  if (open !== undefined && cursor.is("(")) {
    const call = yield* calledWith(cursor, head, open, [object]);
    return yield* raised(cursor, { ...call, start: object.start });
  }
  if (object.kind === "name" && object.name.sup === undefined && word.text === "grad") {
    const sub = { start: word.start, end: word.end, text: `${object.name.sub?.text ?? ""}grad` };
    const parts = [...(object.name.sub?.parts ?? []), "grad"];
    return { ...object, name: { ...object.name, sub: { ...sub, parts } }, end: word.end };
  }
  throw cursor.refuse("REFUSED", "a formula has no properties", point, {
    got: `.${word.text}`,
    mend: "Write a product as a * b",
  });
}

function* operandHere(cursor: Cursor): Parsing {
  const token = cursor.peek();
  if (token === undefined) throw missing(cursor);
  switch (token.kind) {
    case "number": {
      cursor.take();
      const number = atomOf(token);
      if (token.text === "1" && cursor.is("⦃")) return yield* bracketed(cursor, cursor.peek() as Token); // 1{x > 0}
      if (!cursor.is("%")) return yield* raised(cursor, number);
      return { kind: "percent", body: number, start: token.start, end: cursor.take().end };
    }
    case "word":
      if (token.text === "Delta" && startsName(cursor.peek(1))) return yield* differential(cursor, "Delta");
      cursor.take();
      return yield* named(cursor, { base: token.text, primes: 0 }, token);
    case "text":
      cursor.take();
      return yield* named(cursor, { base: token.text.trim(), primes: 0, upright: true }, token);
    case "function":
      return yield* functionCall(cursor, token);
    case "accent":
      return yield* accented(cursor);
    case "sign":
      return yield* signed(cursor, token);
    case "separator":
      throw missing(cursor);
    case "command":
      return yield* cursor.front.command(cursor, token);
  }
}

/** What begins with a sign: brackets, bars, a root, a differential. */
function* signed(cursor: Cursor, token: Token): Parsing {
  switch (token.text) {
    case "√":
      return yield* root(cursor);
    case "⁄":
      return yield* fraction(cursor);
    case "‖":
      return yield* bars(cursor, token);
    case "∂":
      return yield* differential(cursor, "partial");
    case "∑":
      cursor.take();
      return yield* named(cursor, { base: "Sigma", primes: 0 }, token);
    case "∞":
      cursor.take();
      return {
        kind: "number",
        text: "∞",
        value: Number.POSITIVE_INFINITY,
        start: token.start,
        end: token.end,
      };
    default:
      return yield* bracketed(cursor, token);
  }
}

/** A fraction whose sign stands before its two parts. */
function* fraction(cursor: Cursor): Parsing {
  const { start } = cursor.take();
  const above = yield* argument(cursor);
  const below = yield* argument(cursor);
  const plain: Tree = { kind: "fraction", above, below, start, end: cursor.reached() };
  const quotient = differentialQuotient(above, below, plain);
  return yield* raised(cursor, quotient === undefined ? plain : { ...quotient, start, end: plain.end });
}

/** √x, √[3]{x}. */
function* root(cursor: Cursor): Parsing {
  const { start } = cursor.take();
  let degree: Tree | undefined;
  if (cursor.accept("[")) {
    degree = yield "formula";
    cursor.expect("]", "the degree of a root is never closed");
  }
  const body = yield* argument(cursor);
  const span = { start, end: cursor.reached() };
  return yield* raised(cursor, { kind: "root", body, ...(degree !== undefined && { degree }), ...span });
}

/** Whether a Delta before this token takes the difference of it. */
function startsName(token: Token | undefined): boolean {
  if (token === undefined) return false;
  return token.kind === "word" || token.kind === "text" || token.kind === "accent";
}

/** Whether a condition stands below: 𝟙_{x > 0}. */
function hasRelationBelow(cursor: Cursor): boolean {
  cursor.at++;
  const inside = insideBraces(cursor);
  cursor.at--;
  return inside.some(({ kind, text }) => kind === "sign" && relationSigns.has(text));
}

/** A name with its scripts and primes, and the brackets after it. */
function* named(cursor: Cursor, first: WrittenName, token: Token): Parsing {
  const isNumbered = cursor.is("{", 1) || cursor.peek(1)?.kind === "number"; // log_2(x) is no quantity
  if (parameterised.has(first.base) && cursor.is("_") && isNumbered) {
    cursor.take();
    const parameter = cursor.is("{") ? yield* argument(cursor) : atomOf(cursor.take());
    const head: NameTree = { kind: "name", name: first, start: token.start, end: cursor.reached() };
    return yield* applied(cursor, head, parameter);
  }
  if (isOnes(first) && cursor.is("_") && cursor.is("{", 1) && hasRelationBelow(cursor)) {
    cursor.take();
    const body = yield* argument(cursor);
    return yield* raised(cursor, {
      kind: "group",
      bracket: "{",
      body,
      start: token.start,
      end: cursor.reached(),
    });
  }
  const tree = yield* scripted(cursor, first, token.start);
  return yield* applied(cursor, tree);
}
