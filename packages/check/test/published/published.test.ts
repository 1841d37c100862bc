/**
 * Derivations as people publish them, each line with its right outcome, found by finite differences. No line that is right may be
 * called wrong, and what is found must not become less; the README has the figures.
 */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { audit } from "../../src/index";

interface Case {
  readonly kind: string;
  readonly text: string;
  readonly format?: "markdown" | "latex" | "text";
  readonly expect: readonly { readonly line: number; readonly is: string }[];
}
const { cases } = JSON.parse(readFileSync(new URL("derivations.json", import.meta.url), "utf8")) as {
  readonly cases: readonly Case[];
};

/** So many lines have their outcome, of 1,018. */
const LEAST = 636;

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

const results = cases.flatMap(({ expect: lines, format, kind, text }, k) => {
  const found = audit(text, format === undefined ? {} : { format }).lines.flatMap(
    ({ claims, line, verdict }) =>
      claims.length === 0
        ? [{ line, verdict }]
        : claims.map((claim) => ({ line: claim.place.line, verdict: claim.verdict })),
  );
  return lines.map(({ is, line }) => {
    const own = found.filter((each) => each.line === line).map(({ verdict }) => verdict);
    return { where: `#${k} ${kind}, line ${line}`, is, got: outcomeOf(own) };
  });
});

test("no right line is called wrong", () => {
  const accused = results.filter(({ got, is }) => got === "wrong" && !["wrong", "reported"].includes(is));
  expect(accused.map(({ where }) => where)).toEqual([]);
});

test("what is found does not become less", () => {
  expect(results).toHaveLength(1018);
  expect(results.filter(({ got, is }) => got === is).length).toBeGreaterThanOrEqual(LEAST);
});
