import { evaluate, type Node, nameText, type Sizes, topologicalOrder, type Value } from "@chainrule/graph";
import { Budget, TooCostly } from "../budget";
import { Random } from "../prove/random";
import { LEVELS } from "./agreement";
import { agrees, decimalDigits, foundAt, type PointFound, type Sides, type Start, sidesOf } from "./at-point";
import {
  type Breakpoints,
  breakpointsOf,
  moved,
  pointsBeside,
  pointsBeyond,
  regionOf,
  unlessTooCostly,
} from "./breakpoints";
import { isWhole, type Kink, kinksOf } from "./kinks";
import { isModerate, numericGraphs, type Point, pointFor, valuesAt } from "./point";
import { ulpsBetween } from "./ulps";

export interface Comparison {
  /** Random points of moderate size, then those of any size, and then points close to kinks and borders, between and beyond. */
  readonly points: readonly PointFound[];
  /** How many of them are random and of moderate size. */
  readonly random: number;
  readonly breakpoints: readonly Breakpoints[];
  readonly worstUlps: number;
  /** To how many decimal digits all that is equal is so; infinite where it is exactly. */
  readonly digits: number;
  /** Whether a point was found on each kink. */
  readonly isEachMet: boolean;
  readonly kinks: readonly (PointFound & { readonly kink: Kink })[];
  /** Where all kinks and borders were looked for: "|x| <= 1e6"; undefined where they are known everywhere, or there are none. */
  readonly region: string | undefined;
  /** Whether the work was used up before all was compared. */
  readonly isTooCostly: boolean;
}

export interface ComparisonOptions {
  /** Quantities whose signs may decide between two branches: points are taken on both sides of where they are 0. */
  readonly gates?: readonly Node[];
  /** What the claim is defined for only where it is positive, as far as is known: points at which it is not are sought. */
  readonly needs?: readonly Node[];
  /** Which points count: those that keep what was assumed of the symbols. */
  readonly accept?: (point: Point) => boolean;
  /** The work that may be done. */
  readonly budget?: Budget;
}

/** At least so many points of the domain are asked for, and so many tried; more where only some are accepted. */
const [MOST_TRIES, MOST_TRIES_FOR_FEW] = [6, 40];
/** Small whole numbers that are tried to hit a kink exactly. */
const KINK_TRIES = 80;
/** Points that are looked at in float64 at most, the nodes that are evaluated for that, and how many finds are enough. */
const [MOST_SOUGHT, SOUGHT_WORK, ENOUGH_FOUND] = [600, 20_000, 3];
/** Numbers in float64 that differ by more than rounding, as a rule. */
const isApart = (a: number, b: number): boolean =>
  Number.isNaN(b) || Math.abs(a - b) > 1e-6 * Math.max(Math.abs(a), Math.abs(b));
/** So many points beside kinks and borders are compared. */
const MOST_BESIDE = 60;
/** What one comparison may cost, and the search for breakpoints in it: about two seconds. */
const [WORK, WORK_OF_SEARCH] = [60_000_000, 8_000_000];

/** The work of a comparison, as a part of some larger work or by itself. */
export const comparisonBudget = (whole?: Budget): Budget => new Budget(WORK, whole);

/**
 * Compares two graphs of one shape with numbers of as much precision as it takes, at `count` seeded points of the domain and at
 * points about their kinks and borders.
 */
export function comparePoints(
  claim: Node,
  truth: Node,
  sizes: Sizes,
  seed: number,
  count: number,
  { accept = () => true, budget = comparisonBudget(), gates = [], needs = [] }: ComparisonOptions = {},
): Comparison {
  const { roots: all, symbols } = numericGraphs([claim, truth, ...needs]);
  const [left, right, ...needed] = all as [Node, Node, ...Node[]];
  const search = new Search(sidesOf(left, right, sizes, budget), symbols, seed, accept);
  let isTooCostly = false;
  try {
    search.drawPoints(count);
    search.solveKinks([...gates, ...needed].map(gateKink));
    search.seek(needed);
  } catch (error) {
    if (!(error instanceof TooCostly)) throw error;
    isTooCostly = true;
  }
  return search.result(isTooCostly);
}

/** A point so close by that it is on the same side of whatever it is not on. */
function nudged(point: Point): Point {
  let moves = 0; // each number by another part of itself: what is equal does not stay so
  return new Map(
    [...point].map(([node, numbers]) => [node, numbers.map((x) => x * (1 + 1.37e-9 * ++moves))]),
  );
}

const numbersOf = (value: Value): readonly number[] =>
  typeof value === "number" ? [value] : [...value.data];

