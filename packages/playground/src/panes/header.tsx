import { useState } from "preact/hooks";
import type { Example } from "../examples/examples";
import type { Language } from "../protocol";
import { LANGUAGES } from "../words/languages";
import type { Words } from "../words/words";

interface Props {
  readonly words: Words;
  readonly language: Language;
  readonly examples: readonly Example[];
  readonly onExample: (example: Example) => void;
  readonly onLanguage: (language: Language) => void;
  /** The address of the page as it is. */
  readonly link: () => Promise<string>;
}

/** Languages by the names that they have for themselves. */
const NAMES: Readonly<Record<Language, string>> = {
  en: "English",
  "zh-Hans": "简体中文",
  "zh-Hant": "繁體中文",
};
const GROUPS = ["networks", "documents", "code"] as const;

export function Header({ examples, language, link, onExample, onLanguage, words }: Props) {
  const guide = document.querySelector<HTMLLinkElement>('link[rel="help"]')?.href;
  const [said, setSaid] = useState("");
  const titleOf = ({ title }: Example): string => title[LANGUAGES.indexOf(language)] ?? title[0];
  const groupNames = {
    networks: words.kinds.network,
    documents: words.kinds.derivation,
    code: words.kinds.code,
  };
  const copy = async (): Promise<void> => {
    const address = await link();
    try {
      await navigator.clipboard.writeText(address);
      setSaid(words.shared);
    } catch {
      setSaid(address); // where the clipboard is not allowed, the address can be copied by hand
    }
  };
  return (
    <header>
      <h1>
        chainrule <small>{words.intro}</small>
      </h1>
      <div class="controls">
        <label>
          <span class="spoken">{words.examples}</span>
          <select
            id="examples"
            value=""
            onChange={({ currentTarget }) => {
              const example = examples.find(({ id }) => id === currentTarget.value);
              currentTarget.value = "";
              if (example !== undefined) onExample(example);
            }}
          >
            <option value="">{words.chooseExample}</option>
            {GROUPS.map((group) => (
              <optgroup key={group} label={groupNames[group]}>
                {examples
                  .filter((example) => example.group === group)
                  .map((example) => (
                    <option key={example.id} value={example.id}>
                      {titleOf(example)}
                    </option>
                  ))}
              </optgroup>
            ))}
          </select>
        </label>
        <label>
          <span class="spoken">{words.language}</span>
          <select
            id="language"
            value={language}
            onChange={({ currentTarget }) => onLanguage(currentTarget.value as Language)} // only languages are offered
          >
            {LANGUAGES.map((each) => (
              <option key={each} value={each} lang={each}>
                {NAMES[each]}
              </option>
            ))}
          </select>
        </label>
        <button type="button" id="share" onClick={() => void copy()}>
          {words.share}
        </button>
        {guide !== undefined && <a href={guide}>{words.guide}</a>}
        <output class="said">{said}</output>
      </div>
    </header>
  );
}
