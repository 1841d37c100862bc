/** Ranges against the numbers in them: what is made of the numbers lies in what is made of the ranges, and fills it. */
import { describe, expect, test } from "vitest";
import { Random } from "./random";
import {
  absoluteRange,
  combinedRange,
  exponentialRange,
  hull,
  intersection,
  isNegative,
  isNonnegative,
  isNonpositive,
  isNonzero,
  isPositive,
  logarithmRange,
  NONNEGATIVE,
  negated,
  POSITIVE,
  powerOfRange,
  productOfRanges,
  type Range,
  REALS,
  range,
  rangeOfFraction,
  reciprocal,
  sumOfRanges,
} from "./range";

const { POSITIVE_INFINITY: FAR } = Number;
/** How near to an open end the numbers of a range are taken, and how large those of one without an end. */
const [NEAR, LARGE] = [2 ** -30, 2 ** 40];

const ENDS = [-FAR, -3, -2, -1, 0, 1, 2, 3, FAR];

function drawn(random: Random): Range {
  const [i, j] = [random.below(ENDS.length), random.below(ENDS.length)];
  const [low, high] = [ENDS[Math.min(i, j)] as number, ENDS[Math.max(i, j)] as number];
  if (low === high) return Number.isFinite(low) ? range(low, low) : REALS;
  return range(low, high, random.below(2) === 0, random.below(2) === 0);
}

/** Numbers of a range: its ends where it has them, numbers next to those that it has not, and some between. */
function numbersIn({ high, isHighOpen, isLowOpen, low }: Range): number[] {
  const first = low === -FAR ? Math.min(-LARGE, high - 1) : isLowOpen ? low + NEAR : low;
  const last = high === FAR ? Math.max(LARGE, low + 1) : isHighOpen ? high - NEAR : high;
  const between = ENDS.filter((x) => x > first && x < last);
  return [first, last, ...between, (Math.max(first, -8) + Math.min(last, 8)) / 2].filter(
    (x) => x >= first && x <= last,
  );
}

const holds = ({ high, isHighOpen, isLowOpen, low }: Range, x: number): boolean =>
  (isLowOpen ? x > low : x >= low) && (isHighOpen ? x < high : x <= high);

function expectInside(found: Range, numbers: readonly number[], text: string): void {
  expect(
    numbers.filter((x) => !holds(found, x)),
    text,
  ).toEqual([]);
}

/** That these numbers lie in a range, reach each end that it has, and come near to those that it has not. */
function expectFilled(found: Range, numbers: readonly number[], text: string, room = 1e-6): void {
  expectInside(found, numbers, text);
  const [least, most] = [Math.min(...numbers), Math.max(...numbers)];
  const isReached = (end: number, x: number, isOpen: boolean): boolean =>
    Number.isFinite(end)
      ? isOpen || room > 1e-6
        ? Math.abs(end - x) <= room
        : end === x
      : isOpen && Math.abs(x) > 1e6;
  expect(isReached(found.low, least, found.isLowOpen), `${text}: ${least}`).toBe(true);
  expect(isReached(found.high, most, found.isHighOpen), `${text}: ${most}`).toBe(true);
}

const textOf = (...all: readonly Range[]): string =>
  all.map((x) => `${x.isLowOpen ? "(" : "["}${x.low}, ${x.high}${x.isHighOpen ? ")" : "]"}`).join(" ");

function pairs(use: (a: Range, b: Range, text: string) => void, count = 500): void {
  const random = new Random(3);
  for (let turn = 0; turn < count; turn++) {
    const [a, b] = [drawn(random), drawn(random)];
    use(a, b, textOf(a, b));
  }
}

/** f of all pairs of numbers in two ranges. */
const images = (a: Range, b: Range, f: (x: number, y: number) => number): number[] =>
  numbersIn(a).flatMap((x) => numbersIn(b).map((y) => f(x, y)));

