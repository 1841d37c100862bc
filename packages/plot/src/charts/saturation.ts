import { evaluate, gradient, type Node } from "@chainrule/graph";
import { isActivation } from "../scene/signs";

/* How much of a layer learns nothing: where the slope of its function is next to 0. */

/** Where functions are steepest, if that is not 1. */
const STEEPEST: Readonly<Record<string, number>> = { sigmoid: 0.25 };
/** A slope below this part of the steepest passes on next to nothing. */
const FLAT = 0.05;

/** The share of entries, from 0 to 1, at which an activation is flat; undefined for what is no activation of one operand. */
export function saturatedShare(node: Node): number | undefined {
  const body = node.op.kind === "naming" ? node.inputs[0] : node;
  const net = body?.inputs[0];
  if (body === undefined || net === undefined || body.op.kind !== "pointwise" || !isActivation(body.op))
    return undefined;
  const total = body.shape.length === 0 ? body : body.sum();
  const [slopes] = evaluate([gradient(total, [net])[0] as Node]); // one for one
  const entries = typeof slopes === "number" ? Float64Array.of(slopes) : slopes?.data;
  if (entries === undefined || entries.length === 0) return undefined;
  const flat = FLAT * (STEEPEST[body.op.name] ?? 1);
  return entries.reduce((count, slope) => count + (Math.abs(slope) < flat ? 1 : 0), 0) / entries.length;
}
