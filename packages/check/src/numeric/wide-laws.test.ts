/** Numbers as fractions and balls: what arithmetic, powers, comparisons and functions give is what mathematics says. */
import { describe, expect, test } from "vitest";
import { Budget } from "../budget";
import { Random } from "../prove/random";
import { type Ball, relativeRadius } from "./ball";
import {
  ballFrom,
  compared,
  type Exact,
  either,
  endsOf,
  fraction,
  isZero,
  minus,
  negative,
  over,
  plus,
  type Real,
  signOf,
  times,
  toNumber,
  UNKNOWN,
  type Wide,
  within,
} from "./wide";
import { decimal, type WideName, wideTable } from "./wide-table";

const BITS = 192;
const table = wideTable({ bits: BITS, budget: new Budget(1e12) }, () => undefined).pointwise;
const of = (name: WideName, ...[a, b, c]: readonly Wide[]): Wide => table[name](a, b, c);
const number = (x: number): Exact => decimal(x) as Exact;
const interval = (lo: number, hi: number): Real => either(number(lo), number(hi), BITS);
const isReal = (x: Wide): x is Real => typeof x === "object";
/** Whether a number may be this one. */
const mayBe = (x: Wide, value: Real): boolean =>
  isReal(x) && [0, undefined].includes(signOf(minus(x, value, 1000)));
const isExactly = (x: Wide, n: bigint, d = 1n): boolean =>
  isReal(x) && x.kind === "exact" && x.n * d === n * x.d;
const exactZero: Ball = { kind: "ball", mantissa: 0n, exponent: 3, radius: 0 };

describe("arithmetic", () => {
  const random = new Random(2);
  const someFraction = (length: number): Exact =>
    fraction(
      (random.belowBig(1n << BigInt(length)) + 1n) * (random.below(2) === 0 ? 1n : -1n),
      random.belowBig(1n << BigInt(length)) + 1n,
    );

  test("of fractions is exact while they are short, and right when they are long", () => {
    for (let turn = 0; turn < 200; turn++) {
      const length = turn % 4 === 0 ? 900 : 60;
      const a = someFraction(length);
      const b = [someFraction(length), fraction(7n, a.d), fraction(7n, a.d * 3n), fraction(5n, 1n)][
        turn % 4
      ] as Exact;
      for (const [x, n, d] of [
        [plus(a, b, BITS), a.n * b.d + b.n * a.d, a.d * b.d],
        [minus(a, b, BITS), a.n * b.d - b.n * a.d, a.d * b.d],
        [times(a, b, BITS), a.n * b.n, a.d * b.d],
        [over(a, b, BITS) as Real, a.n * b.d * (b.n < 0n ? -1n : 1n), a.d * b.n * (b.n < 0n ? -1n : 1n)],
      ] as const) {
        if (length < 100) expect(isExactly(x, n, d)).toBe(true);
        expect(mayBe(x, fraction(n, d))).toBe(true);
        expect(relativeRadius(ballFrom(x, BITS))).toBeLessThan(2 ** (4 - BITS));
        expect(signOf(x)).toBe(n > 0n ? 1 : n < 0n ? -1 : 0);
      }
      const order = a.n * b.d - b.n * a.d;
      expect(compared(a, b, BITS)).toBe(order > 0n ? 1 : order < 0n ? -1 : 0);
    }
  });

  test("of balls and fractions", () => {
    const third = ballFrom(fraction(1n, 3n), BITS);
    const half = fraction(1n, 2n);
    expect(mayBe(plus(third, half, BITS), fraction(5n, 6n))).toBe(true);
    expect(mayBe(minus(half, third, BITS), fraction(1n, 6n))).toBe(true);
    expect(mayBe(times(third, half, BITS), fraction(1n, 6n))).toBe(true);
    expect(mayBe(over(third, half, BITS), fraction(2n, 3n))).toBe(true);
    expect(mayBe(over(half, third, BITS), fraction(3n, 2n))).toBe(true);
    for (const zero of [number(0), exactZero]) {
      expect(signOf(zero)).toBe(0);
      expect(isZero(zero)).toBe(true);
      expect(isZero(times(zero, third, BITS)) && isZero(times(third, zero, BITS))).toBe(true);
      expect(isZero(over(zero, third, BITS))).toBe(true);
      expect(over(third, zero, BITS)).toBeUndefined();
      expect(compared(plus(zero, third, BITS), third, BITS) ?? 0).toBe(0);
      expect(mayBe(plus(third, zero, BITS), fraction(1n, 3n))).toBe(true);
    }
    expect(over(half, interval(-1, 2), BITS)).toBe(UNKNOWN);
    expect(isZero(minus(third, third, BITS))).toBe(true);
    expect(signOf(times(number(-1), third, BITS))).toBe(-1);
    expect(mayBe(times(number(1), third, BITS), fraction(1n, 3n))).toBe(true);
    expect(compared(third, half, BITS)).toBe(-1);
    expect(compared(third, ballFrom(fraction(1n, 3n), 64), BITS)).toBeUndefined();
  });

  test("of ends and neighbourhoods", () => {
    const [lo, hi] = endsOf(interval(-2, 5));
    expect(toNumber(lo)).toBeCloseTo(-2, 7);
    expect(toNumber(hi)).toBeCloseTo(5, 7);
    const near = within(number(3), number(0.5));
    expect(
      endsOf(near)
        .map(toNumber)
        .map((x) => Math.round(x * 1e6) / 1e6),
    ).toEqual([2.5, 3.5]);
    expect(isExactly(within(number(3), number(0)), 3n)).toBe(true);
    expect(mayBe(negative(near), number(-3.2)) && !mayBe(negative(near), number(3.2))).toBe(true);
  });
});