describe("of two ranges", () => {
  test("sums and products", () => {
    pairs((a, b, text) => {
      expectFilled(
        sumOfRanges(a, b),
        images(a, b, (x, y) => x + y),
        text,
      );
      expectFilled(
        productOfRanges(a, b),
        images(a, b, (x, y) => x * y),
        text,
      );
      expect(combinedRange("sum", [a, b])).toEqual(sumOfRanges(a, b));
      expect(combinedRange("product", [a, b])).toEqual(productOfRanges(a, b));
      expect(combinedRange("negative", [a])).toEqual(negated(a));
    });
  });

  test("the hull holds what one of both holds, the intersection what both hold", () => {
    pairs((a, b, text) => {
      expectFilled(hull(a, b), [...numbersIn(a), ...numbersIn(b)], text);
      const common = intersection(a, b);
      const asked = [...ENDS, ...numbersIn(a), ...numbersIn(b)].filter(Number.isFinite);
      expect(
        asked.filter((x) => holds(common, x)),
        text,
      ).toEqual(asked.filter((x) => holds(a, x) && holds(b, x)));
    });
  });

  test("quotients by what has one sign", () => {
    pairs((a, b, text) => {
      const found = combinedRange("quotient", [a, b]);
      expectInside(found, images(a, b, (p, q) => p / q).filter(Number.isFinite), text);
      if (isPositive(a) && isPositive(b)) expect(isPositive(found), text).toBe(true);
      if (isNegative(a) && isPositive(b)) expect(isNegative(found), text).toBe(true);
    });
  });
});

describe("of one range", () => {
  test("its signs are those of its numbers", () => {
    pairs((a, _, text) => {
      const numbers = numbersIn(a);
      const isEach = (holdsFor: (x: number) => boolean): boolean => numbers.every(holdsFor);
      expect(isPositive(a), text).toBe(isEach((x) => x > 0));
      expect(isNegative(a), text).toBe(isEach((x) => x < 0));
      expect(isNonnegative(a), text).toBe(isEach((x) => x >= 0));
      expect(isNonpositive(a), text).toBe(isEach((x) => x <= 0));
      expect(isNonzero(a), text).toBe(isEach((x) => x > 0) || isEach((x) => x < 0));
    });
  });

  test("negatives and absolute values", () => {
    pairs((a, _, text) => {
      expectFilled(
        negated(a),
        numbersIn(a).map((x) => -x),
        text,
      );
      const sizes = numbersIn(a).map(Math.abs);
      expectFilled(absoluteRange(a), holds(a, 0) ? [...sizes, 0] : sizes, text);
    });
  });

  test("reciprocals, where the range has one sign", () => {
    pairs((a, _, text) => {
      const found = reciprocal(a);
      const numbers = numbersIn(a).flatMap((x) => (x === 0 ? [] : [1 / x]));
      expectInside(found, numbers, text);
      if (isPositive(a)) expect(isPositive(found), text).toBe(true);
      if (isNegative(a)) expect(isNegative(found), text).toBe(true);
      if (isNonzero(a)) expectFilled(found, [...numbers, ...edges(a)], text, 1e-5);
    });
    /** Numbers of 1/x for x next to 0. */
    function edges(x: Range): number[] {
      return [x.low === 0 ? LARGE : undefined, x.high === 0 ? -LARGE : undefined].filter(
        (each) => each !== undefined,
      );
    }
  });

  test("powers of what is not negative", () => {
    pairs((a, _, text) => {
      if (!isNonnegative(a)) return;
      for (const c of [0.5, 1, 1.5, 2, 3, 0.1]) {
        const found = powerOfRange(a, c);
        expectFilled(
          found,
          numbersIn(a).map((x) => (x > 1e6 ? 1e9 : x ** c)),
          `${text} ^ ${c}`,
          c < 1 ? 0.2 : 1e-5,
        );
        expect(isPositive(found), text).toBe(isPositive(a));
        const below = powerOfRange(a, -c);
        const powers = numbersIn(a).flatMap((x) => (x > 0 ? [x ** -c] : []));
        expectInside(below, powers, `${text} ^ -${c}`);
        if (isPositive(a)) expect(isPositive(below), text).toBe(true);
        if (a.low >= 1) expect(below.high).toBeLessThanOrEqual(1 + 1e-9);
      }
    });
  });

  test("exponentials and logarithms", () => {
    pairs((a, _, text) => {
      const numbers = numbersIn(a).filter((x) => Math.abs(x) < 100);
      const power = exponentialRange(a);
      expectInside(power, numbers.map(Math.exp), `exp ${text}`);
      expect(isPositive(power), text).toBe(true);
      // on which side of 1 it lies is known, with 1 itself or without
      expect(holds(power, 1), `exp ${text}`).toBe(holds(a, 0));
      if (a.high < FAR) expect(power.high, text).toBeLessThanOrEqual(Math.exp(a.high) * (1 + 1e-9));
      else expect(power.high).toBe(FAR);
      if (a.low > -FAR) expect(power.low, text).toBeGreaterThanOrEqual(Math.exp(a.low) * (1 - 1e-9));
      else expect(power.low).toBe(0);
      const log = logarithmRange(a);
      const logs = numbersIn(a).filter((x) => x > 0).map(Math.log); // biome-ignore format: one line
      expectInside(log, logs, `log ${text}`);
      if (a.high <= 0) return;
      expect(holds(log, 0), `log ${text}`).toBe(holds(a, 1));
      if (a.high < FAR) expect(log.high, text).toBeLessThanOrEqual(Math.log(a.high) + 1e-9);
      if (a.low > 0) expect(log.low, text).toBeGreaterThanOrEqual(Math.log(a.low) - 1e-9);
    });
  });
});

