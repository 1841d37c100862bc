import { evaluate, type Node, type Sizes, type Value, walk } from "@chainrule/graph";
import { Random } from "../prove/random";
import { type Breakpoints, breakpointsOf, moved, pointsBeside } from "./beside";
import { DECLARED_DIGITS, isKnownInFloat } from "./declared";
import { OutOfRange, toNumber, UNIT } from "./fixed";
import { type Kink, kinksOf } from "./kinks";
import { numericGraphs, type Point, pointFor, valuesAt } from "./point";
import { decimal, type Precise, preciseTable } from "./precise-table";
import { ulpsBetween } from "./ulps";

/** What the two sides are at one point. */
export interface PointFound {
  readonly point: Point;
  readonly status: "equal" | "different" | "claim undefined" | "truth undefined" | "both undefined";
  /** The first entry that decides. */
  readonly entry: number;
  readonly claim: Precise;
  readonly truth: Precise;
}

export interface Comparison {
  /** Random points, and then points close to kinks and borders, between them and beyond. */
  readonly points: readonly PointFound[];
  /** How many of them are random. */
  readonly random: number;
  readonly breakpoints: readonly Breakpoints[];
  readonly worstUlps: number;
  readonly digits: Digits;
  /** Whether a point was found on each kink. */
  readonly isEachMet: boolean;
  readonly kinks: readonly (PointFound & { readonly kink: Kink })[];
}

/** At least so many points of the domain are asked for, and so many tried. */
const MOST_TRIES = 6;
/** Small whole numbers that are tried to hit a kink exactly. */
const KINK_TRIES = 80;
/** So many points beside kinks and borders are compared. */
const MOST_BESIDE = 60;

/** To how many digits the values of graphs are known. */
export type Digits = 30 | typeof DECLARED_DIGITS;

/** Of two numbers that agree: how many bits they share, and what is as good as 0. */
const AGREEMENT: Readonly<Record<Digits, readonly [bits: bigint, nothing: bigint]>> = {
  30: [100n, 1n << 100n],
  [DECLARED_DIGITS]: [30n, UNIT >> 40n],
};

/** Two numbers are equal if they agree to 30 digits, or both are as good as 0. */
export function isEqual(a: bigint, b: bigint, digits: Digits = 30): boolean {
  const difference = a > b ? a - b : b - a;
  const size = b < 0n ? -b : b;
  const [bits, nothing] = AGREEMENT[digits];
  return difference <= (size >> bits) + nothing;
}

/** Compares two graphs of one shape with numbers of high precision, at `count` seeded points of the domain. */
export function comparePoints(
  claim: Node,
  truth: Node,
  sizes: Sizes,
  seed: number,
  count: number,
): Comparison {
  const { roots, symbols } = numericGraphs([claim, truth]);
  const [left, right] = roots as [Node, Node];
  const kinks = kinksOf(roots);
  const sides = { claim: left, truth: right, digits: digitsOf(roots) };
  const random = new Random(seed);
  const points: PointFound[] = [];
  let worstUlps = 0;
  let common = 0;
  const tries = symbols.length === 0 ? 1 : count * MOST_TRIES;
  for (let turn = 0; turn < tries && common < count; turn++) {
    const found = foundAt(sides, kinks, pointFor(symbols, sizes, random, turn), sizes);
    if (found === undefined) continue;
    points.push(found);
    if (found.status === "equal" || found.status === "different") common++;
    if (found.status === "equal") worstUlps = Math.max(worstUlps, ulpsAt(left, right, found.point, sizes));
  }
  const base = pointFor(symbols, sizes, random, 0);
  const breakpoints = kinks.length === 0 ? [] : breakpointsOf(kinks, base, sizes);
  const near = breakpoints.flatMap((each) => pointsBeside(each, base)).slice(0, MOST_BESIDE);
  const beside = near.flatMap((point) => foundAt(sides, kinks, point, sizes) ?? []);
  const onRoots = breakpoints.flatMap(({ roots, symbol }) => roots.map((root) => moved(base, symbol, root)));
  const met = kinks.flatMap((kink) => {
    const found = atKink(kink, onRoots, symbols, sizes, random, sides);
    return found === undefined ? [] : [{ ...found, kink }];
  });
  const isOf = ({ kink }: { readonly kink: Kink }): boolean => kink.sort === "kink";
  return {
    points: [...points, ...beside],
    random: points.length,
    breakpoints,
    worstUlps,
    digits: sides.digits,
    isEachMet: met.filter(isOf).length === kinks.filter((kink) => isOf({ kink })).length,
    kinks: met.filter((each) => isOf(each) || !agrees(each)),
  };
}

