/** The state in an address, and back. */
import { expect, test } from "vitest";
import { fromHash, toHash } from "../src/state/permalink";
import { EMPTY, type State, withLosses } from "../src/state/state";
import { languageFor } from "../src/words/languages";

const FULL: State = {
  kind: "code",
  source: "def f(x):\n    return x # \u03b4 网络 \ud83d\ude00",
  values: { w_1: -0.125, "b^(1)": [1, 2] },
  selected: "w_1",
  view: "graph",
  form: "delta",
  notation: "matrix",
  language: "zh-Hant",
  shown: 3,
  claim: "2 x",
  rows: [
    [0, 1, 1],
    [1, 1, 0],
  ],
  rate: 0.5,
  steps: 12,
  losses: [
    [0, 1],
    [12, 0.25],
  ],
};

test.each([
  ["everything", FULL],
  ["nothing", EMPTY],
])("%s comes back", async (_, state) => {
  const hash = await toHash(state);
  expect(hash).toMatch(/^s=[\w-]*$/);
  expect(await fromHash(`#${hash}`)).toEqual({ state, refused: [] });
});

test("an address without a state", async () => {
  expect(await fromHash("")).toBeUndefined();
  expect(await fromHash("#top")).toBeUndefined();
});

test("what is no state is left out and named", async () => {
  const odd = { ...FULL, language: "fr", rows: [["a"]], steps: -1, colour: "red", values: { w: Number.NaN } };
  const found = await fromHash(await toHash(odd as unknown as State)); // what a link of another version may have
  expect([...(found?.refused ?? [])].sort()).toEqual(["colour", "language", "rows", "steps", "values"]);
  expect(found?.state).toEqual({ ...FULL, language: "en", rows: [], steps: 0, values: {} });
  expect(await fromHash("#s=!!!")).toEqual({ state: EMPTY, refused: ["link"] });
  expect(await fromHash(`#s=${"A".repeat(300_000)}`)).toEqual({ state: EMPTY, refused: ["link"] });
});

test("a long curve keeps its ends", () => {
  let losses: State["losses"] = [];
  for (let step = 0; step < 5000; step++) losses = withLosses(losses, [[step, 1 / (step + 1)]]);
  expect(losses.length).toBeLessThanOrEqual(200);
  expect([losses[0]?.[0], losses.at(-1)?.[0]]).toEqual([0, 4999]);
  const gaps = losses.slice(1).map(([step], k) => step - (losses[k]?.[0] ?? 0));
  expect(Math.max(...gaps)).toBeLessThan(200); // nowhere a stretch without points
});

test.each([
  [["zh-TW", "en"], "zh-Hant"],
  [["zh-CN"], "zh-Hans"],
  [["de", "en-GB"], "en"],
  [["fr"], "en"],
])("%j reads %s", (wanted, language) => expect(languageFor(wanted)).toBe(language));
