import { readFileSync } from "node:fs";
import { audit } from "../../src/index";

/* Documents with what should be said of each of their lines, and what is said. */

interface Case {
  readonly kind: string;
  readonly text: string;
  readonly format?: "markdown" | "latex" | "text";
  readonly expect: readonly { readonly line: number; readonly is: string }[];
}
const OUTCOMES: readonly (readonly [outcome: string, verdicts: RegExp])[] = [
  ["wrong", /^(?:wrong|inherits|not supported|cut)/],
  ["not checked", /^(?:undecided|not checked)/],
  ["conditional", /^holds where/],
  ["right", /^(?:proved|numerically equal|rounding only)/],
  ["definition", /^(?:definition|given)/],
];

/** What is said of a line: the gravest of its claims. */
function outcomeOf(verdicts: readonly string[]): string {
  const found = OUTCOMES.find(([, pattern]) => verdicts.some((verdict) => pattern.test(verdict)));
  return found?.[0] ?? "ignored";
}

/** What is said of a line, and what should be. */
export interface Result {
  readonly where: string;
  readonly is: string;
  readonly got: string;
}

/** The lines of the documents in a file of this folder, audited. */
export function resultsOf(file: string): Result[] {
  const { cases } = JSON.parse(readFileSync(new URL(file, import.meta.url), "utf8")) as {
    readonly cases: readonly Case[];
  };
  return cases.flatMap(({ expect: lines, format, kind, text }, k) => {
    const found = audit(text, format === undefined ? {} : { format }).lines.flatMap(({ claims }) =>
      claims.map(({ place, verdict }) => ({ line: place.line, verdict })),
    );
    return lines.map(({ is, line }) => {
      const own = found.filter((each) => each.line === line).map(({ verdict }) => verdict);
      return { where: `#${k} ${kind}, line ${line}`, is, got: outcomeOf(own) };
    });
  });
}

/** The right lines that are called wrong. */
export const accusedIn = (results: readonly Result[]): string[] =>
  results.flatMap(({ got, is, where }) =>
    got === "wrong" && !["wrong", "reported"].includes(is) ? [where] : [],
  );
