/** Units are tried on the points, certificates added up, by whole numbers of this file alone. */
import { scalar } from "@chainrule/graph";
import { describe, expect, test } from "vitest";
import {
  neuron,
  perceptron,
  type Separability,
  separability,
  trainPerceptron,
  truthTable,
} from "../src/index";
import { refuses } from "./expect";

const SQUARE = [[0, 0], [0, 1], [1, 0], [1, 1]] as const; // biome-ignore format: a matrix
const GATES = { AND: [0, 0, 0, 1], OR: [0, 1, 1, 1], NAND: [1, 1, 1, 0], NOR: [1, 0, 0, 0] } as const;

/** Numbers from 0 to below 1 of a linear congruence. */
function stream(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return state / 2147483648;
  };
}

const dot = (a: readonly bigint[], b: readonly bigint[]): bigint =>
  a.reduce((sum, each, k) => sum + each * (b[k] ?? 0n), 0n);

/** Whether an answer is right about points whose coordinates, times the scale, are whole numbers. */
function isRight(
  found: Separability,
  points: readonly (readonly number[])[],
  labels: readonly number[],
  scale: number,
) {
  const whole = points.map((point) => point.map((each) => BigInt(Math.round(each * scale))));
  const ones = labels.map((label) => label === 1);
  if (found.certificate === undefined) {
    if (![...found.weights, found.threshold].every(Number.isSafeInteger)) return undefined;
    const weights = found.weights.map(BigInt);
    return whole.every((point, k) => {
      const net = dot(point, weights) - BigInt(found.threshold) * BigInt(scale);
      return ones[k] ? net > 0n : net < 0n;
    });
  }
  const { certificate } = found;
  const sums = [true, false].map((one) => {
    const own = certificate.map((each, k) => (ones[k] === one ? each : 0n));
    return [
      dot(
        own,
        own.map(() => 1n),
      ),
      ...(points[0] ?? []).map((_, i) =>
        dot(
          own,
          whole.map((p) => p[i] ?? 0n),
        ),
      ),
    ];
  });
  return (
    certificate.length === points.length &&
    certificate.every((each) => each >= 0n) &&
    certificate.some((each) => each > 0n) &&
    sums[0]?.join() === sums[1]?.join()
  );
}

describe("gates", () => {
  test.each(Object.entries(GATES))("%s: a unit with these weights is the gate", (_, labels) => {
    const found = separability(SQUARE, labels);
    expect(isRight(found, SQUARE, labels, 1)).toBe(true);
    const { threshold, weights } = found;
    if (weights === undefined) throw new Error("not separated");
    const unit = perceptron(2, { weights, threshold });
    expect(truthTable(unit.output, unit.inputs).map(({ outputs }) => outputs[0])).toEqual(labels);
  });

  test("XOR: the two conditions of either class add up to the same", () => {
    for (const labels of [[0, 1, 1, 0], [1, 0, 0, 1], [-1, 1, 1, -1]]) // biome-ignore format: a matrix
      expect(separability(SQUARE, labels)).toMatchObject({ certificate: [1n, 1n, 1n, 1n] });
  });

  test("all 256 functions of three bits: 104 have a unit", () => {
    const cube = Array.from({ length: 8 }, (_, k) => [(k >> 2) & 1, (k >> 1) & 1, k & 1]);
    let separable = 0;
    for (let table = 0; table < 256; table++) {
      const labels = cube.map((_, k) => (table >> k) & 1);
      const found = separability(cube, labels);
      expect(isRight(found, cube, labels, 1)).toBe(true);
      if (found.certificate === undefined) separable++;
    }
    expect(separable).toBe(104); // Muroga, Threshold Logic and Its Applications (1971)
  });
});

