import { asWritten, codePoint, visible, type Writer, type Written, writer } from "@chainrule/graph/written";
import { betweenTex, signTex, type Tex, textOfTex } from "./tex";

/** LaTeX outside of formulas: running text and what stands around it. */
export type Prose = Written<"prose">;

/** Characters beyond ASCII that pdflatex's standard fonts have. */
const KNOWN =
  /[\u00a0-\u00aa\u00ac-\u00ba\u00bc-\u00cf\u00d1-\u00dd\u00df-\u00ef\u00f1-\u00fd\u00ff-\u0103\u0106-\u010f\u0112-\u0117\u011a-\u0125\u0128-\u012d\u0130-\u0137\u0139-\u013e\u0141-\u0148\u014c-\u0165\u0168-\u0171\u0174-\u017e–—‘’“”…]/;
/** Chinese and Japanese, with their punctuation, as the fonts of the arphic project have them. */
export const CHINESE = /[\u3000-\u30ff\u4e00-\u9fa5\uff01-\uff60]/;

/** All characters of an encoding whose characters take two bytes in these ranges, [first, last] of each. */
function charactersOf(
  encoding: string,
  leads: readonly [number, number],
  trails: readonly [number, number][],
): Set<string> {
  const decoder = new TextDecoder(encoding);
  const found = new Set<string>();
  for (let lead = leads[0]; lead <= leads[1]; lead++)
    for (const [first, last] of trails)
      for (let trail = first; trail <= last; trail++) {
        const text = decoder.decode(new Uint8Array([lead, trail]));
        if (text.length === 1 && text !== "\ufffd") found.add(text);
      }
  return found;
}

/** The Chinese fonts of the arphic project, each with what it has: gbsn the characters of GB 2312, bsmi those of Big5. */
const FONTS = {
  gbsn: () => charactersOf("gbk", [0xa1, 0xf7], [[0xa1, 0xfe]]),
  bsmi: () => charactersOf("big5", [0xa1, 0xf9], [[0x40, 0x7e], [0xa1, 0xfe]]), // biome-ignore format: two ranges
} as const;
export type ChineseFont = keyof typeof FONTS;
const known: { [font in ChineseFont]?: ReadonlySet<string> } = {};

/** How many Chinese characters of a text a font lacks. */
export function lackingIn(text: Prose, font: ChineseFont): number {
  known[font] ??= FONTS[font]();
  const own = known[font];
  return [...text].filter((character) => CHINESE.test(character) && !own.has(character)).length;
}

/** A text for a document that is set in a font: the Chinese characters that it lacks are named by their code points. */
export function setIn(text: Prose, font: ChineseFont): Prose {
  known[font] ??= FONTS[font]();
  const own = known[font];
  return asWritten(
    text.replace(/[^\0-\x7f]/g, (character) =>
      CHINESE.test(character) && !own.has(character) ? codePoint(character) : character,
    ),
  );
}

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
