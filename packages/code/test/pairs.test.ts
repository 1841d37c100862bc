import { expect, test } from "vitest";
import { sampled } from "../../../test/campaign";
import { auditCode } from "../src/index";
import { AUTOGRAD } from "./pairs/autograd";
import { JAX } from "./pairs/jax";
import { NUMPY } from "./pairs/numpy";
import { mistaken } from "./pairs/pair";

const PAIRS = [...AUTOGRAD, ...NUMPY, ...JAX];
const MISTAKES = PAIRS.flatMap((pair) => pair.mistakes.map((mistake) => ({ pair, mistake })));
const RIGHT: readonly string[] = ["proved", "numerically equal"];

/** Items spread over a list, the same ones in every run. */
const spread = <T>(list: readonly T[], count: number): T[] =>
  Array.from({ length: count }, (_, k) => list[Math.floor((k * list.length) / count)] as T);

const PAIRS_READ = sampled(PAIRS.length, 8);
const MISTAKES_READ = sampled(MISTAKES.length, 6);

test(`${PAIRS_READ} of ${PAIRS.length} right backward passes are right`, () => {
  for (const { code, name } of spread(PAIRS, PAIRS_READ)) {
    const { lines } = auditCode(code);
    const verdicts = lines.map(({ verdict }) => verdict).filter((verdict) => verdict !== "definition");
    expect(verdicts.length, name).toBeGreaterThan(0);
    expect(
      verdicts.filter((verdict) => !RIGHT.includes(verdict)),
      name,
    ).toEqual([]);
  }
});

test(`${MISTAKES_READ} of ${MISTAKES.length} mistakes are found, in their lines`, () => {
  let inLine = 0;
  for (const { mistake, pair } of spread(MISTAKES, MISTAKES_READ)) {
    const { line, text } = mistaken(pair, mistake);
    const wrong = auditCode(text).lines.filter(({ verdict }) => verdict === "wrong");
    expect(wrong.length, `${pair.name}: ${mistake.join(" -> ")}`).toBeGreaterThan(0);
    if (wrong.every((each) => each.line === line)) inLine++;
  }
  expect(inLine).toBeGreaterThanOrEqual(Math.floor(0.95 * MISTAKES_READ) - 1);
});
