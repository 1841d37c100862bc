import type { Language, Sentence } from "./languages/language";
import type { Reason, Unread, Value } from "./reason";

/** The values of a sentence's places, by name. */
export type Places = Readonly<Record<string, Value | undefined>>;

/** A reason as a sentence of a language, without its full stop. */
export const said = (reason: Reason, language: Language): string =>
  reason.kind === "unread"
    ? refusal(reason, language)
    : filled(language.reasons[reason.kind], { ...reason, kind: undefined }, language);

/** Why a formula could not be read: in the words of the reader, which are English, or what a language has in their place. */
function refusal(unread: Unread, language: Language): string {
  const { refusals } = language;
  const { code, column, expected, got, mend, what, where } = unread;
  if (refusals === undefined)
    return [
      where === undefined ? "" : `${where}: `,
      what,
      got === undefined ? "" : `, got ${got}`,
      expected === undefined ? "" : ` (expected ${expected})`,
      mend === undefined ? "" : `. ${mend}`,
    ].join("");
  const known = Object.hasOwn(refusals.sentences, what) ? refusals.sentences[what] : undefined;
  const sentence = known ?? (code === "SHAPE" ? refusals.shapes : refusals.other);
  const because = filled(sentence, { got, expected }, language);
  return column === undefined ? because : filled(refusals.at, { column, because }, language);
}

const PLACE = /\{(\w+)(?::([^{}]*))?\}/g;

/** A sentence with its places filled. What has no value stays as it is, such as the braces of LaTeX. */
export function filled(sentence: Sentence, places: Places, language: Language): string {
  const template =
    typeof sentence === "string" ? sentence : sentence[Number(places.count) === 1 ? "one" : "other"];
  let text = "";
  let at = 0;
  for (const { 0: place, 1: name = "", 2: between, index } of template.matchAll(PLACE)) {
    const value = places[name];
    text = joined(text, template.slice(at, index));
    text = joined(text, value === undefined ? place : valueText(value, language, between));
    at = index + place.length;
  }
  return joined(text, template.slice(at));
}

/** A value in a sentence: several with what stands between them, else as the language lists them. */
export function valueText(value: Value, language: Language, between?: string): string {
  if (typeof value === "string") return value;
  if (typeof value === "number") return String(value);
  if (isReason(value)) return said(value, language);
  const items = value.map((item) => valueText(item, language));
  if (between !== undefined) return items.join(between);
  const { comma, end } = language.list;
  const [first = "", ...others] = items;
  return others.reduce(
    (text, item, k) => (k === others.length - 1 ? joined(joined(text, end), item) : `${text}${comma}${item}`),
    first,
  );
}

const isReason = (value: Reason | readonly Value[]): value is Reason => !Array.isArray(value);

/** Chinese characters, and signs of their width. */
const WIDE = /[\u2e80-\u9fff\uf900-\ufaff\uff00-\uff60\u3000-\u303f]/;

/** Two parts of a sentence: between Chinese characters there is no space, as there is beside a formula. */
function joined(before: string, after: string): string {
  if (before.endsWith(" ") && isWide(before.at(-2)) && isWide(after[0])) return before.slice(0, -1) + after;
  if (after.startsWith(" ") && isWide(before.at(-1)) && isWide(after[1])) return before + after.slice(1);
  return before + after;
}

const isWide = (character: string | undefined): boolean => character !== undefined && WIDE.test(character);
