import { ChainruleError, shown } from "../../errors";
import { plainWidth, scriptAt, signMeaning, spelledOut } from "../characters";
import type { Token } from "../grammar/token";
import { refusal, type Span } from "../refusal";

/** The longest text that is read, in characters. */
export const LONGEST_FORMULA = 1_000_000;

const SPACE = /\s+/y;
// a point before an operator belongs to the operator: 2.*x is 2 .* x
const NUMBER = /(?:\d+(?:\.(?![*/^'T])\d*)?|\.\d+)(?:[eE][+-]?\d+)?/y;
// letters that are set above or below the line (category Lm) are no part of the name before them
const NAME = /[\p{Lu}\p{Ll}\p{Lt}\p{Lo}_$][\p{Lu}\p{Ll}\p{Lt}\p{Lo}\p{M}\p{Nd}_$]*/uy;
/** Libraries whose functions are called by their names: np.exp(x). */
const LIBRARY = /(?:np|numpy|torch|tf|jnp|math)\.(?=[A-Za-z_]\w*\()/y;
const EXTREMUM = /(?:max|min)(?=\()/y;
const SIGN = /\*\*|==|!=|<=|>=|:=|<-|\.[*/^]|\.T(?![\p{L}\p{N}_])|\.(?=\p{L})|[-+*/^()[\]{},?:=<>'|@_!]/uy;
/** Functions that a power follows, tanh²(x), or an operand without brackets, log p. */
const SPOKEN =
  /(?:(?:sin|cos|tan|sec|csc|cot)h?|log|ln|lg|exp)(?=\^\d|[⁰¹²³⁴-⁹⁻]|[ \t]+(?:[\p{L}\d√∑]|[⟨‖]))/uy;
const OTHER_BASE = /0[xXbBoO][0-9a-fA-F]*/y;
const CUT_EXPONENT = /[eE][+-](?!\d)/y;

/** Signs of code, as the grammar knows them. */
const PLAIN: Readonly<Record<string, string>> = {
  "**": "^",
  "!=": "≠",
  "<=": "≤",
  ">=": "≥",
  "<-": "←",
};

/** What a program has and a formula has no place for. */
const REFUSED: Readonly<Record<string, readonly [what: string, mend: string]>> = {
  '"': ["a formula has no strings", "Leave out the quotes"],
  "`": ["a formula has no strings", "Leave out the quotes"],
  ";": ["one formula at a time", "Write a matrix as [[1, 2], [3, 4]]"],
  ".": ["a formula has no properties", "Write a product as a * b"],
  "%": ["there are no percentages and no remainders", "Write x / 100"],
  "&": ["there is no logic on bits", "Multiply two comparisons: (a < b) * (b < c)"],
  "~": ["there is no logic on bits", "Write 1 - x"],
  "#": ["a formula has no comments", "Leave it out"],
  "\\": ["this is a command of LaTeX", "Write the formula in LaTeX throughout, or without commands"],
};

/**
 * Cuts a formula that is typed without LaTeX into tokens: as in mathjs, as in Python, or with the signs of Unicode. A line break
 * where a formula could end ends it.
 * @throws ChainruleError SYNTAX, NUMBER, REFUSED, TOO_LONG
 */
export function textTokens(text: unknown): Token[] {
  if (typeof text !== "string")
    throw new ChainruleError("SYNTAX", "a formula is a text", { where: "formula", got: shown(text) });
  if (text.length > LONGEST_FORMULA) {
    throw new ChainruleError("TOO_LONG", "the formula is too long", {
      where: "formula",
      got: `${text.length} characters`,
      expected: `at most ${LONGEST_FORMULA}`,
      mend: "Build the graph with code instead",
    });
  }
  return new Lexer(text).tokens();
}

class Lexer {
  readonly #text: string;
  /** One character for one, so that places stay those of the typed text. */
  readonly #plain: string;
  readonly #tokens: Token[] = [];
  #at = 0;
  #spaced = false;
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
    this.#plain = plainWidth(text);
  }

  tokens(): Token[] {
    while (this.#at < this.#plain.length) {
      const space = this.#match(SPACE);
      if (space === undefined) this.#token();
      else this.#space(space);
    }
    const last = this.#tokens.at(-1);
    if (last?.kind === "separator") this.#tokens.pop();
    return this.#tokens;
  }

  #match(pattern: RegExp, at = this.#at): string | undefined {
    pattern.lastIndex = at;
    return pattern.exec(this.#plain)?.[0];
  }

  #push(kind: Token["kind"], text: string, length: number): void {
    this.#tokens.push({ kind, text, start: this.#at, end: this.#at + length, spaced: this.#spaced });
    this.#at += length;
    this.#spaced = false;
  }

  #refuse(code: "SYNTAX" | "REFUSED" | "NUMBER", what: string, at: Span, details: object): never {
    throw refusal(code, what, this.#text, at, details);
  }

  #space(space: string): void {
    const [last] = this.#tokens.slice(-1);
    const isEnd = this.#depth === 0 && last !== undefined && endsOperand(last) && space.includes("\n");
    if (isEnd) this.#push("separator", "\n", space.length);
    else this.#at += space.length;
    this.#spaced = true;
  }

  #token(): void {
    const number = this.#match(NUMBER);
    if (number !== undefined) {
      this.#number(number);
      return;
    }
    const library = this.#match(LIBRARY);
    if (library !== undefined) {
      this.#at += library.length;
      const extremum = this.#match(EXTREMUM);
      if (extremum !== undefined) this.#push("word", `a${extremum}`, extremum.length); // over axes, and no larger one of two
      return;
    }
    const last = this.#tokens[this.#tokens.length - 1];
    const isBelow = this.#plain[this.#at] === "_" && !this.#spaced && last !== undefined && endsOperand(last);
    const name = isBelow ? undefined : this.#match(NAME);
    if (name !== undefined) {
      this.#name(name);
      return;
    }
    const sign = this.#match(SIGN);
    if (sign === undefined) this.#unicode();
    else this.#sign(sign);
  }

  #number(found: string): void {
    const at = { start: this.#at, end: this.#at + found.length };
    const otherBase = this.#match(OTHER_BASE);
    if (otherBase !== undefined)
      this.#refuse("NUMBER", "numbers are decimal", at, {
        got: otherBase,
        expected: "digits 0 to 9, as in 16",
      });
    if (this.#match(CUT_EXPONENT, at.end) !== undefined) {
      this.#refuse("NUMBER", "the power of ten has no digits", at, {
        got: this.#plain.slice(at.start, at.end + 2),
        mend: "Write 2e-3, or 2 * e - 3 with spaces if e is a name",
      });
    }
    const value = Number(found);
    const lost = value === 0 && /[1-9]/.test(found.replace(/[eE].*/, ""));
    if (!Number.isFinite(value) || lost) {
      this.#refuse("NUMBER", `the number is too ${lost ? "small" : "large"} for float64`, at, {
        got: shown(found).slice(1, -1),
        expected: "a magnitude from 4.94e-324 to 1.79e308",
      });
    }
    this.#push("number", found, found.length);
  }

  /** `out_o1` is out with o1 below. */
  #name(found: string): void {
    if (this.#match(SPOKEN) === found) {
      this.#push("function", found, found.length);
      return;
    }
    const [, base, below] = /^([^_$]+)(?:_([^$]*))?$/u.exec(found) ?? [];
    const isBraced = this.#plain[this.#at + found.length] === "{"; // w_{12}
    if (base === undefined || (below === "" && !isBraced)) {
      this.#push("word", found, found.length);
      return;
    }
    if (base === "Σ") this.#push("sign", "∑", 1);
    else {
      const [, letters = base, digits = ""] = /^(.*?)(\d*)$/su.exec(base) ?? [];
      this.#push("word", `${spelledOut(letters)}${digits}`, base.length);
    }
    if (below === undefined) return;
    this.#push("sign", "_", 1);
    this.#below(below);
  }

  /** What follows the first _ of a name: o1, 12, or 1_2 for the indices 1 and 2. */
  #below(text: string): void {
    const parts = text.split("_").filter((part) => part !== "");
    if (parts.length > 1) this.#push("sign", "{", 0);
    const end = this.#at + text.length;
    for (const [k, part] of parts.entries()) {
      if (k > 0) this.#push("sign", ",", 1);
      this.#push(/^\d+$/.test(part) ? "number" : "word", part, part.length);
    }
    if (parts.length > 1) this.#push("sign", "}", 0);
    this.#at = end;
  }

  #sign(sign: string): void {
    if (sign === ".T") {
      this.#push("sign", "^", 1);
      this.#push("sign", "⊤", 1);
      return;
    }
    if (sign === "'") {
      this.#prime();
      return;
    }
    if ("([{".includes(sign)) this.#depth++;
    if (")]}".includes(sign)) this.#depth--;
    this.#push("sign", PLAIN[sign] ?? sign, sign.length);
  }

  /** After a name ' may be a prime; after anything else it transposes. */
  #prime(length = 1): void {
    const before = this.#tokens.at(-1);
    const isName = before !== undefined && ["word", "text"].includes(before.kind);
    const isPrimed = before?.kind === "sign" && before.text === "'";
    if (isName || isPrimed) {
      this.#push("sign", "'", length);
      return;
    }
    if (before === undefined || !endsOperand(before)) {
      this.#refuse(
        "REFUSED",
        "a formula has no strings",
        { start: this.#at, end: this.#at + 1 },
        {
          got: "'",
          mend: "A ' after a matrix transposes it",
        },
      );
    }
    this.#push("sign", "^", 0);
    this.#push("sign", "⊤", length);
  }

  #script({ sign, text }: { readonly sign: string; readonly text: string }): void {
    this.#push("sign", sign, 0);
    this.#push("sign", "{", 0);
    for (const [part] of text.matchAll(/\d+|./g))
      this.#push(/\d/.test(part) ? "number" : /[a-z]/.test(part) ? "word" : "sign", part, part.length);
    this.#push("sign", "}", 0);
  }

  #unicode(): void {
    const character = String.fromCodePoint(this.#plain.codePointAt(this.#at) as number);
    const script = scriptAt(this.#plain, this.#at);
    if (script !== undefined) {
      this.#script(script);
      return;
    }
    const before = this.#tokens.at(-1);
    const isTransposed = character === "⊤" && before !== undefined && endsOperand(before); // A⊤, and not A^⊤
    if (character === "ᵀ" || isTransposed) {
      this.#push("sign", "^", 0);
      this.#push("sign", "⊤", 1);
      return;
    }
    const sign = signMeaning(character);
    if (sign === "''") this.#prime(0);
    if (sign === "''" || sign === "'") {
      this.#prime();
      return;
    }
    const part = FRACTIONS.get(character);
    if (part !== undefined) {
      this.#push("number", part, 1);
      return;
    }
    if ("∵∴".includes(character)) {
      this.#at++;
      return;
    }
    if (sign !== undefined) {
      this.#push("sign", sign, character.length);
      return;
    }
    const [what, mend] = REFUSED[character] ?? [];
    const at = { start: this.#at, end: this.#at + character.length };
    const got = String.fromCodePoint(this.#text.codePointAt(this.#at) as number);
    if (what !== undefined && mend !== undefined) this.#refuse("REFUSED", what, at, { got, mend });
    this.#refuse("SYNTAX", "this character has no meaning in a formula", at, {
      got: /[\p{L}\p{N}\p{P}\p{S}]/u.test(got)
        ? got
        : `U+${(got.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`,
    });
  }
}

const FRACTIONS: ReadonlyMap<string, string> = new Map([
  ["½", "0.5"],
  ["¼", "0.25"],
  ["¾", "0.75"],
]);

const endsOperand = ({ kind, text }: Token): boolean =>
  ["number", "word", "text"].includes(kind) ||
  (kind === "sign" && [")", "]", "}", "'", "⊤", "|", "‖", "∞"].includes(text));
