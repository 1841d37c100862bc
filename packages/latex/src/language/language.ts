import { ChainruleError } from "@chainrule/graph";
import type { Tex } from "../safe/tex";
import { english } from "./en";
import type { Language, Phrase } from "./phrases";
import { simplifiedChinese } from "./zh-hans";
import { traditionalChinese } from "./zh-hant";

const languages = { en: english, "zh-Hans": simplifiedChinese, "zh-Hant": traditionalChinese };

/** A language that documents can be written in, as in HTML's lang attribute. */
export type LanguageCode = keyof typeof languages;

/** @throws ChainruleError OPTION for a language without a table */
export function languageOf(code: string): Language {
  if (Object.hasOwn(languages, code)) return languages[code as LanguageCode]; // it is a key
  throw new ChainruleError("OPTION", "no phrases for this language", {
    where: "renderDocument: language",
    got: JSON.stringify(code),
    expected: Object.keys(languages).join(", "),
  });
}

/** Running text and formulas; `text` says a formula where only plain text can stand. */
export type Inline = string | { readonly math: Tex; readonly text?: string };

/** A phrase with its places `{name}` filled; lists are joined as the language joins them. */
export function filled(
  language: Language,
  phrase: Phrase,
  places: Readonly<Record<string, Inline | readonly Inline[]>> = {},
): Inline[] {
  const parts: Inline[] = [];
  for (const part of language.phrases[phrase].split(/(\{\w+\})/)) {
    const place = /^\{(\w+)\}$/.exec(part)?.[1];
    if (place === undefined) {
      if (part !== "") parts.push(part);
      continue;
    }
    const value = places[place] ?? part;
    parts.push(
      ...(isList(value)
        ? joined(
            language,
            value.map((item) => [item]),
          )
        : [value]),
    ); // a list of single parts
  }
  return parts;
}

const isList = (value: Inline | readonly Inline[]): value is readonly Inline[] => Array.isArray(value);

/** a, b and c */
export function joined({ phrases }: Language, items: readonly (readonly Inline[])[]): Inline[] {
  return items.flatMap((item, k) => {
    if (k === 0) return item;
    return [k === items.length - 1 ? phrases.listEnd : phrases.listComma, ...item];
  });
}

/** Without formulas: for titles of windows and descriptions of pictures. */
export const plainText = (parts: readonly Inline[]): string =>
  parts.map((part) => (typeof part === "string" ? part : (part.text ?? part.math))).join("");

export type { Language, Phrase } from "./phrases";
