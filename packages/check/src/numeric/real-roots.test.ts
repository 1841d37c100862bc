/** Roots of polynomials that are built from their roots, and of graphs whose roots are known. */
import { type Node, type Rational, rational, scalar } from "@chainrule/graph";
import { expression } from "@chainrule/graph/mathjs";
import { describe, expect, test } from "vitest";
import { Budget } from "../budget";
import { Random } from "../prove/random";
import { derivativeOf, type Polynomial, polynomialsIn, valueAt } from "./polynomial";
import { realRoots } from "./real-roots";

const { fraction, plus, times, ZERO } = rational;
const whole = (n: number | bigint): Rational => ({ n: BigInt(n), d: 1n });
const numberOf = ({ d, n }: Rational): number => Number(n) / Number(d);
const opposite = ({ d, n }: Rational): Rational => ({ n: -n, d });

function product(p: Polynomial, q: Polynomial): Polynomial {
  const out = Array.from({ length: p.length + q.length - 1 }, () => ZERO);
  p.forEach((a, i) => {
    q.forEach((b, j) => {
      out[i + j] = plus(out[i + j] as Rational, times(a, b));
    });
  });
  return out;
}
/** c times the product of x - r. */
const withRoots = (roots: readonly Rational[], c: Rational, more: readonly Polynomial[] = []): Polynomial =>
  [...roots.map((r): Polynomial => [opposite(r), whole(1)]), ...more].reduce(product, [c]);

const rootsOf = (p: Polynomial): number[] => realRoots(p, new Budget(1e12)).map(numberOf);

function expectRoots(found: readonly number[], known: readonly number[], text = ""): void {
  expect(found.length, text).toBe(known.length);
  const isNear = (x: number, y: number): boolean => Math.abs(x - y) <= 1e-15 * Math.max(Math.abs(y), 1e-30);
  expect(
    found.filter((x, k) => !isNear(x, known[k] as number)),
    text,
  ).toEqual([]);
}

describe("polynomials that are built from their roots", () => {
  const random = new Random(1);
  const someFraction = (): Rational =>
    fraction(
      BigInt(random.below(2001) - 1000) * 10n ** BigInt(random.below(5)),
      BigInt(1 + random.below(60)),
    );
  const someRoots = (count: number): Rational[] => Array.from({ length: count }, someFraction);
  const distinct = (roots: readonly Rational[]): number[] =>
    [...new Set(roots.map(numberOf))].sort((a, b) => a - b);

  test.each([1, 2, 3, 4, 5, 6])("of degree %d, each root once", (degree) => {
    for (let turn = 0; turn < 10; turn++) {
      const roots = someRoots(degree);
      const c = someFraction();
      if (c.n === 0n) continue;
      expectRoots(rootsOf(withRoots(roots, c)), distinct(roots), roots.map(numberOf).join());
    }
  });

  test("of degree 1 and 2 with fractions for roots, exactly", () => {
    for (let turn = 0; turn < 60; turn++) {
      const roots = someRoots(1 + (turn % 2));
      const c = fraction(BigInt(turn % 3 === 0 ? -7 : 3), 11n);
      const p = withRoots(roots, c);
      for (const root of realRoots(p, new Budget(1e9))) expect(valueAt(p, root).n).toBe(0n);
    }
  });

  test("with roots that stand several times, and factors that have none", () => {
    const none: Polynomial = [whole(3), whole(1), whole(2)]; // 3 + x + 2 x^2
    for (let turn = 0; turn < 25; turn++) {
      const [a, b] = [someFraction(), someFraction()];
      const known = distinct([a, b]);
      expectRoots(rootsOf(withRoots([a, a, b], whole(2))), known);
      expectRoots(rootsOf(withRoots([a, a, b, b, b], whole(-1))), known);
      expectRoots(rootsOf(withRoots([a, b], whole(5), [none])), known);
      expectRoots(rootsOf(withRoots([a, a], fraction(1n, 3n), [none, none])), distinct([a]));
    }
    expectRoots(rootsOf(product(none, none)), []);
    expectRoots(rootsOf(none), []);
    expectRoots(rootsOf([whole(4)]), []);
    expectRoots(rootsOf([]), []);
  });

  test("with roots far out, close to one another, and at powers of two", () => {
    const far = [whole(10n ** 40n), whole(-(10n ** 25n)), fraction(1n, 10n ** 12n)];
    expectRoots(rootsOf(withRoots(far, whole(1))), distinct(far));
    const close = [fraction(1n, 3n), fraction(10n ** 9n + 1n, 3n * 10n ** 9n), whole(1)];
    expectRoots(rootsOf(withRoots(close, whole(1))), distinct(close));
    const powers = [-8, -4, -2, 0, 2, 4, 8].map(whole);
    expectRoots(rootsOf(withRoots(powers, whole(-3))), distinct(powers));
  });

  test("with roots that are no fractions", () => {
    expectRoots(rootsOf([-2, 0, 1].map(whole)), [-Math.SQRT2, Math.SQRT2]);
    expectRoots(rootsOf([1, 0, -2].map(whole)), [-Math.SQRT1_2, Math.SQRT1_2]);
    expectRoots(rootsOf([-5, 0, 0, 1].map(whole)), [Math.cbrt(5)]);
    expectRoots(rootsOf([-1, -1, 1].map(whole)), [(1 - Math.sqrt(5)) / 2, (1 + Math.sqrt(5)) / 2]);
    expectRoots(rootsOf([6, 0, -5, 0, 1].map(whole)), [-Math.sqrt(3), -Math.SQRT2, Math.SQRT2, Math.sqrt(3)]);
    // the Chebyshev polynomial of degree 5 is 0 at cos((2 k + 1) pi / 10)
    const nodes = [9, 7, 5, 3, 1].map((k) => (k === 5 ? 0 : Math.cos((k * Math.PI) / 10)));
    const found = rootsOf([0, 5, 0, -20, 0, 16].map(whole));
    found.forEach((x, k) => {
      expect(x).toBeCloseTo(nodes[k] as number, 14);
    });
  });
});

