import {
  bind,
  ChainruleError,
  evaluate,
  type Node,
  nameText,
  topologicalOrder,
  type Value,
} from "@chainrule/graph";
import { resized } from "../sizes/resize";
import type { Derivation, Statement } from "../statement";
import { type Claim, claimsOf } from "./claims";
import { type Instance, instantiated, moved, type Range } from "./instance";

/** How a derivation was checked. */
export interface Verification {
  /** The statements about derivatives of the loss that were compared with the gradient. */
  readonly compared: number;
  /**
   * Those that were not: the gradient is not finite at any of the numbers tried (a logarithm of -1 - x^2, say), or a partial for
   * all pairs of entries of large tensors does not fit into memory and no smaller sizes can be taken.
   */
  readonly unchecked: number;
  /** The largest difference, relative to the largest entry of the gradient. */
  readonly worst: number;
}

/** Statements and gradients are computed in different ways from the same numbers; more than rounding is a mistake. */
const TOLERANCE = 1e-9;
/** A difference up to this many times what the gradient moves by with the last digits of the numbers is no mistake. */
const NOISE = 1000;
/** Gradients below this size are compared absolutely: what is left of them may be rounding alone. */
const SMALLEST = 1e-6;
/** Tensors of more entries are not evaluated. */
const MOST_ENTRIES = 2 ** 23;
/** Where made-up numbers lie, until the gradient is finite: most losses have one at the first. */
const RANGES: readonly Range[] = [
  [0.1, 0.9],
  [1.1, 1.9],
  [-0.9, -0.1],
  [-1.9, 1.9],
  [2, 9],
  [10, 99],
];
/** Derivations that hold, by their statements: `derive` freezes these, so they are compared once. */
const verified = new WeakMap<readonly Statement[], { readonly loss: Node; readonly result: Verification }>();

/**
 * Instantiates a derivation and compares every statement about a derivative of the loss, and every update, with the gradient
 * itself: symbols get numbers, between 0 and 1 where the gradient is finite there, or what they were declared to sum to; sizes
 * become pairwise different (2, 3, 4, ...), those that are numbers too unless something depends on them, so that transposed
 * factors and slips of an index cannot cancel, and abstract functions get meanings. Where the loss has no gradient there, the
 * sizes and values that symbols have are taken.
 * @throws ChainruleError WRONG, naming the statement, if one does not hold
 */
export function verify(derivation: Derivation): Verification {
  const { loss, statements } = derivation;
  const known = verified.get(statements);
  if (known?.loss === loss) return known.result;
  const result = comparison(derivation);
  const isFrozen = Object.isFrozen(statements) && statements.every(Object.isFrozen);
  if (isFrozen) verified.set(statements, { loss, result });
  return result;
}

function comparison(derivation: Derivation): Verification {
  const other = withOtherSizes(derivation, false);
  const first = settled(other);
  if (first.wrong === undefined) return first.verification;
  // a size may have become part of a number: then it must stay
  const counted = other === derivation ? first : settled(withOtherSizes(derivation, true));
  if (counted.wrong === undefined) return counted.verification;
  const { difference, statement } = counted.wrong;
  throw new ChainruleError("WRONG", "a derived statement differs from the gradient", {
    where: `derivation, statement ${statement.id}: ${nameText(statement.symbol)}`,
    got: `a relative difference of ${difference}`,
    expected: `at most ${TOLERANCE}`,
    mend: "This is a fault of chainrule: please report it with this graph",
  });
}

/** The same derivation at small sizes that all differ. */
function withOtherSizes(derivation: Derivation, keepsCounts: boolean): Derivation {
  const roots = [derivation.loss, ...derivation.statements.map(({ expression }) => expression)];
  const [loss, ...expressions] = resized(roots, keepsCounts) as [Node, ...Node[]]; // as many as were given
  if (loss === derivation.loss && expressions.every((node, k) => node === roots[k + 1])) return derivation;
  const statements = derivation.statements.map((statement, k) => ({
    ...statement,
    expression: expressions[k] as Node,
  }));
  return { ...derivation, loss, statements };
}

interface Wrong {
  readonly statement: Statement;
  readonly difference: number;
}

