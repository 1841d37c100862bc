/** Balls against exact fractions: what they hold, to the last place, and how little more than that. */
import { describe, expect, test } from "vitest";
import { Random } from "../prove/random";
import {
  absoluteRadius,
  type Ball,
  ball,
  ballOf,
  ends,
  height,
  hull,
  isNarrow,
  midpoint,
  negated,
  OutOfRange,
  product,
  quotient,
  relativeRadius,
  signOf,
  sum,
  timesPower,
  widened,
} from "./ball";
import { bitLength, shifted, squareRoot } from "./bits";

/** n / d, d > 0. */
type Fraction = readonly [n: bigint, d: bigint];

/** A float64, exactly. */
function exactly(x: number): Fraction {
  let [n, d] = [x, 1n];
  for (; !Number.isInteger(n); n *= 2) d *= 2n;
  return [BigInt(n), d];
}
const scaled = ([n, d]: Fraction, places: number): Fraction =>
  places >= 0 ? [n << BigInt(places), d] : [n, d << BigInt(-places)];
const plus = ([a, b]: Fraction, [c, d]: Fraction): Fraction => [a * d + c * b, b * d];
const minus = (x: Fraction, [c, d]: Fraction): Fraction => plus(x, [-c, d]);
const times = ([a, b]: Fraction, [c, d]: Fraction): Fraction => [a * c, b * d];
const over = ([a, b]: Fraction, [c, d]: Fraction): Fraction => (c < 0n ? [-a * d, -b * c] : [a * d, b * c]);
const size = ([n, d]: Fraction): Fraction => [n < 0n ? -n : n, d];
const isAtMost = (a: Fraction, b: Fraction): boolean => minus(b, a)[0] >= 0n;
const larger = (a: Fraction, b: Fraction): Fraction => (isAtMost(a, b) ? b : a);
const smaller = (a: Fraction, b: Fraction): Fraction => (isAtMost(a, b) ? a : b);

const middleOf = ({ exponent, mantissa }: Ball): Fraction => scaled([mantissa, 1n], exponent);
const radiusOf = ({ exponent, radius }: Ball): Fraction => scaled(exactly(radius), exponent);
/** The least and the largest number of a ball. */
const edgesOf = (x: Ball): readonly [Fraction, Fraction] => [
  minus(middleOf(x), radiusOf(x)),
  plus(middleOf(x), radiusOf(x)),
];
const holds = (x: Ball, value: Fraction): boolean => isAtMost(size(minus(value, middleOf(x))), radiusOf(x));

const textOf = (...all: readonly unknown[]): string =>
  JSON.stringify(all, (_, value) => (typeof value === "bigint" ? String(value) : value));

function drawn(random: Random, isExact = random.below(4) === 0): Ball {
  const length = 1 + random.below(150);
  const mantissa = (random.belowBig(1n << BigInt(length)) + 1n) * (random.below(2) === 0 ? 1n : -1n);
  const part = 1 + random.bits() / 2 ** 32 + random.bits() / 2 ** 52;
  return {
    kind: "ball",
    mantissa,
    exponent: random.below(300) - 150 - length,
    radius: isExact ? 0 : part * 2 ** (random.below(60) - 25),
  };
}

/** What corners and edges of two balls give, and how far apart those are. */
function fromEdges(a: Ball, b: Ball, law: (x: Fraction, y: Fraction) => Fraction) {
  const corners = edgesOf(a).flatMap((x) => edgesOf(b).map((y) => law(x, y)));
  return { corners, low: corners.reduce(smaller), high: corners.reduce(larger) };
}

/** That a ball holds these numbers, and reaches little beyond: by a part of their distance, and by its last places. */
function expectTight(found: Ball, corners: readonly Fraction[], bits: number, text: string): void {
  expect(
    corners.every((x) => holds(found, x)),
    text,
  ).toBe(true);
  const [low, high] = [corners.reduce(smaller), corners.reduce(larger)];
  const width = minus(high, low);
  const last = scaled(larger(size(low), size(high)), -Math.min(bits, 60) + 5);
  const most = plus(times(width, [10n, 16n]), last);
  expect(isAtMost(radiusOf(found), most), text).toBe(true);
}