/** What is compared, and how closely. */
interface Sides {
  readonly claim: Node;
  readonly truth: Node;
  readonly digits: Digits;
}

/** Operations that users declared are known in float64 only. */
export const digitsOf = (roots: readonly Node[]): Digits => (isKnownInFloat(roots) ? DECLARED_DIGITS : 30);

/** Whether both sides are the same at a point, or neither is defined there. */
export const agrees = ({ status }: Pick<PointFound, "status">): boolean =>
  status === "equal" || status === "both undefined";

/** Both sides at a point; undefined on a kink, and where numbers leave the range that is computed with. */
function foundAt(
  { claim, digits, truth }: Sides,
  kinks: readonly Kink[],
  point: Point,
  sizes: Sizes,
): PointFound | undefined {
  try {
    const at = preciseAt([claim, truth, ...kinks.map(({ zero }) => zero)], point, sizes);
    if (kinks.some(({ zero }) => at(zero).some((value) => value === 0n))) return undefined;
    return { point, ...compared(at(claim), at(truth), digits) };
  } catch (error) {
    if (error instanceof OutOfRange) return undefined;
    throw error;
  }
}

type PreciseAt = (node: Node) => readonly Precise[];

/** Values of high precision at a point. */
export function preciseAt(roots: readonly Node[], point: Point, sizes: Sizes): PreciseAt {
  const symbol = (node: Node, entry: number): Precise => decimal(point.get(node)?.[entry] ?? Number.NaN);
  const at = walk(roots, sizes, preciseTable(symbol));
  return (node) => at(node).data;
}

function compared(
  left: readonly Precise[],
  right: readonly Precise[],
  digits: Digits,
): Omit<PointFound, "point"> {
  let status: PointFound["status"] = "equal";
  let place = 0;
  for (const [entry, truth] of right.entries()) {
    const claim = left[entry];
    const found = statusOf(claim, truth, digits);
    if (found === "equal" || (found === "both undefined" && status !== "equal")) continue;
    [status, place] = [found, entry];
    if (found !== "both undefined") break;
  }
  return { status, entry: place, claim: left[place], truth: right[place] };
}

function statusOf(claim: Precise, truth: Precise, digits: Digits): PointFound["status"] {
  if (claim === undefined) return truth === undefined ? "both undefined" : "claim undefined";
  if (truth === undefined) return "truth undefined";
  return isEqual(claim, truth, digits) ? "equal" : "different";
}

/** The largest difference of the entries in float64. */
function ulpsAt(claim: Node, truth: Node, point: Point, sizes: Sizes): number {
  const [left, right] = evaluate([claim, truth], valuesAt(point, sizes), { sizes }) as [Value, Value];
  const entries = (value: Value): ArrayLike<number> => (typeof value === "number" ? [value] : value.data);
  return Array.from(entries(right)).reduce(
    (worst, entry, k) => Math.max(worst, ulpsBetween(entries(left)[k] as number, entry)),
    0,
  );
}

/** A point that lies on a kink, one of those given or of small whole numbers, and both sides there. */
function atKink(
  kink: Kink,
  given: readonly Point[],
  symbols: readonly Node[],
  sizes: Sizes,
  random: Random,
  sides: Sides,
): PointFound | undefined {
  for (const point of given) {
    const found = onKink(kink, point, sizes, sides);
    if (found !== undefined) return found;
  }
  for (let turn = 0; turn < KINK_TRIES; turn++) {
    const drawn = pointFor(symbols, sizes, random, turn < KINK_TRIES / 2 ? 3 : 0);
    const point = new Map(
      [...drawn].map(([node, numbers]) => [
        node,
        kink.below.has(node)
          ? numbers.map((number) => (turn === 0 || random.below(3) === 0 ? 0 : number))
          : numbers,
      ]),
    );
    const found = onKink(kink, point, sizes, sides);
    if (found !== undefined) return found;
  }
  return undefined;
}

function onKink(kink: Kink, point: Point, sizes: Sizes, sides: Sides): PointFound | undefined {
  const isOn = foundAt({ ...sides, claim: kink.zero, truth: kink.zero }, [kink], point, sizes) === undefined;
  return isOn ? foundAt(sides, [], point, sizes) : undefined;
}

/** A value for a reader. */
export const shownValue = (value: Precise): number | "undefined" =>
  value === undefined ? "undefined" : toNumber(value);
