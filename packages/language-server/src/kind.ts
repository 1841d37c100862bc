import type { AuditOptions } from "@chainrule/check";

/** What a document is written in, as far as it is audited. */
export type Kind = NonNullable<AuditOptions["format"]> | "python";

const BY_LANGUAGE: Readonly<Record<string, Kind>> = {
  markdown: "markdown",
  latex: "latex",
  tex: "latex",
  plaintex: "latex",
  python: "python",
};
const BY_ENDING: Readonly<Record<string, Kind>> = {
  md: "markdown",
  markdown: "markdown",
  tex: "latex",
  py: "python",
};

/** By what the editor calls its language, else by the ending of its name; undefined for what is not audited. */
export function kindOf(languageId: string, uri: string): Kind | undefined {
  const ending = /\.(\w+)$/.exec(uri)?.[1]?.toLowerCase() ?? "";
  return own(BY_LANGUAGE, languageId) ?? own(BY_ENDING, ending);
}

const own = (table: Readonly<Record<string, Kind>>, key: string): Kind | undefined =>
  Object.hasOwn(table, key) ? table[key] : undefined;
