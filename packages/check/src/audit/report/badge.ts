import { checkChoice, checkOptions, type OptionNames } from "@chainrule/graph";
import { type Markup, markup } from "@chainrule/latex";
import type { LanguageCode } from "../findings/languages/language";
import { LANGUAGE_CODES, LANGUAGES } from "../findings/languages/languages";
import { word } from "./phrases";
import type { AuditSummary } from "./summary";

export interface BadgeOptions {
  /** English by default. */
  readonly language?: LanguageCode;
}

const OPTIONS: OptionNames<BadgeOptions> = { language: true };

/** White text is readable on these: a contrast of at least 4.5. */
const COLOURS = { right: "#1a7f37", wrong: "#c1121f", open: "#57606a" } as const;

/** What documents come to, in a few words. */
export interface AuditStanding {
  /** "42 of 42 equations hold" */
  readonly text: string;
  /** `wrong` where anything is, `right` where every claim is, else `open`. */
  readonly state: "right" | "wrong" | "open";
}

/**
 * How many of the equations of one or several documents hold, in words: for a status line or a badge.
 * @throws ChainruleError OPTION
 * @example auditStanding(auditSummary(audit("$x = 2$, $y = x^2 = 4$"))).text // "1 of 1 equation holds"
 */
export function auditStanding(
  found: AuditSummary | readonly AuditSummary[],
  options: BadgeOptions = {},
): AuditStanding {
  checkOptions(options, OPTIONS, "auditStanding");
  const code = checkChoice(options.language, LANGUAGE_CODES, "auditStanding: language") ?? "en";
  const summaries = "claims" in found ? [found] : found;
  const sum = (count: (summary: (typeof summaries)[number]) => number): number =>
    summaries.reduce((total, each) => total + count(each), 0);
  const [claims, right, wrong] = [
    sum((each) => each.claims),
    sum((each) => each.right),
    sum((each) => each.wrong),
  ];
  return {
    text: word("badge", LANGUAGES[code], { right, claims, count: claims }),
    state: wrong > 0 ? "wrong" : right === claims && claims > 0 ? "right" : "open",
  };
}

/**
 * A badge in SVG: how many of the equations of one or several documents hold.
 * @throws ChainruleError OPTION
 * @example auditBadge(auditSummary(audit("$x = 2$, $y = x^2 = 4$"))) // "1 of 1 equation holds"
 */
export function auditBadge(
  found: AuditSummary | readonly AuditSummary[],
  options: BadgeOptions = {},
): Markup {
  checkOptions(options, OPTIONS, "auditBadge");
  const { state, text } = auditStanding(found, options);
  return badge(text, COLOURS[state]);
}

const [HEIGHT, PADDING] = [20, 8];

function badge(text: string, colour: string): Markup {
  const length = Math.ceil([...text].reduce((total, each) => total + widthOf(each), 0));
  const width = length + 2 * PADDING;
  const shown = markup.escape(text);
  return markup`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${HEIGHT}" viewBox="0 0 ${width} ${HEIGHT}" role="img" aria-label="${shown}"><title>${shown}</title><rect width="${width}" height="${HEIGHT}" rx="3" fill="${markup.escape(colour)}"/><text x="${PADDING}" y="14" fill="#fff" font-family="Verdana,Geneva,sans-serif" font-size="11" textLength="${length}">${shown}</text></svg>\n`;
}

/** In Verdana of 11 pixels, about; `textLength` makes it exact. */
const widthOf = (character: string): number =>
  character > "\u2e80" ? 11 : /[A-Zmw\d]/.test(character) ? 7.5 : /[ ijlft]/.test(character) ? 4 : 6.6;
