import { ChainruleError, checkOptions, compile, type Node, type OptionNames } from "@chainrule/graph";
import type { Neuron } from "./neuron";
import { checkCount, checkPositive, labelOf } from "./refuse";
import { labelledPoints } from "./samples";
import { type Separability, separability } from "./separability";

export interface PerceptronRuleOptions {
  /** The learning rate: 1 if left out. */
  readonly rate?: number;
  /** How often all points are gone through at most: 1,000 if left out. It stops earlier, when all are right. */
  readonly epochs?: number;
}

const OPTIONS: OptionNames<PerceptronRuleOptions> = { rate: true, epochs: true };

/** One change of the weights. */
export interface Correction {
  /** Counted from 1. */
  readonly epoch: number;
  /** The point that the unit was wrong about, counted from 0. */
  readonly point: number;
  /** The weights after it, and the threshold. */
  readonly weights: readonly number[];
  readonly threshold: number;
}

/** Why the rule ends: at most R^2 / gamma^2 corrections, if it starts from zeros. */
export interface ConvergenceBound {
  /** No more corrections than these can happen. */
  readonly corrections: number;
  /** R: the length of the longest point, with -1 as a coordinate more (for the threshold). */
  readonly radius: number;
  /** gamma: the distance of the nearest of these points from the hyperplane of `separability`. */
  readonly margin: number;
}

/** How the learning went. */
export interface PerceptronTraining {
  /** Whether all points are right. */
  readonly converged: boolean;
  /** How often all points were gone through. */
  readonly epochs: number;
  readonly corrections: readonly Correction[];
  /** Undefined where no unit is right about all points. */
  readonly bound: ConvergenceBound | undefined;
  /** A unit that is right about all points, or the proof that there is none. */
  readonly separability: Separability;
}

/**
 * Rosenblatt's learning rule: point after point, where the unit's output y is not the label t, w := w + eta (t - y) x and
 * theta := theta - eta (t - y). It ends with all points right if some unit is right about all (Novikoff 1962), after at most
 * `bound.corrections` changes: each brings the weights nearer to the separating ones by eta gamma and makes them longer by
 * eta R at most. Weights and threshold without values start from 0; they are set to what was learned.
 *
 * unit: one made by `perceptron`; points: n of its number of inputs; labels: n of 0 and 1, or of -1 and 1.
 * @throws ChainruleError SHAPE, OPTION, NUMBER, NOT_A_LEAF when a weight or input is no symbol
 * @example trainPerceptron(perceptron(2), [[0, 0], [0, 1], [1, 0], [1, 1]], [0, 0, 0, 1]).converged // true
 */
export function trainPerceptron(
  unit: Neuron,
  points: readonly (readonly number[])[],
  labels: readonly number[],
  options: PerceptronRuleOptions = {},
): PerceptronTraining {
  checkOptions(options, OPTIONS, WHERE);
  const rate = checkPositive(options.rate ?? 1, "the learning rate", WHERE);
  const most = checkCount(options.epochs ?? 1000, 1, "the number of epochs", WHERE);
  const data = labelledPoints(points, labels, WHERE);
  const { inputs, threshold, weights } = unit;
  if (threshold === undefined) {
    throw new ChainruleError("OPTION", "the unit has no threshold", {
      where: WHERE,
      mend: "Make it with perceptron",
    });
  }
  if (data.points[0]?.length !== inputs.length) {
    throw new ChainruleError("SHAPE", "points have a coordinate for each input of the unit", {
      where: WHERE,
      got: `${data.points[0]?.length}`,
      expected: `${inputs.length}`,
    });
  }
  const symbols = [...weights, threshold];
  const start = symbols.map(initialValue);
  const answer = compile([unit.output], [...inputs, ...symbols]);
  const state = [...start];
  const corrections: Correction[] = [];
  let converged = false;
  let epoch = 0;
  while (!converged && epoch < most) {
    epoch++;
    converged = true;
    data.points.forEach((point, k) => {
      const [output] = answer([...point, ...state]) as [number]; // a scalar
      if (output !== 0 && output !== 1) throw noStep(output);
      const error = (data.isOne[k] ? 1 : 0) - output;
      if (error === 0) return;
      converged = false;
      [...point, -1].forEach((x, i) => {
        state[i] = (state[i] as number) + rate * error * x;
      });
      corrections.push(correction(epoch, k, state));
    });
  }
  symbols.forEach((symbol, i) => {
    symbol.set(state[i] as number);
  });
  const found = separability(points, labels);
  return Object.freeze({
    converged,
    epochs: epoch,
    corrections: Object.freeze(corrections),
    bound: boundOf(found, start, rate),
    separability: found,
  });
}

const WHERE = "trainPerceptron";

const noStep = (output: number): ChainruleError =>
  new ChainruleError("OPTION", "the rule is for units whose output is 0 or 1", {
    where: WHERE,
    got: `${output}`,
    mend: "Make the unit with perceptron, or train it by gradients with train",
  });

function initialValue(symbol: Node<number>): number {
  const { cell } = symbol.attrs;
  if (cell === undefined) {
    throw new ChainruleError("NOT_A_LEAF", "only symbols are trained", {
      where: `${WHERE}: ${labelOf(symbol)}`,
    });
  }
  return typeof cell.value === "number" ? cell.value : 0;
}

function correction(epoch: number, point: number, state: readonly number[]): Correction {
  return Object.freeze({
    epoch,
    point,
    weights: Object.freeze(state.slice(0, -1)),
    threshold: state[state.length - 1] as number, // it stands last
  });
}

const dot = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, each, k) => sum + each * (b[k] as number), 0); // of one length

/**
 * With a unit vector u of margin gamma and w_0 at the start, after k corrections w u >= w_0 u + k eta gamma and
 * |w|^2 <= |w_0|^2 + k eta^2 R^2, so (w_0 u + k eta gamma)^2 <= |w_0|^2 + k eta^2 R^2: k is at most the larger root.
 */
function boundOf(found: Separability, start: readonly number[], rate: number): ConvergenceBound | undefined {
  if (found.certificate !== undefined) return undefined;
  const extended = found.points.map((point) => [...point, -1]);
  const normal = [...found.weights, found.threshold];
  const length = Math.hypot(...normal);
  const margin = Math.min(...extended.map((point) => Math.abs(dot(point, normal)) / length));
  const radius = Math.max(...extended.map((point) => Math.hypot(...point)));
  const along = dot(start, normal) / length / rate;
  const b = radius ** 2 - 2 * along * margin;
  const c = dot(start, start) / rate ** 2 - along ** 2;
  const corrections = Math.floor(
    (b + Math.sqrt(b ** 2 + 4 * margin ** 2 * Math.max(c, 0))) / (2 * margin ** 2),
  );
  return Object.freeze({ corrections, radius, margin });
}
