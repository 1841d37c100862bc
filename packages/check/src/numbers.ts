import { constant, Node, topologicalOrder } from "@chainrule/graph";
import { TooCostly } from "./budget";
import type { Claim } from "./claim/claim";
import { roundedNumbers } from "./claim/printed";
import { LEVELS } from "./numeric/agreement";
import { decimalDigits, foundAt, type PointFound, shownValue, sidesOf } from "./numeric/at-point";
import { comparisonBudget } from "./numeric/compare";
import { numericGraphs } from "./numeric/point";
import { isByRounding } from "./numeric/rounding";
import type { CheckedOptions } from "./options";
import { prove } from "./prove/prove";
import type { CheckResult } from "./verdict";

/** Where a printed number is off by less than a whole unit of its last place, it was cut off instead of rounded. */
const CUT_OFF = "the digits are cut off, not rounded";

/**
 * Compares a claim that is made of numbers alone with the value of the truth. Undefined if the truth has no value, because a
 * symbol of it has none.
 */
export function compareNumbers(claim: Claim, truth: Node, settings: CheckedOptions): CheckResult | undefined {
  const [closed] = numericGraphs([withValues(truth)]).roots as [Node];
  if (topologicalOrder([closed, claim.node]).some(isOpen)) return undefined;
  const { seed } = settings;
  const found = closedValues(claim.node, closed);
  const [mine, exact] = [shownValue(found.claim), shownValue(found.truth)];
  const value = typeof exact === "number" ? { value: exact } : {};
  const evidence = { method: "exact numbers", seed, points: 1 } as const;
  if (found.status === "undecided" || found.status === "both undefined") {
    const because =
      found.status === "undecided" ? "no precision tells these numbers apart" : "neither side has a value";
    return { verdict: "undecided", because, evidence };
  }
  if (found.status === "equal") {
    const fields = prove(claim.node, closed, { sizes: {}, seed });
    const isExact = found.bits === Number.POSITIVE_INFINITY;
    if ((fields.kind === "equal" && fields.needs.length === 0) || isExact) {
      const because = "the number is the exact value";
      const proof =
        fields.kind === "equal" ? { primes: fields.primes, errorProbability: fields.errorProbability } : {};
      return { verdict: "proved", because, evidence: { ...evidence, ...proof }, ...value };
    }
    const because = `equal to ${decimalDigits(found.bits)} digits`;
    return { verdict: "numerically equal", because, evidence, ...value };
  }
  const printed = roundedNumbers(claim, truth, settings);
  if (printed.size > 0 && isByRounding([claim.node, closed], printed, found, {})) {
    const because = `the value is ${exact}, and the printed digits are that rounded`;
    return { verdict: "rounding only", because, evidence: { ...evidence, method: "intervals" }, ...value };
  }
  const because = `the value is ${exact}, not ${mine}`;
  const isCutOff = printed.size === 1 && claim.node.inputs.length === 0 && isNear(mine, exact, printed);
  return {
    verdict: "wrong",
    because: isCutOff ? `${because}: ${CUT_OFF}` : because,
    evidence,
    counterexample: { at: {}, claim: mine, truth: exact },
    ...value,
  };
}

/** Whether a node has no value by itself: a symbol, or what has or runs over a symbolic size. */
const isOpen = ({ attrs, shape }: Node): boolean =>
  attrs.cell !== undefined ||
  attrs.dim !== undefined ||
  [...shape, ...(attrs.map?.sizes ?? [])].some((size) => typeof size !== "number");

/** Both sides of an equation without symbols; undecided where their values cost too much. */
function closedValues(claim: Node, truth: Node): PointFound {
  const none = {
    point: new Map(),
    status: "undecided",
    entry: 0,
    claim: undefined,
    truth: undefined,
    bits: 0,
  } as const;
  try {
    const sides = sidesOf(claim, truth, {}, comparisonBudget());
    const found = foundAt(sides, new Map()) ?? none;
    if (found.status !== "equal" || found.bits === Number.POSITIVE_INFINITY) return found;
    const closer = foundAt(sides, new Map(), [], { level: LEVELS.length - 1 });
    return closer?.status === "different" ? closer : found;
  } catch (error) {
    if (error instanceof TooCostly) return none;
    throw error;
  }
}

/** Whether a printed number is less than a unit of its last place away. */
function isNear(
  claim: number | "undefined",
  truth: number | "undefined",
  printed: ReadonlyMap<number, number>,
): boolean {
  const [places = 0] = printed.values();
  return typeof claim === "number" && typeof truth === "number" && Math.abs(claim - truth) < 10 ** -places;
}

/** The graph with every symbol that has a value replaced by it. */
function withValues(root: Node): Node {
  const replaced = new Map<Node, Node>();
  for (const node of topologicalOrder([root])) {
    const value = node.attrs.cell?.value;
    const inputs = node.inputs.map((input) => replaced.get(input) as Node); // inputs come first
    const isSame = inputs.every((input, k) => input === node.inputs[k]);
    if (value !== undefined) replaced.set(node, constant(value as number));
    else replaced.set(node, isSame ? node : new Node(node.op, inputs, node.attrs, node.shape));
  }
  return replaced.get(root) as Node;
}
