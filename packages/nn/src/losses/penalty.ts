import {
  ChainruleError,
  checkOptions,
  mul,
  Node,
  type OptionNames,
  shapeText,
  shown,
} from "@chainrule/graph";
import { checkFlag, labelOf } from "../refuse";

export interface PenaltyOptions {
  /** What the sum is multiplied with: a number of at least 0, or a scalar node such as the symbol lambda. */
  readonly strength: number | Node<number>;
  /** What the penalty is called: `R` if left out. */
  readonly name?: string;
}

export interface L2Options extends PenaltyOptions {
  /** Whether it is halved (false), so that the 2 of its derivative goes away. */
  readonly half?: boolean;
}

const L1_OPTIONS: OptionNames<PenaltyOptions> = { strength: true, name: true };
const L2_OPTIONS: OptionNames<L2Options> = { ...L1_OPTIONS, half: true };

/**
 * The penalty R = lambda sum |w| over all entries of parameters, to be added to a loss.
 * @throws ChainruleError NUMBER for a strength that is negative or not finite, SHAPE, OPTION
 * @example train(E.add(l1(network.parameters, { strength: 0.001 })), network.parameters, { rate: 0.1, steps: 100 })
 */
export function l1(parameters: readonly Node[], options: PenaltyOptions): Node<number> {
  checkOptions(options, L1_OPTIONS, "l1");
  return penalty(parameters, options, (w) => w.abs(), "l1");
}

/**
 * The penalty R = lambda sum w^2 over all entries of parameters, to be added to a loss; halved if that is asked for. Biases are
 * often left out: `layers.map(({ weights }) => weights)`.
 * @throws ChainruleError NUMBER for a strength that is negative or not finite, SHAPE, OPTION
 * @example E.add(l2(network.parameters, { strength: 0.01, half: true }))
 */
export function l2(parameters: readonly Node[], options: L2Options): Node<number> {
  checkOptions(options, L2_OPTIONS, "l2");
  const half = checkFlag(options.half, false, "l2: half");
  return penalty(parameters, options, (w) => w.square(), "l2", half ? 0.5 : 1);
}

function penalty(
  parameters: readonly Node[],
  { strength, name = "R" }: PenaltyOptions,
  size: (w: Node) => Node,
  where: string,
  factor = 1,
): Node<number> {
  if (parameters.length === 0) throw new ChainruleError("OPTION", "at least one parameter", { where });
  const sum = parameters.map((w) => size(w).sum()).reduce((total, next) => total.add(next));
  const scaled = mul(checkStrength(strength, where), sum);
  return (factor === 1 ? scaled : mul(factor, scaled)).named(name);
}

/** @throws ChainruleError NUMBER, SHAPE */
function checkStrength(strength: unknown, where: string): number | Node<number> {
  if (strength instanceof Node) {
    if (strength.shape.length === 0) return strength as Node<number>; // no axes: its value is a number
    throw new ChainruleError("SHAPE", "the strength is a scalar", {
      where: `${where}: ${labelOf(strength)}`,
      got: shapeText(strength.shape),
    });
  }
  if (typeof strength === "number" && Number.isFinite(strength) && strength >= 0) return strength;
  throw new ChainruleError("NUMBER", "the strength is a finite number of at least 0", {
    where,
    got: shown(strength),
  });
}
