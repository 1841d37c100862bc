import { english } from "./en";
import type { Language, LanguageCode } from "./language";
import { simplifiedChinese } from "./zh-hans";
import { traditionalChinese } from "./zh-hant";

/** The languages that an audit is reported in. */
export const LANGUAGES: Readonly<Record<LanguageCode, Language>> = {
  en: english,
  "zh-Hans": simplifiedChinese,
  "zh-Hant": traditionalChinese,
};

export const LANGUAGE_CODES: readonly LanguageCode[] = ["en", "zh-Hans", "zh-Hant"];
