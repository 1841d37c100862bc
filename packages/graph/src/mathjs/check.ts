import type { ChainruleError } from "../errors";
import { isCallable } from "./calls";
import { ambiguousProduct, missingOperand, unknownCall, unknownName } from "./complaints";
import { DEEPEST_ARRAY } from "./limits";
import { refusal } from "./refusal";
import type { Token } from "./tokens";

/*
 * The grammar of a formula, checked over its tokens before mathjs sees them, so that every refusal has its column and
 * that what is ambiguous is asked about, not guessed. No recursion.
 */

/** A pair of brackets, or the whole formula. */
interface Level {
  readonly opens: Token | undefined;
  readonly kind: "formula" | "group" | "call" | "array";
  /** A division stands in the present product. */
  divided: boolean;
  /** A `?` waits for its `:`. */
  asked: Token | undefined;
}

const CLOSES: Readonly<Record<string, string>> = { "(": ")", "[": "]" };
const SIGNS_BEFORE = ["+", "-"];
const DIVISIONS = ["/", "./"];
const PRODUCTS = ["*", ".*"];
const POWERS = ["^", ".^"];

export const endsOperand = (token: Token | undefined): boolean =>
  token !== undefined && (token.kind !== "sign" || [")", "]", "'"].includes(token.text));
const startsOperand = (token: Token): boolean => token.kind !== "sign" || token.text in CLOSES;

/**
 * Refuses every formula that is not one, or that has more than one reading.
 * @throws ChainruleError SYNTAX, REFUSED, UNKNOWN_SYMBOL, TOO_DEEP
 */
export function checkFormula(
  tokens: readonly Token[],
  given: readonly string[],
  functions: readonly string[] = [],
): void {
  const names = new Set(given);
  const levels: Level[] = [level(undefined, "formula")];
  let arrays = 0;
  tokens.forEach((token, k) => {
    const before = tokens[k - 1];
    const after = tokens[k + 1];
    const top = levels[levels.length - 1] as Level;
    const joined = endsOperand(before);
    if (joined && token.newLine && top.opens === undefined) throw brokenLine(token);
    if (startsOperand(token)) {
      const isCall = before?.kind === "name" && token.text === "(";
      if (token.kind === "name") {
        if (after?.text === "(") {
          if (!isCallable(token.text) && !functions.includes(token.text))
            throw unknownCall(token, isGiven(token, names));
        } else if (!isGiven(token, names)) throw unknownName(tokens, k, given);
      }
      if (joined && !isCall) checkProduct(tokens, k, top);
      if (token.text === "[" && ++arrays > DEEPEST_ARRAY) throw deepArray(token);
      if (token.kind === "sign")
        levels.push(level(token, isCall ? "call" : token.text === "(" ? "group" : "array"));
      return;
    }
    if (!joined) {
      if (SIGNS_BEFORE.includes(token.text)) return;
      throw missingOperand(token, before);
    }
    if (token.text === ")" || token.text === "]") {
      checkClose(top, token);
      if (top.kind === "array") arrays--;
      levels.pop();
    } else {
      if (before?.raised && POWERS.includes(token.text)) throw raisedTwice(token);
      step(top, token, before);
    }
  });
  const top = levels[levels.length - 1] as Level;
  const last = tokens[tokens.length - 1] as Token;
  if (!endsOperand(last)) throw missingOperand(undefined, last);
  if (top.opens !== undefined) {
    throw refusal("SYNTAX", `this ${top.opens.text} is never closed`, top.opens.column, {
      expected: `"${CLOSES[top.opens.text]}"`,
    });
  }
  checkAnswered(top);
}

const level = (opens: Token | undefined, kind: Level["kind"]): Level => ({
  opens,
  kind,
  divided: false,
  asked: undefined,
});

const isGiven = (token: Token, names: ReadonlySet<string>): boolean =>
  names.has(token.typed) || names.has(token.text);

/** A sign after an operand, other than a closing bracket. */
function step(top: Level, token: Token, before: Token | undefined): void {
  if (token.text === "'" || POWERS.includes(token.text) || PRODUCTS.includes(token.text)) return;
  if (DIVISIONS.includes(token.text)) {
    top.divided = true;
    return;
  }
  top.divided = false;
  if (token.text === "?") {
    if (top.asked !== undefined) {
      throw refusal("REFUSED", "a choice between ? and : needs parentheses", token.column, {
        mend: "Write a ? (b ? c : d) : e",
      });
    }
    top.asked = token;
  } else if (token.text === ":") {
    if (top.asked === undefined) {
      throw refusal("REFUSED", "a formula has no ranges", token.column, {
        got: ":",
        mend: "Write a choice as condition ? a : b",
      });
    }
    top.asked = undefined;
  } else if (token.text === ",") {
    checkAnswered(top);
    if (top.kind === "call" || top.kind === "array") return;
    throw refusal("SYNTAX", "a comma only separates arguments", token.column, {
      got: ",",
      mend: before?.kind === "number" ? "Write a decimal number with a point: 1.5" : "Leave it out",
    });
  }
}

function checkAnswered({ asked }: Level): void {
  if (asked === undefined) return;
  throw refusal("SYNTAX", "this ? has no :", asked.column, { expected: "condition ? a : b" });
}

function checkClose(top: Level, token: Token): void {
  checkAnswered(top);
  const expected = top.opens && CLOSES[top.opens.text];
  if (expected === token.text) return;
  throw refusal("SYNTAX", "brackets do not match", token.column, {
    got: token.text,
    expected:
      expected === undefined ? "an open bracket before it" : `"${expected}" for column ${top.opens?.column}`,
  });
}

/** Two operands side by side: read as a product only where nothing else could be meant. */
function checkProduct(tokens: readonly Token[], k: number, top: Level): void {
  const before = tokens[k - 1] as Token;
  const token = tokens[k] as Token;
  let first = k - 2; // what stands before the coefficient and its signs
  while (SIGNS_BEFORE.includes(tokens[first]?.text ?? "") && !endsOperand(tokens[first - 1])) first--;
  const raised = POWERS.includes(tokens[first]?.text ?? "");
  const isCoefficient = before.kind === "number" && (token.kind === "name" || token.text === "(");
  if (!isCoefficient || raised || top.divided) throw ambiguousProduct(tokens, k, raised, top.divided);
}

function brokenLine(token: Token): ChainruleError {
  return refusal("REFUSED", "a line break ends a formula", token.column, {
    got: token.typed,
    mend: "End the line before with an operator, or put the formula in parentheses",
  });
}

function raisedTwice(token: Token): ChainruleError {
  return refusal("REFUSED", "a power of a raised digit has two readings", token.column, {
    got: token.typed,
    mend: "Write (x^2)^3 or x^23",
  });
}

function deepArray(token: Token): ChainruleError {
  return refusal("TOO_DEEP", "too many arrays inside one another", token.column, {
    got: `more than ${DEEPEST_ARRAY}`,
    expected: `at most ${DEEPEST_ARRAY}`,
  });
}