test("the range of a fraction holds it, is narrow, and lies on its side of 0", () => {
  const random = new Random(8);
  for (let turn = 0; turn < 600; turn++) {
    const sign = [1n, -1n, 0n][turn % 3] as bigint;
    const length = BigInt(1 + random.below(turn % 5 === 0 ? 2200 : 80));
    const n = sign * (random.belowBig(1n << length) + 1n);
    const d = turn % 4 === 0 ? 1n : random.belowBig(1n << BigInt(1 + random.below(80))) + 1n;
    const { high, isHighOpen, isLowOpen, low } = rangeOfFraction(n, d);
    const text = `${n}/${d}`;
    if (Number.isFinite(low)) expect(compared(n, d, low), text).toBeGreaterThanOrEqual(isLowOpen ? 1 : 0);
    if (Number.isFinite(high)) expect(compared(n, d, high), text).toBeLessThanOrEqual(isHighOpen ? -1 : 0);
    expect(isPositive({ high, isHighOpen, isLowOpen, low })).toBe(n > 0n);
    expect(isNegative({ high, isHighOpen, isLowOpen, low })).toBe(n < 0n);
    const value = Number(n) / Number(d);
    if (Number.isFinite(value) && Math.abs(value) > 1e-300)
      expect(high - low).toBeLessThanOrEqual(Math.abs(value) * 1e-11);
    if (d === 1n && Number.isSafeInteger(value)) expect([low, high]).toEqual([value, value]);
  }
  /** The sign of n/d - x, exactly. */
  function compared(n: bigint, d: bigint, x: number): number {
    let [up, down] = [x, 1n];
    for (; !Number.isInteger(up); up *= 2) down *= 2n;
    const difference = n * down - BigInt(up) * d;
    return difference > 0n ? 1 : difference < 0n ? -1 : 0;
  }
});

