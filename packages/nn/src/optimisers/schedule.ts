import {
  ChainruleError,
  checkOptions,
  constant,
  cos,
  min,
  mul,
  Node,
  type OptionNames,
  pow,
  scalar,
  shown,
  sub,
  updated,
  where,
} from "@chainrule/graph";
import { checkRate, type Rate } from "../optimise";
import { checkCount, checkPositive } from "../refuse";

/** A learning rate that depends on t, the number of updates done before. `train` counts them. */
export type Schedule = (t: Node<number>) => Node<number>;

export interface StepDecayOptions {
  /** The rate at first. */
  readonly rate: number;
  /** What the rate is multiplied with each time: 0.1 if left out. */
  readonly gamma?: number;
  /** After how many updates it is multiplied, once for each number. */
  readonly at: readonly number[];
}

export interface ExponentialDecayOptions {
  /** The rate at first. */
  readonly rate: number;
  /** What the rate is multiplied with after each update. */
  readonly gamma: number;
}

export interface CosineDecayOptions {
  /** The rate at first. */
  readonly rate: number;
  /** After how many updates it has come down. */
  readonly steps: number;
  /** Where it ends: 0 if left out. */
  readonly minimum?: number;
}

export interface WarmUpOptions {
  /** How many updates it takes. */
  readonly steps: number;
  /** What comes after it: a rate, or a schedule, which counts from there. */
  readonly rate: number | Schedule;
}

const STEP: OptionNames<StepDecayOptions> = { rate: true, gamma: true, at: true };
const EXPONENTIAL: OptionNames<ExponentialDecayOptions> = { rate: true, gamma: true };
const COSINE: OptionNames<CosineDecayOptions> = { rate: true, steps: true, minimum: true };
const WARM_UP: OptionNames<WarmUpOptions> = { steps: true, rate: true };

/**
 * A rate that is multiplied with gamma at given numbers of updates.
 * @throws ChainruleError NUMBER, OPTION
 * @example stepDecay({ rate: 0.1, gamma: 0.5, at: [100, 200] })
 */
export function stepDecay(options: StepDecayOptions): Schedule {
  checkOptions(options, STEP, "stepDecay");
  const rate = checkPositive(options.rate, "the learning rate", "stepDecay");
  const gamma = checkPositive(options.gamma ?? 0.1, "gamma", "stepDecay");
  if (!Array.isArray(options.at)) {
    throw new ChainruleError("OPTION", "the numbers of updates are a list", {
      where: "stepDecay: at",
      got: shown(options.at),
    });
  }
  const at = options.at.map((each) => checkCount(each, 1, "a number of updates", "stepDecay: at"));
  return (t) =>
    at.reduce<Node<number>>((product, limit) => product.mul(where(t.lt(limit), 1, gamma)), constant(rate));
}

/**
 * The rate rate gamma^t.
 * @throws ChainruleError NUMBER, OPTION
 * @example exponentialDecay({ rate: 0.1, gamma: 0.99 })
 */
export function exponentialDecay(options: ExponentialDecayOptions): Schedule {
  checkOptions(options, EXPONENTIAL, "exponentialDecay");
  const rate = checkPositive(options.rate, "the learning rate", "exponentialDecay");
  const gamma = checkPositive(options.gamma, "gamma", "exponentialDecay");
  return (t) => mul(rate, pow(gamma, t));
}

/**
 * A rate that comes down along half a wave (Loshchilov and Hutter 2017), minimum + (rate - minimum) (1 + cos(pi t / steps)) / 2,
 * and stays at the minimum.
 * @throws ChainruleError NUMBER, OPTION
 * @example cosineDecay({ rate: 0.1, steps: 1000 })
 */
export function cosineDecay(options: CosineDecayOptions): Schedule {
  checkOptions(options, COSINE, "cosineDecay");
  const rate = checkPositive(options.rate, "the learning rate", "cosineDecay");
  const steps = checkCount(options.steps, 1, "the number of steps", "cosineDecay");
  const { minimum = 0 } = options;
  if (!(minimum >= 0 && minimum <= rate)) {
    throw new ChainruleError("NUMBER", "the minimum is a number from 0 to the rate", {
      where: "cosineDecay",
      got: shown(minimum),
    });
  }
  return (t) => {
    const angle = mul(Math.PI / steps, min(t, steps));
    return mul((rate - minimum) / 2, cos(angle).add(1)).add(minimum);
  };
}

/**
 * A rate that grows in equal steps up to what comes after them.
 * @throws ChainruleError NUMBER, OPTION
 * @example warmUp({ steps: 100, rate: cosineDecay({ rate: 0.1, steps: 900 }) })
 */
export function warmUp(options: WarmUpOptions): Schedule {
  checkOptions(options, WARM_UP, "warmUp");
  const steps = checkCount(options.steps, 1, "the number of steps", "warmUp");
  const { rate } = options;
  if (typeof rate !== "function") checkPositive(rate, "the learning rate", "warmUp");
  const next: Schedule = typeof rate === "function" ? rate : () => constant(rate);
  return (t) => {
    const share = t.add(1).div(steps);
    return where(t.lt(steps), share.mul(next(constant(0))), next(sub(t, steps)));
  };
}

/** A rate, and the new value of the count that it depends on, if it does. */
export interface CountedRate {
  readonly rate: Rate;
  readonly updates: readonly Node[];
}

/** The rate of a schedule, of a count of updates that starts at 0; any other rate as it is. @throws ChainruleError OPERAND, NUMBER, SHAPE */
export function counted(given: Rate | Schedule, name: string): CountedRate {
  if (typeof given !== "function") return { rate: given, updates: [] };
  const count = scalar("n", 0);
  const rate: unknown = given(count);
  if (!(rate instanceof Node)) {
    throw new ChainruleError("OPERAND", "a schedule returns a node", { where: name, got: shown(rate) });
  }
  return { rate: checkRate(rate, name), updates: [updated(count, count.add(1))] };
}
