import type { Language } from "../protocol";
import { english } from "./en";
import type { Words } from "./words";
import { simplified } from "./zh-hans";
import { traditional } from "./zh-hant";

export const words: Readonly<Record<Language, Words>> = {
  en: english,
  "zh-Hans": simplified,
  "zh-Hant": traditional,
};

export const LANGUAGES: readonly Language[] = ["en", "zh-Hans", "zh-Hant"];

/** The language of a browser, of those that there are. */
export function languageFor(wanted: readonly string[]): Language {
  for (const tag of wanted) {
    if (/^zh\b.*(?:hant|tw|hk|mo)/i.test(tag)) return "zh-Hant";
    if (/^zh\b/i.test(tag)) return "zh-Hans";
    if (/^en\b/i.test(tag)) return "en";
  }
  return "en";
}