interface Outcome {
  readonly verification: Verification;
  readonly wrong?: Wrong;
}

/** Compares the statements of a derivation at the first numbers at which the gradients are finite. */
function settled(derivation: Derivation): Outcome {
  const all = claimsOf(derivation);
  const claims = small(all);
  const tooLarge = all.length - claims.length;
  let best: Outcome = { verification: { compared: 0, unchecked: claims.length, worst: 0 } };
  for (const range of [...RANGES, undefined]) {
    const outcome = comparedAt(claims, derivation, range);
    const { unchecked } = outcome.verification;
    if (outcome.wrong === undefined && unchecked >= best.verification.unchecked) continue;
    best = outcome;
    if (outcome.wrong !== undefined || unchecked === 0) break;
  }
  const { verification } = best;
  return { ...best, verification: { ...verification, unchecked: verification.unchecked + tooLarge } };
}

/** The claims that are made of tensors which fit into memory; symbolic sizes will be small. */
function small(claims: readonly Claim[]): Claim[] {
  const large = new Set<Node>();
  const roots = claims.flatMap(({ expression, reference }) => [expression, reference]);
  for (const node of topologicalOrder(roots)) {
    const entries = node.shape.reduce<number>((n, size) => (typeof size === "number" ? n * size : n), 1);
    if (entries > MOST_ENTRIES || node.inputs.some((input) => large.has(input))) large.add(node);
  }
  return claims.filter(({ expression, reference }) => !large.has(expression) && !large.has(reference));
}

/** Compares claims at made-up numbers of a range, or at the values that symbols have. */
function comparedAt(claims: readonly Claim[], { loss }: Derivation, range: Range | undefined): Outcome {
  const expressions = claims.map(({ expression }) => expression);
  const references = [...new Set(claims.map(({ reference }) => reference))];
  const order = topologicalOrder([loss, ...references, ...expressions]);
  const instance = instantiated(order, range);
  const valuesOf = (roots: readonly Node[], { meanings, sizes, values }: Instance): Value[] =>
    evaluate(bind(roots, meanings), values, { sizes });
  const values = valuesOf([...references, ...expressions], instance);
  const place = new Map(references.map((reference, k) => [reference, k]));
  let beside: readonly Value[] | undefined;
  /** How far the gradient moves with the last digits of the numbers: nothing can be said of what differs by no more. */
  const drift = (k: number): number => {
    beside ??= valuesOf(references, moved(instance));
    return distance(beside[k] as Value, values[k] as Value);
  };
  let [compared, unchecked, worst] = [0, 0, 0];
  let wrong: Wrong | undefined;
  claims.forEach(({ reference, statement }, k) => {
    const at = place.get(reference) as number; // every reference has its place
    const expected = values[at] as Value;
    const difference = distance(values[references.length + k] as Value, expected);
    if (!isWhole(expected) || (difference > TOLERANCE && difference <= NOISE * drift(at))) {
      unchecked++;
      return;
    }
    if (statement.role !== "update") compared++;
    worst = Math.max(worst, difference);
    if (difference > TOLERANCE) wrong ??= { statement, difference };
  });
  return { verification: { compared, unchecked, worst }, ...(wrong === undefined ? {} : { wrong }) };
}

const entriesOf = (value: Value): ArrayLike<number> => (typeof value === "number" ? [value] : value.data);

const isWhole = (value: Value): boolean => Array.from(entriesOf(value)).every(Number.isFinite);

/** The largest difference of two values' entries, relative to the second's largest entry; a number stands for any shape. */
function distance(a: Value, b: Value): number {
  const [left, right] = [entriesOf(a), entriesOf(b)];
  if (left.length !== right.length && typeof b !== "number") return Number.POSITIVE_INFINITY;
  let [largest, difference] = [0, 0];
  for (let k = 0; k < left.length; k++) {
    const expected = (typeof b === "number" ? b : right[k]) as number; // as many as on the left
    largest = Math.max(largest, Math.abs(expected));
    const each = Math.abs((left[k] as number) - expected);
    difference = Number.isNaN(each) ? Number.POSITIVE_INFINITY : Math.max(difference, each);
  }
  return difference / Math.max(largest, SMALLEST);
}
