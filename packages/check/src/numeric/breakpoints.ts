import type { Node, Rational, Sizes } from "@chainrule/graph";
import { type Budget, TooCostly } from "../budget";
import type { Kink } from "./kinks";
import type { Point } from "./point";
import { derivativeOf, type Polynomial, polynomialsIn, valueAt } from "./polynomial";
import { realRoots } from "./real-roots";
import { along, FARTHEST, rootsAlong } from "./search";
import { fraction, toNumber } from "./wide";

/** How far beside a border the points lie, relative to it or to 1. */
const DISTANCES = [-1e-3, 1e-3, -1e-6, 1e-6];

const [MOST_SYMBOLS, MOST_ROOTS, MOST_ENTRIES, MOST_CRITICAL] = [4, 8, 4, 3];

/** The values of one symbol at which something is 0 that a graph depends on, from the least to the largest. */
export interface Breakpoints {
  readonly symbol: Node;
  readonly roots: readonly number[];
  /** Those that do not depend on other symbols. */
  readonly own: readonly number[];
  /** What all other symbols are. */
  readonly base: Point;
  /** Nearer to 0 than this, no root was left out; infinite where all are known. */
  readonly covered: number;
}

/** A function of one symbol: a polynomial, or what only its values are known of. */
interface Line {
  readonly kink: Kink;
  readonly entry: number;
  readonly polynomial: Polynomial | undefined;
}

/** Where kinks and borders lie along single symbols, all others as at a point. */
export function breakpointsOf(
  kinks: readonly Kink[],
  base: Point,
  sizes: Sizes,
  budget: Budget,
): Breakpoints[] {
  const symbols = [...new Set(kinks.flatMap(({ below }) => [...below].slice(0, 2)))].slice(0, MOST_SYMBOLS);
  const found = symbols.map((symbol) => breakpointsAlong(kinks, symbol, base, sizes, budget));
  const met = new Set(found.flatMap(({ solved }) => [...solved]));
  const others = kinks.filter((kink) => !met.has(kink) && kink.below.size > 1);
  const climbed = others.flatMap((kink) => climb(kink, base, sizes, budget) ?? []);
  return [...found.map(({ breakpoints }) => breakpoints), ...climbed];
}

function breakpointsAlong(
  kinks: readonly Kink[],
  symbol: Node,
  base: Point,
  sizes: Sizes,
  budget: Budget,
): { readonly breakpoints: Breakpoints; readonly solved: ReadonlySet<Kink> } {
  const solved = new Set<Kink>();
  const own = new Set<number>();
  const all = new Set<number>();
  let covered = Number.POSITIVE_INFINITY;
  for (const line of linesOf(kinks, symbol, base, sizes, budget)) {
    const { kink } = line;
    const found = rootsOf(line, symbol, base, sizes, budget);
    covered = Math.min(covered, found.covered);
    if (found.roots.length > 0) solved.add(kink);
    for (const root of found.roots) {
      all.add(root);
      if (kink.below.size === 1) own.add(root);
    }
  }
  const roots = [...all].sort((a, b) => Math.abs(a) - Math.abs(b));
  if (roots.length > MOST_ROOTS) covered = Math.min(covered, Math.abs(roots[MOST_ROOTS] as number));
  const kept = roots.slice(0, MOST_ROOTS).sort((a, b) => a - b);
  return { breakpoints: { symbol, roots: kept, own: kept.filter((x) => own.has(x)), base, covered }, solved };
}

const valueIn =
  (point: Point) =>
  (node: Node, entry: number): number =>
    point.get(node)?.[entry] ?? Number.NaN;

/** The entries of the kinks that depend on the first entry of a symbol. */
function linesOf(kinks: readonly Kink[], symbol: Node, base: Point, sizes: Sizes, budget: Budget): Line[] {
  const relevant = kinks.filter(({ below }) => below.has(symbol));
  const found = polynomialsIn(
    relevant.map(({ zero }) => zero),
    symbol,
    valueIn(base),
    sizes,
    budget,
  );
  return relevant.flatMap((kink, k) =>
    (found[k] ?? [])
      .map((polynomial, entry): Line => ({ kink, entry, polynomial }))
      .filter(({ polynomial }) => polynomial === undefined || polynomial.length > 1)
      .slice(0, MOST_ENTRIES),
  );
}

function rootsOf(
  { entry, kink, polynomial }: Line,
  symbol: Node,
  base: Point,
  sizes: Sizes,
  budget: Budget,
): { readonly roots: readonly number[]; readonly covered: number } {
  if (polynomial === undefined) {
    const { covered, roots } = rootsAlong(along(kink.zero, entry, symbol, valueIn(base), sizes, budget));
    return { roots: roots.map(short), covered };
  }
  const roots = realRoots(polynomial, budget).map(numberOf);
  return { roots: roots.filter((x) => Math.abs(x) < Number.MAX_VALUE), covered: Number.POSITIVE_INFINITY };
}

