import type { ErrorCode } from "../../index";
import { refusal, type Span } from "../refusal";
import type { Style } from "../style";
import type { Parsing } from "./request";
import type { Token } from "./token";

/** What a front end adds to the grammar. */
export interface FrontEnd extends Style {
  /** Reads an operand that begins with a token which only the front end knows. */
  readonly command: (cursor: Cursor, token: Token) => Parsing;
  /** What begins a choice or a matrix, if the notation has such. */
  readonly environment?: string;
}

const isSign = ({ kind }: Token): boolean => kind === "sign" || kind === "command" || kind === "separator";

/** What closes each brace, parenthesis and bracket of a list of tokens, of those that are closed. */
function closingsOf(tokens: readonly Token[]): ReadonlyMap<Token, Token> {
  const found = new Map<Token, Token>();
  for (const [open, close] of ["{}", "()", "[]"].map((pair) => [...pair])) {
    const pending: Token[] = [];
    for (const token of tokens) {
      if (token.kind !== "sign") continue;
      if (token.text === open) pending.push(token);
      const opening = token.text === close ? pending.pop() : undefined;
      if (opening !== undefined) found.set(opening, token);
    }
  }
  return found;
}

/** A place in a list of tokens, and what every part of the parser asks of it. */
export class Cursor {
  readonly text: string;
  readonly front: FrontEnd;
  readonly #tokens: Token[];
  /** What closes each bracket; found when one is asked for. */
  #closings: ReadonlyMap<Token, Token> | undefined;
  at = 0;
  /** The bars that are open: |x| closes with the sign that it opens with. */
  barsOpen: ReadonlySet<string> = new Set();

  /** In x^n (y + 1), n is no function: a space ends an exponent. */
  inExponent = false;

  /** How many arrays are being read, one inside the other. */
  arrays = 0;

  /** How many superscripts are being read, one inside the other. */
  raised = 0;

  constructor(text: string, tokens: readonly Token[], front: FrontEnd) {
    this.text = text;
    this.front = front;
    this.#tokens = [...tokens];
  }

  /** The token at the place, or further on. */
  peek(offset = 0): Token | undefined {
    return this.#tokens[this.at + offset];
  }

  /** Whether a sign stands here. */
  is(text: string, offset = 0): boolean {
    const token = this.#tokens[this.at + offset];
    return token !== undefined && token.text === text && isSign(token);
  }

  take(): Token {
    const token = this.#tokens[this.at];
    if (token === undefined) throw this.refuse("SYNTAX", "the formula ends too early", this.end());
    this.at++;
    return token;
  }

  /** Takes a sign if it stands here. */
  accept(text: string): boolean {
    if (!this.is(text)) return false;
    this.at++;
    return true;
  }

  /** Enters brackets, in which no bar from outside closes; gives what was open. */
  enclose(...bars: readonly string[]): ReadonlySet<string> {
    const outer = this.barsOpen;
    this.barsOpen = new Set(bars);
    return outer;
  }

  expect(text: string, what: string): Token {
    if (this.is(text)) return this.take();
    throw this.refuse("SYNTAX", what, this.here(), { got: this.shown(), expected: text });
  }

  /** Takes the first character of a token alone: TeX reads ½ without braces as one half. */
  takeFirst(): Token {
    const token = this.take();
    if (token.text.length === 1 || (token.kind !== "number" && token.kind !== "word")) return token;
    if (token.end - token.start !== token.text.length) return token; // a Greek letter
    const first = { ...token, text: token.text.slice(0, 1), end: token.start + 1 };
    const rest = { ...token, text: token.text.slice(1), start: token.start + 1, spaced: false };
    const kind = /^\d/.test(rest.text) ? "number" : "word";
    this.#tokens.splice(this.at, 0, { ...rest, kind });
    this.#tokens[this.at - 1] = first;
    return first;
  }

  /**
   * The bracket that opens the arguments of a call here: one after a name, or one that braces hold alone, as in `f{(x)}`. Undefined
   * where none stands, and before a choice that only a brace opens.
   */
  opensCall(): Token | undefined {
    const { environment } = this.front;
    const isChoice = this.is("⦃") && environment !== undefined && this.is(environment, 1);
    if (!isChoice && ["(", "[", "⦃"].some((bracket) => this.is(bracket))) return this.peek();
    const [brace, inner] = [this.peek(), this.peek(1)];
    if (this.front.isCode || brace === undefined || inner === undefined) return undefined;
    if (!this.is("{") || !["(", "["].some((bracket) => this.is(bracket, 1))) return undefined;
    this.#closings ??= closingsOf(this.#tokens);
    const [outerEnd, innerEnd] = [this.#closings.get(brace), this.#closings.get(inner)];
    if (outerEnd === undefined || innerEnd === undefined || innerEnd.end > outerEnd.start) return undefined;
    return /^\s*$/.test(this.text.slice(innerEnd.end, outerEnd.start)) ? inner : undefined;
  }

  /** The tokens from a place on that were taken. */
  since(from: number): Token[] {
    return this.#tokens.slice(from, this.at);
  }

  /** The end of the formula, as a place. */
  end(): Span {
    const last = this.#tokens[this.#tokens.length - 1];
    return { start: last?.end ?? 0, end: last?.end ?? 0 };
  }

  /** The token here, or the end. */
  here(): Span {
    return this.peek() ?? this.end();
  }

  /** Where the token before the place ends. */
  reached(): number {
    return this.#tokens[this.at - 1]?.end ?? 0;
  }

  shown(): string {
    const token = this.peek();
    return token === undefined ? "the end" : this.text.slice(token.start, token.end);
  }

  refuse(code: ErrorCode, what: string, at: Span, details: Parameters<typeof refusal>[4] = {}): Error {
    return refusal(code, what, this.text, at, details);
  }
}