describe("powers", () => {
  test.each<[x: number, y: number, n: bigint, d: bigint]>([
    [2, 10, 1024n, 1n],
    [-2, 3, -8n, 1n],
    [-2, 4, 16n, 1n],
    [-3, -3, -1n, 27n],
    [0.5, -2, 4n, 1n],
    [0, 5, 0n, 1n],
    [0, 0, 1n, 1n],
    [-7, 0, 1n, 1n],
    [0, 5001, 0n, 1n],
    [0, 0.5, 0n, 1n],
    [1.5, 1, 3n, 2n],
    [-1, 4097, -1n, 1n],
    [-1, 5000, 1n, 1n],
  ])("%d^%d", (x, y, n, d) => {
    expect(mayBe(of("pow", number(x), number(y)), fraction(n, d))).toBe(true);
    if (Math.abs(y) < 100 && y % 1 === 0) expect(isExactly(of("pow", number(x), number(y)), n, d)).toBe(true);
  });

  test.each<[x: number, y: number, value: number]>([
    [2, 0.5, Math.SQRT2],
    [1.0001, 5000, 1.0001 ** 5000],
    [-1.0001, 5001, -(1.0001 ** 5001)],
    [-1.0001, 5000, 1.0001 ** 5000],
    [1.0001, -5001, 1.0001 ** -5001],
    [-1.0001, -5001, -(1.0001 ** -5001)],
    [10, -0.3, 10 ** -0.3],
    [0.01, 1.5, 0.001],
  ])("%d^%d is about %d", (x, y, value) => {
    const found = of("pow", number(x), number(y));
    expect(isReal(found) && toNumber(found) / value).toBeCloseTo(1, 12);
  });

  test("are undefined, or may be, where mathematics says so", () => {
    const [aroundZero, around3] = [interval(-1, 2), interval(2.9, 3.1)];
    expect(of("pow", number(-2), number(0.5))).toBeUndefined();
    expect(of("pow", number(0), number(-1))).toBeUndefined();
    expect(of("pow", number(0), number(-5001))).toBeUndefined();
    expect(of("pow", number(0), number(-0.5))).toBeUndefined();
    expect(of("pow", number(-2), interval(0.2, 0.8))).toBeUndefined();
    expect(of("pow", number(-2), around3)).toBe(UNKNOWN);
    expect(of("pow", number(-2), interval(5, 7.5))).toBe(UNKNOWN);
    expect(of("pow", aroundZero, number(-1))).toBe(UNKNOWN);
    expect(of("pow", aroundZero, number(-5000))).toBe(UNKNOWN);
    expect(of("pow", aroundZero, number(0.5))).toBe(UNKNOWN);
    expect(of("pow", number(0), aroundZero)).toBe(UNKNOWN);
    expect(isZero(of("pow", number(0), around3))).toBe(true);
    expect(of("pow", number(0), interval(-3, -2))).toBeUndefined();
    expect(isExactly(of("pow", aroundZero, number(0)), 1n)).toBe(true);
  });

  test("of wide numbers hold those of the numbers in them, and little more", () => {
    const random = new Random(1);
    for (let turn = 0; turn < 150; turn++) {
      const [a, b] = [random.below(400) / 100 - 2, random.below(400) / 100 - 2].sort((p, q) => p - q) as [
        number,
        number,
      ];
      const y = turn % 3 === 0 ? random.below(9) - 3 : turn % 3 === 1 ? random.below(40) / 10 - 2 : 5000;
      const found = of("pow", interval(a, b), number(y));
      if (!isReal(found)) continue;
      const inner = [a, b, (a + b) / 2, ...(a < 0 && b > 0 ? [0] : [])].filter(
        (x) => y === Math.round(y) || x >= 0,
      );
      const values = inner.map((x) => of("pow", number(x), number(y)));
      for (const value of values) expect(isReal(value) && mayBe(found, value), `${a} ${b} ${y}`).toBe(true);
      if (Math.abs(y) > 10 || a === b) continue;
      const numbers = values.map((value) => toNumber(value as Real));
      const [lo, hi] = endsOf(found).map(toNumber) as [number, number];
      const [least, most] = [Math.min(...numbers), Math.max(...numbers)];
      const room = 1e-6 * (most - least) + 1e-12 * Math.max(Math.abs(most), Math.abs(least));
      expect(lo, `${a} ${b} ${y}`).toBeGreaterThanOrEqual(least - room);
      expect(hi, `${a} ${b} ${y}`).toBeLessThanOrEqual(most + room);
    }
    // both operands wide: the corners
    const [lo, hi] = endsOf(of("pow", interval(2, 3), interval(0.5, 2)) as Real).map(toNumber) as [
      number,
      number,
    ];
    expect(lo).toBeCloseTo(Math.SQRT2, 6);
    expect(hi).toBeCloseTo(9, 6);
    const below = endsOf(of("pow", interval(0.5, 2), interval(-1, 2)) as Real).map(toNumber) as [
      number,
      number,
    ];
    expect(below[0]).toBeCloseTo(0.25, 6);
    expect(below[1]).toBeCloseTo(4, 6);
  });

  test("x ln y is 0 for x = 0 wherever y is not negative", () => {
    expect(isZero(of("xlogy", number(0), number(0)))).toBe(true);
    expect(isZero(of("xlogy", number(0), number(3)))).toBe(true);
    expect(of("xlogy", number(0), number(-1))).toBeUndefined();
    expect(of("xlogy", number(1), number(0))).toBeUndefined();
    expect(of("xlogy", number(0), interval(-1, 1))).toBe(UNKNOWN);
    expect(toNumber(of("xlogy", number(3), number(2)) as Real)).toBeCloseTo(3 * Math.LN2, 14);
  });
});

