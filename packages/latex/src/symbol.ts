import { type Name, nameText, type SymbolName } from "@chainrule/graph";

/** LaTeX for single names, by their text, in place of what the rules would print: `{ target_o1: "t_1" }`. */
export type SymbolOverrides = Readonly<Record<string, string>>;

const GREEK: ReadonlySet<string> = new Set(
  (
    "alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa lambda mu nu xi pi rho sigma tau upsilon " +
    "phi varphi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega"
  ).split(" "),
);

const GREEK_LETTERS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    α: "alpha",
    β: "beta",
    γ: "gamma",
    δ: "delta",
    ε: "varepsilon",
    ζ: "zeta",
    η: "eta",
    θ: "theta",
    ι: "iota",
    κ: "kappa",
    λ: "lambda",
    μ: "mu",
    ν: "nu",
    ξ: "xi",
    π: "pi",
    ρ: "rho",
    σ: "sigma",
    τ: "tau",
    υ: "upsilon",
    φ: "varphi",
    χ: "chi",
    ψ: "psi",
    ω: "omega",
    Γ: "Gamma",
    Δ: "Delta",
    Θ: "Theta",
    Λ: "Lambda",
    Ξ: "Xi",
    Π: "Pi",
    Σ: "Sigma",
    Φ: "Phi",
    Ψ: "Psi",
    Ω: "Omega",
  }),
);

const ACCENTS: Readonly<Record<string, string>> = { hat: "\\hat", bar: "\\bar", tilde: "\\tilde" };

/** Scripts that KaTeX has metrics for, beside ASCII; a character outside them is shown by its code point. */
const PRINTABLE =
  /[\u0020-\u007e\u00a1-\u024f\u0400-\u04ff\u0530-\u058f\u0900-\u10ff\u3000-\u30ff\u4e00-\u9faf\uac00-\ud7af\uff00-\uff60]|[\u0300-\u036f]/u;

const SUBSCRIPT_ZERO = 0x2080;

/**
 * A name as LaTeX: single letters italic, Greek names as Greek letters, words upright, `w5` as w_5, `yhat` with a hat,
 * indices below, layers above; partials as fractions. Characters that mean something to TeX are escaped.
 */
export function printName(name: Name, overrides: SymbolOverrides = {}): string {
  const own = overrideOf(name, overrides);
  if (own !== undefined) return own;
  if (name.kind === "partial") return printPartial(name.of, name.by, overrides);
  if (name.sup.endsWith("+")) return printRaised(name, overrides);
  return printSymbol(name);
}

function overrideOf(name: Name, overrides: SymbolOverrides): string | undefined {
  const text = nameText(name);
  return Object.hasOwn(overrides, text) ? overrides[text] : undefined;
}

/** The next value of a symbol, with whatever the symbol itself is printed as. */
function printRaised(name: SymbolName, overrides: SymbolOverrides): string {
  const own = overrideOf({ ...name, sup: name.sup.slice(0, -1) }, overrides);
  if (own === undefined) return printSymbol(name);
  return own.includes("^") ? `{${own}}^{+}` : `${own}^{+}`;
}

