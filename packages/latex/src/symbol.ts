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

const ESCAPES: Readonly<Record<string, string>> = {
  _: "\\_",
  "%": "\\%",
  "#": "\\#",
  "&": "\\&",
  $: "\\$",
  "{": "\\{",
  "}": "\\}",
  "~": "\\text{\\textasciitilde}",
  "^": "\\text{\\textasciicircum}",
  "\\": "\\backslash ",
};

/**
 * A name as LaTeX: single letters italic, Greek names as Greek letters, words upright, `w5` as w_5, `yhat` with a hat,
 * indices below, layers above; partials as fractions. Characters that mean something to TeX are escaped.
 */
export function printName(name: Name, overrides: SymbolOverrides = {}): string {
  if (name.kind === "partial") return printPartial(name.of, name.by, overrides);
  const own = Object.hasOwn(overrides, nameText(name)) ? overrides[nameText(name)] : undefined;
  if (own !== undefined) return own;
  if (name.sup.endsWith("+")) return printRaised(name, overrides);
  return printSymbol(name);
}

/** The next value of a symbol, with whatever the symbol itself is printed as. */
function printRaised(name: SymbolName, overrides: SymbolOverrides): string {
  const old: SymbolName = { ...name, sup: name.sup.slice(0, -1) };
  const own = Object.hasOwn(overrides, nameText(old)) ? overrides[nameText(old)] : undefined;
  if (own === undefined) return printSymbol(name);
  return own.includes("^") ? `{${own}}^{+}` : `${own}^{+}`;
}

function printSymbol({ base, sub, sup, indices = [] }: SymbolName): string {
  const [stem, digits] = sub === "" ? splitDigits(base) : [base, ""];
  const own = sub === "" ? digits : printIndices(sub);
  const letters = indices.map((letter) => printIndices(letter)).join(indices.some((letter) => letter.length > 1) ? "," : "");
  const lower = own !== "" && letters !== "" ? `${own},${letters}` : `${own}${letters}`;
  const upper = sup === "" ? "" : `^{${printLayer(sup)}}`;
  return `${printBase(stem)}${lower === "" ? "" : `_{${lower}}`}${upper}`;
}

/** `w5` is the letter w with index 5. */
function splitDigits(base: string): readonly [stem: string, digits: string] {
  const parts = /^(\p{L}+)(\d+)$/u.exec(base);
  return parts ? [parts[1] as string, parts[2] as string] : [base, ""];
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
  const greek = GREEK_LETTERS.get(word);
  if (greek !== undefined) return `\\${greek}`;
  if (/^[A-Za-z]$/.test(word) || /^\d+$/.test(word)) return word;
  if (/^[A-Za-z0-9]+$/.test(word)) return `\\mathrm{${word}}`;
  return [...word].some((letter) => letter > "~")
    ? `\\text{${escapeText(word)}}`
    : `\\mathrm{${escaped(word)}}`;
}

const escaped = (text: string): string => [...text].map((letter) => ESCAPES[letter] ?? letter).join("");

/** Any text, safe inside `\text{...}` and in running LaTeX. */
export function escapeText(text: string): string {
  return [...text]
    .map((letter) => {
      if (letter === "\\") return "\\textbackslash{}";
      if (letter === "~") return "\\textasciitilde{}";
      if (letter === "^") return "\\textasciicircum{}";
      return ESCAPES[letter] ?? letter;
    })
    .join("");
}

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
  if (/^\d+$/.test(sup)) return `(${sup})`;
  if (/^[A-Za-z0-9()+\-*,]*$/.test(sup)) return sup;
  return printWord(sup);
}

function printPartial(of: Name, by: Name, overrides: SymbolOverrides): string {
  const variables: Name[] = [by];
  let target = of;
  while (target.kind === "partial") {
    variables.push(target.by);
    target = target.of;
  }
  const order = variables.length;
  const below = variables.map((variable) => `\\partial ${printName(variable, overrides)}`);
  const squared = order > 1 && below.every((text) => text === below[0]);
  const denominator = squared ? `${powered(below[0] as string, order)}` : below.join("\\,");
  return `\\frac{\\partial${order > 1 ? `^{${order}}` : ""} ${printName(target, overrides)}}{${denominator}}`;
}

const powered = (text: string, order: number): string =>
  text.includes("^") ? `(${text})^{${order}}` : `${text}^{${order}}`;