describe("functions that turn hold their extreme", () => {
  // minima of silu and gelu: solutions of f' = 0 by mpmath
  test.each<[name: WideName, at: number, value: string]>([
    ["silu", -1.278464542761074, "-0.27846454276107379510935873902298015543"],
    ["gelu", -0.7517915246935645, "-0.16997120747990369"],
    ["cosh", 0, "1"],
    ["square", 0, "0"],
    ["abs", 0, "0"],
    ["oneMinusSquare", 0, "1"],
    ["relu", 0, "0"],
  ])("%s", (name, at, value) => {
    const extreme = decimalOf(value);
    for (const [below, above] of [
      [0.3, 0.4],
      [1e-3, 0.5],
      [0.5, 1e-3],
      [1e-6, 1e-6],
      [2, 3],
    ] as const) {
      const found = of(name, interval(at - below, at + above));
      const room = within(extreme, fraction(1n, 10n ** 17n));
      expect(mayBe(found, room), `${below} ${above}`).toBe(true);
      // and what is at the ends and between them
      for (const x of [at - below, at + above, at + above / 3])
        expect(mayBe(found, of(name, number(x)) as Real)).toBe(true);
    }
  });
  const decimalOf = (text: string): Exact => {
    const [whole = "", places = ""] = text.split(".");
    return fraction(BigInt(whole + places), 10n ** BigInt(places.length));
  };
});

