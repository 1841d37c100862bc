import type { ChainruleError } from "../errors";
import { callable, isCallable } from "./calls";
import { nearest } from "../nearest";
import { refusal } from "./refusal";
import type { Token } from "./tokens";

/* What is said about a formula that is not understood: what to type instead. */

const LONGEST_QUOTED = 20;
const MOST_LISTED = 10;

const quoted = (token: Token | undefined): string => {
  const text = token?.typed ?? "";
  return text.length > LONGEST_QUOTED ? `${text.slice(0, LONGEST_QUOTED)}...` : text;
};

function listed(given: readonly string[]): string {
  if (given.length === 0) return "no names were given";
  return `${given.slice(0, MOST_LISTED).join(", ")}${given.length > MOST_LISTED ? ", ..." : ""}`;
}

/** A name that is not given, or the name of an operation without its parentheses. */
export function unknownName(tokens: readonly Token[], k: number, given: readonly string[]): ChainruleError {
  const token = tokens[k] as Token;
  const name = quoted(token);
  if (isCallable(token.text)) {
    const after = tokens[k + 1];
    const power = after?.text === "^" && tokens[k + 2]?.kind === "number";
    const argument = after?.kind === "name" || after?.kind === "number" ? quoted(after) : "x";
    return refusal("REFUSED", "an operation needs its argument in parentheses", token.column, {
      got: power ? `${name}^${quoted(tokens[k + 2])}` : `${name} without (`,
      mend: power
        ? `Write ${name}(x)^${tokens[k + 2]?.text} for the power of the value`
        : `Write ${name}(${argument})`,
    });
  }
  return refusal("UNKNOWN_SYMBOL", "no such name", token.column, {
    got: name,
    expected: nearest(token.text, given) ?? listed(given),
    mend:
      token.text === "e"
        ? "Write exp(x) for powers of e, or give the name with the formula"
        : "Only the names given with the formula exist",
  });
}

/** A call of something that is no operation. */
export function unknownCall(token: Token, isGiven: boolean): ChainruleError {
  const name = quoted(token);
  if (isGiven) {
    return refusal("REFUSED", "a name before parentheses could be a product or a call", token.column, {
      got: `${name}(`,
      mend: `Write ${name} * (`,
    });
  }
  return refusal("UNKNOWN_SYMBOL", "no such operation", token.column, {
    got: `${name}(`,
    expected: nearest(token.text, callable) ?? "for example exp, sigmoid or max",
  });
}

/** Operands side by side that are not a coefficient and its factor. */
export function ambiguousProduct(
  tokens: readonly Token[],
  k: number,
  raised: boolean,
  divided: boolean,
): ChainruleError {
  const before = tokens[k - 1] as Token;
  const token = tokens[k] as Token;
  const [a, b] = [quoted(before), quoted(token)];
  const got = `${a}${before.kind !== "sign" && token.kind !== "sign" ? " " : ""}${b}`;
  if (token.text === "[" && before.kind === "name") {
    return refusal("REFUSED", "a formula has no indices", token.column, {
      got,
      mend: `Write slice(${a}, axis, start, stop)`,
    });
  }
  if (before.kind === "number" && token.kind === "number") {
    return refusal("SYNTAX", "two numbers side by side", token.column, {
      got,
      expected: "an operator between them",
    });
  }
  if (before.kind === "number" && !before.raised && (divided || raised)) {
    const sign = raised ? "^" : "/";
    const whole = token.text === "(" ? "(...)" : b;
    return refusal("REFUSED", "a product without a sign has two readings here", token.column, {
      got: `${sign}${a}${whole}`,
      mend: `Write ${sign}(${a} * ${whole}) or ${sign}${a} * ${whole}`,
    });
  }
  return refusal("REFUSED", "a product needs its sign", token.column, {
    got,
    mend: `Write ${a} * ${b}`,
  });
}

/** A sign where a value should stand, or the end of the formula. */
export function missingOperand(token: Token | undefined, before: Token | undefined): ChainruleError {
  const column = token?.column ?? (before === undefined ? 1 : before.column + before.typed.length);
  if (token?.text === "'") {
    return refusal("REFUSED", "a formula has no strings", column, {
      got: "'",
      mend: "A ' after a matrix transposes it",
    });
  }
  const twice = token?.text === "*" && before?.text === "*";
  return refusal("SYNTAX", "a value is missing", column, {
    got: token === undefined ? "the end" : token.typed,
    expected: "a number, a name or a parenthesis",
    ...(twice && { mend: "Write ^ for a power" }),
  });
}
