import { constant, erf, erfc, gelu } from "@chainrule/graph";

/*
 * A reader of exactly the notation that the printer writes for scalars, and its value. It shares nothing with the printer,
 * and it is stricter than TeX: a sign after `\cdot`, a power of a call or of a power, two numbers side by side, a number
 * before a fraction, or a symbol directly before a parenthesis, is an error, because a person could read it in two ways.
 */

const SPECIAL = { erf, erfc, GELU: gelu } as const;
const special = (name: keyof typeof SPECIAL, x: number): number => SPECIAL[name](constant(x)).value;
const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

const functions: Readonly<Record<string, (...x: readonly number[]) => number>> = {
  "\\sin": Math.sin,
  "\\cos": Math.cos,
  "\\tan": Math.tan,
  "\\arcsin": Math.asin,
  "\\arccos": Math.acos,
  "\\arctan": Math.atan,
  "\\sinh": Math.sinh,
  "\\cosh": Math.cosh,
  "\\tanh": Math.tanh,
  "\\ln": Math.log,
  "\\exp": Math.exp,
  "\\max": Math.max,
  "\\min": Math.min,
  "\\sigma": sigmoid,
  sigmoid,
  erf: (x) => special("erf", x),
  erfc: (x) => special("erfc", x),
  GELU: (x) => special("GELU", x),
  softplus: (x) => Math.log1p(Math.exp(x)),
  ReLU: (x) => Math.max(0, x),
  SiLU: (x) => x * sigmoid(x),
  step: (x) => (x >= 0 ? 1 : 0),
  sgn: Math.sign,
};
const withParameter: Readonly<Record<string, (parameter: number, x: number) => number>> = {
  LeakyReLU: (slope, x) => (x > 0 ? x : slope * x),
  ELU: (alpha, x) => (x > 0 ? x : alpha * Math.expm1(x)),
};
const relations: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  "<": (a, b) => a < b,
  "\\le": (a, b) => a <= b,
  ">": (a, b) => a > b,
  "\\ge": (a, b) => a >= b,
  "=": (a, b) => a === b,
  "\\ne": (a, b) => a !== b,
};

