import type { ComponentChildren } from "preact";
import type { Language, Role } from "../protocol";
import { english } from "./en";
import { simplified } from "./zh-hans";
import { traditional } from "./zh-hant";

/** Everything that the page says, in one language. */
export interface Words {
  readonly language: string;
  readonly intro: string;
  readonly examples: string;
  readonly chooseExample: string;
  readonly guide: string;
  readonly share: string;
  readonly shared: string;
  readonly panes: Readonly<Record<"source" | "picture" | "derivation", string>>;
  readonly kinds: Readonly<Record<"network" | "derivation" | "code", string>>;
  readonly kind: string;
  readonly sourceLabel: string;
  readonly sourceHints: Readonly<Record<"network" | "derivation" | "code", string>>;
  readonly help: string;
  readonly helpText: Readonly<Record<"network" | "derivation" | "code", readonly string[]>>;
  readonly views: Readonly<Record<"network" | "graph", string>>;
  readonly view: string;
  readonly clickHint: string;
  readonly quantities: string;
  readonly quantity: string;
  readonly value: string;
  readonly gradient: string;
  readonly valueOf: (name: string) => string;
  readonly showAll: (count: number) => string;
  readonly roles: Readonly<Record<Role, string>>;
  readonly training: string;
  readonly rate: string;
  readonly step: string;
  readonly run: string;
  readonly pause: string;
  readonly reset: string;
  readonly steps: (steps: number, loss: string) => string;
  readonly notFinite: string;
  readonly ownSample: string;
  readonly samples: (count: number) => string;
  readonly addPoint: string;
  readonly pointClass: string;
  readonly classNamed: (k: number) => string;
  readonly clearPoints: string;
  readonly csv: string;
  readonly csvLabel: (columns: string) => string;
  readonly useCsv: string;
  readonly decisions: string;
  readonly nothingSelected: string;
  readonly derivativeOf: (loss: ComponentChildren, by: ComponentChildren) => ComponentChildren;
  readonly isLoss: string;
  readonly forms: Readonly<Record<"chain" | "delta" | "factors", string>>;
  readonly form: string;
  readonly notations: Readonly<Record<"scalar" | "index" | "matrix", string>>;
  readonly notation: string;
  readonly practise: string;
  readonly hint: string;
  readonly nextStep: string;
  readonly all: string;
  readonly hintIs: string;
  readonly linesShown: (shown: number, all: number) => string;
  readonly ownFormula: string;
  readonly ownFormulaHint: string;
  readonly verdicts: Readonly<Record<string, string>>;
  readonly shouldBe: string;
  readonly ratioIs: string;
  readonly holdsWhere: string;
  readonly repair: string;
  readonly useRepair: string;
  readonly findings: string;
  readonly findingCounts: (wrong: number, right: number, unchecked: number) => string;
  readonly noFindings: string;
  readonly onlyWrong: string;
  readonly line: (line: number) => string;
  readonly mend: string;
  readonly chooseFinding: string;
  readonly exportAs: string;
  readonly exportAll: string;
  readonly download: string;
  readonly print: string;
  readonly refusedLink: (parts: string) => string;
  readonly computing: string;
  readonly privacy: string;
}

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