const gateKink = (zero: Node): Kink => ({
  sort: "border",
  zero,
  text: "",
  below: new Set(topologicalOrder([zero]).filter(({ attrs }) => attrs.cell !== undefined)),
});

/** One comparison on its way: what was found so far stands, if the work is used up. */
class Search {
  readonly #sides: Sides;
  readonly #symbols: readonly Node[];
  readonly #random: Random;
  readonly #accept: (point: Point) => boolean;
  readonly #start: Start = { level: 0 };
  readonly #drawn: PointFound[] = [];
  readonly #far: PointFound[] = [];
  readonly #beside: PointFound[] = [];
  readonly #met: (PointFound & { readonly kink: Kink })[] = [];
  readonly #kinks: readonly Kink[];
  #breakpoints: readonly Breakpoints[] = [];
  #worstUlps = 0;
  /** Whether two values were equal, but not exactly. */
  #isClose = false;

  constructor(sides: Sides, symbols: readonly Node[], seed: number, accept: (point: Point) => boolean) {
    this.#sides = sides;
    this.#symbols = symbols;
    this.#random = new Random(seed);
    this.#accept = accept;
    this.#kinks = kinksOf([sides.claim, sides.truth]);
  }

  /** Both sides at a point; the first that are equal, but not exactly, with all the bits that there are. */
  #found(given: Point, isSeen = true): PointFound | undefined {
    const zeros = this.#kinks.map(({ zero }) => zero);
    let [point, found] = [given, foundAt(this.#sides, given, zeros, this.#start)];
    if (found === undefined) {
      // on a kink; where two operands of an extremum are one function, the points beside it are, too
      const beside = nudged(given);
      const isolated = zeros.filter((zero) => !this.#isOn(zero, beside));
      if (isolated.length === zeros.length) return undefined;
      found = foundAt(this.#sides, given, isolated, this.#start);
      if (found === undefined) [point, found] = [beside, foundAt(this.#sides, beside, isolated, this.#start)];
    }
    const isOpen = !isSeen && found?.status === "equal" && found.bits < Number.POSITIVE_INFINITY;
    const closer = isOpen ? foundAt(this.#sides, point, zeros, { level: LEVELS.length - 1 }) : undefined;
    return closer?.status === "different" ? closer : found;
  }

  drawPoints(count: number): void {
    const { sizes } = this.#sides;
    const tries = this.#symbols.length === 0 ? 1 : count * MOST_TRIES_FOR_FEW;
    let common = 0;
    for (
      let [turn, accepted] = [0, 0];
      turn < tries && accepted < count * MOST_TRIES && common < count;
      turn++
    ) {
      const point = pointFor(this.#symbols, sizes, this.#random, turn);
      if (!this.#accept(point)) continue;
      accepted++;
      const found = this.#found(point, this.#isClose);
      if (found === undefined) continue;
      this.#isClose ||= found.status === "equal" && found.bits < Number.POSITIVE_INFINITY;
      (isModerate(turn) ? this.#drawn : this.#far).push(found);
      if (found.status === "equal" || found.status === "different") common++;
      if (found.status === "equal" && isModerate(turn))
        this.#worstUlps = Math.max(this.#worstUlps, ulpsAt(this.#sides, found.point));
    }
  }

  /**
   * Looks at many points far and near in float64, which costs little, for such at which the sides seem to differ, or at which the
   * truth is defined and one of `needs` is negative, so that the claim may not be; those are compared.
   */
  seek(needs: readonly Node[]): void {
    if (needs.length === 0 && this.#kinks.length === 0) return;
    const { claim, sizes, truth } = this.#sides;
    const random = new Random(MOST_SOUGHT);
    const roots = [claim, truth, ...needs];
    const tries = Math.min(MOST_SOUGHT, Math.ceil(SOUGHT_WORK / topologicalOrder(roots).length));
    for (let [turn, found] = [0, 0]; turn < tries && found < ENOUGH_FOUND; turn++) {
      const point = pointFor(this.#symbols, sizes, random, turn);
      if (!this.#accept(point)) continue;
      const [mine = [], own = [], ...others] = evaluate(roots, valuesAt(point, sizes), { sizes }).map(
        numbersOf,
      );
      if (own.some(Number.isNaN)) continue;
      if (!own.some((x, k) => isApart(x, mine[k] as number)) && !others.flat().some((x) => x < 0)) continue;
      const met = this.#found(point);
      if (met === undefined) continue;
      this.#beside.push(met);
      found++;
    }
  }

  solveKinks(gates: readonly Kink[]): void {
    const all = [...this.#kinks, ...gates];
    if (all.length === 0) return;
    const { budget, sizes } = this.#sides;
    const base = this.#base();
    this.#breakpoints = unlessTooCostly(
      () => breakpointsOf(all, base, sizes, budget.part(WORK_OF_SEARCH)),
      this.#nowhere(all, base),
      budget,
    );
    const near = [...this.#breakpoints.flatMap(pointsBeside), ...pointsBeyond(this.#breakpoints)]
      .filter(this.#accept)
      .slice(0, MOST_BESIDE);
    for (const point of near) {
      const found = this.#found(point);
      if (found !== undefined) this.#beside.push(found);
    }
    const onRoots = this.#breakpoints
      .flatMap(({ base: own, roots, symbol }) => roots.map((root) => moved(own, symbol, root)))
      .filter(this.#accept);
    for (const kink of this.#kinks) {
      const found = this.#atKink(kink, onRoots);
      if (found !== undefined) this.#met.push({ ...found, kink });
    }
  }

  /** A point at which both sides are defined or, if none was found, the first that is accepted. */
  #base(): Point {
    const defined = this.#drawn.find(({ status }) => status === "equal" || status === "different");
    if (defined !== undefined) return defined.point;
    for (let turn = 0; ; turn++) {
      const point = pointFor(this.#symbols, this.#sides.sizes, this.#random, turn);
      if (this.#accept(point) || turn >= KINK_TRIES) return point;
    }
  }

  /** That nothing is known of where kinks lie. */
  #nowhere(kinks: readonly Kink[], base: Point): Breakpoints[] {
    const symbols = new Set(kinks.flatMap(({ below }) => [...below]));
    return [...symbols].map((symbol) => ({ symbol, roots: [], own: [], base, covered: 0 }));
  }

  /** A point that lies on a kink, one of those given or of small whole numbers, and both sides there. */
  #atKink(kink: Kink, given: readonly Point[]): PointFound | undefined {
    for (const point of given) {
      const found = this.#onKink(kink, point);
      if (found !== undefined) return found;
    }
    for (let turn = 0; turn < KINK_TRIES; turn++) {
      const drawn = pointFor(this.#symbols, this.#sides.sizes, this.#random, turn < KINK_TRIES / 2 ? 3 : 0);
      const point = new Map(
        [...drawn].map(([node, numbers]) => [
          node,
          kink.below.has(node)
            ? numbers.map((number) => (turn === 0 || this.#random.below(3) === 0 ? 0 : number))
            : numbers,
        ]),
      );
      const found = this.#accept(point) ? this.#onKink(kink, point) : undefined;
      if (found !== undefined) return found;
    }
    return undefined;
  }

  #onKink(kink: Kink, point: Point): PointFound | undefined {
    return this.#isOn(kink.zero, point) ? foundAt(this.#sides, point) : undefined;
  }

  /** Whether a node is exactly 0 at a point. */
  #isOn(zero: Node, point: Point): boolean {
    return foundAt({ ...this.#sides, claim: zero, truth: zero }, point, [zero]) === undefined;
  }

  result(isTooCostly: boolean): Comparison {
    const points = [...this.#drawn, ...this.#far, ...this.#beside];
    const isOf = ({ kink }: { readonly kink: Kink }): boolean => kink.sort === "kink";
    return {
      points,
      random: this.#drawn.length,
      breakpoints: this.#breakpoints,
      worstUlps: this.#worstUlps,
      digits: digitsOf(points),
      isEachMet:
        isWhole(this.#kinks) &&
        this.#met.filter(isOf).length === this.#kinks.filter((kink) => isOf({ kink })).length,
      kinks: this.#met.filter((each) => isOf(each) || !agrees(each)),
      region: regionOf(this.#breakpoints, nameOf),
      isTooCostly,
    };
  }
}

const nameOf = ({ attrs, op }: Node): string => (attrs.name === undefined ? op.name : nameText(attrs.name));

/** Decimal digits of the worst agreement. */
function digitsOf(points: readonly PointFound[]): number {
  const bits = points.flatMap((each) => (each.status === "equal" ? [each.bits] : []));
  return decimalDigits(Math.min(Number.POSITIVE_INFINITY, ...bits));
}

/** The largest difference of the entries in float64, where they have a value there. */
function ulpsAt({ claim, sizes, truth }: Sides, point: Point): number {
  const [left, right] = evaluate([claim, truth], valuesAt(point, sizes), { sizes }) as [Value, Value];
  const entries = (value: Value): ArrayLike<number> => (typeof value === "number" ? [value] : value.data);
  return Array.from(entries(right)).reduce((worst, entry, k) => {
    const ulps = ulpsBetween(entries(left)[k] as number, entry);
    return Number.isFinite(ulps) ? Math.max(worst, ulps) : worst;
  }, 0);
}
