import { ChainruleError, type Name, parseName, type Rational, rational } from "@chainrule/graph";

const { compare, fromNumber, minus, plus, quotient, times, ZERO } = rational;

/** Points of two classes with a unit that tells them apart, or multipliers that prove that none does. */
export interface SeparabilityAnswer {
  /** n points of d coordinates. */
  readonly points: readonly (readonly number[])[];
  /** 0 or 1 for each of them. */
  readonly labels: readonly number[];
  readonly weights?: readonly number[] | undefined;
  readonly threshold?: number | undefined;
  /** A whole number >= 0 for each point. */
  readonly certificate?: readonly bigint[] | undefined;
}

export interface SeparabilityOptions {
  /** The output of a unit where the sum is exactly the threshold: 1 by default. */
  readonly tie?: 0 | 1;
  /** What inputs (`x_1` by default), weights (`w_1`), the threshold (`theta`) and the output (`y`) are called. */
  readonly names?: {
    readonly input?: (k: number) => string;
    readonly weight?: (k: number) => string;
    readonly threshold?: string;
    readonly output?: string;
  };
}

/** A coefficient times a symbol. */
export interface Term {
  readonly coefficient: Rational;
  readonly of: Name;
}

/** Sums of terms that are compared; terms with a coefficient 0 are left out. */
export interface Comparison {
  readonly left: readonly Term[];
  readonly relation: "<" | "<=" | ">" | ">=";
  readonly right: readonly Term[];
}

/** What weights and threshold must meet for the unit to be right about one point. */
export interface PointCondition extends Comparison {
  /** The place of the point, counted from 0. */
  readonly point: number;
}

/** Conditions of one class, each times a number above 0, added up. */
export interface AddedConditions extends Comparison {
  readonly of: readonly { readonly point: number; readonly by: bigint }[];
}

/** No unit is right: the sums over either class compare the same two sides in ways that exclude each other. */
export interface Impossible {
  readonly kind: "impossible";
  readonly sums: readonly [ones: AddedConditions, zeros: AddedConditions];
  /** A point that is a weighted mean of points of either class. */
  readonly mean: readonly Rational[];
}

/** A unit that is right about every point. */
export interface Unit {
  readonly kind: "unit";
  readonly weights: readonly Rational[];
  readonly threshold: Rational;
  /** The weighted sum minus the threshold, for each point. */
  readonly nets: readonly Rational[];
}

/** The question whether one threshold unit can tell two classes apart, with its answer proved; as data. */
export interface SeparabilityDerivation {
  readonly kind: "separability";
  readonly tie: 0 | 1;
  readonly inputs: readonly Name[];
  readonly weights: readonly Name[];
  readonly threshold: Name;
  readonly output: Name;
  readonly points: readonly (readonly Rational[])[];
  readonly labels: readonly (0 | 1)[];
  /** Of a proof that there is no unit: those of the points that it needs. */
  readonly conditions: readonly PointCondition[];
  readonly conclusion: Impossible | Unit;
}

/**
 * Writes an answer of `separability` out, or any unit of your own: a condition on weights and threshold for each point, then a
 * unit that meets all of them, or the sum of some in which they contradict one another. Every number is checked in exact
 * fractions first.
 *
 * points: n of d coordinates, labels: n, weights: d, certificate: n.
 * @throws ChainruleError SHAPE (numbers that do not fit), NUMBER (not finite, no label), WRONG (a unit that is wrong about a
 * point, multipliers that prove nothing), OPTION (neither is given), NAME
 * @example renderDocument(deriveSeparability(separability(points, labels)), { format: "markdown" })
 */
export function deriveSeparability(
  answer: SeparabilityAnswer,
  options: SeparabilityOptions = {},
): SeparabilityDerivation {
  const { names = {}, tie = 1 } = options;
  const points = answer.points.map((point, k) => point.map((each) => exact(each, `point ${k}`)));
  const labels = answer.labels.map((label, k) => checkedLabel(label, k));
  const dimension = points[0]?.length ?? 0;
  checkLength("labels", labels.length, points.length);
  points.forEach((point, k) => {
    checkLength(`coordinates of point ${k}`, point.length, dimension);
  });
  const numbered = (name: (k: number) => string): Name[] =>
    Array.from({ length: dimension }, (_, k) => parseName(name(k + 1)));
  const symbols = {
    inputs: numbered(names.input ?? ((k) => `x_${k}`)),
    weights: numbered(names.weight ?? ((k) => `w_${k}`)),
    threshold: parseName(names.threshold ?? "theta"),
    output: parseName(names.output ?? "y"),
  };
  const data: Data = { points, labels, tie, ...symbols };
  const conclusion =
    answer.certificate === undefined
      ? unit(data, answer.weights, answer.threshold)
      : impossible(data, answer.certificate);
  const isNeeded = (k: number): boolean => (answer.certificate?.[k] ?? 1n) !== 0n;
  const conditions = points.flatMap((_, k) => (isNeeded(k) ? [{ ...condition(data, k), point: k }] : []));
  return Object.freeze({ kind: "separability", ...data, conditions, conclusion });
}