/** An index computed from letters: i+2, 3(i-1)+j, \\lceil i/2 \\rceil. */
const ARITHMETIC = /^(?:\\[lr]ceil\b|\\bmod\b|[A-Za-z0-9'()+\-/ ])+$/;

function printSymbol({ base, sub, sup, indices = [] }: SymbolName): string {
  const [stem, digits] = sub === "" ? splitDigits(base) : [base, ""];
  const own = sub === "" ? digits : printIndices(sub);
  const isPlain = indices.every((letter) => letter.length === 1);
  const printed = (letter: string): string =>
    /[\\()']/.test(letter) && ARITHMETIC.test(letter) ? letter : printIndices(letter);
  const letters = indices.map(printed).join(isPlain ? "" : ",");
  const lower = own !== "" && letters !== "" ? `${own},${letters}` : `${own}${letters}`;
  const upper = sup === "" ? "" : `^{${printLayer(sup)}}`;
  return `${printBase(stem)}${lower === "" ? "" : `_{${lower}}`}${upper}`;
}

/** `w5` is the letter w with index 5; so is `w` followed by a small five. */
function splitDigits(base: string): readonly [stem: string, digits: string] {
  const parts = /^(\p{L}+)(\d+|[\u2080-\u2089]+)$/u.exec(base);
  if (parts === null) return [base, ""];
  const digits = [...(parts[2] as string)].map((digit) => {
    const code = digit.charCodeAt(0);
    return code >= SUBSCRIPT_ZERO ? String(code - SUBSCRIPT_ZERO) : digit;
  });
  return [parts[1] as string, digits.join("")];
}

function printBase(base: string): string {
  const primes = /'*$/.exec(base)?.[0] ?? "";
  const stem = base.slice(0, base.length - primes.length);
  return `${printWord(stem)}${primes}`;
}

function printWord(word: string): string {
  const accented = /^(\p{L}+?)(hat|bar|tilde)$/u.exec(word);
  if (accented && (accented[1]?.length === 1 || GREEK.has(accented[1] ?? ""))) {
    return `${ACCENTS[accented[2] as string]}{${printWord(accented[1] as string)}}`;
  }
  if (GREEK.has(word)) return `\\${word}`;
  if (/^[A-Za-z]$|^\d+$/.test(word)) return word;
  if (/^[A-Za-z0-9]+$/.test(word)) return `\\mathrm{${word}}`;
  const [letter = ""] = word;
  const greek = GREEK_LETTERS.get(letter);
  if (greek !== undefined) {
    const rest = word.slice(letter.length);
    return rest === "" ? `\\${greek}` : `\\${greek} ${printWord(rest)}`;
  }
  return `\\text{${escapeText([...word].map(printable).join(""))}}`;
}

function printable(letter: string): string {
  if (PRINTABLE.test(letter)) return letter;
  return `U+${(letter.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
}

/** What stands for characters that mean something to TeX, in text. */
const ESCAPES: Readonly<Record<string, string>> = {
  _: "\\_",
  "%": "\\%",
  "#": "\\#",
  "&": "\\&",
  $: "\\$",
  "{": "\\{",
  "}": "\\}",
  "~": "\\textasciitilde{}",
  "^": "\\textasciicircum{}",
  "\\": "\\textbackslash{}",
};

/** Any text, safe inside `\text{...}` and in running LaTeX. */
export const escapeText = (text: string): string =>
  text.replace(/[_%#&${}~^\\]/g, (letter) => ESCAPES[letter] ?? letter);

/** Indices: letters and digits side by side stay italic (h1, jk), words of three letters and more are upright. */
function printIndices(sub: string): string {
  return sub
    .split(/([,\s]+)/)
    .map((part) => {
      if (part.includes(",")) return ",";
      if (part.trim() === "") return part === "" ? "" : "\\,";
      if (/^[A-Za-z]{1,2}\d*$|^\d+$/.test(part)) return part;
      if (/^[A-Za-z0-9]+([+-][A-Za-z0-9]+)?$/.test(part) && /[+-]/.test(part)) return part;
      return printWord(part);
    })
    .join("");
}

/** A layer or a mark above. A bare number would read as a power, so it is put in parentheses. */
function printLayer(sup: string): string {
  const [, layer, next] = /^(\d+)(\+?)$/.exec(sup) ?? [];
  if (layer !== undefined) return `(${layer})${next}`;
  if (!/^[A-Za-z0-9()+\-*,]*$/.test(sup)) return printWord(sup);
  return sup.replace(/[A-Za-z]{3,}/g, (word) => printWord(word));
}

function printPartial(of: Name, by: Name, overrides: SymbolOverrides): string {
  const variables: Name[] = [by];
  let target = of;
  while (target.kind === "partial") {
    variables.push(target.by);
    target = target.of;
  }
  const order = variables.length > 1 ? `^{${variables.length}}` : "";
  const below = variables.map((variable) => printName(variable, overrides));
  const factors = below.flatMap((text, k) => {
    if (text === below[k - 1]) return []; // counted with the one before
    const next = below.findIndex((other, j) => j > k && other !== text);
    return [differential(text, (next === -1 ? below.length : next) - k)];
  });
  return `\\frac{\\partial${order} ${printName(target, overrides)}}{${factors.join("\\,")}}`;
}

function differential(text: string, count: number): string {
  if (count === 1) return `\\partial ${text}`;
  return text.includes("^") ? `(\\partial ${text})^{${count}}` : `\\partial ${text}^{${count}}`;
}
