import { evaluate, type Node, type Value } from "@chainrule/graph";
import { interpreted, type Sizes } from "../interpret/interpreted";
import { Random } from "../prove/random";
import { pointsBeside } from "./beside";
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
  readonly points: readonly PointFound[];
  readonly worstUlps: number;
  readonly digits: Digits;
  readonly kinks: readonly (PointFound & { readonly kink: Kink })[];
}

/** At least so many points of the domain are asked for, and so many tried. */
const MOST_TRIES = 6;
/** Small whole numbers that are tried to hit a kink exactly. */
const KINK_TRIES = 80;

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
  points.push(...besideKinks(sides, kinks, symbols, sizes, random));
  const met = kinks.flatMap((kink) => {
    const found = atKink(kink, symbols, sizes, random, sides);
    return found === undefined ? [] : [{ ...found, kink }];
  });
  return { points, worstUlps, digits: sides.digits, kinks: met };
}

/** What is compared, and how closely. */
interface Sides {
  readonly claim: Node;
  readonly truth: Node;
  readonly digits: Digits;
}

/** Operations that users declared are known in float64 only. */
export const digitsOf = (roots: readonly Node[]): Digits => (isKnownInFloat(roots) ? DECLARED_DIGITS : 30);

/** Points close to kinks at which the sides are not the same: what differs in a small region does so beside its border. */
function besideKinks(
  sides: Sides,
  kinks: readonly Kink[],
  symbols: readonly Node[],
  sizes: Sizes,
  random: Random,
): PointFound[] {
  return kinks
    .flatMap((kink) => pointsBeside(kink, pointFor(symbols, sizes, random, 0), sizes))
    .flatMap((point) => {
      const found = foundAt(sides, kinks, point, sizes);
      return found === undefined || found.status === "equal" || found.status === "both undefined"
        ? []
        : [found];
    });
}

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
  const at = interpreted(roots, sizes, preciseTable(symbol));
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

/** A point of small whole numbers that lies on a kink, and both sides there. */
function atKink(
  kink: Kink,
  symbols: readonly Node[],
  sizes: Sizes,
  random: Random,
  sides: Sides,
): PointFound | undefined {
  for (let turn = 0; turn < KINK_TRIES; turn++) {
    const drawn = pointFor(symbols, sizes, random, turn < KINK_TRIES / 2 ? 3 : 0);
    const point = new Map(
      [...drawn].map(([node, numbers]) => [
        node,
        kink.below.has(node) ? numbers.map((number) => (random.below(3) === 0 ? 0 : number)) : numbers,
      ]),
    );
    const onKink =
      foundAt({ ...sides, claim: kink.zero, truth: kink.zero }, [kink], point, sizes) === undefined;
    const found = onKink ? foundAt(sides, [], point, sizes) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

/** A value for a reader. */
export const shownValue = (value: Precise): number | "undefined" =>
  value === undefined ? "undefined" : toNumber(value);
