import type { Backend } from "@chainrule/graph";
import { describe, expect, test } from "vitest";
import { isWhole } from "../../../../test/campaign";
import { EXPECTED } from "./expected";
import { computations, hash } from "./hashes";
import { referenceWeights, trainedWeights, trainings } from "./training";
import { ulpsApart } from "./ulps";

describe("operations at 2,000 points, and weights after 1,000 steps of training", () => {
  test("each has its hash", () => expect(Object.keys(computations)).toEqual(Object.keys(EXPECTED)));

  // functions made of text of 65,715 scalars are so long that engines hardly make them faster: a campaign
  const limit = 300_000;
  test.each(Object.entries(computations))("%s: the bits every engine computes", async (name, compute) => {
    const isLong = name === "W2, scalars";
    const backends: readonly Backend[] = isWhole || !isLong ? ["interpreter", "wasm", "javascript"] : ["wasm"];
    for (const backend of backends)
      expect(await hash(compute(backend)), backend).toBe(EXPECTED[name]);
  }, limit); // biome-ignore format: one test

  test("the reference, step by step", async () => {
    const name = "2-2-2";
    const training = trainings[name]?.() as ReturnType<NonNullable<(typeof trainings)[string]>>;
    expect(await hash(referenceWeights(training))).toBe(EXPECTED[name]);
    for (const make of Object.values(trainings)) {
      const each = make();
      expect(referenceWeights(each, 2)).toEqual(trainedWeights(each, "wasm", 2));
    }
  });
});

test("hashes are of bits: the sign of zero counts, that of NaN does not", async () => {
  // printf '\0\0\0\0\0\0\360\77' | sha256sum
  expect(await hash(Float64Array.of(1))).toBe(
    "6c3c396ed6b5c36dcae172271f462051b1266b851e92df3deea8ac65478fd712",
  );
  expect(await hash(Float64Array.of(0))).not.toBe(await hash(Float64Array.of(-0)));
  const minusNaN = new Float64Array(BigUint64Array.of(0xfff8000000000000n).buffer);
  expect(await hash(minusNaN)).toBe(await hash(Float64Array.of(Number.NaN)));
});

test("ulps apart are counted through zero", () => {
  expect(ulpsApart(["1", "0.5"], ["1.0000000000000002", "0.5"])).toBe(1);
  expect(ulpsApart(["5e-324"], ["-5e-324"])).toBe(3); // 5e-324, 0, -0, -5e-324
  expect(ulpsApart(["NaN"], ["NaN"])).toBe(0);
  expect(ulpsApart(["NaN"], ["1"])).toBe(Number.POSITIVE_INFINITY);
});
