/**
 * Derivations as people publish them, each line with its right outcome, found by finite differences. No line that is right may be
 * called wrong but those that are listed here, and what is found must not become less; the README has the figures.
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

/** Right lines that are called wrong today: a fault each. */
const ACCUSED: readonly string[] = [
  "#14 LSTM, line 15", // the letter t of h_t is an index beside that of gates
  "#22 ridge regression, line 15", // an equation that holds at the optimum
  "#25 SVM hinge, line 15", // an update on one side of a kink
  "#31 PCA Lagrangian, line 6", // rows of a matrix as vectors
  "#56 small circuit, line 7", // a second form of a definition that has another name in it
  "#63 momentum, line 3", // L(w) where w is numbered too
  "#63 momentum, line 5",
  "#66 RNN/BPTT, line 11", // cut, with numbers before it that are not rounded
  "#94 pieces, line 9", // a derivative at a kink
  "#110 matrix factorization, line 13", // a rate that the update divides
  "#121 partials as subscripts, line 11", // ∂_a u beside u_x
];
/** So many lines have their outcome, of 1,018. */
const LEAST = 568;

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

test("no right line is called wrong but those that are known", () => {
  const accused = results.filter(({ got, is }) => got === "wrong" && !["wrong", "reported"].includes(is));
  expect(accused.map(({ where }) => where)).toEqual(ACCUSED);
});

test("what is found does not become less", () => {
  expect(results).toHaveLength(1018);
  expect(results.filter(({ got, is }) => got === is).length).toBeGreaterThanOrEqual(LEAST);
});