type Data = Omit<SeparabilityDerivation, "kind" | "conditions" | "conclusion">;

const WHERE = "deriveSeparability";

function exact(value: number, what: string): Rational {
  const found = fromNumber(value);
  if (found !== undefined) return found;
  throw new ChainruleError("NUMBER", "not a finite number", {
    where: `${WHERE}: ${what}`,
    got: String(value),
  });
}

function checkedLabel(label: number, k: number): 0 | 1 {
  if (label === 0 || label === 1) return label;
  throw new ChainruleError("NUMBER", "labels are 0 and 1", {
    where: `${WHERE}: label ${k}`,
    got: String(label),
  });
}

function checkLength(what: string, got: number, expected: number): void {
  if (got === expected && got > 0) return;
  throw new ChainruleError("SHAPE", `the number of ${what}`, {
    where: WHERE,
    got: `${got}`,
    expected: `${expected}`,
  });
}

/** How a unit that is right compares the sum with the threshold. */
function relationFor(label: 0 | 1, tie: 0 | 1): Comparison["relation"] {
  if (label === 1) return tie === 1 ? ">=" : ">";
  return tie === 1 ? "<" : "<=";
}

const terms = (coefficients: readonly Rational[], names: readonly Name[]): Term[] =>
  coefficients.flatMap(
    (coefficient, k) => (coefficient.n === 0n ? [] : [{ coefficient, of: names[k] as Name }]), // one name for each
  );

function condition({ labels, points, threshold, tie, weights }: Data, k: number): Comparison {
  return {
    left: terms(points[k] ?? [], weights),
    relation: relationFor(labels[k] ?? 0, tie), // one label for each
    right: [{ coefficient: rational.ONE, of: threshold }],
  };
}

function unit(data: Data, weights: readonly number[] | undefined, threshold: number | undefined): Unit {
  if (weights === undefined || threshold === undefined) {
    throw new ChainruleError("OPTION", "neither a unit nor a certificate", {
      where: WHERE,
      expected: "weights and threshold, or certificate",
    });
  }
  checkLength("weights", weights.length, data.inputs.length);
  const w = weights.map((each, k) => exact(each, `weight ${k}`));
  const limit = exact(threshold, "threshold");
  const nets = data.points.map((point) =>
    minus(point.map((each, k) => times(each, w[k] ?? ZERO)).reduce(plus), limit),
  );
  const answers = nets
    .map((net) => compare(net, ZERO))
    .map((sign) => (sign === 0 ? data.tie : sign > 0 ? 1 : 0));
  const wrong = answers.findIndex((each, k) => each !== data.labels[k]);
  if (wrong === -1) return { kind: "unit", weights: w, threshold: limit, nets };
  throw new ChainruleError("WRONG", "the unit is wrong about a point", {
    where: `${WHERE}: point ${wrong}`,
    got: `${answers[wrong]}`,
    expected: `${data.labels[wrong]}`,
  });
}

function impossible(data: Data, certificate: readonly bigint[]): Impossible {
  checkLength("multipliers", certificate.length, data.points.length);
  const added = ([1, 0] as const).map((label) => {
    const of = certificate.flatMap((by, point) =>
      by !== 0n && data.labels[point] === label ? [{ point, by }] : [],
    );
    const total = of.map(({ by }) => whole(by)).reduce(plus, ZERO);
    const sums = data.inputs.map((_, k) =>
      of.map(({ by, point }) => times(whole(by), data.points[point]?.[k] ?? ZERO)).reduce(plus, ZERO),
    );
    return { of, total, sums, relation: relationFor(label, data.tie) };
  });
  const [ones, zeros] = added as [(typeof added)[number], (typeof added)[number]]; // one for each label
  const isProof =
    certificate.every((each) => each >= 0n) &&
    ones.total.n > 0n &&
    rational.isEqual(ones.total, zeros.total) &&
    ones.sums.every((sum, k) => rational.isEqual(sum, zeros.sums[k] ?? ZERO));
  if (!isProof) {
    throw new ChainruleError(
      "WRONG",
      "the multipliers prove nothing: their sums over the two classes differ",
      {
        where: `${WHERE}: certificate`,
      },
    );
  }
  const sumOf = ({ of, relation, sums, total }: typeof ones): AddedConditions => ({
    of,
    left: terms(sums, data.weights),
    relation,
    right: terms([total], [data.threshold]),
  });
  return {
    kind: "impossible",
    sums: [sumOf(ones), sumOf(zeros)],
    mean: ones.sums.map((sum) => quotient(sum, ones.total)),
  };
}

const whole = (n: bigint): Rational => ({ n, d: 1n });
