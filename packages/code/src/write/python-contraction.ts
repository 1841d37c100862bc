import type { Node, Size } from "@chainrule/graph";
import { type ContractionPlan, contractionPlan, equation } from "./contraction-plan";
import { atom, BINDS, type Dialect, type Expression, tuple, within } from "./python-expression";

/** What the expression of a contraction is written with. */
interface Surroundings {
  readonly dialect: Dialect;
  readonly array: (x: Expression) => Expression;
  readonly size: (size: Size) => string;
  readonly like: string;
}

/** A contraction as a product, `@`, a sum, a transpose, or `einsum`; then repeated along the axes that no factor has. */
export function contractedText(node: Node, x: readonly Expression[], around: Surroundings): Expression {
  const plan = contractionPlan(node);
  const { dialect, size } = around;
  const factors = plan.factors.map((factor, k): Expression => {
    if (factor.node === undefined)
      return atom(dialect.eye(size(plan.sizes[factor.indices[0] as number] as Size), around.like));
    const whole = x[k] as Expression; // deltas come last
    if (factor.squeezed.length === 0) return whole;
    const axes = factor.node.shape.map((_, axis) => (factor.squeezed.includes(axis) ? "0" : ":"));
    while (axes.at(-1) === ":") axes.pop();
    return atom(`${within(whole, BINDS.atom)}[${axes.join(", ")}]`);
  });
  const kept = keptSum(plan, factors, around);
  if (kept !== undefined) return kept;
  let result = product(plan, factors, around);
  if (plan.counts.length > 0) {
    const counts = plan.counts.map(size).join(" * ");
    result = {
      text: `${counts} * ${within(result, BINDS.sign)}`,
      binds: BINDS.product,
      ...(result.isNumber && { isNumber: true }),
    };
  }
  return repeated(plan, result, around);
}

/** A sum that keeps its axes, as axes of size 1. */
function keptSum(
  plan: ContractionPlan,
  [x, ...more]: readonly Expression[],
  { dialect, array }: Surroundings,
): Expression | undefined {
  const own = plan.factors[0]?.indices ?? [];
  const isOther = x === undefined || more.length > 0 || plan.counts.length > 0 || plan.repeated.length === 0;
  if (isOther || own.length !== plan.shape.length || new Set(own).size < own.length) return undefined;
  const rest = own.filter((_, axis) => !plan.repeated.includes(axis));
  if (rest.join() !== plan.indices.join() || plan.repeated.some((axis) => plan.shape[axis] !== 1))
    return undefined;
  return atom(dialect.reduce("sum", array(x), plan.repeated, true));
}

function product(plan: ContractionPlan, factors: readonly Expression[], around: Surroundings): Expression {
  const [a, b] = factors;
  if (a === undefined) return { ...atom("1.0"), isNumber: true };
  const own = plan.factors.map(({ indices }) => indices);
  const areDistinct = own.every((indices) => new Set(indices).size === indices.length);
  if (b === undefined && areDistinct) return alone(a, own[0] ?? [], plan.indices, around);
  if (b !== undefined && factors.length === 2 && areDistinct) {
    const [left, right] = own as [number[], number[]]; // two factors
    const found = matrixProduct(left, right, plan.indices, [a, b], around);
    if (found !== undefined) return found;
  }
  return atom(`${around.dialect.module}.einsum("${equation(plan)}", ${factors.map((each) => around.array(each).text).join(", ")})`); // biome-ignore format: one line
}

/** One factor: summed over what the result does not have, its axes in the result's order. */
function alone(
  a: Expression,
  own: readonly number[],
  output: readonly number[],
  { dialect, array }: Surroundings,
): Expression {
  const axes = own.flatMap((index, axis) => (output.includes(index) ? [] : [axis]));
  const summed = axes.length === 0 ? a : atom(dialect.reduce("sum", array(a), axes.length === own.length ? undefined : axes, false)); // biome-ignore format: one line
  const rest = own.filter((index) => output.includes(index));
  const order = output.map((index) => rest.indexOf(index));
  if (order.every((axis, k) => axis === k)) return summed;
  return atom(order.length === 2 ? `${within(summed, BINDS.atom)}.T` : dialect.permute(summed, order));
}

/** `A @ B` and its like for vectors and matrices; `outer`, products without a sum of equal indices. */
function matrixProduct(
  left: readonly number[],
  right: readonly number[],
  output: readonly number[],
  [a, b]: readonly [Expression, Expression],
  { dialect, array }: Surroundings,
): Expression | undefined {
  if (left.length === 0 || right.length === 0) {
    const whole = left.length === 0 ? right : left;
    if (whole.join() !== output.join()) return undefined;
    const bothNumbers = a.isNumber && b.isNumber;
    return { text: `${within(a, BINDS.product)} * ${within(b, BINDS.sign)}`, binds: BINDS.product, ...(bothNumbers && { isNumber: true }) }; // biome-ignore format: one line
  }
  const shared = left.filter((index) => right.includes(index));
  const isVectors = left.length === 1 && right.length === 1;
  if (shared.length === 0 && isVectors && output.length === 2) {
    const [first, second] = output[0] === left[0] ? [a, b] : [b, a];
    return atom(`${dialect.module}.outer(${array(first).text}, ${array(second).text})`);
  }
  const [k] = shared;
  if (shared.length !== 1 || k === undefined || output.includes(k) || left.length > 2 || right.length > 2)
    return undefined;
  const leftFree = left.filter((index) => index !== k);
  const rightFree = right.filter((index) => index !== k);
  const isSwapped = output.join() !== [...leftFree, ...rightFree].join();
  const [p, q, first, second] = isSwapped ? [right, left, b, a] : [left, right, a, b];
  const turned = (x: Expression, isTurned: boolean): string => `${within(x, isTurned ? BINDS.atom : BINDS.sign)}${isTurned ? ".T" : ""}`; // biome-ignore format: one line
  const text = `${turned(first, p.length === 2 && p[0] === k)} @ ${turned(second, q.length === 2 && q[1] === k)}`;
  return { text, binds: BINDS.product };
}

/** Axes put in, and the result repeated along them. */
function repeated(plan: ContractionPlan, x: Expression, { dialect, array, size }: Surroundings): Expression {
  const { repeated: positions, shape } = plan;
  if (positions.length === 0) return x;
  const whole = tuple(shape.map(size));
  const isRow = positions.every((position, k) => position === k); // aligned from the right as it is
  const picks = shape.map((_, axis) => (positions.includes(axis) ? "None" : ":"));
  while (picks.at(-1) === ":") picks.pop();
  const placed =
    isRow || plan.indices.length === 0
      ? array(x).text
      : `${within(array(x), BINDS.atom)}[${picks.join(", ")}]`;
  const isStretched = positions.some((position) => shape[position] !== 1);
  if (!isStretched && plan.indices.length > 0 && !isRow) return atom(placed);
  return atom(`${dialect.module}.broadcast_to(${placed}, ${whole})`);
}
