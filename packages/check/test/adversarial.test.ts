/**
 * Pairs written from the mathematics to make the check say what is not true. Each is answered in a process of its own, so that
 * one that never ends is a failure and not the end of all.
 */
import { nameText, symbolsOf } from "@chainrule/graph";
import { afterAll, describe, expect, test } from "vitest";
import { isWhole } from "../../../test/campaign";
import { pairs } from "./adversarial";
import type { Answer } from "./adversarial/answer";
import { conditionOf } from "./adversarial/condition";
import type { Pair } from "./adversarial/pair";
import { pointsOver } from "./adversarial/points";
import { answering } from "./adversarial/process";

const LONGEST = 5000;
/** When the process is ended, in milliseconds of the processor. */
const PATIENCE = 8000;
/** On the clock, with a new process for the next. */
const TIMEOUT = 300_000;
const POINTS = 400;

const child = answering<number | string, Answer>(new URL("./adversarial/child.ts", import.meta.url));
afterAll(() => child.end());

/** Where a condition holds and the claim does not, or that the condition holds nowhere. It may say less than could be said. */
function mismatch(pair: Pair, text: string): string | undefined {
  const { holds } = pair;
  if (holds === undefined) return undefined;
  const condition = conditionOf(text);
  const names = symbolsOf([pair.truth, ...(typeof pair.claim === "string" ? [] : [pair.claim])]).flatMap(
    ({ attrs }) => (attrs.name === undefined ? [] : [nameText(attrs.name)]),
  );
  let isMet = false;
  for (const at of pointsOver(
    [...new Set([...names, ...Object.keys(pair.options.symbols ?? {})])],
    POINTS,
    1,
  )) {
    const right = holds(at);
    if (right === undefined) continue; // the truth is not defined
    const said = condition(at);
    if (said === true && !right) return `${text} holds at ${JSON.stringify(at)}, where the claim does not`;
    isMet ||= said === true;
  }
  return isMet ? undefined : `${text} holds nowhere`;
}

test("there are at least a hundred pairs, and no two are the same", () => {
  expect(pairs.length).toBeGreaterThan(100);
  const texts = pairs.map(({ kind, title }) => `${kind}: ${title}`);
  expect(texts.filter((text, place) => texts.indexOf(text) !== place)).toEqual([]);
});

/** Every sixth pair is asked, in a campaign each of them. */
const EVERY = isWhole ? 1 : 6;

const places = pairs.map((pair, place) => ({ pair, place })).filter(({ place }) => place % EVERY === 0);
for (const kind of new Set(places.map(({ pair }) => pair.kind))) {
  describe(kind, () => {
    test.each(
      places
        .filter(({ pair }) => pair.kind === kind)
        .map(({ pair, place }): [string, Pair, number] => [pair.title, pair, place]),
    )(
      "%s",
      async (_, pair, place) => {
        const answer = await child.ask(place, PATIENCE);
        if (answer === undefined) throw new Error("no answer: it never ends, or the process did");
        const { because, condition, milliseconds, outcome, repairs } = answer;
        // "equal at the points tried" in a stated region says that nothing is known beyond
        const isOfRegion = outcome === "numerically equal" && / with \|/.test(because);
        const allowed: readonly string[] = [
          ...pair.allowed,
          ...(isOfRegion && pair.allowed.includes("undecided") ? [outcome] : []),
        ];
        expect(allowed, because).toContain(outcome);
        expect(milliseconds).toBeLessThan(LONGEST);
        if (outcome === "holds where") {
          expect(condition, because).toBeDefined();
          expect(mismatch(pair, condition ?? "")).toBeUndefined();
        }
        if (pair.noRepair) expect(repairs).toEqual([]);
      },
      TIMEOUT,
    );
  });
}

describe("documents", () => {
  test.each([
    ["a missing sum", "$L = \\sum_i a_i$, $dL/da = 1/N$"],
    ["braces in braces", "$(x{x_i(y){w}})i=k$"],
    ["a tower", "Let $x = 2$. Then $\\sum_{j=1}^{m-1} x_j = 3$ and $y = x^{x^{x^x}}$."],
    ["many choices", `$${"x>0?".repeat(100)}x${":x".repeat(100)}$`],
    ["many letters", `$${"x".repeat(20_000)}$`],
    ["many braces", `$${"{".repeat(2000)}x${"}".repeat(2000)}$`],
    ["many powers", `$${"x^{".repeat(500)}x${"}".repeat(500)} = 3$`],
    ["many fractions", `$y = ${"\\frac{1}{".repeat(300)}x${"}".repeat(300)}$`],
  ])(
    "%s: read without a crash, within seconds",
    async (_, document) => {
      const answer = await child.ask(document, PATIENCE);
      if (answer === undefined) throw new Error("no answer: it never ends, or the process did");
      expect(answer.outcome, answer.because).not.toBe("crash");
      expect(answer.milliseconds).toBeLessThan(LONGEST);
    },
    TIMEOUT,
  );
});