describe("random points", () => {
  test.each([1, 2, 3, 5])("of %s coordinates: every answer is right", (d) => {
    const next = stream(d);
    const seen = { separated: 0, proved: 0 };
    for (let run = 0; run < 60; run++) {
      const points = Array.from({ length: 3 + (run % 12) }, () =>
        Array.from({ length: d }, () => Math.round(next() * 200 - 100) / 100),
      );
      const normal = Array.from({ length: d }, () => next() - 0.5);
      const limit = next() - 0.5;
      const labels = points.map((point) =>
        run % 2 === 0
          ? Number(next() < 0.5)
          : Number(point.reduce((s, x, i) => s + x * (normal[i] ?? 0), 0) > limit),
      );
      const found = separability(points, labels);
      expect(isRight(found, points, labels, 100)).not.toBe(false);
      if (run % 2 === 1) expect(found.certificate).toBeUndefined();
      seen[found.certificate === undefined ? "separated" : "proved"]++;
    }
    expect(seen.separated).toBeGreaterThanOrEqual(30);
    if (d < 5) expect(seen.proved).toBeGreaterThan(5);
  });

  test("decimals mean what they say: 0.3 lies between 0.1 + 0.2 from below and above", () => {
    expect(separability([[0.1], [0.2], [0.3]], [0, 1, 0]).certificate).toEqual([1n, 2n, 1n]);
    expect(separability([[0.1, 0.2], [0.2, 0.1], [0.15, 0.15]], [0, 0, 1]).certificate).toEqual([1n, 1n, 2n]); // biome-ignore format: a matrix
    expect(separability([[1e-300], [2e-300]], [0, 1]).certificate).toBeUndefined();
    expect(separability([[1e300], [-1e300]], [0, 1]).certificate).toBeUndefined();
  });
});

describe("data that are none, or hardly any", () => {
  test("one class, one point, one point twice", () => {
    for (const label of [0, 1]) {
      const labels = SQUARE.map(() => label);
      expect(isRight(separability(SQUARE, labels), SQUARE, labels, 1)).toBe(true);
    }
    expect(separability([[5]], [1]).certificate).toBeUndefined();
    expect(separability([[5, 2], [5, 2]], [1, 1]).certificate).toBeUndefined(); // biome-ignore format: a matrix
    expect(separability([[5, 2], [1, 1], [5, 2]], [1, 0, 0]).certificate).toEqual([1n, 0n, 1n]); // biome-ignore format: a matrix
  });

  test("typed errors that say where", () => {
    refuses("OPTION", () => separability([], []), "separability: at least one point");
    refuses(
      "SHAPE",
      () => separability(SQUARE, [0, 1]),
      "one label for each point, got 2 labels (expected 4)",
    );
    refuses(
      "SHAPE",
      () => separability([[0, 0], [1]], [0, 1]),
      "point 1: points have one number of coordinates",
    );
    refuses("SHAPE", () => separability([[], []], [0, 1]), "point 0");
    refuses("SHAPE", () => separability([[0], 3 as never], [0, 1]), "point 1");
    for (const bad of [Number.NaN, Number.POSITIVE_INFINITY, "1", null])
      refuses(
        "NUMBER",
        () =>
          separability(
            [
              [0, 1],
              [1, bad as number],
            ],
            [0, 1],
          ),
        "point 1, coordinate 1",
      );
    for (const bad of [2, 0.5, Number.NaN, "1", true])
      refuses("NUMBER", () => separability([[0], [1]], [0, bad as number]), "label 1: labels are 0 and 1");
    refuses("NUMBER", () => separability([[0], [1], [2]], [0, 1, -1]), "label 0");
  });

  test("the answer does not change with what was handed over", () => {
    const points = [[0, 0], [1, 1]]; // biome-ignore format: a matrix
    const found = separability(points, [0, 1]);
    (points[0] as number[])[0] = 7;
    expect(found.points).toEqual([[0, 0], [1, 1]]); // biome-ignore format: a matrix
  });
});

