import { type AuditLanguage, type AuditOptions, auditStanding } from "@chainrule/check";
import { ChainruleError, checkChoice, checkOptions, type OptionNames } from "@chainrule/graph";

/** How a finding is shown; "off": not at all. */
export type Severity = "error" | "warning" | "information" | "hint" | "off";

/** What a user may set, under `chainrule` in an editor's settings. */
export interface Settings {
  /** The language of messages; "auto": that of the document. */
  readonly language: AuditLanguage | "auto";
  /** What documents that are no code are written in; "auto": as the editor says. */
  readonly format: NonNullable<AuditOptions["format"]> | "auto";
  /** How a claim is shown that is wrong, and one that was not judged. */
  readonly wrong: Severity;
  readonly notChecked: Severity;
  /** What one audit may take. */
  readonly seconds: number;
  readonly megabytes: number;
}

export const DEFAULTS: Settings = {
  language: "auto",
  format: "auto",
  wrong: "error",
  notChecked: "information",
  seconds: 20,
  megabytes: 1024,
};

const NAMES: OptionNames<Settings> = {
  language: true,
  format: true,
  wrong: true,
  notChecked: true,
  seconds: true,
  megabytes: true,
};
const SEVERITIES: readonly Severity[] = ["error", "warning", "information", "hint", "off"];

/**
 * Settings as an editor sends them, the defaults where it sends none.
 * @throws ChainruleError OPTION for what there is not, with the nearest name
 */
export function settingsOf(sent: unknown): Settings {
  if (sent === undefined || sent === null) return DEFAULTS;
  const given = sent as Partial<Record<keyof Settings, never>>; // checked below
  checkOptions(given, NAMES, "settings: chainrule");
  const settings = { ...DEFAULTS, ...withoutNull(given) };
  checkChoice(settings.format, ["auto", "markdown", "latex", "text"], "settings: chainrule.format");
  checkChoice(settings.wrong, SEVERITIES, "settings: chainrule.wrong");
  checkChoice(settings.notChecked, SEVERITIES, "settings: chainrule.notChecked");
  if (settings.language !== "auto") auditStanding([], { language: settings.language }); // it knows the languages
  for (const name of ["seconds", "megabytes"] as const) {
    const value: unknown = settings[name];
    if (typeof value === "number" && value > 0 && value <= LARGEST) continue;
    throw new ChainruleError("OPTION", "not such a number", {
      where: `settings: chainrule.${name}`,
      got: String(value),
      expected: `a number above 0, at most ${LARGEST}`,
    });
  }
  return settings;
}

const LARGEST = 100_000;

/** Editors send null for what is not set. */
const withoutNull = (given: object): object =>
  Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null && value !== undefined));
