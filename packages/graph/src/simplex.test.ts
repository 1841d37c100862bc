/** Certificates are added up, and points put in, by the arithmetic of this file alone. */
import { expect, test } from "vitest";
import { fraction, minus, plus, type Rational, signOf, times } from "./rational";
import { type Constraint, feasibility } from "./simplex";

const UNKNOWNS = ["", "a", "b", "c"];
const whole = (n: number): Rational => fraction(BigInt(n), 1n);

const constraint = (numbers: readonly number[], sign: Constraint["sign"]): Constraint => ({
  polynomial: new Map(UNKNOWNS.map((key, k) => [key, whole(numbers[k] ?? 0)])),
  sign,
});

/** Numbers from 0 to below 1 of a linear congruence. */
function stream(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return state / 2147483648;
  };
}

const ZERO = whole(0);
const isMet = (value: Rational, sign: Constraint["sign"]): boolean =>
  sign === ">" ? signOf(value) > 0 : sign === ">=" ? signOf(value) >= 0 : signOf(value) === 0;

test("random systems: a point meets all, or multipliers add them up to what cannot be", () => {
  const next = stream(3);
  const counts = { point: 0, contradiction: 0 };
  for (let k = 0; k < 400; k++) {
    const system = Array.from({ length: 2 + (k % 7) }, () =>
      constraint(
        UNKNOWNS.map(() => Math.floor(next() * 7) - 3),
        (["=", ">", ">="] as const)[Math.floor(next() * 3)] ?? ">",
      ),
    );
    const found = feasibility(system);
    counts[found.kind]++;
    if (found.kind === "point") {
      for (const { polynomial, sign } of system) {
        const terms = [...polynomial].map(([key, by]) =>
          key === "" ? by : times(by, found.at.get(key) ?? ZERO),
        );
        expect(isMet(terms.reduce(plus), sign)).toBe(true);
      }
      continue;
    }
    const sumOf = (key: string): Rational =>
      system
        .map(({ polynomial }, i) => times(polynomial.get(key) ?? ZERO, found.multipliers[i] ?? ZERO))
        .reduce(plus);
    for (const key of ["a", "b", "c"]) expect(sumOf(key)).toEqual(ZERO);
    const isStrict = system.some(({ sign }, i) => sign === ">" && signOf(found.multipliers[i] ?? ZERO) > 0);
    expect(signOf(minus(sumOf(""), ZERO))).toBeLessThanOrEqual(isStrict ? 0 : -1);
    system.forEach(({ sign }, i) => {
      if (sign !== "=") expect(signOf(found.multipliers[i] ?? ZERO)).toBeGreaterThanOrEqual(0);
    });
  }
  expect(Math.min(counts.point, counts.contradiction)).toBeGreaterThan(50);
});

test("no constraints, and one that nothing meets", () => {
  expect(feasibility([])).toEqual({ kind: "point", at: new Map() });
  expect(feasibility([constraint([-1], ">=")]).kind).toBe("contradiction");
});
