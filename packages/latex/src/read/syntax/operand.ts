import { applied, isOnes, raised } from "./attached";
import { argument, bracketed } from "./bracketed";
import { command, differential } from "./command";
import { accents, parameterised, relationSigns } from "./commands";
import type { Cursor } from "./cursor";
import { atomOf, missing } from "./grammar";
import type { Parsing } from "./request";
import { scripted } from "./scripted";
import { insideBraces } from "./scripts";
import type { Token } from "./tokens";
import type { NameTree, WrittenName } from "./tree";

/** A single operand with everything that is attached to it: scripts, primes, arguments. */
export function* operand(cursor: Cursor): Parsing {
  const token = cursor.peek();
  if (token === undefined) throw missing(cursor);
  switch (token.kind) {
    case "number": {
      cursor.take();
      const number = atomOf(token);
      if (!cursor.is("\\%")) return yield* raised(cursor, number);
      return { kind: "percent", body: number, start: token.start, end: cursor.take().end };
    }
    case "word":
      if (token.text === "Delta" && startsName(cursor.peek(1))) return yield* differential(cursor, "Delta");
      cursor.take();
      return yield* named(cursor, { base: token.text, primes: 0 }, token);
    case "text":
      cursor.take();
      return yield* named(cursor, { base: token.text.trim(), primes: 0, upright: true }, token);
    case "sign":
      return yield* bracketed(cursor, token);
    default:
      return yield* command(cursor, token);
  }
}

/** Whether a Delta before this token takes the difference of it. */
function startsName(token: Token | undefined): boolean {
  if (token === undefined) return false;
  return (
    token.kind === "word" || token.kind === "text" || (token.kind === "command" && accents.has(token.text))
  );
}

/** Whether a condition stands below: \mathbb{1}_{x > 0}. */
function hasRelationBelow(cursor: Cursor): boolean {
  cursor.at++;
  const inside = insideBraces(cursor);
  cursor.at--;
  return inside.some(({ kind, text }) => kind !== "text" && kind !== "word" && relationSigns.has(text));
}

/** A name with its scripts and primes, and the brackets after it. */
function* named(cursor: Cursor, first: WrittenName, token: Token): Parsing {
  if (parameterised.has(first.base) && cursor.is("_") && cursor.is("{", 1)) {
    cursor.take();
    const parameter = yield* argument(cursor);
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
