import { ChainruleError, type Constraint, feasibility, type Rational, rational } from "@chainrule/graph";
import { type LabelledPoints, labelledPoints } from "./samples";

const { commonMultiple, compare, fromNumber, negative, ONE, plus, times, ZERO } = rational;

interface Labelled {
  /** The points, n of d coordinates. */
  readonly points: readonly (readonly number[])[];
  /** 1 or 0 for each of them. */
  readonly labels: readonly (0 | 1)[];
}

/** A hyperplane with all points of the one class above it and all of the other below. */
export interface Separation extends Labelled {
  /** d weights. */
  readonly weights: readonly number[];
  /** w x > threshold for points of class 1, w x < threshold for points of class 0. */
  readonly threshold: number;
  readonly certificate?: undefined;
}

/** No hyperplane separates the points, and this is why. */
export interface Inseparability extends Labelled {
  /**
   * Farkas multipliers, whole numbers >= 0, one for each point and not all 0: over either class they have the same sum, and so
   * have the points times them. What w x - threshold gives would have to be above 0 in the one sum and below 0 in the other.
   */
  readonly certificate: readonly bigint[];
  readonly weights?: undefined;
  readonly threshold?: undefined;
}

export type Separability = Separation | Inseparability;

/**
 * Whether one threshold unit can tell two classes of points apart, decided exactly: coordinates mean the decimals that they are
 * written as, and the simplex method works in fractions. The answer is a unit, or a proof that there is none
 * (`deriveSeparability` of `@chainrule/derive` writes either out).
 *
 * points: n of d coordinates; labels: n of 0 and 1, or of -1 and 1.
 * @throws ChainruleError OPTION (no points), SHAPE (numbers of coordinates or labels), NUMBER (what is not finite, no label, or so
 * close together that no float64 weights separate it)
 * @example separability([[0, 0], [0, 1], [1, 0], [1, 1]], [0, 1, 1, 0]).certificate // [1n, 1n, 1n, 1n]
 */
export function separability(
  points: readonly (readonly number[])[],
  labels: readonly number[],
): Separability {
  const data = labelledPoints(points, labels, WHERE);
  const given = {
    points: Object.freeze(data.points),
    labels: Object.freeze(data.isOne.map((one) => (one ? 1 : 0))),
  };
  const exact = data.points.map((point) => point.map((each) => fromNumber(each) as Rational)); // they are finite
  const found = feasibility(exact.map((point, k) => condition(point, data.isOne[k] === true)));
  if (found.kind === "contradiction")
    return Object.freeze({ ...given, certificate: Object.freeze(wholeNumbers(found.multipliers)) });
  const names = [...coordinateNames(data), THRESHOLD];
  const unit = moderate(wholeNumbers(names.map((name) => found.at.get(name) ?? ZERO)));
  const [weights, threshold] = [unit.slice(0, -1), unit[unit.length - 1] as number]; // the threshold comes last
  checkSeparation(exact, data.isOne, weights, threshold);
  return Object.freeze({ ...given, weights: Object.freeze(weights), threshold });
}

const WHERE = "separability";
const THRESHOLD = "threshold";

const coordinateNames = ({ points }: LabelledPoints): string[] => (points[0] ?? []).map((_, k) => `w_${k}`);

/** w x - threshold > 0 for the class of ones, threshold - w x > 0 for the other. */
function condition(point: readonly Rational[], isOne: boolean): Constraint {
  const sign = isOne ? (each: Rational): Rational => each : negative;
  const terms = point.map((each, k) => [`w_${k}`, sign(each)] as const);
  return { polynomial: new Map([...terms, [THRESHOLD, sign(negative(ONE))]]), sign: ">" };
}

/** Proportional whole numbers without a common divisor. */
function wholeNumbers(fractions: readonly Rational[]): bigint[] {
  const denominator = fractions.reduce((common, { d }) => commonMultiple(common, d), 1n);
  const numbers = fractions.map(({ n, d }) => n * (denominator / d));
  const divisor = numbers.reduce((common, each) => rational.greatestDivisor(common, each), 0n);
  return divisor === 0n ? numbers : numbers.map((each) => each / divisor);
}

const MOST_DIGITS = 6;

/** The numbers themselves; if they have many digits, divided by a power of ten and rounded to float64. */
function moderate(numbers: readonly bigint[]): number[] {
  const digits = Math.max(...numbers.map((each) => String(each).replace("-", "").length));
  return numbers.map((each) => Number(digits <= MOST_DIGITS ? each : `${each}e${1 - digits}`));
}

/** @throws ChainruleError NUMBER if the weights, rounded to float64, no longer separate the points */
function checkSeparation(
  points: readonly (readonly Rational[])[],
  isOne: readonly boolean[],
  weights: readonly number[],
  threshold: number,
): void {
  const [limit, ...factors] = [threshold, ...weights].map(fromNumber);
  const holds = (point: readonly Rational[], k: number): boolean => {
    if (limit === undefined || factors.includes(undefined)) return false;
    const net = point.map((each, i) => times(each, factors[i] ?? ZERO)).reduce(plus, negative(limit));
    return compare(net, ZERO) === (isOne[k] ? 1 : -1);
  };
  const wrong = points.findIndex((point, k) => !holds(point, k));
  if (wrong === -1) return;
  throw new ChainruleError("NUMBER", "the classes are so close that no float64 weights were found", {
    where: `${WHERE}: point ${wrong}`,
    mend: "Subtract a common offset from the points, or scale their coordinates to one size",
  });
}
