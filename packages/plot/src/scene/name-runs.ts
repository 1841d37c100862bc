import type { Name, SymbolName } from "@chainrule/graph";

/*
 * Names as runs of characters: single letters italic, words and digits upright, Greek letters by their English names.
 * Widths are those of Computer Modern, rounded up; they decide how large nodes are and where labels fit.
 */

/** Characters in one style. `level` is 0 on the line, -1 in a subscript, 1 in a superscript. */
export interface Run {
  readonly text: string;
  readonly italic: boolean;
  readonly level: -1 | 0 | 1;
  /** Words rather than a name: in the font of running text. */
  readonly words?: true;
}

/** The size of subscripts and superscripts, relative to the line. */
export const SCRIPT_SIZE = 0.72;

const greek: Readonly<Record<string, string>> = {
  alpha: "α",
  beta: "β",
  gamma: "γ",
  delta: "δ",
  epsilon: "ε",
  varepsilon: "ε",
  zeta: "ζ",
  eta: "η",
  theta: "θ",
  iota: "ι",
  kappa: "κ",
  lambda: "λ",
  mu: "μ",
  nu: "ν",
  xi: "ξ",
  pi: "π",
  rho: "ρ",
  sigma: "σ",
  tau: "τ",
  upsilon: "υ",
  phi: "φ",
  varphi: "φ",
  chi: "χ",
  psi: "ψ",
  omega: "ω",
  Gamma: "Γ",
  Delta: "Δ",
  Theta: "Θ",
  Lambda: "Λ",
  Xi: "Ξ",
  Pi: "Π",
  Sigma: "Σ",
  Upsilon: "Υ",
  Phi: "Φ",
  Psi: "Ψ",
  Omega: "Ω",
};

const accents: Readonly<Record<string, string>> = { hat: "\u0302", bar: "\u0304", tilde: "\u0303" };

/** `yhat` is y with a hat, as formulas have it. */
function accented(word: string): string {
  const [, stem = "", accent = ""] = /^(\p{L}+?)(hat|bar|tilde)$/u.exec(word) ?? [];
  const letter = Object.hasOwn(greek, stem) ? (greek[stem] as string) : stem;
  return [...letter].length === 1 ? `${letter}${accents[accent]}`.normalize("NFC") : word;
}

/** A name on one line; a partial derivative is written with a slash. */
export function nameRuns(name: Name): readonly Run[] {
  if (name.kind === "partial") {
    const operand = (part: Name): readonly Run[] => [
      { text: part.kind === "partial" ? "∂(" : "∂", italic: false, level: 0 },
      ...nameRuns(part),
      ...(part.kind === "partial" ? [{ text: ")", italic: false, level: 0 as const }] : []),
    ];
    return [...operand(name.of), { text: "/", italic: false, level: 0 }, ...operand(name.by)];
  }
  const { base, sub, sup } = numbered(name);
  return [...partRuns(base, 0), ...partRuns(sub, -1), ...partRuns(sup, 1)];
}

/** `w5` is `w_5`. */
function numbered(name: SymbolName): SymbolName {
  const parts = name.sub === "" ? /^(\p{L}+)(\d+)$/u.exec(name.base) : null;
  return parts === null ? name : { ...name, base: parts[1] ?? name.base, sub: parts[2] ?? "" };
}

function partRuns(part: string, level: Run["level"]): Run[] {
  return [...part.matchAll(/\p{L}\p{M}*(?:\p{L}\p{M}*)*|'+|[^\p{L}']+/gu)].flatMap(([piece]) => {
    if (piece.startsWith("'")) return [{ text: "′".repeat(piece.length), italic: false, level }];
    const letter = Object.hasOwn(greek, piece) ? (greek[piece] as string) : accented(piece);
    const single = /^\p{L}\p{M}*$/u.test(letter) || (level !== 0 && /^[i-n]{2,3}$/.test(letter));
    return [{ text: letter.replaceAll("-", "−"), italic: single && !/^[Α-Ω]$/.test(letter), level }];
  });
}

/** The runs as plain text, for titles. */
export function plainText(runs: readonly Run[]): string {
  return runs.map((run, k) => (run.level === -1 && runs[k - 1]?.level !== -1 ? "_" : "") + run.text).join("");
}

/** Fonts of running text are wider than Computer Modern. */
const WORDS = 1.13;

const narrow = new Set("ijlftrI.,;:'′()[]|/!");
const wide = new Set("mwMWΩ∂÷×+−=<>ΣΦΨ");

function characterWidth(character: string): number {
  if (narrow.has(character)) return 0.37;
  if (wide.has(character)) return 0.84;
  if (/[0-9]/.test(character)) return 0.5;
  if (/\p{Lu}/u.test(character)) return 0.74;
  return /[\u2e80-\uffff]/u.test(character) ? 1 : 0.53;
}

/** The width of one run, in the units of `size`. */
export function runWidth(run: Run, size: number): number {
  let width = 0;
  for (const character of run.text) width += characterWidth(character);
  return width * size * (run.level === 0 ? 1 : SCRIPT_SIZE) * (run.words ? WORDS : 1);
}

/** The width of all runs; a superscript after a subscript stands above it. */
export function runsWidth(runs: readonly Run[], size: number): number {
  let width = 0;
  let scripts = [0, 0];
  for (const run of runs) {
    if (run.level === 0) {
      width += Math.max(...scripts) + runWidth(run, size);
      scripts = [0, 0];
    } else {
      const k = run.level === 1 ? 1 : 0;
      scripts[k] = (scripts[k] ?? 0) + runWidth(run, size);
    }
  }
  return width + Math.max(...scripts);
}
