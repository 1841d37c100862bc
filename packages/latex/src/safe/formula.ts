import { ChainruleError } from "@chainrule/graph";
import { asWritten, described, visible } from "@chainrule/graph/written";
import { ARGUMENTS, DELIMITERS, ENVIRONMENTS, IN_TEXT, SIZES, SYMBOLS, TEXTS } from "./commands";
import { betweenTex, characterOfText, type Tex, tex } from "./tex";

/*
 * Formulas that an author gives as LaTeX, for a symbol or an operation. They are read token by token: every command is one
 * that only prints, every group, pair of delimiters and environment is closed, every command has its arguments. What comes
 * out can stand anywhere in a formula, in LaTeX and in KaTeX.
 */

/** A group that is open. */
interface Frame {
  /** What closes it. */
  readonly close: string;
  readonly text: boolean;
  /** Cells and lines are separated in it. */
  readonly rows: boolean;
  /** Arguments that the command before still needs. */
  wants: number;
  /** Whether the argument to come is a script of what stands before it. */
  isScript: boolean;
  /** Whether something stands before, and which scripts it has. */
  base: boolean;
  sub: boolean;
  sup: boolean;
  primed: boolean;
}

const frame = (close: string, text = false, rows = false): Frame => ({
  close,
  text,
  rows,
  wants: 0,
  isScript: false,
  base: false,
  sub: false,
  sup: false,
  primed: false,
});

const TOKEN = /\\(?:[A-Za-z]+|[\s\S])?|[\s\S]/gu;
/** More than a person writes, and than an operation of many operands prints. */
const LONGEST = 100_000;

/**
 * An author's LaTeX as a formula. `where` names the option that it was given for.
 * @throws ChainruleError OPTION for what is no text, is empty, has a command that is not on the list, or does not close
 */
export function formulaOf(given: unknown, where: string): Tex {
  if (typeof given !== "string") throw wrong(where, "a formula is a text", described(given));
  if (given.length > LONGEST) throw wrong(where, "the formula is too long", `${given.length} characters`);
  if (given.trim() === "") throw wrong(where, "the formula is empty", described(given));
  return new Reader(given.normalize("NFC"), where).whole();
}

function wrong(where: string, what: string, got: string, expected?: string): ChainruleError {
  return new ChainruleError("OPTION", what, {
    where: visible(where),
    got: visible(got),
    ...(expected === undefined ? {} : { expected }),
    mend: "Give LaTeX that only prints, with every brace closed, as in \\hat{y}_{1}",
  });
}

class Reader {
  readonly #tokens: readonly string[];
  readonly #where: string;
  readonly #given: string;
  readonly #frames: Frame[] = [frame("")];
  #at = 0;
  readonly #parts: string[] = [];

  constructor(given: string, where: string) {
    this.#given = given;
    this.#where = where;
    this.#tokens = given.match(TOKEN) ?? [];
  }

