/** Small documents, one for each kind of writing that has been misread: no accusation, no mistake that passes. */
import { expect, test } from "vitest";
import { accusedIn, resultsOf } from "./outcomes";

/** So many lines have their outcome, of 398. */
const LEAST = 384;

const results = resultsOf("small.json");
const REPORTED: readonly string[] = ["wrong", "conditional", "not checked"];

test("no right line is called wrong", () => {
  expect(accusedIn(results)).toEqual([]);
});

test("no mistake passes as right, as a definition, or without a word", () => {
  const passed = results.filter(({ got, is }) => is === "wrong" && !REPORTED.includes(got));
  expect(passed.map(({ where }) => where)).toEqual([]);
});

test("what is found does not become less", () => {
  const good = results.filter(({ got, is }) => got === is || (is === "reported" && REPORTED.includes(got)));
  expect(results).toHaveLength(398);
  expect(good.length).toBeGreaterThanOrEqual(LEAST);
});
