import { greekName, type WrittenName } from "@chainrule/graph/read";
import type { Random } from "../../src/prove/random";

/** The wordings of one notation, each chosen by chance. */
export interface Dress {
  readonly name: (name: WrittenName, random: Random) => string;
  /** The name of a function as it was printed. */
  readonly head: (printed: string, random: Random) => string;
  readonly brackets: (text: string, random: Random) => string;
  readonly space: (random: Random) => string;
  readonly minus: (random: Random) => string;
  readonly times: (needsSign: boolean, random: Random) => string;
  readonly slash: (random: Random) => string;
  /** A fraction with a bar; undefined to write it with a slash. */
  readonly fraction: (above: string, below: string, random: Random) => string | undefined;
  readonly exponent: (text: string, isSquare: boolean, isAtom: boolean, random: Random) => string;
  readonly root: (text: string, random: Random) => string;
  readonly absolute: (text: string, random: Random) => string;
  readonly whole: (text: string, random: Random) => string;
}

const chosen = (random: Random, ...list: readonly string[]): string =>
  list[random.below(list.length)] as string;

const LETTERS = [..."αβγδεζηθικλμνξοπρστυφχψωΓΔΘΛΞΠΣΦΨΩϵ"];
const letterOf: ReadonlyMap<string, string> = new Map(
  LETTERS.flatMap((letter) => {
    const name = greekName(letter);
    return name === undefined ? [] : [[name, letter] as const];
  }),
);

/** What stands above and below right of a letter, as it was printed, by the signs of a notation. */
const scripts = ({ sub, sup }: WrittenName, braced: (text: string) => string): string =>
  `${sub === undefined ? "" : `_${braced(sub.text)}`}${sup === undefined ? "" : `^${braced(sup.text)}`}`;

const HAT = /^(\p{L})hat$/u;

function latexName(name: WrittenName, random: Random): string {
  const { base } = name;
  const hat = HAT.exec(base)?.[1];
  const letter = hat ?? base;
  const isGreek = greekName(letter) !== undefined;
  const plain = isGreek
    ? chosen(random, `\\${letter}`, `{\\${letter}}`, letterOf.get(letter) ?? `\\${letter}`)
    : letter.length > 1
      ? chosen(
          random,
          `\\mathrm{${letter}}`,
          `\\text{${letter}}`,
          `\\operatorname{${letter}}`,
          `\\textit{${letter}}`,
        )
      : chosen(
          random,
          letter,
          letter,
          `{${letter}}`,
          `\\mathbf{${letter}}`,
          `\\boldsymbol{${letter}}`,
          `\\mathit{${letter}}`,
        );
  const dressed =
    hat === undefined ? plain : chosen(random, `\\hat{${plain}}`, `\\widehat{${plain}}`, `\\hat ${letter}`);
  const typed = `${dressed}${scripts(name, (text) => (text.length === 1 && random.below(2) === 0 ? text : `{${text}}`))}`;
  return /\\[A-Za-z]+$/.test(typed) ? `${typed} ` : typed;
}