  whole(): Tex {
    while (this.#at < this.#tokens.length) {
      const token = this.#tokens[this.#at++] as string;
      if (this.#top.text) this.#inText(token);
      else this.#inFormula(token);
    }
    const open = this.#top;
    this.#refuseMissing(open);
    if (this.#frames.length > 1) throw this.#wrong("a group is not closed", open.close);
    if (!open.base) throw this.#wrong("the formula is empty");
    return asWritten(this.#parts.join(""));
  }

  get #top(): Frame {
    return this.#frames[this.#frames.length - 1] as Frame; // the outermost one stays
  }

  #wrong(what: string, expected?: string): ChainruleError {
    return wrong(this.#where, what, described(this.#given), expected);
  }

  #put(token: string): void {
    const last = this.#parts[this.#parts.length - 1] ?? "";
    this.#parts.push(betweenTex(last, token) + token);
  }

  /** The next token but spaces, taken. */
  #next(): string {
    while (/^\s$/.test(this.#tokens[this.#at] ?? "")) this.#at++;
    return this.#tokens[this.#at++] ?? "";
  }

  #inText(token: string): void {
    const name = token.slice(1);
    if (token === "}") this.#close("}");
    else if (token === "{") this.#open(frame("}", true));
    else if (/^\\[_%#&${}]$/.test(token)) this.#put(token === "\\$" ? "\\textdollar{}" : token);
    else if (token.startsWith("\\")) {
      if (!IN_TEXT.has(name))
        throw this.#wrong(`a command that no text in a formula may have: ${visible(token)}`);
      this.#put(`${token}{}`);
    } else if (/[_%#&$^~]/.test(token)) throw this.#wrong(`in text this sign needs a backslash: ${token}`);
    else this.#put([...visible(token)].map(characterOfText).join(""));
  }

  #inFormula(token: string): void {
    const top = this.#top;
    if (/^\s$/.test(token)) {
      const last = this.#parts[this.#parts.length - 1];
      if (last !== " " && last !== "'") this.#put(" "); // a space after a prime would part it from an exponent
    } else if (token === "{") this.#open(frame("}"));
    else if (token === "}") this.#close("}");
    else if (token === "^" || token === "_") this.#script(token);
    else if (token === "'") this.#prime();
    else if (token === "&" || token === "\\\\") this.#separate(token);
    else if (token.startsWith("\\")) this.#command(token);
    else if (/[$%#~`"\\]/.test(token)) throw this.#wrong(`a formula may not have this sign: ${token}`);
    else if (/[<>]/.test(token)) {
      // Markdown takes a letter after it for a tag
      this.#put(/^[A-Za-z/!?]/.test(this.#tokens[this.#at] ?? "") ? `${token} ` : token);
      this.#nucleus(top);
    } else {
      if (/^[ -~]$/.test(token)) this.#put(token);
      else this.#put(top.wants > 0 ? `{${tex.escape(token)}}` : tex.escape(token));
      this.#nucleus(top);
    }
  }

  #command(token: string): void {
    const top = this.#top;
    const name = token.slice(1);
    if (SYMBOLS.has(token)) {
      this.#put(token);
      this.#nucleus(top);
      return;
    }
    if (token === "\\left") {
      this.#refuseArgument(top, token);
      this.#put(`${token}${this.#delimiter(token)}`);
      this.#frames.push(frame("\\right"));
      return;
    }
    if (token === "\\right") {
      this.#leave("\\right");
      this.#put(`${token}${this.#delimiter(token)}`);
      this.#nucleus(this.#top);
      return;
    }
    if (token === "\\begin") {
      this.#refuseArgument(top, token);
      const environment = this.#environment();
      this.#put(`\\begin{${environment}}`);
      this.#frames.push(frame(`\\end{${environment}}`, false, true));
      return;
    }
    if (token === "\\end") {
      const environment = this.#environment();
      this.#leave(`\\end{${environment}}`);
      this.#put(`\\end{${environment}}`);
      this.#nucleus(this.#top);
      return;
    }
    if (SIZES.has(name)) {
      this.#refuseArgument(top, token);
      this.#put(`${token}${this.#delimiter(token)}`);
      this.#nucleus(top);
      return;
    }
    if (TEXTS.has(name)) {
      this.#refuseArgument(top, token);
      if (this.#next() !== "{") throw this.#wrong(`${token} takes its text in braces`);
      this.#put(`${token}`);
      this.#open(frame("}", true));
      return;
    }
    const count = ARGUMENTS.get(name);
    if (count === undefined)
      throw this.#wrong(
        `a formula may not have this command: ${visible(token)}`,
        "letters, scripts, and commands of mathematics that only print",
      );
    if (count === 0) {
      this.#put(top.wants > 0 ? `{${token}}` : token); // KaTeX takes a sum or a sine for no argument
      this.#nucleus(top);
      return;
    }
    this.#refuseArgument(top, token);
    const star = name === "operatorname" && this.#tokens[this.#at] === "*" ? "*" : "";
    if (star !== "") this.#at++;
    this.#put(`${token}${star}${name === "sqrt" ? this.#degree() : ""}`);
    top.wants = count;
    top.isScript = false;
  }

  /** The index of a root, in brackets. */
  #degree(): string {
    if (this.#tokens[this.#at] !== "[") return "";
    const end = this.#tokens.indexOf("]", this.#at);
    const inside = end === -1 ? "" : this.#tokens.slice(this.#at + 1, end).join("");
    if (!/^[A-Za-z0-9]+$/.test(inside)) throw this.#wrong("the index of a root is letters or digits");
    this.#at = end + 1;
    return `[${inside}]`;
  }

  #delimiter(command: string): string {
    const token = this.#next();
    if (DELIMITERS.has(token)) return token;
    throw this.#wrong(`${command} stands before a delimiter`, [...DELIMITERS].join(" "));
  }

  #environment(): string {
    let name = "";
    if (this.#next() === "{") {
      for (let token = this.#next(); /^[A-Za-z]$/.test(token); token = this.#next()) name += token;
      if (this.#tokens[this.#at - 1] === "}" && ENVIRONMENTS.has(name)) return name;
    }
    throw this.#wrong("a formula may not have this environment", [...ENVIRONMENTS].join(", "));
  }

  #open(opened: Frame): void {
    this.#put("{");
    this.#frames.push(opened);
  }

  #close(by: string): void {
    this.#leave(by);
    this.#put(by);
    this.#nucleus(this.#top);
  }

  #leave(by: string): void {
    const top = this.#top;
    if (this.#frames.length === 1 || top.close !== by)
      throw this.#wrong(`${by} closes nothing`, top.close === "" ? undefined : top.close);
    this.#refuseMissing(top);
    this.#frames.pop();
  }

  /** Something to print is whole: an argument, a script, or what scripts may follow. */
  #nucleus(top: Frame): void {
    if (top.wants > 0) {
      top.wants--;
      if (top.wants > 0 || top.isScript) return;
    }
    top.base = true;
    top.sub = false;
    top.sup = false;
    top.primed = false;
  }

  #script(token: string): void {
    const top = this.#top;
    this.#refuseArgument(top, token);
    const isTwice = token === "^" ? top.sup : top.sub;
    if (!top.base || isTwice)
      throw this.#wrong(isTwice ? `a second ${token} at one place` : `${token} stands behind nothing`);
    if (token === "^") top.sup = true;
    else {
      top.sub = true;
      top.sup ||= top.primed; // TeX has raised the prime by now
    }
    this.#put(token);
    top.wants = 1;
    top.isScript = true;
  }

  #prime(): void {
    const top = this.#top;
    this.#refuseArgument(top, "'");
    if (!top.base || top.sup) throw this.#wrong("a prime stands behind a letter");
    top.primed = true;
    this.#put("'");
  }

  #separate(token: string): void {
    const top = this.#top;
    this.#refuseArgument(top, token);
    if (!top.rows) throw this.#wrong(`${token} stands in a matrix only`);
    top.base = false;
    this.#put(token === "&" ? "&" : "\\\\ ");
  }

  /** Where an argument is needed, only a group or one sign may stand. */
  #refuseArgument({ wants }: Frame, token: string): void {
    if (wants > 0) throw this.#wrong(`an argument is a group in braces or one sign, not ${token}`);
  }

  #refuseMissing({ wants }: Frame): void {
    if (wants > 0) throw this.#wrong("a command, ^ or _ lacks its argument");
  }
}
