import { betweenTex, signTex, type Tex, textOfTex } from "./tex";
import { codePoint, visible } from "./visible";
import { asWritten, type Writer, type Written, writer } from "./written";

/** LaTeX outside of formulas: running text and what stands around it. */
export type Prose = Written<"prose">;

/** What TeX's text fonts lack, or join to other signs. */
const SIGNS: Readonly<Record<string, string>> = {
  "<": "\\textless{}",
  ">": "\\textgreater{}",
  "|": "\\textbar{}",
  "`": "\\textasciigrave{}",
  "=": "$=$",
  "≈": "$\\approx$",
  δ: "$\\delta$",
};

/** LaTeX outside of formulas; its escape gives text that shows as itself. A bracket is not taken for a command's option. */
export const prose: Writer<"prose"> = writer(
  (raw) => textOfTex(visible(raw).normalize("NFC")).replace(/[<>|`=≈δ]/g, (sign) => SIGNS[sign] ?? sign),
  (before, after) =>
    /^[[*]/.test(after) && /\\[A-Za-z]+\s*$/.test(before.slice(-LONGEST_COMMAND))
      ? "{}"
      : betweenTex(before, after),
);

/** Longer than any command with the space after it. */
const LONGEST_COMMAND = 40;

/** A formula in running text. */
export const inlineProse = (formula: Tex): Prose => asWritten(`$${formula}$`);

/** A part of a formula, inside an environment that is mathematics. */
export const displayProse = (formula: Tex): Prose => asWritten(formula);

/** Characters beyond ASCII that pdflatex's standard fonts have. */
const KNOWN =
  /[\u00a0-\u00aa\u00ac-\u00ba\u00bc-\u00cf\u00d1-\u00dd\u00df-\u00ef\u00f1-\u00fd\u00ff-\u0103\u0106-\u010f\u0112-\u0117\u011a-\u0125\u0128-\u012d\u0130-\u0137\u0139-\u013e\u0141-\u0148\u014c-\u0165\u0168-\u0171\u0174-\u017e–—‘’“”…]/;
/** Chinese and Japanese, with their punctuation, as the fonts of the arphic project have them. */
export const CHINESE = /[\u3000-\u30ff\u4e00-\u9fa5\uff01-\uff60]/;

/** What a preamble says for pdflatex of the other characters in a text: mathematics has them, or they are named. */
export function characterDeclarations(text: string): Prose {
  const others = [...new Set(text)].filter(
    (character) => /[^\0-\x7f]/.test(character) && !KNOWN.test(character) && !CHINESE.test(character),
  );
  return prose.join(
    others.sort().map((character) => {
      const sign = signTex(character);
      const code = codePoint(character);
      const shown = sign === undefined ? code : `\\ensuremath{${sign}}`;
      return asWritten<"prose">(
        `\\ifdefined\\DeclareUnicodeCharacter\\DeclareUnicodeCharacter{${code.slice(2)}}{${shown}}\\fi\n`,
      );
    }),
  );
}
