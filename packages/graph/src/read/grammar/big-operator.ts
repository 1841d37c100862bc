import type { Tree } from "../tree";
import type { Cursor } from "./cursor";
import { atomOf, beginsTerm, closes } from "./grammar";
import type { Parsing } from "./request";
import { bigOperators, relationSigns } from "./signs";

/** A sum, product or extremum over a letter that begins here. */
export function bigOperatorAt(cursor: Cursor): "sum" | "prod" | "max" | "min" | undefined {
  const token = cursor.peek();
  const sign =
    token?.kind === "sign" || token?.kind === "function" ? bigOperators.get(token.text) : undefined;
  if (sign === "sum" && isCapitalSigma(cursor)) return undefined;
  if (sign === undefined || sign === "sum" || sign === "prod") return sign;
  if (!cursor.is("_", 1)) return undefined; // max(a, b)
  const inside = cursor.is("{", 2) ? cursor.peek(3) : cursor.peek(2);
  return inside?.kind === "word" ? sign : undefined; // max_{0} is over an axis
}

/** The letter Σ where nothing is summed: 2 Σ, Σ + 1, |Σ|, Σ_1, Σ^T. */
export function isCapitalSigma(cursor: Cursor): boolean {
  const token = cursor.peek();
  const isLetter = token?.kind === "sign" && cursor.text[token.start] === "Σ";
  if (!isLetter) return false;
  const isNumbered = cursor.is("_", 1) && cursor.peek(cursor.is("{", 2) ? 3 : 2)?.kind === "number";
  return isNumbered || cursor.is("^", 1) || closes(cursor, false, 1) || !beginsTerm(cursor, 1, ["_"]);
}

/** The limits of a sum: `_{j=1}^{m}`, `_j`, `_{i,j}`, or none. */
export function* bigHead(
  cursor: Cursor,
  sign: "sum" | "prod" | "max" | "min",
): Parsing<(body: Tree) => Tree> {
  const { start } = cursor.take();
  let letters: string[] = [];
  let from: Tree | undefined;
  let to: Tree | undefined;
  let rest: Below = {};
  while (cursor.is("_") || cursor.is("^")) {
    const isBelow = cursor.take().text === "_";
    const isBraced = cursor.accept("{");
    if (isBelow) {
      letters = lettersBelow(cursor, isBraced);
      if (isBraced && cursor.accept("=")) from = yield "side";
      if (isBraced) rest = yield* restBelow(cursor, letters);
    } else if (isBraced && cursor.is("}")) to = undefined;
    else to = isBraced ? yield "side" : atomOf(cursor.takeFirst());
    if (isBraced) cursor.expect("}", "the limit of a sum is never closed");
  }
  const head = { start, end: cursor.reached() };
  return (body) => ({
    kind: "over",
    sign,
    letters,
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
    ...rest,
    body,
    head,
    start,
    end: body.end,
  });
}

/** What stands below a sum after its letters. */
interface Below {
  readonly condition?: Tree;
  readonly set?: string;
}

/** ∈ S, ≠ k, or after a comma j ≠ i. @throws ChainruleError REFUSED for sets without a name, and for what is no relation */
function* restBelow(cursor: Cursor, letters: readonly string[]): Parsing<Below> {
  const set = cursor.accept("∈") ? setBelow(cursor) : undefined;
  const condition = yield* conditionBelow(cursor, letters);
  return { ...(set !== undefined && { set }), ...(condition !== undefined && { condition }) };
}

function setBelow(cursor: Cursor): string {
  const token = cursor.take();
  const isName = token.kind === "word" || token.kind === "text";
  if (isName && (cursor.is("}") || cursor.is(","))) return token.text;
  throw cursor.refuse("REFUSED", "a set is read by its name alone, as all entries of an axis", token, {
    got: cursor.text.slice(token.start, cursor.here().start),
    mend: `Write the bounds: ${cursor.front.examples.sum}`,
  });
}

function* conditionBelow(cursor: Cursor, letters: readonly string[]): Parsing<Tree | undefined> {
  const sign = cursor.peek();
  const relation = sign?.kind === "sign" ? relationSigns.get(sign.text) : undefined;
  if (sign !== undefined && relation !== undefined) {
    cursor.take();
    const name = letters[letters.length - 1] ?? "";
    const letter: Tree = {
      kind: "name",
      name: { base: name, primes: 0 },
      start: sign.start - 1,
      end: sign.start,
    };
    const side = yield "side";
    return { kind: "relation", sides: [letter, side], signs: [relation], start: letter.start, end: side.end };
  }
  if (!cursor.accept(",") && !cursor.accept(";") && !cursor.accept(":")) return undefined;
  const condition = yield "formula";
  if (condition.kind === "relation") return condition;
  throw cursor.refuse("REFUSED", "what stands below a sum beside its letter is a relation", condition, {
    got: cursor.text.slice(condition.start, condition.end),
    expected: "for example j ≠ i",
  });
}

function lettersBelow(cursor: Cursor, isBraced: boolean): string[] {
  const letters: string[] = [];
  for (;;) {
    const token = isBraced ? cursor.take() : cursor.takeFirst();
    if (token.kind !== "word")
      throw cursor.refuse("SYNTAX", "a sum runs over a letter", token, {
        got: cursor.text.slice(token.start, token.end),
        expected: `for example ${cursor.front.examples.sum}`,
      });
    const isGreek = token.text.length !== token.end - token.start;
    letters.push(...(isGreek ? [token.text] : (token.text.match(/[A-Za-z]\d*/g) ?? [])));
    while (cursor.accept("'")) letters[letters.length - 1] += "'";
    const isEnd = !isBraced || cursor.is("}") || endsLetters(cursor);
    if (isEnd) return letters;
    cursor.accept(",");
  }
}

const endsLetters = (cursor: Cursor): boolean => {
  const token = cursor.peek();
  return token?.kind === "sign" && relationSigns.has(token.text);
};
