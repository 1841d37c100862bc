import { ChainruleError, shown } from "../errors";
import { LONGEST_FORMULA } from "./limits";
import { refusal } from "./refusal";

/** A number, a name, or a sign of the formula, and where it was typed. */
export interface Token {
  readonly kind: "number" | "name" | "sign";
  /** In plain characters: `+` for a full-width plus, `^` for the ² of x². */
  readonly text: string;
  /** As it was typed. */
  readonly typed: string;
  readonly column: number;
  /** What a number stands for. */
  readonly value?: number;
  /** A digit that was typed raised, as in x². */
  readonly raised?: boolean;
  /** A line break comes before it. */
  readonly newLine?: boolean;
}

const SPACE = /\s+/y;
// as in mathjs, a point before an operator belongs to the operator: 2.*x is 2 .* x
const NUMBER = /(?:\d+(?:\.(?![*/^])\d*)?|\.\d+)(?:[eE][+-]?\d+)?/y;
// primes belong to the name of a function that is called: f'(x)
const NAME = /[\p{L}_$][\p{L}\p{M}\p{Nd}\u2080-\u2089_$]*(?:'+(?=\())?/uy;
const SIGN = /==|!=|<=|>=|\.[*/^]|[-+*/^()[\],?:'<>²³≤≥≠]/y;
const OTHER_BASE = /0[xXbBoO][0-9a-fA-F]*/y;
const CUT_EXPONENT = /[eE][+-](?!\d)/y;

const PLAIN: Readonly<Record<string, string>> = {
  "−": "-",
  "×": "*",
  "·": "*",
  "⋅": "*",
  "∗": "*",
  "÷": "/",
};
const MEANS: Readonly<Record<string, readonly string[]>> = {
  "²": ["^", "2"],
  "³": ["^", "3"],
  "≤": ["<="],
  "≥": [">="],
  "≠": ["!="],
};

/** What mathjs would read and a formula of a graph has no place for. */
const REFUSED: Readonly<Record<string, readonly [what: string, mend: string]>> = {
  "=": ["a formula does not assign or define anything", "Write == to compare"],
  '"': ["a formula has no strings", "Leave out the quotes"],
  "`": ["a formula has no strings", "Leave out the quotes"],
  ";": ["one formula at a time", "Write a matrix as [[1, 2], [3, 4]]"],
  "{": ["a formula has no objects", "Group with parentheses"],
  "}": ["a formula has no objects", "Group with parentheses"],
  ".": ["a formula has no properties", "Write a product as a * b"],
  "!": ["there is no factorial and no negation", "Write != to compare"],
  "%": ["there are no percentages and no remainders", "Write x / 100"],
  "&": ["there is no logic on bits", "Multiply two comparisons: (a < b) * (b < c)"],
  "|": ["there is no logic on bits", "Write abs(x) for the absolute value"],
  "~": ["there is no logic on bits", "Write 1 - x"],
  "#": ["a formula has no comments", "Leave it out"],
  "@": ["this sign has no meaning here", "Write matmul(a, b)"],
};

/**
 * Cuts a formula into tokens. Full-width characters and the signs − × · ÷ ² ³ ≤ ≥ ≠ are read as what they mean.
 * @throws ChainruleError SYNTAX, NUMBER, REFUSED, TOO_LONG
 */
export function tokensOf(text: unknown): Token[] {
  if (typeof text !== "string") {
    throw new ChainruleError("SYNTAX", "a formula is a text", { where: "expression", got: shown(text) });
  }
  if (text.length > LONGEST_FORMULA) {
    throw new ChainruleError("TOO_LONG", "the formula is too long", {
      where: "expression",
      got: `${text.length} characters`,
      expected: `at most ${LONGEST_FORMULA}`,
      mend: "Build the graph with code instead",
    });
  }
  // one character for one, so that positions stay those of the typed text
  const plain = text.replace(
    /[！-～−×·⋅∗÷]/g,
    (c) => PLAIN[c] ?? String.fromCharCode(c.charCodeAt(0) - 0xfee0),
  );
  const tokens: Token[] = [];
  let newLine = false;
  for (let at = 0; at < plain.length; ) {
    const space = matchAt(SPACE, plain, at);
    if (space !== undefined) {
      newLine ||= space.includes("\n");
      at += space.length;
      continue;
    }
    const found = tokensAt(plain, text, at);
    const first = found[0] as Token;
    tokens.push(newLine ? { ...first, newLine } : first, ...found.slice(1));
    newLine = false;
    at += first.typed.length;
  }
  if (tokens.length > 0) return tokens;
  throw refusal("SYNTAX", "the formula is empty", 1, { got: shown(text), expected: "for example w * x + b" });
}

/** The token at a position; two for a raised digit. */
function tokensAt(plain: string, text: string, at: number): Token[] {
  const make = (kind: Token["kind"], found: string): Token => ({
    kind,
    text: found,
    typed: text.slice(at, at + found.length),
    column: at + 1,
  });
  const digits = matchAt(NUMBER, plain, at);
  if (digits !== undefined) return [numberToken(make("number", digits), plain, at)];
  const name = matchAt(NAME, plain, at);
  if (name !== undefined) return [make("name", name)];
  const sign = matchAt(SIGN, plain, at);
  if (sign === undefined) throw strange(plain, text, at);
  const token = make("sign", sign);
  const [meant = sign, digit] = MEANS[sign] ?? [];
  if (digit === undefined) return [{ ...token, text: meant }];
  return [
    { ...token, text: meant },
    { ...token, kind: "number", text: digit, value: Number(digit), raised: true },
  ];
}

function numberToken(token: Token, plain: string, at: number): Token {
  const otherBase = matchAt(OTHER_BASE, plain, at);
  if (otherBase !== undefined) {
    throw refusal("NUMBER", "numbers are decimal", token.column, {
      got: otherBase,
      expected: "digits 0 to 9, as in 16",
    });
  }
  if (matchAt(CUT_EXPONENT, plain, at + token.text.length) !== undefined) {
    throw refusal("NUMBER", "the power of ten has no digits", token.column, {
      got: plain.slice(at, at + token.text.length + 2),
      mend: "Write 2e-3, or 2 * e - 3 with spaces if e is a name",
    });
  }
  const value = Number(token.text);
  const lost = value === 0 && /[1-9]/.test(token.text.replace(/[eE].*/, ""));
  if (Number.isFinite(value) && !lost) return { ...token, value };
  throw refusal("NUMBER", `the number is too ${lost ? "small" : "large"} for float64`, token.column, {
    got: shown(token.text).slice(1, -1),
    expected: "a magnitude from 4.94e-324 to 1.79e308",
  });
}

function strange(plain: string, text: string, at: number): ChainruleError {
  const [what, mend] = REFUSED[plain[at] as string] ?? [];
  const got = String.fromCodePoint(text.codePointAt(at) as number);
  if (what !== undefined && mend !== undefined) return refusal("REFUSED", what, at + 1, { got, mend });
  return refusal("SYNTAX", "this character has no meaning in a formula", at + 1, {
    got: /[\p{L}\p{N}\p{P}\p{S}]/u.test(got)
      ? got
      : `U+${(got.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`,
  });
}

function matchAt(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}
