import { ChainruleError } from "@chainrule/graph";
import { greekName, plainWidth, refusal, scriptAt, signMeaning, type Token } from "@chainrule/graph/read";
import {
  ACCENTS,
  BOLD,
  BRACKET_FUNCTIONS,
  FUNCTIONS,
  IGNORED,
  REFUSED,
  SAME,
  SEPARATORS,
  STYLES,
  TEXTS,
} from "./commands";
import { beforeBars } from "./invisible";

/** The longest text that is read, in characters. */
export const LONGEST_TEXT = 4_000_000;

const SPACE = /(?:\s|~)+/y;
const NUMBER = /(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?/y;
/** Nothing in braces that carries scripts. */
const EMPTY = /\{\s*\}(?=\s*[\^_'])/y;
const DECIMALS = /\{,\}\d+/y;
/** Libraries whose functions are called by their names: \\mathrm{np.sum}(x). */
const LIBRARY = /^(?:np|numpy|torch|tf|jnp|math)\.(?=[A-Za-z_]\w*$)/;
const WORD = /[A-Za-z][A-Za-z0-9]*/y;
const COMMAND = /\\(?:[A-Za-z]+\*?|[^A-Za-z])/y;
const SIGN = /:=|==|!=|<=|>=|<-|[-+*/^_{}()[\]&=<>,;:.|'!]/y;
/** Letters of other scripts are words by themselves. */
const LETTERS = /[\p{Lu}\p{Ll}\p{Lt}\p{Lo}\p{M}]+/uy;

/** A relation with words above it. */
const STACKED =
  /\\(?:stackrel|overset|underset)\s*\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}\s*\{\s*(=|:=|\\approx|\\equiv)\s*\}/y;
const PLAIN: Readonly<Record<string, string>> = {
  "==": "=",
  "!=": "≠",
  "<=": "≤",
  ">=": "≥",
  "<-": "←",
};

/**
 * Cuts LaTeX into tokens. Spacing and comments go; full-width characters and Unicode signs are read as what they mean.
 * @throws ChainruleError SYNTAX, REFUSED, NUMBER, TOO_LONG
 */
export function tokensOf(text: unknown): Token[] {
  if (typeof text !== "string")
    throw new ChainruleError("SYNTAX", "a formula is a text", {
      where: "LaTeX",
      got: text === null ? "null" : `a ${typeof text}`,
    });
  if (text.length > LONGEST_TEXT) {
    throw new ChainruleError("TOO_LONG", "the text is too long", {
      where: "LaTeX",
      got: `${text.length} characters`,
      expected: `at most ${LONGEST_TEXT}`,
    });
  }
  return new Lexer(text).tokens();
}

class Lexer {
  readonly #text: string;
  readonly #beforeBars: ReadonlySet<number>;
  readonly #plain: string;
  readonly #tokens: Token[] = [];
  /** Where each brace is closed; found when one is looked for. */
  #closings: ReadonlyMap<number, number> | undefined;
  #at = 0;
  #spaced = false;

  constructor(text: string) {
    this.#text = text;
    this.#plain = plainWidth(text);
    this.#beforeBars = beforeBars(this.#plain);
  }

  tokens(): Token[] {
    while (this.#at < this.#plain.length) {
      const space = this.#match(SPACE);
      if (space !== undefined) {
        this.#at += space.length;
        this.#spaced = true;
      } else this.#token();
    }
    return withFractions(this.#tokens);
  }

  #match(pattern: RegExp, at = this.#at): string | undefined {
    pattern.lastIndex = at;
    return pattern.exec(this.#plain)?.[0];
  }

  #push(kind: Token["kind"], text: string, length: number, command?: string): void {
    const token = { kind, text, start: this.#at, end: this.#at + length, spaced: this.#spaced };
    this.#tokens.push(command === undefined ? token : { ...token, command });
    this.#at += length;
    this.#spaced = false;
  }

  #refuse(code: "SYNTAX" | "REFUSED" | "NUMBER", what: string, length: number, mend?: string): never {
    const span = { start: this.#at, end: this.#at + length };
    const got = visible(this.#text.slice(span.start, span.end));
    throw refusal(code, what, this.#text, span, { got, ...(mend !== undefined && { mend }) });
  }

  #token(): void {
    const character = this.#plain[this.#at] as string;
    if (character === "\\") {
      this.#command();
      return;
    }
    if (character === "%") {
      this.#comment();
      return;
    }
    if (character === "$") {
      const length = this.#plain.startsWith("$$", this.#at) ? 2 : 1;
      this.#push("separator", "$", length);
      return;
    }
    const empty = this.#match(EMPTY);
    const before = this.#tokens[this.#tokens.length - 1];
    if (empty !== undefined) {
      if (before?.kind === "sign" && before.text === "^") this.#tokens.pop();
      this.#at += empty.length;
      return;
    }
    const number = this.#match(NUMBER);
    if (number !== undefined) {
      this.#number(number);
      return;
    }
    const word = this.#match(WORD);
    if (word !== undefined) {
      this.#push("word", word, word.length);
      return;
    }
    const sign = this.#match(SIGN);
    if (sign !== undefined) {
      this.#push(sign === "&" ? "separator" : "sign", PLAIN[sign] ?? sign, sign.length);
      return;
    }
    this.#unicode();
  }

  #number(found: string): void {
    const decimals = this.#match(DECIMALS, this.#at + found.length);
    if (decimals !== undefined && /^\d+$/.test(found)) {
      if (found !== "0" && decimals.length === 6) {
        this.#refuse(
          "REFUSED",
          "a comma in a number stands before decimals or between thousands",
          found.length + decimals.length,
          `Write ${found}${decimals.slice(3)}, or ${found}.${decimals.slice(3)}`,
        );
      }
      this.#push("number", `${found}.${decimals.slice(3)}`, found.length + decimals.length); // 0{,}5
      return;
    }
    const value = Number(found);
    const lost = value === 0 && /[1-9]/.test(found.replace(/[eE].*/, ""));
    if (!Number.isFinite(value) || lost)
      this.#refuse("NUMBER", `the number is too ${lost ? "small" : "large"} for float64`, found.length);
    this.#push("number", found.startsWith(".") ? `0${found}` : found, found.length);
  }

  #unicode(): void {
    const character = String.fromCodePoint(this.#plain.codePointAt(this.#at) as number);
    const script = scriptAt(this.#plain, this.#at);
    if (script !== undefined) {
      this.#push("sign", script.sign, 0);
      this.#push("sign", "{", 0);
      for (const [part] of script.text.matchAll(/\d+|./g))
        this.#push(/\d/.test(part) ? "number" : /[a-z]/.test(part) ? "word" : "sign", part, part.length);
      this.#push("sign", "}", 0);
      return;
    }
    const sign = signMeaning(character);
    if (sign === "''") {
      this.#push("sign", "'", 0);
      this.#push("sign", "'", 1);
      return;
    }
    if (sign !== undefined) {
      this.#push("sign", sign, character.length);
      return;
    }
    if (character === "ᵀ") {
      this.#push("sign", "^", 0);
      this.#push("sign", "⊤", 1);
      return;
    }
    const greek = greekName(character);
    if (greek !== undefined) {
      this.#push("word", greek, character.length);
      return;
    }
    const letters = this.#match(LETTERS);
    if (letters !== undefined) {
      this.#push("text", letters, letters.length, "");
      return;
    }
    this.#refuse("SYNTAX", "this character has no meaning in a formula", character.length);
  }

  /** `%` ends a line in LaTeX; right after a digit, somebody meant a percentage. */
  #comment(): void {
    const last = this.#tokens[this.#tokens.length - 1];
    if (last?.kind === "number" && !this.#spaced)
      this.#refuse("REFUSED", "a bare % begins a comment in LaTeX", 1, "Write \\% for a percentage");
    const end = this.#plain.indexOf("\n", this.#at);
    this.#at = end === -1 ? this.#plain.length : end;
    this.#spaced = true;
  }

  #command(): void {
    const found = this.#match(COMMAND);
    if (found === undefined) this.#refuse("SYNTAX", "a backslash without a command", 1);
    const typed = found as string; // refused above
    if (REFUSED.has(typed)) {
      this.#refuse(
        "REFUSED",
        "a formula does not define, include or link anything",
        typed.length,
        "Leave this command out",
      );
    }
    const stacked = this.#match(STACKED);
    if (stacked !== undefined) {
      const isEqual = /=\s*\}$/.test(stacked);
      this.#push("sign", isEqual ? ":=" : "≈", stacked.length);
      return;
    }
    const starless = typed.endsWith("*") && !TEXTS.has(typed) && typed !== "\\*" ? typed.slice(0, -1) : typed;
    if (TEXTS.has(typed)) {
      this.#textOf(typed);
      return;
    }
    if (STYLES.has(starless)) {
      this.#style(starless);
      return;
    }
    if (this.#beforeBars.has(this.#at)) {
      const isOpen = starless === "\\left";
      this.#push("sign", isOpen ? "(" : ")", starless.length);
      if (isOpen) this.#at = this.#plain.indexOf(".", this.#at) + 1;
      return;
    }
    if (IGNORED.has(starless)) {
      this.#at += starless.length;
      this.#spaced ||= !/^\\(?:big|left|right|middle)/i.test(starless);
      // \left. and \right. are invisible brackets
      if ((starless === "\\left" || starless === "\\right") && this.#plain[this.#at] === ".") this.#at++;
      return;
    }
    if (starless === "\\hspace" || starless === "\\vspace" || starless === "\\phantom") {
      this.#at += starless.length;
      this.#at += this.#braced(this.#at)?.length ?? 0;
      return;
    }
    const greek = greekName(starless.slice(1));
    if (greek !== undefined) {
      this.#push("word", greek, starless.length);
      return;
    }
    if (starless === "\\ell") {
      this.#push("word", "l", starless.length);
      return;
    }
    const bracketed = BRACKET_FUNCTIONS[starless];
    if (bracketed !== undefined) {
      this.#push("function", bracketed, 0);
      this.#push("sign", "(", starless.length);
      return;
    }
    const accent = Object.hasOwn(ACCENTS, starless) ? ACCENTS[starless] : undefined;
    const same = SAME[starless] ?? starless;
    if (accent !== undefined) this.#push("accent", accent, starless.length);
    else if (FUNCTIONS.has(starless)) this.#push("function", starless.slice(1), starless.length);
    else if (SEPARATORS.has(same)) this.#push("separator", same, starless.length);
    else this.#push(same.startsWith("\\") ? "command" : "sign", same, starless.length);
  }

  /** `{...}` at an offset, with its braces. */
  #braced(at: number): string | undefined {
    if (this.#plain[at] !== "{") return undefined;
    this.#closings ??= closingBraces(this.#plain);
    const end = this.#closings.get(at);
    return end === undefined ? undefined : this.#plain.slice(at, end + 1);
  }

  #textOf(command: string): void {
    const blank = this.#match(SPACE, this.#at + command.length)?.length ?? 0;
    const from = this.#at + command.length + blank;
    const inside = this.#braced(from);
    if (inside !== undefined) {
      const text = this.#text.slice(from + 1, from + inside.length - 1).replace(LIBRARY, "");
      this.#push("text", unescaped(text), command.length + blank + inside.length, command);
      return;
    }
    const letter = this.#match(WORD, from)?.[0];
    if (letter === undefined)
      this.#refuse("SYNTAX", "this command needs braces", command.length, `Write ${command}{...}`);
    this.#push("text", letter as string, command.length + blank + 1, command);
  }

  /** A plain word in another style is a text; a longer formula in it is read as if the style were not there. */
  #style(command: string): void {
    const blank = this.#match(SPACE, this.#at + command.length)?.length ?? 0;
    const from = this.#at + command.length + blank;
    const inside = this.#braced(from);
    const initials = BOLD.has(command) ? /^\{\s*([A-Z]{2,3})\s*\}$/.exec(inside ?? "") : null;
    if (inside !== undefined && initials?.[1] !== undefined) {
      this.#at = from + inside.indexOf(initials[1]); // bold capitals are matrices side by side
      for (const letter of initials[1]) this.#push("text", letter, 1, command);
      this.#at = from + inside.length;
      return;
    }
    const single =
      inside === undefined ? /^[A-Za-z0-9]/.exec(this.#plain.slice(from, from + 1))?.[0] : undefined;
    const word = single ?? inside?.slice(1, -1).trim().replace(LIBRARY, "");
    if (word !== undefined && /^[A-Za-z0-9]+$/.test(word)) {
      this.#push("text", word, command.length + blank + (inside?.length ?? 1), command);
      return;
    }
    this.#at += command.length;
  }
}

/** `{a \\over b}` of plain TeX as `{\\frac{a}{b}}`; one that stands in no braces stays, and is refused. */
function withFractions(tokens: readonly Token[]): Token[] {
  const open: number[] = [];
  const overs = new Map<number, number>(); // by the brace that it stands in
  const before = new Map<number, readonly string[]>();
  const after = new Map<number, readonly string[]>();
  for (const [k, { kind, text }] of tokens.entries()) {
    const [own] = open.slice(-1);
    if (kind === "sign" && text === "{") open.push(k);
    else if (kind === "command" && text === "\\over" && own !== undefined && !overs.has(own))
      overs.set(own, k);
    else if (kind === "sign" && text === "}" && own !== undefined) {
      open.pop();
      const over = overs.get(own);
      if (over === undefined) continue;
      after.set(own, ["⁄", "{"]);
      after.set(over, ["}", "{"]);
      before.set(k, ["}"]);
    }
  }
  if (after.size === 0) return [...tokens];
  const fractions = new Set([...overs.values()].filter((k) => after.has(k)));
  return tokens.flatMap((token, k) => {
    const signs = (texts: readonly string[] = [], at: number): Token[] =>
      texts.map((text) => ({ kind: "sign", text, start: at, end: at, spaced: false }));
    const own = fractions.has(k) ? [] : [token];
    return [...signs(before.get(k), token.start), ...own, ...signs(after.get(k), token.end)];
  });
}

/** Where each brace of a text is closed, of those that are. */
function closingBraces(text: string): ReadonlyMap<number, number> {
  const found = new Map<number, number>();
  const open: number[] = [];
  for (let k = 0; k < text.length; k++) {
    const character = text[k];
    if (character === "\\") k++;
    else if (character === "{") open.push(k);
    else if (character === "}") {
      const start = open.pop();
      if (start !== undefined) found.set(start, k);
    }
  }
  return found;
}

/** A character as itself, or by its code point where it cannot be seen. */
const visible = (text: string): string =>
  /^[\p{L}\p{N}\p{P}\p{S}]+$/u.test(text)
    ? text
    : `U+${(text.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;

const ESCAPES: Readonly<Record<string, string>> = {
  "\\textasciitilde{}": "~",
  "\\textasciicircum{}": "^",
  "\\textbackslash{}": "\\",
};

/** Text with the characters that were escaped in it. */
const unescaped = (text: string): string =>
  text.replace(/\\text[a-z]+\{\}|\\[_%#&${}]/g, (found) => ESCAPES[found] ?? found.slice(1));
