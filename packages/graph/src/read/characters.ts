/** What single characters mean, as LaTeX writes it. */
const MEANS: Readonly<Record<string, string>> = {
  "−": "-",
  "–": "-",
  "×": "×",
  "·": "·",
  "⋅": "·",
  "∙": "·",
  "∗": "*",
  "÷": "/",
  "∕": "/",
  "∂": "∂",
  "∑": "∑",
  Σ: "∑",
  "√": "√",
  "∞": "∞",
  "≤": "≤",
  "≦": "≤",
  "⩽": "≤",
  "≥": "≥",
  "≧": "≥",
  "⩾": "≥",
  "≠": "≠",
  "≈": "≈",
  "≔": ":=",
  "∝": "∝",
  "←": "←",
  "→": "→",
  "⊙": "⊙",
  "∘": "∘",
  "⊤": "⊤",
  "′": "'",
  "’": "'",
  "″": "''",
  "‖": "‖",
  "，": ",",
  "；": ";",
  "：": ":",
  "。": ".",
  "【": "[",
  "】": "]",
};

/** Greek letters by their names in LaTeX; capital sigma is read as a sum, above. */
const GREEK: Readonly<Record<string, string>> = {
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
  µ: "mu",
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
  "∆": "Delta",
  Θ: "Theta",
  Λ: "Lambda",
  Ξ: "Xi",
  Π: "Pi",
  Υ: "Upsilon",
  Φ: "Phi",
  Ψ: "Psi",
  Ω: "Omega",
};

const greekNames: ReadonlySet<string> = new Set([...Object.values(GREEK), "Sigma"]);

const RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹";
const LOWERED = "₀₁₂₃₄₅₆₇₈₉";

/** The name of a Greek letter, given as the letter or as LaTeX calls it; undefined for anything else. */
export const greekName = (text: string): string | undefined =>
  greekNames.has(text) ? text : Object.hasOwn(GREEK, text) ? GREEK[text] : undefined;

/** What a sign outside ASCII means in LaTeX. */
export const signMeaning = (character: string): string | undefined =>
  Object.hasOwn(MEANS, character) ? MEANS[character] : undefined;

/** A digit set above or below the line, as that: `²` is `^` and 2. */
export function scriptDigit(
  character: string,
): { readonly sign: "^" | "_"; readonly digit: string } | undefined {
  if (character === "") return undefined;
  const [above, below] = [RAISED.indexOf(character), LOWERED.indexOf(character)];
  if (above !== -1) return { sign: "^", digit: String(above) };
  return below === -1 ? undefined : { sign: "_", digit: String(below) };
}

/** The text with full-width characters as plain ones; one for one, so that offsets stay. */
export const plainWidth = (text: string): string =>
  text.replace(/[！-～　]/g, (c) => (c === "　" ? " " : String.fromCharCode(c.charCodeAt(0) - 0xfee0)));