const TOKEN =
  /\s*(?:(?<number>\d+(?:\.\d+)?)|(?<command>\\(?:[A-Za-z]+|[,\\|]))|(?<sign>[-+^_{}()[\]&=<>,|'])|(?<letter>[A-Za-z]))/y;

interface Token {
  readonly kind: "number" | "command" | "sign" | "letter";
  readonly text: string;
}

function tokensOf(latex: string): Token[] {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < latex.length) {
    const at = TOKEN.lastIndex;
    const groups = TOKEN.exec(latex)?.groups;
    const [kind, text] = Object.entries(groups ?? {}).find(([, found]) => found !== undefined) ?? [];
    if (kind === undefined || text === undefined) throw new Error(`cannot read ${latex.slice(at, at + 40)}`);
    tokens.push({ kind: kind as Token["kind"], text }); // the groups have the names of the kinds
  }
  return tokens;
}

/** What was read last, as far as it decides what may follow. */
type Kind = "number" | "symbol" | "call" | "power" | "fraction" | "group";

/** The value of a print, names having the values of `scope` (by their LaTeX). @throws Error where two readings are possible */
export function valueOfLatex(latex: string, scope: ReadonlyMap<string, number> = new Map()): number {
  const tokens = tokensOf(latex.trimEnd().replaceAll("{}[", "["));
  const names = new Map(scope);
  let at = 0;

  const text = (offset = 0): string => tokens[at + offset]?.text ?? "";
  const fail = (what: string): never => {
    const near = tokens.slice(Math.max(0, at - 6), at + 4);
    throw new Error(`${what} near ${near.map((token) => token.text).join(" ")}`);
  };
  const take = (...expected: readonly string[]): void => {
    for (const each of expected) {
      if (text() !== each) fail(`expected ${each}`);
      at++;
    }
  };
  const group = (): number => {
    take("{");
    const value = sum();
    take("}");
    return value;
  };
  /** The tokens of a `{...}` as they stand. */
  const raw = (): string => {
    const start = at;
    take("{");
    for (let depth = 1; depth > 0; at++) {
      if (text() === "") fail("a brace is open");
      if (text() === "{") depth++;
      if (text() === "}") depth--;
    }
    const inside = tokens.slice(start + 1, at - 1);
    return inside
      .map((token, k) => (k > 0 && isWord(inside[k - 1]) && isWord(token) ? ` ${token.text}` : token.text))
      .join("");
  };
  const isWord = (token: Token | undefined): boolean =>
    token?.kind === "command" && /[A-Za-z]$/.test(token.text);

  function sum(): number {
    const isNegative = text() === "-";
    if (isNegative) at++;
    let value = isNegative ? -product() : product();
    while (text() === "+" || text() === "-") {
      const isAdded = text() === "+";
      at++;
      value = isAdded ? value + product() : value - product();
    }
    return value;
  }

  function product(): number {
    let { value, kind } = factor();
    for (;;) {
      const separator = text() === "\\cdot" || text() === "\\," ? text() : "";
      if (separator === "" && !startsFactor()) return value;
      if (separator !== "") at++;
      const isFraction = text() === "\\frac";
      const isGroup = ["(", "["].includes(text()) || (text() === "\\left" && ["(", "["].includes(text(1)));
      if (separator !== "\\cdot") {
        if (tokens[at]?.kind === "number") fail("a number without a dot before it");
        if (isFraction && (kind === "number" || kind === "fraction"))
          fail("a fraction without a dot before it");
        if (separator === "" && isGroup && (kind === "symbol" || kind === "call")) fail("looks like a call");
      }
      const next = factor();
      value *= next.value;
      kind = next.kind;
    }
  }

  function startsFactor(): boolean {
    const token = tokens[at];
    if (token === undefined || token.kind === "number" || token.kind === "letter") return token !== undefined;
    if (token.kind === "sign") return token.text === "(" || token.text === "[";
    return !["\\right", "\\end", "\\\\", "\\cdot", "\\,", "\\le", "\\ge", "\\ne"].includes(token.text);
  }

  function factor(): { readonly value: number; readonly kind: Kind } {
    const base = atom();
    if (text() !== "^") return base;
    if (base.kind === "call" || base.kind === "fraction") fail(`a power of a ${base.kind}`);
    at++;
    const value = base.value ** group();
    if (text() === "^") fail("a power of a power");
    return { value, kind: base.kind === "number" ? "number" : "power" };
  }

  function atom(): { readonly value: number; readonly kind: Kind } {
    const token = tokens[at];
    if (token === undefined) return fail("the end");
    if (token.kind === "number") {
      at++;
      return { value: Number(token.text), kind: "number" };
    }
    switch (token.text) {
      case "(":
        return { value: inside("(", ")"), kind: "group" };
      case "[":
        return { value: condition("[", "]"), kind: "group" };
      case "\\left":
        return bracketed();
      case "\\frac": {
        at++;
        const above = group();
        return { value: above / group(), kind: "fraction" };
      }
      case "\\sqrt":
        at++;
        return { value: Math.sqrt(group()), kind: "group" };
      case "\\begin":
        return { value: environment(), kind: "group" };
      default:
        return named();
    }
  }

  function inside(open: string, close: string): number {
    take(open);
    const value = sum();
    take(close);
    return value;
  }

  function holds(): boolean {
    const a = sum();
    const compare = relations[text()] ?? fail("expected a relation");
    at++;
    return compare(a, sum());
  }

  function condition(open: string, close: string): number {
    take(open);
    const value = holds() ? 1 : 0;
    take(close);
    return value;
  }

  function bracketed(): { readonly value: number; readonly kind: Kind } {
    take("\\left");
    const open = text();
    at++;
    const value = open === "[" ? Number(holds()) : sum();
    take("\\right", { "(": ")", "[": "]", "|": "|" }[open] ?? fail("unknown bracket"));
    return { value: open === "|" ? Math.abs(value) : value, kind: "group" };
  }

  /** A function with its arguments, e, or a symbol. */
  function named(): { readonly value: number; readonly kind: Kind } {
    const isOperator = text() === "\\operatorname";
    if (isOperator) at++;
    const name = isOperator ? raw() : text();
    if (!isOperator && functions[name] === undefined) return symbol();
    if (!isOperator) at++;
    if (text() === "_") {
      at++;
      const parameter = group();
      const call = withParameter[name] ?? fail(`unknown function ${name}`);
      return { value: call(parameter, ...(callArguments() as [number])), kind: "call" }; // they take one operand
    }
    const call = functions[name] ?? fail(`unknown function ${name}`);
    return { value: call(...callArguments()), kind: "call" };
  }

  function callArguments(): number[] {
    const isTall = text() === "\\left";
    if (isTall) at++;
    take("(");
    const values = [sum()];
    while (text() === ",") {
      at++;
      values.push(sum());
    }
    if (isTall) take("\\right");
    take(")");
    return values;
  }

  function symbol(): { readonly value: number; readonly kind: Kind } {
    let name = text();
    at++;
    if (text() === "{") name += `{${raw()}}`;
    if (text() === "_") {
      at++;
      name += `_{${raw()}}`;
    }
    const value = names.get(name);
    if (value !== undefined) return { value, kind: "symbol" };
    if (name === "e" && text() === "^") return { value: Math.E, kind: "symbol" };
    return fail(`unknown name ${name}`);
  }

  function environment(): number {
    take("\\begin", "{");
    const kind = tokens
      .slice(at, at + 40)
      .map((token) => token.text)
      .join("");
    const isCases = kind.startsWith("cases}");
    at += isCases ? "cases".length : "aligned".length;
    take("}");
    const value = isCases ? cases() : aligned();
    take("\\end", "{");
    at += isCases ? "cases".length : "aligned".length;
    take("}");
    return value;
  }

  /** The value of the first row whose condition holds. */
  function cases(): number {
    let chosen: number | undefined;
    for (;;) {
      const value = sum();
      take("&");
      const isElse = text() === "\\text";
      if (isElse) {
        at++;
        raw();
      }
      if (isElse || holds()) chosen ??= value;
      if (text() !== "\\\\") return chosen ?? fail("no case holds");
      at++;
    }
  }

  /** Named parts, a line each, then what is made of them. */
  function aligned(): number {
    while (text() !== "&") {
      const name = `${text()}_{${text(3)}}`;
      at += 5;
      take("&", "=");
      names.set(name, sum());
      take("\\\\");
    }
    take("&");
    return sum();
  }

  const value = sum();
  if (at < tokens.length) fail("more than a formula");
  return value;
}
