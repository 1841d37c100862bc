/** Verdicts whose truth is known from outside, in this process, so that a mutant is met. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { sampleAt } from "../../packages/check/scripts/soundness/kinds";
import { pairs } from "../../packages/check/test/adversarial";
import { answerTo } from "../../packages/check/test/adversarial/answer";
import type { Pair } from "../../packages/check/test/adversarial/pair";
import type { Known } from "./known";

const { adversarial, random, seed }: Known = JSON.parse(
  readFileSync(new URL("known.json", import.meta.url), "utf8"),
);
const NO_ANSWER = { outcome: "crash", repairs: [] };

test.each(adversarial)("adversarial pair $place is $verdict", ({ place, verdict }) => {
  const pair: Pair | undefined = pairs[place];
  const { outcome, repairs } = pair === undefined ? NO_ANSWER : answerTo(pair);
  expect(outcome).toBe(verdict);
  if (pair?.noRepair) expect(repairs).toEqual([]);
});

test.each(random)("random pair $place is $verdict", ({ place, verdict }) => {
  expect(answerTo(sampleAt(seed, place).checked).outcome).toBe(verdict);
});