describe("sums, products, quotients and hulls are the balls around what their edges give", () => {
  const random = new Random(5);
  const turns = Array.from(
    { length: 500 },
    () => [drawn(random), drawn(random), 40 + random.below(120)] as const,
  );
  test("sums", () => {
    for (const [a, b, bits] of turns)
      expectTight(sum(a, b, bits), fromEdges(a, b, plus).corners, bits, textOf(a, b, bits));
  });
  test("products", () => {
    for (const [a, b, bits] of turns)
      expectTight(product(a, b, bits), fromEdges(a, b, times).corners, bits, textOf(a, b, bits));
  });
  test("quotients", () => {
    let none = 0;
    for (const [a, b, bits] of turns) {
      const found = quotient(a, b, bits);
      if (found === undefined) {
        none++;
        const [low, high] = edgesOf(b);
        const room = times(radiusOf(b), [1n, 1n << 15n]);
        expect(isAtMost(low, room) && isAtMost([-room[0], room[1]], high), textOf(b)).toBe(true);
      } else if (isNarrow(b)) expectTight(found, fromEdges(a, b, over).corners, bits, textOf(a, b, bits));
      else {
        const { corners } = fromEdges(a, b, over);
        expect(
          corners.every((x) => holds(found, x)),
          textOf(a, b, bits),
        ).toBe(true);
      }
    }
    expect(none).toBeGreaterThan(5);
  });
  test("hulls", () => {
    for (const [x, y, bits] of turns) {
      const [a, b] = [x, y].map((each): Ball => ({ ...each, radius: Math.ceil(each.radius) })) as [
        Ball,
        Ball,
      ];
      expectTight(hull(a, b, bits), [...edgesOf(a), ...edgesOf(b)], 60, textOf(a, b, bits));
    }
  });
  test("wider balls", () => {
    for (const [a, b] of turns) {
      const found = widened(a, b.radius, b.exponent, 90);
      const reach = plus(radiusOf(a), radiusOf(b));
      expectTight(found, [minus(middleOf(a), reach), plus(middleOf(a), reach)], 36, textOf(a, b));
      const far = widened(a, 1, a.exponent + 1500, 90);
      const all = plus(radiusOf(a), scaled([1n, 1n], a.exponent + 1500));
      expect(holds(far, minus(middleOf(a), all)) && holds(far, plus(middleOf(a), all)), textOf(a)).toBe(true);
      expect(isAtMost(radiusOf(far), times(all, [3n, 1n])), textOf(a)).toBe(true);
    }
  });
});

test("exact numbers: with all bits where there is room, else to the last place", () => {
  const random = new Random(6);
  for (let turn = 0; turn < 400; turn++) {
    const [a, b] = [drawn(random, true), drawn(random, true)];
    const bits = [60, 200, 400][turn % 3] as number;
    const [x, y] = [middleOf(a), middleOf(b)];
    for (const [found, value] of [
      [sum(a, b, bits), plus(x, y)],
      [product(a, b, bits), times(x, y)],
      [quotient(a, b, bits) as Ball, over(x, y)],
      [ballOf(x[0], x[1], bits), x],
    ] as const) {
      expect(holds(found, value), textOf(a, b, bits)).toBe(true);
      if (bitLength(found.mantissa) > 0)
        expect(isAtMost(radiusOf(found), scaled(size(value), 3 - bits)), textOf(a, b, bits)).toBe(true);
    }
    expect(product(a, b, 400).radius).toBe(0);
  }
});

test("what cancels is not lost, however far apart the places are", () => {
  const exact = (mantissa: bigint, exponent: number): Ball => ({
    kind: "ball",
    mantissa,
    exponent,
    radius: 0,
  });
  for (const places of [40, 70, 120, 190, 600, 3000, 8000, 8300])
    for (const rest of [1n, -3n]) {
      const [a, b] = [exact(1n, places), exact(rest - (1n << BigInt(places)), 0)];
      for (const found of [sum(a, b, 64), sum(b, a, 64)]) {
        expect(holds(found, [rest, 1n]), String(places)).toBe(true);
        expect(signOf(found), String(places)).toBe(rest > 0n ? 1 : -1);
      }
    }
});

test("numbers that are cut to fewer bits stay in their balls", () => {
  const random = new Random(9);
  for (let turn = 0; turn < 600; turn++) {
    const given = drawn(random);
    const radius = given.radius * 2 ** (turn % 5 === 0 ? 60 : 0);
    const bits = 10 + random.below(100);
    const found = ball(given.mantissa, given.exponent, radius, bits);
    const corners = edgesOf({ ...given, radius });
    expectTight(found, corners, bits, textOf(given, radius, bits));
    expect(bitLength(found.mantissa)).toBeLessThanOrEqual(bits + 1);
  }
});