describe("wide numbers far out", () => {
  test.each<WideName>([
    "exp",
    "expm1",
    "sinh",
    "cosh",
    "sigmoid",
    "softplus",
    "tanh",
    "atan",
    "log",
    "sqrt",
    "sin",
    "cos",
    "log1p",
    "silu",
    "gelu",
    "erf",
    "erfc",
  ])("%s", (name) => {
    const random = new Random(3);
    for (let turn = 0; turn < 40; turn++) {
      const middle =
        (random.below(2 ** 22) / 2 ** (turn % 8)) *
          (turn % 2 === 0 || ["log", "sqrt", "log1p"].includes(name) ? 1 : -1) +
        0.75;
      const reach = random.below(60) / 8;
      const whole = of(name, interval(middle - reach, middle + reach));
      if (!isReal(whole)) continue;
      for (const part of [-1, -0.6, 0, 0.3, 1]) {
        const value = of(name, number(middle + part * reach));
        expect(isReal(value) && mayBe(whole, value), `${middle} ${reach} ${part}`).toBe(true);
      }
    }
  });

  test("sines and cosines of wide numbers are as wide as they must be, and no wider than twice that", () => {
    for (const [name, at] of [
      ["sin", Math.PI / 2],
      ["cos", 0],
      ["sin", 1],
      ["cos", 1],
      ["cos", Math.PI],
      ["sin", 40],
    ] as const)
      for (const reach of [0.01, 0.1, 0.3]) {
        const [lo, hi] = endsOf(of(name, interval(at - reach, at + reach)) as Real).map(toNumber) as [
          number,
          number,
        ];
        const f = Math[name];
        const off = Math.max(...[-1, -0.5, 0.5, 1].map((part) => Math.abs(f(at + part * reach) - f(at))));
        expect(hi - lo, `${name} ${at} ${reach}`).toBeLessThanOrEqual(4 * off);
        for (const part of [-1, 0, 1]) {
          const y = f(at + part * reach);
          expect(lo <= y + 1e-12 && y - 1e-12 <= hi, `${name} ${at} ${reach}`).toBe(true);
        }
      }
    const [lo, hi] = endsOf(of("sin", interval(-50, 90)) as Real).map(toNumber) as [number, number];
    expect([lo <= -1, lo > -1.01, hi >= 1, hi < 1.01]).toEqual([true, true, true, true]);
  });
});

describe("choices", () => {
  const [above, below, around] = [interval(0.1, 2), interval(-2, -0.1), interval(-1, 2)];
  const holds: Readonly<Record<string, readonly (0 | 1 | undefined)[]>> = {
    // for a number above, below and around 0, and for 0, each compared with 0
    gt: [1, 0, undefined, 0],
    ge: [1, 0, undefined, 1],
    lt: [0, 1, undefined, 0],
    le: [0, 1, undefined, 1],
    eq: [0, 0, undefined, 1],
    ne: [1, 1, undefined, 0],
  };
  test.each(Object.entries(holds))("%s", (name, expected) => {
    [above, below, around, number(0)].forEach((x, k) => {
      const found = of(name as WideName, x, number(0));
      const known = expected[k];
      if (known !== undefined) expect(isExactly(found, BigInt(known))).toBe(true);
      else expect(mayBe(found, number(0)) && mayBe(found, number(1))).toBe(true);
    });
  });

  test("pieces and signs", () => {
    const five = number(5);
    expect([above, below, number(0)].map((x) => toNumber(of("sign", x) as Real))).toEqual([1, -1, 0]);
    expect([-1, 0, 1].every((x) => mayBe(of("sign", around), number(x)))).toBe(true);
    expect([above, below, number(0)].map((x) => toNumber(of("step", x) as Real))).toEqual([1, 0, 1]);
    expect(
      endsOf(of("relu", around) as Real)
        .map(toNumber)
        .map((x) => Math.round(x * 1e6) / 1e6 + 0),
    ).toEqual([0, 2]);
    expect(
      endsOf(of("abs", around) as Real)
        .map(toNumber)
        .map((x) => Math.round(x * 1e6) / 1e6 + 0),
    ).toEqual([0, 2]);
    expect(
      endsOf(of("leakyRelu", around, number(0.5)) as Real).map((x) => Math.round(toNumber(x) * 1e6) / 1e6),
    ).toEqual([-0.5, 2]);
    const [lo, hi] = endsOf(of("elu", around, number(2)) as Real).map(toNumber) as [number, number];
    expect(lo).toBeCloseTo(2 * Math.expm1(-1), 6);
    expect(hi).toBeCloseTo(2, 6);
    expect(toNumber(of("leakyRelu", number(-3), number(0.5)) as Real)).toBe(-1.5);
    expect(toNumber(of("leakyRelu", five, number(0.5)) as Real)).toBe(5);
    expect(toNumber(of("elu", number(-3), number(2)) as Real)).toBeCloseTo(2 * Math.expm1(-3), 14);
  });

  test("the larger and the smaller of two", () => {
    const round = (x: Wide): number[] =>
      endsOf(x as Real).map((end) => Math.round(toNumber(end) * 1e6) / 1e6 + 0);
    expect(toNumber(of("max", number(2), number(-3)) as Real)).toBe(2);
    expect(toNumber(of("min", number(2), number(-3)) as Real)).toBe(-3);
    expect(toNumber(of("max", number(2), number(2)) as Real)).toBe(2);
    expect(round(of("max", interval(0, 3), interval(1, 2)))).toEqual([1, 3]);
    expect(round(of("min", interval(0, 3), interval(1, 2)))).toEqual([0, 2]);
    expect(round(of("max", interval(0, 2), interval(1, 3)))).toEqual([1, 3]);
    expect(round(of("min", interval(0, 2), interval(1, 3)))).toEqual([0, 2]);
    expect(round(of("max", around, number(0)))).toEqual([0, 2]);
  });

  test("what a condition takes", () => {
    const [one, two] = [number(1), number(2)];
    expect(isExactly(of("where", one, one, two), 1n)).toBe(true);
    expect(isExactly(of("where", number(0), one, two), 2n)).toBe(true);
    expect(isExactly(of("where", number(-0.5), one, two), 1n)).toBe(true);
    expect(isExactly(of("where", one, one, undefined), 1n)).toBe(true);
    expect(of("where", number(0), one, undefined)).toBeUndefined();
    expect(of("where", undefined, one, two)).toBeUndefined();
    expect(of("where", UNKNOWN, one, two)).toBe(UNKNOWN);
    expect(of("where", around, one, undefined)).toBe(UNKNOWN);
    expect(of("where", around, undefined, undefined)).toBeUndefined();
    const either12 = of("where", around, one, two);
    expect(mayBe(either12, one) && mayBe(either12, two)).toBe(true);
  });

  test("one operand that has no value leaves none, one that is unknown leaves it open", () => {
    expect(of("add", number(1), undefined)).toBeUndefined();
    expect(of("add", UNKNOWN, number(1))).toBe(UNKNOWN);
    expect(of("mul", UNKNOWN, undefined)).toBeUndefined();
    expect(of("exp", undefined)).toBeUndefined();
    expect(of("exp", UNKNOWN)).toBe(UNKNOWN);
    expect(of("exp", of("exp", of("exp", number(100))))).toBe(UNKNOWN);
  });
});