/** LaTeX, as papers, forums and lecture notes have it. */
export const latexDress: Dress = {
  name: latexName,
  head: (printed, random) => {
    const word = /^\\(?:operatorname|mathrm)\{(\w+)\}$/.exec(printed)?.[1];
    return word === undefined
      ? printed
      : chosen(random, `\\operatorname{${word}}`, `\\mathrm{${word}}`, `\\text{${word}}`);
  },
  brackets: (text, random) =>
    chosen(
      random,
      `(${text})`,
      `\\left(${text}\\right)`,
      `\\left[${text}\\right]`,
      `\\bigl(${text}\\bigr)`,
      `\\Big[ ${text} \\Big]`,
      `\\{${text}\\}`,
      `\\left ( ${text} \\right )`,
      `{(${text})}`,
      `\\lparen ${text} \\rparen `,
    ),
  space: (random) => chosen(random, "", " ", " ", "\\,", "\\;", "~", "{} ", "\\quad{}".slice(0, 0)),
  minus: (random) => chosen(random, "-", "-", "−"),
  times: (needsSign, random) =>
    needsSign
      ? chosen(random, "\\cdot ", "\\times ", " * ", "·", "\\cdot{}", "×")
      : chosen(random, " ", " ", "\\,", "\\cdot ", "\\times ", " * ", "\\;", "~", "·", "{}"),
  slash: (random) => chosen(random, "/", " / ", "\\div "),
  fraction: (above, below, random) =>
    random.below(3) === 0
      ? undefined
      : `${chosen(random, "\\frac", "\\dfrac", "\\tfrac", "\\cfrac")}{${above}}{${below}}`,
  exponent: (text, isSquare, _isAtom, random) =>
    isSquare ? chosen(random, "^2", "^{2}", "^{ 2 }", "²") : `^{${text}}`,
  root: (text, random) => chosen(random, `\\sqrt{${text}}`, `\\sqrt {${text}}`, `\\sqrt{(${text})}`),
  absolute: (text, random) =>
    chosen(
      random,
      `|${text}|`,
      `\\left|${text}\\right|`,
      `\\lvert ${text} \\rvert `,
      `\\operatorname{abs}(${text})`,
    ),
  whole: (text, random) =>
    chosen(
      random,
      text,
      text,
      text,
      `\\boxed{${text}}`,
      `\\displaystyle ${text}`,
      `{\\color{red} {${text}}}`,
      `\\underbrace{${text}}_{\\text{this}}`,
      `\\left. ${text} \\right.`,
      `$${text}$`,
      `\\begin{aligned} & ${text} \\end{aligned}`,
      `${text} % as above\n`,
      `${text}.`,
    ),
};

const BELOW: Readonly<Record<string, string>> = { 1: "₁", 2: "₂", 12: "₁₂", k: "ₖ", j: "ⱼ" };

function textName(name: WrittenName, random: Random): string {
  const { base, sub, sup } = name;
  const hat = HAT.exec(base)?.[1];
  const letter = letterOf.get(base);
  const plain =
    hat !== undefined
      ? chosen(random, base, `${hat}\u0302`.normalize("NFC"))
      : letter !== undefined
        ? chosen(random, base, letter)
        : base;
  const below =
    sub === undefined
      ? ""
      : chosen(random, `_${sub.text}`, `_{${sub.text}}`, BELOW[sub.text] ?? `_${sub.text}`);
  return `${plain}${below}${sup === undefined ? "" : `^${sup.text}`}`;
}

/** Text, as programs, mathjs and plain notes have it. */
export const textDress: Dress = {
  name: textName,
  head: (printed) => printed,
  brackets: (text, random) => chosen(random, `(${text})`, `( ${text} )`, `((${text}))`, `（${text}）`),
  space: (random) => chosen(random, "", " ", " ", "  "),
  minus: (random) => chosen(random, "-", "-", "−", "–"),
  times: (_needsSign, random) => chosen(random, "*", " * ", " · ", "×", "⋅", " ∗ "),
  slash: (random) => chosen(random, "/", " / ", " ÷ "),
  fraction: () => undefined,
  exponent: (text, isSquare, isAtom, random) =>
    isSquare
      ? chosen(random, "^2", "**2", "²", " ^ 2", "^(2)")
      : isAtom
        ? chosen(random, `^(${text})`, `^${text}`, `**${text}`)
        : chosen(random, `^(${text})`, `**(${text})`),
  root: (text, random) => chosen(random, `sqrt(${text})`, `√(${text})`, `(${text})^0.5`),
  absolute: (text, random) => chosen(random, `abs(${text})`, `|${text}|`),
  whole: (text, random) => chosen(random, text, text, `(${text})`, ` ${text} `, `{${text}}`),
};
