import { gradient, type Node, shapeText, symbolsOf } from "@chainrule/graph";
import { areEqual } from "../model/compare-graphs";
import type { Known } from "./known";

/* Where the gradient vanishes: "Setting it to zero gives (H^T H + λ I) w = H^T y" is no identity, and holds at the optimum. */

const FACTORS = [1, -1, 0.5, -0.5, 2, -2] as const;

/** The name of what the loss is stationary in where a difference vanishes: the difference is a multiple of that gradient. */
export function stationaryIn(difference: Node, { loss, model }: Known): string | undefined {
  if (loss === undefined) return undefined;
  const leaves = new Set(symbolsOf([loss.node]));
  for (const [key, { node }] of model.quantities) {
    if (!leaves.has(node) || shapeText(node.shape) !== shapeText(difference.shape)) continue;
    const slope = gradient(loss.node, node);
    if (FACTORS.some((factor) => areEqual(difference, slope.mul(factor)))) return key;
  }
  return undefined;
}
