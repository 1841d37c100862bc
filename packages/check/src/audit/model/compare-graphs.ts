import {
  evaluate,
  type Node,
  type Sizes,
  scalar,
  shapeText,
  substituted,
  tensor,
  topologicalOrder,
  type Value,
} from "@chainrule/graph";
import { graphText } from "../../graph-text";
import { claimBudget, judged } from "../../judge";
import { numericGraphs, pointFor, valuesAt } from "../../numeric/point";
import { checkedOptions } from "../../options";
import type { Condition } from "../../prove/condition";
import { isProved, isProvedOutright } from "../../prove/prove";
import { Random } from "../../prove/random";
import { differentSizes } from "../../sizes";
import { unlessBroken } from "../../unless-broken";
import type { Counterexample } from "../../verdict";
import { Answers } from "./memory";

/** What a comparison found; of "holds where" the condition. */
export interface Compared {
  readonly found:
    | "proved"
    | "numerically equal"
    | "rounding only"
    | "holds where"
    | "different"
    | "undecided";
  readonly condition?: string;
  /** Where they differ. */
  readonly counterexample?: Counterexample;
}

const SETTINGS = checkedOptions({ points: 20 });

/**
 * Whether two graphs are equal for all values of their symbols. First with every definition taken as a symbol of its own,
 * which is quick and where equal suffices; then as `check` judges them, where what is given holds.
 */
export const comparison = (claim: Node, truth: Node, given: readonly Condition[] = []): Compared =>
  comparisons.get(
    () =>
      `${given.map(({ sign }) => sign).join()} ${graphText([claim, truth, ...given.map(({ node }) => node)])}`,
    () =>
      unlessBroken(
        () => compared(claim, truth, given),
        () => ({ found: "undecided" }),
      ),
  );

const comparisons = new Answers<Compared>();

/** Whether two graphs were found to be equal. What is undecided was not. */
export const isEqual = ({ found }: Compared): boolean =>
  found === "proved" || found === "numerically equal" || found === "rounding only";

export const areEqual = (claim: Node, truth: Node): boolean => isEqual(comparison(claim, truth));

function compared(claim: Node, truth: Node, given: readonly Condition[]): Compared {
  if (claim === truth) return { found: "proved" };
  if (shapeText(claim.shape) !== shapeText(truth.shape)) return { found: "different" };
  const sizes = differentSizes([claim, truth]);
  const [a, b] = withoutDefinitions([claim, truth]) as [Node, Node];
  const options = { sizes, seed: SETTINGS.seed };
  if (isProved(a, b, options) || isProvedOutright(claim, truth, options)) return { found: "proved" };
  const budget = claimBudget();
  const { condition, counterexample, verdict } = judged({
    claim: { node: claim },
    truth,
    sizes,
    given,
    settings: SETTINGS,
    budget,
  });
  if (verdict === "holds where") return { found: verdict, ...(condition !== undefined && { condition }) };
  return {
    found: verdict === "wrong" ? "different" : verdict,
    ...(counterexample !== undefined && { counterexample }),
  };
}

/**
 * Whether two graphs are equal with every definition taken as a symbol; thoroughly, as they are too. Most that differ do so at
 * one point in float64, which costs a thousandth of a proof.
 */
export const isEqualInFields = (claim: Node, truth: Node, isThorough: boolean): boolean =>
  agreements.get(
    () => `${isThorough} ${graphText([claim, truth])}`,
    () =>
      unlessBroken(
        () => agree(claim, truth, isThorough),
        () => false,
      ),
  );

const agreements = new Answers<boolean>();

function agree(claim: Node, truth: Node, isThorough: boolean): boolean {
  if (shapeText(claim.shape) !== shapeText(truth.shape)) return false;
  const sizes = differentSizes([claim, truth]);
  if (!mayBeEqual(claim, truth, sizes)) return false;
  const [a, b] = withoutDefinitions([claim, truth]) as [Node, Node];
  const options = { sizes, seed: SETTINGS.seed };
  return isProved(a, b, options) || (isThorough && isProved(claim, truth, options));
}

/** How far two values in float64 may lie apart, relative to the larger, and still be one number. */
const NEAR = 1e-6;

/** Whether two graphs of one shape agree at a point, as far as float64 can tell. */
function mayBeEqual(claim: Node, truth: Node, sizes: Sizes): boolean {
  const { roots, symbols } = numericGraphs([claim, truth]);
  const values = valuesAt(pointFor(symbols, sizes, new Random(SETTINGS.seed), 0), sizes);
  const [a, b] = evaluate(roots, values, { sizes }).map(entriesOf) as [ArrayLike<number>, ArrayLike<number>];
  return Array.from(a).every((x, k) => {
    const y = b[k] as number; // of the same shape
    return !(Math.abs(x - y) > NEAR * Math.max(Math.abs(x), Math.abs(y)));
  });
}

const entriesOf = (value: Value): ArrayLike<number> => (typeof value === "number" ? [value] : value.data);

/** The graphs with a fresh symbol for every definition below their own tops. */
function withoutDefinitions(roots: readonly Node[]): Node[] {
  let cuts = 0;
  return substituted(roots, (node) => {
    const isCut = node.op.kind === "naming" && node.attrs.name?.kind === "symbol" && !roots.includes(node);
    if (!isCut) return undefined;
    const name = `cut${cuts++}`;
    return node.shape.length === 0 ? scalar(name) : tensor(name, { shape: node.shape });
  });
}

/** Whether one quantity depends on another. */
export const dependsOn = (of: Node, by: Node): boolean => topologicalOrder([of]).includes(by);