test("ends that are rounded lie outside", () => {
  const random = new Random(4);
  const someNumber = (): number =>
    (random.below(2) * 2 - 1) * random.below(1e9) * 10 ** (random.below(30) - 20);
  for (let turn = 0; turn < 300; turn++) {
    const [p, q, r, s] = [someNumber(), someNumber(), someNumber(), someNumber()];
    const [a, b] = [range(Math.min(p, q), Math.max(p, q)), range(Math.min(r, s), Math.max(r, s))];
    const [sum, product] = [sumOfRanges(a, b), productOfRanges(a, b)];
    for (const x of [p, q])
      for (const y of [r, s]) {
        expect(
          isBetween(sum, (unit) => (exactly(x, unit) + exactly(y, unit)) * unit),
          textOf(a, b),
        ).toBe(true);
        expect(
          isBetween(product, (unit) => exactly(x, unit) * exactly(y, unit)),
          textOf(a, b),
        ).toBe(true);
      }
    const width = Math.max(...[p, q, r, s].map(Math.abs));
    expect(sum.high - (a.high + b.high)).toBeLessThanOrEqual(1e-11 * width);
    expect(a.low + b.low - sum.low).toBeLessThanOrEqual(1e-11 * width);
    const [one, two] = [1 + random.below(1e6), 1 + random.below(1e6)].sort((m, n) => m - n) as [
      number,
      number,
    ];
    const parts = reciprocal(range(one, two));
    const unit = 1n << 200n;
    expect(
      exactly(parts.low, unit) * BigInt(two) <= unit && unit <= exactly(parts.high, unit) * BigInt(one),
    ).toBe(true);
    const third = powerOfRange(range(one / 2 ** 10, two / 2 ** 10), 3);
    const cube = (n: number): bigint => (BigInt(n) ** 3n * unit) >> 30n;
    expect(exactly(third.low, unit) <= cube(one) && cube(two) <= exactly(third.high, unit)).toBe(true);
  }
  /** x in units of 1/unit, which divide it. */
  function exactly(x: number, unit: bigint): bigint {
    let [up, places] = [x, 0n];
    for (; !Number.isInteger(up); up *= 2) places++;
    return (BigInt(up) * unit) >> places;
  }
  /** Whether a number, given in units of 1/unit^2, lies between the ends of a range. */
  function isBetween({ high, low }: Range, square: (unit: bigint) => bigint): boolean {
    const unit = 1n << 200n;
    const x = square(unit);
    return exactly(low, unit) * unit <= x && x <= exactly(high, unit) * unit;
  }
});

test("exponentials and logarithms of whole numbers lie strictly between their ends", () => {
  // to 25 digits, from tables
  for (const [x, digits] of [
    [1, "2.7182818284590452353602874"],
    [2, "7.3890560989306502272304274"],
    [-1, "0.3678794411714423215955237"],
    [5, "148.4131591025766034211155800"],
    [10, "22026.4657948067165169579006452"],
  ] as const)
    expectBetween(exponentialRange(range(x, x)), digits);
  for (const [x, digits] of [
    [2, "0.6931471805599453094172321"],
    [3, "1.0986122886681096913952452"],
    [10, "2.3025850929940456840179915"],
    [0.5, "-0.6931471805599453094172321"],
    [7, "1.9459101490553133051053527"],
  ] as const)
    expectBetween(logarithmRange(range(x, x)), digits);
  for (const [x, c, digits] of [
    [2, 0.5, "1.4142135623730950488016887"],
    [3, 0.5, "1.7320508075688772935274463"],
    [2, -0.5, "0.7071067811865475244008444"],
    [10, 0.25, "1.7782794100389228012254212"],
  ] as const)
    expectBetween(powerOfRange(range(x, x), c), digits);

  function expectBetween({ high, low }: Range, digits: string): void {
    const places = digits.split(".")[1]?.length ?? 0;
    const value = BigInt(digits.replace(".", ""));
    /** A float64 in units of the last place given, rounded down; a remainder counts as more. */
    const scaled = (end: number): bigint => {
      let [n, d] = [end, 1n];
      for (; !Number.isInteger(n); n *= 2) d *= 2n;
      return (BigInt(n) * 10n ** BigInt(places)) / d;
    };
    expect(scaled(low) <= value && value <= scaled(high), digits).toBe(true);
    expect(high - low).toBeLessThan(1e-9 * Math.abs(high));
  }
});

test("the ranges that have names", () => {
  expect([POSITIVE, NONNEGATIVE, REALS].map((x) => [-1, 0, 1].map((n) => holds(x, n)))).toEqual([
    [false, false, true],
    [false, true, true],
    [true, true, true],
  ]);
});
