/** Signs by the one that stands for all of their kind. */
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
  "∇": "∇",
  "⟨": "⟨",
  "〈": "⟨",
  "⟩": "⟩",
  "〉": "⟩",
  "≜": ":=",
  "≝": ":=",
  "・": "·",
  "•": "·",
  "∏": "∏",
  "⇐": "←",
  "∑": "∑",
  Σ: "∑", // also a letter: see isCapitalSigma
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
  "∥": "‖",
  "∣": "|",
  "，": ",",
  "；": ";",
  "：": ":",
  "。": ".",
  "【": "[",
  "】": "]",
};

/** Greek letters by their names. */
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
  Σ: "Sigma",
  Υ: "Upsilon",
  Φ: "Phi",
  Ψ: "Psi",
  Ω: "Omega",
};

const greekNames: ReadonlySet<string> = new Set(Object.values(GREEK));

/** The name of a Greek letter, given as the letter or by that name; undefined for anything else. */
export const greekName = (text: string): string | undefined =>
  greekNames.has(text) ? text : Object.hasOwn(GREEK, text) ? GREEK[text] : undefined;

/** What a sign outside ASCII means. */
export const signMeaning = (character: string): string | undefined =>
  Object.hasOwn(MEANS, character) ? MEANS[character] : undefined;

/** Characters set above and below the line, in pairs with those that they are. */
const ABOVE = "⁰0¹1²2³3⁴4⁵5⁶6⁷7⁸8⁹9⁺+⁻-⁽(⁾)ⁿnⁱiᵃaᵇbᶜcᵈdᵉeᶠfᵍgʰhʲjᵏkˡlᵐmᵒoᵖpʳrˢsᵗtᵘuᵛvʷwˣxʸyᶻz";
const BELOW = "₀0₁1₂2₃3₄4₅5₆6₇7₈8₉9₊+₋-₍(₎)ₐaₑeₕhᵢiⱼjₖkₗlₘmₙnₒoₚpᵣrₛsₜtᵤuᵥvₓx";
const inPairs = (text: string): ReadonlyMap<string, string> => {
  const all = [...text];
  return new Map(all.flatMap((c, k) => (k % 2 === 0 ? [[c, all[k + 1] as string] as const] : [])));
};
const SCRIPTS = [
  ["^", inPairs(ABOVE)],
  ["_", inPairs(BELOW)],
] as const;

/** Characters in a row that are set above or below the line, as what they are: `⁻¹` is `^` and -1, `ᵢ` is `_` and i. */
export function scriptAt(
  text: string,
  at: number,
): { readonly sign: "^" | "_"; readonly text: string } | undefined {
  for (const [sign, characters] of SCRIPTS) {
    let found = "";
    while (characters.has(text[at + found.length] ?? ""))
      found += characters.get(text[at + found.length] as string);
    if (found !== "") return { sign, text: found };
  }
  return undefined;
}

/** The characters of a name, with those that are set below the line as they are: x₁ is x1. */
export const onTheLine = (text: string): string => [...text].map((c) => SCRIPTS[1][1].get(c) ?? c).join("");

/** What a letter is said to carry at the end of its name. */
const ACCENTS: Readonly<Record<string, string>> = {
  "\u0302": "hat",
  "\u0304": "bar",
  "\u0303": "tilde",
  "\u0307": "dot",
};

/** A name as it is spelled in formulas: δ is delta, ŷ is yhat; any other text stays as it is. */
export function spelledOut(text: string): string {
  const [letter = "", accent = "", ...more] = text.normalize("NFD");
  const over = more.length === 0 ? ACCENTS[accent] : undefined;
  if (over !== undefined) return `${greekName(letter) ?? letter}${over}`;
  const [, stem = "", written = ""] = /^(.)(hat|bar|tilde|dot)$/u.exec(text) ?? [];
  return `${greekName(stem) ?? stem}${written}` || (greekName(text) ?? text);
}

/** The text with full-width characters as plain ones; one for one, so that offsets stay. */
export const plainWidth = (text: string): string =>
  text.replace(/[！-～　]/g, (c) => (c === "　" ? " " : String.fromCharCode(c.charCodeAt(0) - 0xfee0)));