describe("the learning rule", () => {
  test("AND from zeros, by hand", () => {
    const unit = perceptron(2);
    const result = trainPerceptron(unit, SQUARE, GATES.AND);
    let [w1, w2, theta, count] = [0, 0, 0, 0];
    for (let isWrong = true; isWrong; ) {
      isWrong = false;
      SQUARE.forEach(([a, b], k) => {
        const error = (GATES.AND[k] ?? 0) - Number(w1 * a + w2 * b - theta >= 0);
        if (error === 0) return;
        isWrong = true;
        count++;
        [w1, w2, theta] = [w1 + error * a, w2 + error * b, theta - error];
      });
    }
    expect([...unit.weights, unit.threshold].map((each) => each?.value)).toEqual([w1, w2, theta]);
    expect(result.corrections).toHaveLength(count);
    expect(result.corrections.at(-1)).toMatchObject({ weights: [w1, w2], threshold: theta });
    expect(result.converged).toBe(true);
    expect(truthTable(unit.output, unit.inputs).map(({ outputs }) => outputs[0])).toEqual(GATES.AND);
  });

  test.each([
    [1, 1],
    [0, 1],
    [1, 0.1],
    [0, 3],
  ] as const)("never more corrections than the bound; tie %s, rate %s", (tie, rate) => {
    const next = stream(5);
    for (let run = 0; run < 25; run++) {
      const points = Array.from({ length: 12 }, () => [next() * 4 - 2, next() * 4 - 2]);
      const labels = points.map(([a = 0, b = 0]) => Number(a - 2 * b > 0.3));
      const weights = run % 2 === 0 ? [0, 0] : [next() * 4 - 2, next() * 4 - 2];
      const unit = perceptron(2, { weights, threshold: run % 2 === 0 ? 0 : next(), tie });
      const { bound, converged, corrections } = trainPerceptron(unit, points, labels, {
        rate,
        epochs: 100_000,
      });
      expect(converged).toBe(true);
      expect(corrections.length).toBeLessThanOrEqual(bound?.corrections ?? -1);
    }
  });

  test("the bound is R^2 / gamma^2 from zeros", () => {
    const { bound } = trainPerceptron(perceptron(1), [[1], [-1]], [1, 0]);
    expect(bound?.radius).toBeCloseTo(Math.SQRT2, 15);
    expect(bound?.corrections).toBe(
      Math.floor(
        (bound as { radius: number }).radius ** 2 / (bound as { margin: number }).margin ** 2 + 1e-9,
      ),
    );
  });

  test("XOR never ends: no bound, and the proof", () => {
    const result = trainPerceptron(perceptron(2), SQUARE, [0, 1, 1, 0], { epochs: 50 });
    expect(result).toMatchObject({ converged: false, epochs: 50, bound: undefined });
    expect(result.separability.certificate).toEqual([1n, 1n, 1n, 1n]);
    expect(result.corrections.length).toBeGreaterThanOrEqual(50);
  });

  test("what it refuses", () => {
    const unit = perceptron(2);
    refuses("SHAPE", () => trainPerceptron(unit, [[1]], [1]), "a coordinate for each input");
    refuses("OPTION", () => trainPerceptron(unit, SQUARE, GATES.AND, { rat: 1 } as never), "mean rate?");
    refuses("NUMBER", () => trainPerceptron(unit, SQUARE, GATES.AND, { rate: 0 }));
    const smooth = neuron(2, { weights: [1, 1], threshold: 1.5 });
    refuses("OPTION", () => trainPerceptron(smooth, SQUARE, GATES.AND), "output is 0 or 1, got 0.18");
    refuses(
      "OPTION",
      () => trainPerceptron(neuron(2, { activation: "step" }), SQUARE, GATES.AND),
      "no threshold",
    );
    const constant = perceptron(2, { weights: [scalar("w").mul(2), 1], threshold: 1 });
    refuses("NOT_A_LEAF", () => trainPerceptron(constant, SQUARE, GATES.AND), "only symbols are trained");
    refuses("OPTION", () => trainPerceptron(unit, SQUARE, GATES.AND, { epochs: 0 }));
  });
});

test("a tie gives 1, or 0 where that is asked for", () => {
  const at = (tie?: 0 | 1) =>
    perceptron([0.5, 1], { weights: [1, 1], threshold: 1.5, ...(tie !== undefined && { tie }) }).output.value;
  expect([at(), at(1), at(0)]).toEqual([1, 1, 0]);
  const above = perceptron([1, 1], { weights: [1, 1], threshold: 1.5, tie: 0 });
  expect([above.output.value, perceptron([0, 1], { weights: [1, 1], threshold: 1.5, tie: 0 }).output.value]).toEqual([1, 0]); // biome-ignore format: a pair
  refuses("OPTION", () => perceptron(2, { tie: 0.5 as never }), "the output at a tie is 0 or 1");
});
