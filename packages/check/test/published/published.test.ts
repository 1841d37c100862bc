/**
 * Derivations as people publish them, each line with its right outcome, found by finite differences. No line that is right may be
 * called wrong, and what is found must not become less; the README has the figures.
 */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { accusedIn, resultsOf } from "./outcomes";

const results = resultsOf("derivations.json");

/** So many lines have their outcome, of 1,018. */
const LEAST = 850;

test("no right line is called wrong", () => {
  expect(accusedIn(results)).toEqual([]);
});

test("what is found does not become less", () => {
  expect(results).toHaveLength(1018);
  expect(results.filter(({ got, is }) => got === is).length).toBeGreaterThanOrEqual(LEAST);
});

/** What each kind of line should be, with how often it was found so, and what else was said. */
function figures(): string {
  const kinds = [
    ["right", ["right", "conditional"], ["right", "conditional"]],
    ["wrong", ["wrong"], ["wrong"]],
    ["a definition or given", ["definition"], ["definition", "right"]],
  ] as const;
  const rows = kinds.map(([name, own, good]) => {
    const lines = results.filter(({ is }) => (own as readonly string[]).includes(is));
    const count = (...outcomes: readonly string[]): number =>
      lines.filter(({ got }) => outcomes.includes(got)).length;
    const isWrong = name === "wrong";
    const others = isWrong ? count("right", "conditional") : count("wrong");
    const open = name === "a definition or given" ? "" : ` ${count("definition")} `;
    return `| ${name} (${lines.length}) | ${count(...good)} | ${others} | ${count("not checked")} |${open || " "}| ${count("ignored")} |`;
  });
  return rows.join("\n");
}

test("the README states these figures", () => {
  const readme = readFileSync(new URL("../../README.md", import.meta.url), "utf8");
  expect(readme).toContain(figures());
});
