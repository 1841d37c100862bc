/* What the commands of LaTeX are to a reader, as tables. */

/** Words inside these are text as it stands. */
export const TEXTS = new Set([
  "\\text",
  "\\textrm",
  "\\textit",
  "\\textbf",
  "\\mbox",
  "\\hbox",
  "\\operatorname",
  "\\operatorname*",
  "\\tag",
  "\\tag*",
  "\\label",
  "\\ref",
  "\\eqref",
]);
/** These change how letters look, not what they mean. */
export const STYLES = new Set([
  "\\mathrm",
  "\\mathbf",
  "\\mathsf",
  "\\mathit",
  "\\mathtt",
  "\\mathcal",
  "\\mathscr",
  "\\mathfrak",
  "\\mathbb",
  "\\boldsymbol",
  "\\bm",
  "\\pmb",
]);

export const BOLD = new Set(["\\mathbf", "\\boldsymbol", "\\bm", "\\pmb"]);

/** What would run something, read a file, or leave the formula. */
export const REFUSED = new Set(
  (
    "input include write write18 immediate openin openout read readline catcode def gdef edef xdef let futurelet newcommand renewcommand " +
    "providecommand newenvironment newif csname endcsname expandafter loop repeat href url htmlData htmlClass htmlId htmlStyle " +
    "includegraphics special directlua luaexec usepackage documentclass global long outer uppercase lowercase jobname string"
  )
    .split(" ")
    .map((name) => `\\${name}`),
);
/** Spacing, sizes and line styles, without meaning. */
export const IGNORED = new Set(
  (
    "\\, \\; \\: \\! \\> \\/ displaystyle textstyle scriptstyle scriptscriptstyle limits nolimits bigl bigr big Big Bigl Bigr bigg " +
    "Bigg biggl biggr Biggl Biggr bigm Bigm left right middle nonumber notag mathstrut strut hfill noindent allowbreak nobreak " +
    "thinspace medspace thickspace negthinspace negmedspace negthickspace because therefore tiny scriptsize footnotesize small " +
    "normalsize large Large LARGE huge Huge rm bf it sf tt cal enspace enskip"
  )
    .split(" ")
    .map((name) => (name.startsWith("\\") ? name : `\\${name}`))
    .concat("\\ ", "\\\n"),
);

/** Commands that are another one, or a sign. */
export const SAME: Readonly<Record<string, string>> = {
  "\\cdot": "·",
  "\\times": "×",
  "\\odot": "⊙",
  "\\circ": "∘",
  "\\le": "≤",
  "\\ge": "≥",
  "\\ne": "≠",
  "\\approx": "≈",
  "\\propto": "∝",
  "\\leftarrow": "←",
  "\\equiv": "≡",
  "\\in": "∈",
  "\\to": "→",
  "\\|": "‖",
  "\\{": "⦃",
  "\\}": "⦄",
  "\\%": "%",
  "\\infty": "∞",
  "\\sum": "∑",
  "\\prod": "∏",
  "\\sqrt": "√",
  "\\partial": "∂",
  "\\top": "⊤",
  "\\leq": "≤",
  "\\leqslant": "≤",
  "\\geq": "≥",
  "\\geqslant": "≥",
  "\\neq": "≠",
  "\\frac": "⁄",
  "\\dfrac": "⁄",
  "\\tfrac": "⁄",
  "\\cfrac": "⁄",
  "\\nabla": "∇",
  "\\langle": "⟨",
  "\\rangle": "⟩",
  "\\rightarrow": "→",
  "\\longrightarrow": "→",
  "\\triangleq": ":=",
  "\\coloneq": ":=",
  "\\doteq": ":=",
  "\\implies": "\\quad",
  "\\Rightarrow": "\\quad",
  "\\Longrightarrow": "\\quad",
  "\\iff": "\\quad",
  "\\Leftrightarrow": "\\quad",
  "\\lt": "<",
  "\\gt": ">",
  "\\coloneqq": ":=",
  "\\gets": "←",
  "\\ast": "*",
  "\\star": "*",
  "\\lbrack": "[",
  "\\rbrack": "]",
  "\\lparen": "(",
  "\\rparen": ")",
  "\\rfloor": ")",
  "\\rceil": ")",
  "\\lvert": "|",
  "\\rvert": "|",
  "\\vert": "|",
  "\\mid": "|",
  "\\lVert": "‖",
  "\\rVert": "‖",
  "\\Vert": "‖",
  "\\lbrace": "⦃",
  "\\rbrace": "⦄",
  "\\prime": "'",
  "\\intercal": "⊤",
  "\\simeq": "≈",
  "\\div": "/",
  "\\colon": ":",
  "\\cr": "\\\\",
  "\\newline": "\\\\",
  "\\lnot": "≠",
  "\\sum*": "∑",
};

/** Brackets that are a function of what stands between them. */
export const BRACKET_FUNCTIONS: Readonly<Record<string, string>> = { "\\lfloor": "floor", "\\lceil": "ceil" };
/** What stands over a name, and is said by what at the end of the name. */
export const ACCENTS: Readonly<Record<string, string>> = {
  "\\hat": "hat",
  "\\widehat": "hat",
  "\\bar": "bar",
  "\\overline": "bar",
  "\\tilde": "tilde",
  "\\widetilde": "tilde",
  "\\dot": "dot",
  "\\vec": "",
  "\\underline": "",
};
export const FUNCTIONS: ReadonlySet<string> = new Set(
  (
    "sin cos tan arcsin arccos arctan sinh cosh tanh ln log lg exp max min " +
    "cot sec csc coth det dim gcd inf sup arg Pr erf erfc sgn sign tr trace diag norm mean " +
    "softmax logsoftmax logsumexp sigmoid relu ReLU silu gelu elu softplus"
  ) // macros that authors define
    .split(" ")
    .map((name) => `\\${name}`),
);
/** Where a formula ends that nothing closes. */
export const SEPARATORS: ReadonlySet<string> = new Set(
  "\\\\ \\end \\quad \\qquad \\[ \\] \\( \\)".split(" "),
);
