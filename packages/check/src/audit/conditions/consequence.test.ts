/** Consequences of random systems: certificates are added up and points put in by arithmetic of this file alone. */
import type { Constraint, Rational } from "@chainrule/graph";
import { describe, expect, test } from "vitest";
import { consequence, contradiction, pointOf } from "./consequence";

const UNKNOWNS = ["", "a", "b", "c"];

/** Numbers from 0 to below 1 of a linear congruence. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return state / 2147483648;
  };
}

/** Coefficients of 1, a, b, c. */
interface Row {
  readonly numbers: readonly number[];
  readonly sign: Constraint["sign"];
}

const constraint = ({ numbers, sign }: Row): Constraint => ({
  polynomial: new Map(
    UNKNOWNS.flatMap((key, k) => {
      const n = numbers[k] as number;
      return n === 0 ? [] : [[key, { n: BigInt(n), d: 1n }] as const];
    }),
  ),
  sign,
});

function rows(next: () => number, count: number): Row[] {
  return Array.from({ length: count }, () => ({
    numbers: UNKNOWNS.map(() => Math.floor(next() * 7) - 3),
    sign: next() < 0.6 ? ">" : ">=",
  }));
}

/** The value of a row at a point, times a positive number. */
function valueAt({ numbers }: Row, at: ReadonlyMap<string, Rational>): bigint {
  const coordinates = UNKNOWNS.map((key) =>
    key === "" ? { n: 1n, d: 1n } : (at.get(key) ?? { n: 0n, d: 1n }),
  );
  const common = coordinates.reduce((total, { d }) => total * d, 1n);
  return coordinates.reduce(
    (total, { d, n }, k) => total + BigInt(numbers[k] as number) * n * (common / d),
    0n,
  );
}

const holdsAt = (row: Row, at: ReadonlyMap<string, Rational>): boolean => {
  const value = valueAt(row, at);
  return row.sign === "=" ? value === 0n : row.sign === ">" ? value > 0n : value >= 0n;
};

/** Random points with denominators up to 4. */
const points = (next: () => number, count: number): ReadonlyMap<string, Rational>[] =>
  Array.from(
    { length: count },
    () =>
      new Map(
        ["a", "b", "c"].map((key) => [
          key,
          { n: BigInt(Math.floor(next() * 81) - 40), d: BigInt(1 + Math.floor(next() * 4)) },
        ]),
      ),
  );

/** The sum of rows times factors: coefficients of 1, a, b, c over a common positive denominator. */
function combined(
  all: readonly Row[],
  certificate: readonly { premise: number; factor: Rational }[],
): bigint[] {
  const common = certificate.reduce((total, { factor }) => total * factor.d, 1n);
  return UNKNOWNS.map((_, k) =>
    certificate.reduce(
      (total, { factor, premise }) =>
        total + BigInt((all[premise] as Row).numbers[k] as number) * factor.n * (common / factor.d),
      0n,
    ),
  );
}

describe("systems of three unknowns", () => {
  test("a contradiction comes with a sum that says so, none with a point", () => {
    const next = random(20260);
    const count = { contradictory: 0, satisfiable: 0 };
    for (let turn = 0; turn < 120; turn++) {
      const all = rows(next, 3 + Math.floor(next() * 4));
      const certificate = contradiction(all.map(constraint));
      const tried = points(next, 100).filter((at) => all.every((row) => holdsAt(row, at)));
      if (certificate === undefined) {
        const at = pointOf(all.map(constraint));
        expect(at !== undefined && all.every((row) => holdsAt(row, at))).toBe(true);
        count.satisfiable++;
        continue;
      }
      count.contradictory++;
      expect(tried).toEqual([]);
      expect(certificate.every(({ factor }) => factor.n > 0n)).toBe(true);
      const [constant, ...others] = combined(all, certificate) as [bigint, ...bigint[]];
      expect(others).toEqual([0n, 0n, 0n]);
      const isStrict = certificate.some(({ premise }) => all[premise]?.sign === ">");
      expect(constant < 0n || (constant === 0n && isStrict)).toBe(true);
      for (const { premise } of certificate) {
        const fewer = certificate
          .filter((each) => each.premise !== premise)
          .map((each) => all[each.premise] as Row);
        expect(contradiction(fewer.map(constraint))).toBeUndefined();
      }
    }
    expect(count.contradictory).toBeGreaterThan(10);
    expect(count.satisfiable).toBeGreaterThan(10);
  });

  test("what follows holds at every point that meets the premises; what does not is refuted by one", () => {
    const next = random(7);
    const count = { follows: 0, refuted: 0 };
    for (let turn = 0; turn < 150; turn++) {
      const premises = rows(next, 2 + Math.floor(next() * 3));
      const [weights, slack] = [premises.map(() => Math.floor(next() * 3)), Math.floor(next() * 2)];
      const isMade = next() < 0.5;
      const made = UNKNOWNS.map((key, k) =>
        premises.reduce(
          (total, { numbers }, j) => total + (weights[j] as number) * (numbers[k] as number),
          key === "" ? slack : 0,
        ),
      );
      const claim: Row = isMade ? { numbers: made, sign: ">=" } : (rows(next, 1)[0] as Row);
      const found = consequence(premises.map(constraint), constraint(claim));
      const tried = points(next, 100).filter((at) => premises.every((row) => holdsAt(row, at)));
      if (found.kind === "follows") {
        count.follows++;
        expect(tried.every((at) => holdsAt(claim, at))).toBe(true);
      } else if (found.kind === "refuted") {
        count.refuted++;
        expect(isMade).toBe(false);
        expect(premises.every((row) => holdsAt(row, found.at)) && !holdsAt(claim, found.at)).toBe(true);
      } else expect(contradiction(premises.map(constraint))).toBeDefined();
    }
    expect(count.follows).toBeGreaterThan(20);
    expect(count.refuted).toBeGreaterThan(20);
  });
});
