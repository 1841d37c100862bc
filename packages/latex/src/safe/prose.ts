import { betweenTex, signTex, type Tex, textOfTex } from "./tex";
import { codePoint, visible } from "./visible";
import { asWritten, type Writer, type Written, writer } from "./written";

/** LaTeX outside of formulas: running text and what stands around it. */
export type Prose = Written<"prose">;

/** Characters beyond ASCII that pdflatex's standard fonts have. */
const KNOWN =
  /[\u00a0-\u00aa\u00ac-\u00ba\u00bc-\u00cf\u00d1-\u00dd\u00df-\u00ef\u00f1-\u00fd\u00ff-\u0103\u0106-\u010f\u0112-\u0117\u011a-\u0125\u0128-\u012d\u0130-\u0137\u0139-\u013e\u0141-\u0148\u014c-\u0165\u0168-\u0171\u0174-\u017e–—‘’“”…]/;
/** Chinese and Japanese, with their punctuation, as the fonts of the arphic project have them. */
export const CHINESE = /[\u3000-\u30ff\u4e00-\u9fa5\uff01-\uff60]/;

/** What TeX's text fonts lack, or join to other signs. */
const SIGNS: Readonly<Record<string, string>> = {
  "<": "\\textless{}",
  ">": "\\textgreater{}",
  "|": "\\textbar{}",
  "`": "\\textasciigrave{}",
  "=": "$=$",
};

/** A character of running text: as it is, or as mathematics has it, or by its code point. */
function characterOfProse(character: string): string {
  if (Object.hasOwn(SIGNS, character)) return SIGNS[character] as string;
  if (/[\0-\x7f]/.test(character) || KNOWN.test(character) || CHINESE.test(character)) return character;
  const sign = signTex(character);
  return sign === undefined ? codePoint(character) : `$${sign}$`;
}

/** A formula for pdflatex: what its text has beyond the fonts is named. Outside of text a formula has ASCII only. */
const withKnownCharacters = (formula: Tex): string =>
  formula.replace(/[^\0-\x7f]/gu, (character) =>
    KNOWN.test(character) || CHINESE.test(character) ? character : codePoint(character),
  );

/** LaTeX outside of formulas; its escape gives text that shows as itself. A bracket is not taken for a command's option. */
export const prose: Writer<"prose"> = writer(
  (raw) => textOfTex(visible(raw).normalize("NFC")).replace(/[<>|`=]|[^\0-\x7f]/gu, characterOfProse),
  (before, after) =>
    /^[[*]/.test(after) && /\\[A-Za-z]+\s*$/.test(before.slice(-LONGEST_COMMAND))
      ? "{}"
      : betweenTex(before, after),
);

/** Longer than any command with the space after it. */
const LONGEST_COMMAND = 40;

/** A formula in running text. */
export const inlineProse = (formula: Tex): Prose => asWritten(`$${withKnownCharacters(formula)}$`);

/** A part of a formula, inside an environment that is mathematics. */
export const displayProse = (formula: Tex): Prose => asWritten(withKnownCharacters(formula));