test("what is read off a ball is true of all its numbers", () => {
  const random = new Random(10);
  for (let turn = 0; turn < 600; turn++) {
    const x = drawn(random);
    const text = textOf(x);
    const [low, high] = edgesOf(x);
    const sign = signOf(x);
    if (sign === 1) expect(low[0] > 0n, text).toBe(true);
    if (sign === -1) expect(high[0] < 0n, text).toBe(true);
    if (low[0] > 0n && isAtMost(scaled(high, -1), low)) expect(sign, text).toBe(1);
    if (high[0] < 0n && isAtMost(low, scaled(high, 1)) === false) expect([-1, undefined]).toContain(sign);
    if (high[0] < 0n && isAtMost(scaled(high, 1), low)) expect(sign, text).toBe(-1);
    const most = larger(size(low), size(high));
    expect(isAtMost(most, scaled([1n, 1n], height(x))), text).toBe(true);
    expect(isAtMost(scaled([1n, 1n], height(x) - 4), most), text).toBe(true);
    expect(isAtMost(radiusOf(x), exactly(absoluteRadius(x))), text).toBe(true);
    const relative = relativeRadius(x);
    if (Number.isFinite(relative))
      expect(isAtMost(radiusOf(x), times(exactly(relative), size(middleOf(x)))), text).toBe(true);
    expect(isAtMost(exactly(absoluteRadius(x)), times(radiusOf(x), [9n, 8n])), text).toBe(true);
    const middle = exactly(midpoint(x));
    expect(isAtMost(size(minus(middle, middleOf(x))), scaled(size(middleOf(x)), -51)), text).toBe(true);
    const [lo, hi] = ends(x);
    expect(lo.radius + hi.radius).toBe(0);
    expect(isAtMost(middleOf(lo), low) && isAtMost(high, middleOf(hi)), text).toBe(true);
    expect(
      isAtMost(
        minus(middleOf(hi), middleOf(lo)),
        plus(times(radiusOf(x), [9n, 4n]), scaled([1n, 1n << 31n], x.exponent)),
      ),
      text,
    ).toBe(true);
    expect(edgesOf(negated(x))).toEqual(edgesOf({ ...x, mantissa: -x.mantissa }));
    expect(holds(timesPower(x, 7), scaled(low, 7))).toBe(true);
  }
});

test("radii of numbers without a float64", () => {
  const long: Ball = { kind: "ball", mantissa: (1n << 2000n) + 1n, exponent: -1990, radius: 2 ** 30 };
  expect(relativeRadius(long)).toBeGreaterThan(0);
  expect(relativeRadius({ ...long, mantissa: 1n << 1040n }) * 2 ** 1010).toBeCloseTo(1, 9);
  expect(midpoint(long)).toBe(1024);
  expect(midpoint({ ...long, exponent: -3060 })).toBe(2 ** -1060);
  expect(isNarrow(long)).toBe(true);
  expect(isNarrow({ kind: "ball", mantissa: 100n, exponent: 0, radius: 1 })).toBe(false);
  expect(midpoint({ kind: "ball", mantissa: 3n, exponent: -1074, radius: 0 })).toBe(3 * Number.MIN_VALUE);
  expect(midpoint({ kind: "ball", mantissa: 0n, exponent: 5, radius: 1 })).toBe(0);
});

test("numbers beyond all range are refused, those next to 0 are balls around 0", () => {
  expect(() => ball(1n, 2 ** 40, 0, 64)).toThrow(OutOfRange);
  expect(() => ball(1n, 0, 2 ** 1000, 64)).toThrow(OutOfRange);
  expect(ball(1n, 2 ** 40 - 1, 0, 64).mantissa).toBe(1n);
  const tiny = ball(1n, -(2 ** 40) - 3, 0, 64);
  expect(signOf(tiny)).not.toBe(-1);
  expect(height(tiny)).toBeLessThanOrEqual(-(2 ** 40) + 3);
  const wide = ball(-7n, -(2 ** 40) - 30, 2 ** 50, 64);
  expect(signOf(wide)).toBeUndefined();
  expect(height(wide)).toBeGreaterThanOrEqual(-(2 ** 40) + 20);
});

test("whole numbers: lengths, shifts and square roots", () => {
  const random = new Random(12);
  for (let turn = 0; turn < 300; turn++) {
    const x = random.belowBig(1n << BigInt(1 + random.below(turn % 20 === 0 ? 9000 : 400)));
    expect([x.toString(2).length, x.toString(2).length + 1]).toContain(bitLength(x) + (x === 0n ? 1 : 0));
    expect(bitLength(-x)).toBe(bitLength(x));
    expect(shifted(x, 9)).toBe(x * 512n);
    expect(shifted(x, -9)).toBe(x / 512n);
    expect(shifted(-x, -9)).toBe(-((x + 511n) / 512n));
    const root = squareRoot(x);
    expect(root * root <= x && (root + 1n) ** 2n > x).toBe(true);
    expect(squareRoot(x * x)).toBe(x);
    expect(squareRoot(x * x + 2n * x)).toBe(x);
  }
  expect([squareRoot(0n), squareRoot(-4n), bitLength(0n), bitLength(1n)]).toEqual([0n, 0n, 0, 1]);
  for (const places of [10n, 999n, 1000n, 1001n, 1024n, 8191n, 8192n, 8193n, 9000n])
    expect(bitLength(1n << places)).toBe(Number(places) + 1);
});