test("values and derivatives of polynomials", () => {
  const random = new Random(4);
  for (let turn = 0; turn < 50; turn++) {
    const numbers = Array.from({ length: 1 + random.below(7) }, () => random.below(19) - 9);
    const p = numbers.map(whole);
    const x = random.below(13) - 6;
    expect(valueAt(p, whole(x))).toEqual(whole(numbers.reduce((all, c, k) => all + c * x ** k, 0)));
    const slope = numbers.reduce((all, c, k) => all + (k === 0 ? 0 : k * c * x ** (k - 1)), 0);
    expect(valueAt(derivativeOf(p), whole(x))).toEqual(whole(slope));
  }
});

describe("graphs as polynomials", () => {
  const [x, y] = [scalar("x"), scalar("y")];
  const symbols: Record<string, Node> = { x, y };
  const polynomialOf = (text: string): Polynomial | undefined =>
    polynomialsIn(
      [expression(text, symbols)],
      x,
      (node) => (node === y ? 2 : 0),
      {},
      new Budget(1e9),
    )[0]?.[0];

  // the roots of the numerator may be poles as well, which are given after them
  test.each<[text: string, roots: readonly number[], poles?: readonly number[]]>([
    ["x^2 - 5 * x + 6", [2, 3]],
    ["(x - 1) * (x + 2) * (x - 4)", [-2, 1, 4]],
    ["1 / (x - 1) - 2 / (x - 4)", [-2], [1, 4]],
    ["x / (x - 1) + 3", [0.75], [1]],
    ["1 / (1 / x + 1 / 4)", [], [0, -4]],
    ["(x^2 - 9) / 5 + y - 2", [-3, 3]],
    ["x^3 / y - 4", [2]],
    ["x^y - 49", [-7, 7]],
    ["square(x - 3)", [3]],
    ["1 - x^2", [-1, 1]],
    ["-(x + 8)", [-8]],
    ["x * sqrt(4) - 10", [5]],
    ["x - exp(0) * 3", [3]],
    ["x * y / 3 - 0.25", [0.375]],
    ["(x + 1)^3 - 8", [1]],
    ["(x - 6) / (x - 6) * (x - 5)", [5], [6]],
    ["x^0 * (x - 2)", [2]],
    ["(2 * x + 1) / (x^2 + 1)", [-0.5]],
    ["x / (2 / (x - 1)) - 3", [-2, 3], [1]],
    ["(x - 1) * (1 / (x - 4)) - 2", [7], [4]],
    ["(1 / (x - 4)) * (x - 1) - 2", [7], [4]],
    ["(1 / (x - 4)) * (1 / (x + 4)) - 1 / 9", [-5, 5], [-4, 4]],
    ["(3 / (x + 1))^2 - 1", [-4, 2], [-1]],
    ["(x - 1) / (x + 3) * ((x + 5) / (x - 9))", [-5, 1], [-3, 9]],
    ["(x - 1) / (x + 3) / ((x + 5) / (x - 7))", [1], [-3, -5, 7]],
  ])("%s", (text, roots, poles = []) => {
    const found = rootsOf(polynomialOf(text) ?? []);
    for (const root of roots)
      expect(
        found.some((each) => Math.abs(each - root) < 1e-12),
        `${root}`,
      ).toBe(true);
    for (const each of found)
      expect(
        [...roots, ...poles].some((root) => Math.abs(each - root) < 1e-12),
        `${each}`,
      ).toBe(true);
  });

  test.each(["exp(x)", "sqrt(x)", "x^x", "x^(1/2)", "abs(x)", "x^40", "1 / (x - x)", "max(x, 1)"])(
    "%s is none",
    (text) => {
      expect(polynomialOf(text)).toBeUndefined();
    },
  );

  test("what does not depend on the symbol is a number, as exact as 128 bits are", () => {
    const p = polynomialOf("x * exp(y) - sin(1)") as Polynomial;
    expect(p).toHaveLength(2);
    expect(numberOf(p[1] as Rational)).toBeCloseTo(Math.exp(2), 14);
    expect(numberOf(p[0] as Rational)).toBeCloseTo(-Math.sin(1), 15);
    expect(polynomialOf("y - 2")).toEqual([]);
  });
});
