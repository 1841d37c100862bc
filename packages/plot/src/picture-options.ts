import { checkOptions, type OptionNames } from "@chainrule/graph";
import { type Language, type Phrases, phrasesIn } from "./language";
import { checkedText } from "./options";
import { checkTheme, type Theme } from "./scene/theme";

/** What every picture takes. */
export interface PictureOptions {
  /** Above the picture, and what a screen reader says first. */
  readonly title?: string;
  /** `en` if left out. */
  readonly language?: Language;
  /** `auto` if left out: light, or dark where the reader's system is (`prefers-color-scheme`). */
  readonly theme?: Theme;
}

const PICTURE_KEYS = { title: true, language: true, theme: true } as const;

/** The same, looked at. */
export interface Basics {
  readonly title: string | undefined;
  readonly phrases: Phrases;
  readonly theme: Theme;
}

/**
 * The options of a picture, those that it has besides by their keys.
 * @throws ChainruleError OPTION for what is not known
 */
export function readOptions<O extends PictureOptions>(
  given: O | undefined,
  own: Readonly<Record<Exclude<keyof O, keyof PictureOptions> & string, true>>,
  where: string,
): O & Basics {
  const keys = { ...PICTURE_KEYS, ...own } as OptionNames<O>; // these are all keys of O
  checkOptions(given, keys, where);
  const options = given ?? ({} as O); // every option may be left out
  return {
    ...options,
    title: options.title === undefined ? undefined : checkedText("title", options.title, where),
    phrases: phrasesIn(options.language, where),
    theme: checkTheme(options.theme, where),
  };
}
