import { describe, expect, test } from "vitest";
import { Budget } from "../budget";
import { Random } from "../prove/random";
import { type Ball, ball, hull, product, quotient, sum } from "./ball";
import { bitLength, squareRoot } from "./bits";
import { type Exact, fraction, minus, plus, type Real, signOf, times, type Wide } from "./wide";
import { type WideName, wideTable } from "./wide-table";

/** What a ball holds, as fractions: its ends, and numbers between. */
function inside({ exponent, mantissa, radius }: Ball, random: Random): Exact {
  const unit = 1n << 40n;
  const reach = BigInt(Math.floor(radius * 2 ** 40));
  const part = (BigInt(random.below(201) - 100) * reach) / 100n;
  const n = mantissa * unit + part;
  return exponent >= 0 ? fraction(n << BigInt(exponent), unit) : fraction(n, unit << BigInt(-exponent));
}

/** Whether a fraction is in a ball, exactly. */
function holds({ exponent, mantissa, radius }: Ball, { d, n }: Exact): boolean {
  // |n/d - m 2^e| <= r 2^e, with the radius as a fraction of 2^60
  const [up, down] = [1n << BigInt(Math.max(0, exponent)), 1n << BigInt(Math.max(0, -exponent))];
  const distance = n * down - mantissa * up * d;
  const room = BigInt(Math.ceil(radius * 2 ** 20)) * up * d;
  return (distance < 0n ? -distance : distance) << 20n <= room;
}

function drawn(random: Random): Ball {
  const length = 1 + random.below(150);
  const mantissa = (random.belowBig(1n << BigInt(length)) + 1n) * (random.below(2) === 0 ? 1n : -1n);
  const radius = random.below(3) === 0 ? 0 : 2 ** (random.below(70) - 25) * (1 + random.below(100) / 100);
  return ball(mantissa, random.below(400) - 200 - length, radius, 20 + random.below(160));
}

test("sums, products, quotients and hulls hold what those of the numbers in their balls are", () => {
  const random = new Random(7);
  for (let turn = 0; turn < 4000; turn++) {
    const [a, b] = [drawn(random), drawn(random)];
    const bits = 30 + random.below(120);
    const [x, y] = [inside(a, random), inside(b, random)];
    const at = JSON.stringify([a, b, bits], (_, value) =>
      typeof value === "bigint" ? String(value) : value,
    );
    expect(holds(sum(a, b, bits), fraction(x.n * y.d + y.n * x.d, x.d * y.d)), at).toBe(true);
    expect(holds(product(a, b, bits), fraction(x.n * y.n, x.d * y.d)), at).toBe(true);
    expect(holds(hull(a, b, bits), x) && holds(hull(a, b, bits), y), at).toBe(true);
    const ratio = quotient(a, b, bits);
    if (ratio === undefined) continue;
    const sign = y.n < 0n ? -1n : 1n;
    expect(holds(ratio, fraction(sign * x.n * y.d, sign * y.n * x.d)), at).toBe(true);
  }
});

test("a ball that holds 0 has no quotient", () => {
  const random = new Random(3);
  let none = 0;
  for (let turn = 0; turn < 500; turn++) {
    const [a, b] = [drawn(random), drawn(random)];
    if (quotient(a, b, 80) !== undefined) continue;
    none++;
    expect(holds(b, fraction(0n, 1n))).toBe(true);
  }
  expect(none).toBeGreaterThan(20);
});

test("lengths and roots of whole numbers", () => {
  const random = new Random(5);
  for (const length of [1, 40, 64, 600, 1023, 1025, 2600, 9000]) {
    const x = random.belowBig(1n << BigInt(length)) + (1n << BigInt(length - 1));
    expect(Math.abs(bitLength(x) - x.toString(2).length)).toBeLessThanOrEqual(0);
    const root = squareRoot(x);
    expect(root * root <= x && (root + 1n) * (root + 1n) > x).toBe(true);
  }
});

const UNARY: readonly WideName[] = (
  "square sqrt exp log log1p expm1 oneMinusSquare sin cos tan asin acos atan sinh cosh tanh sigmoid softplus relu silu gelu " +
  "erf erfc step abs sign"
).split(" ") as WideName[]; // these are names of operations

describe("functions of balls hold their values at numbers inside, of any size", () => {
  const at = (bits: number) => wideTable({ bits, budget: new Budget(1e12) }, () => undefined).pointwise;
  const tables = [at(64), at(192), at(640)] as const;
  const isReal = (x: Wide): x is Real => typeof x === "object";
  const touches = (a: Real, b: Real): boolean => [0, undefined].includes(signOf(minus(a, b, 1000)));

  test.each(UNARY)("%s", (name) => {
    const random = new Random(11);
    let compared = 0;
    for (let turn = 0; turn < 120; turn++) {
      const size = random.below(24) - 12 + (turn % 5 === 0 ? -60 : 0);
      const middle = fraction(BigInt(random.below(1e6) + 1) * (random.below(2) === 0 ? 1n : -1n), 300_007n);
      const scaled = times(
        middle,
        size >= 0 ? fraction(1n << BigInt(size), 1n) : fraction(1n, 1n << BigInt(-size)),
        2000,
      );
      const reach = fraction(1n, 1n << BigInt(random.below(80)));
      const steps = [-1n, 0n, 1n, 1n].map((k) =>
        plus(scaled, times(times(scaled, reach, 2000), fraction(k, 1n), 2000), 2000),
      );
      const [lo, hi] = [steps[0] as Real, steps[3] as Real];
      const both = tables[0].where(tables[0].gt(wideUnknown(), fraction(0n, 1n), undefined), lo, hi);
      for (const table of tables) {
        const whole = table[name](both, undefined, undefined);
        for (const x of steps) {
          const value = tables[2][name](x, undefined, undefined);
          if (!isReal(whole)) continue;
          expect(isReal(value), `${name} ${turn}`).toBe(true);
          if (isReal(value)) expect(touches(whole, value), `${name} ${turn}`).toBe(true);
          compared++;
        }
      }
    }
    expect(compared).toBeGreaterThan(100);
  });

  /** A number of which the sign is not known. */
  function wideUnknown(): Ball {
    return { kind: "ball", mantissa: 0n, exponent: -10, radius: 1 };
  }
});
