/** Formulas longer than this are measured by their source; they are too wide in any case. */
const LONGEST = 20_000;
/** The width of a sign with the space around it, of a capital, and of an index, in the width of a letter. */
const SIGN = 2;
const CAPITAL = 1.5;
const INDEX = 0.7;
/** What a fraction bar is longer than the longer of the two. */
const BAR = 0.5;

const TOKEN = /\\[A-Za-z]+|\\.|[^\s]/gu;
const GROUPED = new Set([
  "\\frac",
  "\\tfrac",
  "\\underbrace",
  "\\sqrt",
  "\\mathrm",
  "\\text",
  "\\operatorname",
  "\\hat",
]);
const NARROW = new Set(["\\,", "\\left", "\\right", "\\displaystyle", "{", "}", "'", "\\bar", "\\tilde"]);
const WIDE = new Set([
  "+",
  "-",
  "=",
  "<",
  ">",
  "\\cdot",
  "\\le",
  "\\ge",
  "\\ne",
  "\\odot",
  "\\approx",
  "\\to",
]);

/** The printed width of LaTeX, roughly, in letters. */
export function widthOf(latex: string): number {
  if (latex.length > LONGEST) return latex.length;
  const tokens = latex.match(TOKEN) ?? [];
  let at = 0;
  const group = (): number => {
    if (tokens[at] !== "{") return one();
    at++;
    const width = row("}");
    at++;
    return width;
  };
  const one = (): number => {
    const token = tokens[at++] ?? "";
    if (token === "\\frac" || token === "\\tfrac") return BAR + Math.max(group(), group());
    if (token === "\\sum" || token === "\\max" || token === "\\min") return over();
    if (token === "\\underbrace") {
      const above = group();
      at++; // the underscore before the label
      return Math.max(above, INDEX * group());
    }
    if (GROUPED.has(token)) return group();
    if (token === "_" || token === "^") return INDEX * group();
    if (token === "\\begin") {
      group();
      const width = row("\\end");
      at++;
      group();
      return SIGN + width;
    }
    if (token === "{") {
      at--;
      return group();
    }
    if (NARROW.has(token)) return 0;
    if (token === "&") return SIGN;
    if (WIDE.has(token)) return SIGN;
    return /^[A-Z]$/.test(token) ? CAPITAL : 1;
  };
  /** A sign with its limits below and above it. */
  const over = (): number => {
    let width = CAPITAL;
    while (tokens[at] === "_" || tokens[at] === "^") {
      at++;
      width = Math.max(width, INDEX * group());
    }
    return width;
  };
  const row = (end: string): number => {
    let width = 0;
    let widest = 0;
    while (at < tokens.length && tokens[at] !== end) {
      if (tokens[at] === "\\\\") {
        widest = Math.max(widest, width);
        width = 0;
        at++;
      } else width += one();
    }
    return Math.max(widest, width);
  };
  return row("");
}
