import { asWritten, codePoint, visible, type Writer, type Written, writer } from "@chainrule/graph/written";

/** A formula, or a whole part of one, as LaTeX with amsmath and KaTeX read it alike: groups in it are closed. */
export type Tex = Written<"tex">;

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

/** Text with the characters that mean something to TeX escaped. */
export const textOfTex = (text: string): string =>
  text.replace(/[_%#&${}~^\\]/g, (letter) => ESCAPES[letter] ?? letter);

/** Greek letters by their names in LaTeX; those that look like Latin ones have none. */
export const GREEK_LETTERS: Readonly<Record<string, string>> = {
  α: "alpha",
  β: "beta",
  γ: "gamma",
  δ: "delta",
  ε: "varepsilon",
  ϵ: "epsilon",
  ζ: "zeta",
  η: "eta",
  θ: "theta",
  ϑ: "vartheta",
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
  ϕ: "phi",
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
  Υ: "Upsilon",
  Φ: "Phi",
  Ψ: "Psi",
  Ω: "Omega",
};

/** Other signs that only mathematics has. */
const SIGNS: Readonly<Record<string, string>> = {
  ...GREEK_LETTERS,
  "∂": "partial",
  "∇": "nabla",
  "∞": "infty",
  "≈": "approx",
  "≤": "le",
  "≥": "ge",
  "≠": "ne",
  "±": "pm",
  "×": "times",
  "÷": "div",
  "−": "-",
  "→": "to",
  "←": "leftarrow",
  "∈": "in",
  ℓ: "ell",
};

/** The command for a character that only mathematics has; undefined for others. */
export function signTex(character: string): Tex | undefined {
  const name = Object.hasOwn(SIGNS, character) ? (SIGNS[character] as string) : undefined;
  return name === undefined ? undefined : asWritten(name === "-" ? name : `\\${name}`);
}

/** Scripts that KaTeX has metrics for in text, beside ASCII. */
const PRINTABLE =
  /^[ -~£¥©®°·À-ÖØ-öø-\u024f\u0400-\u04ff\u0531-\u0556\u0561-\u0587\u0905-\u0939\u10a0-\u10ff–—‘’“”…\u3000-\u3029\u3030-\u3096\u309b-\u30ff\u4e00-\u9faf\uac00-\ud7a3\uff01-\uff60]$/u;

/** A character inside `\text{...}`; one that no mathematics font has is named by its code point. */
export const characterOfText = (character: string): string =>
  PRINTABLE.test(character) ? textOfTex(character) : codePoint(character);

/** Any text as a part of a formula: upright, as it is; signs that only mathematics has as such. */
function escaped(raw: string): string {
  const parts: Tex[] = [];
  let words = "";
  const flush = (): void => {
    if (words !== "") parts.push(asWritten(`\\text{${words}}`));
    words = "";
  };
  for (const character of visible(raw).normalize("NFC")) {
    const sign = signTex(character);
    if (sign === undefined) words += characterOfText(character);
    else {
      flush();
      parts.push(sign);
    }
  }
  flush();
  return parts.length === 0 ? "\\text{}" : tex.join(parts);
}

const COMMAND_AT_END = /\\[A-Za-z]+$/;
const BREAK_AT_END = /\\\\\*?\s*$/;

/** No letter is taken into a command before it, no bracket for the argument of a line break. */
export function betweenTex(before: string, after: string): string {
  const meets = (end: RegExp, start: RegExp): boolean =>
    before.length < after.length // the shorter one first: of long formulas, neither end is looked at without need
      ? end.test(before) && start.test(after)
      : start.test(after) && end.test(before);
  if (meets(COMMAND_AT_END, /^[A-Za-z]/)) return " ";
  return meets(BREAK_AT_END, /^[[*]/) ? "{}" : "";
}

/** Formulas; the escape gives any text as words in one. */
export const tex: Writer<"tex"> = writer(escaped, betweenTex);

/** Letters, digits and signs that are the same in TeX, as formulas have them; anything else as text. */
export const plainTex = (text: string): Tex =>
  /^[A-Za-z0-9()+\-*/.,:'= ]*$/.test(text) ? asWritten(text) : tex.escape(text);

/** A formula with a whole part of it, every time it occurs, replaced by another. */
export const replaced = (formula: Tex, part: Tex, by: Tex): Tex =>
  asWritten(formula.replaceAll(part, () => by));

/** A row of a matrix or of cases; a bracket at its start is not taken for the argument of the line break before it. */
export const rowTex = (cells: readonly Tex[]): Tex => {
  const row = tex.join(cells, tex` & `);
  return /^[[*]/.test(row) ? tex`{}${row}` : row;
};

/** Rows below a row. Both were made by `rowTex`, so that nothing needs to be looked at however many there are. */
export const belowTex = (row: Tex, rows: Tex): Tex => asWritten(`${row} \\\\ ${rows}`);
