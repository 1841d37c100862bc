import { constant, Node, topologicalOrder } from "@chainrule/graph";
import type { Claim } from "./claim/claim";
import { printedNumbers } from "./claim/printed";
import { digitsOf, isEqual, preciseAt, shownValue } from "./numeric/compare";
import { OutOfRange } from "./numeric/fixed";
import { numericGraphs } from "./numeric/point";
import type { Precise } from "./numeric/precise-table";
import { isWithinRounding } from "./numeric/rounding";
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
  const digits = digitsOf([claim.node, closed]);
  const [claimed, actual] = [claim.node, closed].map(closedValue);
  if (claimed === undefined || actual === undefined) return undefined;
  const entry = actual.findIndex((value, k) => {
    const other = claimed[k];
    return value === undefined || other === undefined || !isEqual(value, other, digits);
  });
  const worst = Math.max(entry, 0);
  const [mine, exact] = [shownValue(claimed[worst]), shownValue(actual[worst])];
  const value = typeof exact === "number" ? { value: exact } : {};
  const evidence = { method: "exact numbers", seed, points: 1 } as const;
  if (entry === -1) {
    const fields = prove(claim.node, closed, { sizes: {}, seed });
    if (fields.kind === "equal" && fields.needs.length === 0) {
      const { errorProbability, primes } = fields;
      const because = "the number is the exact value";
      return { verdict: "proved", because, evidence: { ...evidence, primes, errorProbability }, ...value };
    }
    return { verdict: "numerically equal", because: `equal to ${digits} digits`, evidence, ...value };
  }
  const printed = new Map(
    [...printedNumbers(claim)].flatMap(([number, places]): [number, number][] =>
      settings.data.includes(number) ? [] : [[number, settings.digits ?? places]],
    ),
  );
  if (printed.size > 0 && isWithinRounding([claim.node, closed], printed, new Map(), {})) {
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

/** The entries of a graph without symbols; undefined if numbers leave the range that is computed with. */
function closedValue(node: Node): readonly Precise[] | undefined {
  try {
    return preciseAt([node], new Map(), {})(node);
  } catch (error) {
    if (error instanceof OutOfRange) return undefined;
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