describe("where functions are defined", () => {
  test.each<[name: WideName, inside: readonly number[], outside: readonly number[]]>([
    ["sqrt", [0, 1e-9, 4], [-1e-9, -3]],
    ["log", [1e-9, 1, 7], [0, -1e-9, -2]],
    ["log1p", [-0.75, 0, 5], [-1, -1.5]],
    ["asin", [-1, 1, 0, 0.99], [1.0001, -1.0001, 4]],
    ["acos", [-1, 1, 0, -0.99], [1.0001, -1.0001, -4]],
  ])("%s", (name, inside, outside) => {
    for (const x of inside) {
      const found = of(name, number(x));
      expect(isReal(found) && toNumber(found)).toBeCloseTo(
        (Math[name as "sqrt"] as (y: number) => number)(x),
        12,
      );
    }
    for (const x of outside) expect(of(name, number(x))).toBeUndefined();
    const [border] = outside;
    expect(of(name, interval((inside[0] as number) - 0.5, (inside[0] as number) + 0.5))).toBe(UNKNOWN);
    expect(border).toBeDefined();
  });

  test("exact values stay exact", () => {
    expect(isExactly(of("sqrt", fraction(4n, 9n)), 2n, 3n)).toBe(true);
    expect(isExactly(of("sqrt", fraction(8n, 18n)), 2n, 3n)).toBe(true);
    expect(isExactly(of("sqrt", number(0)), 0n)).toBe(true);
    const names: readonly (readonly [WideName, number, bigint])[] = [
      ["exp", 0, 1n], ["log", 1, 0n], ["log1p", 0, 0n], ["expm1", 0, 0n], ["sin", 0, 0n], ["cos", 0, 1n], ["tan", 0, 0n],
      ["atan", 0, 0n], ["sinh", 0, 0n], ["cosh", 0, 1n], ["tanh", 0, 0n], ["erf", 0, 0n], ["erfc", 0, 1n], ["square", -3, 9n],
    ]; // biome-ignore format: a table
    for (const [name, x, value] of names) expect(isExactly(of(name, number(x)), value), name).toBe(true);
    expect(isExactly(of("sigmoid", number(0)), 1n, 2n)).toBe(true);
  });
});
