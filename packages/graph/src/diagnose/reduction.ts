import type { IndexMap } from "../index-map";
import type { Node, Value } from "../node";
import { entryCount, strides } from "../shape";
import { valueShape } from "../value";
import { entryAt, hasEntry, type ValueAt } from "./entries";
import type { Found } from "./finding";
import { isTiny, underflowMessage } from "./pointwise";

/* What an evaluation does at nodes that are not pointwise: what is infinite or no number begins there, extrema are tied. */

/** Findings at a node whose operands are not looked at entry by entry. */
export function reductionFindings(node: Node, valueAt: ValueAt): Found[] {
  const { law } = node.op;
  const value = valueAt(node);
  const inputs = node.inputs.map(valueAt);
  const found: Found[] = [];
  const areFinite = inputs.every((input) => !hasEntry(input, (x) => !Number.isFinite(x)));
  const isNumber = inputs.every((input) => !hasEntry(input, Number.isNaN));
  const needs = node.op.kind === "declared" ? node.op.needs : undefined;
  if (needs !== undefined && areFinite && hasEntry(value, (x) => !Number.isFinite(x)))
    found.push({ code: "DOMAIN", message: `${law} needs ${needs}` });
  else if (isNumber && hasEntry(value, Number.isNaN))
    found.push({ code: "NAN", message: `${law} is not a number for these operands` });
  else if (areFinite && hasEntry(value, (x) => !Number.isFinite(x)))
    found.push({ code: "OVERFLOW", message: `${law} is beyond the largest float64` });
  if (inputs.length > 1 && areFinite && isTiny(largestProduct(inputs)))
    found.push({ code: "UNDERFLOW", message: underflowMessage(law) });
  if (node.op.name === "norm" && hasEntry(value, (x) => x === 0))
    found.push({ code: "KINK", message: `${law} has no derivative at 0`, choice: "0" });
  if ((node.op.name === "maxOver" || node.op.name === "minOver") && isTied(node, valueAt)) {
    const message = `${law} has no derivative where several entries reach it`;
    found.push({ code: "KINK", message, choice: "equal parts to each" });
  }
  if (
    node.op.name === "softmax" &&
    hasEntry(value, (x) => x === 0 || x === 1) &&
    areFinite &&
    !isAlone(node, valueAt)
  )
    found.push({ code: "SATURATION", message: `${law} rounds to 0 or 1: its logarithm is lost` });
  return found;
}

/** The product of the largest entries, which no product of entries exceeds; infinite if all entries of one are 0. */
function largestProduct(values: readonly Value[]): number {
  let product = 1;
  for (const value of values) {
    const largest =
      typeof value === "number" ? Math.abs(value) : value.data.reduce((m, x) => Math.max(m, Math.abs(x)), 0);
    if (isTiny(largest)) return Number.POSITIVE_INFINITY;
    product *= largest;
  }
  return product;
}

/** Whether a softmax has one entry only, which is 1. */
const isAlone = (node: Node, valueAt: ValueAt): boolean => {
  const shape = valueShape(valueAt(node));
  return (node.attrs.axes ?? []).every((axis) => shape[axis] === 1);
};

/** Whether two entries, not both the same one, are the extremum of an output entry. */
function isTied(node: Node, valueAt: ValueAt): boolean {
  const { inputs, output } = node.attrs.map as IndexMap; // every reduction has one
  const x = valueAt(node.inputs[0] as Node);
  const value = valueAt(node);
  const shape = valueShape(x);
  const steps = strides(shape);
  const outputSteps = strides(valueShape(value));
  const indices = inputs[0] as readonly number[]; // a reduction's only input has no stretched axes
  const met = new Set<number>();
  for (let position = 0; position < entryCount(shape); position++) {
    let at = 0;
    indices.forEach((index, axis) => {
      const place = output.indexOf(index);
      if (place === -1) return;
      at +=
        (Math.floor(position / (steps[axis] as number)) % (shape[axis] as number)) *
        (outputSteps[place] as number);
    });
    if (entryAt(x, position) !== entryAt(value, at)) continue;
    if (met.has(at)) return true;
    met.add(at);
  }
  return false;
}