const numberOf = ({ d, n }: Rational): number => {
  const value = toNumber(fraction(n, d));
  const printed = short(value);
  // a root of few digits is meant exactly
  return Math.abs(printed - value) <= 1e-14 * Math.abs(value) ? printed : value;
};

const short = (x: number): number => Number(x.toPrecision(12));

/**
 * Where a polynomial in several symbols changes its sign off the lines through a point: from one place where its slope along a
 * symbol is 0 to the next, until a line through it meets a root.
 */
function climb(kink: Kink, base: Point, sizes: Sizes, budget: Budget): Breakpoints | undefined {
  let point = base;
  for (const symbol of [...kink.below].slice(0, MOST_SYMBOLS)) {
    const [line] = linesOf([kink], symbol, point, sizes, budget);
    const polynomial = line?.polynomial;
    if (polynomial === undefined) return undefined;
    const roots = realRoots(polynomial, budget).map(numberOf);
    if (roots.length > 0 && point !== base)
      return {
        symbol,
        roots: roots.slice(0, MOST_ROOTS),
        own: [],
        base: point,
        covered: Number.POSITIVE_INFINITY,
      };
    const critical = realRoots(derivativeOf(polynomial), budget).slice(0, MOST_CRITICAL);
    const sizeAt = (x: Rational): number => Math.abs(numberOf(valueAt(polynomial, x)));
    const [nearest] = critical.sort((x, y) => sizeAt(x) - sizeAt(y));
    if (nearest !== undefined) point = moved(point, symbol, Number(numberOf(nearest).toPrecision(9)));
  }
  return undefined;
}

/** Points beside the breakpoints of a symbol, between them, and beyond. */
export function pointsBeside({ base, roots, symbol }: Breakpoints): Point[] {
  const [first, last] = [roots[0], roots.at(-1)];
  if (first === undefined || last === undefined) return [];
  const gaps = roots.slice(1).map((root, k) => root - (roots[k] as number));
  const nearest = Math.min(...gaps.filter((gap) => gap > 0), Number.POSITIVE_INFINITY);
  const beside = roots.flatMap((root) => {
    const scale = Math.min(Math.max(1, Math.abs(root)), nearest * 300);
    return DISTANCES.map((step) => root + step * scale);
  });
  const between = roots.slice(1).map((root, k) => (root + (roots[k] as number)) / 2);
  const beyond = [
    first - 1,
    first - 7,
    last + 1,
    last + 7,
    Math.min(10 * first, -10),
    Math.max(10 * last, 10),
  ];
  return [...between, ...beyond, ...beside].map((x) => moved(base, symbol, Number(x.toPrecision(14))));
}

/** Points that lie beyond the own breakpoints of two symbols at once: two borders may have to be crossed together. */
export function pointsBeyond(all: readonly Breakpoints[]): Point[] {
  const ends = all.map(({ own, symbol }) => ({
    symbol,
    places: own.length === 0 ? [] : [Math.min(...own) - 1, Math.max(...own) + 1],
  }));
  return all.flatMap(({ base, symbol }, k) =>
    (ends[k] as (typeof ends)[number]).places.flatMap((x) =>
      ends
        .slice(k + 1)
        .flatMap((other) => other.places.map((y) => moved(moved(base, symbol, x), other.symbol, y))),
    ),
  );
}

/** The point with another first entry of one symbol. */
export function moved(point: Point, symbol: Node, x: number): Point {
  const [, ...rest] = point.get(symbol) ?? [];
  return new Map([...point, [symbol, [x, ...rest]]]);
}

/** In which region nothing was left out: "|x| <= 1e6"; undefined where that is everywhere. */
export function regionOf(
  breakpoints: readonly Breakpoints[],
  nameOf: (symbol: Node) => string,
): string | undefined {
  const limited = breakpoints.filter(({ covered }) => covered < Number.POSITIVE_INFINITY);
  if (limited.length === 0) return undefined;
  return limited
    .map(({ covered, symbol }) => {
      const name = nameOf(symbol);
      const size = symbol.shape.length === 0 ? `|${name}|` : `the entries of ${name}`;
      return `${size} <= ${covered >= FARTHEST ? "1e6" : String(Number(roundedDown(covered)))}`;
    })
    .join(", ");
}

/** Two digits of a number that are not above it. */
function roundedDown(x: number): number {
  if (x <= 0) return 0;
  const unit = 10 ** (Math.floor(Math.log10(x)) - 1);
  return Number((Math.floor(x / unit) * unit).toPrecision(2));
}

/** What a search that is cut short found. */
export function unlessTooCostly<T>(compute: () => T, otherwise: T, whole: Budget): T {
  try {
    return compute();
  } catch (error) {
    if (error instanceof TooCostly && !whole.isUsedUp) return otherwise;
    throw error;
  }
}
